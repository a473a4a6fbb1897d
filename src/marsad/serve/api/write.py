"""Coding a text that is posted: nothing of it is stored."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ...model import Article, Coded, Refused
from ...pipeline import ClaimCoder
from .asked import sent
from .schema import answers

router = APIRouter(tags=["code"])
_LONGEST = 1_000_000  # characters


class Text(BaseModel):
    """A report to code."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=_LONGEST)]
    id: Annotated[str, Field(min_length=1, max_length=400)] = "text"
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_at: Annotated[str | None, Field(description="ISO 8601; relative days count from it")] = None
    dateline: str | None = None


def _coder(request: Request) -> ClaimCoder:
    if not hasattr(request.app.state, "coder"):
        from ...pipeline import Coder

        request.app.state.coder = Coder.load()
    coder: ClaimCoder = request.app.state.coder
    return coder


@router.post("/code", responses=answers((Coded, Refused)))
def code(request: Request, given: Annotated[Text, Body()]) -> Response:
    """What `marsad code` prints for a report: its claims, or why it cannot be read."""
    return sent(request, _coder(request).code(Article(**given.model_dump())))
