"""Tables of places as tab-separated text: the form of the supplement, of a user's own tables, and of what is imported."""

from __future__ import annotations

from collections.abc import Iterator
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
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise LexiconError(path, 0, f"is not UTF-8 (byte {error.start}): save it as UTF-8") from None
    header = lines[0].rstrip("\r").split("\t")
    missing = [c for c in COLUMNS if c not in header]
    if missing:
        raise LexiconError(path, 1, f"lacks the columns {', '.join(missing)}: a table of places has {', '.join(COLUMNS)}")
    at = {name: header.index(name) for name in header}
    for number, line in enumerate(lines[1:], 2):
        line = line.rstrip("\r")
        if line.strip() and not line.startswith("#"):
            yield _row(path, number, line.split("\t"), at)


def _row(path: Path, line: int, cells: list[str], at: dict[str, int]) -> Row:
    if len(cells) > len(at):
        raise LexiconError(path, line, f"has {len(cells)} columns, the header {len(at)}: a tab too many")
    cells += [""] * (len(at) - len(cells))
    name_ar, kind = cells[at["name_ar"]].strip(), cells[at["kind"]]
    if kind not in KINDS:
        raise LexiconError(path, line, f"kind {kind!r} is unknown: one of {', '.join(sorted(KINDS))}")
    if not name_ar:
        raise LexiconError(path, line, "name_ar is empty: give the Arabic name")
    lat, lon = degrees(path, line, cells[at["lat"]], cells[at["lon"]])
    population = cells[at["population"]] if "population" in at else ""
    if population and not population.isdecimal():
        raise LexiconError(path, line, f"population {population!r} is no whole number: give one, or leave it empty")
    source = cells[at["source"]] if "source" in at else path.stem
    entry = Entry(
        cells[at["id"]], name_ar, cells[at["name_en"]], kind, cells[at["country"]] or None, cells[at["adm1"]] or None,
        cells[at["adm2"]] or None, lat, lon, int(population or 0), source,
    )  # fmt: skip
    aliases = cells[at["aliases"]]
    names = [name_ar, *(a.strip() for a in aliases.split("|") if a.strip())] if aliases else [name_ar]
    return Row(line, entry, names, cells[at["note"]], cells[at["code"]] if "code" in at else "")


def degrees(path: Path, line: int, lat: str, lon: str) -> tuple[float, float]:
    """Latitude and longitude from their cells."""
    try:
        place = float(lat), float(lon)
    except ValueError:
        raise LexiconError(path, line, f"lat {lat!r} and lon {lon!r} are no numbers: give degrees, 34.45 and 40.95") from None
    if not (-90 <= place[0] <= 90 and -180 <= place[1] <= 180):
        raise LexiconError(path, line, f"lat {lat} and lon {lon} are not on Earth: are they exchanged?")
    return place
