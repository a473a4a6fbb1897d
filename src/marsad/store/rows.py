"""What the store gives back: frozen rows, and pages of them."""

from __future__ import annotations

import base64
import json
from typing import Any, Generic, TypeVar

import msgspec

from ..errors import StopRun
from ..model import Claim

T = TypeVar("T")


class Page(msgspec.Struct, Generic[T], frozen=True):
    """Some rows, and the cursor of the next page; None on the last."""

    items: tuple[T, ...]
    next: str | None


class Added(msgspec.Struct, frozen=True):
    """What became of an article that was given: its keys, and whether article or version is new."""

    article_key: int
    version_id: int
    new_article: bool
    new_version: bool
    coded_by: str | None = None


class ArticleRow(msgspec.Struct, frozen=True):
    """An article as lists show it."""

    key: int
    id: str
    title: str | None
    outlet: str | None
    url: str | None
    published_at: str | None
    day: str
    agency: str | None
    claim_count: int
    group_id: str | None
    version_id: int | None
    first_seen: str
    last_seen: str


class ArticleHead(msgspec.Struct, frozen=True):
    """An article without its text, with where its bytes are kept."""

    id: str
    title: str | None
    url: str | None
    outlet: str | None
    agency: str | None
    published_at: str | None
    capture_id: int | None
    sha256: str | None
    fetched_at: str | None


class VersionRow(msgspec.Struct, frozen=True):
    """One version of an article, its text included."""

    id: int
    article_id: str
    number: int
    text: str
    title: str | None
    url: str | None
    outlet: str | None
    published_at: str | None
    dateline: str | None
    byline: str | None
    agencies: tuple[str, ...]
    text_sha256: str
    capture_id: int | None
    first_seen: str
    last_seen: str
    coded_by: str | None
    warnings: tuple[str, ...]


class ClaimRow(msgspec.Struct, frozen=True):
    """A claim with where it stands and its history; `claim` is the whole of it."""

    id: str
    article_id: str
    article_title: str | None
    outlet: str | None
    agency: str | None
    published_at: str | None
    group_id: str | None
    version_id: int
    day: str
    event_group: str | None
    coder_version: str
    first_seen: str
    last_seen: str
    retired_at: str | None
    retired_why: str | None
    replaces: str | None
    claim: Claim


class FigureRow(msgspec.Struct, frozen=True):
    """A range of an event by one rule."""

    rule: str
    kind: str
    of: str
    low: float | None
    best: float | None
    high: float | None
    detail: dict[str, Any] | None = None


class Member(msgspec.Struct, frozen=True):
    """A claim of an event, with the origin it goes back to and why it was joined."""

    claim_id: str
    origin: str | None = None
    score: float | None = None
    why: list[Any] | None = None


class Relation(msgspec.Struct, frozen=True):
    """Two claims that agree, differ or deny each other; across events where `other_event_id` is set."""

    kind: str
    left_claim: str | None
    right_claim: str | None
    other_event_id: str | None = None
    detail: dict[str, Any] = {}


class EventRow(msgspec.Struct, frozen=True):
    """An event as lists show it."""

    id: str
    event_type: str
    event_group: str | None
    status: str
    day: str
    date_start: str | None
    date_end: str | None
    date_precision: str | None
    place_id: str | None
    place_name_ar: str | None
    place_name_en: str | None
    lat: float | None
    lon: float | None
    country: str | None
    adm1: str | None
    adm2: str | None
    place_precision: int | None
    origins: int
    claim_count: int
    article_count: int
    outlet_count: int
    confidence: float
    detail: dict[str, Any]
    first_seen: str
    updated_at: str
    retired_at: str | None


class EventRecord(msgspec.Struct, frozen=True):
    """An event with all that hangs on it, as the linker writes it and the event page reads it."""

    event: EventRow
    members: tuple[Member, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    nodes: tuple[dict[str, Any], ...] = ()
    edges: tuple[dict[str, Any], ...] = ()
    relations: tuple[Relation, ...] = ()
    actors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


class Hit(msgspec.Struct, frozen=True):
    """An article that a search found: where the words stand in its given text and title, end exclusive."""

    article: ArticleRow
    text: str
    spans: tuple[tuple[int, int], ...]
    title_spans: tuple[tuple[int, int], ...]

    def excerpt(self, width: int = 160) -> tuple[int, int]:
        """The stretch of `text` to show: around the place where most different hits stand together."""
        if not self.spans:
            return 0, min(len(self.text), width)
        best = max(self.spans, key=lambda s: sum(1 for a, _ in self.spans if s[0] <= a < s[0] + width))
        start = max(0, best[0] - width // 4)
        return start, min(len(self.text), start + width)


class JudgementRow(msgspec.Struct, frozen=True):
    """One decision of one person."""

    id: int
    kind: str
    target_kind: str
    target_id: str
    other_id: str | None
    field: str | None
    value: dict[str, Any] | None
    author: str
    reason: str | None
    at: str
    undone_by: int | None


class RunRow(msgspec.Struct, frozen=True):
    """One call of the program; `state` is running, done, failed or interrupted."""

    id: int
    command: str
    options: dict[str, Any]
    state: str
    pid: int | None
    coder_version: str | None
    started_at: str
    finished_at: str | None
    counts: dict[str, Any]
    seconds: float | None
    error: str | None


class RefusalRow(msgspec.Struct, frozen=True):
    """Something that could not be taken in, and what to do about it."""

    id: str
    where: str
    what: str
    remedy: str
    times: int
    first_seen: str
    last_seen: str
    resolved_at: str | None


def write_cursor(*values: str | int) -> str:
    """An opaque mark of the last row of a page."""
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> list[Any]:
    """The values of the last row; a cursor that is none of ours is refused."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise StopRun(f"cursor {cursor!r} was not made by this program: start from the first page") from error
    if not isinstance(values, list) or len(values) != 2:
        raise StopRun(f"cursor {cursor!r} was not made by this program: start from the first page")
    return values
