"""`marsad verify`, `timestamp` and `versions`: is everything as it was kept, since when, and what did an outlet change afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..errors import StopRun
from ..store.store import Store


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Findings to print.")
@click.option(
    "--timestamp-roots",
    "roots",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Root certificates (PEM) that timestamps must be signed under.",
)
def verify(form: str, limit: int, roots: Path | None) -> None:
    """Check every byte of the evidence and every stored text against the ledger; say which article a fault touches."""
    from .verify import verify as check

    with Store.open() as store:
        report = check(store, roots=roots)
    if form == "json":
        findings = [
            {"where": f.where, "what": f.what, "articles": f.articles, "grave": f.grave} for f in report.findings
        ]
        numbers = {
            name: getattr(report, name) for name in ("lines", "records", "bytes", "versions", "claims", "timestamps")
        }
        click.echo(json.dumps({"sound": report.sound, **numbers, "findings": findings}, ensure_ascii=False))
    else:
        for f in report.findings[:limit]:
            touched = (
                f" (touches {', '.join(f.articles[:5])}{' and more' if len(f.articles) > 5 else ''})"
                if f.articles
                else ""
            )
            click.echo(f"{'FAULT' if f.grave else 'note'}: {f.where}: {f.what}{touched}", err=f.grave)
        if len(report.findings) > limit:
            click.echo(f"and {len(report.findings) - limit} more: give --limit or --format json", err=True)
        click.echo(
            f"{report.lines:,} ledger lines, {report.records:,} records ({report.bytes / 1e6:.1f} MB), "
            f"{report.versions:,} versions, {report.claims:,} claims and {report.timestamps:,} timestamps looked at: "
            f"{'all as they were kept' if report.sound else 'NOT as they were kept'}"
        )
    if not report.sound:
        raise SystemExit(1)


@click.command()
@click.option(
    "--authority",
    envvar="MARSAD_TIMESTAMP_AUTHORITY",
    required=True,
    show_envvar=True,
    help="Address of an RFC 3161 timestamp service.",
)
def timestamp(authority: str) -> None:
    """Have everything kept so far stamped by a foreign authority: only the hash of a hash leaves the machine."""
    from ..store.intake import catch_up
    from .stamp import stamp
    from .vault import Vault

    with Store.open() as store:
        vault = Vault(store.folder)
        with vault.exclusively():
            catch_up(store, vault)
            entry = stamp(vault, authority)
            catch_up(store, vault)
    click.echo(
        f"{entry.note}; ledger line {entry.seq} says so" if entry else "nothing was added since the last timestamp"
    )


@click.command()
@click.argument("article")
@click.option("--from", "first", type=int, help="Compare this version (default: the one before the last).")
@click.option("--to", "last", type=int, help="With this one (default: the last).")
def versions(article: str, first: int | None, last: int | None) -> None:
    """List the versions of ARTICLE that were received, and show word by word what the outlet changed."""
    with Store.open() as store:
        found = store.versions(article)
    if not found:
        raise StopRun(f"there is no article {article!r}: `marsad search` shows ids")
    by_number = {v.number: v for v in found}
    new = last if last is not None else found[-1].number
    old = first if first is not None else max((n for n in by_number if n < new), default=new)
    for number in (old, new):
        if number not in by_number:
            raise StopRun(f"article {article} has no version {number}: it has {', '.join(map(str, by_number))}")
    from .terminal import show_diff, show_versions

    show_versions(found)
    if old != new:
        show_diff(by_number[old], by_number[new])
