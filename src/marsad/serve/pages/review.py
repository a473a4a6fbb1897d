"""Review: one claim at a time with the report it was read from; each decision is a judgement beside it, never an edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from msgspec.structs import replace

from ...model import FIGURE_KINDS, Attribution, Claim, Figure
from ...review.judged import Judged, add_claim, correct, find_claim, judge_claim
from ...store import ClaimRow, EventRow, JudgementRow, VersionRow
from ..deciding import Given, read_correction, read_span
from ..judging import Compared, compare
from ..lighting import Bit, marks_of, paragraphs
from ..listed import COUNTED, key_of
from ..mapping import map_words
from ..problems import Problem
from ..view import Asked, NavItem, View
from ..whereabouts import Near, spot_of

router = APIRouter()
NAV = NavItem("review", "/review", 30)
MODES = ("first", "second")
WHY = ("not_said", "not_event", "double", "background", "other")
_QUEUE = 40
Text = Annotated[str, Form()]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything the page shows. `judged` and `fields` hold the decisions of the one who looks, nobody else's."""

    mode: str
    waiting: dict[str, int]
    row: ClaimRow | None = None
    version: VersionRow | None = None
    text: tuple[list[Bit], ...] = ()
    judged: Judged | None = None
    fields: tuple[Compared, ...] = ()
    flagged: bool = False
    event: EventRow | None = None
    number: int = 0
    before: str = ""
    after: str = ""
    undo: JudgementRow | None = None
    notice: str = ""
    asked_place: str = ""
    places: tuple[Near, ...] = ()
    spot: tuple[float, float] | None = None
    map_words: str = ""
    marks: str = "[]"
    kinds: tuple[str, ...] = FIGURE_KINDS
    counted: tuple[str, ...] = COUNTED
    key_of: Callable[[Figure | Attribution], str] = key_of
    types: tuple[tuple[str, str], ...] = ()
    actors: tuple[tuple[str, str], ...] = ()
    why: tuple[str, ...] = WHY


@router.get("/review", response_class=HTMLResponse)
def review(view: Asked, claim: str = "", mode: str = "first", lookup: str = "", notice: str = "") -> HTMLResponse:
    """The claim of the address, else the first of the queue."""
    if mode not in MODES:
        raise Problem(400, "bad_request", mode)
    queue = queue_of(view, mode)
    waiting = {mode: len(queue), **{m: len(queue_of(view, m)) for m in MODES if m != mode}}
    chosen = claim or next(iter(queue), "")
    last = view.store.last_decision(view.user)
    if not chosen:
        return view.page("review.html", ReviewPage(mode, waiting, undo=last, notice=_known(notice)))
    row = find_claim(view.store, chosen)
    version = view.store.version(row.version_id) if row else None
    if row is None or version is None:
        raise Problem(404, "no_claim", chosen)
    page = _page(view, row, version, queue, mode, waiting, last, lookup, _known(notice))
    return view.page("review.html", page)


def _page(
    view: View, row: ClaimRow, version: VersionRow, queue: Sequence[str], mode: str, waiting: dict[str, int],
    last: JudgementRow | None, place: str, notice: str,
) -> ReviewPage:  # fmt: skip
    own = view.store.decisions_on([row.id], view.user).get(row.id, [])
    judged = judge_claim(row.claim, own)
    shown = replace(row, claim=judged.claim)
    events = view.store.events_of_claims([row.id])
    record = view.store.event(events[row.id]) if row.id in events else None
    at = queue.index(row.id) if row.id in queue else -1
    before = queue[at - 1] if at > 0 else (last.target_id if last and at <= 0 and last.target_kind == "claim" else "")
    after = queue[at + 1] if at + 1 < len(queue) else ""
    types = sorted(((t.id, view.type(t.id)) for t in view.labels.types.values()), key=lambda t: t[1])
    actors = sorted(((a, view.actor(a)) for a in view.labels.actors), key=lambda a: a[1])
    return ReviewPage(
        mode=mode, waiting=waiting, row=row, version=version, text=tuple(paragraphs(version.text, marks_of([shown]))), judged=judged,
        fields=compare(view, row.claim, judged), flagged=bool(view.store.flagged().get(row.id)), event=record.event if record else None,
        number=at + 1, before=before if before != row.id else "", after=after, undo=last, notice=notice, asked_place=place,
        places=tuple(_candidates(view, place)) if place else (), spot=spot_of(place), types=tuple(types), actors=tuple(actors),
        map_words=map_words(view), marks=_marks(judged.claim, spot_of(place)),
    )  # fmt: skip


def _candidates(view: View, asked: str) -> list[Near]:
    """The places that a name, or a spot on the map, may mean."""
    spot = spot_of(asked)
    where = view.labels.whereabouts
    return where.around(*spot) if spot else where.named(asked)


def _marks(claim: Claim, spot: tuple[float, float] | None) -> str:
    """The spots that the map opens on, as JSON: the one asked for, and where the claim is put now."""
    place = claim.place
    now = (place.lat, place.lon) if place is not None and place.lat is not None else None
    return msgspec.json.encode([at for at in (spot, now) if at is not None]).decode()


@router.get("/review/places")
def places(view: Asked) -> Response:
    """The places of a section of the map, for the one who chooses among them: the most populous."""
    box = view.filters.bbox
    found = view.labels.whereabouts.within(box) if box else []
    listed = [{"name": e.name_ar if view.lang == "ar" else e.name_en, "lat": e.lat, "lon": e.lon} for e in found]
    return Response(msgspec.json.encode(listed), media_type="application/json")


def queue_of(view: View, mode: str) -> list[str]:
    """The claims that wait for the one who looks: those nobody decided on, or those that another did and he did not."""
    deciders = view.store.deciders()
    if mode == "first":
        return view.store.claims_worth_deciding(view.filters, deciders.keys(), _QUEUE)
    flagged = view.store.flagged()
    mine = {claim for claim, authors in deciders.items() if view.user in authors}
    asked = [c for c, authors in flagged.items() if c not in mine and authors != {view.user}]
    others = [c for c in sorted(deciders) if c not in mine and c not in flagged]
    some = [*asked, *others][: 5 * _QUEUE]
    standing = view.store.claims_by_id(c for c in some if not c.startswith("j"))
    return [c for c in some if c.startswith("j") or (c in standing and standing[c].retired_at is None)][:_QUEUE]


@router.post("/review/add")
def add(
    view: Asked, article: Text, version: Annotated[int, Form()], event_type: Text, words: Text = "", start: Text = "", end: Text = "",
    stance: Text = "asserted", status: Text = "occurred", reason: Text = "", mode: Text = "first",
) -> RedirectResponse:  # fmt: skip
    """Keep a claim that the coder missed; its other fields are then given like corrections."""
    held = view.store.version(version)
    if held is None or held.article_id != article:
        raise Problem(404, "no_article", article)
    given = Given(
        {"event_type": event_type, "words": words, "start": start, "end": end, "stance": stance, "status": status}
    )
    span = read_span(held.text, given, 0)
    read = {name: read_correction(view, name, given, held, None) for name in ("event_type", "stance", "status")}
    claim = Claim(
        id="", event_type=read["event_type"], stance=read["stance"], status=read["status"], evidence=span, trigger=span, actors=(),
        recipients=(), place=None, more_places=(), date=None, figures=(), attribution=(), confidence=1.0,
    )  # fmt: skip
    key = add_claim(view.store, article, version, claim, author=view.user, reason=reason.strip() or None)
    return _to(view, key, mode, "added")


@router.post("/review/undo/{judgement_id}")
def undo(view: Asked, judgement_id: int, mode: Text = "first") -> RedirectResponse:
    """Take a decision on a claim back; one of somebody else only as an editor."""
    row = view.store.judgement(judgement_id)
    if row is None or row.target_kind not in ("claim", "article"):
        raise Problem(404, "no_decision", str(judgement_id))
    if row.author != view.user and not view.account.may("editor"):
        raise Problem(403, "not_yours")
    view.store.undo(judgement_id, author=view.user)
    return _to(view, row.target_id if row.target_kind == "claim" else "", mode, "undone")


@router.post("/review/{claim_id}/decide")
def decide(
    view: Asked, claim_id: str, action: Text, why: Text = "", reason: Text = "", mode: Text = "first"
) -> RedirectResponse:
    """Accept, reject with a reason, or ask for a second reader; then on to the next claim."""
    if action not in ("accept", "reject", "flag"):
        raise Problem(400, "bad_request", action)
    if find_claim(view.store, claim_id) is None:
        raise Problem(404, "no_claim", claim_id)
    if why and why not in WHY:
        raise Problem(400, "bad_request", why)
    reason = reason.strip()[:500]
    if action == "reject" and not reason and why in ("", "other"):
        raise Problem(400, "no_reason")
    queue = queue_of(view, mode if mode in MODES else "first")
    at = queue.index(claim_id) if claim_id in queue else -1
    after = next((c for c in queue[at + 1 :] if c != claim_id), "")
    view.store.judge(
        action, "claim", claim_id, author=view.user, reason=reason or why or None, value={"why": why} if why else None
    )
    return _to(view, after, mode, action)


@router.post("/review/{claim_id}/correct")
async def correction(view: Asked, claim_id: str) -> RedirectResponse:
    """Keep another value of one field beside the claim; the claim stays in view for more of them."""
    form = await view.request.form()
    given = Given({k: v for k, v in form.items() if isinstance(v, str)})
    row = find_claim(view.store, claim_id)
    version = view.store.version(row.version_id) if row else None
    if row is None or version is None:
        raise Problem(404, "no_claim", claim_id)
    judged = judge_claim(row.claim, view.store.decisions_on([claim_id], view.user).get(claim_id, []))
    value = read_correction(view, given["field"], given, version, judged.claim)
    reason = given["reason"].strip()[:500] or None
    correct(view.store, claim_id, given["field"], value, author=view.user, reason=reason)
    return _to(view, claim_id, given["mode"], "correct")


def _to(view: View, claim: str, mode: str, notice: str) -> RedirectResponse:
    mode = mode if mode in MODES else "first"
    return RedirectResponse(view.url("/review", claim=claim, mode="" if mode == "first" else mode, notice=notice), 303)


def _known(notice: str) -> str:
    return notice if notice in ("accept", "reject", "flag", "correct", "added", "undone") else ""
