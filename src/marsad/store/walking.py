"""The first claims of a narrowed list, found by walking one index in the order of the list.

A database plans a list by averages: it cannot know that one outlet tells of a thing in every tenth report and another never. So the
shortest of the indexes that a filter names is walked, in growing steps, and the rest of the filter is asked of what each step passes.
Common things fill a page within the first steps; where these tell that the walk would be long, the database is left to its plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, String, literal, select, tuple_

from . import models as m
from .conditions import claim_conditions
from .filters import Filters
from .models.base import HashId

if TYPE_CHECKING:
    from .database import Database

STEPS = (200, 800, 3_000)
"""So many rows are passed one step after the other; a step costs what its rows cost, so the first is short."""
Before = tuple[str, str]


def walked(database: Database, filters: Filters, before: Before | None, count: int) -> list[str] | None:
    """Ids of the first `count` claims that pass, the newest first; None where the walk would be long, or the database does as well."""
    ways = list(_ways(filters, before))
    as_well = len(ways) == 1 and not filters.actors and not filters.asks_for_event
    if filters.text or not ways or as_well:
        return None
    with database.read() as connection:
        way = next((w for w in ways if not _goes_on(connection, w)), None)
        chosen = way if way is not None else ways[0]
        return _found(connection, chosen, claim_conditions(database, filters, walking=True), count)


def before(day: Any, key: Any, at: Before) -> ColumnElement[bool]:
    """Rows that come after `at` in a list that has the newest first."""
    return tuple_(day, key) < tuple_(literal(at[0], String), literal(at[1], HashId))


def _ways(filters: Filters, at: Before | None) -> Iterator[Select[Any]]:
    """The indexes that hold the list in order under one condition of the filter, as a rule the shortest first."""
    c, a = m.Claim, m.ClaimActor
    if len(filters.actors) == 1:  # who does and suffers has two rows
        yield _way(a.claim_id, a.day, [a.actor == filters.actors[0]], filters, at).distinct()
    for column, values in ((c.place_id, (filters.place,)), (c.outlet, filters.outlets), (c.event_type, filters.types)):
        if len(values) == 1 and values[0]:
            yield _way(c.id, c.day, [column == values[0]], filters, at)
    if filters.country:
        narrower = [c.adm1 == filters.adm1] if filters.adm1 else []
        yield _way(c.id, c.day, [c.country == filters.country, *narrower], filters, at)


def _way(key: Any, day: Any, wanted: list[ColumnElement[bool]], filters: Filters, at: Before | None) -> Select[Any]:
    if filters.date_to:
        wanted = [*wanted, day <= filters.date_to]
    if at:
        wanted = [*wanted, before(day, key, at)]
    return select(key, day).where(*wanted).order_by(day.desc(), key.desc())


def _goes_on(connection: Connection, way: Select[Any]) -> bool:
    """Whether a way is longer than what is walked."""
    return connection.execute(way.offset(sum(STEPS)).limit(1)).first() is not None


def _found(connection: Connection, way: Select[Any], wanted: list[ColumnElement[bool]], count: int) -> list[str] | None:
    found: list[str] = []
    passed = 0
    for step in STEPS:
        ids = [row[0] for row in connection.execute(way.offset(passed).limit(step))]
        passing = set(connection.execute(select(m.Claim.id).where(m.Claim.id.in_(ids), *wanted)).scalars())
        found.extend(i for i in ids if i in passing)
        if len(found) >= count or len(ids) < step:
            return found[:count]
        passed += step
        if len(found) * sum(STEPS) < count * passed:  # going on like this, the page is not full at the end
            return None
    return None
