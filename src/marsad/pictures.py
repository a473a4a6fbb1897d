"""A timeline and a map of claims, drawn by Altair as SVG: no network, no JavaScript, the same picture in a notebook and on paper."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .errors import StopRun
from .export.labels import Labels
from .model import Claim

BASE = Path(__file__).resolve().parent / "serve" / "static" / "map" / "base.json"
_WIDTH, _HEIGHT = 640, 400
_FONT = "Noto Sans Arabic, Noto Naskh Arabic, sans-serif"
_STANCES = {"asserted": "#0f766e", "denied": "#b91c1c"}
_LEAST_DEGREES = 2.0
_EXACT = 2
_WORDS = {
    "ar": {
        "asserted": "إثبات",
        "denied": "نفي",
        "stance": "الموقف",
        "undated": "بلا تاريخ",
        "unplaced": "بلا مكان محدد",
    },
    "en": {
        "asserted": "asserted",
        "denied": "denied",
        "stance": "stance",
        "undated": "without a date",
        "unplaced": "without a place",
    },
}
Told = tuple[str, Claim]


class Picture:
    """A drawing: notebooks show it as SVG; `chart` is Altair's own object, for whoever wants to change it."""

    def __init__(self, chart: Any) -> None:
        self.chart = chart

    def svg(self) -> str:
        """The drawing as SVG."""
        return str(_library("vl_convert").vegalite_to_svg(self.chart.to_dict()))

    def save(self, path: Path | str) -> None:
        """Write it: `.svg`, `.png`, or `.html`, which holds all it needs and answers to the pointer."""
        form = Path(path).suffix.removeprefix(".")
        if form not in ("svg", "png", "html"):
            raise StopRun(f"{path}: a picture is saved as .svg, .png or .html")
        self.chart.save(str(path), **({"inline": True} if form == "html" else {}))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """For notebooks."""
        return {"image/svg+xml": self.svg(), "text/plain": f"<{type(self).__name__}>"}


def timeline(told: Iterable[Told], labels: Labels, language: str) -> Picture:
    """A line an event type; a claim is a bar from the first to the last day it may have been, over which the pointer shows its words."""
    alt, words = _library("altair"), _WORDS[language]
    rows = []
    undated = 0
    for article, claim in told:
        if claim.date is None:
            undated += 1
            continue
        after = dt.date.fromisoformat(claim.date.end) + dt.timedelta(days=1)
        rows.append({
            "type": labels.type(claim.event_type, language), "start": claim.date.start, "end": after.isoformat(),
            "stance": claim.stance, "evidence": claim.evidence.text, "article": article,
        })  # fmt: skip
    chart = alt.Chart(alt.Data(values=rows), width=_WIDTH, height=alt.Step(30, **{"for": "position"}))
    bars = chart.mark_bar(opacity=0.6, stroke="white").encode(
        x=alt.X("utcyearmonthdate(start):T", title=None, scale=alt.Scale(type="utc"), axis=alt.Axis(format="%Y-%m-%d", labelAngle=-30)),
        x2="utcyearmonthdate(end):T",
        y=alt.Y("type:N", title=None, sort=alt.EncodingSortField("start", "min"), axis=alt.Axis(labelLimit=220)),
        yOffset=alt.YOffset("stance:N", scale=alt.Scale(domain=list(_STANCES))),
        color=_stance_colour(alt, words),
        tooltip=["article:N", "start:T", "evidence:N"],
    )  # fmt: skip
    return _finished(bars, f"{words['undated']}: {undated}" if undated else "")


def place_map(told: Iterable[Told], language: str) -> Picture:
    """Outlines of countries and governorates round the places; claims without a place on the map are counted above it."""
    alt, words = _library("altair"), _WORDS[language]
    points, unplaced = _marks(told, language)
    box = _extent([(p["lon"], p["lat"]) for p in points])
    layers = []
    for kind, width in (("units", 0.5), ("countries", 1.3)):
        outlines = alt.Data(values=[_feature(rings) for rings in _outlines(kind, box)])
        layers.append(alt.Chart(outlines).mark_geoshape(filled=False, stroke="#a39b8b", strokeWidth=width, clip=True))
    marks = alt.Chart(alt.Data(values=points)).encode(longitude="lon:Q", latitude="lat:Q")
    layers.append(
        marks.mark_point(filled=True, strokeWidth=2, clip=True).encode(
            size=alt.Size("size:Q", scale=None),
            color=_stance_colour(alt, words),
            stroke=alt.Stroke("stance:N", scale=_stance_scale(alt), legend=None),
            fillOpacity=alt.FillOpacity("filled:Q", scale=None),
            tooltip=["name:N", "claims:Q"],
        )
    )
    layers.append(marks.mark_text(dy=-18, fontSize=12, clip=True).encode(text="name:N"))
    drawn = alt.layer(*layers, width=_WIDTH, height=_HEIGHT).project(**_projection(*box))
    return _finished(drawn, f"{words['unplaced']}: {unplaced}" if unplaced else "")


def _marks(told: Iterable[Told], language: str) -> tuple[list[dict[str, Any]], int]:
    """A mark a place and stance, the largest first: filled where it is asserted, faintly where the place is inexact, a wider ring where it
    is denied; and the number of claims that have no place."""
    claims: dict[tuple[float, float, str, str, bool], int] = defaultdict(int)
    unplaced = 0
    for _, claim in told:
        place = claim.place
        if place is None or place.lat is None or place.lon is None:
            unplaced += 1
            continue
        name = (place.name_ar if language == "ar" else place.name_en) or place.name_ar
        claims[(place.lat, place.lon, name, claim.stance, place.precision <= _EXACT)] += 1
    most = max(claims.values(), default=1)
    marks = []
    for (lat, lon, name, stance, exact), count in sorted(claims.items(), key=lambda x: (-x[1], x[0])):
        denied = stance == "denied"
        size = 60 + 400 * count / most + (180 if denied else 0)
        filled = 0.0 if denied else 0.75 if exact else 0.2
        marks.append(
            {"lat": lat, "lon": lon, "name": name, "stance": stance, "claims": count, "size": size, "filled": filled}
        )
    return marks, unplaced


def _stance_scale(alt: Any) -> Any:
    return alt.Scale(domain=list(_STANCES), range=list(_STANCES.values()))


def _stance_colour(alt: Any, words: dict[str, str]) -> Any:
    told = " : ".join(f"datum.value == '{s}' ? '{words[s]}'" for s in _STANCES) + " : datum.value"
    return alt.Color("stance:N", title=words["stance"], scale=_stance_scale(alt), legend=alt.Legend(labelExpr=told))


def _finished(chart: Any, note: str) -> Picture:
    titled = (
        chart.properties(title={"text": note, "anchor": "end", "fontSize": 11, "fontWeight": "normal"})
        if note
        else chart
    )
    return Picture(titled.configure(font=_FONT).configure_view(stroke="#d6d0c4"))


def _extent(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    """West, south, east and north of a box round the points, never so narrow that no outline would be in sight."""
    points = points or [(38.0, 34.0)]
    lons, lats = [p[0] for p in points], [p[1] for p in points]

    def widened(low: float, high: float) -> tuple[float, float]:
        half = max((high - low) * 0.65, _LEAST_DEGREES / 2)
        middle = (low + high) / 2
        return middle - half, middle + half

    (west, east), (south, north) = widened(min(lons), max(lons)), widened(min(lats), max(lats))
    return west, south, east, north


def _projection(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """Mercator, as large as the box fits the drawing."""

    def y(lat: float) -> float:
        return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))

    scale = min(_WIDTH / math.radians(east - west), _HEIGHT / (y(north) - y(south)))
    middle = math.degrees(2 * math.atan(math.exp((y(north) + y(south)) / 2)) - math.pi / 2)
    return {
        "type": "mercator",
        "scale": scale,
        "center": [(west + east) / 2, middle],
        "translate": [_WIDTH / 2, _HEIGHT / 2],
    }


def _outlines(kind: str, box: tuple[float, float, float, float]) -> Iterator[list[list[list[float]]]]:
    """The rings of every country or unit that comes near the box, which the drawing may show wider than it is high."""
    west, south, east, north = box
    margin = max(east - west, north - south)
    for item in json.loads(BASE.read_text(encoding="utf-8"))[kind]:
        rings = [_points(line) for line in item["lines"]]
        lons, lats = [p[0] for r in rings for p in r], [p[1] for r in rings for p in r]
        if (
            min(lons) < east + margin
            and max(lons) > west - margin
            and min(lats) < north + margin
            and max(lats) > south - margin
        ):
            yield rings


def _points(line: list[int]) -> list[list[float]]:
    """Degrees of a line of the packaged map: hundredths, each after the first the step from the one before."""
    out = [[line[0] / 100, line[1] / 100]]
    x, y = line[0], line[1]
    for dx, dy in zip(line[2::2], line[3::2], strict=True):
        x, y = x + dx, y + dy
        out.append([x / 100, y / 100])
    return out


def _feature(rings: list[list[list[float]]]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": "MultiLineString", "coordinates": rings}}


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise StopRun('pictures need the extra: pip install "marsad[notebook]"') from error
