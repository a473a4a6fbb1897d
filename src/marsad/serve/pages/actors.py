"""Actors: what each did, suffered, said and denied, and what others said of that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from ...lexicons.vocabulary import Actor
from ...store import ClaimRow, EventRow
from ..charts.timeline import timeline
from ..filtering import Chip, FilterForm, chips_of, filter_form
from ..matrix import origin_name
from ..problems import Problem
from ..quoting import Quote, quotes_of
from ..view import Asked, NavItem, View

router = APIRouter()
NAV = NavItem("actors", "/actors", 40)
_PARTS = ("actor", "recipient", "said", "denied")
_SHOWN = 8
_OTHERS = 5


@dataclass(frozen=True, slots=True)
class Named:
    """An actor in the list."""

    id: str
    name: str
    kind: str
    country: str
    events: int
    share: float


@dataclass(frozen=True, slots=True)
class ActorsPage:
    """Everything the list shows."""

    form: FilterForm
    actors: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One side of an actor: what it did, suffered, said or denied; each claim with its sentence and the event it belongs to."""

    key: str
    count: int
    claims: tuple[tuple[ClaimRow, Quote, EventRow | None], ...]
    asserted: Mapping[str, tuple[str, ...]]  # by the id of a denied claim, the names of those who assert what it denies


@dataclass(frozen=True, slots=True)
class Bar:
    """A number beside others: the address behind it, its share of the largest."""

    label: str
    count: int
    share: float
    href: str


@dataclass(frozen=True, slots=True)
class ActorPage:
    """Everything an actor's page shows."""

    id: str
    name: str
    chips: tuple[Chip, ...]
    action: str
    actor: Actor | None
    parent: str
    event_count: int
    parts: tuple[Part, ...]
    types: tuple[Bar, ...]
    places: tuple[Bar, ...]
    statuses: tuple[Bar, ...]
    timeline: Markup


@router.get("/actors", response_class=HTMLResponse)
def actors(view: Asked) -> HTMLResponse:
    """The actors of the events under the filter, those of most events first."""
    counted = view.store.event_facets("actor", view.filters, limit=200)
    most = max((n for _, n in counted), default=1)
    rows = tuple(_named(view, key, n, n / most) for key, n in counted)
    return view.page("actors.html", ActorsPage(filter_form(view, "/actors"), rows))


def _named(view: View, key: str, events: int, share: float) -> Named:
    known = view.labels.actors.get(key)
    kind = view.term("actor_kind", known.kind) if known else ""
    return Named(key, view.actor(key), kind, view.locale.country(known.country) if known else "", events, share)


@router.get("/actors/{actor_id}", response_class=HTMLResponse)
def actor(view: Asked, actor_id: str) -> HTMLResponse:
    """The page of one actor."""
    store, f = view.store, view.filters.but(actors=(actor_id,))
    known = view.labels.actors.get(actor_id)
    count = store.count_events(f)
    if known is None and not count:
        raise Problem(404, "no_actor", actor_id)
    label = view.line("timeline.label")
    page = ActorPage(
        id=actor_id, name=view.actor(actor_id), chips=chips_of(view, f"/actors/{actor_id}"), action=f"/actors/{actor_id}",
        actor=known, parent=known.parent or "" if known else "", event_count=count,
        parts=tuple(_part(view, actor_id, key) for key in _PARTS),
        types=bars(view, "event_type", "types", actor_id), places=bars(view, "adm1", "adm1", actor_id),
        statuses=bars(view, "status", "statuses", actor_id),
        timeline=timeline(view.locale, store.event_days(f), lambda a, b: view.url("/events", f, date_from=a, date_to=b), label),
    )  # fmt: skip
    return view.page("actor.html", page)


def _part(view: View, actor_id: str, key: str) -> Part:
    claims = view.store.claims_of_actor(actor_id, key, _SHOWN, view.filters)
    held = view.store.events_of_claims(c.id for c in claims)
    events = {e.id: e for e in view.store.event_rows(dict.fromkeys(held.values()))}
    quotes = quotes_of(view.store, claims)
    told = tuple((c, quotes[c.id], events.get(held.get(c.id, ""))) for c in claims)
    asserted = _asserted(view, held) if key == "denied" else {}
    return Part(key, view.store.count_of_actor(actor_id, key, view.filters), told, asserted)


def _asserted(view: View, held: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each denied claim and its event, the origins that assert the event, but for the one that denies it."""
    records = view.store.event_records(dict.fromkeys(held.values()))
    members = {m.claim_id: m.origin for record in records.values() for m in record.members}
    stance = {key: row.claim.stance for key, row in view.store.claims_by_id(members).items()}
    out = {}
    for claim, event in held.items():
        record = records[event]
        names = {str(n["id"]): origin_name(view, n) for n in record.nodes}
        own = members.get(claim)
        others = [m.origin for m in record.members if m.origin != own and stance.get(m.claim_id) == "asserted"]
        out[claim] = tuple(dict.fromkeys(names.get(o or "", "") for o in others if names.get(o or "")))[:_OTHERS]
    return out


def bars(view: View, field: str, key: str, actor_id: str) -> tuple[Bar, ...]:
    """The events of an actor by one field, as bars that lead to the list."""
    f = view.filters.but(actors=(actor_id,))
    counted = view.store.event_facets(field, f, limit=10)
    most = max((n for _, n in counted), default=1)
    names: dict[str, Callable[[str], str]] = {
        "event_type": view.type, "adm1": lambda x: view.adm1(f.country, x), "status": lambda x: view.term("status", x),
    }  # fmt: skip
    one = key in ("adm1", "country", "place")
    return tuple(
        Bar(names[field](value), n, n / most, view.url("/events", f, **{key: value if one else (value,)}))
        for value, n in counted
    )
