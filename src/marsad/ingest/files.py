"""Articles out of files and folders: plain text, saved pages, JSON and JSON Lines; one bad file never stops the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..model import Article
from ..records import article_of, read_articles
from .plain import published_of
from .types import Fetched, Refusal

SUFFIXES = (".txt", ".html", ".htm", ".json", ".jsonl", ".ndjson")
_DECLARED = re.compile(rb"charset=[\"']?([\w-]+)", re.I)


def read_paths(paths: Iterable[str | Path]) -> Iterator[Fetched]:
    """The articles of files and folders in order; a folder gives its files in the order of their names."""
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
            if not found:
                yield _refused(path, "holds no file that can be read", f"put files ending in {', '.join(SUFFIXES)} into it")
            for file in found:
                yield from _read_file(file)
        elif path.exists():
            yield from _read_file(path)
        else:
            yield _refused(path, "there is no such file or folder", "check the spelling of the path")


def _refused(path: Path, what: str, remedy: str) -> Fetched:
    return Fetched(None, Refusal(str(path), what, remedy))


def _read_file(path: Path) -> Iterator[Fetched]:
    try:
        raw = path.read_bytes() if path.suffix.lower() not in (".jsonl", ".ndjson") else b""
    except OSError as error:
        yield _refused(path, f"cannot be read ({error.strerror})", "check the file's permissions")
        return
    kind = path.suffix.lower()
    if kind in (".jsonl", ".ndjson"):
        with path.open("rb") as file:
            for record in read_articles(file, str(path)):
                yield Fetched(record) if isinstance(record, Article) else Fetched(None, Refusal(record.id, record.error, "mend the line"))
    elif kind == ".json":
        yield from _json(path, raw)
    elif kind in (".html", ".htm"):
        yield _page(path, raw)
    else:
        yield _plain(path, raw)


def _json(path: Path, raw: bytes) -> Iterator[Fetched]:
    try:
        data: Any = json.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        yield _refused(path, f"is no JSON ({error})", "one object with id and text, or a list of them, is wanted")
        return
    for number, item in enumerate(data if isinstance(data, list) else [data], 1):
        where = f"{path}, item {number}" if isinstance(data, list) else str(path)
        if isinstance(item, dict) and "id" not in item:
            item = {"id": path.stem if not isinstance(data, list) else f"{path.stem}-{number}", **item}
        record = article_of(item, where)
        yield Fetched(record, raw=raw) if isinstance(record, Article) else Fetched(None, Refusal(record.id, record.error, "mend the record"))


def decode(raw: bytes) -> str:
    """The text of bytes whose encoding is declared wrongly or not at all: UTF-8 where it is valid, else what is declared, else the
    Arabic code page that gives the most Arabic letters."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(raw[:4096])
    names = ["windows-1256", "iso8859-6"]
    if declared and declared.group(1).decode("ascii").lower() in ("iso-8859-6", "iso8859-6"):
        names.reverse()
    texts = [raw.decode(name, "replace") for name in names] + [raw.decode("utf-8", "replace")]
    return max(texts, key=lambda t: sum("\u0621" <= c <= "\u064a" for c in t) - 5 * t.count("\ufffd"))


def _plain(path: Path, raw: bytes) -> Fetched:
    text = decode(raw)
    if not text.strip():
        return _refused(path, "is empty", "give a file with the report's text")
    title = next((line.strip() for line in text.splitlines() if line.strip()), None)
    published = published_of(text)
    return Fetched(Article(path.stem, text, title=title, published_at=published), raw=raw, content_type="text/plain")


def _page(path: Path, raw: bytes) -> Fetched:
    """The report of a saved page, by trafilatura; the page's furniture is left out."""
    from trafilatura import bare_extraction

    page: Any = bare_extraction(decode(raw), with_metadata=True, include_comments=False, include_tables=False)
    if page is None or not page.text:
        return _refused(path, "no report was found in the page", "save the page of one article, or give its text as .txt")
    published = page.date if page.date else None
    return Fetched(
        Article(path.stem, page.text, title=page.title, url=page.url, outlet=page.sitename, published_at=published),
        raw=raw,
        content_type="text/html",
        url=page.url,
        byline=page.author,
    )
