"""`marsad serve`: the workbench in a browser."""

from __future__ import annotations

import os
import threading
import webbrowser

import click

from ..errors import StopRun

LOCAL = frozenset(("127.0.0.1", "localhost", "::1"))


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address to listen on; only this machine by default."
)
@click.option("--port", type=click.IntRange(1, 65535), default=8321, show_default=True, help="The port to listen on.")
@click.option("--open", "show", is_flag=True, help="Open the first page in the browser.")
@click.option(
    "--composed", is_flag=True, hidden=True, help="Say on the first page that the reports are composed samples."
)
def serve(host: str, port: int, show: bool, composed: bool) -> None:
    """Show the workbench in a browser: read, review, see. Stop it with Ctrl+C."""
    if host not in LOCAL:
        raise StopRun(
            f"cannot listen on {host}: the workbench has no accounts, so it serves this machine only: use --host 127.0.0.1"
        )
    import uvicorn

    from ..store import Store
    from .app import create_app

    shown = f"[{host}]" if ":" in host else host
    with Store.open() as store:
        user = os.environ.get("MARSAD_AUTHOR") or os.environ.get("USER") or "local"
        app = create_app(store, user=user, composed=composed)
        address = f"http://{shown}:{port}/"
        click.echo(f"Marsad is at {address} – Ctrl+C stops it.")
        if show:
            threading.Timer(1.0, webbrowser.open, (address,)).start()
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, proxy_headers=False)
