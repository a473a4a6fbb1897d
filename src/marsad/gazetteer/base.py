"""The entries of the gazetteer and their names.

Packaged: GeoNames cities with Arabic names (CC BY 4.0, see NOTICE); the supplement in `lexicon/places/*.tsv`, written by hand;
and the tables in the user's data folder that `marsad gazetteer import` made.
"""

from __future__ import annotations

import csv
import lzma
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..errors import LexiconError
from ..text.normal import fold
from .settle import NameHit, Settled, settle

DATA = Path(__file__).resolve().parent / "data"
SUPPLEMENT = Path(__file__).resolve().parent.parent / "lexicon" / "places"
COLUMNS = ("id", "name_ar", "aliases", "name_en", "kind", "country", "adm1", "adm2", "lat", "lon", "note")
KINDS = frozenset(
    ["country", "region", "governorate", "district", "town", "village", "quarter", "camp", "airport", "base", "port", "crossing", "oil_field", "dam", "road", "river", "lake", "sea", "strait", "island", "mountain", "valley", "front", "border", "site"]
)


class Entry(NamedTuple):
    """One place. `population` is 0 where unknown; `source` says where the row comes from."""

    id: str
    name_ar: str
    name_en: str
    kind: str
    country: str | None
    adm1: str | None
    adm2: str | None
    lat: float
    lon: float
    population: int
    source: str


@dataclass(slots=True)
class Gazetteer:
    """All entries, by number, and the names that lead to them."""

    entries: list[Entry] = field(default_factory=list)
    by_name: dict[str, list[int]] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()

    @classmethod
    def load(cls, user: Path | None = None) -> Gazetteer:
        """The packaged places, the supplement, and the tables of the user's folder `user` (`*.tsv`) where it is given."""
        out = cls()
        stop = SUPPLEMENT / "ambiguous.txt"
        if stop.exists():
            lines = stop.read_text(encoding="utf-8").splitlines()
            out.ambiguous = frozenset(fold(w.strip()) for w in lines if w.strip() and not w.startswith("#"))
        tables = sorted(SUPPLEMENT.glob("*.tsv"))
        if user is not None:
            tables += sorted(user.glob("*.tsv"))
        capitals: dict[tuple[str, str], str] = {}
        for path in tables:
            for entry, names, note in read_table(path):
                out._add(entry, names)
                if entry.kind == "governorate" and note:
                    capitals[(entry.country or "", fold(note))] = entry.name_en
        out._add_cities(capitals)
        return out

    def _add(self, entry: Entry, names: Iterable[str]) -> None:
        number = len(self.entries)
        self.entries.append(entry)
        for name in names:
            for variant in variants(name):
                ids = self.by_name.setdefault(variant, [])
                if number not in ids:
                    ids.append(number)

    def _add_cities(self, capitals: dict[tuple[str, str], str]) -> None:
        text = lzma.decompress((DATA / "cities.tsv.xz").read_bytes()).decode("utf-8")
        rows = [line.split("\t") for line in text.splitlines()]
        adm1: dict[tuple[str, str], str] = {}
        for row in rows:
            for name in row[1].split("|"):
                found = capitals.get((row[3], fold(name)))
                if found is not None and int(row[7]) > 5000:
                    adm1.setdefault((row[3], row[4]), found)
        for number, names, name_en, country, code, lat, lon, population in rows:
            given = names.split("|")
            entry = Entry(
                f"gn:{number}", given[0], name_en, "town", country, adm1.get((country, code)), None, float(lat), float(lon), int(population), "geonames"
            )  # fmt: skip
            self._add(entry, given)

    def names(self) -> Iterator[tuple[str, Sequence[int], bool]]:
        """(folded name, numbers of its entries, whether it wants a cue noun or preposition before it)."""
        for name, ids in self.by_name.items():
            yield name, ids, self._needs_cue(name, ids)

    def _needs_cue(self, name: str, ids: Sequence[int]) -> bool:
        if name in self.ambiguous:
            return True
        if " " in name:
            return False
        kinds = {self.entries[i].kind for i in ids}
        if kinds & {"country", "governorate", "region"} or any(self.entries[i].population >= 100_000 for i in ids):
            return False
        if any(not self.entries[i].id.startswith("gn:") for i in ids):
            return len(name.removeprefix("ال")) <= 2
        return len(name.removeprefix("ال")) <= 4 or all(self.entries[i].population < 20_000 for i in ids)

    def country(self, code: str) -> Entry | None:
        """The entry of a country by its ISO code."""
        return next((e for e in self.entries if e.kind == "country" and e.country == code), None)

    def settle(self, hits: Sequence[NameHit], country_hint: str | None, country_weights: dict[str, float]) -> list[Settled]:
        """What each name of an article stands for (see `marsad.gazetteer.settle`)."""
        return settle(self.entries, hits, country_hint, country_weights)


def variants(name: str) -> list[str]:
    """The folded spellings of a name: hyphens as spaces; compounds split or joined are given as aliases."""
    plain = " ".join(fold(name).replace("-", " ").split())
    return [plain] if plain else []


def read_table(path: Path) -> Iterator[tuple[Entry, list[str], str]]:
    """The rows of a table in the supplement's form; a fault is a LexiconError with its line."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        header = next(reader, [])
        missing = [c for c in COLUMNS if c not in header]
        if missing:
            raise LexiconError(path, 1, f"lacks the columns {', '.join(missing)}: a table of places has {', '.join(COLUMNS)}")
        place = {name: header.index(name) for name in header}
        for line, row in enumerate(reader, 2):
            if not row or not "".join(row).strip() or row[0].startswith("#"):
                continue
            yield _row(path, line, row, place)


def _row(path: Path, line: int, row: list[str], place: dict[str, int]) -> tuple[Entry, list[str], str]:
    def cell(name: str) -> str:
        at = place.get(name, -1)
        return row[at].strip() if 0 <= at < len(row) else ""

    try:
        lat, lon = float(cell("lat")), float(cell("lon"))
    except ValueError:
        raise LexiconError(
            path, line, f"lat {cell('lat')!r} and lon {cell('lon')!r} are no numbers: give degrees, 34.45 and 40.95"
        ) from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise LexiconError(path, line, f"lat {lat} and lon {lon} are not on Earth: are they exchanged?")
    if cell("kind") not in KINDS:
        raise LexiconError(path, line, f"kind {cell('kind')!r} is unknown: one of {', '.join(sorted(KINDS))}")
    if not cell("name_ar"):
        raise LexiconError(path, line, "name_ar is empty: give the Arabic name")
    entry = Entry(
        cell("id"), cell("name_ar"), cell("name_en"), cell("kind"), cell("country") or None, cell("adm1") or None, cell("adm2") or None,
        lat, lon, int(cell("population") or 0), path.stem,
    )  # fmt: skip
    names = [cell("name_ar"), *[a.strip() for a in cell("aliases").split("|") if a.strip()]]
    return entry, names, cell("note")
