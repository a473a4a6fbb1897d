"""The description of the interface, made from the very types that are sent: each answer's schema is that of its msgspec type."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from .problems import MEDIA, Trouble

_REF = "#/components/schemas/{name}"
_sent: dict[str, Any] = {}


def answers(
    kind: Any, *errors: int, status: int = 200, what: str = "What was asked for"
) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that gives `kind` (one of several, if it is a tuple), and problems of these statuses."""
    schemas, components = msgspec.json.schema_components(kind if isinstance(kind, tuple) else [kind], ref_template=_REF)
    schema = schemas[0] if len(schemas) == 1 else {"anyOf": list(schemas)}
    _sent.update(components)
    found: dict[int | str, dict[str, Any]] = {
        status: {"description": what, "content": {"application/json": {"schema": schema}}}
    }
    for code in dict.fromkeys((400, 422, *errors)):
        found[code] = {
            "description": "A problem",
            "content": {MEDIA: {"schema": {"$ref": _REF.format(name="Trouble")}}},
        }
    if status == 200:
        found[304] = {"description": "Nothing has changed since the ETag in If-None-Match"}
    return found


def set_openapi(api: FastAPI) -> None:
    """Let the application describe itself with the schemas that `answers` gathered."""

    def described() -> dict[str, Any]:
        if not api.openapi_schema:
            made = get_openapi(
                title=api.title, version=api.version, routes=api.routes, description=(__doc__ or "").split(":")[0]
            )
            _, problem = msgspec.json.schema_components([Trouble], ref_template=_REF)
            made.setdefault("components", {}).setdefault("schemas", {}).update({**_sent, **problem})
            for path in made["paths"].values():
                for operation in path.values():
                    operation["responses"].get("422", {}).get("content", {}).pop("application/json", None)
            made["servers"] = [{"url": "/api/v1"}]
            api.openapi_schema = made
        return api.openapi_schema

    api.openapi = described  # type: ignore[method-assign] # FastAPI's own way to extend it
