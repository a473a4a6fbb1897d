"""Which network addresses may be read: public ones only, unless the user allows others; every name is resolved here and pinned."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from .types import Unreadable

Resolve = Callable[[str, int], list[str]]
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_ALLOW = "it is an address of this machine or of a local network; --allow-private reads it where that is meant"


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host as the system's resolver gives them."""
    return list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_public(address: str) -> bool:
    """Whether an address lies in the public internet; addresses that wrap another are judged by what they wrap."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def pinned(url: str, allow_private: bool, resolver: Resolve = resolve) -> tuple[str, str, int]:
    """The address to connect to, the host's name and the port; Unreadable where the scheme, the name or one of its addresses is unfit."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise Unreadable(url, f"is no web address ({error})", "check the address") from error
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https"):
        raise Unreadable(
            url,
            f"{parts.scheme or 'nothing'}: is no web address",
            "only http and https addresses are read; give files by their path",
        )
    if not host or parts.username is not None:
        raise Unreadable(url, "the address has no host, or a user name in it", "check the address")
    try:
        found = resolver(host, port)
    except (OSError, UnicodeError) as error:
        raise Unreadable(
            url, f"the host {host} is not found ({error})", "check the spelling and the network, then try again"
        ) from error
    if not found:
        raise Unreadable(url, f"the host {host} has no address", "check the spelling, then try again")
    closed = next((a for a in found if not is_public(a)), None)
    if closed is not None and not allow_private:
        raise Unreadable(url, f"the host {host} stands for {closed}, which is not public", _ALLOW)
    return next((a for a in found if ":" not in a), found[0]), host, port
