"""GeoNames country dumps (`SY.txt`, `SY.zip`), with Arabic names from their own column or from alternateNamesV2."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ..errors import LexiconError
from .importing import ARABIC, Found, Units
from .reading import lines_of
from .tables import degrees

COLUMNS = 19
_LANGUAGES = frozenset(("ar", "arz", "apc", "ary", "ayl"))
_NOT_ARABIC = frozenset(
    "پچژگکیٹڈڑںےۓێۆڕڵەھ"
)  # letters of Persian, Urdu and Kurdish, whose names stand in the same column
KINDS = {
    "PCLI": "country", "ADM1": "governorate", "ADM2": "district", "ADM3": "district", "AIRP": "airport", "AIRB": "base", "AIRF": "airport",
    "AIRQ": "airport", "MILB": "base", "INSM": "base", "FT": "base", "DAM": "dam", "OILF": "oil_field", "GASF": "oil_field",
    "OILR": "site", "PS": "site", "PRT": "port", "HBR": "port", "CMPRF": "camp", "STM": "river", "CNL": "river", "LK": "lake", "RSV": "lake",
    "SEA": "sea", "GULF": "sea", "STRT": "strait", "ISL": "island", "ISLS": "island", "MT": "mountain", "MTS": "mountain", "HLL": "mountain",
    "RDGE": "mountain", "PASS": "mountain", "VAL": "valley", "WAD": "valley", "RGN": "region", "PPLX": "quarter", "PSTB": "crossing",
    "BDG": "site", "HSP": "site", "MSQE": "site", "UNIV": "site", "PRN": "site",
}  # fmt: skip


def read_geonames(path: Path, names: Path | None, left_out: Counter[str]) -> Iterator[Found]:
    """The places that have an Arabic name and are of a kind that reports name."""
    arabic = _alternates(names) if names is not None else {}
    codes = Units().codes
    for line, text in lines_of(path):
        cells = text.split("\t")
        if len(cells) != COLUMNS:
            raise LexiconError(
                path,
                line,
                f"has {len(cells)} columns, a GeoNames dump has {COLUMNS}: take XX.txt of download.geonames.org/export/dump",
            )
        number, name, given = cells[0], cells[1], cells[3]
        kind = KINDS.get(cells[7]) or ("town" if cells[6] == "P" else "")
        if not kind or cells[7] in ("PPLH", "PPLQ", "PPLW"):
            left_out["of a kind that reports do not name"] += 1
            continue
        found = arabic.get(number) or [n for n in given.split(",") if ARABIC.search(n) and not _NOT_ARABIC & set(n)]
        if not found:
            left_out["without an Arabic name"] += 1
            continue
        country, lat, lon = cells[8], *degrees(path, line, cells[4], cells[5])
        population = int(cells[14]) if cells[14].isdecimal() else 0
        if kind == "town" and 0 < population < 2000:
            kind = "village"
        yield Found(
            line, f"gn:{number}", found, name, kind, country, codes.get((country, cells[10]), "") if kind != "governorate" else "", "",
            lat, lon, population, "GeoNames", "CC BY 4.0",
        )  # fmt: skip


def _alternates(path: Path) -> dict[str, list[str]]:
    """Arabic names by GeoNames number: the preferred one first, links and historic ones left out."""
    out: dict[str, list[str]] = {}
    for line, text in lines_of(path):
        cells = text.split("\t")
        if len(cells) < 8:
            raise LexiconError(path, line, f"has {len(cells)} columns, alternateNamesV2 has 10: is this another file?")
        if cells[2] in _LANGUAGES and ARABIC.search(cells[3]) and cells[7] != "1":
            names = out.setdefault(cells[1], [])
            if cells[3] not in names:
                names.insert(0 if cells[4] == "1" else len(names), cells[3])
    return out
