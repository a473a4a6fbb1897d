"""Candidates for people at a terminal: the name, who they are, how often and where, and a passage."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from ..terminal import MARK, wrapped
from .gather import Candidate

KINDS = {"person": "شخص", "body": "جهة", "outlet": "وسيلة إعلام"}


def print_candidates(candidates: Sequence[Candidate], limit: int) -> None:
    """A block a candidate, those of most articles first; what was left off is said."""
    console = Console(highlight=False)
    if not candidates:
        console.print("no new names: the lexicon knows those that the reports bring in with a post or a title")
        return
    for candidate in candidates[:limit]:
        _print(console, candidate)
    if len(candidates) > limit:
        console.print(f"{len(candidates) - limit:,} more: --limit prints them, --format jsonl gives them to a program")


def _print(console: Console, c: Candidate) -> None:
    width = min(console.width, 110)
    ways = "/".join(c.ways)
    console.print(
        f"[bold]{c.id}[/bold]  {c.kind}  {c.articles} articles of {c.outlets} outlets, {c.first or '?'} to {c.last or '?'}  {ways}"
    )
    post = next(iter(c.posts), "")
    body = next(iter(c.bodies), "")
    told = f"{post} {body}".strip()
    head = [f"{c.name}" + (f" ({c.short})" if c.short else ""), *([told] if told else [])]
    for line in wrapped(head, width, "   "):
        console.print(escape(line))
    others = [s for s in c.spellings if s != c.name][:4]
    if others:
        console.print(escape(f"{MARK}   ويكتب أيضا: {'، '.join(others)}"))
    if c.kind == "person":
        console.print(f"   {c.role or '?'} of {c.body or 'no known actor: --body'}")
    for example in c.examples[:1]:
        for line in wrapped([f"«{example.text}»"], width, "   "):
            console.print(escape(line))
    console.print("")
