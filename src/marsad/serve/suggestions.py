"""The names that the lexicon does not know, looked for in the background: no page waits for a hundred thousand reports to be read."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from pathlib import Path
from threading import Lock

from ..store import Store
from ..suggest.gather import Candidate
from ..suggest.sources import StoreNames
from ..suggest.write import write_candidates

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
        self._accepted: set[str] = set()

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
        return [c for c in found if c.id not in self._accepted]

    def _look(self) -> list[Candidate]:
        if self._names is None:
            self._names = StoreNames(self._store, self.folder if self.folder.is_dir() else None)
        return self._names.candidates()

    def accept(self, candidate: Candidate, actor: str | None, name: str | None) -> Path:
        """Write it; the file. What is written is offered no more."""
        with self._lock:
            (path,) = write_candidates([candidate], self.folder, actor, name)
            self._accepted.add(candidate.id)
        return path
