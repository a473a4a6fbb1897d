"""One of the four tables as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .happening import Happening
from .run import Job
from .sheet import sheet_text, write_sheet
from .tables import Row, note_lost, table


def portion(found: Iterator[Happening], job: Job) -> str:
    """The lines of some events."""
    _, rows_of = table(job.table)

    def rows() -> Iterator[Row]:
        for h in found:
            note_lost(h, job, job.table)
            yield from rows_of(h, job)

    return sheet_text(rows())


def put(portions: Iterator[str], out: Path, job: Job) -> None:
    """The table that the job names."""
    columns, _ = table(job.table)
    write_sheet(out, [[c.name for c in columns]], ())
    with out.open("a", encoding="utf-8", newline="") as file:
        file.writelines(portions)
