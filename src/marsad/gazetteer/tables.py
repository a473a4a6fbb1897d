"""Tables of places as tab-separated text: the form of the supplement, of a user's own tables, and of what is imported."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from ..errors import LexiconError
from .entries import KINDS, Entry

COLUMNS = ("id", "name_ar", "aliases", "name_en", "kind", "country", "adm1", "adm2", "lat", "lon", "note")
FURTHER = ("population", "source", "licence")  # what imported tables have beside


class Row(NamedTuple):
    """One line of a table: the place, all its Arabic names (the first is the entry's), and what else the line says."""

    line: int
    entry: Entry
    names: list[str]
    note: str
    code: str


def read_table(path: Path) -> Iterator[Row]:
    """The rows of a table; a fault is a LexiconError with its line."""
    try:
        lines = path.read_text(encoding="utf-8").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        raise LexiconError(path, 0, f"is not UTF-8 (byte {error.start}): save it as UTF-8") from None
    header = lines[0].split("\t")
    missing = [c for c in COLUMNS if c not in header]
    if missing:
        raise LexiconError(
            path, 1, f"lacks the columns {', '.join(missing)}: a table of places has {', '.join(COLUMNS)}"
        )
    width = len(header)
    at = itemgetter(*(header.index(c) if c in header else width for c in (*COLUMNS, "population", "source", "code")))
    for number, line in enumerate(lines[1:], 2):
        if line and not line.startswith("#") and line.strip():
            cells = line.split("\t")
            if len(cells) > width:
                raise LexiconError(path, number, f"has {len(cells)} columns, the header {width}: a tab too many")
            cells += [""] * (width + 1 - len(cells))
            yield _row(path, number, at(cells))


def _row(path: Path, line: int, cells: tuple[str, ...]) -> Row:
    key, name_ar, aliases, name_en, kind, country, adm1, adm2, lat, lon, note, population, source, code = cells
    if kind not in KINDS:
        raise LexiconError(path, line, f"kind {kind!r} is unknown: one of {', '.join(sorted(KINDS))}")
    if not name_ar:
        raise LexiconError(path, line, "name_ar is empty: give the Arabic name")
    if population and not population.isdecimal():
        raise LexiconError(path, line, f"population {population!r} is no whole number: give one, or leave it empty")
    north, east = degrees(path, line, lat, lon)
    entry = Entry(
        key,
        name_ar,
        name_en,
        kind,
        country or None,
        adm1 or None,
        adm2 or None,
        north,
        east,
        int(population or 0),
        source or path.stem,
    )
    names = [name_ar, *(a.strip() for a in aliases.split("|") if a.strip())] if aliases else [name_ar]
    return Row(line, entry, names, note, code)


def degrees(path: Path, line: int, lat: str, lon: str) -> tuple[float, float]:
    """Latitude and longitude from their cells."""
    try:
        place = float(lat), float(lon)
    except ValueError:
        raise LexiconError(
            path, line, f"lat {lat!r} and lon {lon!r} are no numbers: give degrees, 34.45 and 40.95"
        ) from None
    if not (-90 <= place[0] <= 90 and -180 <= place[1] <= 180):
        raise LexiconError(path, line, f"lat {lat} and lon {lon} are not on Earth: are they exchanged?")
    return place
