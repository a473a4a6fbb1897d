"""The four tables as Parquet files in a folder, written a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import StopRun
from .happening import Happening
from .run import Job
from .tables import TABLES, Column, Row

if TYPE_CHECKING:
    import pyarrow

GROUP = 5000  # rows of a group


def arrow() -> Any:
    """pyarrow, or how to get it."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise StopRun('Parquet needs the extra: pip install "marsad[parquet]"') from error
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())  # Arrow's own keeps what was freed, in every process
    return pyarrow


class Growing:
    """A Parquet file that takes batches of rows and writes them group by group."""

    def __init__(self, path: Path, schema: pyarrow.Schema) -> None:
        self._arrow = arrow()
        self._schema = schema
        self._batches: list[pyarrow.RecordBatch] = []
        self._held = 0
        self._writer = self._arrow.parquet.ParquetWriter(path, schema, compression="zstd")

    def add(self, batch: pyarrow.RecordBatch) -> None:
        """Take a batch of this file's columns."""
        self._batches.append(batch)
        self._held += batch.num_rows
        if self._held >= GROUP:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            self._writer.write_table(self._arrow.Table.from_batches(self._batches, self._schema), GROUP)
        self._batches.clear()
        self._held = 0

    def __enter__(self) -> Growing:
        """The file itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Write what is left."""
        self._flush()
        self._writer.close()


def batch_of(rows: Sequence[Row], schema: pyarrow.Schema) -> pyarrow.RecordBatch:
    """Rows as columns."""
    pa = arrow()
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.record_batch(arrays, schema=schema)


def schema_of(columns: tuple[Column, ...]) -> pyarrow.Schema:
    """The columns' types, with what they mean as metadata."""
    pa = arrow()
    types = {"text": pa.string(), "int": pa.int64(), "real": pa.float64()}
    return pa.schema([pa.field(c.name, types[c.kind], metadata={"about": c.about}) for c in columns])


def portion(found: Iterator[Happening], job: Job) -> dict[str, pyarrow.RecordBatch]:
    """The rows of some events in each of the tables."""
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for h in found:
        if h.record.relations:
            job.losses.note("contradictions and agreements between claims: jsonl holds them", h.event.id)
        for name, (_, rows_of) in TABLES.items():
            rows[name].extend(rows_of(h, job))
    return {name: batch_of(rows[name], schema_of(columns)) for name, (columns, _) in TABLES.items()}


def put(portions: Iterator[dict[str, pyarrow.RecordBatch]], out: Path, job: Job) -> None:
    """`claims.parquet`, `events.parquet`, `figures.parquet` and `origins.parquet` in the folder `out`."""
    arrow()
    out.mkdir()
    with ExitStack() as stack:
        files = {
            name: stack.enter_context(Growing(out / f"{name}.parquet", schema_of(columns)))
            for name, (columns, _) in TABLES.items()
        }
        for made in portions:
            for name, batch in made.items():
                files[name].add(batch)
