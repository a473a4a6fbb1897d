"""A store for a server: whatever is asked about all events is answered from columns in memory, which follow what is written.

The answers are those of `Store`, which asks the database; a test compares them. Reading 80,000 events takes about a second, once;
after that only events that were written are read, whoever wrote them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
from sqlalchemy import Connection, func, select

from . import models as m
from .articles import chunks
from .columns import FACETS, Columns, Mask, Numbers, Written, ranked
from .conditions import matching_versions
from .events import CHANGES
from .filters import Filters
from .rows import EventRow, Page, read_cursor, write_cursor
from .shelf import Shelf
from .standing import OutletStanding, UnitCount
from .store import Store
from .words import Question

MOST_EVENTS = 2_000_000
"""Beyond so many the columns would take too much memory, and the database is asked."""
_e = m.Event
_READ = (
    _e.id, _e.event_type, _e.status, _e.country, _e.adm1, _e.place_id, _e.day, func.coalesce(_e.date_end, _e.day).label("until"),
    _e.updated_at, _e.lat, _e.lon, _e.place_precision, _e.origins, _e.outlet_count, _e.confidence, _e.place_name_ar, _e.place_name_en,
)  # fmt: skip
_KEPT_QUESTIONS = 60
_FIELDS = ("event_type", "status", "country", "adm1", "place_id", "day", *FACETS)


class Held(Store):
    """The store that a server asks; it stands on one that is open and shares all it has."""

    def __init__(self, store: Store) -> None:
        self.__dict__.update(store.__dict__)
        self._columns: Columns | None = None
        self._columns_stamp: str | None = None
        self._shelf = Shelf.empty()
        self._shelf_stamp: str | None = None
        self._reading = Lock()
        self._matched = lru_cache(_KEPT_QUESTIONS)(self._find)
        with self.read() as connection:
            self._too_many = int(connection.execute(select(func.count()).select_from(_e)).scalar_one()) > MOST_EVENTS

    def columns(self) -> Columns:
        """The events as they stand now."""
        stamp = self.stamp()  # before reading: the columns may be newer than their stamp, never older
        held = self._columns
        if held is not None and self._columns_stamp == stamp:
            return held
        with self._reading:
            if self._columns is None or self._columns_stamp != stamp:
                self._columns, self._columns_stamp = self._follow(self._columns), stamp
            return self._columns

    def warm(self) -> None:
        """Read what will be asked for first."""
        if not self._too_many:
            self.columns()
        self.shelf()

    def shelf(self) -> Shelf:
        """The articles as they stand now: only versions that came in since are read, whose keys are greater than all before."""
        stamp = self.stamp()
        with self._reading:
            if self._shelf_stamp != stamp:
                a = m.Article
                query = select(a.key, a.version_id, a.outlet, a.day, a.first_seen).where(a.version_id > self._shelf.top)
                with self.read() as connection:
                    self._shelf = self._shelf.with_rows(connection.execute(query).all())
                self._shelf_stamp = stamp
            return self._shelf

    def _follow(self, held: Columns | None) -> Columns:
        """The columns brought up to what is stored: only what was written since, where the store still knows."""
        log: list[list[Any]] = self.meta(CHANGES) or []
        mark = str(log[-1][0]) if log else ""
        if held is not None and held.mark == mark:
            return held
        at = next((n for n, (stamp, _) in enumerate(log) if held is not None and stamp == held.mark), None)
        since: list[list[str] | None] = [ids for _, ids in log[at + 1 :]] if at is not None else [None]
        written = {i for ids in since if ids is not None for i in ids}
        return self._read_all(mark) if held is None or None in since else self._read_some(held, mark, written)

    def _read_all(self, mark: str) -> Columns:
        with self.read() as connection:
            return Columns.empty().with_changes(mark, (), _read(connection, None))

    def _read_some(self, held: Columns, mark: str, ids: Collection[str]) -> Columns:
        with self.read() as connection:
            parts = [_read(connection, some) for some in chunks(ids)]
        rows, facets, members = ([x for p in parts for x in getattr(p, n)] for n in ("rows", "facets", "members"))
        return held.with_changes(mark, ids, Written(rows, facets, members))

    def _mask(self, columns: Columns, filters: Filters | None) -> Mask:
        f = filters or Filters()
        return columns.mask(f, self.matched(f.text) if f.text else None)

    def matched(self, text: str) -> Numbers:
        """Keys of the versions in which the words stand, in order."""
        return self._matched(text, self.stamp())

    def _find(self, text: str, _stamp: str) -> Numbers:
        asked = Question(text)
        if not asked:
            return np.zeros(0, np.int64)
        with self.read(by_index=True) as connection:
            found = connection.execute(matching_versions(self, asked)).scalars().all()
        return np.sort(np.array(found, np.int64))

    def events(
        self, filters: Filters | None = None, cursor: str | None = None, limit: int = 50, order: str = "day"
    ) -> Page[EventRow]:
        """As the store gives them."""
        if self._too_many:
            return super().events(filters, cursor, limit, order)
        columns = self.columns()
        by = "updated_at" if order == "updated" else "day"
        after = None
        if cursor:
            value, key = read_cursor(cursor)
            after = str(value), str(key)
        rows = self.event_rows(columns.listed(self._mask(columns, filters), by, after, limit + 1))
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(tuple(rows[:limit]), write_cursor(getattr(last, by), last.id) if last else None)

    def count_events(self, filters: Filters | None = None, most: int = 10_000) -> int:
        """As the store counts them."""
        if self._too_many:
            return super().count_events(filters, most)
        return min(int(np.count_nonzero(self._mask(self.columns(), filters))), most)

    def event_facets(self, field: str, filters: Filters | None = None, limit: int = 50) -> list[tuple[str, int]]:
        """As the store counts them."""
        if self._too_many or field not in _FIELDS:
            return super().event_facets(field, filters, limit)
        columns = self.columns()
        mask = self._mask(columns, filters)
        if field in FACETS:
            facet = columns.facets[field]
            return ranked(facet.values, facet.counts(mask))[:limit]
        return columns.coded[field].counts(mask)[:limit]

    def event_places(self, filters: Filters | None = None) -> list[tuple[str, tuple[str, str]]]:
        """As the store names them."""
        if self._too_many:
            return super().event_places(filters)
        columns = self.columns()
        held = columns.coded["place_id"].counts(self._mask(columns, filters))
        names = ((i, columns.names[i]) for i, _ in held)
        return [(i, (ar or i, en or ar or i)) for i, (ar, en) in names]

    def event_days(self, filters: Filters | None = None) -> list[tuple[str, str, int]]:
        """As the store counts them."""
        if self._too_many:
            return super().event_days(filters)
        columns = self.columns()
        return sorted(_pairs(columns, self._mask(columns, filters), "day", "status"))

    def events_told_since(self, since: str) -> tuple[list[str], list[str]]:
        """As the store finds them."""
        return super().events_told_since(since) if self._too_many else self.columns().told_since(since)

    def units(self, filters: Filters | None = None) -> list[UnitCount]:
        """As the store counts them."""
        if self._too_many:
            return super().units(filters)
        columns = self.columns()
        counted = _pairs(columns, self._mask(columns, filters), "country", "adm1")
        found = [UnitCount(country, adm1, n) for country, adm1, n in counted if country is not None]
        return sorted(found, key=lambda u: (-u.events, u.country, u.adm1 or ""))

    def standings(self, filters: Filters | None = None, limit: int = 200) -> list[OutletStanding]:
        """As the store counts them."""
        if self._too_many:
            return super().standings(filters, limit)
        columns = self.columns()
        outlets, status = columns.facets["outlet"], columns.coded["status"]
        mask = self._mask(columns, filters)
        alone = columns.plain["outlet_count"] == 1
        parts = [outlets.counts(mask & part) for part in (
            np.ones(len(mask), bool), alone, status.where(("corroborated", "happened_as_planned").__contains__),
            status.where("disputed".__eq__), status.where("denied_only".__eq__),
        )]  # fmt: skip
        rows = [OutletStanding(v, *(int(p[n]) for p in parts)) for n, v in enumerate(outlets.values) if parts[0][n]]
        return sorted(rows, key=lambda r: (-r.events, r.outlet))[:limit]

    def newest(self, question: str, filters: Filters, limit: int) -> list[int]:
        """As the store orders them."""
        shelf = self.shelf()
        mask = shelf.mask(filters, self.matched(question))
        return [int(v) for v in shelf.versions[np.flatnonzero(mask)[:limit]]]

    def count_hits(self, question: str, filters: Filters | None = None, most: int = 10_000) -> int:
        """As the store counts them."""
        return min(int(np.count_nonzero(self.shelf().mask(filters or Filters(), self.matched(question)))), most)

    def search_facets(self, question: str, field: str, filters: Filters | None = None, limit: int = 20) -> list[tuple[str, int]]:  # fmt: skip
        """As the store counts them."""
        shelf = self.shelf()
        mask = shelf.mask(filters or Filters(), self.matched(question))
        return (shelf.months(mask) if field == "month" else shelf.coded["outlet"].counts(mask))[:limit]

    def worth_deciding(self, filters: Filters | None = None, limit: int = 10) -> list[EventRow]:
        """As the store orders them."""
        if self._too_many:
            return super().worth_deciding(filters, limit)
        columns = self.columns()
        mask = self._mask(columns, filters)
        mask[[columns.row_of[i] for i in self.judged_events() if i in columns.row_of]] = False
        return self.event_rows(i for i, _ in _worthiest(columns, mask, 0, limit))

    def events_by_worth(self, filters: Filters | None, offset: int, limit: int) -> list[tuple[str, float]]:
        """As the store orders them."""
        if self._too_many:
            return super().events_by_worth(filters, offset, limit)
        columns = self.columns()
        return _worthiest(columns, self._mask(columns, filters), offset, limit)

    def map_points(
        self, filters: Filters | None = None, limit: int = 100_000
    ) -> list[tuple[str, float, float, int, str, str, str, str | None, str | None]]:
        """As the store gives them."""
        if self._too_many:
            return super().map_points(filters, limit)
        columns = self.columns()
        rows = np.flatnonzero(self._mask(columns, filters) & ~np.isnan(columns.plain["lat"]))[:limit]
        plain = [columns.plain[name][rows].tolist() for name in ("lat", "lon", "place_precision")]
        coded = [columns.coded[name].at(rows) for name in ("event_type", "status", "day", "country", "adm1")]
        named = [[c.values[n] for n in c.codes] for c in coded]
        return list(zip(columns.ids[rows].tolist(), *plain, *named, strict=True))


def _read(connection: Connection, ids: list[str] | None) -> Written:
    """What the columns hold of these events, or of all."""
    facet, member, c = m.EventFacet, m.EventMember, m.Claim
    queries: list[Any] = [
        select(*_READ).where(_e.retired_at.is_(None)), select(facet.kind, facet.value, facet.event_id),
        select(member.event_id, c.version_id, c.stance, c.status, c.first_seen).join(c, c.id == member.claim_id),
    ]  # fmt: skip
    if ids is not None:
        keys = (_e.id, facet.event_id, member.event_id)
        queries = [query.where(key.in_(ids)) for query, key in zip(queries, keys, strict=True)]
    return Written(*(connection.execute(query).all() for query in queries))


def _pairs(columns: Columns, mask: Mask, one: str, other: str) -> Iterable[tuple[Any, Any, int]]:
    """Each pair of values that events of the mask have, with their number."""
    first, second = columns.coded[one], columns.coded[other]
    size = len(second.values) or 1
    counts = np.bincount(first.codes[mask].astype(np.int64) * size + second.codes[mask])
    for n in np.flatnonzero(counts).tolist():
        yield first.values[n // size], second.values[n % size], int(counts[n])


def _worthiest(columns: Columns, mask: Mask, offset: int, limit: int) -> list[tuple[str, float]]:
    rows = np.flatnonzero(mask)
    worth = np.round(columns.worth()[rows], 9)
    if len(rows) > offset + limit:  # ties at the edge are told apart by their ids
        edge = np.partition(worth, len(worth) - offset - limit)[len(worth) - offset - limit]
        rows, worth = rows[worth >= edge], worth[worth >= edge]
    found = sorted(zip(columns.ids[rows].tolist(), worth.tolist(), strict=True), key=lambda x: (-x[1], x[0]))
    return found[offset : offset + limit]
