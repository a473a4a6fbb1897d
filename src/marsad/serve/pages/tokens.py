"""Tokens with which programs come in: one's own, made, seen once and ended here; those of everybody for who keeps the accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from ..accounts import ROLES, least
from ..problems import Problem
from ..tokens import create_token, ended, revoke_token
from ..view import Asked, View

router = APIRouter()
DAYS = (30, 90, 365)
Text = Annotated[str, Form()]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens that one may see; `accounts` are those under which he may make one, `secret` the one that was just made."""

    rows: tuple[dict[str, Any], ...]
    accounts: tuple[str, ...]
    roles: tuple[str, ...]
    days: tuple[int, ...]
    secret: str = ""
    made: str = ""
    notice: str = ""


def tokens_of(view: View, secret: str = "", made: str = "", notice: str = "") -> Tokens:
    """What the page shows: everything to an administrator, to others what stands under their own account. Ended ones stand last."""
    store, account = view.request.app.state.store, view.account
    every = account.may("admin")
    rows = [{**row, "ended": ended(row)} for row in store.tokens() if every or row["account"] == account.name]
    rows.sort(key=lambda row: (row["ended"] != "", -row["id"]))
    able = [u["name"] for u in store.users() if not u["disabled_at"]]
    accounts = able if every else [account.name] if account.id else []
    roles = tuple(role for role in ROLES if account.may(role))
    return Tokens(tuple(rows), tuple(accounts), roles, DAYS, secret, made, notice)


@router.get("/tokens", response_class=HTMLResponse)
def tokens(view: Asked, notice: str = "") -> HTMLResponse:
    """The tokens, and the form for a new one."""
    return view.page("tokens.html", tokens_of(view, notice=notice if notice == "revoked" else ""))


@router.post("/tokens", response_class=HTMLResponse)
def new_token(view: Asked, name: Text, role: Text, account: Text = "", days: Annotated[int, Form(ge=1, le=3650)] = 90) -> HTMLResponse:  # fmt: skip
    """Make a token and show it this once: no address leads to it again, and no cache keeps the answer."""
    owner = account if view.account.may("admin") and account else view.account.name
    if role not in ROLES or least(role, view.account.role) != role:
        raise Problem(403, "not_allowed", role)
    store = view.request.app.state.store
    secret = create_token(store, name.strip(), owner, role, days, view.user)
    response = view.page("tokens.html", tokens_of(view, secret, name.strip()))
    response.headers["Cache-Control"] = "no-store"
    return response


@router.post("/tokens/{name}/revoke")
def end_token(view: Asked, name: str) -> RedirectResponse:
    """End a token of one's own; an administrator ends anybody's. Whether another has one of that name is not told."""
    store = view.request.app.state.store
    holding = (row for row in store.tokens() if row["name"] == name and not ended(row))
    if not any(view.account.may("admin") or row["account"] == view.account.name for row in holding):
        raise Problem(404, "no_token", name)
    revoke_token(store, name, view.user)
    return RedirectResponse(view.url("/tokens", notice="revoked"), 303)
