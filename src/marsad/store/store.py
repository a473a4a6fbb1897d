"""The store as every stage sees it."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from ..errors import StopRun
from .database import database_url, home
from .reviewing import Reviewing


class Store(Reviewing):
    """One database with its folder: articles, claims, events, judgements, runs, search. Open it, use it, close it."""

    folder: Path

    @classmethod
    def open(cls, folder: Path | None = None, url: str | None = None) -> Self:
        """The store of the user (MARSAD_HOME, MARSAD_DATABASE_URL), its tables brought to the newest form."""
        folder = folder or home()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StopRun(
                f"cannot make the data folder {folder} ({error.strerror}): set MARSAD_HOME to a folder you can write to"
            ) from error
        store = cls(url or database_url(folder))
        store.folder = folder
        try:
            store.migrate()
        except BaseException:
            store.close()
            raise
        return store

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()
