"""Places for a person to choose from: by a name or the beginning of one, or by a spot on the map and what lies around it."""

from __future__ import annotations

import json
import math
import re
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ..gazetteer.base import Gazetteer, variants
from ..gazetteer.entries import AREAS, Entry

BASE = Path(__file__).resolve().parent / "static" / "map" / "base.json"
Ring = list[tuple[float, float]]
_SPOT = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,،;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
_LISTED = 30
_AROUND = 8
_SHOWN = 150


class Near(NamedTuple):
    """A place and how many kilometres it is from the spot that was asked for; None where a name was asked for."""

    entry: Entry
    km: float | None = None


class Whereabouts:
    """What the gazetteer and the outlines of the map say of a name or of a spot."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    @cached_property
    def _entries(self) -> list[Entry]:
        entries = self._gazetteer.entries
        return [entries[number] for number in range(len(entries))]

    @cached_property
    def _by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self._entries}

    def entry(self, place_id: str) -> Entry | None:
        """The place of this id."""
        return self._by_id.get(place_id)

    def named(self, name: str) -> list[Near]:
        """Places of exactly that name, in either language; else those whose name begins with it; the most populous first."""
        exact = {e.id: e for e in self._gazetteer.find(name)}
        wanted = " ".join(name.split()).casefold()
        exact |= {e.id: e for e in self._entries if e.name_en.casefold() == wanted}
        found = list(exact.values())
        if not found and len(wanted) > 1:
            folded = variants(name)
            numbers = {
                n for key, ids in self._gazetteer.by_name.items() if folded and key.startswith(folded[0]) for n in ids
            }
            found = [self._entries[n] for n in numbers]
            found += [e for e in self._entries if e.name_en.casefold().startswith(wanted) and e not in found]
        return [Near(e) for e in sorted(found, key=lambda e: -e.population)[:_LISTED]]

    def around(self, lat: float, lon: float) -> list[Near]:
        """The places nearest to a spot, areas left out: their middle says nothing of where they end."""
        spots = (e for e in self._entries if e.kind not in AREAS)
        near = sorted((Near(e, kilometres(lat, lon, e.lat, e.lon)) for e in spots), key=lambda n: n.km or 0.0)
        return near[:_AROUND]

    def within(self, box: tuple[float, float, float, float]) -> list[Entry]:
        """The places of a section of the map (west, south, east, north), areas left out; the most populous first."""
        west, south, east, north = box
        found = [e for e in self._entries if e.kind not in AREAS and west <= e.lon <= east and south <= e.lat <= north]
        return sorted(found, key=lambda e: -e.population)[:_SHOWN]

    def unit(self, lat: float, lon: float) -> tuple[str | None, str | None]:
        """The country and the first-order unit that a spot lies in, by the outlines of the map; None where they tell none."""
        units, countries = self._outlines
        found = next(((c, name) for c, name, rings in units if _inside(rings, lat, lon)), None)
        return found or (next((c for c, _, rings in countries if _inside(rings, lat, lon)), None), None)

    @cached_property
    def _outlines(self) -> tuple[list[tuple[str, str, list[Ring]]], list[tuple[str, str, list[Ring]]]]:
        data = json.loads(BASE.read_text(encoding="utf-8"))
        units = [(u["country"], u["adm1"], [_ring(line) for line in u["lines"]]) for u in data["units"]]
        countries = [(c["code"], "", [_ring(line) for line in c["lines"]]) for c in data["countries"] if c.get("code")]
        return units, countries


def spot_of(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, where a text is a pair of them."""
    found = _SPOT.fullmatch(text)
    if found is None:
        return None
    lat, lon = float(found[1]), float(found[2])
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def kilometres(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """The distance of two spots along the surface."""
    a, b = math.radians(lat), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))


def _ring(steps: list[int]) -> Ring:
    """A line of the map: hundredths of a degree, each after the first as the step from the one before."""
    out, x, y = [], 0, 0
    for i in range(0, len(steps), 2):
        x, y = x + steps[i], y + steps[i + 1]
        out.append((y / 100, x / 100))
    return out


def _inside(rings: list[Ring], lat: float, lon: float) -> bool:
    """Whether a line from the spot to the north crosses the rings an odd number of times."""
    crossed = False
    for ring in rings:
        before = ring[-1]
        for here in ring:
            if (here[1] > lon) != (before[1] > lon):
                at = before[0] + (here[0] - before[0]) * (lon - before[1]) / (here[1] - before[1])
                crossed ^= at > lat
            before = here
    return crossed
