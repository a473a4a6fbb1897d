"""The REST interface under `/api/v1`: an application of its own inside the workbench, with the same filters and the same store."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from ...store import Store
from . import people, read, write
from .problems import answer_problems
from .schema import set_openapi


def create_api(store: Store, state: Any) -> FastAPI:
    """The interface on a store; `state` is the workbench's. Who asks and what he may do is settled before, by its gate."""
    api = FastAPI(title="Marsad", version="1", docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    api.state.store = store
    api.state.relinker, api.state.labels = state.relinker, state.labels
    for module in (read, write, people):
        api.include_router(module.router)
    answer_problems(api)
    set_openapi(api, state.login)
    return api
