"""The events that stand as columns of numbers in memory: what a filter leaves is counted in a millisecond, whatever the filter is.

Every value is held once, and the events hold its number; a condition is asked of each different value, not of each event. The columns never
change: events that were written make new ones, with what they share copied.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .filters import Filters

Numbers = NDArray[Any]
Mask = NDArray[np.bool_]
CODED = ("event_type", "status", "country", "adm1", "place_id", "day", "until", "updated_at")
PLAIN: dict[str, type[np.float64 | np.int32]] = {
    "lat": np.float64, "lon": np.float64, "confidence": np.float64, "place_precision": np.int32, "origins": np.int32, "outlet_count": np.int32,
}  # fmt: skip
FACETS = ("actor", "outlet")
_DENSE = 1 << 25  # keys below this are looked up in a table of as many bytes


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of names: the different values, and for each event the number of its own."""

    values: tuple[Any, ...]
    codes: Numbers

    def where(self, test: Callable[[Any], bool]) -> Mask:
        """The events whose value passes."""
        passes = np.fromiter((test(v) for v in self.values), bool, len(self.values))
        found: Mask = passes[self.codes] if len(self.values) else np.zeros(len(self.codes), bool)
        return found

    def counts(self, mask: Mask) -> list[tuple[Any, int]]:
        """Values with the number of events of the mask, the most first; None is none."""
        return ranked(self.values, np.bincount(self.codes[mask], minlength=len(self.values)))

    def then(self, kept: Numbers, more: Sequence[Any]) -> Coded:
        """The rows `kept` of this column, and `more` values after them."""
        known = {v: n for n, v in enumerate(self.values)}
        added = np.fromiter((known.setdefault(v, len(known)) for v in more), np.int32, len(more))
        return Coded(tuple(known), np.concatenate([self.codes[kept], added]))

    def ranks(self) -> Numbers:
        """For each row the place of its value among all values in order."""
        ranks = np.empty(len(self.values), np.int32)
        ranks[sorted(range(len(self.values)), key=self.values.__getitem__)] = np.arange(len(self.values))
        found: Numbers = ranks[self.codes]
        return found

    def at(self, order: Numbers) -> Coded:
        """The column in another order."""
        return Coded(self.values, self.codes[order])


@dataclass(frozen=True, slots=True)
class Facet:
    """Values of which an event has several: pairs of an event's row and the number of a value."""

    values: tuple[str, ...]
    rows: Numbers
    codes: Numbers

    def having(self, wanted: Iterable[str], size: int) -> Mask:
        """The events that have one of these values."""
        chosen = set(wanted)
        passes = np.fromiter((v in chosen for v in self.values), bool, len(self.values))
        mask = np.zeros(size, bool)
        mask[self.rows[passes[self.codes]]] = True
        return mask

    def counts(self, mask: Mask) -> Numbers:
        """For each value the number of events of the mask that have it."""
        found: Numbers = np.bincount(self.codes[mask[self.rows]], minlength=len(self.values))
        return found


@dataclass(frozen=True, slots=True)
class Members:
    """The claims of the events: the row of each one's event, the version it was read from, its stance, status and first moment."""

    rows: Numbers
    versions: Numbers
    stances: Coded
    statuses: Coded
    first_seen: Coded

    def holding(self, size: int, matched: Numbers | None, f: Filters) -> Mask:
        """The events of which one claim passes what the filter asks of claims; `matched` are the versions that hold its words, in order."""
        passes = np.ones(len(self.rows), bool)
        if f.claim_statuses:
            passes &= self.statuses.where(f.claim_statuses.__contains__)
        if f.stances:
            passes &= self.stances.where(f.stances.__contains__)
        if matched is not None:
            passes &= within(self.versions, matched)
        mask = np.zeros(size, bool)
        mask[self.rows[passes]] = True
        return mask

    def then(self, moved: Numbers, more: Sequence[tuple[int, int, str, str, str]]) -> Members:
        """These with their events' rows moved, without those whose event is gone, and more of them."""
        rows = moved[self.rows] if len(self.rows) else self.rows
        kept = np.flatnonzero(rows >= 0)
        added = [np.array([x[n] for x in more], np.int64) for n in (0, 1)]
        return Members(
            np.concatenate([rows[kept], added[0]]), np.concatenate([self.versions[kept], added[1]]),
            *(held.then(kept, [x[n] for x in more]) for n, held in ((2, self.stances), (3, self.statuses), (4, self.first_seen))),
        )  # fmt: skip


def within(values: Numbers, wanted: Numbers) -> Mask:
    """Which of the values are among the wanted ones, which are in order."""
    if not len(wanted):
        return np.zeros(len(values), bool)
    if wanted[-1] < _DENSE:
        table = np.zeros(int(wanted[-1]) + 2, bool)
        table[wanted] = True
        near: Mask = table[np.minimum(values, len(table) - 1)]
        return near
    at = np.minimum(np.searchsorted(wanted, values), len(wanted) - 1)
    found: Mask = wanted[at] == values
    return found


def ranked(values: Sequence[Any], counts: Numbers) -> list[tuple[Any, int]]:
    """Values with their numbers, the most first; those of nothing, and None, are left out."""
    found = [(values[i], int(counts[i])) for i in np.flatnonzero(counts).tolist() if values[i] is not None]
    return sorted(found, key=lambda x: (-x[1], x[0]))


@dataclass(frozen=True, slots=True)
class Written:
    """Events as they are read from the store: their rows, their facets (kind, value, event), their claims (event, version,
    stance, status, first moment)."""

    rows: Sequence[Any]
    facets: Sequence[Any]
    members: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Columns:
    """The events, the newest day first, within a day the greatest id first. `mark` says up to which change of the store."""

    mark: str
    ids: Numbers
    coded: dict[str, Coded]
    plain: dict[str, Numbers]
    facets: dict[str, Facet]
    members: Members
    names: dict[str, tuple[str | None, str | None]]
    """The names of places by their ids."""
    row_of: dict[str, int]
    by_change: Numbers
    """The rows in the order of their last change, the newest first."""

    @classmethod
    def empty(cls) -> Columns:
        """No events."""
        none, long = np.zeros(0, np.int32), np.zeros(0, np.int64)
        return cls(
            "", np.zeros(0, "U1"), {c: Coded((), none) for c in CODED}, {c: np.zeros(0, kind) for c, kind in PLAIN.items()},
            {k: Facet((), none, none) for k in FACETS}, Members(long, long, *(Coded((), none) for _ in range(3))), {}, {}, none,
        )  # fmt: skip

    def with_changes(self, mark: str, gone: Iterable[str], written: Written) -> Columns:
        """Without the events `gone`, with those in their place that were written."""
        rows = written.rows
        stays = np.ones(len(self.ids), bool)
        stays[[self.row_of[i] for i in gone if i in self.row_of]] = False
        kept = np.flatnonzero(stays)
        ids = np.concatenate([self.ids[kept], np.array([r.id for r in rows], "U")]) if rows else self.ids[kept]
        coded = {name: held.then(kept, [getattr(r, name) for r in rows]) for name, held in self.coded.items()}
        order = np.lexsort((ids, coded["day"].ranks()))[::-1]
        changed = np.lexsort((ids[order], coded["updated_at"].at(order).ranks()))[::-1]
        plain = {
            name: np.concatenate([held[kept], np.array([_number(r, name) for r in rows], PLAIN[name])])[order]
            for name, held in self.plain.items()
        }
        row_of = {str(key): n for n, key in enumerate(ids[order])}
        moved = np.full(len(self.ids), -1, np.int64)
        back = np.empty(len(order), np.int64)
        back[order] = np.arange(len(order))
        moved[kept] = back[: len(kept)]
        facets = {
            kind: _joined(held, moved, [(v, row_of[e]) for k, v, e in written.facets if k == kind and e in row_of])
            for kind, held in self.facets.items()
        }
        members = self.members.then(moved, [(row_of[e], *rest) for e, *rest in written.members if e in row_of])
        return Columns(
            mark, ids[order], {name: c.at(order) for name, c in coded.items()}, plain, facets, members,
            self.names | {r.place_id: (r.place_name_ar, r.place_name_en) for r in rows if r.place_id is not None}, row_of, changed,
        )  # fmt: skip

    def mask(self, f: Filters, matched: Numbers | None = None) -> Mask:
        """The events that pass; `matched` are the versions in which the filter's words stand, in order, where it has some."""
        c, size = self.coded, len(self.ids)
        mask = np.ones(size, bool)
        if f.date_to:
            mask &= c["day"].where(lambda v: v <= f.date_to)
        if f.date_from:
            mask &= c["until"].where(lambda v: v >= f.date_from)
        if f.since:
            mask &= c["updated_at"].where(lambda v: v >= f.since)
        for name, values in (("event_type", f.types), ("status", f.statuses), ("country", (f.country,)), ("adm1", (f.adm1,)),
                             ("place_id", (f.place,))):  # fmt: skip
            if any(values):
                mask &= c[name].where(values.__contains__)
        if f.min_origins:
            mask &= self.plain["origins"] >= f.min_origins
        if f.bbox:
            lat, lon = self.plain["lat"], self.plain["lon"]
            west, south, east, north = f.bbox
            mask &= (lon >= west) & (lat >= south) & (lon <= east) & (lat <= north)
        for kind, wanted in (("actor", f.actors), ("outlet", f.outlets)):
            if wanted:
                mask &= self.facets[kind].having(wanted, size)
        if f.asks_for_claim:
            mask &= self.members.holding(size, matched, f)
        return mask

    def listed(self, mask: Mask, by: str, after: tuple[str, str] | None, limit: int) -> list[str]:
        """Ids of the events of the mask in the order of `day` or `updated_at`, the newest first, after (value, id)."""
        order = self.by_change if by == "updated_at" else None
        rows = np.flatnonzero(mask) if order is None else order[mask[order]]
        start = 0
        if after is not None:
            column = self.coded[by]
            # Sorted backwards: the key grows towards the front.
            start = len(rows) - bisect_left(
                rows[::-1], after, key=lambda row: (column.values[column.codes[row]], str(self.ids[row]))
            )
        return [str(i) for i in self.ids[rows[start : start + limit]]]

    def told_since(self, since: str) -> tuple[list[str], list[str]]:
        """Ids of changed events all of whose claims came in from `since` on, the most widely told first, and of those that got more."""
        rows, size = self.members.rows, len(self.ids)
        fresh = np.bincount(rows[self.members.first_seen.where(lambda v: v >= since)], minlength=size)
        told = self.coded["updated_at"].where(lambda v: v >= since) & (fresh > 0)
        new = told & (fresh == np.bincount(rows, minlength=size))
        parts = []
        for mask in (new, told & ~new):
            found = np.flatnonzero(mask)
            order = np.argsort(-self.plain["outlet_count"][found], kind="stable")
            parts.append([str(i) for i in self.ids[found[order]]])
        return parts[0], parts[1]

    def worth(self) -> Numbers:
        """What a decision on each event is worth, as `event_worth` says it in SQL."""
        disputed = self.coded["status"].where(("disputed", "denied_only").__contains__)
        found: Numbers = disputed * 2.0 + self.plain["outlet_count"] * 0.5 + (1.0 - self.plain["confidence"])
        return found


def _number(row: Any, name: str) -> float:
    value = getattr(row, name)
    return value if value is not None else np.nan if PLAIN[name] is np.float64 else 0


def _joined(held: Facet, moved: Numbers, pairs: Sequence[tuple[str, int]]) -> Facet:
    rows = moved[held.rows] if len(held.rows) else np.zeros(0, np.int64)
    stays = rows >= 0
    known = {v: n for n, v in enumerate(held.values)}
    codes = np.fromiter((known.setdefault(v, len(known)) for v, _ in pairs), np.int32, len(pairs))
    more = np.fromiter((row for _, row in pairs), np.int64, len(pairs))
    return Facet(tuple(known), np.concatenate([rows[stays], more]), np.concatenate([held.codes[stays], codes]))
