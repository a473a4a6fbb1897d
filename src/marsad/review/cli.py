"""`marsad export-gold`: what people decided on claims, as hand-coded articles that `marsad eval` measures a coder by."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("export-gold")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--author", help="Only the decisions of this coder; otherwise the last word on each field holds.")
def export_gold(folder: Path, author: str | None) -> None:
    """Write the articles that were reviewed whole to FOLDER, as *.gold.json with the text within: `marsad eval FOLDER` reads them."""
    from ..store import Store
    from .gold import write_gold

    with Store.open() as store:
        done = write_gold(store, folder, author)
    click.echo(f"{done.articles} articles with {done.claims} claims written to {folder}")
    if done.unfinished:
        click.echo(
            f"{done.unfinished} articles left out: {done.undecided} of their claims want a decision yet (`marsad serve`, Review)",
            err=True,
        )
