"""What people do: judgements beside the rows they judge, accounts, saved searches and the audit trail."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Given, HashId, moment_column, row_key


class Judgement(Base):
    """One decision of one person with its reason. It never changes what it judges; undoing it is a judgement of its own."""

    __tablename__ = "judgements"
    __table_args__ = (
        Index("ix_judgements_target", "target_kind", "target_id"),
        Index("ix_judgements_other", "target_kind", "other_id"),
        Index("ix_judgements_kind_id", "kind", "id"),
    )

    id: Mapped[int] = mapped_column(row_key(), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    """accept, reject, correct, add, flag, note, same, different, split, merge, undo"""
    target_kind: Mapped[str] = mapped_column(String(12))
    """claim, event, article, candidate, judgement"""
    target_id: Mapped[str] = mapped_column(Given)
    other_id: Mapped[str | None] = mapped_column(Given)
    field: Mapped[str | None] = mapped_column(String(40))
    value: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    author: Mapped[str] = mapped_column(Given)
    reason: Mapped[str | None] = mapped_column(Given)
    at: Mapped[str] = mapped_column(moment_column())
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("judgements.id"))


class User(Base):
    """An account of the workbench: reader, coder, editor or admin."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(row_key(), primary_key=True)
    name: Mapped[str] = mapped_column(Given, unique=True)
    password_hash: Mapped[str] = mapped_column(Given)
    role: Mapped[str] = mapped_column(String(10))
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[str] = mapped_column(moment_column())
    disabled_at: Mapped[str | None] = mapped_column(moment_column())


class Session(Base):
    """A login; only the hash of the cookie is kept."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[str] = mapped_column(moment_column())
    expires_at: Mapped[str] = mapped_column(moment_column())


class Token(Base):
    """What a program comes in with, under an account and with a role of its own; only its hash is kept, and a revoked one stays on record."""

    __tablename__ = "tokens"
    __table_args__ = (Index("ix_tokens_user_id", "user_id"),)

    id: Mapped[int] = mapped_column(row_key(), primary_key=True)
    name: Mapped[str] = mapped_column(Given)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    role: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[str] = mapped_column(moment_column())
    expires_at: Mapped[str] = mapped_column(moment_column())
    used_at: Mapped[str | None] = mapped_column(moment_column())
    revoked_at: Mapped[str | None] = mapped_column(moment_column())


class SavedSearch(Base):
    """A filter that someone wants to see again, and the secret of its feed."""

    __tablename__ = "saved_searches"
    __table_args__ = (Index("ix_saved_searches_user_id", "user_id"),)

    id: Mapped[int] = mapped_column(row_key(), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(Given)
    query: Mapped[dict[str, Any]] = mapped_column(JSON)
    token: Mapped[str] = mapped_column(HashId, unique=True)
    created_at: Mapped[str] = mapped_column(moment_column())
    seen_at: Mapped[str | None] = mapped_column(moment_column())


class Audit(Base):
    """Who did what to which thing, and when."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_target", "target"),)

    id: Mapped[int] = mapped_column(row_key(), primary_key=True)
    at: Mapped[str] = mapped_column(moment_column())
    author: Mapped[str] = mapped_column(Given)
    action: Mapped[str] = mapped_column(String(40))
    target: Mapped[str | None] = mapped_column(Given)
    detail: Mapped[dict[str, Any] | None] = mapped_column(JSON)
