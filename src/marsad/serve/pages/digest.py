"""The daily digest: what is new, risen, disputed, corroborated since a moment; it prints well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ...link.digest import Line, digest_of, moment_of
from ...store import EventRow
from ..quoting import Quote, quotes_of
from ..view import Asked, NavItem

router = APIRouter()
NAV = NavItem("digest", "/digest", 70)
PERIODS = ("today", "yesterday", "7d", "30d")
_MOST = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of the digest with the passage that was told last."""

    event: EventRow
    quote: Quote


@dataclass(frozen=True, slots=True)
class Section:
    """One part: key of its title, its entries, how many there are in all."""

    key: str
    entries: tuple[Entry, ...]
    count: int


@dataclass(frozen=True, slots=True)
class DigestPage:
    """Everything the page shows."""

    since: str
    chosen: str
    periods: tuple[str, ...]
    sections: tuple[Section, ...]
    made_at: str


@router.get("/digest", response_class=HTMLResponse)
def digest(view: Asked, period: str = "yesterday") -> HTMLResponse:
    """The digest since `period`: a word, a number of hours or days, a date."""
    now = dt.datetime.now(dt.UTC)
    since = moment_of(period, now)
    found = digest_of(view.store, since, _MOST)
    parts = (
        ("new", found.new), ("risen", found.risen), ("disputed", found.disputed), ("corroborated", found.corroborated),
        ("happened", found.happened),
    )  # fmt: skip
    ids = {line.id for _, lines in parts for line in lines[:_MOST]}
    events = {e.id: e for e in view.store.event_rows(ids)}
    counts = {"new": found.new_count}
    last = view.store.last_told(ids)
    quotes = quotes_of(view.store, view.store.claims_by_id(last.values()).values())
    told = {event: quotes[claim] for event, claim in last.items() if claim in quotes}
    sections = tuple(_section(key, lines, events, told, counts.get(key, len(lines))) for key, lines in parts if lines)
    return view.page("digest.html", DigestPage(since, period, PERIODS, sections, now.isoformat()))


def _section(
    key: str, lines: Sequence[Line], events: dict[str, EventRow], told: dict[str, Quote], count: int
) -> Section:
    # The most widely told first: a printed page is read from the top.
    shown = [Entry(events[x.id], told.get(x.id) or Quote("", x.passage, "")) for x in lines[:_MOST] if x.id in events]
    return Section(key, tuple(sorted(shown, key=lambda x: (-x.event.outlet_count, x.event.id))), count)
