"""Reports in: files, folders, addresses, feeds and archives become articles; what cannot be read is refused with what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .types import Fetched, ReadOptions, Refusal

__all__ = ["Fetched", "ReadOptions", "Refusal", "read"]


def read(sources: Iterable[str], options: ReadOptions | None = None) -> Iterator[Fetched]:
    """The articles and refusals of all sources in order; what reads the web is imported when something is read."""
    from .sources import read as read_sources

    yield from read_sources(sources, options)
