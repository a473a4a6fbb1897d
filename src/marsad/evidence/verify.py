"""`verify`: every byte of the evidence against the ledger, the ledger against its chain and its mirror, the store against both."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ..store.articles import text_hash
from ..store.claims import claim_id
from ..store.store import Store
from . import ledger, stamp
from .ledger import Entry
from .vault import Vault

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was kept: where, what, and the articles that it touches."""

    where: str
    what: str
    articles: tuple[str, ...] = ()
    grave: bool = True
    """False for what a fall explains and the ledger itself tells of."""


@dataclass(slots=True)
class Report:
    """What was looked at and what was found."""

    lines: int = 0
    records: int = 0
    bytes: int = 0
    versions: int = 0
    claims: int = 0
    timestamps: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing was changed, is missing or was put in."""
        return not any(f.grave for f in self.findings)


def verify(store: Store, progress: Progress = lambda _: None, roots: Path | None = None) -> Report:
    """Look at everything that is kept; `roots` are the certificates that timestamps must be signed under."""
    vault = Vault(store.folder)
    report = Report()
    with vault.exclusively():
        entries = _ledger(store, vault, report)
        _timestamps(vault, entries, report, roots)
        _warcs(vault, entries, report, progress)
    _store(store, entries, report)
    return report


def _ledger(store: Store, vault: Vault, report: Report) -> list[Entry]:
    """The chain: each line sound, in its order, and the same as the store saw when it was written."""
    mirror = store.mirror()
    entries: list[Entry] = []
    prev, seq = ledger.START, 0
    for line in ledger.read_lines(vault.ledger):
        report.lines += 1
        entry = line.entry
        where = f"{vault.ledger.name}, line {line.number}"
        if not line.data.endswith(b"\n"):
            report.findings.append(Finding(where, "the last line is cut: the next run puts it aside", grave=False))
            continue
        if entry is None:
            report.findings.append(Finding(where, "is no ledger entry", ()))
            seq += 1
            continue
        if not line.sound:
            report.findings.append(Finding(where, "was changed: its hash is not that of its fields", _named(entry)))
        if entry.seq != seq + 1 or entry.prev != prev:
            report.findings.append(
                Finding(
                    where,
                    f"does not follow from the line before: lines were taken out, put in or changed after number {seq}",
                    _named(entry),
                )
            )
        if (seen := mirror.pop(entry.seq, None)) is not None and seen != entry.hash:
            report.findings.append(
                Finding(where, "is not the line that was written: the store saw another", _named(entry))
            )
        if entry.kind == "recovery":
            report.findings.append(Finding(where, f"after a fall: {entry.note}", grave=False))
        prev, seq = entry.hash, entry.seq
        entries.append(entry)
    if mirror:
        first, last = min(mirror), max(mirror)
        report.findings.append(Finding(vault.ledger.name, f"lines {first} to {last}, which the store saw, are missing"))
    return entries


def _timestamps(vault: Vault, entries: list[Entry], report: Report, roots: Path | None) -> None:
    by_hash = {e.hash: e for e in entries}
    for entry in entries:
        if entry.kind == "timestamp":
            report.timestamps += 1
            found = stamp.check(vault, entry, by_hash.get(entry.stamps or ""), roots)
            if found is not None:
                report.findings.append(Finding(f"{vault.ledger.name}, line {entry.seq}", found[0], grave=found[1]))


def _warcs(vault: Vault, entries: list[Entry], report: Report, progress: Progress) -> None:
    """The files: exactly the records that the ledger tells of, end to end."""
    by_file: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.file is not None:
            by_file.setdefault(entry.file, []).append(entry)
    for name, records in by_file.items():
        path = vault.warcs / name
        if not path.exists():
            report.findings.append(Finding(name, "the file is missing", _all_named(records)))
            continue
        _warc(path, sorted(records, key=lambda e: e.offset or 0), report, progress)
    for path in sorted(vault.warcs.iterdir()):
        if path.name not in by_file:
            report.findings.append(Finding(path.name, "the ledger knows no such file"))


def _warc(path: Path, records: list[Entry], report: Report, progress: Progress) -> None:
    size = path.stat().st_size
    last = records[-1]
    surplus = size - (last.offset or 0) - (last.length or 0)
    shift = end = 0
    with path.open("rb") as file:
        for entry in records:
            report.records += 1
            offset, length = entry.offset or 0, entry.length or 0
            report.bytes += length
            if offset != end:
                report.findings.append(
                    Finding(f"{path.name}, byte {end}", "the ledger tells of no record here", _named(entry))
                )
            end = offset + length
            if _hash_at(file, offset + shift, length) == entry.member:
                progress(1)
                continue
            # Bytes put in or taken out move all that follows: look for the next record where it then stands.
            what = "was changed"
            if surplus and shift != surplus:
                shift = surplus
                if _hash_at(file, offset + shift, length) == entry.member:
                    report.findings.append(
                        Finding(
                            f"{path.name}, byte {offset}",
                            f"{surplus} bytes were put in before this record",
                            _named(entry),
                        )
                    )
                    progress(1)
                    continue
                what = f"{surplus} bytes were put into it" if surplus > 0 else f"{-surplus} bytes of it are missing"
            report.findings.append(
                Finding(
                    f"{path.name}, byte {offset}",
                    f"the record of {entry.url or 'the file itself'}: {what}",
                    _named(entry),
                )
            )
            progress(1)
    if surplus > 0 and shift == 0:
        report.findings.append(
            Finding(f"{path.name}, byte {end}", f"{surplus} bytes follow that the ledger does not tell of")
        )


def _hash_at(file: BinaryIO, offset: int, length: int) -> str | None:
    if offset < 0:
        return None
    file.seek(offset)
    data = file.read(length)
    return hashlib.sha256(data).hexdigest() if len(data) == length else None


def _store(store: Store, entries: list[Entry], report: Report) -> None:
    """The store: every version's text is the one the ledger saw, none is missing or put in; every claim is the one its id names."""
    told = {(e.article, e.content): e.text_sha256 for e in entries if e.content is not None}
    for version, content in store.all_versions():
        report.versions += 1
        where = f"article {version.article_id}, version {version.number}"
        expected = told.pop((version.article_id, content), None)
        if expected is None:
            report.findings.append(
                Finding(
                    where,
                    "the ledger does not tell of it: it was put into the store by another way",
                    (version.article_id,),
                )
            )
        elif expected != text_hash(version.text):
            report.findings.append(Finding(where, "its text in the store was changed", (version.article_id,)))
    report.findings += [
        Finding(f"article {article}", "a version that the ledger tells of is missing in the store", (str(article),))
        for article, _ in told
    ]
    for key, article, content, body in store.claim_bodies():
        report.claims += 1
        if claim_id(article, content, body) != key:
            report.findings.append(Finding(f"claim {key}", "its content was changed in the store", (article,)))


def _named(entry: Entry) -> tuple[str, ...]:
    return (entry.article,) if entry.article else ()


def _all_named(entries: list[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e.article for e in entries if e.article))
