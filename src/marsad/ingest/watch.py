"""Polling the configured feeds for as long as the program runs, a laptop that sleeps in between included.

What is due is told by the wall clock, looked at every few seconds: the monotonic clock stands still while a machine sleeps.
Where the two part, the machine slept or its clock was set; then the network gets a moment to come back.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from ..errors import StopRun
from ..lexicons.read import read_yaml
from .address import canonical, is_address
from .feeds import Entry, entries, kind_of, unpacked
from .fetch import Reply
from .sources import page_of
from .types import Fetched, ReadOptions, Unreadable

LOOK = 5.0  # seconds between two looks at the clock
GRACE = 10.0  # seconds that a network gets after the machine woke up
_SLEPT = 60.0
_LONGEST_BACK_OFF = dt.timedelta(hours=6)
_REMEMBERED = 3000  # pages of one feed
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed or sitemap of the configuration and how often it is asked."""

    url: str
    every: dt.timedelta


class FeedStore(Protocol):
    """What watching keeps between visits; `marsad.store.Store` does."""

    def feeds(self, due: str | None = None) -> list[dict[str, Any]]:
        """The feeds that were visited."""

    def save_feed(self, url: str, **values: Any) -> None:
        """Note what a visit gave."""


class Pages(Protocol):
    """Where feeds and pages come from; `marsad.ingest.fetch.Fetcher` asks the web."""

    def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Reply:
        """The reply of an address; Unreadable says why there is none."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The two clocks of a machine, apart from each other so that a test can let one of them sleep."""

    wall: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    steady: Callable[[], float] = time.monotonic


def read_config(path: Path) -> list[Feed]:
    """The feeds of `feeds.yml`; StopRun says what is wrong with it and how it should look."""
    form = "write:\n  every: 15m\n  feeds:\n    - https://example.org/rss\n    - {url: https://example.org/sitemap-news.xml, every: 1h}"
    if not path.exists():
        raise StopRun(f"{path}: there is no list of feeds: {form}")
    data = read_yaml(path)
    rows = data.get("feeds") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not rows:
        raise StopRun(f"{path}: names no feeds: {form}")
    usual = data.get("every", "15m")
    out: list[Feed] = []
    for row in rows:
        url = row.get("url") if isinstance(row, dict) else row
        if not isinstance(url, str) or not is_address(url):
            raise StopRun(f"{path}: {url!r} is no web address: {form}")
        out.append(Feed(url, _interval(row.get("every", usual) if isinstance(row, dict) else usual, path)))
    return list({feed.url: feed for feed in out}.values())


def _interval(text: str, path: Path) -> dt.timedelta:
    found = re.fullmatch(r"(\d+)\s*([smhd])", str(text).strip())
    if not found or int(found.group(1)) == 0:
        raise StopRun(f"{path}: every: {text!r} is no time: write 30s, 15m, 2h or 1d")
    return dt.timedelta(seconds=int(found.group(1)) * _UNITS[found.group(2)])


@dataclass(slots=True)
class Watcher:
    """Visits feeds when they are due and hands their new articles and refusals to `take`; `stop` ends it between two pages."""

    feeds: list[Feed]
    store: FeedStore
    fetch: Pages
    take: Callable[[Iterable[Fetched]], None]
    stop: threading.Event = field(default_factory=threading.Event)
    clock: Clock = field(default_factory=Clock)
    options: ReadOptions = field(default_factory=ReadOptions)
    say: Callable[[str], object] = print

    def run(self) -> None:
        """Watch until told to stop."""
        wall, steady = self.clock.wall(), self.clock.steady()
        while not self.stop.is_set():
            for feed in self.due():
                if self.stop.is_set():
                    return
                self.visit(feed)
            wall, steady = self.clock.wall(), self.clock.steady()
            self.stop.wait(LOOK)
            apart = (self.clock.wall() - wall).total_seconds() - (self.clock.steady() - steady)
            if abs(apart) > _SLEPT:
                self.say(f"the clock moved by {apart:.0f} s: the machine slept or its clock was set")
                self.stop.wait(GRACE)

    def due(self) -> list[Feed]:
        """The feeds to visit now. A visit that lies further ahead than any back-off was noted by a clock that went wrong."""
        now = self.clock.wall()
        known = {row["url"]: row for row in self.store.feeds()}
        out = []
        for feed in self.feeds:
            at = _moment(known.get(feed.url, {}).get("next_at"))
            if at is None or at <= now or at > now + max(feed.every, _LONGEST_BACK_OFF) + dt.timedelta(minutes=5):
                out.append(feed)
        return out

    def visit(self, feed: Feed) -> None:
        """Ask one feed, fetch its new pages, note when to come again."""
        row = next((r for r in self.store.feeds() if r["url"] == feed.url), {})
        state: dict[str, Any] = dict(row.get("state") or {})
        now = self.clock.wall()
        values: dict[str, Any] = {
            "fetched_at": now.isoformat(),
            "failures": 0,
            "error": None,
            "next_at": (now + feed.every).isoformat(),
        }
        try:
            reply = self.fetch.get(feed.url, row.get("etag"), row.get("last_modified"))
            if reply.fresh:
                raw = unpacked(reply.body, feed.url)
                values["kind"] = kind_of(raw) or "page"
                if values["kind"] == "page":
                    raise Unreadable(feed.url, "is neither a feed nor a sitemap", "mend its address in feeds.yml")
                seen = dict(state.get("seen") or {})
                self.take(_noting_outlet(self._new(list(entries(raw, reply.url)), seen), values))
                if not self.stop.is_set():  # else the pages that are left must be seen as new the next time
                    values |= {"etag": reply.header("etag"), "last_modified": reply.header("last-modified")}
                values["state"] = {"seen": dict(list(seen.items())[-_REMEMBERED:])}
        except Unreadable as error:
            failures = int(row.get("failures") or 0) + 1
            wait = min(_LONGEST_BACK_OFF, feed.every * 2 ** min(failures, 10))
            values |= {"failures": failures, "error": error.refusal.what, "next_at": (now + wait).isoformat()}
            self.take([Fetched(None, error.refusal, url=feed.url)])
            self.say(f"{feed.url}: {error.refusal.what}; again in {wait}")
        self.store.save_feed(feed.url, **values)

    def _new(self, found: list[Entry], seen: dict[str, str]) -> Iterator[Fetched]:
        """The articles of entries that are new, or of which the feed tells another time than before."""
        count = 0
        for entry in found:
            key, stamp = canonical(entry.url), entry.published or ""
            if entry.index or seen.get(key) == stamp:
                continue
            if self.stop.is_set() or count >= self.options.limit:
                return
            count += 1
            try:
                yield page_of(self.fetch.get(entry.url), entry.url, entry)
            except Unreadable as error:
                yield Fetched(None, error.refusal, url=entry.url)
            seen.pop(key, None)
            seen[key] = stamp


def _noting_outlet(found: Iterable[Fetched], values: dict[str, Any]) -> Iterator[Fetched]:
    """The same; the outlet that the pages name is noted with the feed."""
    for fetched in found:
        if fetched.article is not None and fetched.article.outlet:
            values["outlet"] = fetched.article.outlet
        yield fetched


def _moment(value: Any) -> dt.datetime | None:
    if not isinstance(value, str):
        return None
    try:
        found = dt.datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
