"""The event page: the sentence, when, where, who, figures by origin, who says what, where it came from, and what people decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from ...link.figures import RULES
from ...link.on_store import judge
from ...store import ClaimRow, EventRecord, EventRow, JudgementRow, Relation
from ..charts.origins import Node, columns_of, origins_chart, shown
from ..judging import Opinion, opinions
from ..matrix import Matrix, make_matrix, origin_name
from ..problems import Problem
from ..quoting import Quote, quotes_of
from ..tolls import FigureBlock, figure_blocks
from ..view import Asked, View

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Who:
    """A participant with the number of claims that name it."""

    actor: str
    name: str
    claims: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of one claim, where they were read, and why the linker put them here."""

    row: ClaimRow
    origin: str
    score: float | None
    why: tuple[tuple[str, float, str], ...]
    opinion: Opinion | None
    quote: Quote


@dataclass(frozen=True, slots=True)
class Difference:
    """Two claims that do not go together: in what, and both passages."""

    relation: Relation
    left: ClaimRow | None
    right: ClaimRow | None


@dataclass(frozen=True, slots=True)
class EventPage:
    """Everything the page shows; `now` are the events that hold the claims of one that stands no more."""

    record: EventRecord
    event: EventRow
    doers: tuple[Who, ...]
    sufferers: tuple[Who, ...]
    matrix: Matrix
    figures: tuple[FigureBlock, ...]
    rule: str
    rules: tuple[str, ...]
    origins: Markup
    passages: tuple[Passage, ...]
    differences: tuple[Difference, ...]
    history: tuple[JudgementRow, ...]
    near: tuple[EventRow, ...]
    now: tuple[EventRow, ...]
    busy: bool
    notice: str


@router.get("/events/{event_id}", response_class=HTMLResponse)
def event(view: Asked, event_id: str, rule: str = "as_reported", notice: str = "") -> HTMLResponse:
    """The page of one event, its figures by one of the rules."""
    record = view.store.event(event_id)
    if record is None:
        raise Problem(404, "no_event", event_id)
    if rule not in RULES:
        raise Problem(400, "no_rule", rule)
    claims = view.store.claims_by_id([x.claim_id for x in record.members])
    e = record.event
    actors: list[dict[str, Any]] = sorted(e.detail.get("actors", ()), key=lambda a: -a["claims"])
    page = EventPage(
        record=record, event=e, doers=_who(view, actors, "actor"), sufferers=_who(view, actors, "recipient"),
        matrix=make_matrix(view, record, claims), figures=figure_blocks(view, record, rule), rule=rule, rules=tuple(RULES),
        origins=_origins(view, record, claims), passages=_passages(view, record, claims), differences=_differences(record, claims),
        history=tuple(_history(view, event_id)), near=_near(view, e) if e.retired_at is None else (), now=_now(view, record),
        busy=view.request.app.state.relinker.busy, notice=notice if notice in ("done", "pending") else "",
    )  # fmt: skip
    return view.page("event.html", page, 200 if e.retired_at is None else 410)


def _who(view: View, actors: Sequence[Mapping[str, Any]], role: str) -> tuple[Who, ...]:
    return tuple(Who(a["actor"], view.actor(a["actor"]), a["claims"]) for a in actors if a["role"] == role)


def _origins(view: View, record: EventRecord, claims: Mapping[str, ClaimRow]) -> Markup:
    """The graph; an outlet is one node, however many articles of it tell of the event."""
    columns = columns_of(record.nodes, record.edges)
    denying = {x.origin for x in record.members if x.claim_id in claims and claims[x.claim_id].claim.stance == "denied"}
    first = {x.origin: f"#p-{x.claim_id}" for x in reversed(record.members)}
    own: dict[str, str] = {}
    nodes: dict[str, Node] = {}
    for n in sorted(record.nodes, key=lambda n: not n.get("independent")):
        name = origin_name(view, n)
        key = own[n["id"]] = f"outlet {view.outlet(n['name'])}" if n.get("kind") == "outlet" else n["id"]
        href = first.get(n["id"]) or (view.url("/article", id=n["article"]) if n.get("article") else "#passages")
        node = Node(key, name, columns[n["id"]], bool(n.get("independent")), n["id"] in denying, href)
        nodes.setdefault(key, node)
    steps = {(own[e["source"]], own[e["target"]]) for e in record.edges if e["source"] in own and e["target"] in own}
    edges = [{"source": a, "target": b} for a, b in sorted(steps) if a != b]
    return origins_chart(view.locale, shown(list(nodes.values())), edges, view.line("event.origins_label"))


def _passages(view: View, record: EventRecord, claims: Mapping[str, ClaimRow]) -> tuple[Passage, ...]:
    nodes = {n["id"]: n for n in record.nodes}
    out = []
    made, quotes = opinions(view, claims.values()), quotes_of(view.store, claims.values())
    for member in record.members:
        row = claims.get(member.claim_id)
        if row is None:
            continue
        node = nodes.get(member.origin, {"id": member.origin or "", "name": (member.origin or "").partition(":")[2]})
        why = tuple(
            (str(t["name"]), float(t["value"]), str(t.get("seen") or "")) for t in member.why or () if "name" in t
        )
        out.append(Passage(row, origin_name(view, node), member.score, why, made.get(row.id), quotes[row.id]))
    return tuple(sorted(out, key=lambda p: (p.row.published_at or p.row.day, p.row.id)))


def _differences(record: EventRecord, claims: Mapping[str, ClaimRow]) -> tuple[Difference, ...]:
    return tuple(
        Difference(r, claims.get(r.left_claim or ""), claims.get(r.right_claim or "")) for r in record.relations[:12]
    )


def _history(view: View, event_id: str) -> list[JudgementRow]:
    return list(reversed(view.store.judgements_on("event", [event_id]).get(event_id, [])))


def _near(view: View, event: EventRow) -> tuple[EventRow, ...]:
    """Events of the same governorate within three days: what might be the same happening."""
    from datetime import date, timedelta

    if event.day <= "0001-01-04" or event.country is None:
        return ()
    day = date.fromisoformat(event.day)
    around = view.filters.__class__(
        country=event.country, adm1=event.adm1,
        date_from=(day - timedelta(days=3)).isoformat(), date_to=(day + timedelta(days=3)).isoformat(),
    )  # fmt: skip
    found = [x for x in view.store.events(around, limit=40).items if x.id != event.id]
    return tuple(sorted(found, key=lambda x: (x.event_type != event.event_type, x.place_id != event.place_id))[:8])


def _now(view: View, record: EventRecord) -> tuple[EventRow, ...]:
    if record.event.retired_at is None:
        return ()
    ids = dict.fromkeys(view.store.events_of_claims(x.claim_id for x in record.members).values())
    return tuple(view.store.event_rows(ids))


Text = Annotated[str, Form()]


@router.post("/events/{event_id}/merge")
def merge(view: Asked, event_id: str, other: Text, reason: Text = "") -> RedirectResponse:
    """Judge that this event and another are one happening."""
    return _decide(view, "same", event_id, [other.strip()], reason)


@router.post("/events/{event_id}/split")
def split(
    view: Asked, event_id: str, claim: Annotated[list[str] | None, Form()] = None, reason: Text = ""
) -> RedirectResponse:
    """Judge that some claims do not belong to this event."""
    if not claim:
        raise Problem(400, "nothing_chosen")
    return _decide(view, "split", event_id, claim, reason)


@router.post("/judgements/{judgement_id}/undo")
def undo(view: Asked, judgement_id: int, event_id: Text, reason: Text = "") -> RedirectResponse:
    """Undo a decision; both stay in the history."""
    view.store.undo(judgement_id, author=view.user, reason=reason.strip() or None)
    return _after(view, event_id)


def _decide(view: View, verdict: str, event_id: str, others: Sequence[str], reason: str) -> RedirectResponse:
    if not reason.strip():
        raise Problem(400, "no_reason")
    judge(view.store, verdict, event_id, others, view.user, reason.strip())
    return _after(view, event_id)


def _after(view: View, event_id: str) -> RedirectResponse:
    """Back to the event, or to the one that holds its claims now."""
    record = view.store.event(event_id)
    claims = [x.claim_id for x in record.members] if record else []
    done = view.request.app.state.relinker.ask()
    now = view.store.event(event_id)
    if done and (now is None or now.event.retired_at is not None):
        event_id = next(iter(view.store.events_of_claims(claims).values()), event_id)
    return RedirectResponse(view.url(f"/events/{event_id}", notice="done" if done else "pending"), 303)
