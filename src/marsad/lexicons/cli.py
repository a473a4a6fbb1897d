"""`marsad lexicon`: check the data that analysts write."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..errors import LexiconError, StopRun
from ..suggest.cli import suggest


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


@lexicon.command()
@click.argument("file")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def copy(file: str, folder: Path) -> None:
    """Copy a packaged FILE (events/siege.yml) into your FOLDER, to change it there: it then takes the packaged one's place."""
    from .load import PACKAGED, files_of

    names = {path.relative_to(PACKAGED).as_posix(): path for path in files_of((PACKAGED,))}
    if file not in names:
        alike = [name for name in names if Path(file).stem in name][:5]
        raise StopRun(f"the lexicon has no file {file}" + (f": did you mean {', '.join(alike)}?" if alike else ""))
    target = folder / file
    if target.exists():
        raise StopRun(f"{target}: is there already: remove it first if you want the packaged one again")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(names[file].read_bytes())
    click.echo(f"{target}")


lexicon.add_command(suggest)


@lexicon.command()
@click.argument("new", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("old", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
def diff(new: Path, old: Path | None, form: str) -> None:
    """Print what your folder NEW changes: values added (+) and taken out (-), against the packaged lexicon, or against the folder OLD."""
    from .diff import lexicon_changes

    files: dict[str, None] = {}
    signs = {"+": 0, "-": 0}
    for change in lexicon_changes(old, new):
        signs[change.sign] += 1
        if form == "jsonl":
            click.echo(json.dumps(change._asdict(), ensure_ascii=False))
            continue
        if change.file not in files:
            click.echo(change.file)
        files[change.file] = None
        where = f"{change.where}: " if change.where else ""
        click.echo(f"  {change.sign} {where}\u2068{change.value}\u2069")
    click.echo(f"{signs['+']} values added, {signs['-']} taken out", err=form == "jsonl")
