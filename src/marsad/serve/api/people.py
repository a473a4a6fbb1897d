"""Judgements: what people decided, and deciding through the interface."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ...errors import StopRun
from ...link.on_store import judge
from ...store.rows import JudgementRow
from ..problems import Problem
from .asked import Limit, Stored, sent
from .problems import Conflict, Missing
from .schema import answers

router = APIRouter(tags=["judgements"])


class Judgements(msgspec.Struct, frozen=True):
    """Judgements in the order they were made; `next` is the number to give as `after`."""

    items: list[JudgementRow]
    next: int | None


class Decision(BaseModel):
    """That two events or claims are one happening or not, or that claims do not belong to an event."""

    model_config = ConfigDict(extra="forbid")

    verdict: Literal["same", "different", "split"]
    left: Annotated[str, Field(min_length=1, max_length=100, description="An event or a claim; for split the event")]
    right: Annotated[list[Annotated[str, Field(min_length=1, max_length=100)]], Field(min_length=1, max_length=200)]
    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class Undoing(BaseModel):
    """Why a judgement is taken back."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str | None, Field(max_length=2000)] = None


def _from_here(request: Request) -> None:
    """A page of another site cannot decide in a reader's name: browsers say where a request comes from."""
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise Problem(403, "foreign_form")


@router.get("/judgements", responses=answers(Judgements))
def judgements(
    request: Request,
    store: Stored,
    after: Annotated[int, Query(ge=0, le=2**53)] = 0,
    undone: bool = False,
    limit: Limit = 50,
) -> Response:
    """What people decided, the oldest first; with `undone`, also what was taken back."""
    found = store.judgements((), None, after, undone, limit)
    return sent(request, Judgements(list(found), found[-1].id if len(found) == limit else None))


@router.post("/judgements", responses=answers(JudgementRow, 403, 404, 409, status=201), status_code=201)
def decide(request: Request, store: Stored, given: Annotated[Decision, Body()]) -> Response:
    """Put a decision down and link again what it touches."""
    _from_here(request)
    for name in (given.left, *given.right):
        if store.event(name) is None and not store.claims_by_id([name]):
            raise Missing(f"there is no event or claim {name!r}: /events and /claims list them")
    try:
        made = judge(store, given.verdict, given.left, given.right, request.state.account.name, given.reason)
    except StopRun as error:
        raise Conflict(str(error)) from error
    request.app.state.relinker.ask()
    answer = sent(request, made)
    answer.status_code = 201
    return answer


@router.post("/judgements/{number}/undo", responses=answers(JudgementRow, 403, 404, 409))
def undo(
    request: Request, store: Stored, number: Annotated[int, Path(ge=1, le=2**53)], given: Annotated[Undoing, Body()]
) -> Response:
    """Take a judgement back; both stay in the record."""
    _from_here(request)
    if not store.judgements((), None, number - 1, True, 1):
        raise Missing(f"there is no judgement {number}: /judgements lists them")
    try:
        done = store.undo(number, author=request.state.account.name, reason=given.reason)
    except StopRun as error:
        raise Conflict(str(error)) from error
    request.app.state.relinker.ask()
    return sent(request, done)
