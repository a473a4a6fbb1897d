"""The gate before every page, mounted applications included: who asks, and whether his role may do it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from ..store.answers import one_moment
from .accounts import NOBODY_ROLE, SESSION_COOKIE, Account, account_of, needed
from .api.problems import trouble
from .problems import Problem
from .security import check_form
from .tokens import account_of_token
from .view import make_view

Next = Callable[[Request], Awaitable[Response]]
_ASK_FOR_TOKEN = "`marsad token create` makes one, `Authorization: Bearer …` carries it"


async def gate(request: Request, call_next: Next) -> Response:
    """Let a request through that its account may make; others are led to the login, or told what they lack."""
    state = request.app.state
    account = await run_in_threadpool(_asking, request) if state.login else Account(state.user, "admin")
    if account is None:
        return trouble(401, f"the token does not hold: {_ASK_FOR_TOKEN}", 'Bearer error="invalid_token"')
    request.state.account = account
    request.state.store = state.masked if account.masked else state.store
    role = needed(request.method, _path(request))
    if account.may(role):
        if request.method not in ("GET", "HEAD"):
            return await call_next(request)
        with one_moment():
            return await call_next(request)
    if account.role != NOBODY_ROLE:
        return _told(request, Problem(403, "not_allowed", role))
    if request.method in ("GET", "HEAD") and not _for_programs(request):
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        carried = {"next": asked if asked != "/" else "", "lang": request.query_params.get("lang", "")}
        query = urlencode({key: value for key, value in carried.items() if value})
        return RedirectResponse("/login" + (f"?{query}" if query else ""), 303)
    return _told(request, Problem(401, "login_needed"))


def _path(request: Request) -> str:
    """The path by which a page is found. That of `request.url` is read from the Host header and the path together, and whoever asks writes both."""
    path: str = request.scope["path"]
    return path


def _for_programs(request: Request) -> bool:
    return _path(request).startswith("/api/")


def _asking(request: Request) -> Account | None:
    """Who asks: under `/api/` a program by its token, else whoever has logged in; None where a token was given that does not hold."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and _for_programs(request):
        return account_of_token(request.app.state.store, given.strip())
    return account_of(request.app.state.store, request.cookies.get(SESSION_COOKIE))


def _told(request: Request, problem: Problem) -> Response:
    if _for_programs(request):
        if problem.status == 401:
            return trouble(401, f"log in, or send a token: {_ASK_FOR_TOKEN}", "Bearer")
        return trouble(
            problem.status,
            f"this needs the role {problem.detail}: ask whoever keeps the accounts, or for another token",
        )
    return make_view(request, filtered=False).page("problem.html", problem, problem.status)


async def checked_form(request: Request) -> None:
    """Every form that changes something carries the token of the page it stood on."""
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        form = await request.form()
        token = form.get("token")
        check_form(request, token if isinstance(token, str) else "")
