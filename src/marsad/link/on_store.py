"""Linking on the store: claims in, events out, people's judgements kept. Nothing here decides anything about events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
from sqlalchemy import select

from ..errors import StopRun
from ..lexicons.vocabulary import load_vocabulary
from ..model import Article, Coded
from ..store import models as m
from ..store.rows import ClaimRow, EventRecord, EventRow, FigureRow, JudgementRow
from ..store.rows import Member as MemberRow
from ..store.rows import Relation as RelationRow
from ..store.store import Store
from .bodies import Bodies
from .core import Desk
from .dispatches import Known
from .figures import RULES, Rule, figures_of
from .origins import Told
from .rules import Rules, load_rules
from .types import Event, Judgement, Key, Report

_BATCH = 2000
_EVENTS = 1000
_KINDS = ("same", "different", "split", "merge")


class Summary(NamedTuple):
    """What a run of linking did."""

    claims: int
    fresh: int
    events: int
    written: int
    retired: int


def link_store(
    rule: str = "as_reported", again: bool = False, store: Store | None = None, lexicon: Path | None = None
) -> Summary:
    """Link the claims of the store that belong to no event yet, and whatever they touch; everything with `again`."""
    if store is None:
        with Store.open() as opened:
            return link_store(rule, again, opened, lexicon)
    rows = all_rows(store)
    desk, by_key = desk_of(rule, rows, lexicon)
    held = _held(store)
    fresh = {r.id for r in rows if again or r.id not in held}
    live = {r.id for r in rows}
    shaken = {event for claim, event in held.items() if claim not in live}
    reports = reports_of(rows)
    desk.recall(_only(reports, live - fresh))
    changed = desk.add(_only(reports, fresh))
    judged = _judgements(store, held, by_key)
    changed |= desk.judge(judged)
    named = {key for j in judged for text in (*j.left, *j.right) if (key := Key.parse(text))}
    loose = {by_key[claim] for claim, event in held.items() if event in shaken and claim in by_key}
    changed |= desk.linker.settle(named | loose | _judged_before(store, by_key))
    clusters = sorted({cluster for key in changed if (cluster := desk.linker.cluster_of(key))})
    retired = {held[key.claim] for key in changed if key.claim in held} | shaken
    records = list(_records(store, desk, clusters, {r.id: r for r in rows}, lexicon))
    retired -= {r.event.id for r in records}
    store.save_events(records, sorted(retired))
    standing = len((set(held.values()) - retired) | {r.event.id for r in records})
    return Summary(len(rows), len(fresh), standing, len(records), len(retired))


def record_events(store: Store, clusters: Sequence[Sequence[tuple[str, str]]], rule: str = "as_reported") -> int:
    """Write events whose claims another engine has brought together, each named by its article and its number there; how many."""
    rows = store.claims_of_articles(dict.fromkeys(article for members in clusters for article, _ in members))
    desk, by_key = desk_of(rule, rows)
    desk.recall(reports_of(rows))
    named = {(r.article_id, r.claim.id): by_key[r.id] for r in rows}
    found = [tuple(sorted(named[x] for x in members if x in named)) for members in clusters]
    records = list(_records(store, desk, [keys for keys in found if keys], {r.id: r for r in rows}))
    store.save_events(records, [])
    return len(records)


def all_rows(store: Store) -> list[ClaimRow]:
    """Every claim that stands."""
    rows: list[ClaimRow] = []
    after: str | None = None
    while batch := store.all_claims(after, _BATCH):
        rows.extend(batch)
        after = batch[-1].id
    return rows


def desk_of(rule: str, rows: Sequence[ClaimRow], lexicon: Path | None = None) -> tuple[Desk, dict[str, Key]]:
    """An empty desk that knows what the store found out about the claims' articles; the key of each claim."""
    if rule not in RULES:
        raise StopRun(f"there is no rule {rule!r} for figures: use one of {', '.join(RULES)}")
    labels = _labels(lexicon)
    known = Known(
        {r.article_id: r.group_id for r in rows if r.group_id},
        {r.article_id: labels.get(r.agency, r.agency) for r in rows if r.agency},
    )
    desk = Desk(_bodies(lexicon), known, rule, load_rules(lexicon))
    return desk, {r.id: Key(r.article_id, r.id) for r in rows}


def reports_of(rows: Iterable[ClaimRow]) -> list[Report]:
    """Claims of the store as reports, each article once; ids are those of the store."""
    grouped: dict[str, list[ClaimRow]] = defaultdict(list)
    for row in rows:
        grouped[row.article_id].append(row)
    out = []
    for article_id, some in sorted(grouped.items()):
        first = some[0]
        article = Article(article_id, "", first.article_title, None, first.outlet, first.published_at or first.day)
        claims = tuple(msgspec.structs.replace(r.claim, id=r.id) for r in sorted(some, key=lambda r: r.id))
        out.append(Report(article, Coded(article_id, claims)))
    return out


def _only(reports: Iterable[Report], claims: set[str]) -> list[Report]:
    out = []
    for report in reports:
        kept = tuple(c for c in report.coded.claims if c.id in claims)
        if kept:
            out.append(Report(report.article, Coded(report.coded.id, kept)))
    return out


def _held(store: Store) -> dict[str, str]:
    """For each claim, retired ones too, the standing event that holds it."""
    member = m.EventMember
    query = (
        select(member.claim_id, member.event_id)
        .join(m.Event, m.Event.id == member.event_id)
        .where(m.Event.retired_at.is_(None))
    )
    with store.read() as connection:
        return {row.claim_id: row.event_id for row in connection.execute(query)}


def _judgements(store: Store, held: dict[str, str], by_key: dict[str, Key]) -> list[Judgement]:
    """The judgements on events that are in force, each with the claims it was made about."""
    out = []
    for row in _all_judgements(store):
        left, right = _sides(store, row)
        keys = [tuple(str(by_key[c]) for c in side if c in by_key) for side in (left, right)]
        if keys[0] and keys[1]:
            verdict: Literal["same", "different"] = "same" if row.kind in ("same", "merge") else "different"
            out.append(
                Judgement(str(row.id).zfill(12), verdict, keys[0], keys[1], row.author, row.reason or "", row.at)
            )
    return out


def _all_judgements(store: Store, undone: bool = False) -> list[JudgementRow]:
    out: list[JudgementRow] = []
    after = 0
    while batch := store.judgements(_KINDS, None, after, undone, _BATCH):
        out.extend(batch)
        after = batch[-1].id
    return out


def _judged_before(store: Store, by_key: dict[str, Key]) -> set[Key]:
    """The claims of judgements that were undone: what they forced is looked at again."""
    undone = [row for row in _all_judgements(store, undone=True) if row.undone_by is not None]
    return {by_key[c] for row in undone for c in chain(*_sides(store, row)) if c in by_key}


def _sides(store: Store, row: JudgementRow) -> tuple[list[str], list[str]]:
    """The claims on either side: as written down with the judgement, else those of the events or claims that it names."""
    value = row.value or {}
    if value.get("left") and value.get("right"):
        return list(value["left"]), list(value["right"])
    left = _claims_named(store, row.target_kind, row.target_id)
    if row.kind == "split" and value.get("claims"):
        taken = list(value["claims"])
        return [c for c in left if c not in set(taken)], taken
    return left, _claims_named(store, row.target_kind, row.other_id) if row.other_id else []


def _claims_named(store: Store, kind: str, name: str) -> list[str]:
    if kind == "claim":
        return [name]
    record = store.event(name)
    return [x.claim_id for x in record.members] if record else []


def judge(store: Store, verdict: str, left: str, right: Sequence[str], author: str, reason: str) -> JudgementRow:
    """Write down that two events or claims are the same or not, or that claims do not belong to an event; by claim, to outlive re-linking."""
    ours = _resolve(store, left)
    theirs = [claim for name in right for claim in _resolve(store, name)]
    if verdict == "split":
        outside = [c for c in theirs if c not in set(ours)]
        if outside:
            raise StopRun(f"claim {outside[0]} is not in event {left}: `marsad event {left}` lists its claims")
        ours = [c for c in ours if c not in set(theirs)]
        if not ours:
            raise StopRun(f"all claims of {left} would be split off: name fewer")
    value = {"left": ours, "right": theirs}
    kind = "claim" if len(ours) == 1 and ours[0] == left else "event"
    return store.judge(
        verdict,
        kind,
        left,
        author=author,
        reason=reason,
        other_id=right[0] if verdict != "split" else None,
        value=value,
    )


def _resolve(store: Store, name: str) -> list[str]:
    record = store.event(name)
    if record is not None:
        return [x.claim_id for x in record.members]
    if store.claims_by_id([name]):
        return [name]
    raise StopRun(f"there is no event or claim {name}: `marsad search` finds claims, `marsad link` makes events")


def _records(
    store: Store,
    desk: Desk,
    clusters: Sequence[tuple[Key, ...]],
    rows: dict[str, ClaimRow],
    lexicon: Path | None = None,
) -> Iterator[EventRecord]:
    """The records of clusters; their articles' texts are read from the store some at a time, for the words around a figure."""
    for start in range(0, len(clusters), _EVENTS):
        some = clusters[start : start + _EVENTS]
        versions = {rows[key.claim].version_id: key.article for cluster in some for key in cluster}
        desk.read({versions[v]: row.text for v, row in store.texts(sorted(versions)).items()})
        yield from (_record(desk, cluster, lexicon) for cluster in some)
        desk.read(dict.fromkeys(versions.values(), ""))


def _record(desk: Desk, cluster: tuple[Key, ...], lexicon: Path | None) -> EventRecord:
    told = [desk.told(key) for key in cluster]
    event = desk.event(cluster)
    return EventRecord(
        event=_row(event, told, lexicon),
        members=tuple(
            MemberRow(x.claim, x.origin, x.score, _why(desk, Key(x.article, x.claim), cluster)) for x in event.members
        ),
        figures=_all_figures(told, event, desk.scorer.rules),
        nodes=_nodes(event),
        edges=tuple({"source": e.source, "target": e.target, "by": _STEPS[e.by]} for e in event.edges),
        relations=tuple(
            RelationRow(r.kind, r.left.rpartition("#")[2], r.right.rpartition("#")[2], None, _relation_detail(r))
            for r in event.relations
        ),
        actors=tuple(dict.fromkeys(a.actor for a in event.actors)),
        outlets=tuple(dict.fromkeys(x.outlet for x in event.members if x.outlet)),
    )


_STEPS = {"speaker": "says", "via": "carries", "shared_text": "carries", "outlet": "quotes"}


def _relation_detail(relation: Any) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(relation)
    return {k: v for k, v in data.items() if k not in ("kind", "left", "right")}


def _why(desk: Desk, key: Key, cluster: tuple[Key, ...]) -> list[Any]:
    """The terms by which a claim is most like another of its event."""
    facts = desk.told(key).facts
    others = [desk.told(k).facts for k in cluster if k != key][:40]
    if not others:
        return []
    nearest = max(others, key=lambda f: (desk.scorer.score(facts, f), str(f.key)))
    return [
        {"with": nearest.key.claim},
        *({"name": t.name, "value": t.value, "seen": t.seen} for t in desk.scorer.explain(facts, nearest)),
    ]


def _all_figures(told: Sequence[Told], event: Event, rules: Rules) -> tuple[FigureRow, ...]:
    """The ranges by every rule, so that pages and exports can switch between them."""
    of = {Key(x.article, x.claim): x.origin for x in event.members}
    doers = frozenset(f"speaker:{a.actor}" for a in event.actors if a.role == "actor")
    out = []
    for rule in RULES:
        name: Rule = rule
        for f in figures_of(told, of, name, doers, rules.figures):
            reports = [{**msgspec.to_builtins(r), "article": r.article} for r in f.reports]
            detail = {"part_of": f.part_of, "updated": f.updated, "grading": f.grading, "reports": reports}
            out.append(FigureRow(rule, f.kind, f.of, f.low, f.best, f.high, detail))
    return tuple(out)


def _nodes(event: Event) -> tuple[dict[str, Any], ...]:
    nodes: dict[str, dict[str, Any]] = {
        o.id: {
            "id": o.id,
            "kind": o.kind,
            "name": o.name,
            "claims": [c.rpartition("#")[2] for c in o.claims],
            "independent": o.independent,
        }
        for o in event.origins
    }
    outlets = {f"article:{x.article}": x for x in event.members}
    for edge in event.edges:
        for end in (edge.source, edge.target):
            if end in nodes:
                continue
            member = outlets.get(end)
            name = (member.outlet or member.article) if member is not None else end.partition(":")[2]
            kind = "outlet" if member is not None else end.partition(":")[0]
            nodes[end] = {"id": end, "kind": kind, "name": name, "independent": False}
            if member is not None:
                nodes[end]["article"] = member.article
    return tuple(nodes.values())


@cache
def _bodies(lexicon: Path | None) -> Bodies:
    """Read with the lexicon, which takes a while: once, not at every decision of a person."""
    return Bodies(load_vocabulary(lexicon))


@cache
def _labels(lexicon: Path | None) -> dict[str, str]:
    """The name of each source."""
    return {s.id: s.label for s in load_vocabulary(lexicon).sources.values()}


@cache
def _groups(lexicon: Path | None) -> dict[str, str]:
    """The group of each event type."""
    return {t.id: t.group for t in load_vocabulary(lexicon).types.values()}


def _toll(event: Event) -> list[list[Any]]:
    """Dead and injured of the event, so that lists show them without reading its figures: kind, of, low, best, high."""
    told = [f for f in event.figures if f.kind in ("killed", "injured", "killed_and_injured")]
    groups = {(f.kind, f.of) for f in told}
    shown = [
        f for f in told if (f.kind, f.part_of) not in groups
    ]  # a part stands for itself where nobody gives the whole
    return [[f.kind, f.of, f.low, f.best, f.high] for f in shown]


def _row(event: Event, told: Sequence[Told], lexicon: Path | None) -> EventRow:
    place, date = event.place, event.date
    group = _groups(lexicon).get(event.event_type)
    missing = 1.0
    for origin in event.origins:
        missing *= 1.0 - max(t.claim.confidence for t in told if str(t.facts.key) in origin.claims)
    first = min((t.article.published_at or "" for t in told), default="")
    return EventRow(
        id=event.id, event_type=event.event_type, event_group=group, status=event.status,
        day=(date.start if date else first[:10]) or "0001-01-01",
        date_start=date.start if date else None, date_end=date.end if date else None, date_precision=date.precision if date else None,
        place_id=place.gazetteer_id if place else None, place_name_ar=place.name_ar if place else None,
        place_name_en=place.name_en if place else None, lat=place.lat if place else None, lon=place.lon if place else None,
        country=place.country if place else None, adm1=place.adm1 if place else None, adm2=None,
        place_precision=place.precision if place else None, origins=event.independent_origins, claim_count=len(event.members),
        article_count=len({x.article for x in event.members}), outlet_count=len({x.outlet for x in event.members if x.outlet}),
        confidence=round(1.0 - missing, 3),
        detail={
            "date_basis": date.basis if date else None, "relations": len(event.relations), "rule": "all",
            "actors": msgspec.to_builtins(event.actors), "toll": _toll(event),
        },
        first_seen="", updated_at="", retired_at=None,
    )  # fmt: skip
