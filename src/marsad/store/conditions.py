"""What a filter means in SQL, for claims and for events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    column,
    exists,
    false,
    func,
    literal_column,
    select,
    table,
    text,
    union_all,
)

from . import models as m
from .filters import Filters
from .words import Question

if TYPE_CHECKING:
    from .database import Database

_COMMON_CLAIMS, _COMMON_ARTICLES = 10_000, 2_000
_NARROWED = 4  # so many times more are looked up where other conditions leave few: walking would go on for long

_sqlite_index = table("search_index", column("rowid", BigInteger))
_postgres_index = table("search_index", column("version_id", BigInteger), column("document"))


def matching_versions(database: Database, question: Question) -> Select[Any]:
    """Keys of the versions in which a question's words stand."""
    if database.is_sqlite:
        match = text("search_index MATCH :question").bindparams(question=question.for_fts5())
        return select(_sqlite_index.c.rowid).where(match)
    wanted = func.to_tsquery(literal_column("'simple'"), question.for_tsquery())
    return select(_postgres_index.c.version_id).where(_postgres_index.c.document.op("@@")(wanted))


def claim_conditions(database: Database, filters: Filters, walking: bool = False) -> list[ColumnElement[bool]]:
    """The conditions on `claims` under which a claim that stands passes; `walking` to ask them of a few claims at a time."""
    c = m.Claim
    out: list[ColumnElement[bool]] = [c.retired_at.is_(None), *_shared(c, filters)]
    if filters.date_from:
        out.append(func.coalesce(c.date_end, c.day) >= filters.date_from)
        # A claim of a long range that began earlier passes too, so that the list cannot end at the day: where few are left, they are looked up.
        near = union_all(
            select(c.id).where(c.day >= filters.date_from), select(c.id).where(c.date_end >= filters.date_from)
        ).subquery()
        if not walking and not _has_more(database, select(near.c.id), _COMMON_CLAIMS):
            out.append(c.id.in_(select(near.c.id)))
    if filters.claim_statuses:
        out.append(c.status.in_(filters.claim_statuses))
    if filters.stances:
        out.append(c.stance.in_(filters.stances))
    if filters.outlets:
        out.append(c.outlet.in_(filters.outlets))
    if filters.since:
        out.append(c.first_seen >= filters.since)
    if filters.actors:
        out.append(_with_actor(database, filters, walking))
    if filters.text:
        question = Question(filters.text)
        out.append(_with_words(database, question) if question else false())
    if filters.asks_for_event:
        out.append(_of_events(database, filters, walking))
    return out


def _narrowed(filters: Filters, *own: str) -> int:
    """How many times more than the usual may be looked up for the fields `own`, by whether other fields narrow the list too."""
    others = filters.but(**{name: getattr(Filters(), name) for name in own})
    return 1 if others == Filters() else _NARROWED


def _with_actor(database: Database, filters: Filters, walking: bool) -> ColumnElement[bool]:
    """Claims of these actors: a rare one is looked up, a common one is asked of each claim as the list is walked."""
    c, a = m.Claim, m.ClaimActor
    held = select(a.claim_id).where(a.actor.in_(filters.actors))
    asked = exists().where(a.claim_id == c.id, a.actor.in_(filters.actors))
    most = _COMMON_CLAIMS * _narrowed(filters, "actors")
    return asked if walking or _has_more(database, held, most) else c.id.in_(held)


def _with_words(database: Database, question: Question) -> ColumnElement[bool]:
    """Claims of the articles in which the words stand: by their articles where those are few, else asked of each claim."""
    c, matching = m.Claim, matching_versions(database, question)
    if _has_more(database, matching, _COMMON_ARTICLES):
        return c.version_id.in_(matching)
    return c.article_key.in_(select(m.Article.key).where(m.Article.version_id.in_(matching)))


def _of_events(database: Database, filters: Filters, walking: bool) -> ColumnElement[bool]:
    """Claims of events of these statuses and origins: by the events where those are few, else asked of each claim."""
    e, member = m.Event, m.EventMember
    wanted: list[ColumnElement[bool]] = [e.retired_at.is_(None)]
    if filters.statuses:
        wanted.append(e.status.in_(filters.statuses))
    if filters.min_origins:
        wanted.append(e.origins >= filters.min_origins)
    most = _COMMON_ARTICLES * _narrowed(filters, "statuses", "min_origins")
    if walking or _has_more(database, select(e.id).where(*wanted), most):
        return exists().where(member.claim_id == m.Claim.id, e.id == member.event_id, *wanted)
    return m.Claim.id.in_(select(member.claim_id).join(e, e.id == member.event_id).where(*wanted))


def _has_more(database: Database, query: Select[Any], count: int) -> bool:
    """Whether a query gives more than `count` rows: what is common is found soonest by walking the list itself."""
    with database.read(by_index=True) as connection:
        return connection.execute(query.offset(count).limit(1)).first() is not None


def event_conditions(database: Database, filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions on `events` under which an event passes."""
    e = m.Event
    out: list[ColumnElement[bool]] = [e.retired_at.is_(None), *_shared(e, filters)]
    if filters.date_from:
        out.append(func.coalesce(e.date_end, e.day) >= filters.date_from)
    if filters.statuses:
        out.append(e.status.in_(filters.statuses))
    if filters.min_origins:
        out.append(e.origins >= filters.min_origins)
    if filters.since:
        out.append(e.updated_at >= filters.since)
    for kind, values in (("actor", filters.actors), ("outlet", filters.outlets)):
        if values:
            facet = m.EventFacet
            out.append(e.id.in_(select(facet.event_id).where(facet.kind == kind, facet.value.in_(values))))
    if filters.asks_for_claim:
        out.append(e.id.in_(_events_with(database, filters)))
    return out


def _events_with(database: Database, filters: Filters) -> Select[Any]:
    """Events of which one claim alone passes what the filter asks of claims."""
    member, c = m.EventMember, m.Claim
    wanted: list[ColumnElement[bool]] = []  # a retired claim is one of its event until linking has seen that it is gone
    if filters.claim_statuses:
        wanted.append(c.status.in_(filters.claim_statuses))
    if filters.stances:
        wanted.append(c.stance.in_(filters.stances))
    if filters.text:
        question = Question(filters.text)
        wanted.append(_with_words(database, question) if question else false())
    return select(member.event_id).join(c, c.id == member.claim_id).where(and_(*wanted))


def _shared(row: Any, filters: Filters) -> list[ColumnElement[bool]]:
    out: list[ColumnElement[bool]] = []
    if filters.date_to:
        out.append(row.day <= filters.date_to)
    if filters.types:
        out.append(row.event_type.in_(filters.types))
    for name, column_ in (("country", row.country), ("adm1", row.adm1), ("place", row.place_id)):
        value = getattr(filters, name)
        if value:
            out.append(column_ == value)
    if filters.bbox:
        west, south, east, north = filters.bbox
        out += [row.lon >= west, row.lat >= south, row.lon <= east, row.lat <= north]
    return out
