"""The list of events under the filter of the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from ...store import EventRow
from ..filtering import FilterForm, filter_form
from ..view import Asked, NavItem
from .overview import draw_timeline

router = APIRouter()
NAV = NavItem("events", "/events", 20)
_PAGE = 40


@dataclass(frozen=True, slots=True)
class EventsPage:
    """Everything the page shows; `next` is the address of what comes after."""

    form: FilterForm
    events: tuple[EventRow, ...]
    count: int
    most: int
    next: str | None
    continued: bool
    order: str
    timeline: Markup


@router.get("/events", response_class=HTMLResponse)
def events(
    view: Asked, cursor: str | None = None, order: Annotated[str, Query(pattern="^(day|updated)$")] = "day"
) -> HTMLResponse:
    """The page that begins at `cursor`."""
    found = view.store.events(view.filters, cursor, _PAGE, order)
    kept = order if order != "day" else None
    following = view.url("/events", cursor=found.next, order=kept) if found.next else None
    page = EventsPage(
        filter_form(view, "/events"), found.items, view.store.count_events(view.filters), 10_000, following, bool(cursor), order,
        draw_timeline(view),
    )  # fmt: skip
    return view.page("events.html", page)
