"""RSS and Atom feeds and news sitemaps: which pages they name, with what they say of them."""

from __future__ import annotations

import calendar
import datetime as dt
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from .address import joined
from .types import Unreadable

LARGEST = 64 * 1024 * 1024
_FEEDS = (b"<rss", b"<feed", b"<rdf:rdf", b"<channel")
_SITEMAPS = (b"<urlset", b"<sitemapindex")


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a feed or sitemap names; `index` marks another sitemap."""

    url: str
    title: str | None = None
    published: str | None = None
    index: bool = False


def unpacked(raw: bytes, where: str) -> bytes:
    """The bytes of a .gz sitemap, up to a bound."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        out = unpack.decompress(raw, LARGEST)
    except zlib.error as error:
        raise Unreadable(where, f"the gzip file is damaged ({error})", "fetch it again") from error
    if unpack.unconsumed_tail:
        raise Unreadable(
            where, f"unpacks to more than {LARGEST // 2**20} MB", "no sitemap is that large: check the address"
        )
    return out


def kind_of(raw: bytes) -> str | None:
    """`feed`, `sitemap`, or None for anything else, by the first tag."""
    head = raw[:3000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not head.startswith(b"<") or b"<html" in head:
        return None
    if any(mark in head for mark in _SITEMAPS):
        return "sitemap"
    return "feed" if any(mark in head for mark in _FEEDS) else None


def entries(raw: bytes, url: str) -> Iterator[Entry]:
    """The entries of a feed or sitemap in its order."""
    raw = unpacked(raw, url)
    if kind_of(raw) == "sitemap":
        yield from _sitemap(raw, url)
    else:
        yield from _feed(raw, url)


def _feed(raw: bytes, url: str) -> Iterator[Entry]:
    import feedparser

    broken = "open it with a browser; tell its editors, or watch its sitemap"
    try:
        parsed: Any = feedparser.parse(io.BytesIO(raw))
    except (
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        AssertionError,
    ) as error:  # what feedparser fails with on broken feeds
        raise Unreadable(url, f"the feed cannot be read ({error!r})", broken) from error
    if not parsed.entries and parsed.bozo:
        raise Unreadable(url, f"the feed cannot be read ({parsed.bozo_exception})", broken)
    for item in parsed.entries:
        link = item.get("link") or (item.get("id") if str(item.get("id", "")).startswith("http") else None)
        if link:
            stamp = item.get("published_parsed") or item.get("updated_parsed")
            published = dt.datetime.fromtimestamp(calendar.timegm(stamp), dt.UTC).isoformat() if stamp else None
            yield Entry(joined(url, link), item.get("title"), published)


def _sitemap(raw: bytes, url: str) -> Iterator[Entry]:
    try:
        root = etree.fromstring(
            raw, etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
        )
    except etree.XMLSyntaxError as error:
        raise Unreadable(
            url, f"the sitemap cannot be read ({error})", "open it with a browser and check the address"
        ) from error
    if root is None:
        raise Unreadable(url, "the sitemap is empty", "open it with a browser and check the address")
    for node in root:
        if not isinstance(node.tag, str):
            continue
        values = {_name(e.tag): (e.text or "").strip() for e in node.iter() if isinstance(e.tag, str)}
        if values.get("loc"):
            index = _name(node.tag) == "sitemap"
            yield Entry(
                joined(url, values["loc"]), values.get("title") or None, values.get("publication_date") or None, index
            )


def _name(tag: str) -> str:
    """A tag without its namespace, also where the feed forgot to declare it."""
    return tag.rpartition("}")[2].rpartition(":")[2]
