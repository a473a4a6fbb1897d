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
    "--name", "names", multiple=True, help="A host name to answer to, as browsers see it; may be given again."
)
@click.option(
    "--proxy", help="The address of the proxy before it, whose word on the reader's address and https is taken."
)
@click.option(
    "--composed", is_flag=True, hidden=True, help="Say on the first page that the reports are composed samples."
)
def serve(host: str, port: int, show: bool, names: tuple[str, ...], proxy: str | None, composed: bool) -> None:
    """Show the workbench in a browser: read, review, see. Stop it with Ctrl+C.

    On this machine alone it asks for no login until there are accounts (`marsad user add`); anywhere else there must be some.
    """
    import uvicorn

    from ..store import Store
    from .app import LOOPBACK, create_app

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
        hosts = (*LOOPBACK, *own, *names)
        app = create_app(store, user=user, composed=composed, login=bool(users), hosts=hosts)
        address = f"http://{shown}:{port}/"
        click.echo(f"Marsad is at {address} – Ctrl+C stops it.")
        if show:
            threading.Timer(1.0, webbrowser.open, (address,)).start()
        uvicorn.run(
            app, host=host, port=port, log_level="warning", server_header=False,
            proxy_headers=proxy is not None, forwarded_allow_ips=proxy or "",
        )  # fmt: skip
