"""`marsad demo`: the packaged samples, read and linked into a folder of their own and shown in the browser."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ..errors import StopRun
from ..store.database import home

REPORTS = Path(__file__).resolve().parent.parent / "samples" / "reports"


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8321, show_default=True, help="The port to listen on.")
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Processes that read the reports.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
@click.option("--no-serve", is_flag=True, help="Only read and link the reports.")
@click.pass_context
def demo(context: click.Context, port: int, jobs: int, no_open: bool, no_serve: bool) -> None:
    """Read the packaged sample reports, which are composed, link their claims into events, and show them in a browser.

    They are kept apart from your own data, in the folder `demo` of the data folder.
    """
    if not REPORTS.is_dir() or not any(REPORTS.iterdir()):
        raise StopRun(f"there are no sample reports in {REPORTS}: install Marsad anew")
    from ..link.cli import link
    from ..serve.cli import serve
    from ..store.cli import run

    # The commands read where the data is from the environment, as they do when a person calls them.
    os.environ["MARSAD_HOME"] = str(home() / "demo")
    os.environ.pop("MARSAD_DATABASE_URL", None)
    context.invoke(run, sources=(str(REPORTS),), jobs=jobs)
    _watch()
    _review()
    context.invoke(link)
    if not no_serve:
        context.invoke(serve, port=port, show=not no_open, composed=True)


def _watch() -> None:
    """Visit the composed outlets twice, as `marsad watch` visits feeds."""
    from ..ingest.cli import coding_into
    from ..ingest.watch import Watcher
    from ..store import Store
    from .web import VISITS, SampleWeb, feeds_of

    with Store.open() as store:
        take = None
        for visit in VISITS:
            feeds = feeds_of(visit, store)
            take = take or (coding_into(store) if feeds else None)
            if take is not None:
                watcher = Watcher(feeds, store, SampleWeb(visit), take, say=lambda text: click.echo(text, err=True))
                for feed in feeds:
                    watcher.visit(feed)


def _review() -> None:
    """Write down what two composed coders decided, and a saved search."""
    from ..store import Store
    from .review import review

    with Store.open() as store:
        review(store)
