"""The application: pages found by a scan of `pages/`, one file a page, and what stands around all of them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from ..errors import MarsadError
from ..store import Store
from ..store.held import Held
from . import pages
from .accounts import Brake
from .api import create_api
from .api.problems import trouble
from .gate import checked_form, gate
from .labels import Labels
from .locales import plain
from .masking import Masked
from .problems import Problem
from .relinking import Relinker
from .security import add_headers
from .suggestions import Suggestions
from .view import NavItem, make_view

HERE = Path(__file__).resolve().parent
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def create_app(
    store: Store, *, hosts: tuple[str, ...] = LOOPBACK, user: str = "local", composed: bool = False, login: bool = False,
    workers: int = 1, lexicon: Path | str | None = None, tiles: Path | str | None = None,
) -> FastAPI:  # fmt: skip
    """The workbench on a store. `hosts` are the names it answers to; `composed` says on the first page that the reports are samples.

    Without `login` whoever asks is `user` and may do everything; with it, every page asks who it is. `workers` is how many processes
    serve the store together. `lexicon` is the user's own folder, to which accepted candidates are written; `tiles` a PMTiles file of
    his, to lie under the maps.
    """
    held = Held(store)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        # The first page need not wait for the events, nor the server for both.
        Thread(target=held.warm, daemon=True).start()
        yield

    app = FastAPI(
        title="Marsad", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(checked_form)], lifespan=life
    )  # fmt: skip
    state = app.state
    store = held
    state.relinker = Relinker(store, Path(lexicon) if lexicon else None)
    state.suggestions = Suggestions(store, Path(lexicon) if lexicon else store.folder / "lexicon")
    state.store, state.user, state.composed = store, user, composed
    state.login, state.brake = login, Brake(workers)
    state.labels, state.tiles = Labels(), Path(tiles) if tiles else None
    state.masked = Masked(store)
    state.env = make_environment()
    found: list[NavItem] = []
    for module in _page_modules():
        app.include_router(module.router)
        nav = getattr(module, "NAV", None)
        if nav is not None:
            found.append(nav)
    state.nav = tuple(sorted(found, key=lambda n: n.order))
    app.mount("/api/v1", create_api(store, state), name="api")
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.middleware("http")(gate)
    app.middleware("http")(add_headers)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)  # 9 takes twice as long for a fiftieth less
    # A name of another site that points to this machine must not read from it.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    _answer_problems(app)
    return app


def make_environment() -> Environment:
    """The templates: everything is escaped, a name that is not there is an error."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )  # fmt: skip
    env.filters["plain"] = plain
    return env


def _page_modules() -> list[Any]:
    names = sorted(info.name for info in pkgutil.iter_modules(pages.__path__))
    modules = [importlib.import_module(f"{pages.__name__}.{name}") for name in names]
    return [module for module in modules if hasattr(module, "router")]


def _answer_problems(app: FastAPI) -> None:
    def show(request: Request, problem: Problem) -> Response:
        return make_view(request, filtered=False).page("problem.html", problem, problem.status)

    def ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return show(request, error)

    def stopped(request: Request, error: Exception) -> Response:
        return show(request, Problem(400, "bad_request", str(error)))

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if request.scope["path"].startswith("/api/"):  # a line end in it, and the interface is not found
            return trouble(error.status_code, str(error.detail))
        key = {404: "not_found", 405: "wrong_method"}.get(error.status_code, "bad_request")
        return show(request, Problem(error.status_code, key, request.url.path if error.status_code == 404 else ""))

    def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        where = ", ".join(str(e["loc"][-1]) for e in error.errors())
        return show(request, Problem(400, "bad_request", where))

    app.add_exception_handler(Problem, ours)
    app.add_exception_handler(MarsadError, stopped)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
