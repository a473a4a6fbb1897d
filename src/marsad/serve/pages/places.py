"""Places: what happened here, by country and governorate, and the page of one place."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from ...store import EventRow, Filters
from ..charts.timeline import timeline
from ..filtering import Chip, FilterForm, chips_of, filter_form
from ..problems import Problem
from ..view import Asked, NavItem, View
from .actors import Bar

router = APIRouter()
NAV = NavItem("places", "/places", 45)


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its governorates as bars."""

    name: str
    href: str
    events: int
    units: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """Everything the list shows."""

    form: FilterForm
    countries: tuple[Country, ...]
    places: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class PlacePage:
    """Everything a place's page shows."""

    first: EventRow
    name: str
    other_name: str
    count: int
    events: tuple[EventRow, ...]
    types: tuple[Bar, ...]
    actors: tuple[Bar, ...]
    all_events: str
    timeline: Markup
    chips: tuple[Chip, ...]
    action: str


@router.get("/places", response_class=HTMLResponse)
def places(view: Asked) -> HTMLResponse:
    """The tree of places under the filter; below a governorate its places."""
    found: dict[str, list[tuple[str | None, int]]] = {}
    for unit in view.store.units(view.filters):
        found.setdefault(unit.country, []).append((unit.adm1, unit.events))
    most = max((n for units in found.values() for _, n in units), default=1)
    countries = tuple(
        Country(
            view.locale.country(code), view.url("/places", country=code, adm1=None, place=None), sum(n for _, n in units),
            tuple(
                Bar(view.adm1(code, name) or view.line("places.no_unit"), n, n / most, view.url("/places", country=code, adm1=name, place=None))
                for name, n in units[:30]
            ),
        )
        for code, units in sorted(found.items(), key=lambda x: -sum(n for _, n in x[1]))
    )  # fmt: skip
    page = PlacesPage(filter_form(view, "/places"), countries, _places(view) if view.filters.country else ())
    return view.page("places.html", page)


def _places(view: View) -> tuple[Bar, ...]:
    names = {key: both[view.lang != "ar"] for key, both in view.store.event_places(view.filters)}
    counted = view.store.event_facets("place_id", view.filters, limit=60)
    most = max((n for _, n in counted), default=1)
    return tuple(Bar(names.get(key, key), n, n / most, view.url("/place", id=key)) for key, n in counted)


@router.get("/place", response_class=HTMLResponse)
def place(view: Asked, id: str = "") -> HTMLResponse:
    """The page of one place of the gazetteer."""
    store, f = view.store, view.filters.but(place=id, country=None, adm1=None)
    found = store.events(f, limit=15)
    if not id or not found.items:
        raise Problem(404, "no_place", id)
    first = found.items[0]
    names = (first.place_name_ar or id, first.place_name_en or first.place_name_ar or id)
    label = view.line("timeline.label")
    page = PlacePage(
        first=first, name=names[view.lang != "ar"], other_name=names[view.lang == "ar"], count=store.count_events(f), events=found.items,
        types=_bars(view, f, "event_type"), actors=_bars(view, f, "actor"), all_events=view.url("/events", f),
        timeline=timeline(view.locale, store.event_days(f), lambda a, b: view.url("/events", f, date_from=a, date_to=b), label),
        chips=chips_of(view, "/place", id=id), action=view.url("/place", Filters(), id=id),
    )  # fmt: skip
    return view.page("place.html", page)


def _bars(view: View, f: Filters, field: str) -> tuple[Bar, ...]:
    counted = view.store.event_facets(field, f, limit=10)
    most = max((n for _, n in counted), default=1)
    if field == "actor":
        return tuple(Bar(view.actor(key), n, n / most, view.url(f"/actors/{key}")) for key, n in counted)
    return tuple(Bar(view.type(key), n, n / most, view.url("/events", f, types=(key,))) for key, n in counted)
