"""Outlets: how often each tells alone, is borne out or contradicted by others, and whose texts it carries."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ...lexicons.vocabulary import Source
from ...store import ArticleRow, EventRow, Filters
from ...store.standing import OutletStanding
from ..filtering import Chip, FilterForm, chips_of, filter_form
from ..problems import Problem
from ..view import Asked, NavItem, View

router = APIRouter()
NAV = NavItem("outlets", "/outlets", 50)


@dataclass(frozen=True, slots=True)
class Row:
    """An outlet in the table."""

    name: str
    standing: OutletStanding
    articles: int


@dataclass(frozen=True, slots=True)
class OutletsPage:
    """Everything the table shows."""

    form: FilterForm
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """Another outlet with the number of texts that both have."""

    outlet: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class OutletPage:
    """Everything an outlet's page shows."""

    outlet: str
    name: str
    source: Source | None
    standing: OutletStanding | None
    carried: tuple[Shared, ...]
    sharers: tuple[Shared, ...]
    alone: tuple[EventRow, ...]
    disputed: tuple[EventRow, ...]
    articles: tuple[ArticleRow, ...]
    next: str
    chips: tuple[Chip, ...]
    action: str


@router.get("/outlets", response_class=HTMLResponse)
def outlets(view: Asked) -> HTMLResponse:
    """The outlets of the events under the filter."""
    held = dict(view.store.outlets())
    rows = tuple(Row(view.outlet(s.outlet), s, held.get(s.outlet, 0)) for s in view.store.standings(view.filters))
    return view.page("outlets.html", OutletsPage(filter_form(view, "/outlets"), rows))


@router.get("/outlet", response_class=HTMLResponse)
def outlet(view: Asked, name: str = "", cursor: str | None = None) -> HTMLResponse:
    """The page of one outlet."""
    store = view.store
    f = view.filters.but(outlets=(name,))
    articles = store.articles(name, cursor, 15, (f.date_from, f.date_to))
    if not name or not (articles.items or cursor or store.articles(name, limit=1).items):
        raise Problem(404, "no_outlet", name)
    standing = next((s for s in store.standings(f, 1000) if s.outlet == name), None)
    page = OutletPage(
        outlet=name, name=view.outlet(name), source=view.labels.sources.get(view.labels.names.get(name, "")), standing=standing,
        carried=_shared(view, store.agencies_of(name)), sharers=_shared(view, store.sharers_of(name)),
        alone=store.events(f.but(statuses=("single_origin",)), limit=6).items, disputed=store.events(f.but(statuses=("disputed",)), limit=6).items,
        articles=articles.items, next=view.url("/outlet", name=name, cursor=articles.next) if articles.next else "",
        chips=chips_of(view, "/outlet", name=name), action=view.url("/outlet", Filters(), name=name),
    )  # fmt: skip
    return view.page("outlet.html", page)


def _shared(view: View, counted: list[tuple[str, int]]) -> tuple[Shared, ...]:
    return tuple(Shared(key, view.outlet(key), n) for key, n in counted)
