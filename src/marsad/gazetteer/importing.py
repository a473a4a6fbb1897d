"""Bringing in what the packaged gazetteer lacks: GeoNames dumps, OCHA's administrative tables, and tables of places.

Each reader gives rows of one form; they are written to one table in the user's folder, with source and licence in every row,
aside first and then put in place, so that a fault in line 70,000 leaves the old table as it was.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..errors import LexiconError, StopRun
from ..text.normal import fold
from .tables import COLUMNS, FURTHER, read_table
from .userdata import user_folder

FORMATS = ("geonames", "cod", "tsv")
ARABIC = re.compile("[\u0621-\u064a]")
_PREFIXES = ("محافظه ", "ولايه ", "منطقه ", "مقاطعه ", "اقليم ", "شعبيه ")


class Found(NamedTuple):
    """A place as a reader found it, at a line of the file; an empty cell is unknown."""

    line: int
    id: str
    names: list[str]
    name_en: str
    kind: str
    country: str
    adm1: str
    adm2: str
    lat: float
    lon: float
    population: int
    source: str
    licence: str


@dataclass(slots=True)
class Imported:
    """What an import did: the table it wrote, how many places and names it holds, and what was left out, by reason."""

    path: Path
    places: int = 0
    names: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


def import_file(
    path: Path,
    target: Path | None = None,
    *,
    form: str | None = None,
    names: Path | None = None,
    source: str = "",
    licence: str = "",
) -> Imported:
    """Read `path` and write its places as a table into the folder `target`, the user's own where none is given.

    `form` is one of FORMATS, told from the file where it is not given. `names` is the alternateNamesV2 file for a GeoNames
    dump. `source` and `licence` are for files that do not say theirs.
    """
    if not path.is_file():
        raise StopRun(f"{path}: there is no such file: give a GeoNames dump, an OCHA table or a table of places")
    chosen = form or form_of(path)
    out = Imported((target or user_folder()) / f"{_stem(path)}.tsv")
    rows = _reader(chosen, path, names, source, licence, out.left_out)
    _write(out, rows)
    return out


def form_of(path: Path) -> str:
    """Which of FORMATS the file is, by its name and its first line."""
    from .reading import first_line

    name = path.name.lower()
    if name.endswith((".xlsx", ".csv")):
        return "cod"
    line = first_line(path)
    if line.startswith("id\t"):
        return "tsv"
    if line.count("\t") == 18:
        return "geonames"
    if "," in line and "pcode" in line.lower():
        return "cod"
    raise LexiconError(path, 1, "is of no known form: name it with --format geonames, cod or tsv")


def _reader(
    form: str, path: Path, names: Path | None, source: str, licence: str, left_out: Counter[str]
) -> Iterable[Found]:
    if names is not None and form != "geonames":
        raise StopRun(f"--names {names.name} belongs to a GeoNames dump, and {path.name} is read as {form}")
    if form == "geonames":
        from .geonames import read_geonames

        return read_geonames(path, names, left_out)
    if form == "cod":
        from .cod import read_cod

        return read_cod(path, source, licence, left_out)
    if form == "tsv":
        from .placetable import read_places

        return read_places(path, source, licence, left_out)
    raise StopRun(f"{form!r} is no format: one of {', '.join(FORMATS)}")


def _stem(path: Path) -> str:
    stem = path.name
    while "." in stem:
        stem = stem.rpartition(".")[0]
    return re.sub(r"[^\w-]+", "-", stem).strip("-").lower() or "places"


def _write(out: Imported, rows: Iterable[Found]) -> None:
    aside = out.path.with_suffix(f".{os.getpid()}.tmp")
    units = Units()
    try:
        out.path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("w", encoding="utf-8", newline="\n") as file:
            file.write("\t".join((*COLUMNS, *FURTHER)) + "\n")
            for row in rows:
                adm1 = units.english(row.country, row.adm1)
                cells = (
                    row.id, row.names[0], "|".join(row.names[1:]), row.name_en, row.kind, row.country, adm1, row.adm2,
                    f"{row.lat:.4f}", f"{row.lon:.4f}", "", str(row.population or ""), row.source, row.licence,
                )  # fmt: skip
                file.write("\t".join(_clean(cell) for cell in cells) + "\n")
                out.places += 1
                out.names += len(row.names)
        if not out.places:
            told = "; ".join(f"{n} {why}" for why, n in out.left_out.most_common()) or "it is empty"
            raise StopRun(f"nothing to import: {told}")
        aside.replace(out.path)
    except OSError as error:
        raise StopRun(
            f"{out.path.parent}: cannot be written ({error.strerror}): set MARSAD_HOME to a folder of yours"
        ) from None
    finally:
        aside.unlink(missing_ok=True)


def _clean(cell: str) -> str:
    return " ".join(cell.split())


class Units:
    """The packaged names of first-order units, so that an imported village lies in the same `Aleppo` as the packaged ones."""

    def __init__(self) -> None:
        from .base import SUPPLEMENT

        self._names: dict[tuple[str, str], str] = {}
        self.codes: dict[tuple[str, str], str] = {}
        for row in read_table(SUPPLEMENT / "admin1.tsv"):
            country, name_en = row.entry.country or "", row.entry.name_en
            for name in (*row.names, name_en):
                self._names[country, key_of(name)] = name_en
            if row.code:
                self.codes[country, row.code] = name_en

    def english(self, country: str, *names: str) -> str:
        """The packaged English name of a unit by any of its names, Arabic or romanised; the last of them where it is unknown."""
        for name in names:
            known = self._names.get((country, key_of(name))) if name else None
            if known is not None:
                return known
        return names[-1]


def key_of(name: str) -> str:
    """A unit's name without the word for governorate, the article and marks: for telling that two spellings are one."""
    plain = fold(name).casefold()
    for prefix in _PREFIXES:
        plain = plain.removeprefix(prefix)
    plain = plain.removesuffix(" governorate").removesuffix(" province").removesuffix(" state")
    return re.sub(r"^(al|ad|ar|as|at|ash|an|az)[ -]|[^\w]", "", plain)
