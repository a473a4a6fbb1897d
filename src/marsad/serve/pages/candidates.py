"""Candidates for the lexicon: names that the reports bring in and the lexicon does not know, accepted into one's own folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from ...errors import StopRun
from ...suggest.gather import Candidate
from ...suggest.write import slug_of
from ..problems import Problem
from ..view import Asked

router = APIRouter()
KINDS = ("person", "body", "outlet")
_LISTED = 40
Text = Annotated[str, Form()]


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate with the id that a file of its own would get."""

    candidate: Candidate
    slug: str


@dataclass(frozen=True, slots=True)
class CandidatesPage:
    """Everything the page shows; `ready` is false while the reports are still being read."""

    kind: str
    ready: bool
    offers: tuple[Offer, ...]
    counts: dict[str, int]
    folder: str
    actors: tuple[str, ...]
    accepted: str


@router.get("/lexicon", response_class=HTMLResponse)
def show(view: Asked, kind: str = "", accepted: str = "") -> HTMLResponse:
    """The candidates of most reports, of one kind where the address names it."""
    if kind and kind not in KINDS:
        raise Problem(400, "bad_request", kind)
    suggestions = view.request.app.state.suggestions
    found = suggestions.candidates()
    listed = [c for c in found or () if kind in ("", c.kind)][:_LISTED]
    page = CandidatesPage(
        kind, found is not None, tuple(Offer(c, slug_of(c.name)) for c in listed),
        {k: sum(c.kind == k for c in found or ()) for k in KINDS}, str(suggestions.folder),
        tuple(sorted(view.actor(a) for a in view.labels.actors)) if listed else (), accepted[:200],
    )  # fmt: skip
    return view.page("candidates.html", page)


@router.post("/lexicon/{candidate_id}/accept")
def accept(view: Asked, candidate_id: str, body: Text = "", name: Text = "", kind: Text = "") -> RedirectResponse:
    """Write a candidate into the own folder: a person to an actor, a body or an outlet as a file of its own."""
    suggestions = view.request.app.state.suggestions
    found = next((c for c in suggestions.candidates() or () if c.id == candidate_id), None)
    if found is None:
        raise Problem(404, "no_candidate", candidate_id)
    actor = view.labels.actor_id(body.strip()) if found.kind == "person" else None
    if found.kind == "person" and actor is None:
        raise Problem(400, "no_actor", body)
    if found.kind != "person" and not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name.strip()):
        raise Problem(400, "bad_id", name)
    try:
        path = suggestions.accept(found, actor, name.strip() if found.kind != "person" else None)
    except (StopRun, OSError) as error:
        raise Problem(400, "not_written", str(error)) from error
    view.store.audit(view.user, "accept", f"candidate:{candidate_id}", {"name": found.name, "file": path.name})
    return RedirectResponse(view.url("/lexicon", kind=kind if kind in KINDS else "", accepted=found.name), 303)
