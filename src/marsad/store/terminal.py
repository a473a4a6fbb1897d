"""Search hits and the state of the store, for people at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .rows import Hit, RefusalRow, RunRow

_RTL, _END = "\u2067", "\u2069"


def show_hits(hits: Sequence[Hit], count: int) -> None:
    """Each hit with its headline and an excerpt in which the words asked for are lit."""
    console = Console(highlight=False)
    for hit in hits:
        article = hit.article
        title = lit(article.title or article.id, hit.title_spans, 0, len(article.title or article.id))
        title.stylize("bold")
        console.print(title)
        start, end = hit.excerpt()
        console.print(lit(hit.text, hit.spans, start, end))
        console.print(
            Text(f"{article.outlet or ''}  {article.day}  {article.id}  {article.claim_count} claims", style="dim")
        )
        console.print()
    more = f"{count} articles" if count < 10_000 else "more than 10,000 articles"
    console.print(f"{len(hits)} of {more}")


def lit(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> Text:
    """Code points `start` to `end` of a text on one line, right to left, with the spans lit."""
    out = Text(_RTL + ("…" if start else ""))
    at = start
    for a, b in (s for s in spans if start <= s[0] and s[1] <= end):
        out.append(_flat(text[at:a]))
        out.append(_flat(text[a:b]), style="bold black on yellow")
        at = b
    out.append(_flat(text[at:end]) + ("…" if end < len(text) else "") + _END)
    return out


def _flat(text: str) -> str:
    return "".join(" " if c in "\r\n\t" else c for c in text if c.isprintable() or c in "\r\n\t")


def show_status(
    where: str,
    folder: Path,
    counts: Mapping[str, int],
    runs: Sequence[RunRow],
    refusals: Sequence[RefusalRow],
    open_refusals: int,
) -> None:
    """Numbers, the last runs, and the refusals with what to do."""
    console = Console(highlight=False)
    console.print(f"database {where}\nevidence {folder / 'evidence'}")
    console.print(", ".join(f"{value:,} {name.replace('_', ' ')}" for name, value in counts.items()))
    if runs:
        table = Table(title="last runs", box=None, header_style="dim")
        for name in ("began", "what", "state", "articles", "per second", "why"):
            table.add_column(name)
        for r in runs:
            articles = r.counts.get("articles", "")
            rate = f"{articles / r.seconds:.0f}" if r.seconds and isinstance(articles, int) else ""
            why = r.error or ("start it again: it goes on where it was" if r.state == "interrupted" else "")
            table.add_row(r.started_at[:19].replace("T", " "), r.command, r.state, str(articles), rate, Text(why))
        console.print(table)
    if refusals:
        table = Table(title=f"{open_refusals} refusals", box=None, header_style="dim")
        for name in ("where", "what is wrong", "what to do", "times"):
            table.add_column(name, overflow="fold")
        for x in refusals:
            table.add_row(Text(x.where), Text(x.what), Text(x.remedy), str(x.times))
        console.print(table)
