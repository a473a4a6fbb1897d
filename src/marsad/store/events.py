"""Events in and out of the store: the linker writes them whole, pages and exports read them by filter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, String, Text, case, cast, delete, func, insert, literal, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from . import models as m
from .answers import remembered
from .articles import chunks
from .claims import Claims
from .conditions import event_conditions
from .database import moment
from .filters import Filters
from .models.base import hash_id
from .rows import EventRecord, EventRow, FigureRow, Member, Page, Relation, read_cursor, write_cursor

EVENT_COLUMNS = tuple(getattr(m.Event, name) for name in EventRow.__struct_fields__)
CHANGES = "events.changes"
"""Under this name the store keeps which events the last transactions wrote: the stamp of each, and the ids, or None for very many."""
_KEPT_CHANGES, _KEPT_IDS = 40, 500
_PARTS = (m.EventMember, m.EventFacet, m.EventFigure, m.EventOrigin)


def event_worth() -> Any:
    """What a decision on an event is worth: it is disputed, widely told, uncertain."""
    e = m.Event
    disputed = case((e.status.in_(("disputed", "denied_only")), 1.0), else_=0.0)
    return disputed * 2 + e.outlet_count * 0.5 + (1.0 - e.confidence)


class Events(Claims):
    """The part of the store that holds events."""

    def save_events(self, records: Sequence[EventRecord], retired: Iterable[str] = ()) -> None:
        """Write events whole, in one transaction: each takes the place of what was stored under its id; `retired` ids stand no more."""
        at = moment()
        gone = list(retired)
        with self.write() as connection:
            self.touch(connection)
            self._note_changes(connection, [*gone, *(r.event.id for r in records)], at)
            for some in chunks(gone):
                connection.execute(update(m.Event).where(m.Event.id.in_(some)).values(retired_at=at))
            for batch in chunks(records):
                self._put_events(connection, batch, at)
            # Relations name other events of the same call, which must be there first.
            relations = [row for record in records for row in _relation_rows(record)]
            if relations:
                connection.execute(insert(m.EventRelation), relations)

    def retire_superseded(self, since: str) -> int:
        """Retire the events last written before `since` of which a claim belongs to an event written since; how many."""
        e, newer = m.Event, m.Event.__table__.alias("newer")
        mine, theirs = m.EventMember.__table__.alias("mine"), m.EventMember.__table__.alias("theirs")
        held = (
            select(mine.c.claim_id)
            .join(theirs, theirs.c.claim_id == mine.c.claim_id)
            .join(newer, newer.c.id == theirs.c.event_id)
            .where(mine.c.event_id == e.id, newer.c.updated_at >= since, newer.c.retired_at.is_(None))
        )
        query = select(e.id).where(e.retired_at.is_(None), e.updated_at < since, held.exists())
        with self.read() as connection:
            gone = [str(row[0]) for row in connection.execute(query)]
        if gone:
            self.save_events([], gone)
        return len(gone)

    def _note_changes(self, connection: Connection, ids: list[str], at: str) -> None:
        """Keep which events were written; the stamp was set before, so that no other writer is between reading and writing this."""
        held = connection.execute(select(m.Meta.value).where(m.Meta.name == CHANGES)).scalar() or []
        log = [*held, [at, ids if len(ids) <= _KEPT_IDS else None]][-_KEPT_CHANGES:]
        make: Any = sqlite.insert if self.is_sqlite else postgresql.insert
        statement = make(m.Meta).values(name=CHANGES, value=log, at=at)
        connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": log, "at": at}))

    def _put_events(self, connection: Connection, records: list[EventRecord], at: str) -> None:
        ids = [r.event.id for r in records]
        for part in _PARTS:
            connection.execute(delete(part).where(part.event_id.in_(ids)))
        connection.execute(delete(m.EventRelation).where(m.EventRelation.event_id.in_(ids)))
        make: Any = sqlite.insert if self.is_sqlite else postgresql.insert
        statement = make(m.Event)
        kept = {
            name: statement.excluded[name] for name in EventRow.__struct_fields__ if name not in ("id", "first_seen")
        }
        statement = statement.on_conflict_do_update(index_elements=["id"], set_=kept)
        connection.execute(statement, [_event_values(r.event, at) for r in records])
        for table, rows in _part_rows(records):
            if rows:
                connection.execute(insert(table), rows)

    def events(
        self, filters: Filters | None = None, cursor: str | None = None, limit: int = 50, order: str = "day"
    ) -> Page[EventRow]:
        """Events that stand, the newest first: by the day of the happening, or by `updated_at` (order `updated`)."""
        e = m.Event
        by = e.updated_at if order == "updated" else e.day
        query = select(*EVENT_COLUMNS).where(*event_conditions(self, filters or Filters()))
        if cursor:
            value, key = read_cursor(cursor)
            query = query.where(tuple_(by, e.id) < tuple_(literal(str(value), String), literal(str(key), String)))
        with self.read() as connection:
            rows = [
                EventRow(*r) for r in connection.execute(query.order_by(by.desc(), e.id.desc()).limit(limit + 1)).all()
            ]
        last = rows[limit - 1] if len(rows) > limit else None
        mark = write_cursor(last.updated_at if order == "updated" else last.day, last.id) if last else None
        return Page(tuple(rows[:limit]), mark)

    def event_rows(self, ids: Iterable[str]) -> list[EventRow]:
        """Events by their ids, in that order; ids that are not there are left out."""
        wanted = list(ids)
        found: dict[str, EventRow] = {}
        with self.read() as connection:
            for some in chunks(wanted):
                rows = connection.execute(select(*EVENT_COLUMNS).where(m.Event.id.in_(some)))
                found.update((r[0], EventRow(*r)) for r in rows)
        return [found[i] for i in wanted if i in found]

    @remembered
    def count_events(self, filters: Filters | None = None, most: int = 10_000) -> int:
        """How many events pass, counted no further than `most`."""
        inner = select(m.Event.id).where(*event_conditions(self, filters or Filters())).limit(most).subquery()
        with self.read() as connection:
            return int(connection.execute(select(func.count()).select_from(inner)).scalar_one())

    @remembered
    def event_facets(self, field: str, filters: Filters | None = None, limit: int = 50) -> list[tuple[str, int]]:
        """Values of `event_type`, `status`, `country`, `adm1`, `day`, `actor` or `outlet` with the number of events that pass."""
        conditions = event_conditions(self, filters or Filters())
        count = func.count()
        query: Any
        if field in ("actor", "outlet"):
            facet = m.EventFacet
            query = select(facet.value, count).join(m.Event, m.Event.id == facet.event_id)
            query = (
                query.where(facet.kind == field, *conditions).group_by(facet.value).order_by(count.desc(), facet.value)
            )
        else:
            column = getattr(m.Event, field)
            query = select(column, count).where(*conditions).group_by(column).order_by(count.desc(), column)
        with self.read() as connection:
            return [(r[0], r[1]) for r in connection.execute(query.limit(limit)) if r[0] is not None]

    @remembered
    def events_told_since(self, since: str) -> tuple[list[str], list[str]]:
        """Ids of the events all of whose claims came in from `since` on, the most widely told first; and of those that got more claims."""
        e, member, c = m.Event, m.EventMember, m.Claim
        fresh = (
            select(member.event_id, func.count().label("claims"))
            .join(c, c.id == member.claim_id)
            .where(c.first_seen >= since)
            .group_by(member.event_id)
            .subquery()
        )
        held = select(func.count()).where(member.event_id == e.id).scalar_subquery()
        query = select(e.id, fresh.c.claims == held).join(fresh, fresh.c.event_id == e.id)
        query = query.where(e.retired_at.is_(None), e.updated_at >= since)
        with self.read() as connection:
            rows = connection.execute(query.order_by(e.outlet_count.desc(), e.day.desc(), e.id.desc())).all()
        return [r[0] for r in rows if r[1]], [r[0] for r in rows if not r[1]]

    @remembered
    def event_places(self, filters: Filters | None = None) -> list[tuple[str, tuple[str, str]]]:
        """The places of the events that pass, by their ids, with their names in Arabic and English."""
        e = m.Event
        query = select(e.place_id, func.max(e.place_name_ar), func.max(e.place_name_en)).group_by(e.place_id)
        with self.read() as connection:
            rows = connection.execute(
                query.where(*event_conditions(self, filters or Filters()), e.place_id.is_not(None))
            )
            return [(str(r[0]), (str(r[1] or r[0]), str(r[2] or r[1] or r[0]))) for r in rows]

    @remembered
    def event_days(self, filters: Filters | None = None) -> list[tuple[str, str, int]]:
        """Day, status and number of the events that pass, for timelines."""
        e = m.Event
        query = select(e.day, e.status, func.count()).where(*event_conditions(self, filters or Filters()))
        with self.read() as connection:
            return [(r[0], r[1], r[2]) for r in connection.execute(query.group_by(e.day, e.status).order_by(e.day))]

    @remembered
    def worth_deciding(self, filters: Filters | None = None, limit: int = 10) -> list[EventRow]:
        """Events on which nobody has decided, those whose decision is worth most first: disputed, widely told, uncertain."""
        e, worth = m.Event, event_worth()
        judged = _judged_events()
        query = select(*EVENT_COLUMNS).where(*event_conditions(self, filters or Filters()), e.id.not_in(judged))
        with self.read() as connection:
            return [EventRow(*r) for r in connection.execute(query.order_by(worth.desc(), e.id).limit(limit))]

    def judged_events(self) -> list[str]:
        """Events on which somebody has decided."""
        with self.read() as connection:
            return list(connection.execute(_judged_events()).scalars())

    def events_by_worth(self, filters: Filters | None, offset: int, limit: int) -> list[tuple[str, float]]:
        """Ids of events with what a decision on each is worth, the most first."""
        worth = event_worth()
        query = select(m.Event.id, worth).where(*event_conditions(self, filters or Filters()))
        with self.read() as connection:
            rows = connection.execute(query.order_by(worth.desc(), m.Event.id).limit(limit).offset(offset))
            return [(str(r[0]), float(r[1])) for r in rows]

    def map_points(
        self, filters: Filters | None = None, limit: int = 100_000
    ) -> list[tuple[str, float, float, int, str, str, str, str | None, str | None]]:
        """Id, latitude, longitude, precision, type, status, day, country and unit of the events that pass and have a place."""
        e = m.Event
        query = select(e.id, e.lat, e.lon, e.place_precision, e.event_type, e.status, e.day, e.country, e.adm1)
        query = (
            query.where(*event_conditions(self, filters or Filters()), e.lat.is_not(None))
            .order_by(e.day.desc(), e.id.desc())
            .limit(limit)
        )
        with self.read() as connection:
            return [tuple(r) for r in connection.execute(query)]  # type: ignore[misc] # the query says that lat is there

    def event(self, event_id: str) -> EventRecord | None:
        """One event with its members, figures, origins and relations."""
        return self.event_records([event_id]).get(event_id)

    def event_records(self, ids: Iterable[str]) -> dict[str, EventRecord]:
        """Events with all that hangs on them: six queries however many they are."""
        return {r.event.id: r for r in self.records_of(self.event_rows(ids))}

    def records_of(self, events: Sequence[EventRow], brief: bool = False) -> Iterator[EventRecord]:
        """What hangs on these events, in their order. `brief` leaves out the actors, the terms of linking and the words of reports: a
        range then says only which group holds it and whether it stands for several numbers."""
        with self.read() as connection:
            for some in chunks(events):
                yield from _records(connection, some, brief)

    def events_of_claims(self, claim_ids: Iterable[str]) -> dict[str, str]:
        """For each claim that has one, the event it belongs to."""
        member = m.EventMember
        out: dict[str, str] = {}
        with self.read() as connection:
            for some in chunks(claim_ids):
                query = select(member.claim_id, member.event_id).join(m.Event, m.Event.id == member.event_id)
                rows = connection.execute(query.where(member.claim_id.in_(some), m.Event.retired_at.is_(None)))
                out.update({r.claim_id: r.event_id for r in rows})
        return out

    def related_events(self, event_id: str) -> list[tuple[str, Relation]]:
        """Relations in which another event names this one, with that event's id."""
        r = m.EventRelation
        with self.read() as connection:
            rows = connection.execute(select(*r.__table__.c).where(r.other_event_id == event_id)).all()
        return [(x.event_id, Relation(x.kind, x.left_claim, x.right_claim, x.other_event_id, x.detail)) for x in rows]

    def save_candidates(self, candidates: Sequence[dict[str, Any]]) -> None:
        """Names for the lexicon (kind, name, body, spellings, examples, articles): seen again, only their evidence is renewed."""
        at = moment()
        rows = [
            {
                "body": None,
                **c,
                "id": hash_id("candidate", c["kind"], c["name"]),
                "state": "open",
                "first_seen": at,
                "last_seen": at,
            }
            for c in candidates
        ]
        make: Any = sqlite.insert if self.is_sqlite else postgresql.insert
        statement = make(m.LexiconCandidate)
        fresh = {name: statement.excluded[name] for name in ("body", "spellings", "examples", "articles", "last_seen")}
        with self.write() as connection:
            if rows:
                connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=fresh), rows)

    def candidates(self, state: str = "open", limit: int = 100) -> list[dict[str, Any]]:
        """Lexicon candidates, those of most articles first."""
        c = m.LexiconCandidate
        with self.read() as connection:
            rows = connection.execute(
                select(*c.__table__.c).where(c.state == state).order_by(c.articles.desc(), c.id).limit(limit)
            )
            return [dict(r._mapping) for r in rows]

    def decide_candidate(self, candidate_id: str, state: str, author: str) -> None:
        """Mark a candidate accepted or rejected, by whom and when."""
        c = m.LexiconCandidate
        with self.write() as connection:
            connection.execute(
                update(c).where(c.id == candidate_id).values(state=state, decided_by=author, decided_at=moment())
            )


def _judged_events() -> Any:
    j = m.Judgement
    return select(j.target_id).where(j.target_kind == "event", j.undone_by.is_(None))


def _event_values(event: EventRow, at: str) -> dict[str, Any]:
    values: dict[str, Any] = msgspec.structs.asdict(event)
    values["first_seen"] = event.first_seen or at
    values["updated_at"] = event.updated_at or at
    return values


def _part_rows(records: list[EventRecord]) -> list[tuple[Any, list[dict[str, Any]]]]:
    members, facets, figures, origins = [], [], [], []
    for r in records:
        key, day = r.event.id, r.event.day
        members += [
            {"event_id": key, "claim_id": x.claim_id, "origin": x.origin, "score": x.score, "why": x.why}
            for x in r.members
        ]
        facets += [
            {"kind": kind, "value": value, "day": day, "event_id": key}
            for kind, values in (("actor", r.actors), ("outlet", r.outlets))
            for value in dict.fromkeys(values)
        ]
        figures += [{"event_id": key, **msgspec.structs.asdict(f)} for f in r.figures]
        origins.append(
            {"event_id": key, "nodes": list(r.nodes), "edges": list(r.edges), "independent": r.event.origins}
        )
    return [(m.EventMember, members), (m.EventFacet, facets), (m.EventFigure, figures), (m.EventOrigin, origins)]


def _relation_rows(record: EventRecord) -> list[dict[str, Any]]:
    return [{"event_id": record.event.id, **msgspec.structs.asdict(x)} for x in record.relations]


def _records(connection: Connection, events: list[EventRow], brief: bool) -> Iterator[EventRecord]:
    """Many queries would ask for each event; these ask for all at once, and rows are taken by place: exports read a million of them."""
    ids = [e.id for e in events]

    def grouped(table: Any, make: Callable[..., Any], *columns: Any, only: Any = None) -> dict[str, list[Any]]:
        out: dict[str, list[Any]] = defaultdict(list)
        query = select(table.event_id, *columns).where(table.event_id.in_(ids))
        for key, *values in connection.execute(query if only is None else query.where(only)).all():
            out[key].append(make(*values))
        return out

    o, r, f = m.EventOrigin, m.EventRelation, m.EventFacet
    members = grouped(m.EventMember, Member, *_columns(m.EventMember, Member, ("why",) if brief else ()))
    figures = (
        grouped(m.EventFigure, _brief_figure, *_columns(m.EventFigure, FigureRow, ("detail",)), _BRIEF_DETAIL)
        if brief
        else grouped(m.EventFigure, FigureRow, *_columns(m.EventFigure, FigureRow))
    )
    origins = grouped(o, lambda nodes, edges: (tuple(nodes), tuple(edges)), o.nodes, o.edges)
    relations = grouped(r, Relation, *_columns(r, Relation, ("detail",) if brief else ()))
    facets = grouped(f, lambda kind, value: (kind, value), f.kind, f.value, only=f.kind == "outlet" if brief else None)
    for event in events:
        nodes, edges = origins.get(event.id, [((), ())])[0]
        values = facets.get(event.id, ())
        yield EventRecord(
            event, tuple(members.get(event.id, ())), tuple(figures.get(event.id, ())), nodes, edges, tuple(relations.get(event.id, ())),
            tuple(v for k, v in values if k == "actor"), tuple(v for k, v in values if k == "outlet"),
        )  # fmt: skip


def _columns(table: Any, row: type[msgspec.Struct], but: tuple[str, ...] = ()) -> list[Any]:
    return [getattr(table, name) for name in row.__struct_fields__ if name not in but]


class _Report(msgspec.Struct, frozen=True):
    low: float | None = None
    best: float | None = None
    high: float | None = None


class _Detail(msgspec.Struct, frozen=True):
    """Of all that stands in a range's detail, what `brief` needs: nothing else is made into objects."""

    part_of: Any = None
    reports: tuple[_Report, ...] = ()


_BRIEF_DETAIL = cast(m.EventFigure.detail, Text)
_decode_detail = msgspec.json.Decoder(_Detail | None).decode


def _brief_figure(*values: Any) -> FigureRow:
    text = values[-1]
    detail = (_decode_detail(text) if text else None) or _Detail()
    brief = {"part_of": detail.part_of, "rival": len(set(detail.reports)) > 1}
    told = (*values[:-1], brief)
    return FigureRow(*told)
