"""Watching: what is new once, gently after failures, through a machine's sleep, and a clean end on SIGTERM."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from webserver import Server, answer, page

from marsad.errors import StopRun
from marsad.ingest import watch as watching
from marsad.ingest.fetch import Fetcher
from marsad.ingest.types import Fetched, ReadOptions
from marsad.ingest.watch import Clock, Feed, Watcher, read_config

OPTIONS = ReadOptions(allow_private=True, delay=0.0, robots=False, timeout=5.0, idle_timeout=2.0)
NOW = dt.datetime(2021, 3, 7, 12, tzinfo=dt.UTC)


class Kept:
    """What the store keeps of feeds, in a dictionary."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Any]] = {}

    def feeds(self, due: str | None = None) -> list[dict[str, Any]]:
        return list(self.rows.values())

    def save_feed(self, url: str, **values: Any) -> None:
        self.rows.setdefault(url, {"url": url}).update(values)


class Bench:
    """A watcher of one feed with a clock that is set by hand."""

    def __init__(self, server: Server) -> None:
        self.wall, self.steady = NOW, 0.0
        self.kept, self.taken = Kept(), list[Fetched]()
        self.said: list[str] = []
        self.feed = Feed(server.url("/rss"), dt.timedelta(minutes=15))
        self.fetch = Fetcher(OPTIONS)
        clock = Clock(lambda: self.wall, lambda: self.steady)
        self.watcher = Watcher(
            [self.feed], self.kept, self.fetch, self.take, clock=clock, options=OPTIONS, say=self.said.append
        )

    def take(self, found: Iterable[Fetched]) -> None:
        self.taken.extend(found)

    def visit(self, minutes: int = 15) -> list[Fetched]:
        """Let time pass and visit what is due; what came."""
        self.wall += dt.timedelta(minutes=minutes)
        self.taken.clear()
        for feed in self.watcher.due():
            self.watcher.visit(feed)
        return list(self.taken)


def rss(server: Server, *numbers: int, stamp: str = "07:00", **headers: str) -> None:
    """Let the server publish a feed of these pages."""
    items = "".join(
        f"<item><link>{server.url(f'/n/{n}')}</link><pubDate>Sun, 07 Mar 2021 {stamp}:00 GMT</pubDate></item>"
        for n in numbers
    )
    for n in numbers:
        server.paths.setdefault(f"/n/{n}", answer(page(f"قصف على الحي السكني رقم {n}")))
    server.paths["/rss"] = answer(f'<rss version="2.0"><channel>{items}</channel></rss>', kind="text/xml", **headers)


@pytest.fixture
def bench(server: Server) -> Bench:
    return Bench(server)


def test_a_page_is_fetched_once_and_again_when_the_feed_tells_another_time(server: Server, bench: Bench) -> None:
    rss(server, 1, 2)
    assert len(bench.visit()) == 2
    rss(server, 1, 2, 3)
    assert len(bench.visit()) == 1
    assert bench.visit(5) == []
    rss(server, 1, 2, 3, stamp="09:30")
    assert len(bench.visit()) == 3
    assert len(server.asked("/n/1")) == 2


def test_an_unchanged_feed_is_asked_with_its_marks(server: Server, bench: Bench) -> None:
    rss(server, 1, ETag='"v1"', Last_Modified="Sun, 07 Mar 2021 07:00:00 GMT")
    bench.visit()
    server.paths["/rss"] = answer("", "304 Not Modified")
    assert bench.visit() == []
    assert 'if-none-match: "v1"' in server.asked("/rss")[1].lower()
    assert bench.kept.rows[bench.feed.url]["failures"] == 0
    bench.visit()
    assert 'if-none-match: "v1"' in server.asked("/rss")[2].lower()


def test_a_feed_that_fails_is_asked_ever_less_and_each_failure_is_a_refusal(server: Server, bench: Bench) -> None:
    server.paths["/rss"] = answer("", "404 Not Found")
    waits = []
    for _ in range(3):
        (refused,) = bench.visit(24 * 60)
        assert refused.refusal is not None
        assert "404" in refused.refusal.what
        waits.append(
            (dt.datetime.fromisoformat(bench.kept.rows[bench.feed.url]["next_at"]) - bench.wall).total_seconds() / 60
        )
    assert waits == [30, 60, 120]
    rss(server, 1)
    assert len(bench.visit(24 * 60)) == 1
    assert bench.kept.rows[bench.feed.url]["failures"] == 0


def test_a_visit_noted_by_a_clock_that_went_wrong_does_not_silence_a_feed(server: Server, bench: Bench) -> None:
    rss(server, 1)
    bench.visit()
    bench.wall -= dt.timedelta(days=400)
    assert bench.watcher.due() == [bench.feed]


def test_after_a_sleep_the_network_gets_a_moment_and_what_is_due_is_visited(
    server: Server, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    rss(server, 1)
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        bench.steady += seconds
        bench.wall += dt.timedelta(seconds=seconds)
        if len(waits) == 1:  # the lid is closed for eight hours: only the wall clock goes on
            bench.wall += dt.timedelta(hours=8)
            rss(server, 1, 2)
        if len(waits) == 3:
            bench.watcher.stop.set()
        return bench.watcher.stop.is_set()

    monkeypatch.setattr(bench.watcher.stop, "wait", wait)
    bench.watcher.run()
    assert waits == [watching.LOOK, watching.GRACE, watching.LOOK]
    assert "slept" in bench.said[0]
    assert [f.article.title for f in bench.taken if f.article] == [
        "قصف على الحي السكني رقم 1",
        "قصف على الحي السكني رقم 2",
    ]


def test_stopping_between_two_pages_leaves_the_rest_new(server: Server, bench: Bench) -> None:
    rss(server, 1, 2, 3, ETag='"v1"')
    real = bench.take

    def take(found: Iterable[Fetched]) -> None:
        for fetched in found:
            real([fetched])
            bench.watcher.stop.set()

    bench.watcher.take = take
    assert len(bench.visit()) == 1
    bench.watcher.take, bench.watcher.stop = real, threading.Event()
    assert len(bench.visit()) == 2


@pytest.mark.parametrize(
    ("text", "word"),
    [("", "names no feeds"), ("feeds: [x]", "no web address"), ("feeds: [https://a.example/]\nevery: soon", "no time")],
)
def test_a_wrong_list_of_feeds_is_told_with_the_right_form(tmp_path: Path, text: str, word: str) -> None:
    file = tmp_path / "feeds.yml"
    file.write_text(text)
    with pytest.raises(StopRun, match=word):
        read_config(file)


def test_a_list_of_feeds_is_read(tmp_path: Path) -> None:
    file = tmp_path / "feeds.yml"
    file.write_text("every: 10m\nfeeds:\n  - https://a.example/rss\n  - {url: https://b.example/map.xml, every: 2h}\n")
    assert [f.every for f in read_config(file)] == [dt.timedelta(minutes=10), dt.timedelta(hours=2)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_stores_what_is_new_and_ends_cleanly(server: Server, tmp_path: Path, number: int) -> None:
    from marsad.store import Store

    rss(server, 1)
    (tmp_path / "feeds.yml").write_text(f"every: 1h\nfeeds: ['{server.url('/rss')}']\n")
    environment = {**os.environ, "MARSAD_HOME": str(tmp_path), "MARSAD_DATABASE_URL": ""}
    command = [sys.executable, "-m", "marsad.cli", "watch", "--allow-private", "--no-robots", "--delay", "0"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = ""
        deadline = time.monotonic() + 120
        while "new article" not in said and time.monotonic() < deadline and process.poll() is None:
            said += process.stderr.readline()
        process.send_signal(number)
        said += process.stderr.read()
    assert process.returncode == 0, said
    assert "stopped" in said
    with Store.open(tmp_path) as store:
        assert store.counts()["articles"] == 1
