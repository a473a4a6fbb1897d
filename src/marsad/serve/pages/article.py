"""The article page: the text as it was published, its claims lit in it, its versions, its evidence, and who carries the same text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ...evidence.diff import Piece, side_by_side
from ...model import Attribution, Claim
from ...store import ArticleRow, ClaimRow, EventRow, VersionRow
from ...store.articles import text_hash
from ..judging import Opinion, opinions
from ..lighting import LAYERS, Bit, marks_of, paragraphs
from ..matrix import figure_name, figure_words
from ..problems import Problem
from ..view import Asked, View

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a claim and the anchor of its words; no anchor where it was inferred."""

    layer: str
    label: str
    text: str
    anchor: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One claim beside the text."""

    row: ClaimRow
    claim: Claim
    values: tuple[Value, ...]
    chain: tuple[Value, ...]
    event: EventRow | None
    opinion: Opinion | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that the text is the one received: the fingerprint, whether it still fits, the capture and its ledger lines."""

    sha256: str
    sound: bool
    capture: dict[str, Any] | None
    lines: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Another article with the same text or a part of it."""

    article: ArticleRow
    kind: str
    containment: float


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything the page shows; `diff` are the paragraphs of two versions that are compared."""

    article: ArticleRow
    version: VersionRow
    versions: tuple[VersionRow, ...]
    current: bool
    text: list[list[Bit]]
    layers: tuple[str, ...]
    cards: tuple[Card, ...]
    lit: str
    proof: Proof
    near: tuple[Near, ...]
    related: tuple[ArticleRow, ...]
    address: str
    host: str
    diff: tuple[tuple[Piece, ...], ...]
    before: VersionRow | None
    other: ArticleRow | None


@router.get("/article", response_class=HTMLResponse)
def article(view: Asked, id: str = "", version: int = 0, diff: int = 0, claim: str = "", against: str = "") -> HTMLResponse:  # fmt: skip
    """The article `id` in one of its versions, claim `claim` lit; compared with its version `diff`, or with the article `against`."""
    row = view.store.article(id)
    versions = view.store.versions(id)
    if row is None or not versions:
        raise Problem(404, "no_article", id)
    newest = next((v for v in versions if v.id == row.version_id), versions[-1])
    chosen = next((v for v in versions if v.number == version), None) if version else newest
    before = next((v for v in versions if v.number == diff), None) if diff else None
    other = view.store.article(against) if against else None
    if against:
        before = next((v for v in view.store.versions(against) if other and v.id == other.version_id), None)
        if before is None:
            raise Problem(404, "no_article", against)
    if chosen is None or (diff and before is None):
        raise Problem(404, "no_version", str(version or diff))
    claims = [c for c in view.store.claims_of(id, retired=chosen.id != newest.id) if c.version_id == chosen.id]
    held = view.store.events_of_claims(c.id for c in claims)
    address, near = _safe(row.url), view.store.near_duplicates(id)
    page = ArticlePage(
        article=row, version=chosen, versions=tuple(versions), current=chosen.id == newest.id, text=paragraphs(chosen.text, marks_of(claims)),
        layers=LAYERS, cards=() if before else _cards(view, claims, held), lit=claim, proof=_proof(view, chosen, id),
        near=tuple(Near(a, kind, part) for a, kind, _, part in near[:20]), related=_related(view, row, held, {a.id for a, *_ in near}),
        address=address, host=urlsplit(address).hostname or "", diff=tuple(side_by_side(before.text, chosen.text)) if before else (),
        before=before, other=other,
    )  # fmt: skip
    return view.page("article.html", page)


def _cards(view: View, claims: Sequence[ClaimRow], held: Mapping[str, str]) -> tuple[Card, ...]:
    events = {e.id: e for e in view.store.event_rows(dict.fromkeys(held.values()))}
    made = opinions(view, claims)
    return tuple(
        Card(
            c, c.claim, _values(view, c.claim), _chain(view, c), events.get(held.get(c.id, "")), made.get(c.id)
        )
        for c in claims
    )  # fmt: skip


def _values(view: View, c: Claim) -> tuple[Value, ...]:
    out = []
    for label, people in (("value.doer", c.actors), ("value.sufferer", c.recipients)):
        for p in people:
            name = view.actor(p.actor) if p.actor else p.text
            out.append(Value("who", label, name, f"s-{p.start}-{p.end}"))
    for place in (c.place, *c.more_places):
        if place is not None:
            name = place.name_ar if view.lang == "ar" else place.name_en or place.name_ar
            note = view.locale.term("precision", str(place.precision))
            out.append(Value("where", "value.place", name, f"s-{place.start}-{place.end}" if place.start is not None else "", note))  # fmt: skip
    if c.date is not None:
        m = c.date.mention
        shown = view.locale.days(c.date.start, c.date.end, c.date.precision)
        out.append(Value("when", "value.date", shown, f"s-{m.start}-{m.end}" if m else "", view.term("basis", c.date.basis)))  # fmt: skip
    for f in c.figures:
        note = figure_name(view, f.kind, f.of)
        out.append(Value("many", "value.figure", figure_words(view, f), f"s-{f.start}-{f.end}", note))
    return tuple(out)


def _chain(view: View, row: ClaimRow) -> tuple[Value, ...]:
    """Who told it to whom, the nearest to the happening first, the outlet last."""
    links = [Value("says", f"role.{a.role}", _told_by(view, a), f"s-{a.start}-{a.end}") for a in row.claim.attribution]
    return (*links, Value("says", "role.outlet", view.outlet(row.outlet), ""))


def _told_by(view: View, link: Attribution) -> str:
    if link.role == "via":
        return view.outlet(link.name)
    return view.actor(link.actor) if link.actor and not link.name else link.name or link.text


def _proof(view: View, version: VersionRow, article_id: str) -> Proof:
    capture = view.store.capture(version.capture_id) if version.capture_id is not None else None
    lines = view.store.ledger_of(article_id, str(capture["sha256"]) if capture else None)
    whole = view.request.app.state.store.version(version.id)  # a reader's text may have names blocked out
    sound = whole is not None and text_hash(whole.text) == version.text_sha256
    return Proof(version.text_sha256, sound, capture, tuple(lines))


def _related(view: View, row: ArticleRow, held: Mapping[str, str], near: Collection[str]) -> tuple[ArticleRow, ...]:
    """Articles that tell of the same events in words of their own."""
    told = {a: n for a, n in view.store.tellers(dict.fromkeys(held.values())).items() if a != row.id and a not in near}
    best = sorted(told, key=lambda a: (-told[a], a))[:8]
    return tuple(view.store.article_rows(best))


def _safe(url: str | None) -> str:
    """An address that may be a link: http or https with a host, the host as it is looked up, so that look-alike letters show."""
    parts = urlsplit(url or "")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    try:
        host = parts.hostname.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return parts._replace(netloc=host + (f":{parts.port}" if parts.port else "")).geturl()
