"""The names that the lexicon does not know, looked for in the background: no page waits for a hundred thousand reports to be read."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from pathlib import Path
from threading import Lock
from typing import Any

from ..errors import LexiconError, StopRun
from ..evidence.lock import exclusive
from ..lexicons.read import read_yaml
from ..store import Store
from ..suggest.gather import Candidate
from ..suggest.sources import StoreNames
from ..suggest.write import write_candidates
from ..text.normal import fold

WAIT = 2.0  # seconds that a page waits before it says that the reports are still being read


class Suggestions:
    """The candidates of a store, and the user's own folder that the accepted ones are written to."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.folder = folder
        self._store = store
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="suggest")
        self._lock = Lock()
        self._names: StoreNames | None = None
        self._job: Future[list[Candidate]] | None = None
        self._own: tuple[tuple[tuple[str, int, int], ...], frozenset[str]] = ((), frozenset())

    def candidates(self, wait: float = WAIT) -> list[Candidate] | None:
        """What is offered, reports that have come since included; None where that takes longer than `wait` seconds."""
        with self._lock:
            if self._job is None or self._job.done():
                self._job = self._pool.submit(self._look)
            job = self._job
        try:
            found = job.result(wait)
        except TooLong:
            return None
        own = self.own_names()
        return [c for c in found if fold(c.name) not in own]

    def own_names(self) -> frozenset[str]:
        """The names that stand in the own folder now, folded: whichever process wrote them, or a hand, they are offered no more."""
        files = sorted(self.folder.rglob("*.yml")) if self.folder.is_dir() else []
        state = tuple((str(p), (s := p.stat()).st_mtime_ns, s.st_size) for p in files)
        if state != self._own[0]:
            self._own = (state, frozenset(fold(name) for p in files for name in _names_in(p)))
        return self._own[1]

    def _look(self) -> list[Candidate]:
        if self._names is None:
            self._names = StoreNames(self._store, self.folder if self.folder.is_dir() else None)
        return self._names.candidates()

    def accept(self, candidate: Candidate, actor: str | None, name: str | None) -> Path:
        """Write it; the file. What is written is offered no more, here and by every process that serves the store."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with exclusive(self.folder / ".lock"):
            if fold(candidate.name) in self.own_names():
                raise StopRun(f"{candidate.name} stands in {self.folder} already")
            (path,) = write_candidates([candidate], self.folder, actor, name)
        return path


def _names_in(path: Path) -> list[str]:
    """The names that a file gives; a file that cannot be read gives none, and `marsad lexicon check` says why."""
    try:
        found = read_yaml(path)
    except LexiconError:
        return []
    kept: list[Any] = [found.get("names"), found.get("people")] if isinstance(found, dict) else []
    return [text for part in kept for text in _texts(part)]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
