"""The filter of a page as a form and as the chips of what is chosen; every choice with the number of events behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..store import Filters
from .view import View

STATUSES = ("corroborated", "disputed", "single_origin", "denied_only", "planned", "happened_as_planned")


@dataclass(frozen=True, slots=True)
class Option:
    """A choice: its value in the address, its name, how many events it leaves."""

    value: str
    label: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of the form: its key in the address, the key of its name, its options; `label` names all of them together."""

    key: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition that holds now, and the address without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class FilterForm:
    """All of it; `action` is the page that the form leads to."""

    action: str
    choices: tuple[Choice, ...]
    chips: tuple[Chip, ...]
    date_from: str
    date_to: str
    text: str
    min_origins: int


def filter_form(view: View, action: str) -> FilterForm:
    """The form of the page at `action`."""
    f = view.filters
    f_open = f.but(bbox=None)
    whole = f_open.but(country=None, adm1=None, place=None)
    choices = [
        _choice(view, "type", "event_type", f.types, view.type, f_open.but(types=())),
        _choice(view, "status", "status", f.statuses, lambda s: view.term("status", s), f_open.but(statuses=())),
        _choice(view, "country", "country", (f.country,), view.locale.country, whole),
    ]
    if f.country:
        free = f_open.but(adm1=None, place=None)
        choices.append(_choice(view, "adm1", "adm1", (f.adm1,), lambda name: view.adm1(f.country, name), free))
    if f.adm1:
        free = f_open.but(place=None)
        names = {key: both[view.lang != "ar"] for key, both in view.store.event_places(free)}
        choices.append(_choice(view, "place", "place_id", (f.place,), lambda key: names.get(key, key), free))
    choices.append(_choice(view, "actor", "actor", f.actors, view.actor, f_open.but(actors=())))
    choices.append(_choice(view, "outlet", "outlet", f.outlets, view.outlet, f_open.but(outlets=())))
    chips = chips_of(view, action)
    return FilterForm(action, tuple(choices), chips, f.date_from or "", f.date_to or "", f.text or "", f.min_origins)


def _choice(
    view: View, key: str, field: str, chosen: tuple[str | None, ...], name: Callable[[str], str], without: Filters
) -> Choice:
    counted = view.store.event_facets(field, without, limit=60)
    known = {value for value, _ in counted}
    options = [Option(value, name(value), count, value in chosen) for value, count in counted]
    options += [Option(value, name(value), None, True) for value in chosen if value and value not in known]
    return Choice(key, f"filter.{key}", tuple(options))


def chips_of(view: View, action: str, **own: str) -> tuple[Chip, ...]:
    """What the filter holds, each with the address that lets it go; `own` are other keys of the page's address."""
    f = view.filters
    chips: list[Chip] = []

    def add(key: str, value: str, **without: object) -> None:
        chips.append(Chip(view.line(f"filter.{key}"), value, view.url(action, f.but(**without), **own)))

    if f.text:
        add("q", f.text, text=None)
    if f.date_from:
        add("from", view.locale.day(f.date_from), date_from=None)
    if f.date_to:
        add("to", view.locale.day(f.date_to), date_to=None)
    if f.country:
        add("country", view.locale.country(f.country), country=None, adm1=None, place=None)
    if f.adm1:
        add("adm1", view.adm1(f.country, f.adm1), adm1=None, place=None)
    if f.place:
        add("place", _place_name(view, f.place), place=None)
    for key, values, name in (
        ("type", "types", view.type), ("actor", "actors", view.actor), ("outlet", "outlets", view.outlet),
        ("status", "statuses", lambda s: view.term("status", s)), ("claim_status", "claim_statuses", lambda s: view.term("claim_status", s)),
        ("stance", "stances", lambda s: view.term("stance", s)),
    ):  # fmt: skip
        held: tuple[str, ...] = getattr(f, values)
        for value in held:
            add(key, name(value), **{values: tuple(v for v in held if v != value)})
    if f.min_origins:
        add("origins", str(f.min_origins), min_origins=0)
    if f.since:
        add("since", view.locale.moment(f.since), since=None)
    if f.bbox:
        add("bbox", ", ".join(f"{v:g}" for v in f.bbox), bbox=None)
    return tuple(chips)


def _place_name(view: View, place_id: str) -> str:
    names = dict(view.store.event_places(view.filters.but(text=None)))
    ar, en = names.get(place_id, (place_id, place_id))
    return ar if view.lang == "ar" else en
