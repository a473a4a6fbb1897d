"""Every kind of source as a stream of articles and refusals: addresses, lists of them, feeds, sitemaps, files, folders."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from .address import canonical, is_address
from .feeds import Entry, entries, kind_of, unpacked
from .fetch import Fetcher, Reply
from .files import kind_of as suffix_of
from .files import read_paths
from .page import read_page
from .types import Fetched, ReadOptions, Unreadable, refused

_LISTS = (".txt", ".urls", ".list", ".lst")
_FEEDS = (".xml", ".rss", ".atom")
_DEEPEST_SITEMAP = 2
_MANY = 50_000  # entries of one sitemap


def read(
    sources: Iterable[str], options: ReadOptions | None = None, fetcher: Fetcher | None = None
) -> Iterator[Fetched]:
    """The articles of all sources in order; what cannot be read is a refusal at its place. No page is given twice."""
    options = options or ReadOptions()
    with fetcher or Fetcher(options) as fetch:
        seen: set[str] = set()
        for source in sources:
            yield from _source(source, options, fetch, seen)


def _source(source: str, options: ReadOptions, fetch: Fetcher, seen: set[str]) -> Iterator[Fetched]:
    if is_address(source):
        yield from read_address(source, options, fetch, seen)
        return
    path = Path(source)
    if path.is_file() and suffix_of(path) in _LISTS and (addresses := _addresses(path)):
        for address in addresses:
            yield from read_address(address, options, fetch, seen)
    elif path.is_file() and suffix_of(path) in _FEEDS:
        yield from _feed_file(path, options, fetch, seen)
    elif "://" in source:
        yield refused(source, "is no web address", "only http and https addresses are read; give files by their path")
    else:
        yield from read_paths([path])


def _addresses(path: Path) -> list[str]:
    """The addresses of a file whose every line is one; lines that begin with # are passed over."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
            if not any(line.strip().lower().startswith((b"http://", b"https://")) for line in head.splitlines()[:20]):
                return []
            lines = [line.strip().decode("utf-8", "replace") for line in (head + file.read()).splitlines()]
    except OSError:
        return []
    wanted = [line for line in lines if line and not line.startswith("#")]
    return wanted if all(is_address(line) and " " not in line for line in wanted) else []


def _feed_file(path: Path, options: ReadOptions, fetch: Fetcher, seen: set[str]) -> Iterator[Fetched]:
    try:
        raw = unpacked(path.read_bytes(), str(path))
        if kind_of(raw) is None:
            yield refused(
                path, "is neither a feed nor a sitemap", "give an RSS or Atom feed, a sitemap, or the pages themselves"
            )
            return
        for entry in itertools.islice(entries(raw, str(path)), options.limit):
            yield from read_entry(entry, options, fetch, seen)
    except Unreadable as error:
        yield Fetched(None, error.refusal)
    except OSError as error:
        yield refused(path, f"cannot be read ({error.strerror})", "check the file's permissions")


def read_address(url: str, options: ReadOptions, fetch: Fetcher, seen: set[str], depth: int = 0) -> Iterator[Fetched]:
    """The article of an address, or the articles of the feed or sitemap that it turns out to be."""
    if canonical(url) in seen:
        return
    seen.add(canonical(url))
    try:
        yield from of_reply(fetch.get(url), url, options, fetch, seen, depth)
    except Unreadable as error:
        yield Fetched(None, error.refusal, url=url)


def of_reply(
    reply: Reply, asked: str, options: ReadOptions, fetch: Fetcher, seen: set[str], depth: int = 0
) -> Iterator[Fetched]:
    """What a reply holds: a page, or the pages that a feed or sitemap names."""
    packed = reply.body.startswith(b"\x1f\x8b") and urlsplit(reply.url).path.endswith(".gz")
    raw = unpacked(reply.body, asked) if packed else reply.body
    if kind_of(raw) is None:
        yield page_of(reply, asked)
        return
    if depth > _DEEPEST_SITEMAP:
        yield refused(asked, "sitemaps name sitemaps without end", "give the sitemap that names the articles")
        return
    found = list(itertools.islice(entries(raw, reply.url), _MANY))
    pages = [e for e in found if not e.index]
    for entry in pages[: options.limit]:
        yield from read_entry(entry, options, fetch, seen)
    for entry in [e for e in found if e.index][: options.limit]:
        yield from read_address(entry.url, options, fetch, seen, depth + 1)
    if len(pages) > options.limit:
        yield refused(
            asked, f"names {len(pages)} articles, of which {options.limit} were read", "raise --limit to read more"
        )


def read_entry(entry: Entry, options: ReadOptions, fetch: Fetcher, seen: set[str]) -> Iterator[Fetched]:
    """The article of an entry; what the feed says of title and time is taken where the page is silent."""
    if canonical(entry.url) in seen:
        return
    seen.add(canonical(entry.url))
    try:
        yield page_of(fetch.get(entry.url), entry.url, entry)
    except Unreadable as error:
        yield Fetched(None, error.refusal, url=entry.url)


def page_of(reply: Reply, asked: str, entry: Entry | None = None) -> Fetched:
    """The article of a reply that is a page."""
    kind = reply.content_type.partition(";")[0].strip().lower()
    if kind and not (
        kind.startswith("text/")
        or "html" in kind
        or "xml" in kind
        or kind in ("application/octet-stream", "application/json")
    ):
        return refused(asked, f"is {kind}, not a page", "only pages are read; give the text of a document as .txt")
    return read_page(
        reply.body, where=asked, url=reply.url, headers=reply.headers, content_type=reply.content_type, fetched_at=reply.fetched_at,
        published=entry.published if entry else None, title=entry.title if entry else None,
    )  # fmt: skip
