"""`marsad lexicon suggest`: names that the lexicon does not know yet, and their way into a folder of one's own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from ..errors import StopRun
from ..model import Refused

if TYPE_CHECKING:
    from .gather import Candidate


@click.command()
@click.argument("source", required=False)
@click.option("--format", "form", type=click.Choice(["table", "yaml", "jsonl"]), default="table", show_default=True)
@click.option("--kind", type=click.Choice(["person", "body", "outlet"]), help="Only these.")
@click.option(
    "--least", type=click.IntRange(1), default=1, show_default=True, help="Articles that must bring a name in."
)
@click.option("--limit", type=click.IntRange(1), help="Print no more than this; table: 40.")
@click.option(
    "--lexicon",
    type=click.Path(file_okay=False, path_type=Path),
    help="Your own lexicon's folder: what it knows is not offered, and what you accept is written there.",
)
@click.option(
    "--accept", multiple=True, metavar="ID", help="Write this candidate into --lexicon; give it once for each."
)
@click.option("--write", is_flag=True, help="Write every candidate that is printed into --lexicon.")
@click.option("--body", help="The actor that accepted people stand for, where the reports do not tell.")
@click.option("--id", "name", help="The id of the new file, where one new body or outlet is accepted.")
def suggest(
    source: str | None,
    form: str,
    kind: str | None,
    least: int,
    limit: int | None,
    lexicon: Path | None,
    accept: Sequence[str],
    write: bool,
    body: str | None,
    name: str | None,
) -> None:
    """Offer spokesmen, commanders, bodies and outlets that the lexicon does not know, with passages that name them.

    They are gathered over the articles of the store, or over SOURCE: a file of articles as JSON Lines, or - for standard input.
    """
    if (accept or write) and lexicon is None:
        raise StopRun("--accept and --write put names into your own lexicon: say which folder with --lexicon FOLDER")
    own = lexicon if lexicon is not None and lexicon.is_dir() else None
    every = _candidates(source, own, least)
    shown = [c for c in every if kind in (None, c.kind)]
    if accept or write:
        _write(every if accept else shown, accept, lexicon or Path(), body, name)
        return
    if form == "table":
        from .show import print_candidates

        print_candidates(shown, limit or 40)
        return
    for candidate in shown[:limit]:
        if form == "jsonl":
            click.echo(msgspec.json.encode(candidate).decode())
        else:
            from .write import as_yaml

            click.echo(f"# {candidate.id}" + (f" → actors/{candidate.body}.yml" if candidate.body else ""))
            click.echo(as_yaml(candidate))


def _candidates(source: str | None, own: Path | None, least: int) -> list[Candidate]:
    from .sources import candidates_of, store_candidates

    if source is None:
        from ..store.store import Store

        with Store.open() as store:
            return store_candidates(store, own, least)
    from ..records import read_articles

    def refused(record: Refused) -> None:
        click.echo(f"marsad: {record.error}", err=True)

    if source == "-":
        return candidates_of(read_articles(sys.stdin.buffer, "standard input"), own, least, refused)
    try:
        with Path(source).open("rb") as file:
            return candidates_of(read_articles(file, source), own, least, refused)
    except OSError as error:
        raise StopRun(
            f"{source}: cannot be read ({error.strerror}): give a file of articles as JSON Lines, or - for standard input"
        ) from error


def _write(
    candidates: list[Candidate], accept: Sequence[str], folder: Path, body: str | None, name: str | None
) -> None:
    from .write import write_candidates

    by_id = {c.id: c for c in candidates}
    if unknown := [i for i in accept if i not in by_id]:
        raise StopRun(f"no candidate has the id {', '.join(unknown)}: `marsad lexicon suggest` prints them")
    chosen = [by_id[i] for i in accept] if accept else candidates
    if not accept and body is None:  # of everything, what cannot be placed stays an offer
        left = [c for c in chosen if c.kind == "person" and c.body is None]
        chosen = [c for c in chosen if c not in left]
        if left:
            click.echo(
                f"marsad: {len(left)} people without a known body are left out: accept them with --body", err=True
            )
    new = [c for c in chosen if c.kind != "person"]
    if name and len(new) != 1:
        raise StopRun("--id names one new file: accept one new body or outlet with it")
    for path in write_candidates(chosen, folder, body, name):
        click.echo(str(path))
