"""The stages of a long run: what each is about and how long it takes, on a terminal as it goes, and kept with the data."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click


class Stages:
    """Gives each stage a line on a terminal (nothing in a pipe) and remembers it; `done` holds those that came to their end."""

    def __init__(self) -> None:
        self.done: list[dict[str, Any]] = []

    @contextmanager
    def __call__(self, name: str) -> Iterator[Callable[[int], None]]:
        """A stage, as long as the block runs; what it gives is to be called with how many of `name` there were."""
        started = time.monotonic()
        counted = 0

        def count(number: int) -> None:
            nonlocal counted
            counted = number

        with _shown(name):
            yield count
        seconds = time.monotonic() - started
        self.done.append({"stage": name, "count": counted, "seconds": round(seconds, 2)})
        if sys.stderr.isatty():
            rate = counted / max(seconds, 0.001)
            click.echo(f"{name}: {counted:,} in {seconds:.1f} s, {rate:,.0f} a second", err=True)


@contextmanager
def _shown(name: str) -> Iterator[None]:
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task(name, total=None)
        yield
