"""The input cut into blocks: some records of one file, named so that the same input always gives the same blocks."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import BinaryIO

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import StopRun
from ..ingest.archive import pages_of
from ..ingest.types import Fetched
from ..model import Article, Refused
from ..records import article_of, unread_lines
from .storage import open_input

LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
ARCHIVES = (".warc", ".warc.gz", ".arc", ".arc.gz")
Unread = Callable[[], Article | Refused]  # a record, read when it is called
_NO_PARQUET = (pa.ArrowException, OSError)
_COLUMNS = ("id", "text", "title", "url", "outlet", "published_at", "dateline")


class Block(msgspec.Struct, frozen=True):
    """Records `start` to `stop` (exclusive) of a file; `number` is its place in the whole input."""

    id: str
    number: int
    file: str
    start: int
    stop: int


def kind_of(file: str) -> str | None:
    """How a file is read: `lines`, `parquet` or `archive`; None for one that holds no articles."""
    name = file.lower()
    if name.endswith(LINES):
        return "lines"
    if name.endswith(".parquet"):
        return "parquet"
    return "archive" if name.endswith(ARCHIVES) else None


def readable(files: Iterable[tuple[str, int]], source: str) -> list[tuple[str, int]]:
    """The files that hold articles, of those that `source` names."""
    found = [(file, size) for file, size in files if kind_of(file)]
    if not found:
        kinds = ", ".join((*LINES, ".parquet", *ARCHIVES))
        raise StopRun(f"{source}: no file of it is of a kind that is read here ({kinds})")
    return found


def count_records(file: str) -> int:
    """How many records a file holds, what breaks off in it counted as one; blocks are cut by it."""
    with open_input(file) as stream:
        if kind_of(file) != "parquet":
            return sum(1 for _ in _unread(stream, file))
        try:
            found = pq.ParquetFile(stream)
        except _NO_PARQUET:
            return 1
        return 1 if _missing(found) else int(found.metadata.num_rows)


def cut(files: Iterable[tuple[str, int]], counts: Iterable[int], size: int) -> list[Block]:
    """The blocks of the files, at most `size` records each."""
    blocks: list[Block] = []
    for (file, _), count in zip(files, counts, strict=True):
        for start in range(0, count, size):
            name = hashlib.sha256(f"{file}\n{start}\n{size}".encode()).hexdigest()[:16]
            blocks.append(Block(name, len(blocks), file, start, min(count, start + size)))
    return blocks


class Reader:
    """Reads blocks; a file stays open behind a block, as the next one of it mostly follows: else each would walk the file from its start."""

    def __init__(self) -> None:
        self._file = ""
        self._stream: BinaryIO | None = None
        self._unread: Iterator[Unread] = iter(())
        self._at = 0

    def read(self, block: Block) -> Iterator[Article | Refused]:
        """The articles of a block in their order; what cannot be read is refused by its place in the file."""
        if kind_of(block.file) == "parquet":
            with open_input(block.file) as stream:
                yield from _rows(stream, block)
            return
        if block.file != self._file or block.start < self._at:
            self._open(block.file)
        for unread in islice(self._unread, block.start - self._at, block.stop - self._at):
            self._at += 1
            yield unread()
        self._at = block.stop

    def close(self) -> None:
        """Close the file that is open."""
        if self._stream is not None:
            self._stream.close()
        self._file, self._stream = "", None

    def _open(self, file: str) -> None:
        self.close()
        self._stream = open_input(file)
        self._file, self._at, self._unread = file, 0, _unread(self._stream, file)


def _unread(stream: BinaryIO, file: str) -> Iterator[Unread]:
    if kind_of(file) == "lines":
        return unread_lines(stream, file)
    return (partial(_page, page) for page in pages_of(stream, file))


def _page(page: Callable[[], Fetched]) -> Article | Refused:
    found = page()
    if found.article is not None:
        return found.article
    assert found.refusal is not None
    r = found.refusal
    return Refused(r.where, f"{r.where}: {r.what}: {r.remedy}")


def _missing(file: pq.ParquetFile) -> list[str]:
    return [name for name in ("id", "text") if name not in file.schema_arrow.names]


def _rows(stream: BinaryIO, block: Block) -> Iterator[Article | Refused]:
    try:
        file = pq.ParquetFile(stream)
    except _NO_PARQUET as error:
        yield _refused(block.file, f"is no whole Parquet file ({error}): fetch or copy it again")
        return
    if missing := _missing(file):
        there = ", ".join(file.schema_arrow.names)
        yield _refused(block.file, f"has no column {' or '.join(missing)}, only {there}: rename its columns")
        return
    names = [c for c in _COLUMNS if c in file.schema_arrow.names]
    at = 0
    for group in range(file.metadata.num_row_groups):
        rows = file.metadata.row_group(group).num_rows
        first, last = max(block.start, at), min(block.stop, at + rows)
        if first < last:
            yield from _group(file, group, names, block.file, first, last, at)
        at += rows


def _group(
    file: pq.ParquetFile, group: int, names: list[str], where: str, first: int, last: int, at: int
) -> Iterator[Article | Refused]:
    """Rows `first` to `last` (exclusive, of the file) of a row group that begins at row `at`."""
    try:
        rows = file.read_row_group(group, columns=names).slice(first - at, last - first).to_pylist()
    except _NO_PARQUET as error:
        rows = []
        for n in range(first, last):
            yield _refused(f"{where}, row {n + 1}", f"cannot be read ({error}): fetch or copy the file again")
    for n, row in enumerate(rows, first + 1):
        when = row.get("published_at")
        if isinstance(when, dt.date):  # and a datetime, which is one
            row["published_at"] = when.isoformat()
        yield article_of(row, f"{where}, row {n}")


def _refused(where: str, said: str) -> Refused:
    return Refused(where, f"{where}: {' '.join(said.split())}")
