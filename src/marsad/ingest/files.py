"""Articles out of files and folders: plain text, saved pages, JSON, JSON Lines, web archives, channel exports, packed by gzip or not.

One bad file never stops the rest: it gives a refusal that names file, line and field, and how to mend it. What a kind of file
needs is imported when the first such file appears.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from ..errors import MarsadError
from ..model import Article, Refused
from ..records import article_of, read_articles
from .address import id_of_bytes
from .encoding import decode
from .types import Fetched, Refusal, Unreadable, refused

SUFFIXES = (".txt", ".html", ".htm", ".xhtml", ".shtml", ".json", ".jsonl", ".ndjson", ".warc", ".arc", ".wacz")
LARGEST = 64 * 1024 * 1024
_JSON_LINES = (".jsonl", ".ndjson")
_WEB = (".html", ".htm", ".xhtml", ".shtml")


def kind_of(path: Path) -> str:
    """The suffix that says what a file holds, `.gz` apart."""
    name = path.name.lower().removesuffix(".gz")
    return "." + name.rpartition(".")[2] if "." in name else ""


def read_paths(paths: Iterable[str | Path]) -> Iterator[Fetched]:
    """The articles of files and folders in order; a folder gives its files in the order of their names.

    Two plain files of one name in different folders are two articles: the second gets a digest of its bytes after its id.
    """
    names: dict[str, Path] = {}
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.is_file() and kind_of(p) in SUFFIXES)
            if not found:
                yield refused(
                    path, "holds no file that can be read", f"put files ending in {', '.join(SUFFIXES)} into it"
                )
            for file in found:
                yield from _read_file(file, names)
        elif path.exists():
            yield from _read_file(path, names)
        else:
            yield refused(path, "there is no such file or folder", "check the spelling of the path")


def _read_file(path: Path, names: dict[str, Path]) -> Iterator[Fetched]:
    kind = kind_of(path)
    try:
        if kind in _JSON_LINES:
            yield from _json_lines(path)
        elif kind in (".warc", ".arc", ".wacz"):
            from .archive import read_archive

            yield from read_archive(path)
        elif kind == ".json":
            yield from _json(path, _bytes(path))
        elif kind in _WEB:
            yield _named_apart(_page(path, _bytes(path)), path, names)
        else:
            yield _named_apart(_plain(path, _bytes(path)), path, names)
    except Unreadable as error:
        yield Fetched(None, error.refusal)
    except MarsadError:
        raise
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield refused(
            path,
            f"the gzip file is damaged or cut short ({error})",
            "fetch or copy it again; what came before the damage was read",
        )
    except OSError as error:
        yield refused(path, f"cannot be read ({error.strerror or error})", "check the file's permissions and the disk")


def _open(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb")) if path.name.lower().endswith(".gz") else path.open("rb")


def _bytes(path: Path) -> bytes:
    with _open(path) as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise Unreadable(
            str(path),
            f"is larger than {LARGEST // 2**20} MB",
            "split it; many articles belong into a .jsonl file, which is read by lines",
        )
    return raw


def _named_apart(found: Fetched, path: Path, names: dict[str, Path]) -> Fetched:
    article = found.article
    if article is None or article.url or names.setdefault(article.id, path) == path:
        return found
    values = {k: getattr(article, k) for k in Article.__struct_fields__}
    values["id"] = id_of_bytes(article.id, found.raw)
    return replace(found, article=Article(**values))


def _refused_record(record: Refused) -> Fetched:
    what, _, remedy = record.error.rpartition(": ")
    if not what or remedy.startswith("field "):  # the reason stands last: there is no remedy of its own
        what, remedy = record.error, "mend the record"
    return Fetched(None, Refusal(record.id, what, remedy))


def _json_lines(path: Path) -> Iterator[Fetched]:
    with _open(path) as file:
        for record in read_articles(file, str(path)):
            yield (
                Fetched(record, content_type="application/json")
                if isinstance(record, Article)
                else _refused_record(record)
            )


def _json(path: Path, raw: bytes) -> Iterator[Fetched]:
    try:
        data: Any = json.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        yield refused(path, f"is no JSON ({error})", "one object with id and text, or a list of them, is wanted")
        return
    from .telegram import is_export, messages_of

    if is_export(data):
        yield from messages_of(data, str(path))
        return
    for number, item in enumerate(data if isinstance(data, list) else [data], 1):
        where = f"{path}, item {number}" if isinstance(data, list) else str(path)
        if isinstance(item, dict) and "id" not in item:
            item = {"id": path.stem if not isinstance(data, list) else f"{path.stem}-{number}", **item}
        record = article_of(item, where)
        if isinstance(record, Article):
            own = raw if not isinstance(data, list) else json.dumps(item, ensure_ascii=True).encode("ascii")
            yield Fetched(record, raw=own, content_type="application/json")
        else:
            yield _refused_record(record)


def _plain(path: Path, raw: bytes) -> Fetched:
    """The whole file is the article's text, so that offsets count in the file; its parts are recognised by their lines."""
    from ..annotate.publication import moment_in
    from .outlets import agencies_in, outlet_of
    from .plain import dateline_of, layout

    text = decode(raw)
    if not text.strip():
        return refused(path, "is empty", "give a file with the report's text")
    parts = layout(text)
    byline = text[slice(*parts.byline)] if parts.byline else None
    dateline = dateline_of(text[parts.body_start : parts.body_start + 200])
    named = outlet_of(None, (byline or "").split(" - ")[0])
    published = (
        moment_in(text[slice(*parts.publication)], named.timezone if named else None) if parts.publication else None
    )
    title = (
        text[slice(*parts.headline)]
        if parts.headline
        else next(line.strip() for line in text.splitlines() if line.strip())
    )
    article = Article(
        path.name.split(".")[0] if path.suffix == ".gz" else path.stem,
        text,
        title=title,
        published_at=published,
        dateline=dateline,
    )
    agencies = agencies_in(f"{byline or ''} | {dateline or ''}")
    return Fetched(
        article,
        raw=raw,
        content_type="text/plain",
        byline=byline,
        agencies=agencies,
        extraction={"date": "publication line"} if published else {},
    )


def _page(path: Path, raw: bytes) -> Fetched:
    from .page import read_page

    return read_page(
        raw,
        where=str(path),
        fallback_id=path.name.split(".htm")[0].removesuffix(".gz") or hashlib.sha256(raw).hexdigest()[:12],
    )
