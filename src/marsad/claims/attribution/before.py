"""Who speaks, where he stands before the verb: its subject, the antecedent of its relative clause, whom the sentence is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...annotate.agreement import shape_of
from ...annotate.participants import PLACE
from ...annotate.sentence import BREAKS, QUOTES, Sentence
from ...text.phrases import Hit
from .chain import THAT, Link
from .cues import RELATIVES, clause_initial, relative_before
from .speakers import STOPS, link_at, one_by_one, over_appositions, phrase_end

if TYPE_CHECKING:
    from ...lexicons.vocabulary import Vocabulary


def unknown_subject(sentence: Sentence, cue: Hit, vocabulary: Vocabulary) -> Link | None:
    """`لكن محاميه يقول إن …`, `أما الفصيل فأكد أن …`: whatever stands between the clause's start and a verb that *anna* follows."""
    words = sentence.doc.words
    if cue.proclitic not in ("", "ف") or cue.data[1].voice == "passive":
        return None
    first = last = _to_subject(sentence, cue.first - 1)
    while first > sentence.first and last - first < _SUBJECT and not _begins_clause(sentence, first):
        first -= 1
    if sentence.word(first - 1) in BREAKS:  # «لكن فلانا، أحد أعضاء المجلس، قال»: his name before his post
        at = next(
            (k for k in range(first - 2, max(sentence.first, first - 7), -1) if _begins_clause(sentence, k)), first
        )
        first = at if sentence.word(at - 1) not in BREAKS else first
    opened = sentence.word(first - 1) in _AS_FOR
    joined_on = words[first][:1] in "وف" and sentence.word(first - 1) in BREAKS
    if last < first or not _begins_clause(sentence, first) or (cue.proclitic == "ف") != opened:
        return None
    if words[first] in STOPS or words[first] in _NO_SUBJECT or joined_on or not words[first].isalpha():
        return None
    if words[first].startswith(("لل", "بال")):  # «…، لوكالة أنباء، قال إن»: to whom, not who
        return None
    told = ("trigger", "casualty", "say", "accord", "turn", "negation", "relative")
    if any(h.first <= last and h.last >= first for kind in told for h in sentence.of(kind)):
        return None
    if any(w in RELATIVES or w in THAT or w in _NO_SUBJECT for w in words[first : last + 1]):
        return None
    return link_at(sentence, first, last, cue, vocabulary)


def _begins_clause(sentence: Sentence, first: int) -> bool:
    back = sentence.word(first - 1)
    but = back in ("لكن", "ولكن") or (back == "ان" and sentence.word(first - 2) in _BUT)
    return (
        but
        or back in _AS_FOR
        or (clause_initial(sentence, first) and first > sentence.first and sentence.word(first - 1) in BREAKS)
    )


_AS_FOR = frozenset(("اما", "واما"))
_BUT = frozenset("غير الا بيد".split())  # «غير أن سكانا قالوا إن …»
_SUBJECT = 6  # words of a subject that no lexicon knows
BUT_HE = frozenset("لكنه لكنها لكنهم ولكنه ولكنها ولكنهم".split())  # «لكنه قال إن …»: who spoke last speaks on
_NO_SUBJECT = BUT_HE | frozenset(
    "لم لن لا ما كما حسبما ثم هذا هذه ذلك تلك هو هي هم انه انها لقد قد بل حتي اذا لو كان كانت "
    "اذ لطالما طالما بما خاصه بعدما خصوصا لا سيما".split()
)


def speakers_before(sentence: Sentence, cue: Hit, vocabulary: Vocabulary) -> list[Link]:
    """The subject before its verb: `المرصد قال`, `وكان القائد، فلان، قد أعلن`, `قسد التي نفت`; none where the verb is joined on."""
    _, form = cue.data
    relative = relative_before(sentence, cue)
    if not form.tense:
        return []
    if relative is not None:
        return _antecedent(sentence, relative, cue, vocabulary)
    if cue.proclitic == "ف" and (topic := _as_for(sentence, cue)) is not None:
        return [link_at(sentence, a, b, cue, vocabulary) for a, b in one_by_one(sentence, *topic)]
    if cue.proclitic.startswith(("و", "ف")) or sentence.word(cue.first - 1) in BUT_HE:
        return []
    back = _to_subject(sentence, cue.first - 1)
    near = next((m for m in reversed(sentence.mentions) if m.first <= back <= m.last and not m.adjective), None)
    noun = next(
        (h for kind in ("speaker", "source") for h in reversed(sentence.of(kind)) if h.first <= back <= h.last), None
    )
    opening = _clause_subject(sentence, cue)
    if opening is not None:
        return [link_at(sentence, a, b, cue, vocabulary) for a, b in one_by_one(sentence, *opening)]
    adjacent = near is not None and sentence.before(cue.first) == back
    if near is not None and (near.prep == "" or (adjacent and near.joined)) and near.casualty is None:
        return [link_at(sentence, near.first, back, cue, vocabulary)]
    if noun is not None and noun.proclitic[-1:] not in ("ب", "ل"):
        return [link_at(sentence, noun.first, max(noun.last, back), cue, vocabulary)]
    return []


def _as_for(sentence: Sentence, cue: Hit) -> tuple[int, int] | None:
    """The topic of `أما القائد، فلان، فقال`: all that stands between *as for* and the verb, where it tells of nothing."""
    opened = next(
        (k for k in range(cue.first - 1, max(sentence.first, cue.first - 16) - 1, -1) if sentence.word(k) in _AS_FOR),
        None,
    )
    if opened is None or any(
        opened < h.first < cue.first and h.data[1].tense for kind in ("say", "trigger") for h in sentence.of(kind)
    ):
        return None
    last = _to_subject(sentence, cue.first - 1)
    return (opened + 1, last) if last > opened else None


def _to_subject(sentence: Sentence, token: int) -> int:
    """Back over what stands between a subject and its verb: helpers, closing marks, dates."""
    while token >= sentence.first:
        word = sentence.word(token)
        if word in QUOTES or word in ("قد", "كان", "كانت", "كانوا", "،", ")", "-"):
            token -= 1
        elif (date := next((d.first for d in sentence.dates if d.first <= token <= d.last), None)) is not None:
            token = date - 1
        else:
            break
    return token


def _clause_subject(sentence: Sentence, cue: Hit) -> tuple[int, int] | None:
    """The noun phrase that opens the cue's clause, with its appositions, where nothing but it and helpers stands before the verb."""
    for mention_or_noun in sorted(
        [
            *(
                (m.first, m.last)
                for m in sentence.mentions
                if not m.adjective and m.casualty is None and m.prep in ("", "ل")
            ),
            *(
                (h.first, h.last)
                for kind in ("speaker", "source")
                for h in sentence.of(kind)
                if not h.proclitic.strip("و")
            ),
        ]
    ):
        first, last = mention_or_noun
        if last >= cue.first:
            return None
        opens = (
            clause_initial(sentence, first)
            or sentence.word(first - 1) in THAT
            or sentence.word(first - 1) in ("لكن", "ولكن")
        )
        if cue.first - last > 16 or not opens:
            continue
        if any(h.first > last and h.last < cue.first and h.data[1].tense for h in sentence.of("say")):
            return None
        if any(h.first > last and h.last < cue.first and h.data[1].tense for h in sentence.of("trigger")):
            return None
        end = phrase_end(sentence, first, cue.first, True)
        return first, max(last, over_appositions(sentence, end, cue.first))
    return None


def _antecedent(sentence: Sentence, relative: int, cue: Hit, vocabulary: Vocabulary) -> list[Link]:
    """Who the relative clause is of (`الجماعة التي أعلنت`): someone who can speak, right before the pronoun."""
    if cue.enclitic:
        return []
    back = sentence.before(relative)
    while back >= sentence.first and sentence.word(back) in (")", "،"):
        back = sentence.before(back)
    mention = next(
        (m for m in reversed(sentence.mentions) if m.first <= back and m.last >= back - 4 and not m.adjective), None
    )
    noun = next(
        (
            h
            for kind in ("source", "speaker")
            for h in reversed(sentence.of(kind))
            if h.first <= back and h.last >= back - 4
        ),
        None,
    )
    if mention is not None and mention.casualty is None and mention.head != "unit":
        return [link_at(sentence, mention.first, mention.last, cue, vocabulary)]
    return [link_at(sentence, noun.first, max(noun.last, noun.first), cue, vocabulary)] if noun is not None else []


def subject_of(sentence: Sentence, token: int, vocabulary: Vocabulary, cue: Hit | None) -> list[Link]:
    """Who the sentence up to `token` is about, for a participle or a joined verb that says what they say."""
    for mention in sentence.mentions:
        if mention.last >= token:
            return []
        if mention.prep or mention.adjective or mention.casualty is not None or mention.victim:
            continue
        if mention.head in ("actor", "person") or sentence.at("speaker", mention.first) is not None:
            return [link_at(sentence, mention.first, mention.last, cue, vocabulary)]
        if mention.head == "people" and mention.number is None:
            return [link_at(sentence, mention.first, mention.last, cue, vocabulary)]
    noun = next((h for h in sentence.of("speaker") if h.last < token and h.proclitic.strip("وف") == ""), None)
    return [link_at(sentence, noun.first, noun.last, cue, vocabulary)] if noun is not None else []


def participle_agrees(participle: str, link: Link) -> bool:
    """Whether a participle can be said of whoever the link names: one that no lexicon knows can be either."""
    word = next((w for w in link.words if w.isalpha()), "")
    known = link.mention is not None or link.sentence.at("speaker", link.first) is not None
    if not known or participle.endswith("ين"):
        return True
    feminine = word.endswith(("ه", "ات")) or (link.mention is not None and link.mention.strength == PLACE)
    return feminine == participle.endswith("ه")


def is_feminine(link: Link) -> bool:
    """Whether the link names a body whose name shows that it is feminine, so that a masculine verb before it has another subject."""
    mention = link.mention
    return (
        mention is not None
        and mention.head == "actor"
        and not mention.name
        and mention.first == link.first
        and mention.strength != PLACE
        and shape_of(mention) == "f"
    )
