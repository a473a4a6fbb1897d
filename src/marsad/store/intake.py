"""From what was fetched to what is stored: evidence first, then article, claims and refusals in one transaction.

A batch is stored whole or not at all, and giving it again changes nothing: so a run may end at any moment and be started again.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import msgspec
from sqlalchemy import Connection

from ..errors import StopRun
from ..evidence.ledger import Entry, read_lines
from ..evidence.vault import Item, Vault
from ..ingest.types import Fetched, Refusal
from ..model import Article, Coded, Refused
from ..syndication.agency import Agencies
from ..syndication.sketch import sketch
from .articles import Arrival, content_hash, text_hash
from .claims import Change
from .database import moment
from .rows import Added
from .store import Store


@dataclass(slots=True)
class Tally:
    """What a run has done so far."""

    articles: int = 0
    new: int = 0
    edited: int = 0
    coded: int = 0
    claims: int = 0
    refused: int = 0

    def as_counts(self) -> dict[str, int]:
        """The numbers by name, as the store keeps them with the run."""
        return {name: getattr(self, name) for name in ("articles", "new", "edited", "coded", "claims", "refused")}


@dataclass(slots=True)
class Batch:
    """Some arrivals with what coding gave; None where the article was read by this coder before."""

    fetched: list[Fetched] = field(default_factory=list)
    coded: list[Coded | Refused | None] = field(default_factory=list)


class Intake:
    """Takes batches into the store and the evidence of one data folder."""

    def __init__(
        self,
        store: Store,
        coder_version: str,
        groups: Mapping[str, str] | None = None,
        run_id: int | None = None,
        agencies: Mapping[str, str] | None = None,
    ) -> None:
        """`groups` gives the group of each event type, `agencies` the id of an agency by each of its names."""
        self.store = store
        self.vault = Vault(store.folder)
        self.coder_version = coder_version
        self.groups = groups
        self.run_id = run_id
        self.agencies = Agencies(agencies or {})
        self.tally = Tally()

    def to_code(self, fetched: Sequence[Fetched]) -> list[Article | None]:
        """For each arrival the article to code; None where it was refused, or where this coder read the same before."""
        keys = [(f.article.id, content_hash(f.article)) for f in fetched if f.article is not None]
        known = self.store.known_versions(keys)
        done = {key for key, (_, coded_by) in known.items() if coded_by == self.coder_version}
        return [
            f.article if f.article is not None and (f.article.id, content_hash(f.article)) not in done else None
            for f in fetched
        ]

    def take(self, batch: Batch) -> list[Change]:
        """Store a batch; the evidence's lock is held meanwhile, so that ledger and mirror keep one order."""
        with _plainly(self.vault), self.vault.exclusively():
            catch_up(self.store, self.vault)
            items = self._items(batch)
            written = self.vault.append([item for item, needed in items.values() if needed])
            headers = {
                hashlib.sha256(i.raw).hexdigest(): (i.content_type, [[k, v] for k, v in i.headers])
                for i, _ in items.values()
                if i.new_bytes
            }
            with self.store.write() as connection:
                self.store.put_ledger(connection, written.lines, headers)
                return self._put(connection, batch, items)

    def _items(self, batch: Batch) -> dict[int, tuple[Item, bool]]:
        """For each arrival that is an article what the evidence must hold, and whether there is anything new in it."""
        arrivals = [(n, f, f.article) for n, f in enumerate(batch.fetched) if f.article is not None]
        raws = {n: f.raw or _record(a) for n, f, a in arrivals}
        pairs = {n: (hashlib.sha256(raws[n]).hexdigest(), _address(f, a)) for n, f, a in arrivals}
        kept = set(self.store.captures_of(pairs.values()))
        versions = set(self.store.known_versions((a.id, content_hash(a)) for _, _, a in arrivals))
        out: dict[int, tuple[Item, bool]] = {}
        for n, f, article in arrivals:
            new_bytes = pairs[n] not in kept
            version = (article.id, content_hash(article))
            item = Item(
                raws[n],
                pairs[n][1],
                f.fetched_at or dt.datetime.now(dt.UTC),
                f.content_type,
                f.headers,
                new_bytes=new_bytes,
            )
            if version not in versions:
                item = replace(item, article=article.id, content=version[1], text_sha256=text_hash(article.text))
            out[n] = (item, new_bytes or version not in versions)
            kept.add(pairs[n])
            versions.add(version)
        return out

    def _put(self, connection: Connection, batch: Batch, items: dict[int, tuple[Item, bool]]) -> list[Change]:
        at = moment()
        pairs = {n: (hashlib.sha256(item.raw).hexdigest(), item.url) for n, (item, _) in items.items()}
        captures = self.store.captures_in(connection, pairs.values())
        arrivals = [
            Arrival(article, f.byline, f.agencies, captures[pairs[n]])
            for n, f in enumerate(batch.fetched)
            if (article := f.article) is not None
        ]
        added = dict(zip(items, self.store.put_articles(connection, arrivals, at), strict=True))
        coded = [(added[n], c) for n, c in enumerate(batch.coded) if isinstance(c, Coded)]
        changes = self.store.put_coded(connection, coded, self.coder_version, at, self.groups) if coded else []
        self._carried(connection, batch, added, at)
        refusals = [f.refusal for f in batch.fetched if f.refusal is not None]
        refusals += [_refusal(c) for c in batch.coded if isinstance(c, Refused)]
        self.store.put_refusals(connection, refusals, at, self.run_id)
        if self.store.count_open(connection):
            well = [c.id for c in batch.coded if isinstance(c, Coded)] + [
                f.url for f in batch.fetched if f.article is not None and f.url
            ]
            self.store.resolve(connection, well, at)
        self._count(list(added.values()), coded, refusals)
        return changes

    def _carried(self, connection: Connection, batch: Batch, added: Mapping[int, Added], at: str) -> None:
        """Who carries whose text: asked of reports that hold claims, since only their origins are ever counted."""
        holding = {
            n: (a, f, article)
            for n, a in added.items()
            if a.coded_by is None
            and isinstance(c := batch.coded[n], Coded)
            and c.claims
            and (article := (f := batch.fetched[n]).article) is not None
        }
        named = {
            a.article_key: self.agencies.of(x.text, f.byline, x.dateline, f.agencies) for a, f, x in holding.values()
        }
        self.store.set_agencies(connection, {key: found[0] for key, found in named.items() if found})
        self.store.put_sketches(connection, [(a.article_key, sketch(x.text)) for a, _, x in holding.values()], at)

    def _count(
        self, added: Sequence[object], coded: Sequence[tuple[object, Coded]], refusals: Sequence[Refusal]
    ) -> None:
        tally = self.tally
        tally.articles += len(added)
        tally.new += sum(1 for a in added if getattr(a, "new_article", False))
        tally.edited += sum(
            1 for a in added if getattr(a, "new_version", False) and not getattr(a, "new_article", False)
        )
        tally.coded += len(coded)
        tally.claims += sum(len(c.claims) for _, c in coded)
        tally.refused += len(refusals)


def catch_up(store: Store, vault: Vault) -> None:
    """After a fall: put aside what is half written, and mirror the ledger lines that the store has not seen."""
    recovered = vault.recover()
    seq, known, end = store.mirror_end()
    size = vault.ledger.stat().st_size if vault.ledger.exists() else 0
    if size == end and not recovered:
        return
    if size < end:
        raise StopRun(
            f"the ledger {vault.ledger} has lost its end (the store has seen line {seq}): run `marsad verify`, restore it from a copy"
        )
    lines: list[tuple[Entry, int]] = []
    headers: dict[str, tuple[str, list[list[str]]]] = {}
    for line in read_lines(vault.ledger, end, seq):
        entry = line.entry
        if entry is None or not line.sound or entry.seq != seq + 1 or (known and entry.prev != known):
            raise StopRun(
                f"line {line.number} of the ledger {vault.ledger} does not follow from the one before: run `marsad verify`"
            )
        seq, known = entry.seq, entry.hash
        lines.append((entry, line.end))
        if entry.kind == "capture" and entry.file is not None:
            record = vault.read(entry.file, entry.offset or 0, entry.length or 0)
            if record is not None:
                headers[entry.sha256 or ""] = (record.content_type, [[k, v] for k, v in record.headers])
    with store.write() as connection:
        store.put_ledger(connection, lines, headers)


def _address(fetched: Fetched, article: Article) -> str:
    """The address of the bytes; what has none is addressed by the article's id."""
    return fetched.url or article.url or f"urn:marsad:article:{article.id}"


def _record(article: Article) -> bytes:
    """The article as a JSON line, for a source that has no bytes of its own."""
    values = {k: v for k, v in msgspec.structs.asdict(article).items() if v is not None}
    try:
        return json.dumps(values, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # a lone surrogate
        return json.dumps(values, ensure_ascii=True).encode()


def _refusal(refused: Refused) -> Refusal:
    what, _, remedy = refused.error.rpartition(": ")
    return Refusal(
        refused.id, what or refused.error, remedy if what else "look at the article; nothing of it was coded"
    )


@contextmanager
def _plainly(vault: Vault) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StopRun(
                f"the disk that holds {vault.folder} is full: make room and start the same command again; nothing stored is lost"
            ) from error
        if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
            raise StopRun(
                f"cannot write to {error.filename or vault.folder} ({error.strerror}): give this user the right to"
            ) from error
        raise
