"""The composed outlets of `samples/web`, visited like feeds on the web: `1` and `2` hold what each visit finds, `2` over `1`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from urllib.parse import urlsplit

from ..ingest.fetch import Reply, unanswered
from ..ingest.watch import Feed, FeedStore, read_config

WEB = Path(__file__).resolve().parent.parent / "samples" / "web"
VISITS = ("1", "2")
_TYPES = {".xml": "application/rss+xml", ".html": "text/html; charset=utf-8"}


class SampleWeb:
    """The pages as they stand at one visit; nothing is asked of any network."""

    def __init__(self, visit: str) -> None:
        self.visit = visit
        self._folders = [WEB / v for v in reversed(VISITS) if v <= visit]

    def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Reply:
        """The page of an address; Unreadable where the outlet has none."""
        path = next((p for folder in self._folders if (p := _file(folder, url)).is_file()), None)
        if path is None:
            raise unanswered(url, 404)
        headers = (("content-type", _TYPES[path.suffix]), ("etag", self.visit))
        return Reply(url, 200, headers, path.read_bytes(), dt.datetime.now(dt.UTC))


def feeds_of(visit: str, store: FeedStore) -> list[Feed]:
    """The feeds that have something for this visit, but for those that had it already."""
    had = {row["url"]: row["etag"] or VISITS[0] for row in store.feeds()}
    found = [feed for feed in read_config(WEB / "feeds.yml") if _file(WEB / visit, feed.url).is_file()]
    return [feed for feed in found if had.get(feed.url, "") < visit]


def _file(folder: Path, url: str) -> Path:
    parts = urlsplit(url)
    return folder / str(parts.hostname) / parts.path.lstrip("/")
