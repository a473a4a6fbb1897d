"""What reading a source gives: an article with the bytes that it was read from, or a refusal that says what to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from ..errors import SkipArticle
from ..model import Article


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that could not be taken in: where, what is wrong, and how to mend it."""

    where: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """One report as received: exactly one of `article` and `refusal` is set; `raw` are the bytes as they came.

    `extraction` says by which mark each part was found (`date`: `json-ld`, `body`: `container`, `encoding`: `windows-1256` …).
    """

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


class Unreadable(SkipArticle):
    """A source that gives nothing; `refusal` is the row that the user sees."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}: {remedy}")
        self.refusal = Refusal(where, what, remedy)


def refused(where: object, what: str, remedy: str) -> Fetched:
    """A refusal as reading gives it."""
    return Fetched(None, Refusal(str(where), what, remedy))


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How far reading may go: bytes, seconds, redirects, and how gently it asks."""

    allow_private: bool = False
    """Whether addresses of the local network may be read."""
    max_bytes: int = 16 * 1024 * 1024
    """The largest page, after unpacking."""
    timeout: float = 60.0
    """Seconds for one fetch from its first byte to its last, redirects included."""
    idle_timeout: float = 15.0
    """Seconds in which a server may say nothing."""
    max_redirects: int = 8
    delay: float = 1.0
    """Seconds between two requests to one host; a longer Crawl-delay of its robots.txt wins."""
    robots: bool = True
    patience: float = 30.0
    """The longest wait that a host may ask for before its page is refused for now."""
    limit: int = 500
    """Articles taken from one feed or sitemap."""
    user_agent: str = "Marsad/0.1 (+https://github.com/marsad; news archive for human rights documentation)"
