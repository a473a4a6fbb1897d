"""When: the date that dates the event itself, never the day of saying (codebook, section 5, Dates)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..annotate.sentence import BREAKS, Sentence
from ..model import Date, Span
from .attribution import THAT, Scope
from .candidates import Candidate

if TYPE_CHECKING:
    from ..annotate.dates import DateMention


def find_date(candidate: Candidate, scopes: list[Scope]) -> DateMention | None:
    """The mention that dates this candidate: in its stretch, nearest first; one that dates a verb of saying is left out."""
    sentence = candidate.sentence
    usable = [d for d in sentence.dates if not _dates_the_saying(candidate, d, scopes)]
    inside = [d for d in usable if candidate.left <= d.first < candidate.right]
    if inside:
        return min(inside, key=lambda d: _distance(candidate, d))
    before = [d for d in usable if d.last < candidate.left and not _sealed(sentence, d.last, candidate.first)]
    if before and _joined(candidate):
        return before[-1]
    after = [d for d in usable if d.first >= candidate.right and not _sealed(sentence, candidate.last, d.first)]
    return after[0] if after and _joined(candidate) else None


def _joined(candidate: Candidate) -> bool:
    """Whether a day told earlier in the sentence carries over: to a verb joined to it that tells what happened, not to aims and attributes."""
    sentence = candidate.sentence
    ahead = sentence.doc.words[max(sentence.first, candidate.first - 3) : candidate.first]
    if any(w in ("التي", "الذي", "الذين", "ان", "لكي", "كي") for w in ahead) or candidate.proclitic.endswith("ل"):
        return False
    return candidate.form.tense == "past" or candidate.entry.consequence or not candidate.form.definite


def _distance(candidate: Candidate, date: DateMention) -> int:
    words = candidate.sentence.doc.words
    low, high = (candidate.last, date.first) if date.first > candidate.last else (date.last, candidate.first)
    return (high - low) + 4 * sum(1 for k in range(low, high) if words[k] in BREAKS)


def _sealed(sentence: Sentence, left: int, right: int) -> bool:
    """Whether a clause of its own stands between: then the day does not carry over."""
    turns = ("بينما", "فيما", "وفيما", "وبينما", "قبل", "بعد", "عقب", "منذ", "الذي", "التي")
    return any(w in turns or w in THAT for w in sentence.doc.words[left + 1 : right])


def _dates_the_saying(candidate: Candidate, date: DateMention, scopes: list[Scope]) -> bool:
    """Whether the mention stands in the clause of a verb of saying, before what is said."""
    sentence = candidate.sentence
    for scope in scopes:
        cue = scope.cue
        if cue is None or cue.kind != "say" or scope.inserted:
            continue
        if scope.performs and candidate.type.id in candidate.type.performed:
            continue
        if cue.last < date.first < scope.first:
            return True
        if (
            scope.performs
            and cue.last < date.first <= cue.last + 8
            and date.first - scope.first <= 2
            and not any(h.first < date.first for h in sentence.of("trigger") if h.first > cue.last)
        ):
            return True
    return False


def as_date(sentence: Sentence, mention: DateMention) -> Date:
    """The contract's form of a date mention."""
    start, end = sentence.doc.raw_span(mention.first, mention.last)
    span = Span(start, end, sentence.doc.view.raw[start:end])
    return Date(mention.start.isoformat(), mention.end.isoformat(), mention.precision, mention.basis, span)
