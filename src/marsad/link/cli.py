"""`marsad link`, `event`, `digest`, `same`, `different`, `split`, `undo`: events from claims, and people's word on them."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from ..errors import StopRun
from ..model import Coded
from .figures import RULES
from .types import Report

RULE = click.option("--rule", type=click.Choice(RULES), default="as_reported", show_default=True, help="How ranges of figures are made.")


@click.command()
@click.argument("source", required=False)
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), help="Default: table; with - always jsonl.")
@RULE
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that code the articles read from -.")
@click.option("--lexicon", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A folder of your own lexicon over the packaged one.")
@click.option("--again", is_flag=True, help="Link everything from the beginning, not only what is new.")
def link(source: str | None, form: str | None, rule: str, jobs: int, lexicon: Path | None, again: bool) -> None:
    """Group claims into events: those of the store, or of articles given as JSON Lines on standard input (-)."""
    if source not in (None, "-"):
        raise click.UsageError("link reads the store, or - for JSON Lines on standard input")
    if source == "-":
        _link_stream(rule, jobs, lexicon)
        return
    from .on_store import link_store
    from .show import print_summary

    print_summary(link_store(rule, again), form or "table")


def _link_stream(rule: str, jobs: int, lexicon: Path | None) -> None:
    from ..coding import run
    from ..lexicons.vocabulary import load_vocabulary
    from ..records import read_articles
    from .core import Desk

    vocabulary = load_vocabulary(lexicon)
    desk = Desk({a.id: a.parent for a in vocabulary.actors.values() if a.parent}, rule=rule)  # type: ignore[arg-type] # click has checked it
    reports, refused = [], 0
    for article, record in run(read_articles(sys.stdin.buffer, "standard input"), jobs, lexicon):
        if article is None or not isinstance(record, Coded):
            refused += 1
            click.echo(f"marsad: {getattr(record, 'error', 'an article could not be read')}", err=True)
            continue
        reports.append(Report(article, record))
    if not reports:
        raise StopRun("no article was found on standard input: pipe JSON Lines to `marsad link --format jsonl -`")
    desk.add(reports)
    out = sys.stdout.buffer
    encoder = msgspec.json.Encoder()
    for event in desk.events():
        out.write(encoder.encode(event) + b"\n")
    out.flush()
