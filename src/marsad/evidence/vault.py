"""The evidence folder: WARC files, found by content through the ledger, and how it recovers from a fall.

Order of writing: the record is on the disk before its ledger line, the line before its row in the store. Whatever a fall leaves
half done is therefore bytes that no line speaks of: they are moved aside into `torn/`, and a ledger line says so.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from ..errors import StopRun
from . import ledger, warc
from .ledger import Entry, moment
from .lock import exclusive, sync_folder

FULL = 512 * 1024 * 1024  # bytes; a larger file is closed and the next begun


@dataclass(frozen=True, slots=True)
class Item:
    """What one arrival brings: bytes with their address, and the version that was read from them."""

    raw: bytes
    url: str
    fetched_at: dt.datetime
    content_type: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    article: str | None = None
    content: str | None = None
    text_sha256: str | None = None
    new_bytes: bool = True
    """False where the same bytes from the same address are kept already: then only the version is noted."""


@dataclass(slots=True)
class Written:
    """Ledger lines written in one go, each with where its line ends."""

    lines: list[tuple[Entry, int]] = field(default_factory=list)


class Vault:
    """The evidence of one data folder. Everything that writes happens within `exclusively()`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "evidence"
        self.warcs = self.folder / "warc"
        self.ledger = self.folder / "ledger.jsonl"
        try:
            self.warcs.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StopRun(
                f"cannot make {self.warcs} ({error.strerror}): set MARSAD_HOME to a folder you can write to"
            ) from error

    @contextmanager
    def exclusively(self) -> Iterator[None]:
        """No other process writes evidence meanwhile."""
        with exclusive(self.folder / "lock"):
            yield

    def recover(self) -> list[Entry]:
        """Move aside what a fall left half written; the ledger lines that say so."""
        found = [note for note in (self._cut_ledger(), self._cut_warc()) if note]
        if not found:
            return []
        entries = self._chained([Entry(0, "", "recovery", moment(), note=note) for note in found])
        ledger.append(self.ledger, entries)
        return entries

    def _cut_ledger(self) -> str | None:
        """A last line without its end was never acknowledged."""
        if not self.ledger.exists() or self.ledger.stat().st_size == 0:
            return None
        data = self.ledger.read_bytes() if self.ledger.stat().st_size < 1_000_000 else _tail(self.ledger, 1_000_000)
        torn = data[data.rfind(b"\n") + 1 :]
        if not torn:
            return None
        return self._set_aside(self.ledger, self.ledger.stat().st_size - len(torn), torn)

    def _cut_warc(self) -> str | None:
        last = self._last_record()
        name, end = (last.file or "", (last.offset or 0) + (last.length or 0)) if last else ("", 0)
        for path in sorted(self.warcs.glob("*.warc.gz")):
            known = end if path.name == name else 0
            if path.name >= name and path.stat().st_size > known:
                with path.open("rb") as file:
                    file.seek(known)
                    torn = file.read()
                return self._set_aside(path, known, torn)
        return None

    def _set_aside(self, path: Path, keep: int, torn: bytes) -> str:
        sha256 = hashlib.sha256(torn).hexdigest()
        aside = self.folder / "torn"
        aside.mkdir(exist_ok=True)
        (aside / f"{sha256}.bin").write_bytes(torn)
        os.truncate(path, keep)
        return (
            f"{len(torn)} bytes without a ledger line after byte {keep} of {path.name} were moved to torn/{sha256}.bin"
        )

    def _last_record(self) -> Entry | None:
        """The last line that speaks of a WARC record."""
        count = 64
        while True:
            entries = ledger.last_entries(self.ledger, count)
            for entry in reversed(entries):
                if entry.file is not None:
                    return entry
            if len(entries) < count:
                return None
            count *= 8

    def append(self, items: Sequence[Item]) -> Written:
        """Write records and their ledger lines; when this returns, both are on the disk."""
        entries: list[Entry] = []
        path, at = self._open_file(entries)
        blocks: list[bytes] = []
        size = at
        at_moment = moment()
        for item in items:
            sha256 = hashlib.sha256(item.raw).hexdigest()
            version: dict[str, Any] = {
                "url": item.url,
                "article": item.article,
                "content": item.content,
                "text_sha256": item.text_sha256,
            }
            if item.new_bytes:
                data = warc.member(item.url, item.raw, item.content_type, item.headers, item.fetched_at)
                entry = Entry(
                    0,
                    "",
                    "capture",
                    at_moment,
                    path.name,
                    size,
                    len(data),
                    hashlib.sha256(data).hexdigest(),
                    sha256,
                    **version,
                )
                blocks.append(data)
                size += len(data)
            else:
                entry = Entry(0, "", "version", at_moment, sha256=sha256, **version)
            entries.append(entry)
        if blocks:
            with path.open("ab") as file:
                file.write(b"".join(blocks))
                file.flush()
                os.fsync(file.fileno())
        chained = self._chained(entries)
        start = self.ledger.stat().st_size if self.ledger.exists() else 0
        if chained:
            ledger.append(self.ledger, chained)
        out = Written()
        for entry in chained:
            start += len(ledger.encoded(entry))
            out.lines.append((entry, start))
        return out

    def _open_file(self, entries: list[Entry]) -> tuple[Path, int]:
        """The file to append to and its end; a new one begins with a record about itself."""
        last = self._last_record()
        if last is not None and last.file is not None:
            path = self.warcs / last.file
            end = (last.offset or 0) + (last.length or 0)
            if end < FULL and path.exists() and path.stat().st_size == end:
                return path, end
            number = int(last.file.split(".")[0]) + 1
        else:
            number = 1
        path = self.warcs / f"{number:05d}.warc.gz"
        data = warc.info_member(path.name)
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self.warcs)
        entries.append(Entry(0, "", "file", moment(), path.name, 0, len(data), hashlib.sha256(data).hexdigest()))
        return path, len(data)

    def note(self, kind: str, text: str, sha256: str | None = None, stamps: str | None = None) -> Written:
        """Write a ledger line of its own, for a timestamp."""
        (entry,) = self._chained([Entry(0, "", kind, moment(), sha256=sha256, note=text, stamps=stamps)])
        end = ledger.append(self.ledger, [entry])
        return Written([(entry, end)])

    def _chained(self, entries: Sequence[Entry]) -> list[Entry]:
        last = ledger.last_entries(self.ledger, 1)
        seq, prev = (last[0].seq, last[0].hash) if last else (0, ledger.START)
        out: list[Entry] = []
        for entry in entries:
            seq += 1
            entry = ledger.sealed(msgspec.structs.replace(entry, seq=seq, prev=prev))
            prev = entry.hash
            out.append(entry)
        return out

    def read(self, file: str, offset: int, length: int) -> warc.Received | None:
        """A record as it was kept; None where it is damaged."""
        return warc.read_member(self.warcs / file, offset, length)


def _tail(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        file.seek(-size, os.SEEK_END)
        return file.read()
