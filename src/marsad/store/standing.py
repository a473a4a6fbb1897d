"""What actors, places and outlets amount to over all events: questions that the workbench's pages ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, case, exists, func, select

from . import models as m
from .answers import remembered
from .articles import ARTICLE_COLUMNS
from .carried import Carried
from .conditions import claim_conditions, event_conditions, matching_versions
from .filters import STANCES, Filters
from .rows import ArticleRow, ClaimRow
from .words import Question


class OutletStanding(msgspec.Struct, frozen=True):
    """How the events that an outlet tells of stand: told by it alone, from several origins, disputed, denied."""

    outlet: str
    events: int
    alone: int
    corroborated: int
    disputed: int
    denied: int


class UnitCount(msgspec.Struct, frozen=True):
    """Events of a governorate (None: of a country without one)."""

    country: str
    adm1: str | None
    events: int


class Standing(Carried):
    """The part of the store that answers for whole actors, places and outlets."""

    @remembered
    def claims_of_actor(self, actor: str, part: str, limit: int = 10, filters: Filters | None = None) -> list[ClaimRow]:
        """Claims that pass, the newest first, in which an actor did (`actor`), suffered (`recipient`), said or denied something."""
        found: set[tuple[str, str]] = set()
        with self.read() as connection:
            for told, wanted in self._parts(actor, part, filters):
                # The index holds them in this order: the walk ends with the last one that is shown.
                query = select(told.day, told.claim_id).distinct().where(*wanted)
                query = query.order_by(told.day.desc(), told.claim_id.desc()).limit(limit)
                found.update((r.day, r.claim_id) for r in connection.execute(query))
        ids = [claim for _, claim in sorted(found, reverse=True)[:limit]]
        rows = self.claims_by_id(ids)
        return [rows[i] for i in ids]

    @remembered
    def count_of_actor(self, actor: str, part: str, filters: Filters | None = None, most: int = 10_000) -> int:
        """How many claims those are, counted no further than `most`."""
        total = 0
        with self.read() as connection:
            for told, wanted in self._parts(actor, part, filters):
                # In the order of the index each claim is counted as it is met: sorting all of a common actor's would take longer.
                inner = select(told.day, told.claim_id).distinct().where(*wanted).order_by(told.day, told.claim_id)
                counted = select(func.count()).select_from(inner.limit(most).subquery())
                total += int(connection.execute(counted).scalar_one())
        return min(total, most)

    def _parts(self, actor: str, part: str, filters: Filters | None) -> list[tuple[Any, list[ColumnElement[bool]]]]:
        """The tables that hold an actor's side of claims, and the conditions: one stance a query, as the index has them in order."""
        if part in ("actor", "recipient"):
            a = m.ClaimActor
            return [(a, [a.actor == actor, a.role == part, self._passes(a, filters)])]
        told = m.ClaimAttribution
        stances = ("denied",) if part == "denied" else STANCES
        mine = [told.actor == actor, told.role == "speaker", self._passes(told, filters)]
        return [(told, [*mine, told.stance == s]) for s in stances]

    def _passes(self, row: Any, filters: Filters | None) -> ColumnElement[bool]:
        """That a row's claim stands and passes the filter, whoever takes part in it."""
        rest = filters.but(actors=()) if filters is not None else Filters()
        if rest == Filters():
            return _stands(row)
        return exists().where(m.Claim.id == row.claim_id, *claim_conditions(self, rest, walking=True))

    @remembered
    def units(self, filters: Filters | None = None) -> list[UnitCount]:
        """Countries and governorates with the number of events that pass, the largest first."""
        e, count = m.Event, func.count()
        query = select(e.country, e.adm1, count).where(
            *event_conditions(self, filters or Filters()), e.country.is_not(None)
        )
        with self.read() as connection:
            rows = connection.execute(query.group_by(e.country, e.adm1).order_by(count.desc(), e.country, e.adm1))
            return [UnitCount(str(r[0]), r[1], r[2]) for r in rows]

    @remembered
    def standings(self, filters: Filters | None = None, limit: int = 200) -> list[OutletStanding]:
        """Outlets by the events that they tell of, those of most events first."""
        e, facet = m.Event, m.EventFacet

        def of(condition: ColumnElement[bool]) -> ColumnElement[int]:
            return func.sum(case((condition, 1), else_=0))

        count = func.count()
        query = (
            select(
                facet.value, count, of(e.outlet_count == 1),
                of(e.status.in_(("corroborated", "happened_as_planned"))), of(e.status == "disputed"), of(e.status == "denied_only"),
            )
            .join(e, e.id == facet.event_id)
            .where(facet.kind == "outlet", *event_conditions(self, filters or Filters()))
            .group_by(facet.value)
        )  # fmt: skip
        with self.read() as connection:
            rows = connection.execute(query.order_by(count.desc(), facet.value).limit(limit))
            return [OutletStanding(*r) for r in rows]

    @remembered
    def agencies_of(self, outlet: str, limit: int = 20) -> list[tuple[str, int]]:
        """Whose dispatches an outlet carries, with the number of its articles."""
        a, count = m.Article, func.count()
        query = select(a.agency, count).where(a.outlet == outlet, a.agency.is_not(None)).group_by(a.agency)
        with self.read() as connection:
            return [(str(r[0]), r[1]) for r in connection.execute(query.order_by(count.desc(), a.agency).limit(limit))]

    @remembered
    def sharers_of(self, outlet: str, limit: int = 20) -> list[tuple[str, int]]:
        """Outlets that carry the same texts, with the number of shared ones."""
        member, mine, theirs = m.SyndicationMember, m.Article.__table__.alias("a"), m.Article.__table__.alias("b")
        counted: dict[str, int] = {}
        with self.read() as connection:
            for one, other in ((member.article_key, member.other_key), (member.other_key, member.article_key)):
                query = (
                    select(theirs.c.outlet, func.count())
                    .select_from(member)
                    .join(mine, mine.c.key == one)
                    .join(theirs, theirs.c.key == other)
                    .where(mine.c.outlet == outlet, theirs.c.outlet != outlet, member.kind != "passage")
                )
                for name, n in connection.execute(query.group_by(theirs.c.outlet)):
                    counted[name] = counted.get(name, 0) + n
        return sorted(counted.items(), key=lambda x: (-x[1], x[0]))[:limit]

    @remembered
    def search_facets(self, question: str, field: str, filters: Filters | None = None, limit: int = 20) -> list[tuple[str, int]]:  # fmt: skip
        """The articles that a search finds by `outlet` or by `month`, the largest first (months in order)."""
        asked, a, count = Question(question), m.Article, func.count()
        if not asked:
            return []
        by: Any = a.outlet if field == "outlet" else func.substr(a.day, 1, 7)
        query = select(by, count).where(a.version_id.in_(self._matching(asked, filters or Filters())), by.is_not(None))
        order: Sequence[Any] = (count.desc(), by) if field == "outlet" else (by.desc(),)
        with self.read(by_index=True) as connection:
            return [(r[0], r[1]) for r in connection.execute(query.group_by(by).order_by(*order).limit(limit))]

    def articles_with(self, filters: Filters, limit: int = 20) -> list[ArticleRow]:
        """Articles that came in newest under a filter: by words, outlet, day and the moment they were first seen."""
        a = m.Article
        query = select(*ARTICLE_COLUMNS)
        if filters.text:
            asked = Question(filters.text)
            if not asked:
                return []
            query = query.where(a.version_id.in_(matching_versions(self, asked)))
        if filters.outlets:
            query = query.where(a.outlet.in_(filters.outlets))
        if filters.since:
            query = query.where(a.first_seen >= filters.since)
        with self.read(by_index=bool(filters.text)) as connection:
            rows = connection.execute(query.order_by(a.day.desc(), a.key.desc()).limit(limit))
            return [ArticleRow(*r) for r in rows]


def _stands(row: Any) -> ColumnElement[bool]:
    """That a row's claim is not retired: few are, so that a database that knows how many looks those up alone."""
    c = m.Claim
    return ~exists().where(c.id == row.claim_id, c.retired_at.is_not(None))
