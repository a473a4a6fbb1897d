"""The entries of the gazetteer and their names.

Packaged: GeoNames cities with Arabic names (CC BY 4.0, see NOTICE) and the supplement in `lexicon/places/*.tsv`, written by hand.
The user's own: the tables in his data folder that `marsad gazetteer import` made.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ..text.normal import fold
from .entries import POINTS, POPULATED, Entries, Entry
from .settle import NameHit, Settled, settle
from .tables import read_table
from .userdata import user_tables

__all__ = ["CURATED", "DATA", "SUPPLEMENT", "Gazetteer", "read_table", "variants"]

DATA = Path(__file__).resolve().parent / "data"
SUPPLEMENT = Path(__file__).resolve().parent.parent / "lexicon" / "places"
CURATED = "marsad"  # the source of a row that was written for this project, each name weighed
Need = Literal["", "preposition", "noun"]
TWIN = 0.12  # degrees within which two rows of the same name are one place
KNOWN_CITY = 100_000


@dataclass(slots=True)
class Gazetteer:
    """All entries, by number, and the folded names that lead to them."""

    entries: Entries = field(default_factory=Entries)
    by_name: dict[str, list[int]] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()
    everyday: frozenset[str] = frozenset()
    countries: dict[str, int] = field(default_factory=dict)

    @classmethod
    def load(cls, user: Path | None = None, supplement: Sequence[Path] | None = None) -> Gazetteer:
        """The packaged places, and the tables (`*.tsv`) of the folder `user` where it is given.

        `supplement` are the files of `lexicon/places`, where a lexicon of the user's own lies over the packaged one.
        """
        files = {path.name: path for path in (SUPPLEMENT.iterdir() if supplement is None else supplement)}
        out = cls(ambiguous=read_words(files["ambiguous.txt"]), everyday=read_words(files["everyday.txt"]))
        for name in sorted(n for n in files if n.endswith(".tsv")):
            for row in read_table(files[name]):
                out._add(row.entry._replace(source=CURATED), row.names)
        out._add_cities()
        for path in sorted(user.glob("*.tsv")) if user is not None else ():
            for row in read_table(path):
                out._add(row.entry, row.names)
        return out

    @classmethod
    def with_user_data(cls, folder: Path | None = None, supplement: Sequence[Path] | None = None) -> Gazetteer:
        """The packaged places and what the user imported: into `folder`, or into his data folder."""
        tables = user_tables(folder)
        return cls.load(tables[0].parent if tables else None, supplement)

    def _add(self, entry: Entry, names: Sequence[str]) -> None:
        """Take the row in; one that names a place which is already there only brings it names and a population."""
        spellings = variants(names[0]) if len(names) == 1 else [v for name in names for v in variants(name)]
        number = self._twin(entry, spellings)
        if number is None:
            number = len(self.entries)
            self.entries.append(entry)
            if entry.kind == "country" and entry.country:
                self.countries.setdefault(entry.country, number)
        elif entry.population > self.entries[number].population:
            self.entries[number] = self.entries[number]._replace(population=entry.population)
        for spelling in spellings:
            ids = self.by_name.setdefault(spelling, [])
            if number not in ids:
                ids.append(number)

    def _twin(self, entry: Entry, spellings: Sequence[str]) -> int | None:
        if entry.source == CURATED:
            return None
        for spelling in spellings:
            for number in self.by_name.get(spelling, ()):
                known = self.entries[number]
                alike = known.kind == entry.kind or (known.kind in POPULATED and entry.kind in POPULATED)
                if known.country != entry.country or not alike:
                    continue
                if known.kind not in POINTS or (
                    abs(known.lat - entry.lat) < TWIN and abs(known.lon - entry.lon) < TWIN
                ):
                    return number
        return None

    def _add_cities(self) -> None:
        text = lzma.decompress((DATA / "cities.tsv.xz").read_bytes()).decode("utf-8")
        for line in text.splitlines():
            number, names, name_en, country, adm1, lat, lon, population = line.split("\t")
            given = names.split("|")
            entry = Entry(
                f"gn:{number}", given[0], name_en, "town", country, adm1 or None, None, float(lat), float(lon), int(population), "geonames"
            )  # fmt: skip
            self._add(entry, given)

    def names(self) -> Iterator[tuple[str, Sequence[int], Need]]:
        """(folded name, numbers of its entries, what must stand before it to tell that it is a place)."""
        for name, ids in self.by_name.items():
            yield name, ids, self.need(name, ids)

    def need(self, name: str, ids: Sequence[int]) -> Need:
        """What the name wants before it: nothing, a preposition of place (a given name, an obscure town), or a cue noun (an everyday word)."""
        if name in self.everyday:
            return "noun"
        return "preposition" if self._doubtful(name, ids) else ""

    def _doubtful(self, name: str, ids: Sequence[int]) -> bool:
        """Whether the name alone is no evidence of a place: a common word, a given name, a short or obscure name."""
        words = name.split()
        if name in self.ambiguous or all(w in self.ambiguous or w.removeprefix("ال") in self.ambiguous for w in words):
            return True
        entries = [self.entries[i] for i in ids]
        if len(words) > 1 or any(e.kind in ("country", "governorate", "region") for e in entries):
            return False
        bare = len(name.removeprefix("ال"))
        if any(e.source == CURATED for e in entries):
            return bare <= 2
        if any(e.population >= KNOWN_CITY for e in entries):
            return bare <= 3
        return bare <= 4 or all(e.population < 20_000 for e in entries)

    def well_known(self, ids: Sequence[int]) -> bool:
        """Whether the name is that of a governorate or country: it is a place even where a rare form of a verb is written alike (عدن)."""
        return any(self.entries[i].kind in ("country", "governorate") for i in ids)

    def find(self, name: str) -> list[Entry]:
        """The entries of that name, however it is spelled."""
        spellings = variants(name)
        return [self.entries[i] for i in self.by_name.get(spellings[0], ())] if spellings else []

    def country(self, code: str) -> Entry | None:
        """The entry of a country by its ISO code."""
        number = self.countries.get(code)
        return None if number is None else self.entries[number]

    def settle(
        self, hits: Sequence[NameHit], country_hint: str | None, country_weights: dict[str, float]
    ) -> list[Settled]:
        """What each name of an article stands for (see `marsad.gazetteer.settle`)."""
        return settle(self.entries, hits, country_hint, country_weights)


_JOINABLE = frozenset(
    ("كفر", "دير", "تل", "خان", "عين", "بيت", "راس", "ام", "ابو", "بو", "بني", "بن", "جبل", "باب", "بير")
)


def variants(name: str) -> list[str]:
    """The folded spellings of a name: hyphens as spaces, a compound of two words also joined (`كفر نبل`, `كفرنبل`)."""
    plain = fold(name)
    if "-" in plain or "  " in plain:
        plain = " ".join(plain.replace("-", " ").split())
    if " " not in plain:
        return [plain] if plain else []
    first, _, rest = plain.partition(" ")
    if first in _JOINABLE and rest and " " not in rest and not rest.startswith("ال") and len(plain) > 6:
        return [plain, first + rest]
    return [plain]


def read_words(path: Path) -> frozenset[str]:
    """The folded words of a list with one word a line; lines that begin with # are comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(fold(w.strip()) for w in lines if w.strip() and not w.startswith("#"))
