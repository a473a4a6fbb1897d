"""Articles out of web archives: WARC, gzipped or not, and WACZ; damaged records are refused by number, the rest is read."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from .page import read_page
from .types import Fetched, refused

LARGEST = 32 * 1024 * 1024  # bytes of one page, unpacked
_PAGES = ("text/html", "application/xhtml")


def read_archive(path: Path) -> Iterator[Fetched]:
    """The articles of an archive file in its order."""
    if path.suffix.lower() == ".wacz":
        yield from _wacz(path)
        return
    with path.open("rb") as file:
        yield from read_records(file, str(path))


def _wacz(path: Path) -> Iterator[Fetched]:
    try:
        with zipfile.ZipFile(path) as packed:
            names = sorted(
                n for n in packed.namelist() if n.startswith("archive/") and n.endswith((".warc", ".warc.gz"))
            )
            if not names:
                yield refused(
                    path, "holds no WARC file under archive/", "make the WACZ again, or give its WARC files themselves"
                )
            for name in names:
                with packed.open(name) as file:
                    yield from read_records(file, f"{path}:{name}")  # type: ignore[arg-type]
    except zipfile.BadZipFile as error:
        yield refused(path, f"is no WACZ ({error})", "fetch or copy the file again")


_FAULTS = (ArchiveLoadFailed, EOFError, OSError, ValueError, ArithmeticError)


def read_records(file: BinaryIO, where: str) -> Iterator[Fetched]:
    """The articles of the response and resource records of one WARC stream; what is cut or changed is said and passed over."""
    return (read() for read in pages_of(file, where))


def pages_of(file: BinaryIO, where: str) -> Iterator[Callable[[], Fetched]]:
    """The pages of one WARC stream in its order, each to be read before the next is asked for, or passed over, which costs little.

    The last one is a refusal where the stream breaks off.
    """
    number = 0
    try:
        for record in ArchiveIterator(file, check_digests=True, arc2warc=True):
            number += 1
            if record.rec_type in ("response", "resource") and _is_page(record):
                yield partial(_page, record, where, number)
    except _FAULTS as error:
        yield partial(_broken, where, number, error)


def _page(record: Any, where: str, number: int) -> Fetched:
    try:
        return _article(record, f"{where}, record {number}")
    except _FAULTS as error:
        return _broken(where, number, error)


def _broken(where: str, number: int, error: Exception) -> Fetched:
    return refused(
        where,
        f"cannot be read after record {number} ({error or type(error).__name__})",
        "fetch or copy the file again; the records before were read",
    )


def _is_page(record: Any) -> bool:
    http = record.http_headers
    if http is not None and http.get_statuscode() != "200":
        return False
    kind = (
        http.get_header("Content-Type") if http is not None else record.rec_headers.get_header("Content-Type")
    ) or ""
    return kind.lower().startswith(_PAGES) or (http is not None and not kind)


def _article(record: Any, where: str) -> Fetched:
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    raw = record.content_stream().read(LARGEST + 1)
    if len(raw) > LARGEST:
        return refused(
            where, f"{url}: a page of more than {LARGEST // 2**20} MB", "it is no article; nothing is to be done"
        )
    left = getattr(record.raw_stream, "limit", 0)
    checker = record.digest_checker
    if left:
        return refused(
            where, f"{url}: the record is cut short, {left} bytes are missing", "fetch or copy the archive again"
        )
    if checker is not None and checker.passed is False:
        return refused(
            where,
            f"{url}: the record's digest is wrong, its bytes were changed or damaged",
            "fetch or copy the archive again; do not use this record",
        )
    headers = tuple((str(k), str(v)) for k, v in record.http_headers.headers) if record.http_headers else ()
    named = next((v for k, v in headers if k.lower() == "content-type"), "text/html")
    return read_page(raw, where=where, url=url or None, headers=headers, content_type=named, fetched_at=_moment(record))


def _moment(record: Any) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(record.rec_headers.get_header("WARC-Date").replace("Z", "+00:00"))
    except (AttributeError, ValueError):
        return None
