"""One web address fetched with bounds: where it may lead, how much it may send, how long it may take, how often it is asked."""

from __future__ import annotations

import datetime as dt
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

import httpx

from .address import joined
from .guard import Resolve, pinned, resolve
from .polite import Manners
from .types import ReadOptions, Unreadable

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_BUSY = frozenset((429, 503))
_BROWSER = "save the page with a browser and give the file"
_MENDS = {
    401: f"it asks for a password: {_BROWSER}",
    403: f"it refuses programs: {_BROWSER}",
    404: "check the address; the page may have been taken down: try a web archive",
    410: "the page was taken down: try a web archive",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server gave at the end of all redirects; `body` is unpacked. `fresh` is False where nothing changed since the last visit."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: dt.datetime
    fresh: bool = True

    def header(self, name: str) -> str | None:
        """The first value of a header."""
        return next((v for k, v in self.headers if k.lower() == name), None)

    @property
    def content_type(self) -> str:
        """The declared type, empty where none is."""
        return self.header("content-type") or ""


def unanswered(url: str, status: int) -> Unreadable:
    """What is told of an address whose server answers with this status, which is none of success."""
    later = "the server is out of order or busy: try again later"
    mend = _MENDS.get(status, later if status >= 500 or status in _BUSY else "check the address")
    return Unreadable(url, f"the server answers {status}", mend)


class Fetcher:
    """Fetches addresses one after the other, with manners."""

    def __init__(
        self,
        options: ReadOptions | None = None,
        resolver: Resolve = resolve,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.options = options or ReadOptions()
        self.resolver = resolver
        limits = httpx.Limits(
            max_keepalive_connections=0
        )  # a pinned connection must not serve another name of the same address
        timeout = httpx.Timeout(self.options.idle_timeout)
        self.client = httpx.Client(limits=limits, timeout=timeout, follow_redirects=False, trust_env=False)
        self.manners = Manners(self.options, self._robots_text, sleep)

    def __enter__(self) -> Self:
        """The fetcher itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close its connections."""
        self.client.close()

    def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Reply:
        """The reply of an address; Unreadable says why there is none. With `etag` or `last_modified` only a changed page is sent."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        deadline = time.monotonic() + self.options.timeout
        first = url
        for _ in range(self.options.max_redirects + 1):
            pinned(
                url, self.options.allow_private, self.resolver
            )  # an unfit address is refused before anything is asked of it
            waited = self.manners.before(url)
            deadline += waited
            reply = self._once(url, {k: v for k, v in conditions.items() if v}, deadline)
            self.manners.after(url, reply.status, _retry_after(reply))
            if reply.status not in _REDIRECTS:
                return self._settled(first, reply)
            target = reply.header("location")
            if not target:
                raise Unreadable(
                    first,
                    f"{url} redirects to nowhere",
                    "open the page with a browser and give the address that it ends at",
                )
            url = joined(url, target)
        raise Unreadable(
            first,
            f"more than {self.options.max_redirects} redirects",
            "open the page with a browser and give the address that it ends at",
        )

    def _settled(self, url: str, reply: Reply) -> Reply:
        status = reply.status
        if status == 304:
            return Reply(reply.url, status, reply.headers, b"", reply.fetched_at, fresh=False)
        if 200 <= status < 300:
            return reply
        raise unanswered(url, status)

    def _once(self, url: str, extra: dict[str, str], deadline: float) -> Reply:
        """One request without redirects, on a connection to the address that was checked, cut at the deadline whatever it is doing."""
        address, host, port = pinned(url, self.options.allow_private, self.resolver)
        parts = urlsplit(url)
        bare = f"[{address}]" if ":" in address else address
        target = urlunsplit((parts.scheme, f"{bare}:{port}", parts.path or "/", parts.query, ""))
        named = host if parts.port is None else f"{host}:{port}"
        headers = {
            "Host": named,
            "User-Agent": self.options.user_agent,
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "ar,en;q=0.5",
            **extra,
        }
        with _Deadline(deadline) as cut:
            extensions: dict[str, Any] = {"sni_hostname": host, "trace": cut.trace}
            try:
                with self.client.stream("GET", target, headers=headers, extensions=extensions) as response:
                    body = b"" if response.status_code in _REDIRECTS else self._body(url, response, deadline)
                    kept = tuple((k, v) for k, v in response.headers.multi_items() if k.lower() != "transfer-encoding")
                    return Reply(url, response.status_code, _unpacked(kept), body, dt.datetime.now(dt.UTC))
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
                self.manners.after(url, 0, None)
                raise _failure(url, error, cut.passed, self.options) from error

    def _body(self, url: str, response: httpx.Response, deadline: float) -> bytes:
        """The unpacked body, read piece by piece so that neither its length nor its packing can fill the memory."""
        most = self.options.max_bytes
        stated = response.headers.get("content-length", "")
        if stated.isdigit() and int(stated) > most:
            raise _too_large(url, most)
        out = bytearray()
        for piece in _decoded(url, response.headers.get("content-encoding", ""), response.iter_raw(), most):
            out += piece
            if len(out) > most:
                raise _too_large(url, most)
            if time.monotonic() > deadline:
                raise _too_slow(url, self.options)
        return bytes(out)

    def _robots_text(self, url: str) -> tuple[int, str]:
        """The status and text of a robots.txt; status 0 where the host does not answer."""
        deadline = time.monotonic() + min(self.options.timeout, 20.0)
        try:
            for _ in range(5):
                reply = self._once(url, {}, deadline)
                target = reply.header("location") if reply.status in _REDIRECTS else None
                if target is None:
                    return reply.status, reply.body[:500_000].decode("utf-8", "replace")
                url = joined(url, target)
        except Unreadable:
            return 0, ""
        return 404, ""


class _Deadline:
    """Shuts the connection down when the time is over: a server that sends a byte a second cannot outlast it."""

    def __init__(self, deadline: float) -> None:
        self.passed = False
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(max(0.0, deadline - time.monotonic()), self._cut)
        self._timer.daemon = True

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Take a second handle of the connection when it is made."""
        if event == "connection.connect_tcp.complete":
            connected = info["return_value"].get_extra_info("socket")
            with self._lock:
                self._socket = connected.dup()
            if self.passed:
                self._cut()

    def _cut(self) -> None:
        self.passed = True
        with self._lock:
            if self._socket is not None:
                try:
                    self._socket.shutdown(socket.SHUT_RDWR)
                except OSError:
                    return

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()
        with self._lock:
            if self._socket is not None:
                self._socket.close()
                self._socket = None


def _decoded(url: str, packing: str, pieces: Iterator[bytes], most: int) -> Iterator[bytes]:
    """The pieces unpacked, never more than `most` bytes of one piece at once."""
    name = packing.strip().lower()
    if name in ("", "identity"):
        yield from pieces
        return
    if name not in ("gzip", "x-gzip", "deflate"):
        raise Unreadable(url, f"the page is packed as {packing}, which was not asked for", _BROWSER)
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)
    raw = False
    try:
        for piece in pieces:
            rest = piece
            while rest:
                try:
                    yield unpack.decompress(rest, most + 1)
                except zlib.error:
                    if raw or name != "deflate":
                        raise
                    unpack, raw = (
                        zlib.decompressobj(-zlib.MAX_WBITS),
                        True,
                    )  # many servers send deflate without its header
                    continue
                rest = unpack.unconsumed_tail
    except zlib.error as error:
        raise Unreadable(
            url,
            f"the page says that it is packed as {name} and is not ({error})",
            "save the page with a browser and give the file",
        ) from error


def _unpacked(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The headers of the unpacked body: how it was packed and how long it then was stays under another name."""
    packed = any(k.lower() == "content-encoding" for k, _ in headers)
    moved = ("content-encoding", "content-length") if packed else ()
    return tuple((f"X-Archive-Orig-{k}" if k.lower() in moved else k, v) for k, v in headers)


def _too_large(url: str, most: int) -> Unreadable:
    return Unreadable(
        url, f"sends more than {most // 2**20 or 1} MB", "it is hardly an article; raise --max-mb where it is"
    )


def _too_slow(url: str, options: ReadOptions) -> Unreadable:
    return Unreadable(
        url, f"was not finished after {options.timeout:g} s", "the server is slow: try again later, or raise --timeout"
    )


def _failure(url: str, error: Exception, cut: bool, options: ReadOptions) -> Unreadable:
    if cut:
        return _too_slow(url, options)
    if isinstance(error, httpx.TimeoutException):
        return Unreadable(url, f"the server said nothing for {options.idle_timeout:g} s", "try again later")
    if isinstance(error, httpx.RemoteProtocolError):
        return Unreadable(url, f"the connection was closed before the page was whole ({error})", "try again later")
    if isinstance(error, httpx.ConnectError):
        return Unreadable(url, f"no connection ({error})", "check the address and the network, then try again")
    return Unreadable(
        url,
        f"the server's answer cannot be read ({error or type(error).__name__})",
        "open the page with a browser; save it and give the file",
    )


def _retry_after(reply: Reply) -> float | None:
    value = reply.header("retry-after")
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - dt.datetime.now(dt.UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
