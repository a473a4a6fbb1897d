"""Large exports in several processes: each reads, protects and puts into rows whole portions of events, and one writes them in order.

What is written is the same for any number of processes.
"""

from __future__ import annotations

import datetime as dt
import gc
import importlib
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ..store import Store
from ..store.rows import EventRow
from .happening import Happening, filled
from .labels import Labels
from .losses import Losses
from .protect import Protected, Protection, Protector

if TYPE_CHECKING:
    from .run import Job

FEW = 3
"""So many pages of events, and fewer, are not worth a process."""


class Portioned(Protocol):
    """What the module of a form offers whose portions can be made apart."""

    def portion(self, found: Iterator[Happening], job: Job) -> Any:
        """The rows of some events, in a shape that another process can take."""

    def put(self, portions: Iterator[Any], out: Path, job: Job) -> None:
        """Write portions to `out`, in their order."""


@dataclass(frozen=True, slots=True)
class Portion:
    """What became of some events: their rows, how many they are, what the form lost and what was held back."""

    rows: Any
    events: int
    claims: int
    losses: Losses
    done: Protected


@dataclass(frozen=True, slots=True)
class Work:
    """All that a process must know to make portions; `options` are the job's fields of that name."""

    folder: Path
    url: str
    module: str
    labels: Labels
    options: dict[str, Any]
    protection: Protection
    key: bytes
    today: dt.date | None
    deep: bool


class Bench:
    """Makes portions: an open store, and a protector for each."""

    def __init__(self, work: Work, store: Store) -> None:
        self._work, self._store = work, store
        self._form: Portioned = importlib.import_module(f".{work.module}", __package__)
        self._protector = Protector(work.protection, work.labels, work.key, work.today)

    def make(self, events: Sequence[EventRow]) -> Portion:
        """The portion of these events."""
        from .run import Job

        work, protector = self._work, self._protector
        job = Job(self._store, work.labels, Losses(), work.protection, **work.options)
        protector.done = Protected()
        tally = [0, 0]

        def counted() -> Iterator[Happening]:
            for happening in protector.apply(filled(self._store, events, work.deep)):
                tally[0] += 1
                tally[1] += len(happening.claims)
                yield happening

        rows = self._form.portion(counted(), job)
        return Portion(rows, tally[0], tally[1], job.losses, protector.done)


def portions(pages: Iterable[Sequence[EventRow]], work: Work, store: Store, jobs: int) -> Iterator[Portion]:
    """The portion of each page, in order; by `jobs` processes where there are more than a few pages, which never run far ahead of the writer."""
    source = iter(pages)
    first = list(islice(source, FEW + 1))
    if jobs == 1 or len(first) <= FEW:
        bench = Bench(work, store)
        yield from map(bench.make, chain(first, source))
        return
    source = chain(first, source)
    waiting: deque[Any] = deque()
    with multiprocessing.get_context("spawn").Pool(jobs, _start, (work,)) as pool:
        while True:
            while len(waiting) < jobs + 1 and (page := next(source, None)) is not None:
                waiting.append(pool.apply_async(_make, (page,)))
            if not waiting:
                return
            yield waiting.popleft().get()


_bench: Bench | None = None


def _start(work: Work) -> None:
    global _bench
    store = Store.open(work.folder, work.url)
    store.unmapped()
    let_live()
    _bench = Bench(work, store)


def _make(events: Sequence[EventRow]) -> Portion:
    assert _bench is not None
    return _bench.make(events)


def let_live() -> None:
    """Rows by the hundred thousand live for a moment and hold no circles: the collector need not look for any so often."""
    gc.freeze()
    gc.set_threshold(400_000, 20, 100)
