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

RULE = click.option(
    "--rule", type=click.Choice(RULES), default="as_reported", show_default=True, help="How ranges of figures are made."
)

LEXICON = click.option(
    "--lexicon",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of your own lexicon over the packaged one.",
)


@click.command()
@click.argument("source", required=False)
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), help="Default: table; with - always jsonl.")
@RULE
@click.option(
    "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that code the articles read from -."
)
@LEXICON
@click.option("--again", is_flag=True, help="Link everything from the beginning, not only what is new.")
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="What links a data set; the events are the same.",
)
@click.option("--address", help="With --engine ray: the cluster to join (else one is started on this machine).")
def link(
    source: str | None,
    form: str | None,
    rule: str,
    jobs: int,
    lexicon: Path | None,
    again: bool,
    engine: str,
    address: str | None,
) -> None:
    """Group claims into events: those of the store, of articles given as JSON Lines on standard input (-), or of a data set."""
    if source not in (None, "-"):
        from ..engine.cli import link_ray

        link_ray(str(source), engine, address, rule, lexicon)
        return
    if engine == "ray":
        raise click.UsageError("--engine ray links a data set: name the folder that `marsad run --engine ray` wrote")
    if source == "-":
        _link_stream(rule, jobs, lexicon)
        return
    from .on_store import link_store
    from .show import print_summary

    summary = link_store(rule, again, lexicon=lexicon)
    if form == "jsonl":
        click.echo(msgspec.json.encode(summary._asdict()).decode())
        return
    print_summary(summary)


def _link_stream(rule: str, jobs: int, lexicon: Path | None) -> None:
    from ..coding import run
    from ..lexicons.vocabulary import load_vocabulary
    from ..records import read_articles
    from .bodies import Bodies
    from .core import Desk
    from .dispatches import Compared
    from .rules import load_rules

    vocabulary = load_vocabulary(lexicon)
    desk = Desk(Bodies(vocabulary), Compared(vocabulary), rule, load_rules(lexicon))  # type: ignore[arg-type] # click has checked the rule
    reports, refused = [], 0
    coder = "default" if lexicon is None else f"lexicon:{lexicon}"
    for article, record in run(read_articles(sys.stdin.buffer, "standard input"), jobs, coder):
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


@click.command()
@click.argument("event_id")
@RULE
@click.option("--why", is_flag=True, help="Also what speaks for each claim belonging here, with its weight.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def event(event_id: str, rule: str, why: bool, form: str) -> None:
    """Print the whole of an event: when, where, who, figures as ranges, status, origins, the passages side by side."""
    from ..store.store import Store
    from .show import print_event

    with Store.open() as store:
        record = store.event(event_id)
        if record is None:
            raise StopRun(f"there is no event {event_id}: `marsad link` makes events of the claims in the store")
        if form == "json":
            click.echo(msgspec.json.encode(record).decode())
            return
        claims = [x.claim_id for x in record.members]
        gone = record.event.retired_at is not None
        now = sorted(set(store.events_of_claims(claims).values())) if gone else None
        print_event(record, store.claims_by_id(claims), rule, why, now)


@click.command()
@click.option("--since", default="yesterday", show_default=True, help="yesterday, today, 36h, 7d, or a date.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def digest(since: str, form: str) -> None:
    """Print what is new, risen, newly disputed and newly corroborated since a moment."""
    import datetime as dt

    from ..store.store import Store
    from .digest import digest_of, moment_of
    from .show import print_digest

    moment = moment_of(since, dt.datetime.now(dt.UTC))
    with Store.open() as store:
        found = digest_of(store, moment)
    if form == "json":
        click.echo(msgspec.json.encode(found).decode())
        return
    print_digest(found)


AUTHOR = click.option(
    "--author", envvar=["MARSAD_AUTHOR", "USER"], required=True, help="Who judges; also MARSAD_AUTHOR."
)
REASON = click.option("--reason", required=True, help="Why, in a sentence; it is kept with the judgement.")


@click.command()
@click.argument("a")
@click.argument("b")
@AUTHOR
@REASON
@LEXICON
def same(a: str, b: str, author: str, reason: str, lexicon: Path | None) -> None:
    """Judge that two events (or claims) are one happening."""
    _judge("same", a, (b,), author, reason, lexicon)


@click.command()
@click.argument("a")
@click.argument("b")
@AUTHOR
@REASON
@LEXICON
def different(a: str, b: str, author: str, reason: str, lexicon: Path | None) -> None:
    """Judge that two events (or claims) are not the same happening."""
    _judge("different", a, (b,), author, reason, lexicon)


@click.command()
@click.argument("event_id")
@click.argument("claims", nargs=-1, required=True)
@AUTHOR
@REASON
@LEXICON
def split(event_id: str, claims: tuple[str, ...], author: str, reason: str, lexicon: Path | None) -> None:
    """Judge that CLAIMS do not belong to an event."""
    _judge("split", event_id, claims, author, reason, lexicon)


@click.command()
@click.argument("judgement", type=int)
@AUTHOR
@click.option("--reason", help="Why.")
@LEXICON
def undo(judgement: int, author: str, reason: str | None, lexicon: Path | None) -> None:
    """Undo a judgement by its number; both stay in the record."""
    from ..store.store import Store
    from .on_store import link_store

    with Store.open() as store:
        row = store.undo(judgement, author=author, reason=reason)
        summary = link_store(store=store, lexicon=lexicon)
    click.echo(
        f"judgement {judgement} undone by judgement {row.id}; {summary.written} events written, {summary.retired} retired"
    )


def _judge(verdict: str, left: str, right: tuple[str, ...], author: str, reason: str, lexicon: Path | None) -> None:
    from ..store.store import Store
    from .on_store import judge, link_store

    with Store.open() as store:
        row = judge(store, verdict, left, right, author, reason)
        summary = link_store(store=store, lexicon=lexicon)
    click.echo(
        f"judgement {row.id}: {summary.written} events written, {summary.retired} retired; `marsad undo {row.id}` takes it back"
    )
