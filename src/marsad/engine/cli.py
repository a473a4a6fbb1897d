"""`run` and `link` with `--engine ray`, and `load`: what a user does with a data set from a terminal."""

from __future__ import annotations

import time
from pathlib import Path

import click

from ..errors import StopRun
from ..store.cli import agencies_of, groups_of, load_coder, progress

_SHOWN = 20  # refusals


def _needed() -> None:
    try:
        import fsspec  # noqa: F401
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise StopRun(f"data sets need {error.name}: install it with `pip install marsad[ray]`") from error


def run_ray(source: str, output: str, address: str | None, lexicon: Path | None, block: int) -> None:
    """Code `source` into the data set `output` on a Ray cluster."""
    _needed()
    from .cluster import joined
    from .code import code, input_of

    started = time.monotonic()
    input_of(source, output)  # a slip in an address is told before a cluster is started
    with joined(address) as ray, progress("coding") as advance:
        report = code(ray, source, output, lexicon, block, advance)
    seconds = time.monotonic() - started
    run = report["runs"][-1]
    click.echo(
        f"{report['articles']} articles, {report['claims']} claims, {report['refused']} refused, in {report['blocks_done']} blocks "
        f"({run['blocks_kept_from_before']} from before); {seconds:.1f} s on {run['processors']} processors, "
        f"{run['articles'] / max(1e-9, seconds):.0f} articles a second",
        err=True,
    )
    for reason in report["refused_why"][:_SHOWN]:
        click.echo(f"marsad: {reason}", err=True)
    if report["refused"] > _SHOWN:
        click.echo(
            f"marsad: {report['refused'] - _SHOWN} more refusals stand in {output}/report.json and manifests/", err=True
        )
    if failed := run["blocks_that_failed"]:
        raise StopRun(
            f"{len(failed)} of {report['blocks']} blocks could not be done, the others are: give the same command again. {failed[0]}"
        )


def link_ray(output: str, engine: str, address: str | None, rule: str, lexicon: Path | None = None) -> None:
    """Link the claims of a data set: on a Ray cluster, or with `local` in this process."""
    _needed()
    from . import dataset
    from .linking import link_dataset, link_here
    from .stages import Stages
    from .storage import Folder

    started = time.monotonic()
    dataset.files_of(Folder(output), "articles")  # refuses what is no whole data set before a cluster is started
    stages = Stages()
    if engine == "ray":
        from .cluster import joined

        with joined(address) as ray:
            said = link_dataset(ray, output, rule, lexicon, stages)  # type: ignore[arg-type] # click has checked it
    else:
        said = link_here(output, rule, lexicon, stages)  # type: ignore[arg-type] # click has checked it
    click.echo(
        f"{said['events']} events of {said['claims']} claims; {said['articles_in_groups']} articles carry a text that others "
        f"carry too; {said['articles_repeated']} articles left out, as their id came before; {time.monotonic() - started:.1f} s",
        err=True,
    )


@click.command()
@click.argument("dataset")
def load(dataset: str) -> None:
    """Bring a coded DATASET (`marsad run --engine ray`) with its events into the store; give it again after an interruption."""
    _needed()
    from ..store.store import Store
    from .load import load as go
    from .storage import Folder

    coder = load_coder(None)
    total = {"articles": 0, "claims": 0, "events": 0}
    started = time.monotonic()
    with Store.open() as store, progress("loading") as advance:
        for counts in go(store, dataset, groups_of(coder), agencies_of(coder)):
            advance(counts["articles"])
            total = {name: total[name] + counts[name] for name in total}
    click.echo(
        f"{total['articles']} articles, {total['claims']} claims, {total['events']} events loaded in {time.monotonic() - started:.1f} s",
        err=True,
    )
    if Folder(dataset).read("events.json") is None:
        click.echo(
            f"there are no events yet: `marsad link {dataset}` and `marsad load {dataset}` again, or `marsad link` in the store",
            err=True,
        )
