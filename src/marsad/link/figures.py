"""Figures of an event: every report of a number, which one takes the place of which, and the range by a named rule.

Kinds are never mixed (killed stay apart from wounded), groups are never added up: a part is shown beside its whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from ..model import Figure
from ..text.normal import fold
from .origins import Told
from .rules import FigureWords, load_rules
from .types import EventFigure, FigureReport, Key

Rule = Literal["as_reported", "acled", "ucdp", "airwars"]
RULES: tuple[Rule, ...] = ("as_reported", "acled", "ucdp", "airwars")
_COUNTED = frozenset({"occurred", "ongoing"})


class _Context(NamedTuple):
    """What stands around the figures of a claim: the words, the outlet, and the numbers that the claim turns down."""

    words: str
    outlet: str
    denied: frozenset[float | None]


Contexts = Mapping[tuple[str, str], _Context]


class Range(NamedTuple):
    """A range of numbers; None where a side is open or unknown."""

    low: float | None
    best: float | None
    high: float | None


def figures_of(
    told: Sequence[Told],
    origin_of: Mapping[Key, str],
    rule: Rule = "as_reported",
    admitted: frozenset[str] = frozenset(),
    words: FigureWords | None = None,
) -> tuple[EventFigure, ...]:
    """The event's figures, one for each kind and group, by the rule; `admitted` are origins that speak for the doer."""
    words = words or load_rules().figures
    found: dict[tuple[str, str], list[FigureReport]] = defaultdict(list)
    context: dict[tuple[str, str], _Context] = {}
    for t in told:
        if t.claim.stance != "asserted" or t.claim.status not in _COUNTED:
            continue
        denied: set[float | None] = set()
        for figure in t.claim.figures:
            if figure.low is None and figure.best is None and figure.high is None:
                continue
            if _turned_down(t, figure, words):
                denied.add(figure.best)
                continue
            found[figure.kind, figure.of].append(_report(t, figure, origin_of[t.facts.key]))
        context[t.article.id, t.claim.id] = _Context(_around(t), t.article.outlet or t.article.id, frozenset(denied))
    groups = {of for _, of in found}
    return tuple(
        _figure(kind, of, _settle(reports, context, words), rule, _part_of(of, groups, words), admitted)
        for (kind, of), reports in sorted(found.items())
    )


def _report(t: Told, figure: Figure, origin: str) -> FigureReport:
    return FigureReport(
        t.article.id, t.claim.id, figure.start, figure.end, figure.text, origin, t.article.published_at or "", figure.low, figure.best, figure.high
    )  # fmt: skip


def _around(t: Told) -> str:
    """The folded words before and within the clause: where a report says that the toll has risen."""
    evidence = t.claim.evidence
    return fold(t.article.text[max(0, evidence.start - 40) : evidence.start] + evidence.text)


def _turned_down(t: Told, figure: Figure, words: FigureWords) -> bool:
    """Whether the number is named only to be denied (*seventeen, not a hundred and seventy*)."""
    evidence = t.claim.evidence
    before = fold(evidence.text[: max(0, figure.start - evidence.start)]).split()
    return bool(before) and before[-1] in words.not_so


def _figure(
    kind: str,
    of: str,
    ordered: list[FigureReport],
    rule: Rule,
    part_of: str | None,
    admitted: frozenset[str],
) -> EventFigure:
    current = [r for r in ordered if not r.superseded]
    found = _RANGES[rule](current)
    return EventFigure(
        kind, of, found.low, found.best, found.high, rule, tuple(ordered),
        part_of=part_of,
        updated=any(r.superseded and _centre(r) != _centre(current[-1]) for r in ordered),
        grading=_grading(current, admitted) if rule == "airwars" else None,
    )  # fmt: skip


def _part_of(of: str, groups: set[str], words: FigureWords) -> str | None:
    """The nearest larger group that the event has figures of, too."""
    table = words.part_of
    at = table.get(of)
    while at is not None:
        if at in groups:
            return at
        at = table.get(at)
    return None


def _settle(reports: list[FigureReport], context: Contexts, words: FigureWords) -> list[FigureReport]:
    """The reports in order of time, marked where a later one takes their place.

    A later figure of the same origin does; so does one whose words say that the toll has risen (for smaller ones told earlier), that
    turns the number down, or by which an outlet mends what it told. Within one article the largest of an origin stands: the others are its parts.
    """
    ordered = sorted(reports, key=lambda r: (r.told_at, r.article, r.start, r.claim))
    out: list[FigureReport] = []
    for n, report in enumerate(ordered):
        later = [r for r in ordered if r is not report and _replaces(r, report, context, words)]
        out.append(msgspec.structs.replace(report, superseded=bool(later)) if later else ordered[n])
    return (
        out if any(not r.superseded for r in out) else [*out[:-1], msgspec.structs.replace(out[-1], superseded=False)]
    )


def _replaces(new: FigureReport, old: FigureReport, context: Contexts, words: FigureWords) -> bool:
    if new.article == old.article:
        return new.origin == old.origin and (_centre(new), -new.start) > (_centre(old), -old.start)
    if new.told_at <= old.told_at:
        return False
    told, before = context[new.article, new.claim], context[old.article, old.claim]
    if new.origin == old.origin:
        return True
    if old.best in told.denied:
        return True
    if told.outlet == before.outlet and any(w in told.words for w in words.corrected):
        return True
    return _centre(new) > _centre(old) and any(w in told.words for w in words.risen)


def _centre(report: FigureReport) -> float:
    """The number by which reports are compared: the best, else what bounds it."""
    for value in (report.best, report.low, report.high):
        if value is not None:
            return value
    return 0.0


def _low(report: FigureReport) -> float | None:
    return report.low if report.low is not None else report.best


def _high(report: FigureReport) -> float | None:
    return report.high if report.high is not None else report.best


def _span(reports: Sequence[FigureReport]) -> tuple[float | None, float | None]:
    lows = [v for v in map(_low, reports) if v is not None]
    highs = [v for v in map(_high, reports) if v is not None]
    return (min(lows) if lows else None), (max(highs) if highs else None)


def as_reported(reports: Sequence[FigureReport]) -> Range:
    """From the lowest to the highest of the latest figures of all origins; best is the latest one told."""
    low, high = _span(reports)
    bests = [r.best for r in reports if r.best is not None]
    return Range(low, bests[-1] if bests else None, high)


def most_conservative(reports: Sequence[FigureReport]) -> Range:
    """ACLED: where reports differ the lowest number counts; a vague plural counts by its lower bound."""
    low, _ = _span(reports)
    bests = [r.best if r.best is not None else r.low for r in reports]
    numbers = [v for v in bests if v is not None]
    lowest = min(numbers) if numbers else low
    return Range(lowest, lowest, lowest)


def low_best_high(reports: Sequence[FigureReport]) -> Range:
    """UCDP: low and high of all origins; best is the number that most origins give, the lower one of two."""
    low, high = _span(reports)
    votes: dict[float, set[str]] = defaultdict(set)
    for report in reports:
        if report.best is not None:
            votes[report.best].add(report.origin)
    best = min(votes, key=lambda v: (-len(votes[v]), v)) if votes else low
    return Range(low, best, high)


def minimum_maximum(reports: Sequence[FigureReport]) -> Range:
    """Airwars: minimum to maximum of all that is claimed, without a best."""
    low, high = _span(reports)
    return Range(low, None, high)


_RANGES: dict[str, Callable[[Sequence[FigureReport]], Range]] = {
    "as_reported": as_reported,
    "acled": most_conservative,
    "ucdp": low_best_high,
    "airwars": minimum_maximum,
}


def _grading(reports: Sequence[FigureReport], admitted: frozenset[str]) -> str:
    """Airwars' grade: confirmed where the doer admits it, contested where origins exclude each other, fair from two origins, else weak."""
    if any(r.origin in admitted for r in reports):
        return "confirmed"
    origins = {r.origin for r in reports}
    if len(origins) < 2:
        return "weak"
    lows = [v for r in reports if (v := _low(r)) is not None]
    highs = [v for r in reports if (v := _high(r)) is not None]
    return "contested" if lows and highs and max(lows) > 2 * max(1.0, min(highs)) else "fair"
