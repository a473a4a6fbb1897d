"""What the program did: runs, refusals with what to do, feeds with when they were fetched, and small facts of its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Given, HashId, moment_column, row_key


class Run(Base):
    """One call of `run`, `recode`, `watch` or `link`: what it was given and what came of it."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(row_key(), primary_key=True)
    command: Mapped[str] = mapped_column(String(20))
    options: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(12))
    """running, done, failed; a running one whose process is gone was interrupted"""
    pid: Mapped[int | None]
    coder_version: Mapped[str | None] = mapped_column(String(80))
    started_at: Mapped[str] = mapped_column(moment_column())
    finished_at: Mapped[str | None] = mapped_column(moment_column())
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    seconds: Mapped[float | None] = mapped_column(Float)
    error: Mapped[str | None] = mapped_column(Given)


class Refusal(Base):
    """Something that could not be taken in: where, what is wrong, how to mend it. Resolved once it comes in well."""

    __tablename__ = "refusals"
    __table_args__ = (Index("ix_refusals_resolved_at_last_seen", "resolved_at", "last_seen"),)

    id: Mapped[str] = mapped_column(HashId, primary_key=True, autoincrement=False)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))
    where: Mapped[str] = mapped_column(Given)
    what: Mapped[str] = mapped_column(Given)
    remedy: Mapped[str] = mapped_column(Given)
    times: Mapped[int]
    first_seen: Mapped[str] = mapped_column(moment_column())
    last_seen: Mapped[str] = mapped_column(moment_column())
    resolved_at: Mapped[str | None] = mapped_column(moment_column())


class Feed(Base):
    """An address that `watch` polls, and what it must remember between two visits."""

    __tablename__ = "feeds"

    url: Mapped[str] = mapped_column(Given, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    outlet: Mapped[str | None] = mapped_column(Given)
    etag: Mapped[str | None] = mapped_column(Given)
    last_modified: Mapped[str | None] = mapped_column(Given)
    fetched_at: Mapped[str | None] = mapped_column(moment_column())
    next_at: Mapped[str | None] = mapped_column(moment_column())
    failures: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Given)
    state: Mapped[dict[str, Any]] = mapped_column(JSON)


class Meta(Base):
    """A small fact that a stage keeps between runs, as JSON under a name: `link.cursor`, `facets.counts`."""

    __tablename__ = "meta"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    at: Mapped[str] = mapped_column(moment_column())
