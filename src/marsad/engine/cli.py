"""`run` and `link` with `--engine ray`, and `load`: what a user does with a data set from a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from ..errors import StopRun


def _needed() -> None:
    try:
        import fsspec  # noqa: F401
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise StopRun(f"data sets need {error.name}: install it with `pip install marsad[ray]`") from error


def run_ray(source: str, output: str, address: str | None, lexicon: Path | None, block: int) -> None:
    """Code `source` into the data set `output` on a Ray cluster."""
    _needed()
    from .cluster import cores, joined
    from .code import code

    started = time.monotonic()
    with joined(address) as ray, _progress("coding") as advance:
        workers = cores(ray)
        report = code(ray, source, output, lexicon, block, lambda m: advance(m.articles))
    seconds = time.monotonic() - started
    coded = report["articles"] / max(1e-9, seconds)
    click.echo(
        f"{report['articles']} articles, {report['claims']} claims, {report['refused']} refused, in {report['blocks']} blocks "
        f"({report['blocks_kept_from_before']} from before); {seconds:.1f} s on {workers} processors, {coded:.0f} articles a second",
        err=True,
    )
    for reason in report["refused_why"][:20]:
        click.echo(f"marsad: {reason}", err=True)


def link_ray(output: str, engine: str, address: str | None, rule: str, lexicon: Path | None = None) -> None:
    """Link the claims of a data set: on a Ray cluster, or with `local` in this process."""
    _needed()
    from .linking import link_dataset, link_here

    started = time.monotonic()
    if engine == "ray":
        from .cluster import joined

        with joined(address) as ray:
            said = link_dataset(ray, output, rule, lexicon)  # type: ignore[arg-type] # click has checked it
    else:
        said = link_here(output, rule, lexicon)  # type: ignore[arg-type] # click has checked it
    click.echo(
        f"{said['events']} events of {said['claims']} claims; {said['articles_in_groups']} articles carry a text that others "
        f"carry too; {time.monotonic() - started:.1f} s",
        err=True,
    )


@click.command()
@click.argument("dataset")
def load(dataset: str) -> None:
    """Bring a coded DATASET (`marsad run --engine ray`) with its events into the store; give it again after an interruption."""
    _needed()
    from ..store.cli import agencies_of, groups_of, load_coder
    from ..store.store import Store
    from .load import load as go

    coder = load_coder(None)
    total = {"articles": 0, "claims": 0, "events": 0}
    started = time.monotonic()
    with Store.open() as store, _progress("loading") as advance:
        for counts in go(store, dataset, groups_of(coder), agencies_of(coder)):
            advance(counts["articles"])
            total = {name: total[name] + counts[name] for name in total}
    click.echo(
        f"{total['articles']} articles, {total['claims']} claims, {total['events']} events loaded in {time.monotonic() - started:.1f} s",
        err=True,
    )


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int], Any]]:
    """A bar with articles a second on a terminal; silent in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:.0f} articles"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=None)
        yield lambda n: bar.advance(task, n)
