"""`marsad lexicon`: check the data that analysts write."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import LexiconError


@click.group()
def lexicon() -> None:
    """Check and inspect the lexicon."""


@lexicon.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> None:
    """Check the packaged lexicon, or it with your FOLDER over it: form, code points, duplicates, dangling ids, examples."""
    from .lint import lint

    faults = list(lint(folder))
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        raise LexiconError(folder or "lexicon", 0, f"{len(faults)} faults: mend them as each line says")
    click.echo("lexicon: no faults")
