"""`marsad gazetteer`: bring places in, look them up, check the tables."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import LexiconError, StopRun
from .importing import FORMATS, import_file
from .userdata import user_folder, user_tables

_FILE = click.Path(path_type=Path)


@click.group()
def gazetteer() -> None:
    """Import, look up and check places."""


@gazetteer.command("import")
@click.argument("file", type=_FILE)
@click.option("--format", "form", type=click.Choice(FORMATS), help="What FILE is; told from the file where left out.")
@click.option("--names", type=_FILE, help="alternateNamesV2.txt or .zip, with more Arabic names for a GeoNames dump.")
@click.option("--source", default="", help="Where the data come from, for a file that does not say.")
@click.option("--licence", default="", help="The licence of the data, for a file that does not say.")
def import_command(file: Path, form: str | None, names: Path | None, source: str, licence: str) -> None:
    """Bring the places of FILE into your data folder (MARSAD_HOME).

    FILE is a GeoNames country dump (SY.txt, SY.zip), an OCHA table of units with p-codes (CSV, XLSX), or a tab-separated table
    with id, name_ar, name_en, country, lat, lon and feature or kind.
    """
    done = import_file(file, form=form, names=names, source=source, licence=licence)
    click.echo(f"{done.path}: {done.places} places, {done.names} names")
    for reason, count in done.left_out.most_common():
        click.echo(f"  left out: {count} {reason}")


@gazetteer.command("list")
def list_command() -> None:
    """The tables that you imported, with their sizes and licences."""
    from .tables import read_table

    tables = user_tables()
    if not tables:
        click.echo(f"{user_folder()}: no tables yet; bring one in with: marsad gazetteer import FILE")
    for path in tables:
        sources = sorted({row.entry.source for row in read_table(path)})
        told = ", ".join(sources[:3]) + (", …" if len(sources) > 3 else "")
        click.echo(f"{path.stem}: {sum(1 for _ in read_table(path))} places ({told})")


@gazetteer.command()
@click.argument("table")
def remove(table: str) -> None:
    """Take an imported TABLE out again, by the name that `list` shows."""
    found = next((path for path in user_tables() if path.stem == table), None)
    if found is None:
        raise StopRun(f"there is no imported table {table!r}: `marsad gazetteer list` shows them")
    found.unlink()
    click.echo(f"{table}: removed")


@gazetteer.command()
@click.argument("name")
def find(name: str) -> None:
    """The places that NAME may stand for, in Arabic, however it is spelled."""
    from .base import Gazetteer

    entries = Gazetteer.with_user_data().find(name)
    if not entries:
        raise StopRun(f"no place is named {name!r}: bring more places in with `marsad gazetteer import`")
    for e in entries:
        where = ", ".join(part for part in (e.adm2, e.adm1, e.country) if part)
        click.echo(f"{e.id}\t{e.name_ar}\t{e.name_en}\t{e.kind}\t{where}\t{e.lat:.2f} {e.lon:.2f}\t{e.source}")


@gazetteer.command()
@click.argument("files", nargs=-1, type=_FILE)
def check(files: tuple[Path, ...]) -> None:
    """Check the packaged tables of places, or FILES: form, code points, coordinates, units, duplicates."""
    from .lint import lint_places

    faults = list(lint_places(files or None))
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        raise LexiconError("gazetteer", 0, f"{len(faults)} faults: mend them as each line says")
    click.echo("gazetteer: no faults")
