"""The append-only ledger: JSON Lines in which every line holds the hash of the line before.

A line can neither be changed, taken out, put in nor reordered without breaking the chain; that the end was cut is seen by the
mirror in the store.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

START = "0" * 64


def moment(at: dt.datetime | None = None) -> str:
    """A moment as ledger and store write it: UTC, to the microsecond, `Z` at the end."""
    at = at or dt.datetime.now(dt.UTC)
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line; `hash` covers all other fields.

    `kind` is file (a WARC begins), capture (a record, with the version read from it), version (another reading of bytes kept already),
    recovery or timestamp.
    """

    seq: int
    prev: str
    kind: str
    at: str
    file: str | None = None
    offset: int | None = None
    length: int | None = None
    member: str | None = None
    """SHA-256 of the record as it lies in the file, compressed."""
    sha256: str | None = None
    """SHA-256 of the bytes as received."""
    url: str | None = None
    article: str | None = None
    content: str | None = None
    """The version's content hash, as the store keeps it."""
    text_sha256: str | None = None
    note: str | None = None
    stamps: str | None = None
    """The hash of the line that a timestamp is of."""
    hash: str = ""


class Line(msgspec.Struct, frozen=True):
    """An entry as read, with where its line ends; `entry` is None for a line that is no entry."""

    number: int
    end: int
    entry: Entry | None
    sound: bool
    """Whether its hash is that of its fields, written as this program writes them."""
    data: bytes


def digest(entry: Entry) -> str:
    """The hash of every field but the hash."""
    values = {k: v for k, v in msgspec.structs.asdict(entry).items() if k != "hash" and v is not None}
    return hashlib.sha256(_canonical(values)).hexdigest()


def sealed(entry: Entry) -> Entry:
    """The entry with its hash."""
    return msgspec.structs.replace(entry, hash=digest(entry))


def encoded(entry: Entry) -> bytes:
    """The line of an entry, its end included."""
    return _canonical({k: v for k, v in msgspec.structs.asdict(entry).items() if v is not None}) + b"\n"


def _canonical(values: dict[str, Any]) -> bytes:
    return json.dumps(values, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()


def read_lines(path: Path, start: int = 0, number: int = 0) -> Iterator[Line]:
    """The lines from byte `start` on; a last line without its end is not sound."""
    if not path.exists():
        return
    with path.open("rb") as file:
        file.seek(start)
        at = start
        for n, data in enumerate(file, number + 1):
            at += len(data)
            entry = _parsed(data)
            sound = entry is not None and digest(entry) == entry.hash and encoded(entry) == data
            yield Line(n, at, entry, sound, data)


def _parsed(data: bytes) -> Entry | None:
    try:
        return msgspec.json.decode(data, type=Entry)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def last_entries(path: Path, count: int) -> list[Entry]:
    """The last whole entries of the ledger, without reading all of it."""
    if not path.exists():
        return []
    size = path.stat().st_size
    block = 65_536
    with path.open("rb") as file:
        while True:
            file.seek(max(0, size - block))
            data = file.read()
            lines = data.split(b"\n")[:-1]
            if size > block:
                lines = lines[1:]
            if len(lines) >= count or block >= size:
                entries = [e for e in map(_parsed, lines) if e is not None]
                return entries[-count:]
            block *= 4


def append(path: Path, entries: Sequence[Entry]) -> int:
    """Write entries at the end and make sure that they are on the disk; where the file then ends."""
    with path.open("ab") as file:
        file.write(b"".join(map(encoded, entries)))
        file.flush()
        os.fsync(file.fileno())
        return file.tell()
