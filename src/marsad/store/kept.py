"""What the store knows of the evidence: captures, and the mirror of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, or_, select, tuple_

from ..evidence.ledger import Entry
from . import models as m
from .articles import chunks
from .models.base import hash_id
from .search import Search


class Kept(Search):
    """The part of the store that points to the bytes as received."""

    def mirror_end(self) -> tuple[int, str, int]:
        """Number and hash of the last ledger line that the store has seen, and where that line ends in the file."""
        with self.read() as connection:
            line = m.LedgerLine
            row = connection.execute(
                select(line.seq, line.hash, line.line_end).order_by(line.seq.desc()).limit(1)
            ).first()
        return (row.seq, row.hash, row.line_end) if row else (0, "", 0)

    def mirror(self) -> dict[int, str]:
        """The hash of every ledger line that the store has seen."""
        with self.read() as connection:
            return {r.seq: r.hash for r in connection.execute(select(m.LedgerLine.seq, m.LedgerLine.hash))}

    def put_ledger(
        self,
        connection: Connection,
        lines: Sequence[tuple[Entry, int]],
        headers: dict[str, tuple[str, list[list[str]]]],
    ) -> None:
        """Mirror ledger lines and add the captures that they tell of; `headers` gives content type and headers by SHA-256."""
        if not lines:
            return
        self.insert_many(
            connection,
            m.LedgerLine,
            [
                {
                    "seq": e.seq, "hash": e.hash, "prev": e.prev, "kind": e.kind, "at": e.at, "article_id": e.article, "sha256": e.sha256,
                    "line_end": end,
                }
                for e, end in lines
            ],
        )  # fmt: skip
        captures = []
        for entry, _ in lines:
            if entry.kind == "capture":
                content_type, head = headers.get(entry.sha256 or "", ("", []))
                captures.append(
                    {
                        "sha256": entry.sha256, "url": entry.url, "url_key": hash_id("url", entry.url or ""), "content_type": content_type,
                        "headers": head, "fetched_at": entry.at, "warc_file": entry.file, "warc_offset": entry.offset,
                        "warc_length": entry.length, "ledger_seq": entry.seq,
                    }
                )  # fmt: skip
        self.insert_many(connection, m.Capture, captures)

    def captures_of(self, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """The keys of the captures of these (SHA-256, address) that are kept already."""
        with self.read() as connection:
            return self.captures_in(connection, pairs)

    def captures_in(self, connection: Connection, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """`captures_of` within a transaction that the caller holds."""
        c = m.Capture
        wanted = {(sha256, hash_id("url", url)): (sha256, url) for sha256, url in pairs}
        out: dict[tuple[str, str], int] = {}
        for some in chunks(wanted):
            rows = connection.execute(select(c.sha256, c.url_key, c.id).where(tuple_(c.sha256, c.url_key).in_(some)))
            out.update({wanted[(r.sha256, r.url_key)]: r.id for r in rows})
        return out

    def capture(self, capture_id: int) -> dict[str, object] | None:
        """Where a capture lies, its address, time and headers."""
        with self.read() as connection:
            row = connection.execute(select(*m.Capture.__table__.c).where(m.Capture.id == capture_id)).first()
        return dict(row._mapping) if row else None

    def ledger_of(self, article_id: str, sha256: str | None = None, limit: int = 20) -> list[dict[str, object]]:
        """The ledger's lines on an article, and on the bytes it was read from, as mirrored here; the oldest first."""
        line = m.LedgerLine
        named = line.article_id == article_id
        query = select(line.seq, line.hash, line.prev, line.kind, line.at, line.sha256)
        query = query.where(or_(named, line.sha256 == sha256) if sha256 else named)
        with self.read() as connection:
            return [dict(r._mapping) for r in connection.execute(query.order_by(line.seq).limit(limit))]

    def articles_of_captures(self, sha256s: Iterable[str]) -> dict[str, list[str]]:
        """For the SHA-256 of bytes as received, the ids of the articles read from them."""
        c, v = m.Capture, m.ArticleVersion
        out: dict[str, list[str]] = {}
        with self.read() as connection:
            for some in chunks(sha256s):
                query = (
                    select(c.sha256, m.Article.id)
                    .join(v, v.capture_id == c.id)
                    .join(m.Article, m.Article.key == v.article_key)
                )
                for row in connection.execute(query.where(c.sha256.in_(some)).distinct()):
                    out.setdefault(row.sha256, []).append(row.id)
        return out

    def known_versions(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, str | None]]:
        """For (article id, content hash) that are stored: the version's key and the coder that read it last."""
        v, a = m.ArticleVersion, m.Article
        wanted = {(hash_id("article", article), content): (article, content) for article, content in keys}
        out: dict[tuple[str, str], tuple[int, str | None]] = {}
        with self.read() as connection:
            for some in chunks({article for article, _ in wanted}):
                query = (
                    select(a.id_key, v.content_hash, v.id, v.coded_by)
                    .join(v, v.article_key == a.key)
                    .where(a.id_key.in_(some))
                )
                for row in connection.execute(query):
                    if (key := wanted.get((row.id_key, row.content_hash))) is not None:
                        out[key] = (row.id, row.coded_by)
        return out
