"""Coming in and going out; the accounts, for those who keep them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from ...errors import StopRun
from ..accounts import ROLES, SESSION_COOKIE, SESSION_HOURS, add_account, check_password, hashed, open_session
from ..problems import Problem
from ..users import change_account
from ..view import Asked

router = APIRouter()
_LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))
Text = Annotated[str, Form()]


@dataclass(frozen=True, slots=True)
class LoginPage:
    """Where to go after it, and what went wrong before."""

    next: str
    name: str = ""
    wrong: bool = False
    wait: int = 0


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """Every account."""

    users: tuple[dict[str, Any], ...]
    roles: tuple[str, ...]
    notice: str


@router.get("/login", response_class=HTMLResponse)
def login(view: Asked, next: str = "/") -> HTMLResponse:
    """The form; where no login is needed or one holds, there is nothing to do here."""
    return view.page("login.html", LoginPage(_within(next)))


@router.post("/login")
def come_in(view: Asked, name: Text = "", password: Text = "", next: Text = "/") -> Any:
    """Check the password; a right one opens a new session whatever cookie came along."""
    request, state = view.request, view.request.app.state
    address = request.client.host if request.client else ""
    if request.url.scheme != "https" and address not in _LOOPBACK:
        raise Problem(403, "needs_tls")
    name, next = name.strip()[:200], _within(next)
    wait = state.brake.wait(name, address)
    if wait:
        answer = view.page("login.html", LoginPage(next, name, wait=-(-wait // 60)), 429)
        answer.headers["Retry-After"] = str(wait)
        return answer
    user = check_password(state.store, name, password[:1000])
    if user is None:
        state.brake.failed(name, address)
        state.store.audit(name, "login failed", None, {"from": address})
        return view.page("login.html", LoginPage(next, name, wrong=True), 401)
    state.brake.passed(name, address)
    token = open_session(state.store, user["id"], request.cookies.get(SESSION_COOKIE))
    state.store.audit(name, "login", None, {"from": address})
    response = RedirectResponse(next, 303)
    response.set_cookie(
        SESSION_COOKIE, token, max_age=SESSION_HOURS * 3600, path="/", httponly=True, samesite="lax",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return response


@router.post("/logout")
def go_out(view: Asked) -> RedirectResponse:
    """End the session, here and in the store."""
    cookie = view.request.cookies.get(SESSION_COOKIE)
    if cookie:
        view.store.end_session(hashed(cookie))
        view.store.audit(view.user, "logout")
    response = RedirectResponse("/login", 303)
    response.delete_cookie(SESSION_COOKIE, path="/")
    return response


@router.get("/accounts", response_class=HTMLResponse)
def accounts(view: Asked, notice: str = "") -> HTMLResponse:
    """The accounts, and forms to change them."""
    return view.page(
        "accounts.html", AccountsPage(tuple(view.store.users()), ROLES, notice if notice == "done" else "")
    )


@router.post("/accounts")
def new_account(view: Asked, name: Text, role: Text, password: Text) -> RedirectResponse:
    """Make an account."""
    add_account(view.store, name.strip(), role, password)
    view.store.audit(view.user, "account added", f"account:{name.strip()}", {"role": role})
    return RedirectResponse(view.url("/accounts", notice="done"), 303)


@router.post("/accounts/{name}")
def changed_account(view: Asked, name: str, role: Text = "", password: Text = "", able: Text = "") -> RedirectResponse:
    """Change what an account may do, its password, or whether it may come in."""
    if role and role not in ROLES:
        raise StopRun(f"there is no role {role!r}: one of {', '.join(ROLES)}")
    disabled = {"yes": False, "no": True}.get(able)
    change_account(view.store, name, view.user, role=role or None, password=password or None, disabled=disabled)
    return RedirectResponse(view.url("/accounts", notice="done"), 303)


def _within(address: str) -> str:
    """An address of ours to go to after the login; whatever could lead elsewhere leads to the first page."""
    safe = address.startswith("/") and not address.startswith(("//", "/\\")) and not any(ord(c) < 33 for c in address)
    return address if safe and "\\" not in address else "/"
