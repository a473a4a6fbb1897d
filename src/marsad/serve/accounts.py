"""Who uses the workbench: accounts with a role, what each role may do, passwords, logins, and the brake on guessing."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
import time
from collections import deque
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..errors import StopRun
from ..store import Store

ROLES = ("reader", "coder", "editor", "admin")
"""Each may do what those before it may: read; decide on claims; decide on events and see everybody's work; keep the accounts."""
NOBODY_ROLE = "nobody"
_RANK = {role: rank for rank, role in enumerate((NOBODY_ROLE, *ROLES))}
# Method, path, the least role: the first line that fits decides, and the last one fits everything.
RULES: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (method, re.compile(path, re.DOTALL), role)  # a path may hold line ends
    for method, path, role in (
        ("ANY", r"/static/.*|/login|/feeds/[^/]+\.atom", NOBODY_ROLE),  # a feed's address is its secret
        ("POST", r"/logout|/search/.*|/api/v1/code", "reader"),
        ("ANY", r"/api/v1/judgements(/.*)?", "editor"),  # what others decided would make a second coder see
        ("ANY", r"/review/(agreement|gold|audit)(/.*|\.zip)?", "editor"),
        ("ANY", r"/review(/.*)?", "coder"),
        ("ANY", r"/lexicon(/.*)?", "editor"),  # candidates are names of people, known and private
        ("ANY", r"/accounts(/.*)?", "admin"),
        ("ANY", r"/tokens(/.*)?", "reader"),  # one's own; other people's are for administrators
        ("GET", r".*", "reader"),
        ("ANY", r".*", "editor"),
    )
)
SESSION_COOKIE = "marsad_session"
SESSION_HOURS = 12
SHORTEST_PASSWORD = 12
NAME = re.compile(r"[\w.@-]{1,60}")
_hasher = PasswordHasher()


@dataclass(frozen=True, slots=True)
class Account:
    """The one who asks: `id` and `csrf` are there where he has logged in."""

    name: str
    role: str
    id: int | None = None
    csrf: str | None = None

    def may(self, role: str) -> bool:
        """Whether he may do what this role may."""
        return _RANK[self.role] >= _RANK[role]

    @property
    def masked(self) -> bool:
        """Whether private persons' names are withheld from him."""
        return not self.may("coder")


NOBODY = Account("", NOBODY_ROLE)


def least(role: str, other: str) -> str:
    """The role of the two that may do less."""
    return min(role, other, key=_RANK.__getitem__)


def needed(method: str, path: str) -> str:
    """The least role for a request."""
    method = "GET" if method in ("GET", "HEAD", "OPTIONS") else "POST"
    return next(role for m, pattern, role in RULES if m in ("ANY", method) and pattern.fullmatch(path))


def add_account(store: Store, name: str, role: str, password: str) -> None:
    """Make an account; refused where the name is taken or odd, or the password short."""
    if not NAME.fullmatch(name):
        raise StopRun(f"the name {name!r} cannot be an account's: up to 60 letters, digits, and . _ - @")
    if role not in ROLES:
        raise StopRun(f"there is no role {role!r}: one of {', '.join(ROLES)}")
    if store.user(name) is not None:
        raise StopRun(f"there is an account {name!r} already: `marsad user role` changes what it may do")
    store.add_user(name, hash_password(password), role)


def hash_password(password: str) -> str:
    """The password as it is kept: argon2id with a salt of its own."""
    if len(password) < SHORTEST_PASSWORD:
        raise StopRun(f"the password is too short: at least {SHORTEST_PASSWORD} characters")
    return _hasher.hash(password)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))


def check_password(store: Store, name: str, password: str) -> dict[str, Any] | None:
    """The account of this name and password; a name that is not there takes as long as a wrong password."""
    user = store.user(name)
    try:
        _hasher.verify(user["password_hash"] if user else _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return None
    if user is None or user["disabled_at"] is not None:
        return None
    if _hasher.check_needs_rehash(user["password_hash"]):
        store.change_user(user["id"], password_hash=_hasher.hash(password))
    return user


def hashed(token: str) -> str:
    """What is kept of a session's cookie."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def open_session(store: Store, user_id: int, old: str | None) -> str:
    """A new session, whatever cookie the browser brought; the cookie's value."""
    if old:
        store.end_session(hashed(old))
    token = secrets.token_urlsafe(32)
    ends = dt.datetime.now(dt.UTC) + dt.timedelta(hours=SESSION_HOURS)
    store.add_session(hashed(token), user_id, secrets.token_urlsafe(32), ends.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
    return token


def account_of(store: Store, cookie: str | None) -> Account:
    """Whom a session's cookie stands for; nobody where it has run out or was never given."""
    held = store.session(hashed(cookie)) if cookie else None
    return NOBODY if held is None else Account(held["name"], held["role"], held["user_id"], held["csrf"])


class Brake:
    """Slows guessing down: wrong passwords are counted by name and address, and too many of them wait."""

    WINDOW = 15 * 60
    MOST = {"both": 5, "address": 20, "name": 50}  # noqa: RUF012 - a constant
    _KEPT = 10_000

    def __init__(self, workers: int = 1) -> None:
        """Each of several processes counts for itself, and so allows its share."""
        self._most = {kind: -(-most // workers) for kind, most in self.MOST.items()}
        self._failures: dict[tuple[str, str], deque[float]] = {}
        self._lock = Lock()

    def wait(self, name: str, address: str) -> int:
        """Seconds until this name may be tried again from this address; 0 is now."""
        now = time.monotonic()
        with self._lock:
            waits = [self._wait(key, now) for key in _keys(name, address)]
        return max(waits)

    def _wait(self, key: tuple[str, str], now: float) -> int:
        failures = self._failures.get(key, deque())
        while failures and failures[0] <= now - self.WINDOW:
            failures.popleft()
        return int(failures[0] + self.WINDOW - now) + 1 if len(failures) >= self._most[key[0]] else 0

    def failed(self, name: str, address: str) -> None:
        """Count a wrong password."""
        now = time.monotonic()
        with self._lock:
            if len(self._failures) > self._KEPT:
                self._failures = {k: f for k, f in self._failures.items() if f and f[-1] > now - self.WINDOW}
            for key in _keys(name, address):
                self._failures.setdefault(key, deque()).append(now)

    def passed(self, name: str, address: str) -> None:
        """Forget what went wrong before the right password."""
        with self._lock:
            self._failures.pop(_keys(name, address)[0], None)


def _keys(name: str, address: str) -> tuple[tuple[str, str], ...]:
    return ("both", f"{name}\0{address}"), ("address", address), ("name", name)
