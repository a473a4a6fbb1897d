"""`marsad user`: the accounts of the workbench."""

from __future__ import annotations

import sys
from typing import Any

import click

from ..errors import StopRun
from ..store import Store
from .accounts import ROLES, add_account, hash_password

_STDIN = click.option("--password-stdin", is_flag=True, help="Read the password from the first line of standard input.")
_ROLE = click.Choice(ROLES)


@click.group()
def user() -> None:
    """Accounts of the workbench: with one, it asks who you are, and may listen on other addresses than this machine's own."""


@user.command()
@click.argument("name")
@click.option(
    "--role", type=_ROLE, required=True, help="What the account may do; each may do what those before it may."
)
@_STDIN
def add(name: str, role: str, password_stdin: bool) -> None:
    """Make an account NAME; its password is asked for."""
    with Store.open() as store:
        add_account(store, name, role, _password(password_stdin))
        store.audit("command line", "account added", f"account:{name}", {"role": role})
    click.echo(f"{name} may come in as {role}")


@user.command("list")
def list_command() -> None:
    """List the accounts."""
    with Store.open() as store:
        for row in store.users():
            state = "" if row["disabled_at"] is None else "\tdisabled"
            click.echo(f"{row['name']}\t{row['role']}\t{row['created_at'][:10]}{state}")


@user.command()
@click.argument("name")
@click.argument("new_role", metavar="ROLE", type=_ROLE)
def role(name: str, new_role: str) -> None:
    """Change what the account NAME may do to ROLE."""
    with Store.open() as store:
        change_account(store, name, "command line", role=new_role)


@user.command()
@click.argument("name")
@_STDIN
def password(name: str, password_stdin: bool) -> None:
    """Change the password of the account NAME; its logins end."""
    with Store.open() as store:
        change_account(store, name, "command line", password=_password(password_stdin))


@user.command()
@click.argument("name")
def disable(name: str) -> None:
    """Let the account NAME in no more; its logins end, its decisions stay."""
    with Store.open() as store:
        change_account(store, name, "command line", disabled=True)


@user.command()
@click.argument("name")
def enable(name: str) -> None:
    """Let the account NAME in again."""
    with Store.open() as store:
        change_account(store, name, "command line", disabled=False)


def change_account(
    store: Store,
    name: str,
    author: str,
    *,
    role: str | None = None,
    password: str | None = None,
    disabled: bool | None = None,
) -> None:
    """Change an account and write down who did it. The last administrator stays one: nobody else could undo it."""
    from ..store.database import moment

    found = store.user(name)
    if found is None:
        raise StopRun(f"there is no account {name!r}: `marsad user list` shows those there are")
    demoted = disabled or (role is not None and role != "admin")
    others = [u for u in store.users() if u["role"] == "admin" and u["disabled_at"] is None and u["name"] != name]
    if found["role"] == "admin" and demoted and not others:
        raise StopRun(f"{name} is the last administrator: make another one first")
    values: dict[str, Any] = {}
    if role is not None:
        values["role"] = role
    if password is not None:
        values["password_hash"] = hash_password(password)
    if disabled is not None:
        values["disabled_at"] = moment() if disabled else None
    if not values:
        raise StopRun(f"nothing is to be changed about {name}: give a role, a password, or whether it may come in")
    store.change_user(found["id"], **values)
    if disabled or password is not None:
        store.end_sessions_of(found["id"])
    detail = {
        k: v for k, v in (("role", role), ("password", password and "changed"), ("disabled", disabled)) if v is not None
    }
    store.audit(author, "account changed", f"account:{name}", detail)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    given: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return given
