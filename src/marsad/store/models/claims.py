"""Claims as statements: the value as given beside the value as cleaned, the span, who made it and when it was seen.

A claim's id is the hash of its content, so that coding again changes nothing, and another reading is another row. Nothing is
deleted: a claim that is no longer read from its article gets `retired_at` and why.
"""

from __future__ import annotations

from sqlalchemy import Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Given, HashId, day_column, moment_column, row_key


class Claim(Base):
    """One proposition of one article's version, in the columns that filters need; the whole is in `claim_bodies`."""

    __tablename__ = "claims"
    __table_args__ = (
        Index("ix_claims_day_id", "day", "id"),
        Index("ix_claims_event_type_day_id", "event_type", "day", "id"),
        Index("ix_claims_outlet_day_id", "outlet", "day", "id"),
        Index("ix_claims_country_adm1_day_id", "country", "adm1", "day", "id"),
        Index("ix_claims_country_day_id", "country", "day", "id"),
        Index("ix_claims_place_id_day_id", "place_id", "day", "id"),
        Index("ix_claims_article_key", "article_key"),
        Index("ix_claims_first_seen_id", "first_seen", "id"),
        Index("ix_claims_retired_at", "retired_at"),
        Index("ix_claims_date_end", "date_end"),
    )

    id: Mapped[str] = mapped_column(HashId, primary_key=True, autoincrement=False)
    article_key: Mapped[int] = mapped_column(ForeignKey("articles.key"))
    version_id: Mapped[int] = mapped_column(ForeignKey("article_versions.id"))
    number: Mapped[int]
    event_type: Mapped[str] = mapped_column(String(40))
    event_group: Mapped[str | None] = mapped_column(String(40))
    stance: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(10))
    evidence_start: Mapped[int]
    evidence_end: Mapped[int]
    trigger_start: Mapped[int]
    trigger_end: Mapped[int]
    date_start: Mapped[str | None] = mapped_column(day_column())
    date_end: Mapped[str | None] = mapped_column(day_column())
    date_precision: Mapped[str | None] = mapped_column(String(10))
    date_basis: Mapped[str | None] = mapped_column(String(12))
    day: Mapped[str] = mapped_column(day_column())
    """The day to sort by: the claim's own, else the article's."""
    place_given: Mapped[str | None] = mapped_column(Given)
    place_id: Mapped[str | None] = mapped_column(Text)
    place_name_ar: Mapped[str | None] = mapped_column(Text)
    place_name_en: Mapped[str | None] = mapped_column(Text)
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    country: Mapped[str | None] = mapped_column(Text)
    adm1: Mapped[str | None] = mapped_column(Text)
    adm2: Mapped[str | None] = mapped_column(Text)
    place_precision: Mapped[int | None]
    outlet: Mapped[str | None] = mapped_column(Given)
    confidence: Mapped[float]
    coder_version: Mapped[str] = mapped_column(String(80))
    """The coder that read the claim first."""
    seen_by: Mapped[str] = mapped_column(String(80))
    """The coder that read it last."""
    first_seen: Mapped[str] = mapped_column(moment_column())
    last_seen: Mapped[str] = mapped_column(moment_column())
    retired_at: Mapped[str | None] = mapped_column(moment_column())
    retired_why: Mapped[str | None] = mapped_column(String(20))
    replaces: Mapped[str | None] = mapped_column(HashId)
    """The claim that this one took the place of when the article was coded anew."""


class ClaimBody(Base):
    """The whole claim as JSON, apart from the rows that filters walk over; in order of arrival, so that pages fill up."""

    __tablename__ = "claim_bodies"

    n: Mapped[int] = mapped_column(row_key(), primary_key=True)
    claim_id: Mapped[str] = mapped_column(HashId, ForeignKey("claims.id"), unique=True)
    body: Mapped[str] = mapped_column(Text)


class ClaimActor(Base):
    """One who does (`actor`) or suffers (`recipient`): words as given, id as cleaned."""

    __tablename__ = "claim_actors"
    __table_args__ = (
        Index("ix_claim_actors_actor_day", "actor", "day", "claim_id"),
        Index("ix_claim_actors_actor_role_day", "actor", "role", "day", "claim_id"),
        {"sqlite_with_rowid": False},
    )

    claim_id: Mapped[str] = mapped_column(HashId, ForeignKey("claims.id"), primary_key=True, autoincrement=False)
    role: Mapped[str] = mapped_column(String(10), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    start: Mapped[int]
    end: Mapped[int]
    given: Mapped[str] = mapped_column(Given)
    actor: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Given)
    day: Mapped[str] = mapped_column(day_column())


class ClaimFigure(Base):
    """One number of people or things: words as given, range as cleaned."""

    __tablename__ = "claim_figures"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own form

    claim_id: Mapped[str] = mapped_column(HashId, ForeignKey("claims.id"), primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    start: Mapped[int]
    end: Mapped[int]
    given: Mapped[str] = mapped_column(Given)
    kind: Mapped[str] = mapped_column(String(30))
    of: Mapped[str] = mapped_column(Text)
    low: Mapped[float | None] = mapped_column(Float)
    best: Mapped[float | None] = mapped_column(Float)
    high: Mapped[float | None] = mapped_column(Float)


class ClaimAttribution(Base):
    """One link of the chain by which the claim reached the outlet, nearest to the event first."""

    __tablename__ = "claim_attributions"
    __table_args__ = (
        Index("ix_claim_attributions_actor_role_stance_day", "actor", "role", "stance", "day", "claim_id"),
        {"sqlite_with_rowid": False},
    )

    claim_id: Mapped[str] = mapped_column(HashId, ForeignKey("claims.id"), primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    role: Mapped[str] = mapped_column(String(10))
    start: Mapped[int]
    end: Mapped[int]
    given: Mapped[str] = mapped_column(Given)
    name: Mapped[str] = mapped_column(Given)
    actor: Mapped[str | None] = mapped_column(Text)
    day: Mapped[str] = mapped_column(day_column())
    """The claim's day and stance, so that what a speaker said or denied is found in order."""
    stance: Mapped[str] = mapped_column(String(10))
