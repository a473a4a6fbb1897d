"""Sources and runs: feeds and their last visit, what was refused and what to do, runs with speed and errors, the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ...store import RefusalRow, RunRow
from ..view import Asked, NavItem

router = APIRouter()
NAV = NavItem("sources", "/sources", 80)


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """Everything the page shows."""

    feeds: tuple[dict[str, Any], ...]
    refusals: tuple[RefusalRow, ...]
    refusal_count: int
    runs: tuple[RunRow, ...]
    counts: dict[str, int]
    ledger_end: int
    ledger_hash: str


@router.get("/sources", response_class=HTMLResponse)
def sources(view: Asked) -> HTMLResponse:
    """The page."""
    store = view.store
    end, digest, _ = store.mirror_end()
    page = SourcesPage(
        tuple(store.feeds()), tuple(store.refusals(50)), store.count_refusals(), tuple(store.runs(20)), store.counts(), end, digest
    )  # fmt: skip
    return view.page("sources.html", page)
