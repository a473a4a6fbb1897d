"""`marsad token`: what programs come in with at the REST interface. A token stands under an account and may do no more than it."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping

import click

from ..errors import StopRun
from ..store import Store
from ..store.database import moment
from .accounts import NAME, ROLES, Account, hashed, least

PREFIX = "marsad_"
"""How every token begins, so that scanners for lost secrets know one when they see it."""
_USE_NOTED_HOURS = 1
_ENDED = {"revoked": "\trevoked", "expired": "\texpired", "disabled": "\taccount disabled"}


def create_token(store: Store, name: str, account: str, role: str, days: int, author: str) -> str:
    """Make a token for a program; it is given once and only its hash is kept. 256 random bits need no slow hash and no brake."""
    if not NAME.fullmatch(name):
        raise StopRun(f"the name {name!r} cannot be a token's: up to 60 letters, digits, and . _ - @")
    found = store.user(account)
    if found is None or found["disabled_at"] is not None:
        raise StopRun(f"there is no account {account!r} that may come in: `marsad user list` shows those there are")
    if least(role, found["role"]) != role:
        raise StopRun(f"{account} is {found['role']}: a token may do no more than its account: give that role or less")
    secret = PREFIX + secrets.token_urlsafe(32)
    ends = dt.datetime.now(dt.UTC) + dt.timedelta(days=days)
    store.add_token(name, hashed(secret), found["id"], role, ends.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
    store.audit(author, "token created", f"token:{name}", {"account": account, "role": role, "days": days})
    return secret


def revoke_token(store: Store, name: str, author: str) -> None:
    """End a token now; its line stays."""
    if not store.revoke_token(name):
        raise StopRun(f"there is no token {name!r} that holds: `marsad token list` shows those there are")
    store.audit(author, "token revoked", f"token:{name}")


def account_of_token(store: Store, given: str) -> Account | None:
    """Whom a token stands for, `ACCOUNT/TOKEN`: what a program decides is told from what the person decides. None where it does not hold."""
    held = store.token(hashed(given))
    if held is None:
        return None
    noted = dt.datetime.now(dt.UTC) - dt.timedelta(hours=_USE_NOTED_HOURS)
    if held["used_at"] is None or held["used_at"] < noted.strftime("%Y-%m-%dT%H:%M:%S.%fZ"):
        store.token_used(held["id"])
    return Account(f"{held['account']}/{held['name']}", least(held["role"], held["account_role"]))


def ended(row: Mapping[str, str | None]) -> str:
    """Why a token holds no more: `revoked`, `expired` or `disabled`, as its account is; empty where it holds."""
    if row["revoked_at"] is not None:
        return "revoked"
    if str(row["expires_at"]) <= moment():
        return "expired"
    return "disabled" if row["disabled_at"] is not None else ""


@click.group()
def token() -> None:
    """Tokens with which programs use the REST interface; each stands under an account, with a role of its own."""


@token.command()
@click.argument("name")
@click.option("--account", required=True, help="The account it stands under: it ends when that is disabled.")
@click.option("--role", type=click.Choice(ROLES), default="reader", show_default=True, help="No more than the account.")
@click.option("--days", type=click.IntRange(1, 3650), default=365, show_default=True, help="How long it holds.")
def create(name: str, account: str, role: str, days: int) -> None:
    """Make a token NAME and print it: it is shown this once."""
    with Store.open() as store:
        secret = create_token(store, name, account, role, days, "command line")
    click.echo(f"{name} may do what a {role} may, for {days} days; keep it secret, it is shown this once:", err=True)
    click.echo(secret)


@token.command("list")
def list_command() -> None:
    """List the tokens: name, account, role, until when, last used, and whether it holds no more."""
    with Store.open() as store:
        for row in store.tokens():
            used = f"used {row['used_at'][:10]}" if row["used_at"] else "never used"
            over = _ENDED.get(ended(row), "")
            click.echo(f"{row['name']}\t{row['account']}\t{row['role']}\t{row['expires_at'][:10]}\t{used}{over}")


@token.command()
@click.argument("name")
def revoke(name: str) -> None:
    """End the token NAME at once; what was done with it stays."""
    with Store.open() as store:
        revoke_token(store, name, "command line")
