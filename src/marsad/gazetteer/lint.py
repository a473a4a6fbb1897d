"""The linter of tables of places: what the loader accepts and a careful reader would not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import LexiconError
from ..text.normal import fold
from .base import DATA, SUPPLEMENT
from .entries import POINTS, POPULATED
from .tables import Row, read_table

ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a0-9 \-]+")
ENGLISH = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff0-9 '’ʿ().,&/-]+")
SLACK = 0.3  # degrees that a place may lie beyond its country's box: coasts, borders, straits
CLOSE = 0.06
_FREE = frozenset(("sea", "strait", "border", "river", "region", "island"))  # may lie across or off their country


def lint_places(paths: Iterable[Path] | None = None) -> Iterator[LexiconError]:
    """Every fault of the tables, those of the packaged supplement where none are given."""
    boxes = read_boxes()
    ids: dict[str, str] = {}
    spots: dict[tuple[str, str | None], list[tuple[Path, Row]]] = {}
    tables = [(path, rows) for path in sorted(paths or SUPPLEMENT.glob("*.tsv")) if (rows := _rows(path)) is not None]
    for path, rows in tables:
        if isinstance(rows, LexiconError):
            yield rows
            continue
        units = _units(row for _, other in tables if not isinstance(other, LexiconError) for row in other)
        for row in rows:
            yield from _row(path, row, boxes, units)
            if row.entry.id in ids:
                yield LexiconError(
                    path,
                    row.line,
                    f"the id {row.entry.id!r} stands at {ids[row.entry.id]} too: give each place its own",
                )
            ids.setdefault(row.entry.id, f"{path.name}:{row.line}")
            yield from _twins(path, row, spots)


def _rows(path: Path) -> list[Row] | LexiconError:
    try:
        return list(read_table(path))
    except LexiconError as fault:
        return fault


def _units(rows: Iterable[Row]) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for row in rows:
        if row.entry.kind == "governorate" or row.code:
            out.setdefault(row.entry.country or "", set()).add(row.entry.name_en)
    return out


def _row(
    path: Path, row: Row, boxes: dict[str, tuple[float, ...]], units: dict[str, set[str]]
) -> Iterator[LexiconError]:
    e = row.entry
    if not re.fullmatch("[a-z0-9:_-]+", e.id):
        yield LexiconError(path, row.line, f"the id {e.id!r} is not of small letters, digits and hyphens")
    if not e.name_en or not ENGLISH.fullmatch(e.name_en):
        yield LexiconError(path, row.line, f"name_en {e.name_en!r} is no English name")
    for name in row.names:
        if not ARABIC.fullmatch(name) or name != " ".join(name.split()):
            yield LexiconError(
                path, row.line, f"{name!r} holds other signs than Arabic letters and single spaces: write plain letters"
            )
    folded = [fold(name) for name in row.names]
    for name in {n for n in folded if folded.count(n) > 1}:
        yield LexiconError(
            path, row.line, f"{name!r} stands twice among the names (hamza, ة and ى fold alike): keep one"
        )
    if e.country and not re.fullmatch("[A-Z]{2}", e.country):
        yield LexiconError(path, row.line, f"country {e.country!r} is no code of two capitals: write SY, IQ, YE")
    box = boxes.get(e.country or "")
    if box is not None and e.kind not in _FREE:
        south, west, north, east = box
        if not (south - SLACK <= e.lat <= north + SLACK and west - SLACK <= e.lon <= east + SLACK):
            yield LexiconError(
                path, row.line, f"lat {e.lat} and lon {e.lon} lie outside {e.country}: are they right, or exchanged?"
            )
    if e.adm1 and e.country in units and e.adm1 not in units[e.country]:
        yield LexiconError(
            path, row.line, f"adm1 {e.adm1!r} is no unit of {e.country}: one of {', '.join(sorted(units[e.country]))}"
        )


def _twins(path: Path, row: Row, spots: dict[tuple[str, str | None], list[tuple[Path, Row]]]) -> Iterator[LexiconError]:
    e = row.entry
    if e.kind not in POINTS:
        return
    for name in {fold(n) for n in row.names}:
        known = spots.setdefault((name, e.country), [])
        for other_path, other in known:
            o = other.entry
            alike = o.kind == e.kind or (o.kind in POPULATED and e.kind in POPULATED)
            if alike and abs(o.lat - e.lat) < CLOSE and abs(o.lon - e.lon) < CLOSE:
                yield LexiconError(
                    path, row.line, f"{name!r} is the place of {other_path.name}:{other.line} again: keep one row"
                )
        known.append((path, row))


def read_boxes() -> dict[str, tuple[float, ...]]:
    """South, west, north and east of each country whose places are checked."""
    rows = (line.split("\t") for line in (DATA / "bounds.tsv").read_text(encoding="utf-8").splitlines()[1:])
    return {row[0]: tuple(float(cell) for cell in row[1:]) for row in rows}
