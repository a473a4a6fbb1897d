"""Errors as `application/problem+json` (RFC 9457): what is wrong, and how to mend it."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from ...errors import MarsadError, StopRun
from ..problems import Problem

MEDIA = "application/problem+json"


class Trouble(msgspec.Struct, frozen=True):
    """The body of an error."""

    title: str
    status: int
    detail: str
    type: str = "about:blank"


class Missing(MarsadError):  # noqa: N818 - it names what the caller meets
    """There is no such thing: answered with 404."""


class Conflict(MarsadError):  # noqa: N818
    """What was asked does not go with what is there: answered with 409."""


def trouble(status: int, detail: str, challenge: str | None = None) -> Response:
    """The answer of an error; `challenge` says to a stranger how he may come in."""
    body = msgspec.json.encode(Trouble(HTTPStatus(status).phrase, status, detail))
    return Response(body, status, {"WWW-Authenticate": challenge} if challenge else None, media_type=MEDIA)


def answer_problems(api: FastAPI) -> None:
    """Whatever goes wrong is answered as a problem."""

    def stopped(request: Request, error: Exception) -> Response:
        return trouble(400, str(error))

    def missing(request: Request, error: Exception) -> Response:
        return trouble(404, str(error))

    def conflict(request: Request, error: Exception) -> Response:
        return trouble(409, str(error))

    def problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return trouble(error.status, f"{error.key} {error.detail}".strip())

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        answer = trouble(error.status_code, str(error.detail))
        answer.headers.update(error.headers or {})
        return answer

    def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return trouble(422, "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()))

    api.add_exception_handler(StopRun, stopped)
    api.add_exception_handler(Missing, missing)
    api.add_exception_handler(Conflict, conflict)
    api.add_exception_handler(Problem, problem)
    api.add_exception_handler(HTTPException, http)
    api.add_exception_handler(RequestValidationError, invalid)
