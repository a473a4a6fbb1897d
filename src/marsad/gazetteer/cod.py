"""OCHA's common operational datasets: tables of administrative units with p-codes, as CSV or XLSX, in any of their column styles.

Columns are known by their names (`admin2Name_ar`, `ADM2_AR`, `adm2_name1`, `admin2Pcode`, `ADM2_PCODE`, `center_lat` …). Each row
is a unit of the deepest level that its sheet has.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import LexiconError
from .importing import ARABIC, Found, Units
from .reading import lines_of
from .tables import degrees
from .xlsx import read_sheets

LICENCE = "CC BY 3.0 IGO"
KINDS = {0: "country", 1: "governorate", 2: "district", 3: "district", 4: "town"}
_UNIT = re.compile(r"^adm(?:in)?(\d)_?(?:name)?_?(en|ar|[1-3]|)$")
_CODE = re.compile(r"^adm(?:in)?(\d)_?pcode$")
_LATITUDE = ("center_lat", "lat", "latitude", "y", "point_y", "y_coord")
_LONGITUDE = ("center_lon", "lon", "long", "longitude", "x", "point_x", "x_coord")


@dataclass(slots=True)
class _Columns:
    """Where a sheet keeps the names and p-codes of each level, and the coordinates."""

    names: dict[int, list[int]] = field(default_factory=dict)
    codes: dict[int, int] = field(default_factory=dict)
    lat: int = -1
    lon: int = -1

    @property
    def level(self) -> int:
        """The deepest level that has both names and a p-code."""
        return max((n for n in self.codes if n in self.names), default=-1)


def read_cod(path: Path, source: str, licence: str, left_out: Counter[str]) -> Iterator[Found]:
    """The units of every sheet that has p-codes; those with no coordinates are left out, and counted."""
    units = Units()
    seen: set[str] = set()
    known = False
    for sheet, rows in _sheets(path):
        columns = _columns(rows[0][1]) if rows else _Columns()
        if columns.level < 0:
            continue
        known = True
        for line, cells in rows[1:]:
            place = _unit(
                path,
                line,
                cells,
                columns,
                source or f"OCHA COD, {path.stem} {sheet}".strip(),
                licence or LICENCE,
                units,
                left_out,
            )
            if place is not None and place.id not in seen:
                seen.add(place.id)
                yield place
    if not known:
        raise LexiconError(
            path,
            1,
            "has no columns of units with p-codes, such as admin1Name_ar and admin1Pcode, or ADM2_AR and ADM2_PCODE",
        )


def _sheets(path: Path) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
    if path.suffix.lower() == ".xlsx":
        yield from read_sheets(path)
        return
    numbers: list[int] = []

    def texts() -> Iterator[str]:
        for number, text in lines_of(path):
            numbers.append(number)
            yield text + "\n"

    yield "", [(numbers[-1], cells) for cells in csv.reader(texts()) if any(cells)]


def _columns(header: list[str]) -> _Columns:
    out = _Columns()
    plain = [h.strip().casefold() for h in header]
    for at, name in enumerate(plain):
        if code := _CODE.match(name):
            out.codes[int(code[1])] = at
        elif unit := _UNIT.match(name):
            out.names.setdefault(int(unit[1]), []).append(at)
    out.lat = next((plain.index(n) for n in _LATITUDE if n in plain), -1)
    out.lon = next((plain.index(n) for n in _LONGITUDE if n in plain), -1)
    return out


def _unit(
    path: Path,
    line: int,
    cells: list[str],
    columns: _Columns,
    source: str,
    licence: str,
    units: Units,
    left_out: Counter[str],
) -> Found | None:
    def cell(at: int) -> str:
        return cells[at].strip() if 0 <= at < len(cells) else ""

    def names(level: int, arabic: bool) -> list[str]:
        given = [cell(at) for at in columns.names.get(level, ())]
        return [n for n in dict.fromkeys(given) if n and bool(ARABIC.search(n)) == arabic]

    level = columns.level
    code, found = cell(columns.codes[level]), names(level, arabic=True)
    if not code:
        left_out["without a p-code"] += 1
        return None
    if not re.match("[A-Za-z]{2}", code):
        raise LexiconError(
            path, line, f"the p-code {code!r} does not begin with a country's two letters: is the column shifted?"
        )
    if not found:
        left_out["without an Arabic name"] += 1
        return None
    if not (cell(columns.lat) and cell(columns.lon)):
        left_out["without coordinates"] += 1
        return None
    country = code[:2].upper()
    above = {n: (names(n, arabic=True) or names(n, arabic=False) or [""])[0] for n in (1, 2) if n < level}
    english = names(level, arabic=False)
    return Found(
        line, f"cod:{code}", found, english[0] if english else "", KINDS[min(level, 4)], country,
        units.english(country, above.get(1, "")), above.get(2, ""), *degrees(path, line, cell(columns.lat), cell(columns.lon)), 0, source, licence,
    )  # fmt: skip
