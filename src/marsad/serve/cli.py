"""`marsad serve`: the workbench in a browser."""

from __future__ import annotations

import json
import os
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import StopRun

if TYPE_CHECKING:
    from fastapi import FastAPI

_MADE = "MARSAD_SERVED"  # how `serve` tells its processes what to make
LOCAL = frozenset(("127.0.0.1", "localhost", "::1"))


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address to listen on; only this machine by default."
)
@click.option("--port", type=click.IntRange(1, 65535), default=8321, show_default=True, help="The port to listen on.")
@click.option("--open", "show", is_flag=True, help="Open the first page in the browser.")
@click.option(
    "--name", "names", multiple=True, help="A host name to answer to, as browsers see it; may be given again."
)
@click.option(
    "--proxy", help="The address of the proxy before it, whose word on the reader's address and https is taken."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that answer; each holds events and lexicon in memory.",
)
@click.option(
    "--lexicon",
    type=click.Path(file_okay=False, path_type=Path),
    help="Your own lexicon's folder: accepted candidates are written there. Otherwise `lexicon` beside the store.",
)
@click.option(
    "--pmtiles",
    "tiles",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Your own map as a .pmtiles file, vector or raster, to lie under the events.",
)
@click.option(
    "--composed", is_flag=True, hidden=True, help="Say on the first page that the reports are composed samples."
)
def serve(
    host: str, port: int, show: bool, names: tuple[str, ...], proxy: str | None, workers: int, lexicon: Path | None, tiles: Path | None,
    composed: bool,
) -> None:  # fmt: skip
    """Show the workbench in a browser: read, review, see. Stop it with Ctrl+C.

    On this machine alone it asks for no login until there are accounts (`marsad user add`); anywhere else there must be some.
    """
    import uvicorn

    from ..store import Store
    from .app import LOOPBACK, create_app
    from .pages.tiles import checked

    shown = f"[{host}]" if ":" in host else host
    with Store.open() as store:
        users = store.users()
        if all(u["disabled_at"] for u in users) and (host not in LOCAL or names or proxy):
            raise StopRun(
                f"cannot listen on {host}{' behind a proxy' if proxy or names else ''}: there are no accounts, and others could come in: "
                "make one first, `marsad user add NAME --role admin`"
            )
        user = os.environ.get("MARSAD_AUTHOR") or os.environ.get("USER") or "local"
        own = () if host in LOCAL or host in ("0.0.0.0", "::") else (host,)
        made: dict[str, Any] = {
            "user": user, "composed": composed, "login": bool(users), "hosts": (*LOOPBACK, *own, *names), "workers": workers,
            "lexicon": str(lexicon) if lexicon else None, "tiles": str(checked(tiles)) if tiles else None,
        }  # fmt: skip
        address = f"http://{shown}:{port}/"
        click.echo(f"Marsad is at {address} – Ctrl+C stops it.")
        if show:
            threading.Timer(1.0, webbrowser.open, (address,)).start()
        listening: dict[str, Any] = {
            "host": host, "port": port, "log_level": "warning", "server_header": False,
            "proxy_headers": proxy is not None, "forwarded_allow_ips": proxy or "",
        }  # fmt: skip
        if workers == 1:
            uvicorn.run(create_app(store, **made), **listening)
            return
    os.environ[_MADE] = json.dumps(made)
    uvicorn.run(f"{__name__}:one_of_many", factory=True, workers=workers, **listening)


def one_of_many() -> FastAPI:
    """The application of one process among several, made as `serve` was told."""
    from ..store import Store
    from .app import create_app

    made = json.loads(os.environ[_MADE])
    return create_app(Store.open(), **{**made, "hosts": tuple(made["hosts"])})
