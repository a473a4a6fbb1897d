"""What reading a source gives: an article with the bytes that it was read from, or a refusal that says what to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from ..model import Article


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that could not be taken in: where, what is wrong, and how to mend it."""

    where: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """One report as received: exactly one of `article` and `refusal` is set; `raw` are the bytes as they came."""

    article: Article | None
    refusal: Refusal | None = None
    raw: bytes = b""
    content_type: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    url: str | None = None
    fetched_at: dt.datetime | None = None
    byline: str | None = None
    agencies: tuple[str, ...] = ()
    extraction: dict[str, str] = field(default_factory=dict)
