"""The four tables as Parquet files in a folder, written a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import StopRun
from .happening import Happening
from .run import Job
from .tables import TABLES, Column, Row

if TYPE_CHECKING:
    import pyarrow

BATCH = 5000  # rows of a group


def arrow() -> Any:
    """pyarrow, or how to get it."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise StopRun('Parquet needs the extra: pip install "marsad[parquet]"') from error
    return pyarrow


class Growing:
    """A Parquet file that takes rows and writes them group by group."""

    def __init__(self, path: Path, schema: pyarrow.Schema) -> None:
        self._arrow = arrow()
        self._schema = schema
        self._rows: list[Row] = []
        self._writer = self._arrow.parquet.ParquetWriter(path, schema, compression="zstd")

    def add(self, row: Row) -> None:
        """Take a row."""
        self._rows.append(row)
        if len(self._rows) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            columns = [
                self._arrow.array(values, field.type)
                for values, field in zip(zip(*self._rows, strict=True), self._schema, strict=True)
            ]
            self._writer.write_batch(self._arrow.record_batch(columns, schema=self._schema))
            self._rows.clear()

    def __enter__(self) -> Growing:
        """The file itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Write what is left."""
        self._flush()
        self._writer.close()


def schema_of(columns: tuple[Column, ...]) -> pyarrow.Schema:
    """The columns' types, with what they mean as metadata."""
    pa = arrow()
    types = {"text": pa.string(), "int": pa.int64(), "real": pa.float64()}
    return pa.schema([pa.field(c.name, types[c.kind], metadata={"about": c.about}) for c in columns])


def write(found: Iterator[Happening], out: Path, job: Job) -> None:
    """`claims.parquet`, `events.parquet`, `figures.parquet` and `origins.parquet` in the folder `out`."""
    arrow()
    out.mkdir()
    with ExitStack() as stack:
        files = [
            (stack.enter_context(Growing(out / f"{name}.parquet", schema_of(columns))), rows_of)
            for name, (columns, rows_of) in TABLES.items()
        ]
        for h in found:
            if h.record.relations:
                job.losses.note("contradictions and agreements between claims: jsonl holds them", h.event.id)
            for file, rows_of in files:
                for row in rows_of(h, job):
                    file.add(row)
