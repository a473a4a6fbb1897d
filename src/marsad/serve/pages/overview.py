"""The first page: what is new and since when, what is disputed, what needs a decision, and when all of it happened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from ...store import EventRow, RunRow
from ..charts.timeline import timeline
from ..filtering import FilterForm, filter_form
from ..mapping import map_words
from ..view import Asked, NavItem, View

router = APIRouter()
NAV = NavItem("overview", "/", 0)
# Lines of each list: the two columns come out about as long.
_NEW, _DISPUTED, _UNDECIDED = 11, 6, 5


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """Everything the page shows."""

    form: FilterForm
    since: str | None
    new: tuple[EventRow, ...]
    new_count: int
    disputed: tuple[EventRow, ...]
    disputed_count: int
    undecided: tuple[EventRow, ...]
    timeline: Markup
    points: str
    bbox: str
    map_words: str
    counts: dict[str, int]
    event_count: int
    last_run: RunRow | None
    composed: bool


@router.get("/", response_class=HTMLResponse)
def overview(view: Asked) -> HTMLResponse:
    """The page for the filter of the address."""
    store, f = view.store, view.filters
    since = f.since or _last_intake(view)
    fresh = f.but(since=since)
    disputed = f.but(statuses=("disputed", "denied_only"))
    shown, runs = store.events(disputed, limit=_DISPUTED).items, store.runs(1)
    page = OverviewPage(
        form=filter_form(view, "/"), since=since, new=store.events(fresh, limit=_NEW, order="updated").items,
        new_count=store.count_events(fresh), disputed=shown, disputed_count=store.count_events(disputed),
        undecided=_undecided(view, {e.id for e in shown}), timeline=draw_timeline(view), points=view.url("/map/points", f.but(bbox=None), ids="no"),
        bbox=",".join(f"{x:g}" for x in f.bbox or ()), map_words=map_words(view), counts=store.counts(),
        event_count=store.count_events(f), last_run=runs[0] if runs else None, composed=view.request.app.state.composed,
    )  # fmt: skip
    return view.page("overview.html", page)


def _undecided(view: View, shown: Collection[str]) -> tuple[EventRow, ...]:
    """Events on which a decision is worth most, apart from those that the page shows as disputed already."""
    worth = view.store.worth_deciding(view.filters, _UNDECIDED + len(shown))
    return tuple(e for e in worth if e.id not in shown)[:_UNDECIDED]


def draw_timeline(view: View) -> Markup:
    """The events of the filter by day; a bar narrows the page to its days."""
    counts = view.store.event_days(view.filters)
    label = view.line("timeline.label")
    return timeline(view.locale, counts, lambda a, b: view.url("/", date_from=a, date_to=b), label)


def _last_intake(view: View) -> str | None:
    """The moment of the last run that took new reports in: what came since is new."""
    for run in view.store.runs(20):
        if run.counts.get("new") or run.counts.get("new_articles"):
            return run.started_at
    return None
