"""Agreement and contradiction as objects: who denies whom, and who differs in which figure, place, day or means.

Each relation names two claims and holds both passages, so that a person can judge it without opening an article.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import combinations

from .facts import Facts
from .origins import Told
from .rules import Rules
from .score import Scorer, distance_km
from .types import EventFigure, FigureReport, Key, Relation, Subject

_APART_KM = 40.0
_UNSPECIFIC = 0.65  # a type as near as this to the other is another word, not another means
_SURE = 0.6
Sided = Callable[[str], bool]


def relations_of(
    told: Sequence[Told], origin_of: Mapping[Key, str], figures: Sequence[EventFigure], scorer: Scorer
) -> tuple[Relation, ...]:
    """All relations of one event, denials first."""
    ordered = sorted(told, key=lambda t: (t.article.published_at or "", t.facts.key))
    out = list(_denials(ordered, scorer))
    by_key = {str(t.facts.key): t for t in ordered}
    for figure in figures:
        out.extend(_figures(figure, by_key))
    asserted = [t for t in ordered if not t.facts.denied and not t.facts.hypothetical]
    for subject, value, differ in (
        ("place", _place, _places_differ),
        ("date", _day, partial(_days_differ, scorer.rules)),
        ("means", _means, partial(_means_differ, scorer.rules)),
    ):
        relation = _widest(subject, asserted, origin_of, value, differ)  # type: ignore[arg-type] # the tuple above names subjects only
        if relation is not None:
            out.append(relation)
    return tuple(out)


def _relation(kind: str, subject: Subject, a: Told, b: Told, left: str, right: str, confidence: float) -> Relation:
    return Relation(
        "denies" if kind == "denies" else "differs", subject, str(a.facts.key), str(b.facts.key),
        a.claim.evidence.text, b.claim.evidence.text, left, right, round(confidence, 3),
    )  # fmt: skip


def _denials(told: Sequence[Told], scorer: Scorer) -> list[Relation]:
    """Each denial with the assertion it most likely denies: the nearest one, of another article before one of its own."""
    asserted = [t for t in told if not t.facts.denied]
    out: list[Relation] = []
    for denial in (t for t in told if t.facts.denied):
        if not asserted:
            break
        target = max(
            asserted,
            key=lambda t: (scorer.score(denial.facts, t.facts), t.article.id != denial.article.id, str(t.facts.key)),
        )
        out.append(
            _relation(
                "denies",
                "event",
                denial,
                target,
                "denied",
                "asserted",
                min(denial.claim.confidence, target.claim.confidence),
            )
        )
    return out


def _figures(figure: EventFigure, told: Mapping[str, Told]) -> list[Relation]:
    """The lowest and the highest current figure, where two origins exclude each other."""
    current = [r for r in figure.reports if not r.superseded]
    pairs = [(a, b) for a, b in combinations(current, 2) if a.origin != b.origin and _exclude(a, b)]
    if not pairs:
        return []
    a, b = max(pairs, key=lambda p: (abs((p[0].best or 0.0) - (p[1].best or 0.0)), p[0].article, p[1].article))
    left, right = told[f"{a.article}#{a.claim}"], told[f"{b.article}#{b.claim}"]
    sure = min(left.claim.confidence, right.claim.confidence)
    return [
        _relation(
            "differs",
            "figure",
            left,
            right,
            f"{figure.kind} {figure.of}: {a.text}",
            f"{figure.kind} {figure.of}: {b.text}",
            sure,
        )
    ]


def _exclude(a: FigureReport, b: FigureReport) -> bool:
    """Whether no number fits both; an open side excludes nothing."""
    return any(x.low is not None and y.high is not None and x.low > y.high for x, y in ((a, b), (b, a)))


def _widest(
    subject: Subject,
    told: Sequence[Told],
    origin_of: Mapping[Key, str],
    value: Callable[[Told], str | None],
    differ: Callable[[Facts, Facts], bool],
) -> Relation | None:
    """The value that most origins give against the first that differs from it, if another origin gives that."""
    votes: dict[str, set[str]] = {}
    first: dict[str, Told] = {}
    for t in told:
        given = value(t)
        if given is not None and t.claim.confidence >= _SURE:
            votes.setdefault(given, set()).add(origin_of[t.facts.key])
            first.setdefault(given, t)
    ranked = sorted(votes, key=lambda v: (-len(votes[v]), v))
    for other in ranked[1:]:
        a, b = first[ranked[0]], first[other]
        if votes[ranked[0]] != votes[other] and differ(a.facts, b.facts):
            return _relation("differs", subject, a, b, ranked[0], other, min(a.claim.confidence, b.claim.confidence))
    return None


def _place(t: Told) -> str | None:
    return t.facts.place_name if t.facts.placed and t.facts.precision <= 3 else None


def _places_differ(a: Facts, b: Facts) -> bool:
    return a.place != b.place and distance_km(a, b) > _APART_KM


def _day(t: Told) -> str | None:
    date = t.claim.date
    return date.start if date is not None and date.precision == "day" and t.claim.status == "occurred" else None


def _days_differ(rules: Rules, a: Facts, b: Facts) -> bool:
    return abs(a.start - b.start) > min(rules.span_of[a.event_type], rules.span_of[b.event_type])


def _means(t: Told) -> str | None:
    return t.facts.event_type


def _means_differ(rules: Rules, a: Facts, b: Facts) -> bool:
    """Two named means that exclude each other; an unspecific word (an attack) excludes none."""
    unspecific = {t for t in (a.event_type, b.event_type) if t in rules.unspecific}
    return not unspecific and rules.near.get((a.event_type, b.event_type), 0.0) <= _UNSPECIFIC
