"""The map: events under the filter of the address, drawn by how exactly their places are known, with the days they happened on.

The page itself lists the places, so that it can be read without a script; the drawing asks for `/map/points` once and does the rest.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import msgspec
from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from ..filtering import STATUSES, FilterForm, filter_form
from ..mapping import map_words
from ..view import Asked, NavItem

router = APIRouter()
NAV = NavItem("map", "/map", 30)
_LISTED = 60


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place with the number of its events and the address of their list."""

    name: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """Everything the page shows; `points` is where the drawing gets its events, `words` what it says."""

    form: FilterForm
    places: tuple[PlaceLine, ...]
    points: str
    events: str
    words: str


class Points(msgspec.Struct, frozen=True):
    """The events as columns of numbers: hundredths of a degree stay small, names are sent once."""

    ids: list[str]
    lat: list[float]
    lon: list[float]
    precision: list[int]
    status: list[int]
    type: list[int]
    day: list[int]
    unit: list[int]
    statuses: list[str]
    types: list[str]
    units: list[tuple[str, str, str]]
    """Country, unit (empty for the whole country) and the name to show."""


@router.get("/map", response_class=HTMLResponse)
def show(view: Asked) -> HTMLResponse:
    """The page."""
    names = dict(view.store.event_places(view.filters))
    counted = view.store.event_facets("place_id", view.filters, _LISTED)
    places = tuple(
        PlaceLine(names.get(i, (i, i))[view.lang != "ar"], n, view.url("/events", place=i)) for i, n in counted
    )
    page = MapPage(
        filter_form(view, "/map"), places, view.url("/map/points"), view.url("/events", bbox=None), map_words(view)
    )
    return view.page("map.html", page)


@router.get("/map/points")
def points(view: Asked, ids: str = "yes") -> Response:
    """The events of the map; without their ids (`ids=no`) where nothing leads to them, which halves what is sent."""
    rows = view.store.map_points(view.filters)
    statuses: dict[str, int] = {s: n for n, s in enumerate(STATUSES)}
    types: dict[str, int] = {}
    units: dict[tuple[str, str], int] = {}
    for row in rows:
        statuses.setdefault(row[5], len(statuses))
        types.setdefault(row[4], len(types))
        units.setdefault(_unit(row), len(units))
    sent = Points(
        ids=[r[0] for r in rows] if ids != "no" else [], lat=[round(r[1], 4) for r in rows], lon=[round(r[2], 4) for r in rows],
        precision=[r[3] or 1 for r in rows], status=[statuses[r[5]] for r in rows], type=[types[r[4]] for r in rows],
        day=[_ordinal(r[6]) for r in rows], unit=[units[_unit(r)] for r in rows],
        statuses=list(statuses), types=[view.type(t) for t in types],
        units=[(country, unit, view.adm1(country, unit) if unit else view.locale.country(country)) for country, unit in units],
    )  # fmt: skip
    return Response(msgspec.json.encode(sent), media_type="application/json")


def _unit(row: tuple[Any, ...]) -> tuple[str, str]:
    return row[7] or "", (row[8] or "") if (row[3] or 1) <= 4 else ""


def _ordinal(day: str) -> int:
    try:
        return dt.date.fromisoformat(day).toordinal()
    except ValueError:
        return 0
