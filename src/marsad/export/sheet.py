"""CSV as every spreadsheet and reader takes it: UTF-8 with a mark, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_sheet(out: Path, heads: Iterable[Sequence[str]], rows: Iterable[Sequence[Any]], mark: bool = True) -> None:
    """Write head rows and rows; None is an empty cell. `mark` is the one by which Excel knows UTF-8."""
    with out.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows(heads)
        writer.writerows([safe(value) for value in row] for row in rows)


def sheet_text(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as they stand in a sheet."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([safe(value) for value in row] for row in rows)
    return text.getvalue()


def safe(value: Any) -> Any:
    """Words of an article must not be run by the spreadsheet that opens them; whole numbers without a point."""
    if isinstance(value, str):
        return "'" + value if value.startswith(_FORMULA) else value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
