"""The status of an event: what its origins, taken together, support."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress

from .origins import Told
from .types import EventStatus, Key

_HAPPENED = frozenset({"occurred", "ongoing"})


def status_of(told: Sequence[Told], origin_of: Mapping[Key, str]) -> EventStatus:
    """Each origin counts by the last that it said: one that denied first and admitted later no longer denies."""
    stand: dict[str, str] = {}
    ordered = sorted(told, key=lambda t: (t.article.published_at or "", t.facts.article, t.claim.evidence.start))
    counted = counts((origin_of[t.facts.key], t.facts.article, t.facts.denied) for t in ordered)
    for t in compress(ordered, counted):
        said = "denied" if t.facts.denied else "happened" if t.claim.status in _HAPPENED else "planned"
        origin = origin_of[t.facts.key]
        if said != "planned" or stand.get(origin) is None:
            stand[origin] = said
    happened = sum(1 for said in stand.values() if said == "happened")
    denied = sum(1 for said in stand.values() if said == "denied")
    if denied and happened:
        return "disputed"
    if denied and "planned" in stand.values():
        return "disputed"
    if denied:
        return "denied_only"
    if not happened:
        return "planned"
    if _planned_before(told):
        return "happened_as_planned"
    return "corroborated" if happened > 1 else "single_origin"


def counts(said: Iterable[tuple[str, str, bool]]) -> Iterator[bool]:
    """For each (origin, article, whether it denies), in order of telling, whether it says how the origin stands to the event.

    What an origin asserts in the report of its denial takes nothing back: that is what it says of something else.
    """
    denying: dict[str, str] = {}
    for origin, article, denies in said:
        if denies:
            denying[origin] = article
        yield denies or denying.get(origin) != article


def _planned_before(told: Sequence[Told]) -> bool:
    """Whether an announcement came first, and on a later day a report that it happened."""
    announced = [t.facts.told for t in told if t.facts.planned and not t.facts.denied]
    reported = [t.facts.told for t in told if t.claim.status in _HAPPENED and not t.facts.denied]
    return bool(announced and reported) and min(announced) < max(reported) and min(announced) <= min(reported)
