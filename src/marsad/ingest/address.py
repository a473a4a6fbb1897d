"""Addresses: one form for one page, and the stable id that an article gets from it."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|ref_src|amp|outputtype|ocid|at_\w+", re.I
)
_PORTS = {"http": "80", "https": "443"}


def is_address(source: str) -> bool:
    """Whether a source is a web address."""
    return source[:8].lower().startswith(("http://", "https://"))


def canonical(url: str) -> str:
    """The address without what does not choose the page: fragment, tracking, default port, `www.`, `/amp`, a last stroke."""
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port and str(parts.port) != _PORTS.get(parts.scheme.lower()) else ""
    except ValueError:  # no address at all: it stands for itself, and fetching refuses it
        return url.strip()
    host = (parts.hostname or "").rstrip(".")
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k)])
    path = re.sub(r"/amp/?$", "", parts.path).rstrip("/")
    return urlunsplit((parts.scheme.lower(), host + port, path, query, ""))


def host_of(url: str) -> str:
    """The host of an address in small letters; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def joined(base: str, link: str) -> str:
    """A link as an address; one that is none stays as it is, and fetching refuses it."""
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return link


def id_of_url(url: str) -> str:
    """A stable id: the host, and a digest of the canonical address whatever its scheme and `www.`."""
    address = canonical(url).split("://", 1)[-1].removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    host = address.split("/", 1)[0].split(":")[0]
    return f"{host}-{hashlib.sha256(address.encode('utf-8', 'replace')).hexdigest()[:12]}"


def id_of_bytes(prefix: str, raw: bytes) -> str:
    """A stable id of content that has no address."""
    return f"{prefix}-{hashlib.sha256(raw).hexdigest()[:12]}"


def same_site(one: str, other: str) -> bool:
    """Whether two addresses lie on one site: one host is the other or below it, `www.`, `m.` and `amp.` apart."""
    a, b = (host_of(u).removeprefix("www.").removeprefix("m.").removeprefix("amp.") for u in (one, other))
    return bool(a) and bool(b) and (a == b or a.endswith("." + b) or b.endswith("." + a))
