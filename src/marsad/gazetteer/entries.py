"""What a place is, and the list of all of them, each unpacked from its line only when it is asked for."""

from __future__ import annotations

from typing import NamedTuple

KINDS = frozenset(
    (
        "country region governorate district town village quarter camp airport base port crossing oil_field dam road river lake sea strait "
        "island mountain valley front border site"
    ).split()
)  # fmt: skip
POPULATED = frozenset(("town", "village", "quarter", "camp"))
AREAS = frozenset(("country", "region", "governorate", "district", "sea", "river", "border"))
POINTS = KINDS - AREAS  # what has one spot, so that two rows of a name at the same spot are one place


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


class Entries:
    """The places by number. Pickled as lines of text and unpacked one by one: a hundred thousand of them are there in an instant."""

    __slots__ = ("_rows",)

    def __init__(self) -> None:
        self._rows: list[Entry | str] = []

    def append(self, entry: Entry) -> None:
        """Add a place; its number is the length before."""
        self._rows.append(entry)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, number: int) -> Entry:
        row = self._rows[number]
        if type(row) is str:
            row = self._rows[number] = _unpack(row)
        return row  # type: ignore[return-value]  # a line was unpacked just now

    def __setitem__(self, number: int, entry: Entry) -> None:
        self._rows[number] = entry

    def __getstate__(self) -> list[str]:
        return [row if type(row) is str else _pack(row) for row in self._rows]

    def __setstate__(self, lines: list[str]) -> None:
        self._rows = list(lines)


def _pack(e: Entry | str) -> str:
    return "\t".join("" if value is None else str(value) for value in e)


def _unpack(line: str) -> Entry:
    key, name_ar, name_en, kind, country, adm1, adm2, lat, lon, population, source = line.split("\t")
    return Entry(
        key, name_ar, name_en, kind, country or None, adm1 or None, adm2 or None, float(lat), float(lon), int(population), source
    )  # fmt: skip
