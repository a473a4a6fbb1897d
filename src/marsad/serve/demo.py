"""`marsad demo`: the packaged sample reports, read and linked into a folder of their own and shown in the browser."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ..errors import StopRun
from ..store.database import home

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "reports"


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
    if not SAMPLES.is_dir() or not any(SAMPLES.iterdir()):
        raise StopRun(f"there are no sample reports in {SAMPLES}: install Marsad anew")
    folder = home() / "demo"
    from ..link.cli import link
    from ..store.cli import run
    from .cli import serve

    # The commands read where the data is from the environment, as they do when a person calls them.
    os.environ["MARSAD_HOME"] = str(folder)
    os.environ.pop("MARSAD_DATABASE_URL", None)
    context.invoke(run, sources=(str(SAMPLES),), jobs=jobs)
    context.invoke(link)
    if not no_serve:
        context.invoke(serve, port=port, show=not no_open, composed=True)
