"""The description of the interface, made from the very types that are sent: each answer's schema is that of its msgspec type."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ..accounts import SESSION_COOKIE, needed
from .problems import MEDIA, Trouble

BASE = "/api/v1"
_REF = "#/components/schemas/{name}"
_PROBLEM: dict[str, Any] = {
    "description": "A problem",
    "content": {MEDIA: {"schema": {"$ref": _REF.format(name="Trouble")}}},
}
_SCHEMES: dict[str, Any] = {
    "token": {"type": "http", "scheme": "bearer", "description": "What `marsad token create` printed"},
    "login": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE, "description": "A login of the workbench"},
}
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
    found.update(dict.fromkeys((400, 422, *errors), _PROBLEM))
    if status == 200:
        found[304] = {"description": "Nothing has changed since the ETag in If-None-Match"}
    return found


def set_openapi(api: FastAPI, login: bool) -> None:
    """Let the application describe itself with the schemas that `answers` gathered; where one must log in, it says how and what each role may."""

    def described() -> dict[str, Any]:
        if not api.openapi_schema:
            made = get_openapi(
                title=api.title, version=api.version, routes=api.routes, description=(__doc__ or "").split(":")[0]
            )
            components = made.setdefault("components", {})
            _, problem = msgspec.json.schema_components([Trouble], ref_template=_REF)
            components.setdefault("schemas", {}).update({**_sent, **problem})
            for path, operations in made["paths"].items():
                for method, operation in operations.items():
                    operation["responses"].get("422", {}).get("content", {}).pop("application/json", None)
                    if login:
                        _guard(operation, needed(method.upper(), f"{BASE}{path}"))
            if login:
                components["securitySchemes"] = _SCHEMES
                made["security"] = [{name: []} for name in _SCHEMES]
            made["servers"] = [{"url": BASE}]
            api.openapi_schema = made
        return api.openapi_schema

    api.openapi = described  # type: ignore[method-assign] # FastAPI's own way to extend it


def _guard(operation: dict[str, Any], role: str) -> None:
    operation["description"] = f"{operation.get('description', '')}\n\nLeast role: {role}.".strip()
    operation["responses"].setdefault(
        "401", {**_PROBLEM, "headers": {"WWW-Authenticate": {"schema": {"type": "string"}}}}
    )
    operation["responses"].setdefault("403", _PROBLEM)
