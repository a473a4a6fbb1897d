"""The input cut into blocks: some records of one file, named so that the same input always gives the same blocks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec
import pyarrow.parquet as pq

from ..errors import StopRun
from ..ingest.archive import count_pages, read_records
from ..model import Article, Refused
from ..records import article_of, read_article_lines
from .storage import open_input

LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
ARCHIVES = (".warc", ".warc.gz", ".arc", ".arc.gz")
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


def readable(files: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """The files that hold articles."""
    found = [(file, size) for file, size in files if kind_of(file)]
    if not found:
        raise StopRun(
            f"no file of the input is of a kind that is read here ({', '.join((*LINES, '.parquet', *ARCHIVES))})"
        )
    return found


def count_records(file: str) -> int:
    """How many records a file holds; blocks are cut by it."""
    kind = kind_of(file)
    if kind == "parquet":
        with open_input(file) as stream:
            return int(pq.ParquetFile(stream).metadata.num_rows)
    with open_input(file) as stream:
        return sum(1 for line in stream if line.strip()) if kind == "lines" else count_pages(stream)


def cut(files: Iterable[tuple[str, int]], counts: Iterable[int], size: int) -> list[Block]:
    """The blocks of the files, at most `size` records each."""
    blocks: list[Block] = []
    for (file, _), count in zip(files, counts, strict=True):
        for start in range(0, count, size):
            name = hashlib.sha256(f"{file}\n{start}\n{size}".encode()).hexdigest()[:16]
            blocks.append(Block(name, len(blocks), file, start, min(count, start + size)))
    return blocks


def read_block(block: Block) -> Iterator[Article | Refused]:
    """The articles of a block in their order; what cannot be read is refused by its place in the file."""
    kind = kind_of(block.file)
    with open_input(block.file) as stream:
        if kind == "lines":
            yield from read_article_lines(stream, block.file, block.start, block.stop)
        elif kind == "parquet":
            yield from _rows(stream, block)
        else:
            for found in islice(read_records(stream, block.file), block.start, block.stop):
                if found.article is not None:
                    yield found.article
                elif found.refusal is not None:
                    r = found.refusal
                    yield Refused(r.where, f"{r.where}: {r.what}: {r.remedy}")


def _rows(stream: Any, block: Block) -> Iterator[Article | Refused]:
    file = pq.ParquetFile(stream)
    names = [c for c in _COLUMNS if c in file.schema_arrow.names]
    at = 0
    for group in range(file.metadata.num_row_groups):
        rows = file.metadata.row_group(group).num_rows
        if at + rows > block.start and at < block.stop:
            table = file.read_row_group(group, columns=names)
            first = max(0, block.start - at)
            for n, row in enumerate(table.slice(first, min(rows, block.stop - at) - first).to_pylist(), at + first + 1):
                when = row.get("published_at")
                if when is not None and not isinstance(when, str):
                    row["published_at"] = when.isoformat()
                yield article_of(row, f"{block.file}, row {n}")
        at += rows
