"""The status of an event: what its origins, taken together, support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .origins import Told
from .types import EventStatus, Key

_HAPPENED = frozenset({"occurred", "ongoing"})


def status_of(told: Sequence[Told], origin_of: Mapping[Key, str]) -> EventStatus:
    """Each origin counts by the last that it said: one that denied first and admitted later no longer denies.

    What it asserts in the report of its denial takes nothing back: that is what it says of something else.
    """
    stand: dict[str, str] = {}
    denying: dict[str, str] = {}
    for t in sorted(told, key=lambda t: (t.article.published_at or "", t.facts.article, t.claim.evidence.start)):
        said = "denied" if t.facts.denied else "happened" if t.claim.status in _HAPPENED else "planned"
        origin = origin_of[t.facts.key]
        if said == "denied":
            denying[origin] = t.facts.article
        elif denying.get(origin) == t.facts.article:
            continue
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


def _planned_before(told: Sequence[Told]) -> bool:
    """Whether an announcement came first, and on a later day a report that it happened."""
    announced = [t.facts.told for t in told if t.facts.planned and not t.facts.denied]
    reported = [t.facts.told for t in told if t.claim.status in _HAPPENED and not t.facts.denied]
    return bool(announced and reported) and min(announced) < max(reported) and min(announced) <= min(reported)
