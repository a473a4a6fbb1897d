"""What can be read: articles, claims, events, figures, actors, places, outlets, and search."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Path, Query, Request, Response

from ...store import ArticleRow, ClaimRow, EventRecord, EventRow, Hit, VersionRow
from ...store.rows import FigureRow, JudgementRow, Page
from ..labels import Labels
from .asked import Cursor, Filtered, Limit, Stored, sent
from .problems import Missing
from .schema import answers

router = APIRouter(tags=["read"])
Id = Annotated[str, Path(min_length=1, max_length=400)]


class Counts(msgspec.Struct, frozen=True):
    """What is stored."""

    articles: int
    versions: int
    claims: int
    claims_retired: int
    events: int
    captures: int
    judgements: int


class Article(msgspec.Struct, frozen=True):
    """An article with its newest text, its claims that stand, and the articles that carry the same text."""

    article: ArticleRow
    version: VersionRow
    claims: list[ClaimRow]
    carries: list[ArticleRow]


class ClaimWhole(msgspec.Struct, frozen=True):
    """A claim, the event it belongs to, and what people decided about it."""

    claim: ClaimRow
    event: str | None
    judgements: list[JudgementRow]


class EventFigures(msgspec.Struct, frozen=True):
    """The ranges of one event's figures by every rule."""

    event: EventRow
    figures: list[FigureRow]


class Counted(msgspec.Struct, frozen=True):
    """Something that events name, with its names and the number of events that pass the filter."""

    id: str
    name_ar: str | None
    name_en: str | None
    events: int


class Found(msgspec.Struct, frozen=True):
    """An article that a search found; the spans are code points of `text` and of the title, end exclusive."""

    article: ArticleRow
    excerpt_start: int
    excerpt: str
    spans: list[tuple[int, int]]
    title_spans: list[tuple[int, int]]


class Hits(msgspec.Struct, frozen=True):
    """A page of what a search found; `next` is the offset of the next one."""

    items: list[Found]
    total: int
    next: int | None


def _names(request: Request) -> Labels:
    labels: Labels = request.app.state.labels
    return labels


@router.get("/counts", responses=answers(Counts))
def counts(request: Request, store: Stored) -> Response:
    """How much is stored."""
    return sent(request, Counts(**store.counts()))


@router.get("/articles", responses=answers(Page[ArticleRow], 404))
def articles(
    request: Request,
    store: Stored,
    cursor: Cursor,
    outlet: Annotated[str | None, Query(max_length=200)] = None,
    limit: Limit = 50,
) -> Response:
    """Articles, the newest day first."""
    return sent(request, store.articles(outlet, cursor, limit))


@router.get("/articles/{article_id:path}", responses=answers(Article, 404))
def article(request: Request, store: Stored, article_id: Id) -> Response:
    """One article."""
    row = store.article(article_id)
    version = store.version(row.version_id) if row is not None and row.version_id is not None else None
    if row is None or version is None:
        raise Missing(f"there is no article {article_id!r}: /articles lists them")
    carries = [a for a in store.articles_of_group(row.group_id) if a.key != row.key] if row.group_id else []
    return sent(request, Article(row, version, store.claims_of(article_id), carries))


@router.get("/versions/{article_id:path}", responses=answers(list[VersionRow], 404))
def versions(request: Request, store: Stored, article_id: Id) -> Response:
    """Every version of an article, the oldest first."""
    found = store.versions(article_id)
    if not found:
        raise Missing(f"there is no article {article_id!r}: /articles lists them")
    return sent(request, found)


@router.get("/claims", responses=answers(Page[ClaimRow], 404))
def claims(request: Request, store: Stored, filters: Filtered, cursor: Cursor, limit: Limit = 50) -> Response:
    """Claims that stand, the newest day first."""
    return sent(request, store.claims(filters, cursor, limit))


@router.get("/claims/{claim_id}", responses=answers(ClaimWhole, 404))
def claim(request: Request, store: Stored, claim_id: Id) -> Response:
    """One claim, a retired one too."""
    row = store.claims_by_id([claim_id]).get(claim_id)
    if row is None:
        raise Missing(f"there is no claim {claim_id!r}: /claims lists them")
    judged = store.judgements_on("claim", [claim_id]).get(claim_id, [])
    return sent(request, ClaimWhole(row, store.events_of_claims([claim_id]).get(claim_id), judged))


@router.get("/events", responses=answers(Page[EventRow], 404))
def events(
    request: Request, store: Stored, filters: Filtered, cursor: Cursor, limit: Limit = 50,
    order: Annotated[str, Query(pattern="^(day|updated)$")] = "day",
) -> Response:  # fmt: skip
    """Events that stand, the newest first by the day of the happening, or by when they last changed."""
    return sent(request, store.events(filters, cursor, limit, order))


@router.get("/events/{event_id}", responses=answers(EventRecord, 404))
def event(request: Request, store: Stored, event_id: Id) -> Response:
    """One event with its members, figures, origins and relations."""
    record = store.event(event_id)
    if record is None:
        raise Missing(f"there is no event {event_id!r}: /events lists them")
    return sent(request, record)


@router.get("/figures", responses=answers(Page[EventFigures], 404))
def figures(
    request: Request, store: Stored, filters: Filtered, cursor: Cursor, limit: Limit = 50,
    rule: Annotated[str, Query(pattern="^(as_reported|acled|ucdp|airwars)$")] = "as_reported",
) -> Response:  # fmt: skip
    """The figures of events, low to high by a named rule, with every report they were made from."""
    page = store.events(filters, cursor, limit)
    records = store.event_records(e.id for e in page.items)
    items = [EventFigures(e, [f for f in records[e.id].figures if f.rule == rule]) for e in page.items]
    return sent(request, Page(tuple(items), page.next))


@router.get("/actors", responses=answers(list[Counted]))
def actors(request: Request, store: Stored, filters: Filtered, limit: Limit = 50) -> Response:
    """The actors that events name, those of most events first."""
    name = _names(request).actor
    counted = store.event_facets("actor", filters, limit)
    return sent(request, [Counted(i, name(i, "ar"), name(i, "en"), n) for i, n in counted])


@router.get("/outlets", responses=answers(list[Counted]))
def outlets(request: Request, store: Stored, filters: Filtered, limit: Limit = 50) -> Response:
    """The outlets that report events, those of most events first."""
    name = _names(request).outlet
    counted = store.event_facets("outlet", filters, limit)
    return sent(request, [Counted(i, name(i, "ar"), name(i, "en"), n) for i, n in counted])


@router.get("/places", responses=answers(list[Counted]))
def places(request: Request, store: Stored, filters: Filtered, limit: Limit = 50) -> Response:
    """The places of events, those of most events first."""
    names = dict(store.event_places(filters))
    counted = store.event_facets("place_id", filters, limit)
    return sent(request, [Counted(i, *names.get(i, (i, i)), n) for i, n in counted])


@router.get("/search", responses=answers(Hits))
def search(
    request: Request, store: Stored, filters: Filtered,
    words: Annotated[str, Query(min_length=1, max_length=200, description="Words; phrases in quotation marks")],
    offset: Annotated[int, Query(ge=0, le=10_000)] = 0, limit: Limit = 20,
) -> Response:  # fmt: skip
    """Articles in which all the words stand, through spelling variants and clitics."""
    found = store.search(words, filters, limit, offset)
    total = store.count_hits(words, filters)
    items = [_found(hit) for hit in found]
    following = offset + limit if offset + len(items) < total and items else None
    return sent(request, Hits(items, total, following))


def _found(hit: Hit) -> Found:
    start, end = hit.excerpt()
    return Found(hit.article, start, hit.text[start:end], list(hit.spans), list(hit.title_spans))
