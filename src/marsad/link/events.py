"""A cluster of claims made into an event: type, day, place, participants, figures, origins, relations, status."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Sequence

from .bodies import Bodies
from .dispatches import SharedText
from .facts import Facts
from .figures import Rule, figures_of
from .origins import Lines, Told, lines_of
from .relations import relations_of
from .score import Scorer
from .status import status_of
from .types import Event, EventActor, EventDate, EventPlace, Key, Member

_NEAREST = 5


def event_of(
    told: Sequence[Told],
    scorer: Scorer,
    rule: Rule = "as_reported",
    shared: SharedText | None = None,
    bodies: Bodies | None = None,
) -> Event:
    """The event that these claims tell of. Their order does not matter."""
    ordered = sorted(told, key=lambda t: (t.facts.told, t.facts.key))
    lines = lines_of(ordered, scorer.rules, shared, bodies)
    actors = _actors(ordered)
    doers = frozenset(f"speaker:{a.actor}" for a in actors if a.role == "actor")
    figures = figures_of(ordered, lines.of, rule, doers, scorer.rules.figures)
    return Event(
        id=event_id(ordered[0].facts.key),
        event_type=_type(ordered, scorer),
        date=_date(ordered),
        place=_place(ordered),
        status=status_of(ordered, lines.of),
        independent_origins=sum(1 for origin in lines.origins if origin.independent),
        members=_members(ordered, lines, scorer),
        actors=actors,
        figures=figures,
        origins=lines.origins,
        edges=lines.edges,
        relations=relations_of(ordered, lines.of, figures, scorer),
    )


def event_id(first: Key) -> str:
    """The id of the event whose first-told claim this is."""
    return "ev-" + hashlib.sha256(str(first).encode()).hexdigest()[:16]


def _members(told: Sequence[Told], lines: Lines, scorer: Scorer) -> tuple[Member, ...]:
    scores = _belonging([t.facts for t in told], scorer)
    return tuple(
        Member(
            t.article.id, t.claim.id, t.claim.evidence.start, t.claim.evidence.end, t.claim.evidence.text, t.claim.event_type,
            t.claim.stance, t.claim.status, t.article.outlet, t.article.published_at, lines.of[t.facts.key], scores[t.facts.key],
        )
        for t in told
    )  # fmt: skip


def _belonging(facts: Sequence[Facts], scorer: Scorer) -> dict[Key, float]:
    """How well each claim fits: its mean score with its nearest few; 0 where it stands alone."""
    out: dict[Key, float] = {}
    for fact in facts:
        others = sorted(
            (scorer.score(fact, other) for other in facts[: 8 * _NEAREST] if other is not fact), reverse=True
        )[:_NEAREST]
        out[fact.key] = round(sum(others) / len(others), 2) if others else 0.0
    return out


def _type(told: Sequence[Told], scorer: Scorer) -> str:
    """The type that weighs most; an unspecific one only where no specific one has a fourth of its weight."""
    weight: Counter[str] = Counter()
    for t in told:
        weight[t.claim.event_type] += round(t.claim.confidence * 1000)
    ranked = sorted(weight, key=lambda name: (-weight[name], name))
    if ranked[0] in scorer.rules.unspecific:
        for name in ranked[1:]:
            if name not in scorer.rules.unspecific and weight[name] * 4 >= weight[ranked[0]]:
                return name
    return ranked[0]


def _date(told: Sequence[Told]) -> EventDate | None:
    """The days that most dated claims share; from their publication, and said so, where none is dated."""
    dated = [t for t in told if t.facts.start and t.claim.date is not None]
    if not dated:
        days = [t.facts.told for t in told if t.facts.told]
        if not days:
            return None
        return EventDate(_iso(min(days) - 1), _iso(min(days)), "range", "publication")
    exact = [t for t in dated if t.claim.date is not None and t.claim.date.precision == "day"] or dated
    votes: Counter[tuple[int, int]] = Counter()
    for t in exact:
        votes[t.facts.start, t.facts.end] += round(t.claim.confidence * 1000)
    start, end = min(votes, key=lambda d: (-votes[d], d[1] - d[0], d))
    best = next(t.claim.date for t in exact if (t.facts.start, t.facts.end) == (start, end))
    assert best is not None
    return EventDate(_iso(start), _iso(end), best.precision, best.basis)


def _iso(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()


def _place(told: Sequence[Told]) -> EventPlace | None:
    """The settled place with most weight, exact ones before wide ones; else the name most often given."""
    votes: Counter[tuple[str, str]] = Counter()
    for t in told:
        if t.claim.place is not None:
            exact = {1: 4, 2: 4, 3: 3, 4: 2}.get(t.facts.precision, 1) * (2 if t.facts.placed else 1)
            votes[t.facts.place, t.facts.place_name] += exact * round(t.claim.confidence * 1000)
    if not votes:
        return None
    best = min(votes, key=lambda key: (-votes[key], key))
    chosen = [t.claim.place for t in told if t.claim.place is not None and (t.facts.place, t.facts.place_name) == best]
    place = min(chosen, key=lambda p: p.precision)
    return EventPlace(
        place.name_ar,
        place.name_en,
        place.lat,
        place.lon,
        place.country,
        place.adm1,
        place.gazetteer_id,
        place.precision,
        len(chosen),
    )


def _actors(told: Sequence[Told]) -> tuple[EventActor, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    for t in told:
        counts.update({("actor", p.actor) for p in t.claim.actors if p.actor})
        counts.update({("recipient", p.actor) for p in t.claim.recipients if p.actor})
    ranked = sorted(counts, key=lambda key: (key[0], -counts[key], key[1]))
    return tuple(
        EventActor(actor, "actor" if role == "actor" else "recipient", counts[role, actor]) for role, actor in ranked
    )
