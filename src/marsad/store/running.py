"""`run` and `recode`: articles through the coder into the store, by one process or several, in the order of the input."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any

from ..ingest.types import Fetched
from ..model import Article, Coded, Refused
from ..pipeline import ClaimCoder
from ..syndication.agency import Agencies
from ..syndication.sketch import sketch
from .articles import as_article
from .claims import Change
from .database import moment
from .intake import Batch, Intake
from .rows import Added, VersionRow
from .store import Store

LoadCoder = Callable[[], ClaimCoder]
BATCH = 128  # articles in one transaction

_coder: ClaimCoder | None = None


class Workers:
    """Codes lists of articles: here, or in `jobs` processes that each load the coder once."""

    def __init__(self, load: LoadCoder, jobs: int) -> None:
        self.coder = load()
        self.pool = multiprocessing.get_context("spawn").Pool(jobs, _start, (load,)) if jobs > 1 else None
        self.ahead = jobs + 1 if self.pool else 1

    def submit(self, articles: list[Article | None]) -> Callable[[], list[Coded | Refused | None]]:
        """Begin to code; calling what is given waits for the result."""
        if self.pool is None:
            return lambda: [self.coder.code(a) if a is not None else None for a in articles]
        wanted = [a for a in articles if a is not None]
        waiting = self.pool.map_async(_code, wanted, chunksize=max(1, len(wanted) // 4)) if wanted else None

        def result() -> list[Coded | Refused | None]:
            coded = iter(waiting.get() if waiting is not None else ())
            return [next(coded) if a is not None else None for a in articles]

        return result

    def close(self) -> None:
        """End the processes."""
        if self.pool is not None:
            self.pool.terminate()
            self.pool.join()


def _start(load: LoadCoder) -> None:
    global _coder
    _coder = load()


def _code(article: Article) -> Coded | Refused:
    assert _coder is not None
    return _coder.code(article)


def run(intake: Intake, fetched: Iterable[Fetched], workers: Workers, size: int = BATCH) -> Iterator[int]:
    """Take everything in; gives after each batch how many arrivals it held. What was coded before is not coded again."""
    source = iter(fetched)
    waiting: deque[tuple[list[Fetched], Callable[[], list[Coded | Refused | None]]]] = deque()
    # One batch is written while the next is coded: the database and the disk keep nobody waiting.
    with ThreadPoolExecutor(1, "store") as writer:
        written: Future[int] | None = None
        while True:
            while len(waiting) < workers.ahead and (batch := list(islice(source, size))):
                waiting.append((batch, workers.submit(intake.to_code(batch))))
            if not waiting:
                break
            given, result = waiting.popleft()
            ready = Batch(given, result())
            if written is not None:
                yield written.result()
            written = writer.submit(_take, intake, ready)
        if written is not None:
            yield written.result()


def _take(intake: Intake, batch: Batch) -> int:
    intake.take(batch)
    return len(batch.fetched)


def recode(
    store: Store,
    workers: Workers,
    groups: dict[str, str] | None = None,
    size: int = BATCH,
    agencies: Mapping[str, str] | None = None,
) -> Iterator[tuple[list[VersionRow], list[Change], list[Refused]]]:
    """Code every article's current version anew; what this coder has read already is passed over, so that it may be resumed."""
    version = workers.coder.version
    named = Agencies(agencies or {})
    after = 0
    waiting: deque[tuple[list[VersionRow], Any]] = deque()
    while True:
        while len(waiting) < workers.ahead and (rows := store.current_versions(after, size)):
            after = rows[-1].id
            waiting.append((rows, workers.submit([as_article(r) if r.coded_by != version else None for r in rows])))
        if not waiting:
            return
        rows, result = waiting.popleft()
        coded = [(row, c) for row, c in zip(rows, result(), strict=True) if c is not None]
        keys = store.article_keys([row.article_id for row, _ in coded])
        done = [
            (Added(keys[row.article_id], row.id, False, False, row.coded_by), c)
            for row, c in coded
            if isinstance(c, Coded)
        ]
        changes = store.save_many(done, version, groups) if done else []
        # What `ingest` took in without coding is compared with the others now that its claims are known.
        fresh = [row for row, c in coded if row.coded_by is None and isinstance(c, Coded) and c.claims]
        if fresh:
            found = {keys[r.article_id]: named.of(r.text, r.byline, r.dateline, r.agencies) for r in fresh}
            with store.write() as connection:
                store.set_agencies(connection, {key: ids[0] for key, ids in found.items() if ids})
                store.put_sketches(connection, [(keys[r.article_id], sketch(r.text)) for r in fresh], moment())
        yield rows, changes, [c for _, c in coded if isinstance(c, Refused)]
