"""`marsad export` and `marsad import`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ..errors import StopRun
from ..store import Filters, Store
from .portions import let_live
from .protect import COARSEN, NAMES, Protection
from .run import FORMATS, Report
from .run import export as go

_FILTERS = (
    ("--from", "from", False, "From this day on, 2015-07-01."),
    ("--to", "to", False, "Up to this day."),
    ("--country", "country", False, "Two ISO letters."),
    ("--adm1", "adm1", False, "Governorate."),
    ("--place", "place", False, "Gazetteer id."),
    ("--type", "type", True, "Event type; may be given several times, as all that follow."),
    ("--actor", "actor", True, "Actor id."),
    ("--outlet", "outlet", True, "Outlet id."),
    ("--status", "status", True, "Status of the event: corroborated, disputed, …"),
    ("--stance", "stance", True, "asserted or denied."),
    ("--claim-status", "claim_status", True, "occurred, ongoing, planned, …"),
    ("--origins", "origins", False, "At least so many independent origins."),
    ("--since", "since", False, "Changed since this moment."),
    ("--bbox", "bbox", False, "west,south,east,north in degrees."),
    ("--search", "q", False, "Words that stand in the articles."),
)  # fmt: skip


def _filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """The store's filters as options, named as in an address."""
    for option, key, multiple, about in reversed(_FILTERS):
        command = click.option(option, f"f_{key}", multiple=multiple, help=about)(command)
    return command


@click.command()
@click.option("--format", "form", type=click.Choice(list(FORMATS)), required=True, help="The form to write.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), required=True, help="The file (for parquet: the folder)."
)
@click.option(
    "--names", type=click.Choice(NAMES), default="pseudonyms", show_default=True, help="Whose names may leave."
)
@click.option("--coarsen", type=click.Choice(COARSEN), help="No place more exact than this.")
@click.option("--embargo", help="Hold back events of the last days: 7d, 2w.")
@click.option("--no-words", is_flag=True, help="No words of the articles, in which names may stand that nobody marked.")
@click.option(
    "--event", "ids", multiple=True, help="Only this event, whatever the filters; may be given several times."
)
@click.option(
    "--table",
    type=click.Choice(["events", "claims", "figures", "origins"]),
    default="events",
    show_default=True,
    help="For csv.",
)
@click.option(
    "--texts", is_flag=True, help="For jsonl: the articles' texts too, so that another store can import them."
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=min(2, os.cpu_count() or 1),
    show_default="2, where there are two cores",
    help="Processes for csv and parquet of many events; the output is the same for any number.",
)
@click.option("--link-base", help="Address of your workbench, for links back.")
@_filters
def export(
    form: str, output: Path, names: str, coarsen: str | None, embargo: str | None, no_words: bool, ids: tuple[str, ...], table: str, texts: bool,
    jobs: int, link_base: str | None, **filters: Any,
) -> None:  # fmt: skip
    """Write the events that pass the filters to a file, in a form of others; say what was held back and what the form could not carry."""
    protection = Protection.from_options(names, coarsen, embargo, not no_words)
    query = {key.removeprefix("f_"): value for key, value in filters.items() if value}
    with Store.open() as store:
        if not store.count_events(most=1):
            raise StopRun("no events are stored: `marsad run SOURCE…`, then `marsad link`")
        store.unmapped()
        let_live()
        report = go(
            store,
            Filters.from_query(query),
            form,
            output,
            protection,
            ids=ids,
            link_base=link_base,
            table=table,
            texts=texts,
            jobs=jobs,
        )
    _say(report)


def _say(report: Report) -> None:
    click.echo(f"{report.events:,} events with {report.claims:,} claims in {report.seconds:.1f} s: {report.path}")
    for what, count in report.lost.items():
        click.echo(f"  not carried, {count:,} events: {what}")
    held = [
        (k.replace("_", " "), v)
        for k, v in report.protected.items()
        if isinstance(v, int) and not isinstance(v, bool) and v
    ]
    click.echo(f"  names: {report.protected['names']}" + "".join(f"; {k}: {v:,}" for k, v in held))
    click.echo("  details: " + ", ".join(p.name for p in report.side_files))


@click.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(path: Path) -> None:
    """Take in what another store exported by `marsad export --format jsonl --texts --names all`."""
    from .taking import take

    with Store.open() as store:
        taken = take(store, path)
    click.echo(f"{taken.articles:,} articles, {taken.claims:,} claims, {taken.events:,} events")
