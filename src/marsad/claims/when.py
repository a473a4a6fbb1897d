"""When: the date that dates the event itself, never the day of saying (codebook, section 5, Dates)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ..annotate.sentence import BREAKS, Sentence
from ..model import Date, Span
from .attribution import THAT, Scope
from .candidates import Candidate

if TYPE_CHECKING:
    from ..annotate.dates import DateMention


def find_date(candidate: Candidate, scopes: list[Scope], told: DateMention | None = None) -> DateMention | None:
    """The mention that dates this candidate: in its stretch, nearest first; one that dates a verb of saying is left out.

    `told` is the day of what the article told last: `بعد ثلاثة أيام على هجوم` counts back from it.
    """
    sentence = candidate.sentence
    then = _reckoned_from_told(candidate, told)
    if then is not None:
        return then
    later = _later_than_it(candidate)
    if later is not None:
        return _counted_back(candidate, later, told)
    usable = [d for d in sentence.dates if may_date(candidate, d) and not _dates_the_saying(candidate, d, scopes)]
    inside = [d for d in usable if candidate.left <= d.first < candidate.right and not _frames(candidate, d)]
    if inside:
        return min(inside, key=lambda d: _distance(candidate, d))
    before = [d for d in usable if d.last < candidate.left and not _sealed(sentence, d.last, candidate.first)]
    if before and _joined(candidate):
        return before[-1]
    after = [d for d in usable if d.first >= candidate.right and not _sealed(sentence, candidate.last, d.first)]
    return after[0] if after and _joined(candidate) else None


def may_date(candidate: Candidate, date: DateMention) -> bool:
    """Whether a date of the candidate's sentence is one by itself, and no *since* that names the candidate as where it begins."""
    return date.role not in ("after", "then") and not date.first < candidate.first <= date.over


def _reckoned_from_told(candidate: Candidate, told: DateMention | None) -> DateMention | None:
    """The day of `في اليوم التالي`, `بعد ذلك بيومين` in the candidate's stretch: so long after what was told last, here or before."""
    from ..annotate.dates import DateMention as Mention

    for date in candidate.sentence.dates:
        if date.role != "then" or not candidate.left <= date.first < candidate.right:
            continue
        here = [d for d in candidate.sentence.dates if d.last < date.first and _is_a_day(d)]
        base = here[-1] if here else told if told is not None and _is_a_day(told) else None
        if base is not None:
            day = base.end - dt.timedelta(date.days_before)
            return Mention(date.first, date.last, day, day, "day", "relative")
    return None


def _is_a_day(date: DateMention) -> bool:
    return date.role == "point" and date.precision == "day"


def _later_than_it(candidate: Candidate) -> DateMention | None:
    """The `بعد يومين من` or `غداة` that stands right before the candidate."""
    sentence = candidate.sentence
    for date in sentence.dates:
        if date.role == "after" and date.last < candidate.first <= date.last + _REACH:
            between = range(date.last + 1, candidate.first)
            if not any(sentence.doc.words[k] in BREAKS for k in between) and not _told_by_a_verb(candidate, date.last):
                return date
    return None


_REACH = 12  # words after `غداة` that what happened the day before may take


def _told_by_a_verb(candidate: Candidate, after: int) -> bool:
    """Whether a finite verb outside a relative clause has begun what is told after the event that dates it: `غداة مقتل قائدهم شن مسلحون …`."""
    sentence = candidate.sentence
    words = sentence.doc.words
    return any(
        after < hit.first <= candidate.first
        and hit.data[1].tense
        and words[hit.first - 1] not in ("الذي", "التي", "حين")
        for hit in sentence.of("trigger")
    )


def _counted_back(candidate: Candidate, later: DateMention, told: DateMention | None) -> DateMention | None:
    """The mention with its day: so many days before the one that the sentence names, else before what was told last."""
    from ..annotate.dates import DateMention as Mention

    days = [d for d in candidate.sentence.dates if d.role == "point" and d.precision == "day"]
    base = days[0] if days else told if told is not None and told.precision == "day" else None
    if base is None:
        return None
    day = base.start - dt.timedelta(later.days_before)
    return Mention(later.first, later.last, day, day, "day", "relative")


def _frames(candidate: Candidate, date: DateMention) -> bool:
    """Whether the date before the candidate belongs to another verb: `شنت أمس غارات في أعقاب تفجير`, `قصفت أمس بلدة يسيطر عليها`."""
    if date.last >= candidate.first:
        return False
    if candidate.form.tense == "present" and date.role == "point" and candidate.first - date.last > 3:
        return True
    return any(w in _FRAMES for w in candidate.sentence.doc.words[date.last + 1 : candidate.first])


_FRAMES = frozenset("بعد عقب اعقاب وبعد منذ غداه قبل".split())


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
    turns = (*_FRAMES, "كما", "بينما", "فيما", "وفيما", "وبينما", "الذي", "التي")
    return any(w in turns or w in THAT for w in sentence.doc.words[left + 1 : right])


def _dates_the_saying(candidate: Candidate, date: DateMention, scopes: list[Scope]) -> bool:
    """Whether the mention stands in the clause of a verb of saying: `قال أمس إن`, `أعلن مسؤول اليوم مقتل`, `بحسب ما أفادت مصادر أمس،`."""
    sentence = candidate.sentence
    for scope in scopes:
        cue = scope.cue
        if cue is None or cue.kind not in ("say", "accord") or not cue.last < date.first <= cue.last + _FAR:
            continue
        if scope.performs and candidate.type.id in candidate.type.performed:
            continue
        between = range(cue.last + 1, date.first)
        if cue.kind == "say" and not scope.inserted and date.first < scope.first:
            return True
        if any(
            sentence.doc.words[k] in BREAKS or sentence.doc.words[k] in THAT or sentence.at("trigger", k)
            for k in between
        ):
            continue
        if cue.first <= candidate.first <= cue.last or cue.first <= candidate.last <= cue.last:
            continue
        return True
    return False


_FAR = 12  # words between a verb of saying and the day that dates it


def as_date(sentence: Sentence, mention: DateMention) -> Date:
    """The contract's form of a date mention."""
    start, end = sentence.doc.raw_span(mention.first, mention.last)
    span = Span(start, end, sentence.doc.view.raw[start:end])
    return Date(mention.start.isoformat(), mention.end.isoformat(), mention.precision, mention.basis, span)
