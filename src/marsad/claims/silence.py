"""Events that are only named because nobody spoke of them: `ولم يصدر تعليق على القصف` tells of no shelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..annotate.sentence import BREAKS, Sentence
from .stance import followed_by

if TYPE_CHECKING:
    from .candidates import Candidate

_REACH = 14  # words from the comment that is missing to what it would have been on
_BEFORE = 9  # words from the negation or the refusal to the comment
_TOLD = frozenset("التي الذي الذين الذى اللذين اللتين".split())


def only_named(candidate: Candidate) -> bool:
    """Whether the event is only what nobody commented on, gave details of or claimed, and nothing of its own is told."""
    if candidate.is_verb:
        return False
    sentence = candidate.sentence
    words = sentence.doc.words
    for hit in sentence.of("comment"):
        if not 0 < candidate.first - hit.last <= _REACH:
            continue
        if any(not hit.last < h.first < candidate.first for h in candidate.consequences):
            continue  # it killed or hurt somebody, and not only in what is missing
        if hit.data == "claims" and not any(w.startswith("ال") for w in words[candidate.first : candidate.last + 1]):
            continue  # «لم تتبن أي جهة تفجير سيارة …» tells of it for the first time
        if hit.data == "circumstances" and candidate.entry.consequence:
            continue  # «تحقيق في ملابسات مقتل الصحافية»
        if any(hit.last < h.first < candidate.first and h.data[1].tense for h in sentence.of("say")):
            continue  # «التعليق على أنباء تحدثت عن …»
        if any(words[k] in BREAKS or words[k] in _TOLD for k in range(hit.first, candidate.first)):
            continue
        if not _goes_on(candidate) and (hit.data == "silence" or _missing(sentence, hit.first)):
            return True
    return False


def _missing(sentence: Sentence, token: int) -> bool:
    """Whether the comment at `token` is said not to be there, or is refused: in its clause, before it."""
    words = sentence.doc.words
    floor = max(sentence.first, token - _BEFORE)
    start = next((k + 1 for k in range(token - 1, floor - 1, -1) if words[k] in BREAKS), floor)
    return any(
        start <= h.first <= token and (kind == "declines" or h.data in ("verb", "without"))
        for kind in ("negation", "declines")
        for h in sentence.of(kind)
    )


def _goes_on(candidate: Candidate) -> bool:
    """Whether a relative clause tells of the event after all (`على القصف الذي أودى بحياة …`)."""
    return followed_by(candidate, _TOLD, 6)
