"""`marsad ingest` and `marsad watch`: sources into the store, or out as JSON Lines."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from ..errors import StopRun
from .types import Fetched, ReadOptions

if TYPE_CHECKING:
    from ..store import Store

BATCH = 64


def _bounds(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that both commands share."""
    usual = ReadOptions()
    for option in (
        click.option(
            "--allow-private", is_flag=True, help="Read addresses of this machine and of the local network too."
        ),
        click.option(
            "--delay",
            type=click.FloatRange(0),
            default=usual.delay,
            show_default=True,
            help="Seconds between two requests to one host.",
        ),
        click.option(
            "--timeout",
            type=click.FloatRange(1),
            default=usual.timeout,
            show_default=True,
            help="Seconds for one page.",
        ),
        click.option(
            "--max-mb",
            type=click.FloatRange(0.01),
            default=usual.max_bytes / 2**20,
            show_default=True,
            help="The largest page, unpacked.",
        ),
        click.option(
            "--limit",
            type=click.IntRange(1),
            default=usual.limit,
            show_default=True,
            help="Articles of one feed or sitemap.",
        ),
        click.option("--no-robots", is_flag=True, help="Do not ask robots.txt; only for sites whose owner agreed."),
    ):
        command = option(command)
    return command


def _options(bounds: dict[str, Any]) -> ReadOptions:
    size = int(bounds["max_mb"] * 2**20)
    return ReadOptions(
        allow_private=bounds["allow_private"], delay=bounds["delay"], timeout=bounds["timeout"], max_bytes=size, limit=bounds["limit"],
        robots=not bounds["no_robots"],
    )  # fmt: skip


@click.command()
@click.argument("sources", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["store", "jsonl"]),
    default="store",
    show_default=True,
    help="jsonl writes articles to standard output.",
)
@_bounds
def ingest(sources: tuple[str, ...], form: str, **bounds: Any) -> None:
    """Take SOURCES in without coding them: addresses, files that list addresses, feeds, sitemaps, folders, saved pages, WARC, WACZ,
    JSON Lines, plain text, Telegram exports. What cannot be read is said with what to do, and never stops the rest."""
    from . import read

    found = read(sources, _options(bounds))
    taken, refused = _print(found) if form == "jsonl" else _store(found, sources)
    if not taken:
        raise StopRun(
            f"nothing was taken in, {refused} refused: see the lines above"
            if refused
            else "the sources hold no article: check them"
        )


def _print(found: Iterable[Fetched]) -> tuple[int, int]:
    taken = refused = 0
    for fetched in found:
        if fetched.article is None:
            refused += 1
            _complain(fetched)
            continue
        taken += 1
        values = {k: v for k, v in msgspec.structs.asdict(fetched.article).items() if v is not None}
        values |= {k: v for k, v in (("byline", fetched.byline), ("agencies", fetched.agencies)) if v}
        sys.stdout.buffer.write(json.dumps(values, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
    return taken, refused


def _complain(fetched: Fetched) -> None:
    if fetched.refusal is not None:
        click.echo(f"{fetched.refusal.where}: {fetched.refusal.what}: {fetched.refusal.remedy}", err=True)


def _store(found: Iterator[Fetched], sources: tuple[str, ...]) -> tuple[int, int]:
    from ..store import Store
    from ..store.intake import Batch, Intake

    with Store.open() as store:
        intake = Intake(store, "")
        intake.run_id = store.begin_run("ingest", {"sources": list(sources)})
        state, error = "failed", None
        try:
            while batch := list(islice(found, BATCH)):
                for fetched in batch:
                    _complain(fetched)
                intake.take(Batch(batch, [None] * len(batch)))
            state = "done"
        except BaseException as failure:
            error = str(failure) or type(failure).__name__
            raise
        finally:
            store.end_run(intake.run_id, state, intake.tally.as_counts(), 0.0, error)
    t = intake.tally
    click.echo(f"{t.articles} articles: {t.new} new, {t.edited} edited, {t.refused} refused", err=True)
    return t.articles, t.refused


@click.command()
@click.option(
    "--feeds",
    "config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The list of feeds; else feeds.yml in the data folder.",
)
@click.option("--once", is_flag=True, help="Visit what is due and end, for cron.")
@_bounds
def watch(config: Path | None, once: bool, **bounds: Any) -> None:
    """Poll the configured feeds and take in, code and store what is new, until told to stop (SIGTERM, Ctrl-C)."""
    from ..store import Store
    from .fetch import Fetcher
    from .watch import Watcher, read_config

    options = _options(bounds)
    with Store.open() as store, Fetcher(options) as fetch:
        feeds = read_config(config or store.folder / "feeds.yml")
        watcher = Watcher(feeds, store, fetch, coding_into(store), options=options, say=_say)
        _stop_on_signals(watcher.stop)
        click.echo(f"watching {len(feeds)} feeds", err=True)
        if once:
            for feed in watcher.due():
                watcher.visit(feed)
        else:
            watcher.run()
        click.echo("stopped; everything taken in is stored", err=True)


def coding_into(store: Store) -> Callable[[Iterable[Fetched]], None]:
    """What takes a feed's pages in: they are coded in this process and stored, and new ones are told."""
    from ..store.cli import agencies_of, groups_of, load_coder
    from ..store.intake import Intake
    from ..store.running import Workers
    from ..store.running import run as go

    workers = Workers(lambda: load_coder(None), 1)
    intake = Intake(store, workers.coder.version, groups_of(workers.coder), agencies=agencies_of(workers.coder))

    def take(found: Iterable[Fetched]) -> None:
        before = intake.tally.new
        for _ in go(intake, found, workers, 8):
            pass
        if intake.tally.new > before:
            new = intake.tally.new - before
            _say(f"{new} new article{'s' if new > 1 else ''}, {intake.tally.claims} claims since the start")

    return take


def _say(text: str) -> None:
    click.echo(text, err=True)


def _stop_on_signals(stop: threading.Event) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
