"""Linking anew after a decision: one at a time, in the background, so that no page waits long for it."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from pathlib import Path
from threading import Lock

from ..link.on_store import Summary, link_store
from ..store import Store

WAIT = 4.0  # seconds that a form's answer waits before it says that the work goes on


class Relinker:
    """Links the store anew when asked; asked again while one run waits, it starts no second one."""

    def __init__(self, store: Store, lexicon: Path | None = None) -> None:
        self._store = store
        self._lexicon = lexicon  # the rules by which `marsad link` joined the claims
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="relink")
        self._lock = Lock()
        self._waiting: Future[Summary] | None = None
        self._last: Future[Summary] | None = None

    def ask(self, wait: float = WAIT) -> bool:
        """Link anew; whether it was done within `wait` seconds. A run that failed says so here or on the next asking."""
        with self._lock:
            if self._waiting is None or self._waiting.running() or self._waiting.done():
                self._waiting = self._last = self._pool.submit(link_store, store=self._store, lexicon=self._lexicon)
            job = self._waiting
        try:
            job.result(wait)
        except TooLong:
            return False
        return True

    @property
    def busy(self) -> bool:
        """Whether a run goes on or waits."""
        return self._last is not None and not self._last.done()

    def close(self) -> None:
        """Wait for what was begun."""
        self._pool.shutdown(wait=True, cancel_futures=True)
