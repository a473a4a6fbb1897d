"""Events and digests for people at a terminal: what the claims say side by side, by origin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.tree import Tree

from ..store.rows import ClaimRow, EventRecord, FigureRow
from .digest import Digest
from .on_store import Summary

_RTL, _END = "\u2067", "\u2069"


def isolate(text: str) -> str:
    """Arabic on one line, kept together, whatever stands around it."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"{_RTL}{escape(flat)}{_END}"


def print_summary(summary: Summary) -> None:
    """What a run of linking did, on one line."""
    Console(highlight=False).print(
        f"{summary.claims:,} claims, {summary.fresh:,} of them new; {summary.events:,} events: "
        f"{summary.written:,} written, {summary.retired:,} retired"
    )


def print_event(
    record: EventRecord, claims: Mapping[str, ClaimRow], rule: str, why: bool, now: Sequence[str] | None = None
) -> None:
    """The whole of an event: when, where, who, figures, status, origins, and the passages side by side.

    `now` says of one that stands no more which events hold its claims today.
    """
    e = record.event
    if now is not None:
        where = f"its claims are in {', '.join(now)}" if now else "none of its claims stands"
        Console(highlight=False).print(f"{e.id} stands no more, this is how it was: {where}", soft_wrap=True)
    root = Tree(f"[bold]{e.id}[/bold]  {e.event_type}  [bold]{e.status}[/bold]  {e.origins} independent origins")
    basis = " (from the day of publication)" if e.detail.get("date_basis") == "publication" else ""
    root.add(f"when: {e.date_start or '?'} to {e.date_end or '?'}, {e.date_precision or 'unknown'}{basis}")
    if e.place_name_ar:
        named = [
            f"{isolate(e.place_name_ar)} {escape(e.place_name_en or '')}".strip(),
            " ".join(filter(None, (e.adm1, e.country))),
        ]
        root.add(f"where: {', '.join(filter(None, named))}, precision {e.place_precision or '?'}")
    else:
        root.add("where: not named")
    root.add("who: " + (", ".join(record.actors) or "not named"))
    _figures(root, [f for f in record.figures if f.rule == rule], rule)
    _origins(root, record, claims, why)
    if record.relations:
        branch = root.add("differences")
        for r in record.relations:
            d = r.detail
            one = branch.add(
                f"{r.kind} {d.get('subject', '')}: {escape(str(d.get('left_value', '')))} / {escape(str(d.get('right_value', '')))}"
            )
            one.add(isolate(str(d.get("left_text", ""))))
            one.add(isolate(str(d.get("right_text", ""))))
    Console(highlight=False).print(root)


def _figures(root: Tree, figures: Sequence[FigureRow], rule: str) -> None:
    if not figures:
        return
    branch = root.add(f"figures by the rule {rule}")
    for f in figures:
        detail: dict[str, Any] = f.detail or {}
        part = f", part of {detail['part_of']}" if detail.get("part_of") else ""
        grade = f", {detail['grading']}" if detail.get("grading") else ""
        best = f", best {f.best:g}" if f.best is not None else ""
        low = f"{f.low:g}" if f.low is not None else "?"
        high = f"{f.high:g}" if f.high is not None else "?"
        one = branch.add(f"{f.kind} {f.of}: {low} to {high}{best}{part}{grade}")
        for r in detail.get("reports", ()):
            late = " [dim](replaced by a later one)[/dim]" if r["superseded"] else ""
            one.add(f"{str(r['told_at'])[:10]} {isolate(str(r['text']))} {escape(str(r['origin']))}{late}")


def _origins(root: Tree, record: EventRecord, claims: Mapping[str, ClaimRow], why: bool) -> None:
    members = defaultdict(list)
    for member in record.members:
        members[member.origin].append(member)
    branch = root.add("passages by origin")
    names = {n["id"]: str(n.get("name", n["id"])) for n in record.nodes}
    for origin in sorted(members, key=str):
        line = branch.add(
            f"[bold]{escape(str(origin).partition(':')[0])}[/bold] {isolate(names.get(str(origin), str(origin)))}"
        )
        for member in members[origin]:
            row = claims.get(member.claim_id)
            if row is None:
                continue
            stance = " [red]denied[/red]" if row.claim.stance == "denied" else ""
            head = f"{row.outlet or ''} {(row.published_at or row.day)[:10]} {row.claim.event_type}/{row.claim.status}{stance} {member.claim_id}"
            one = line.add(f"{escape(head) if not stance else head}: {isolate(row.claim.evidence.text)}")
            if why and member.why:
                one.add(
                    "; ".join(
                        f"{t['name']} {t['value']:+g} {isolate(t['seen']) if t['seen'] else ''}"
                        for t in member.why
                        if "name" in t
                    )
                )


def print_digest(digest: Digest) -> None:
    """What is new, risen, newly disputed and newly corroborated, the most widely told first."""
    console = Console(highlight=False)
    for title, lines in (
        ("new", digest.new), ("risen", digest.risen), ("newly disputed", digest.disputed), ("newly corroborated", digest.corroborated),
        ("happened as planned", digest.happened),
    ):  # fmt: skip
        if not lines:
            continue
        console.print(f"[bold]{title}[/bold] ({len(lines)})")
        for line in lines:
            note = f"  {escape(line.note)}" if line.note else ""
            console.print(
                f"  {line.id}  {line.day}  {line.event_type}  {line.status}  {isolate(line.place) if line.place else 'no place'}{note}"
            )
            console.print(f"    {isolate(line.passage)}")
    if digest.empty:
        console.print(f"nothing new since {digest.since}")
