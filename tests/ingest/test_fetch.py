"""Servers that misbehave, and addresses that must not be read: each fault is made by a real server on this machine."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Callable
from itertools import cycle

import pytest
from webserver import REPORT, Server, answer, page

from marsad.ingest import guard
from marsad.ingest.fetch import Fetcher
from marsad.ingest.page import read_page
from marsad.ingest.sources import read
from marsad.ingest.types import ReadOptions, Unreadable

MB = 2**20


def options(**values: object) -> ReadOptions:
    """Bounds for a server of this machine, without pauses."""
    return ReadOptions(
        **{"allow_private": True, "delay": 0.0, "robots": False, "timeout": 5.0, "idle_timeout": 2.0, **values}
    )  # type: ignore[arg-type]


def refusal(server: Server, path: str, **values: object) -> Unreadable:
    """What fetching a path is refused with."""
    with Fetcher(options(**values)) as fetch, pytest.raises(Unreadable) as caught:
        fetch.get(server.url(path))
    assert caught.value.refusal.remedy
    return caught.value


def test_a_page_comes_with_its_headers_and_its_time(server: Server) -> None:
    server.paths["/a"] = answer(page(), X_Mark="seen")
    with Fetcher(options()) as fetch:
        reply = fetch.get(server.url("/a"))
    assert reply.body == page().encode()
    assert reply.header("x-mark") == "seen"
    assert reply.fetched_at.tzinfo is not None


def test_a_server_that_hangs_is_left(server: Server) -> None:
    server.paths["/a"] = lambda connection, _: server.stop.wait(10) and None
    began = time.monotonic()
    assert "said nothing" in str(refusal(server, "/a", idle_timeout=0.4))
    assert time.monotonic() - began < 3


def _trickle(head: bytes) -> Callable[[socket.socket, str], None]:
    def handler(connection: socket.socket, _: str) -> None:
        connection.sendall(head)
        for byte in cycle(b"x"):
            connection.sendall(bytes([byte]))
            time.sleep(0.1)

    return handler


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Long: "],
    ids=["body", "headers"],
)
def test_a_server_that_trickles_is_cut_at_the_deadline(server: Server, head: bytes) -> None:
    server.paths["/a"] = _trickle(head)
    began = time.monotonic()
    assert "was not finished after 1 s" in str(refusal(server, "/a", timeout=1.0))
    assert time.monotonic() - began < 3


def test_redirects_without_end_are_counted(server: Server) -> None:
    server.paths["/a"] = answer("", "302 Found", Location="/a")
    assert "more than 4 redirects" in str(refusal(server, "/a", max_redirects=4))
    assert len(server.asked("/a")) == 5


def test_two_gigabytes_are_refused_by_their_stated_length(server: Server) -> None:
    server.paths["/a"] = lambda connection, _: connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\nx"
    )
    assert "more than 1 MB" in str(refusal(server, "/a", max_bytes=MB))


def test_two_gigabytes_that_come_without_a_length_are_cut(server: Server) -> None:
    sent = []

    def handler(connection: socket.socket, _: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        for _number in range(2048):
            connection.sendall(b"x" * MB)
            sent.append(1)

    server.paths["/a"] = handler
    assert "more than 1 MB" in str(refusal(server, "/a", max_bytes=MB))
    assert len(sent) < 20


def test_a_gzip_bomb_is_not_unpacked(server: Server) -> None:
    server.paths["/a"] = answer(gzip.compress(b"\0" * (64 * MB)), Content_Encoding="gzip")
    assert "more than 2 MB" in str(refusal(server, "/a", max_bytes=2 * MB))


def test_packed_pages_are_unpacked_and_their_headers_say_so(server: Server) -> None:
    server.paths["/a"] = answer(gzip.compress(page().encode()), Content_Encoding="gzip")
    with Fetcher(options()) as fetch:
        reply = fetch.get(server.url("/a"))
    assert reply.body == page().encode()
    assert reply.header("x-archive-orig-content-encoding") == "gzip"
    assert reply.header("content-encoding") is None


def test_a_page_that_only_says_it_is_packed_is_refused(server: Server) -> None:
    server.paths["/a"] = answer(page(), Content_Encoding="gzip")
    assert "is not" in str(refusal(server, "/a"))


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "x-no-such"])
def test_a_server_that_lies_about_the_encoding_is_seen_through(server: Server, charset: str) -> None:
    server.paths["/a"] = answer(page(charset=charset).encode("cp1256"), kind=f"text/html; charset={charset}")
    (found,) = read([server.url("/a")], options())
    assert found.article is not None
    assert found.article.text == "\n\n".join(REPORT)
    assert found.extraction["encoding"] == "windows-1256"
    assert found.extraction["declared"] == charset


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n<html>half",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n<html>half",
    ],
    ids=["length", "chunked"],
)
def test_a_connection_closed_midway_gives_no_half_page(server: Server, data: bytes) -> None:
    server.paths["/a"] = lambda connection, _: connection.sendall(data)
    assert "closed before the page was whole" in str(refusal(server, "/a"))


def test_an_answer_that_is_no_http_is_refused(server: Server) -> None:
    server.paths["/a"] = lambda connection, _: connection.sendall(b"220 mail ready\r\n")
    assert refusal(server, "/a").refusal.where == server.url("/a")


@pytest.mark.parametrize(
    ("status", "word"), [("404 Not Found", "web archive"), ("403 Forbidden", "browser"), ("500 Broken", "later")]
)
def test_every_status_says_what_to_do(server: Server, status: str, word: str) -> None:
    server.paths["/a"] = answer("", status)
    assert word in refusal(server, "/a").refusal.remedy


def test_the_loopback_is_refused_by_default(server: Server) -> None:
    server.paths["/a"] = answer(page())
    found = list(read([server.url("/a"), server.url("/a", "localhost")], ReadOptions(delay=0.0)))
    assert ["not public" in f.refusal.what for f in found if f.refusal] == [True, True]
    assert "--allow-private" in found[0].refusal.remedy  # type: ignore[union-attr]
    assert server.requests == []


PRIVATE = [
    "10.0.0.8", "127.0.0.2", "169.254.169.254", "192.168.1.1", "100.64.0.1", "0.0.0.0", "[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:10.0.0.1]",
    "[64:ff9b::a00:1]", "[2002:a00:1::]",
]  # fmt: skip


@pytest.fixture
def loopback_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let 127.0.0.1 alone pass for a public address, so that a real server can lead elsewhere."""
    real = guard.is_public
    monkeypatch.setattr(guard, "is_public", lambda a: a == "127.0.0.1" or real(a))


@pytest.mark.usefixtures("loopback_is_public")
@pytest.mark.parametrize("host", PRIVATE)
def test_a_redirect_to_a_private_address_is_refused(server: Server, host: str) -> None:
    server.paths["/a"] = answer("", "302 Found", Location=f"http://{host}:{server.port}/secret")
    server.paths["/secret"] = answer(page())
    assert "not public" in str(refusal(server, "/a", allow_private=False))
    assert server.asked("/secret") == []


@pytest.mark.usefixtures("loopback_is_public")
def test_a_redirect_to_a_file_is_refused(server: Server) -> None:
    server.paths["/a"] = answer("", "302 Found", Location="file:///etc/passwd")
    assert "no web address" in str(refusal(server, "/a", allow_private=False))


def test_a_name_one_of_whose_addresses_is_private_is_refused(server: Server) -> None:
    with (
        Fetcher(ReadOptions(), resolver=lambda host, port: ["93.184.216.34", "127.0.0.1"]) as fetch,
        pytest.raises(Unreadable, match="not public"),
    ):
        fetch.get(server.url("/a", "news.example"))
    assert server.requests == []


@pytest.mark.usefixtures("loopback_is_public")
def test_a_name_that_changes_its_address_after_the_check_is_refused(server: Server) -> None:
    server.paths["/a"] = answer(page())
    answers = iter([["127.0.0.1"], ["10.0.0.8"]])
    bounds = options(allow_private=False)
    with (
        Fetcher(bounds, resolver=lambda host, port: next(answers)) as fetch,
        pytest.raises(Unreadable, match=r"10\.0\.0\.8"),
    ):
        fetch.get(server.url("/a", "news.example"))


@pytest.mark.usefixtures("loopback_is_public")
def test_the_connection_goes_to_the_address_that_was_checked_under_the_name_of_the_host(server: Server) -> None:
    server.paths["/a"] = answer(page())
    with Fetcher(options(allow_private=False), resolver=lambda host, port: ["127.0.0.1"]) as fetch:
        fetch.get(server.url("/a", "news.example"))
    assert f"host: news.example:{server.port}" in server.requests[0].lower()


def test_robots_are_obeyed(server: Server) -> None:
    server.paths["/robots.txt"] = answer("User-agent: *\nDisallow: /closed/\n", kind="text/plain")
    server.paths |= {"/closed/a": answer(page()), "/open": answer(page())}
    assert "robots.txt forbids" in str(refusal(server, "/closed/a", robots=True))
    assert server.asked("/closed/a") == []
    with Fetcher(options(robots=True)) as fetch:
        assert fetch.get(server.url("/open")).status == 200


def test_a_host_whose_robots_cannot_be_read_is_left_alone(server: Server) -> None:
    server.paths |= {"/robots.txt": answer("", "500 Broken"), "/a": answer(page())}
    assert "robots.txt cannot be read" in str(refusal(server, "/a", robots=True))
    assert server.asked("/a") == []


def test_a_host_is_asked_with_pauses_as_long_as_it_wants(server: Server) -> None:
    server.paths |= {"/robots.txt": answer("User-agent: *\nCrawl-delay: 7\n", kind="text/plain"), "/a": answer(page())}
    pauses: list[float] = []
    with Fetcher(options(robots=True, delay=1.0), sleep=pauses.append) as fetch:
        fetch.get(server.url("/a"))
        fetch.get(server.url("/a"))
    assert len(pauses) == 1
    assert 6 < pauses[0] <= 7


def test_a_host_that_asks_for_a_long_pause_gets_it(server: Server) -> None:
    server.paths |= {"/a": answer("", "429 Too Many Requests", Retry_After="3600"), "/b": answer(page())}
    with Fetcher(options()) as fetch:
        with pytest.raises(Unreadable, match="429"):
            fetch.get(server.url("/a"))
        with pytest.raises(Unreadable, match="asked for a pause of 3"):
            fetch.get(server.url("/b"))
    assert server.asked("/b") == []


def test_an_unchanged_page_is_not_sent_again(server: Server) -> None:
    server.paths["/a"] = answer("", "304 Not Modified")
    with Fetcher(options()) as fetch:
        reply = fetch.get(server.url("/a"), etag='"v1"', last_modified="Sun, 07 Mar 2021 09:00:00 GMT")
    assert not reply.fresh
    assert 'if-none-match: "v1"' in server.requests[0].lower()
    assert "if-modified-since: sun, 07 mar 2021" in server.requests[0].lower()


def test_a_hundred_thousand_nested_tags_neither_crash_nor_hang() -> None:
    raw = (page()[:-14] + "<div>" * 100_000 + f"<p>{REPORT[0]}</p>" + "</div>" * 100_000).encode()
    began = time.monotonic()
    found = read_page(raw, where="deep")
    assert found.article is not None
    assert REPORT[2] in found.article.text
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "target", ["https://[bad", "http://a:99999/", "http://", "javascript:void(0)", "http://user:word@a.example/"]
)
def test_a_redirect_to_what_is_no_address_is_refused(server: Server, target: str) -> None:
    server.paths["/a"] = answer("", "302 Found", Location=target)
    assert refusal(server, "/a").refusal.what
