"""One of the four tables as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .happening import Happening
from .run import Job
from .sheet import write_sheet
from .tables import Row, note_lost, table


def write(found: Iterator[Happening], out: Path, job: Job) -> None:
    """The table that the job names."""
    columns, rows_of = table(job.table)

    def rows() -> Iterator[Row]:
        for h in found:
            note_lost(h, job, job.table)
            yield from rows_of(h, job)

    write_sheet(out, [[c.name for c in columns]], rows())
