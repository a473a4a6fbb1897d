"""What was received: captures and their ledger, articles and their versions, and who carries whose text."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Given, HashId, day_column, moment_column, row_key


class Capture(Base):
    """Bytes as received, once for each address and content; the bytes themselves lie in a WARC record."""

    __tablename__ = "captures"
    __table_args__ = (UniqueConstraint("sha256", "url_key"), Index("ix_captures_warc", "warc_file", "warc_offset"))

    id: Mapped[int] = mapped_column(row_key(), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    url: Mapped[str | None] = mapped_column(Given)
    url_key: Mapped[str] = mapped_column(HashId)
    content_type: Mapped[str | None] = mapped_column(Given)
    headers: Mapped[list[list[str]] | None] = mapped_column(JSON)
    fetched_at: Mapped[str] = mapped_column(moment_column())
    warc_file: Mapped[str] = mapped_column(String(120))
    warc_offset: Mapped[int] = mapped_column(row_key())
    warc_length: Mapped[int] = mapped_column(row_key())
    ledger_seq: Mapped[int] = mapped_column(row_key())


class LedgerLine(Base):
    """A line of the evidence ledger, mirrored here so that a ledger file cut or swapped is noticed."""

    __tablename__ = "ledger"

    seq: Mapped[int] = mapped_column(row_key(), primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(64))
    prev: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[str] = mapped_column(moment_column())
    article_id: Mapped[str | None] = mapped_column(Given)
    sha256: Mapped[str | None] = mapped_column(String(64))
    line_end: Mapped[int] = mapped_column(row_key())


class Article(Base):
    """One report under its stable id; what it says is in its versions. Title, outlet and day repeat the current version's."""

    __tablename__ = "articles"
    __table_args__ = (
        Index("ix_articles_day_key", "day", "key"),
        Index("ix_articles_outlet_day_key", "outlet", "day", "key"),
        Index("ix_articles_group_id", "group_id"),
        Index("ix_articles_url_key", "url_key"),
        Index("ix_articles_version_id", "version_id"),
    )

    key: Mapped[int] = mapped_column(row_key(), primary_key=True)
    id: Mapped[str] = mapped_column(Given)
    id_key: Mapped[str] = mapped_column(HashId, unique=True)
    version_id: Mapped[int | None] = mapped_column(row_key())
    url: Mapped[str | None] = mapped_column(Given)
    url_key: Mapped[str | None] = mapped_column(HashId)
    outlet: Mapped[str | None] = mapped_column(Given)
    title: Mapped[str | None] = mapped_column(Given)
    published_at: Mapped[str | None] = mapped_column(Given)
    day: Mapped[str] = mapped_column(day_column())
    agency: Mapped[str | None] = mapped_column(Given)
    claim_count: Mapped[int] = mapped_column(default=0)
    group_id: Mapped[str | None] = mapped_column(HashId)
    first_seen: Mapped[str] = mapped_column(moment_column())
    last_seen: Mapped[str] = mapped_column(moment_column())


class ArticleVersion(Base):
    """What an article said at one time; an outlet's later edit is another row, never a change of this one."""

    __tablename__ = "article_versions"
    __table_args__ = (
        UniqueConstraint("article_key", "content_hash"),
        Index("ix_article_versions_coded_by", "coded_by"),
        Index("ix_article_versions_capture_id", "capture_id"),
    )

    id: Mapped[int] = mapped_column(row_key(), primary_key=True)
    article_key: Mapped[int] = mapped_column(ForeignKey("articles.key"))
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    text_sha256: Mapped[str] = mapped_column(String(64))
    title: Mapped[str | None] = mapped_column(Given)
    url: Mapped[str | None] = mapped_column(Given)
    outlet: Mapped[str | None] = mapped_column(Given)
    published_at: Mapped[str | None] = mapped_column(Given)
    dateline: Mapped[str | None] = mapped_column(Given)
    byline: Mapped[str | None] = mapped_column(Given)
    agencies: Mapped[list[str]] = mapped_column(JSON)
    capture_id: Mapped[int | None] = mapped_column(ForeignKey("captures.id"))
    first_seen: Mapped[str] = mapped_column(moment_column())
    last_seen: Mapped[str] = mapped_column(moment_column())
    coded_by: Mapped[str | None] = mapped_column(String(80))
    coded_at: Mapped[str | None] = mapped_column(moment_column())
    warnings: Mapped[list[str] | None] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Given)


class SyndicationGroup(Base):
    """Articles that carry one text; `agency` is whose dispatch it is, where byline or text name one."""

    __tablename__ = "syndication_groups"

    id: Mapped[str] = mapped_column(HashId, primary_key=True, autoincrement=False)
    agency: Mapped[str | None] = mapped_column(Given)
    size: Mapped[int]
    updated_at: Mapped[str] = mapped_column(moment_column())


class SyndicationMember(Base):
    """An article's nearest relative: how alike the two are, and how much of the shorter stands in the longer."""

    __tablename__ = "syndication_members"
    __table_args__ = (Index("ix_syndication_members_other_key", "other_key"),)

    article_key: Mapped[int] = mapped_column(ForeignKey("articles.key"), primary_key=True)
    other_key: Mapped[int] = mapped_column(ForeignKey("articles.key"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    similarity: Mapped[float]
    containment: Mapped[float]


class SyndicationKey(Base):
    """A band of an article's signature or the hash of one of its paragraphs: equal keys make candidates."""

    __tablename__ = "syndication_keys"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own form

    key: Mapped[int] = mapped_column(row_key(), primary_key=True, autoincrement=False)
    article_key: Mapped[int] = mapped_column(row_key(), primary_key=True, autoincrement=False)


class SyndicationSignature(Base):
    """What two articles are compared by: the shingle hashes of the folded text, packed."""

    __tablename__ = "syndication_signatures"

    article_key: Mapped[int] = mapped_column(ForeignKey("articles.key"), primary_key=True, autoincrement=False)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
