"""According to whom: the chain of speakers and carriers of each stretch of text (codebook, sections 2 and 5, Attribution).

A cue of saying opens a scope: a verb of saying with its clause, `بحسب` with the clause it stands in, a colon or quotation mark
with the words after it, to the end of the paragraph or quotation. `وأضاف أن` carries the chain of the last scope on.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from ..annotate.participants import Mention
from ..annotate.sentence import BREAKS, QUOTES, Sentence
from ..text.phrases import Hit

if TYPE_CHECKING:
    from ..lexicons.vocabulary import Vocabulary

THAT = frozenset("ان بان انه انها انهم بانه بانها بانهم انهما بانهما اننا باننا اني لان".split())
_STOPS = THAT | frozenset(
    ("في من علي عن خلال عبر ل الي مع بعد قبل امام منذ حول ضد عقب لدي ردا تعليقا اثناء اثر فان فيما بينما و").split()
)
_KEEP_GOING = frozenset("في من باسم ل علي".split())
_POST = frozenset("كما حسبما وفقما مثلما ما حسب وفق بحسب".split())
_FRAMES = frozenset("بعد قبل دون الي منذ بدل قبيل رغم بمجرد".split())  # «بعد أن» opens a time, not speech
_LONGEST_SPEECH = 6  # sentences
_NEGATED = frozenset(("لم", "لا", "لن", "ولم", "ولا"))
_SAYING = frozenset("قوله قولها قولهم انه انها".split())
_CLAUSE_TURNS = frozenset("فيما بينما وفيما وبينما يذكر يشار وكان وكانت".split())


@dataclass(slots=True)
class Link:
    """One link of a chain: the words at tokens `first` to `last` of a sentence, and who they are."""

    sentence: Sentence
    first: int
    last: int
    role: Literal["speaker", "via"]
    actor: str | None = None
    name: str | None = None
    cue: Hit | None = None
    mention: Mention | None = None


@dataclass(slots=True)
class Scope:
    """The stretch of tokens that a chain vouches for; `effect` is what the cue does (assert, deny, demand, threat, accuse …)."""

    first: int
    last: int
    chain: list[Link]
    effect: str
    cue: Hit | None = None
    inserted: bool = False
    performs: bool = False


@dataclass(slots=True)
class _State:
    chain: list[Link] = field(default_factory=list)
    carry: list[Link] = field(default_factory=list)
    in_quote: bool = False
    carried: int = 0


def read_attribution(sentences: list[Sentence], vocabulary: Vocabulary) -> dict[int, list[Scope]]:
    """The scopes of each sentence by its index, in reading order, innermost last."""
    state = _State()
    out: dict[int, list[Scope]] = {}
    for sentence in sentences:
        out[sentence.index] = _read(sentence, vocabulary, state)
    return out


def _read(sentence: Sentence, vocabulary: Vocabulary, state: _State) -> list[Scope]:
    scopes: list[Scope] = []
    if state.carry:
        scopes.append(Scope(sentence.first, sentence.last, state.carry, "assert"))
    for cue in _cues(sentence):
        scope = _scope(sentence, cue, vocabulary, state, scopes)
        if scope is not None:
            scopes.append(scope)
            if scope.chain:
                state.chain = scope.chain
    _colon_headline(sentence, vocabulary, state, scopes)
    _close(scopes, sentence)
    _carry_on(sentence, scopes, state)
    return scopes


def _cues(sentence: Sentence) -> list[Hit]:
    found = sorted([*sentence.of("say"), *sentence.of("accord")], key=lambda h: (h.first, -h.last))
    out: list[Hit] = []
    for hit in found:
        if out and hit.first <= out[-1].last:
            continue
        out.append(hit)
    return out


def _carry_on(sentence: Sentence, scopes: list[Scope], state: _State) -> None:
    """Whether the next sentence still belongs to the open quotation or the speech after a colon."""
    words = sentence.doc.words
    marks = sum(1 for k in range(sentence.first, sentence.last) if words[k] == '"')
    if marks % 2:
        state.in_quote = not state.in_quote
    last = scopes[-1] if scopes else None
    colon = (
        last is not None
        and last.cue is not None
        and any(words[k] == ":" for k in range(last.cue.last, min(last.first + 1, sentence.last)))
    )
    paragraph_ends = words[sentence.last - 1] == "\n" or (sentence.last < len(words) and words[sentence.last] == "\n")
    state.carried = state.carried + 1 if state.carry else 0
    if state.carried >= _LONGEST_SPEECH:
        state.in_quote, state.carry = False, []  # a quotation mark was left open or lost
    elif state.in_quote and (state.chain or state.carry):
        state.carry = state.carry or state.chain
    elif (colon or state.carry) and not paragraph_ends and not (marks and not state.in_quote):
        state.carry = state.chain if colon else state.carry
    else:
        state.carry = []


def _close(scopes: list[Scope], sentence: Sentence) -> None:
    """End each open scope where the next cue begins, or where the outlet takes the word again."""
    openers = [s for s in scopes if not s.inserted]
    for a, b in itertools.pairwise(openers):
        if b.cue is not None and a.last > b.cue.first > a.first:
            a.last = _clause_start(sentence, b.cue.first, a.first)
    for scope in openers:
        if scope.effect == "deny" and scope.cue is not None:
            scope.last = min(scope.last, _deny_end(sentence, scope))


def _clause_start(sentence: Sentence, token: int, floor: int) -> int:
    for k in range(token - 1, max(floor, token - 8), -1):
        if sentence.doc.words[k] in BREAKS:
            return k
    return token


def _deny_end(sentence: Sentence, scope: Scope) -> int:
    words = sentence.doc.words
    for k in range(scope.first + 1, scope.last):
        if (
            words[k] in BREAKS
            and k + 1 < scope.last
            and (words[k + 1] in _CLAUSE_TURNS or words[k + 1] in ("لكن", "ولكن", "بل", "لكنه", "لكنها"))
        ):
            return k
    return scope.last


def _scope(sentence: Sentence, cue: Hit, vocabulary: Vocabulary, state: _State, scopes: list[Scope]) -> Scope | None:
    if cue.kind == "accord":
        return _according(sentence, cue, state)
    info, form = cue.data
    words = sentence.doc.words
    if info.effect == "none" or (cue.enclitic and _carried_by(sentence, cue)):
        return None
    if cue.first > sentence.first and words[cue.first - 1] in _NEGATED:
        return None  # «لم تعلن أي جهة مسؤوليتها» says nothing
    opening = _complement(sentence, cue)
    posted = opening is None and cue.first - 1 >= sentence.first and words[cue.first - 1] in _POST
    if opening is None and not posted and not info.that_only:
        opening = _noun_complement(sentence, cue)
    if info.relays and (relayed := _relayed(sentence, cue, vocabulary)) is not None:
        return relayed
    speaker = _speaker_after(sentence, cue, opening, vocabulary)
    if speaker is None:
        speaker = _speaker_before(sentence, cue, form, vocabulary)
    if speaker is None and info.effect not in ("continue",) and form.tense and not _dropped(sentence, cue, opening):
        return None
    if opening is None and not info.noun_complement and not posted:
        return None
    vias = _vias(
        sentence, cue.last + 1, opening if opening is not None else _next_break(sentence, cue.last), vocabulary
    )
    vias = [
        v for v in vias if speaker is None or speaker.role != "via" or v.last < speaker.first or v.first > speaker.last
    ]
    chain = [*_one_by_one(speaker), *vias] if speaker is not None else [*state.chain]
    if (
        speaker is not None
        and speaker.role == "speaker"
        and sentence.at("via", speaker.first) is not None
        and speaker.actor is None
    ):
        speaker.role = "via"  # «وقال البيان»: the statement carries the words of whoever issued it
        chain = [*[link for link in state.chain if link.role == "speaker"], speaker]
    if speaker is None and scopes and scopes[-1].chain:
        chain = scopes[-1].chain
    if posted:
        before = max([s.last for s in scopes if s.last <= cue.first] or [sentence.first])
        return Scope(before if before < cue.first else sentence.first, cue.first, chain, "assert", cue, inserted=True)
    first = (
        opening
        if opening is not None
        else (
            speaker.last + 1
            if speaker is not None and speaker.sentence is sentence and speaker.first > cue.last
            else cue.last + 1
        )
    )
    performs = opening is None or words[opening] not in THAT
    return Scope(first, sentence.last, chain, info.effect, cue, performs=performs)


def _one_by_one(speaker: Link) -> list[Link]:
    """The speakers that *and* joins in one phrase (`المقاتلون والمرصد`), each a link of its own."""
    inside = [
        m for m in speaker.sentence.mentions if speaker.first < m.first <= speaker.last and m.joined and not m.adjective
    ]
    if not inside or speaker.role != "speaker":
        return [speaker]
    others = [Link(m.sentence, m.first, m.last, "speaker", m.actor, m.name, speaker.cue, m) for m in inside]
    return [replace(speaker, last=inside[0].first - 1), *others]


def _carried_by(sentence: Sentence, cue: Hit) -> bool:
    """Whether the verb only says who spread a statement named before it: `تصريح بثته الوكالة`."""
    back = sentence.before(cue.first)
    return any(
        sentence.at("via", k) is not None or sentence.at("say", k) is not None
        for k in (back, back - 1)
        if k >= sentence.first
    )


def _noun_complement(sentence: Sentence, cue: Hit) -> int | None:
    """What is said as a noun after a preposition: `أفاد مصدر بمقتل …`, `أشار إلى إصابة …`."""
    words = sentence.doc.words
    for hit in sorted(sentence.of("trigger"), key=lambda h: h.first):
        if not (cue.last < hit.first <= cue.last + 16):
            continue
        before = words[hit.first - 1]
        if hit.proclitic in ("ب", "وب") or before in ("الي", "عن", "علي", "ب"):
            return hit.first
        if any(words[k] in BREAKS for k in range(cue.last, hit.first)):
            return None
    return None


def _relayed(sentence: Sentence, cue: Hit, vocabulary: Vocabulary) -> Scope | None:
    """`نقلت الوكالة عن المسؤول قوله إن …`: the speaker after *from*, the carrier after the verb."""
    words = sentence.doc.words
    for k in range(cue.last + 1, min(sentence.last, cue.last + 14)):
        if words[k] == "عن" and k + 1 < sentence.last:
            stop = next(
                (
                    j
                    for j in range(k + 1, min(sentence.last, k + 16))
                    if words[j] in THAT or words[j] in _SAYING or words[j] == ":"
                ),
                None,
            )
            if stop is None:
                return None
            last = _phrase_end(sentence, k + 1, stop, True)
            mention = next((m for m in sentence.mentions if k < m.first <= last and not m.adjective), None)
            speaker = Link(
                sentence,
                k + 1,
                last,
                "speaker",
                mention.actor if mention else None,
                mention.name if mention else None,
                cue,
                mention,
            )
            source = next((h for h in sentence.of("source") if cue.last < h.first < k), None)
            via = next((h for h in sentence.of("via") if cue.last < h.first < k), None)
            chain = [speaker]
            if source is not None or via is not None:
                first = min(h.first for h in (source, via) if h is not None)
                end = max(h.last for h in (source, via) if h is not None)
                chain.append(Link(sentence, first, end, "via", None, source.data.label if source else None, cue))
            return Scope(stop, sentence.last, chain, "assert", cue)
    return None


def _dropped(sentence: Sentence, cue: Hit, opening: int | None) -> bool:
    """Whether the verb stands without a subject because the last speaker goes on."""
    return opening is not None and opening - cue.last <= 3


def _complement(sentence: Sentence, cue: Hit) -> int | None:
    """The token that opens what is said: *anna*, a colon, a quotation mark after the speaker."""
    words = sentence.doc.words
    for k in range(cue.last + 1, min(sentence.last, cue.last + 28)):
        word = words[k]
        if word == "ان" and words[k - 1].lstrip("وف") in _FRAMES:
            continue
        if word in THAT or word == ":":
            return k
        if word == '"' and k > cue.last + 1 and not _quoted_name(sentence, k):
            return k
        if any(h.first == k for h in sentence.of("say")) and k > cue.last + 1 and not words[k].startswith("ال"):
            return None
    return None


def _quoted_name(sentence: Sentence, k: int) -> bool:
    """Whether the quotation mark at `k` opens or closes a short name, not speech."""
    words = sentence.doc.words
    for j in range(k + 1, min(k + 5, sentence.last)):
        if words[j] == '"':
            return True
    return any(words[j] == '"' for j in range(k - 1, max(k - 5, sentence.first) - 1, -1))


def _next_break(sentence: Sentence, token: int) -> int:
    for k in range(token + 1, sentence.last):
        if sentence.doc.words[k] in BREAKS:
            return k
    return sentence.last


def _speaker_after(sentence: Sentence, cue: Hit, opening: int | None, vocabulary: Vocabulary) -> Link | None:
    words = sentence.doc.words
    stop = min(opening if opening is not None else sentence.last, cue.last + 22)
    first = cue.last + 1
    while first < stop and (
        words[first] in QUOTES
        or words[first] in "(،"
        or _dated(sentence, first)
        or words[first] in ("كذلك", "ايضا", "بدوره", "بدورها")
    ):
        first = _skip_date(sentence, first)
    if first >= stop:
        return None
    if (words[first] in _STOPS and not _given_name(sentence, first)) or (
        words[first][:1] in "بل" and words[first][1:] in THAT
    ):
        return None
    mention = next((m for m in sentence.mentions if m.first <= first + 1 and m.last >= first and not m.adjective), None)
    noun = sentence.at("speaker", first)
    source = sentence.at("source", first)
    via = sentence.at("via", first)
    person = _capital_name(sentence, first, stop)
    if mention is None and noun is None and source is None and via is None and not person:
        return None
    if (
        mention is None
        and noun is None
        and words[first][0] in "بلك"
        and len(words[first]) > 4
        and sentence.at("place", first) is None
    ):
        return None
    if mention is not None and mention.casualty is not None:
        return None
    if mention is not None and noun is None and mention.head == "people" and mention.number is not None:
        return None
    last = _phrase_end(sentence, first, stop, opening is not None)
    if mention is not None:
        last = max(last, mention.last) if opening is not None else mention.last
    named = next((m for m in sentence.mentions if first <= m.first <= last and m.head == "person"), mention)
    actor = named.actor if named is not None else None
    if source is not None and noun is None:
        return Link(
            sentence,
            first,
            source.last,
            "speaker" if source.data.kind == "monitor" else "via",
            vocabulary.source_actor(source.data),
            source.data.label,
            cue,
        )
    if via is not None and noun is None and mention is None:
        return Link(sentence, first, last, "via", None, None, cue)
    return Link(sentence, first, last, "speaker", actor, named.name if named is not None else None, cue, named)


def _given_name(sentence: Sentence, token: int) -> bool:
    """Whether the word is the name علي, which folding unites with the preposition على."""
    return sentence.doc.words[token] == "علي" and sentence.doc.raw_text(token, token).endswith("ي")


def _capital_name(sentence: Sentence, first: int, stop: int) -> bool:
    """Whether unknown words right before *anna* can only be a speaker's name: one to six words, nothing the lexicon knows."""
    if not 1 <= stop - first <= 18:
        return False
    return not any(sentence.at(kind, first) for kind in ("trigger", "people", "status", "support", "casualty"))


def _phrase_end(sentence: Sentence, first: int, stop: int, strict: bool) -> int:
    words = sentence.doc.words
    last = first
    for k in range(first, stop):
        word = words[k]
        if (word in BREAKS or word in ("(", "-")) and k > first:
            break
        if word in _STOPS and k > first and not (word in _KEEP_GOING and k - first <= 4 and strict):
            break
        if _dated(sentence, k) and k > first:
            break
        if k > first and any(h.first == k for h in sentence.of("trigger")) and not strict:
            break
        if word not in QUOTES:
            last = k
        if k - first > 11:
            break
    return last


def _dated(sentence: Sentence, token: int) -> bool:
    return any(d.first <= token <= d.last for d in sentence.dates)


def _skip_date(sentence: Sentence, token: int) -> int:
    for date in sentence.dates:
        if date.first <= token <= date.last:
            return date.last + 1
    return token + 1


def _speaker_before(sentence: Sentence, cue: Hit, form: object, vocabulary: Vocabulary) -> Link | None:
    """The subject that stands before its verb (`المرصد قال`, `قسد التي نفت`), when its clause begins the sentence or hangs on it."""
    words = sentence.doc.words
    if not getattr(form, "tense", ""):
        return None
    conjoined = words[cue.first].startswith(("و", "ف")) and cue.proclitic.startswith(("و", "ف"))
    candidates = [m for m in sentence.mentions if m.last < cue.first and not m.adjective and m.prep in ("", "ل", "من")]
    candidates = [m for m in candidates if cue.first - m.last <= (16 if not conjoined else 0)]
    noun = next((h for h in reversed(sentence.of("speaker")) if h.last < cue.first and cue.first - h.last <= 10), None)
    if conjoined:
        return None
    relative = any(words[k] in ("التي", "الذي", "الذين") for k in range(max(sentence.first, cue.first - 2), cue.first))
    if relative and candidates:
        m = candidates[-1]
        return Link(sentence, m.first, m.last, "speaker", m.actor, m.name, cue, m)
    source = next((h for h in reversed(sentence.of("source")) if h.last < cue.first and cue.first - h.last <= 8), None)
    if source is not None and not candidates:
        return Link(
            sentence,
            source.first,
            source.last,
            "via" if source.data.kind != "monitor" else "speaker",
            None,
            source.data.label,
            cue,
        )
    if noun is not None and (not candidates or noun.first <= candidates[0].first):
        last = max([noun.last, *[m.last for m in candidates if m.first - noun.last <= 3]])
        return Link(sentence, noun.first, last, "speaker", candidates[-1].actor if candidates else None, None, cue)
    subject = next((m for m in candidates if not m.prep and _clause_opening(sentence, m)), None)
    if subject is not None:
        return Link(sentence, subject.first, subject.last, "speaker", subject.actor, subject.name, cue, subject)
    return None


def _clause_opening(sentence: Sentence, mention: Mention) -> bool:
    back = sentence.before(mention.first)
    while back >= sentence.first and sentence.doc.words[back] in ("(", "-"):
        back = sentence.before(back)
    while back >= sentence.first and sentence.doc.words[back] in ("قد", "كان", "كانت", "وكان", "وكانت", "كما"):
        back = sentence.before(back)
    return back < sentence.first or sentence.doc.words[back] in BREAKS or sentence.doc.words[back] in THAT


def _vias(sentence: Sentence, first: int, stop: int, vocabulary: Vocabulary) -> list[Link]:
    """Agencies, papers, statements and accounts named between the verb of saying and what is said."""
    out: list[Link] = []
    for hit in sorted([*sentence.of("source"), *sentence.of("via")], key=lambda h: (h.first, -h.last)):
        if not (first <= hit.first < stop) or (out and hit.first <= out[-1].last + 1):
            continue
        if hit.kind == "source" and hit.data.kind == "monitor":
            continue
        back = sentence.before(hit.first)
        word = sentence.word(back)
        if (
            sentence.at("say", back) is not None
            or hit.proclitic[-1:] in ("ل", "ب")
            or word in ("ل", "في", "عبر", "علي", "الي", "مع", "عن", "من")
        ):
            label = hit.data.label if hit.kind == "source" else None
            last = hit.last
            if hit.kind == "via":
                named = sentence.at("source", last + 1) or sentence.at("source", last + 2)
                if named is not None:
                    last, label = named.last, named.data.label
            out.append(Link(sentence, hit.first, last, "via", None, label))
    return out


def _according(sentence: Sentence, cue: Hit, state: _State) -> Scope | None:
    words = sentence.doc.words
    first = cue.last + 1
    while first < sentence.last and words[first] in QUOTES | {"ل", "ما"}:
        first += 1
    say = next((h for h in sentence.of("say") if h.first == first), None)
    if say is not None:
        return None
    if first >= sentence.last or words[first] in BREAKS:
        return None
    stop = first
    while (
        stop < sentence.last
        and words[stop] not in BREAKS
        and words[stop] not in ("-", ")", "(")
        and words[stop] not in THAT
        and words[stop] not in ("فان", "فانه", "فقد")
    ):
        if _dated(sentence, stop) and stop > first:
            break
        stop += 1
        if stop - first > 10:
            break
    last = stop - 1
    while last > first and words[last] in QUOTES:
        last -= 1
    source = next((h for h in sentence.of("source") if first <= h.first <= last), None)
    noun = next((h for h in sentence.of("speaker") if first <= h.first <= last), None)
    mention = next((m for m in sentence.mentions if first <= m.first <= last and not m.adjective), None)
    via_noun = next((h for h in sentence.of("via") if first <= h.first <= first + 1), None)
    is_via = cue.data == "via" or (
        ((source is not None and source.data.kind != "monitor" and source.first <= first + 2) or via_noun is not None)
        and noun is None
    )
    if source is None and noun is None and mention is None and via_noun is None and stop - first > 6:
        return None
    chain = [
        Link(
            sentence, first, last, "via" if is_via else "speaker", mention.actor if mention else None,
            source.data.label if source else (mention.name if mention else None), cue, mention,
        )
    ]  # fmt: skip
    if chain[0].role == "via" and source is None:
        chain = [
            *[link for link in state.chain if link.role == "speaker"],
            *chain,
        ]  # «ووفق التقرير»: of whoever issued it
    opens = cue.first - sentence.first <= 2
    if opens:
        return Scope(stop, sentence.last, chain, "assert", cue)
    return Scope(sentence.first, sentence.last, chain, "assert", cue, inserted=True)


def _colon_headline(sentence: Sentence, vocabulary: Vocabulary, state: _State, scopes: list[Scope]) -> None:
    """`مسؤول عسكري: …` at the head of a line: the words before the colon speak."""
    words = sentence.doc.words
    if scopes or state.carry:
        return
    for k in range(sentence.first, min(sentence.first + 8, sentence.last)):
        if words[k] == ":" and k > sentence.first:
            mention = next((m for m in sentence.mentions if m.first < k and not m.adjective and m.strength <= 4), None)
            noun = next((h for h in sentence.of("speaker") if h.first < k), None)
            if mention is None and noun is None:
                return
            link = Link(
                sentence,
                sentence.first,
                k - 1,
                "speaker",
                mention.actor if mention else None,
                mention.name if mention else None,
                None,
                mention,
            )
            scopes.append(Scope(k + 1, sentence.last, [link], "assert"))
            state.chain = [link]
            return


def chain_of(token: int, scopes: list[Scope]) -> tuple[list[Link], Scope | None]:
    """The chain that vouches for the words at `token`: the innermost scope, and the carriers inserted into its clause."""
    inner = [s for s in scopes if not s.inserted and s.first <= token < s.last]
    scope = inner[-1] if inner else None
    chain = list(scope.chain) if scope is not None else []
    for added in (s for s in scopes if s.inserted and s.first <= token < s.last):
        if not any(link.first == extra.first for extra in added.chain for link in chain):
            chain += added.chain
        scope = scope or added
    chain.sort(key=lambda link: link.role != "speaker")
    return chain, scope
