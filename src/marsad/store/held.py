"""A store for a server: whatever is asked about all events is answered from columns in memory, which follow what is written.

The answers are those of `Store`, which asks the database; a test compares them. Reading 80,000 events takes about a second, once;
after that only events that were written are read, whoever wrote them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from threading import Lock
from typing import Any

import numpy as np
from sqlalchemy import func, select

from . import models as m
from .answers import remembered
from .articles import chunks
from .columns import FACETS, Columns, Mask, ranked
from .conditions import events_with
from .events import CHANGES
from .filters import Filters
from .rows import EventRow, Page, read_cursor, write_cursor
from .standing import OutletStanding, UnitCount
from .store import Store

MOST_EVENTS = 2_000_000
"""Beyond so many the columns would take too much memory, and the database is asked."""
_e = m.Event
_READ = (
    _e.id, _e.event_type, _e.status, _e.country, _e.adm1, _e.place_id, _e.day, func.coalesce(_e.date_end, _e.day).label("until"),
    _e.updated_at, _e.lat, _e.lon, _e.place_precision, _e.origins, _e.outlet_count, _e.confidence, _e.place_name_ar, _e.place_name_en,
)  # fmt: skip
_FIELDS = ("event_type", "status", "country", "adm1", "place_id", "day", *FACETS)


class Held(Store):
    """The store that a server asks; it stands on one that is open and shares all it has."""

    def __init__(self, store: Store) -> None:
        self.__dict__.update(store.__dict__)
        self._columns: Columns | None = None
        self._columns_stamp: str | None = None
        self._reading = Lock()
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
        facet = m.EventFacet
        with self.read() as connection:
            rows = connection.execute(select(*_READ).where(_e.retired_at.is_(None))).all()
            values = connection.execute(select(facet.kind, facet.value, facet.event_id)).all()
        return Columns.empty().with_changes(mark, (), rows, [(r[0], r[1], r[2]) for r in values])

    def _read_some(self, held: Columns, mark: str, ids: Collection[str]) -> Columns:
        facet = m.EventFacet
        rows: list[Any] = []
        values: list[Any] = []
        with self.read() as connection:
            for some in chunks(ids):
                rows += connection.execute(select(*_READ).where(_e.retired_at.is_(None), _e.id.in_(some)))
                values += connection.execute(
                    select(facet.kind, facet.value, facet.event_id).where(facet.event_id.in_(some))
                )
        return held.with_changes(mark, ids, rows, [(r[0], r[1], r[2]) for r in values])

    def _mask(self, columns: Columns, filters: Filters | None) -> Mask:
        f = filters or Filters()
        return columns.mask(f, self._with_claim(f.text, f.claim_statuses, f.stances) if f.asks_for_claim else None)

    @remembered
    def _with_claim(
        self, text: str | None, claim_statuses: tuple[str, ...], stances: tuple[str, ...]
    ) -> tuple[str, ...]:
        wanted = Filters(text=text, claim_statuses=claim_statuses, stances=stances)
        with self.read() as connection:
            return tuple(connection.execute(events_with(self, wanted).distinct()).scalars())

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
        self, filters: Filters | None = None, limit: int = 50_000
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
