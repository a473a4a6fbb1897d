"""What `marsad code` and `marsad explain` print: JSON Lines, CSV, a table for the terminal, a tree of rules and words."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from .model import Article, Claim, Coded, Refused
from .records import write_record

if TYPE_CHECKING:
    from .claims.build import Draft

_FORMULA = ("=", "+", "-", "@")  # a spreadsheet would run a cell that begins so
Writer = Callable[[Article | None, Coded | Refused], None]
COLUMNS = (
    "article", "claim", "event_type", "stance", "status", "trigger", "actors", "actor_ids", "recipients", "recipient_ids", "place", "place_en",
    "lat", "lon", "country", "precision", "date_start", "date_end", "date_precision", "figures", "attribution", "confidence", "evidence",
)  # fmt: skip


def writer_of(form: str, lexicon: Path | None = None, bom: bool = False) -> Writer:
    """The writer of one output form to standard output; the table takes its labels from the lexicon, `bom` is for CSV."""
    if form == "jsonl":
        return lambda _, record: write_record(sys.stdout.buffer, record)
    if isinstance(sys.stdout, io.TextIOWrapper):  # whatever the locale; what UTF-8 cannot hold is written as an escape
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    return _csv_writer(bom) if form == "csv" else _table_writer(lexicon)


def _csv_writer(bom: bool) -> Writer:
    if bom:
        sys.stdout.write("\ufeff")
    out = csv.writer(sys.stdout)
    out.writerow(COLUMNS)

    def write(article: Article | None, record: Coded | Refused) -> None:
        if isinstance(record, Coded):
            out.writerows(row(record.id, claim) for claim in record.claims)

    return write


def row(article: str, claim: Claim) -> list[str]:
    """One claim as a row of COLUMNS; several values of a field are separated by `; `."""
    place, date = claim.place, claim.date

    def cell(value: object) -> str:
        told = "" if value is None else " ".join(str(value).split())
        return f"'{told}" if isinstance(value, str) and told.startswith(_FORMULA) else told

    def listed(values: list[str | None]) -> str:
        return "; ".join(cell(v) for v in values if v)

    values = [
        article, claim.id, claim.event_type, claim.stance, claim.status, claim.trigger.text,
        listed([p.text for p in claim.actors]), listed([p.actor for p in claim.actors]),
        listed([p.text for p in claim.recipients]), listed([p.actor for p in claim.recipients]),
        place.text if place else None, place.name_en if place else None, place.lat if place else None, place.lon if place else None,
        place.country if place else None, place.precision if place else None,
        date.start if date else None, date.end if date else None, date.precision if date else None,
        listed([f"{f.kind} {f.of} {figure_text(f.low, f.best, f.high)}" for f in claim.figures]),
        listed([f"{a.role}: {a.name}" for a in claim.attribution]), claim.confidence, claim.evidence.text,
    ]  # fmt: skip
    return [cell(v) for v in values]


def figure_text(low: float | None, best: float | None, high: float | None) -> str:
    """`12`, `20–99`, `at least 20`, `about 40000`, `up to 600`, for people to read."""

    def short(value: float) -> str:
        return f"{value:g}" if value < 1e6 else f"{value:.0f}"

    if low is not None and low == best == high:
        return short(low)
    if low is not None and high is not None:
        return f"{short(low)}–{short(high)}"
    if low is not None:
        return f"at least {short(low)}"
    if high is not None:
        return f"up to {short(high)}"
    return f"about {short(best)}" if best is not None else ""


def _table_writer(lexicon: Path | None) -> Writer:
    from rich.console import Console

    from .lexicons.vocabulary import load_vocabulary
    from .terminal import print_article

    console = Console()
    types = load_vocabulary(lexicon).types
    first = True

    def write(article: Article | None, record: Coded | Refused) -> None:
        nonlocal first
        if isinstance(record, Coded):
            print_article(console, article, record, types, first)
            first = False

    return write


def isolate(text: str) -> str:
    """The text between right-to-left isolates, its lines joined: mixed lines then keep their order on a terminal that knows bidi."""
    return "\u2067" + " ".join(text.split()).replace("[", "\\[") + "\u2069"


def print_tree(article: Article, drafts: list[Draft], warnings: list[str], threshold: float, everything: bool) -> None:
    """The derivation of each claim: its trigger's entry, the rules that fired with their words, and the score's parts."""
    from rich.console import Console
    from rich.tree import Tree

    from .claims.build import as_claim

    root = Tree(isolate(article.title or article.id))
    for warning in warnings:
        root.add(f"[yellow]warning[/yellow] {warning}")
    number = 0
    for draft in drafts:
        if draft.confidence < threshold and not everything:
            continue
        number += 1
        claim = as_claim(draft, number)
        out = "" if draft.confidence >= threshold else "  [dim]left out: less sure than the threshold[/dim]"
        branch = root.add(
            f"[bold]{claim.event_type}[/bold] {claim.stance}, {claim.status}, {claim.confidence:.2f}{out}"
        )
        branch.add("words: " + isolate(claim.evidence.text))
        rules = branch.add("rules")
        for rule, words, result in draft.candidate.rules:
            rules.add(f"{rule}: {isolate(words)} → {result}")
        if draft.roles.how:
            rules.add(f"participants by {draft.roles.how}")
        for label, items in (("actor", claim.actors), ("recipient", claim.recipients)):
            for item in items:
                branch.add(f"{label}: {isolate(item.text)} = {item.actor or 'not in the lexicon'}")
        if claim.place:
            branch.add(
                f"place: {isolate(claim.place.text or '')} = {claim.place.name_en}, {claim.place.country}, precision {claim.place.precision}"
            )
        if claim.date:
            branch.add(
                f"date: {isolate(claim.date.mention.text if claim.date.mention else '')} = {claim.date.start} – {claim.date.end} ({claim.date.basis})"
            )
        for figure in claim.figures:
            branch.add(
                f"figure: {isolate(figure.text)} = {figure_text(figure.low, figure.best, figure.high)} {figure.kind}, {figure.of}"
            )
        for link in claim.attribution:
            branch.add(f"{link.role}: {isolate(link.text)}" + (f" by {isolate(link.cue.text)}" if link.cue else ""))
        parts = sorted(((n, v) for n, v in draft.features.items() if v), key=lambda p: p[0])
        branch.add("confidence from " + ", ".join(f"{n} {v:g}" for n, v in parts))
    Console().print(root)
