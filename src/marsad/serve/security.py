"""What protects the reader from the reports, and the reports from other sites: headers, allowed hosts, form tokens."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable

from fastapi import Request, Response

from .problems import Problem

CSRF_COOKIE = "marsad_form"
# Nothing from elsewhere, nothing inline: text of a report that looks like markup can do nothing even where escaping failed.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
    "worker-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}

Next = Callable[[Request], Awaitable[Response]]


async def add_headers(request: Request, call_next: Next) -> Response:
    """Every answer carries the security headers; pages are not kept by shared caches."""
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.url.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "public, max-age=86400")
    else:
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def form_token(request: Request) -> str:
    """The token that a form must send back: that of the login, else of the cookie, or a new one."""
    bound: str | None = request.state.account.csrf
    if bound is not None:
        return bound
    held = request.cookies.get(CSRF_COOKIE, "")
    return held if len(held) == 43 else secrets.token_urlsafe(32)


def check_form(request: Request, token: str) -> None:
    """Refuse a form that was not made by a page of ours for this login, or this browser where there is none."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Problem(403, "foreign_form")
    held = request.state.account.csrf or request.cookies.get(CSRF_COOKIE, "")
    if not held or not hmac.compare_digest(held.encode(), token.encode("utf-8", "surrogatepass")):
        raise Problem(403, "stale_form")
