"""By what way the words came: agencies, papers, statements and accounts, in the cue's phrase or put into the clause (`بحسب …`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...annotate.sentence import BREAKS, QUOTES, Sentence
from ...text.phrases import Hit
from .before import speakers_before
from .chain import THAT, Link, joined
from .cues import WHAT
from .documents import document_at, is_document, issuing
from .speakers import STOPS, mention_at, speakers_after

if TYPE_CHECKING:
    from ...lexicons.vocabulary import Vocabulary

_BEFORE_VIA = frozenset("ل في عبر علي الي مع عن من خلال ب لدي بواسطه وفي".split())
_SPREAD = frozenset(
    (
        "بثته بثتها نشرته نشرتها نشره نشرها بثه بثها اوردته اوردتها نقلته نقلتها نقله نقلها اذاعته اذاعه تلقت تلقته وزعته "
        "وزعتها تداولته اوردها اورده عرضته"
    ).split()
)
_AFTER = ("فان", "فانه", "فانها", "فقد")


def vias_between(sentence: Sentence, first: int, stop: int) -> list[Link]:
    """The carriers named between a verb of saying and what is said."""
    out: list[Link] = []
    hits = sorted([*sentence.of("source"), *sentence.of("via")], key=lambda h: (h.first, -h.last))
    for hit in hits:
        if not (first <= hit.first < stop) or (out and hit.first <= out[-1].last):
            continue
        if (
            (hit.kind == "source" and hit.data.kind == "monitor")
            or hit.enclitic == "نا"
            or sentence.word(hit.last + 1) == "الانترنت"
        ):
            continue  # «في اتصال مع قناتنا»: the outlet is no carrier of its own
        back = sentence.before(hit.first)
        if not (
            hit.proclitic[-1:] in ("ل", "ب") or sentence.word(back) in _BEFORE_VIA or sentence.word(back) in _SPREAD
        ):
            continue
        if sentence.word(back) in _SPREAD and sentence.word(sentence.before(back)) in WHAT:
            continue  # «نفى الجيش ما نشرته الصحيفة»: it carries what is denied, not the denial
        link = _carrier(sentence, hit, stop)
        if (
            out
            and sentence.word(back) in _SPREAD
            and sentence.at("via", out[-1].first) is not None
            and _is_talk(out[-1])
        ):
            out.pop()  # «في تصريح بثته الوكالة»: the agency is the carrier
        out.append(link)
    return [link for link in out if not _is_talk(link)]


def _is_talk(link: Link) -> bool:
    """Whether the carrier is only a talk given (`تصريح`, `مقابلة`), which has a carrier of its own or none."""
    hit = link.sentence.at("via", link.first)
    return hit is not None and hit.data == "talk"


def _carrier(sentence: Sentence, hit: Hit, stop: int) -> Link:
    """The carrier with the name or the adjective that goes on with it: `صحيفة «الخبر»`, `بيان صحفي`."""
    last, label = hit.last, hit.data.label if hit.kind == "source" else None
    for k in range(hit.last + 1, min(hit.last + 4, stop)):
        named = sentence.at("source", k)
        if named is not None and named.first == k and not named.proclitic:
            last, label = named.last, named.data.label
            break
        if sentence.word(k) not in QUOTES and not (
            hit.kind == "via"
            and k == hit.last + 1
            and (_qualifies(sentence.word(k)) or (hit.data == "outlet" and _named(sentence, k)))
        ):
            break
        if sentence.word(k) not in QUOTES:
            last = k
    return Link(sentence, hit.first, last, "via", None, label)


def _named(sentence: Sentence, token: int) -> bool:
    """Whether the word can be an outlet's name after its noun (`وكالة الضفاف`): definite, and nothing that is told."""
    word = sentence.word(token)
    return word.startswith("ال") and word not in STOPS and sentence.at("trigger", token) is None


def _qualifies(word: str) -> bool:
    return word.endswith(("ي", "يه")) and len(word) > 3 and word not in STOPS


def relayed(sentence: Sentence, cue: Hit, vocabulary: Vocabulary) -> tuple[list[Link], int] | None:
    """`نقلت الوكالة عن المسؤول قوله إن …`: the speaker after *from*, then who carries it; and where what is said begins."""
    words = sentence.doc.words
    limit = min(sentence.last, cue.last + 16)
    at = next((k for k in range(cue.last + 1, limit) if words[k] == "عن" and k + 1 < sentence.last), None)
    if at is None or any(words[k] in BREAKS for k in range(cue.last + 1, at)):
        return None
    stop = next(
        (
            j
            for j in range(at + 1, min(sentence.last, at + 22))
            if words[j] in THAT or words[j] in _SAYING or words[j] == ":"
        ),
        None,
    )
    if stop is None:
        stop = next(
            (j for j in range(at + 1, min(sentence.last, at + 16)) if words[j] == '"' and _long_quote(sentence, j)),
            None,
        )
    if stop is None:
        return None
    speakers, end = speakers_after(sentence, Hit("say", at, at, cue.data, "", ""), stop, True, vocabulary)
    if not speakers:
        return None
    carriers, _ = speakers_after(sentence, cue, at, True, vocabulary)
    carriers = carriers or speakers_before(sentence, cue, vocabulary)
    for link in speakers:
        link.cue = cue
    return joined(speakers, [*vias_between(sentence, end, stop), *carriers]), stop


_SAYING = frozenset("قوله قولها قولهم تاكيده تاكيدها تاكيدهم".split())


def _long_quote(sentence: Sentence, token: int) -> bool:
    after = next((k for k in range(token + 1, sentence.last) if sentence.doc.words[k] == '"'), sentence.last)
    return after - token > 5


def according(
    sentence: Sentence, cue: Hit, current: list[Link], speech: set[int], vocabulary: Vocabulary
) -> tuple[list[Link], int] | None:
    """The chain of `بحسب مصدر طبي`, and the token after its phrase; `current` is the chain that a bare carrier goes on with.

    `speech` are the marks that open direct speech.
    """
    words = sentence.doc.words
    first = cue.last + 1
    while first < sentence.last and (words[first] in QUOTES or words[first] in ("ل", "ما", "لما")):
        first += 1
    if first >= sentence.last or words[first] in BREAKS or words[first] == ".":
        return None
    if any(h.first == first for h in sentence.of("norm")):
        return None  # «وفقا للقواعد المعمول بها»: nobody says so
    if any(h.first == first and h.data[1].tense for h in sentence.of("say")):
        return None  # «بحسب ما ذكرته الوكالة»: the verb is the cue
    stop = first
    document = document_at(sentence, first)
    verb = issuing(sentence, document, sentence.last) if document is not None else None
    told = [h for h in sentence.of("say") if verb is None or h.first != verb.first]
    while (
        stop < sentence.last
        and stop - first <= (12 if verb is None else 18)
        and words[stop] not in BREAKS
        and stop not in speech
        and words[stop] not in ("-", ")", "(", ".", ":")
        and words[stop] not in THAT
        and words[stop] not in _AFTER
        and not (
            stop > first
            and (
                _dated(sentence, stop)
                or any(n.first == stop for n in sentence.numbers)
                or any(h.first == stop and h.data[1].tense and not h.enclitic for h in told)
            )
        )
    ):
        stop += 1
    if stop == first:
        return None
    if any(h.first == first for h in sentence.of("say")) or _possessed(sentence, first, stop):
        return (current, stop) if current else None  # «على حد قوله», «بحسب روايته»: the speaker is known
    near = Hit("accord", cue.first, first - 1, cue.data, "", "")
    plain = [
        h
        for kind in ("source", "speaker", "via", "actor", "person", "people", "unit")
        for h in sentence.of(kind)
        if first <= h.first < stop
    ]
    if not plain and stop - first > 6 and verb is None:
        return None
    speakers, end = speakers_after(sentence, near, stop, True, vocabulary, dative=True)
    if not speakers:
        via = next((h for h in sentence.of("via") if h.first == first), None)
        source = next((h for h in sentence.of("source") if h.first == first), None)
        hit = source or via
        if hit is None:
            return None
        speakers, end = [_carrier(sentence, hit, stop)], stop
    chain = joined(speakers, vias_between(sentence, end, stop))
    if cue.data == "via" and all(link.role == "speaker" for link in chain):
        chain[0].role = "via"
    if chain[0].role == "via" and is_document(chain[0]):
        chain = joined(
            [link for link in current if link.role == "speaker"], chain
        )  # «ووفق التقرير»: of whoever issued it
    return chain, stop


def _possessed(sentence: Sentence, first: int, stop: int) -> bool:
    """Whether the phrase is one word of theirs with a pronoun (`تصريحاته`, `بيانها`)."""
    return (
        stop - first == 1
        and sentence.word(first).endswith(("ه", "ها", "هم"))
        and not sentence.word(first).startswith("ال")
        and (
            sentence.at("source", first) is None
            and sentence.at("place", first) is None
            and mention_at(sentence, first) is None
        )
    )


def _dated(sentence: Sentence, token: int) -> bool:
    return any(d.first <= token <= d.last for d in sentence.dates)
