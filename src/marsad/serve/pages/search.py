"""Search in the texts, saved searches, and their alerts as a feed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ...store import EventRow, Filters, Hit
from ..filtering import Chip, Choice, Option, chips_of
from ..problems import Problem
from ..view import Asked, NavItem, View

router = APIRouter()
NAV = NavItem("search", "/search", 60)
_PAGE = 20
_LONG = 320


@dataclass(frozen=True, slots=True)
class Found:
    """A hit: its headline and an excerpt as stretches that are lit or not."""

    hit: Hit
    title: tuple[tuple[str, bool], ...]
    excerpt: tuple[tuple[str, bool], ...]
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved search: its name, its address, its feed."""

    id: int
    name: str
    address: str
    feed: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything the page shows."""

    question: str
    chips: tuple[Chip, ...]
    found: tuple[Found, ...]
    count: int
    facets: tuple[Choice, ...]
    events: tuple[EventRow, ...]
    event_count: int
    saved: tuple[Saved, ...]
    next: str
    number: int


@router.get("/search", response_class=HTMLResponse)
def search(view: Asked, number: Annotated[int, Query(alias="page", ge=1, le=150)] = 1) -> HTMLResponse:
    """The page with the hits of the words `q` under the filter."""
    store, f = view.store, view.filters
    question = f.text or ""
    hits = store.search(question, f, _PAGE + 1, (number - 1) * _PAGE) if question else []
    page = SearchPage(
        question=question, chips=chips_of(view, "/search"), found=tuple(_found(h) for h in hits[:_PAGE]),
        count=store.count_hits(question, f) if question else 0, facets=_facets(view, question) if question else (),
        events=store.events(f, limit=5).items if question else (), event_count=store.count_events(f) if question else 0,
        saved=tuple(_saved(view, s) for s in store.saved_searches(view.account.id)),
        next=view.url("/search", page=number + 1) if len(hits) > _PAGE else "",
        number=number,
    )  # fmt: skip
    return view.page("search.html", page)


def _found(hit: Hit) -> Found:
    start, end = hit.excerpt(_LONG)
    while start > 0 and not hit.text[start - 1].isspace():
        start -= 1
    title = hit.article.title or hit.article.id
    return Found(
        hit, _lit(title, hit.title_spans if hit.article.title else (), 0, len(title)), _lit(hit.text, hit.spans, start, end),
        start > 0, end < len(hit.text),
    )  # fmt: skip


def _lit(text: str, spans: tuple[tuple[int, int], ...], start: int, end: int) -> tuple[tuple[str, bool], ...]:
    """The stretch of the text in pieces, those within `spans` lit."""
    inside = [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]
    cuts = sorted({start, end, *(x for span in inside for x in span)})
    return tuple((text[a:b], any(x <= a < y for x, y in inside)) for a, b in pairwise(cuts))


def _facets(view: View, question: str) -> tuple[Choice, ...]:
    f = view.filters
    outlets = view.store.search_facets(question, "outlet", f.but(outlets=()))
    months = view.store.search_facets(question, "month", f.but(date_from=None, date_to=None))
    by_outlet = tuple(
        Option(view.url("/search", outlets=(name,)), view.outlet(name), n, name in f.outlets) for name, n in outlets
    )
    by_month = tuple(
        Option(view.url("/search", date_from=f"{month}-01", date_to=_end(month)), view.locale.month(f"{month}-01"), n, f.date_from == f"{month}-01")
        for month, n in months
    )  # fmt: skip
    return (Choice("outlet", "filter.outlet", by_outlet), Choice("month", "filter.month", by_month))


def _end(month: str) -> str:
    first = dt.date.fromisoformat(f"{month}-01")
    return ((first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)).isoformat()


def _saved(view: View, row: dict[str, Any]) -> Saved:
    kept = Filters.from_query(row["query"])
    return Saved(row["id"], row["name"], view.url("/search" if kept.text else "/events", kept), f"/feeds/{row['token']}.atom")  # fmt: skip


@router.post("/search/save")
def save(view: Asked, name: Annotated[str, Form()] = "") -> RedirectResponse:
    """Keep the filter of the address under a name."""
    if not name.strip():
        raise Problem(400, "no_name")
    view.store.save_search(name.strip()[:120], view.filters, view.account.id)
    return RedirectResponse(view.url("/search") + "#saved", 303)


@router.post("/search/{search_id}/drop")
def drop(view: Asked, search_id: int) -> RedirectResponse:
    """Forget a saved search."""
    if all(s["id"] != search_id for s in view.store.saved_searches(view.account.id)):
        raise Problem(403, "not_yours")
    view.store.drop_search(search_id)
    return RedirectResponse(view.url("/search") + "#saved", 303)


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed of a saved search."""

    name: str
    own: str
    base: str
    updated: str
    events: tuple[EventRow, ...]


@router.get("/feeds/{token}.atom")
def feed(view: Asked, token: str) -> Response:
    """The events of a saved search, the last changed first, as Atom."""
    rows = view.store.saved_searches(token=token)
    if not rows:
        raise Problem(404, "no_feed")
    kept = Filters.from_query(rows[0]["query"])
    events = view.store.events(kept, limit=40, order="updated").items
    base = str(view.request.base_url).rstrip("/")
    updated = events[0].updated_at if events else rows[0]["created_at"]
    text = view.env.get_template("feed.xml").render(v=view, page=Feed(rows[0]["name"], str(view.request.url), base, updated, events))  # fmt: skip
    return Response(text, media_type="application/atom+xml")
