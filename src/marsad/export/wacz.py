"""WACZ 1.1.1: the pages as received, copied byte for byte from the evidence, for ReplayWeb.page and other players."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..errors import StopRun
from ..evidence.vault import Vault
from ..evidence.warc import info_member, parse_member
from ..store.rows import ArticleHead
from .happening import Happening
from .run import Job

_ARCHIVE = "archive/data.warc.gz"
_LINES = 3000  # lines of one block of the index
_PAGES = {"format": "json-pages-1.0", "id": "pages", "title": "Articles"}


class _Package:
    """A ZIP file that knows the size and hash of each of its files."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._zip = file
        self.resources: list[dict[str, Any]] = []

    def add(self, path: str, chunks: Iterator[bytes]) -> None:
        """Write a file; what is packed already is stored as it is, so that a player can ask for parts of it."""
        digest, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_STORED if path.endswith(".gz") else zipfile.ZIP_DEFLATED
        with self._zip.open(info, "w", force_zip64=True) as file:
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        name = path.rpartition("/")[2]
        self.resources.append({"name": name, "path": path, "hash": f"sha256:{digest.hexdigest()}", "bytes": size})


def write(found: Iterator[Happening], out: Path, job: Job) -> None:
    """The captures of all articles of the events, each once, with an index and a list of pages."""
    vault = Vault(job.store.folder)
    index: list[str] = []
    pages: list[dict[str, Any]] = []
    with zipfile.ZipFile(out, "w") as file:
        package = _Package(file)
        package.add(_ARCHIVE, _members(found, job, vault, index, pages))
        if not pages and not index:
            raise StopRun(
                "none of these articles has bytes in the evidence: only what was ingested here can be replayed"
            )
        index.sort()
        package.add("indexes/index.cdx.gz", iter([(packed := _packed(index))[0]]))
        package.add("indexes/index.idx", iter([packed[1]]))
        package.add("pages/pages.jsonl", (json.dumps(p, ensure_ascii=False).encode() + b"\n" for p in (_PAGES, *pages)))
        data = {
            "profile": "data-package", "wacz_version": "1.1.1", "title": "Marsad evidence", "created": job.made, "software": "marsad",
            "resources": package.resources,
        }  # fmt: skip
        text = json.dumps(data, indent=1).encode()
        package.add("datapackage.json", iter([text]))
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(text).hexdigest()}"}
        package.add("datapackage-digest.json", iter([json.dumps(digest).encode()]))


def _members(
    found: Iterator[Happening], job: Job, vault: Vault, index: list[str], pages: list[dict[str, Any]]
) -> Iterator[bytes]:
    head = info_member("data.warc.gz")
    yield head
    at = len(head)
    seen: set[int] = set()
    for h in found:
        for article in h.articles.values():
            number = article.capture_id
            if number is None or number in seen:
                continue
            seen.add(number)
            data = _bytes(number, job, vault)
            if data is None:
                job.losses.note("an article whose bytes are damaged or missing: see `marsad verify`", h.event.id)
                continue
            _list(article, data, at, index, pages)
            at += len(data)
            yield data


def _bytes(capture_id: int, job: Job, vault: Vault) -> bytes | None:
    """The gzip member of a record, as it lies in the evidence."""
    capture: dict[str, Any] = job.store.capture(capture_id) or {}
    try:
        with (vault.warcs / capture["warc_file"]).open("rb") as file:
            file.seek(capture["warc_offset"])
            data = file.read(capture["warc_length"])
    except (KeyError, TypeError, OSError):
        return None
    return data if len(data) == capture["warc_length"] else None


def _list(article: ArticleHead, data: bytes, at: int, index: list[str], pages: list[dict[str, Any]]) -> None:
    received = parse_member(data)
    if received is None:
        return
    digits = "".join(c for c in received.fetched_at if c.isdigit())[:14]
    fields = {
        "url": received.url, "mime": received.content_type.partition(";")[0].strip() or "application/octet-stream", "status": "200",
        "digest": f"sha256:{hashlib.sha256(received.raw).hexdigest()}", "length": str(len(data)), "offset": str(at),
        "filename": _ARCHIVE.rpartition("/")[2],
    }  # fmt: skip
    index.append(f"{surt(received.url)} {digits} {json.dumps(fields, ensure_ascii=False)}")
    if received.url.startswith(("http://", "https://")):
        page = {
            "id": article.id,
            "url": received.url,
            "ts": received.fetched_at,
            "title": article.title or received.url,
        }
        pages.append(page)


def surt(url: str) -> str:
    """The address as the index sorts it: host turned round, `www` and scheme left out, all in small letters."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return url.lower()
    host = ",".join(reversed(parts.hostname.removeprefix("www.").split(".")))
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    query = "?" + "&".join(sorted(parts.query.lower().split("&"))) if parts.query else ""
    return f"{host}{port}){(parts.path or '/').lower()}{query}"


def _packed(lines: list[str]) -> tuple[bytes, bytes]:
    """The index in blocks that unpack alone, and the index of the blocks."""
    out, heads = io.BytesIO(), [b'!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n']
    for start in range(0, len(lines), _LINES):
        some = lines[start : start + _LINES]
        block = _gzipped("".join(line + "\n" for line in some).encode())
        place = {"offset": out.tell(), "length": len(block), "digest": f"sha256:{hashlib.sha256(block).hexdigest()}"}
        key = " ".join(some[0].split(" ", 2)[:2])
        heads.append(f"{key} {json.dumps({**place, 'filename': 'index.cdx.gz'})}\n".encode())
        out.write(block)
    return out.getvalue(), b"".join(heads)


def _gzipped(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as file:
        file.write(data)
    return buffer.getvalue()
