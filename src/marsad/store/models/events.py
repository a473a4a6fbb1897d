"""Events: sets of claims that tell of the same happening, what they support, and who stands behind them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Given, HashId, day_column, moment_column, row_key


class Event(Base):
    """One happening as its claims support it. `origins` counts the independent ones; `detail` is free for the linker."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_day_id", "day", "id"),
        Index("ix_events_event_type_day_id", "event_type", "day", "id"),
        Index("ix_events_status_day_id", "status", "day", "id"),
        Index("ix_events_country_adm1_day_id", "country", "adm1", "day", "id"),
        Index("ix_events_place_id_day_id", "place_id", "day", "id"),
        Index("ix_events_updated_at_id", "updated_at", "id"),
        Index(
            "ix_events_counted",
            "retired_at",
            "day",
            "event_type",
            "status",
            "country",
            "adm1",
            "place_id",
            "origins",
            "date_end",
            "outlet_count",
            "id",
        ),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    event_type: Mapped[str] = mapped_column(String(40))
    event_group: Mapped[str | None] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(30))
    date_start: Mapped[str | None] = mapped_column(day_column())
    date_end: Mapped[str | None] = mapped_column(day_column())
    date_precision: Mapped[str | None] = mapped_column(String(10))
    day: Mapped[str] = mapped_column(day_column())
    place_id: Mapped[str | None] = mapped_column(Given)
    place_name_ar: Mapped[str | None] = mapped_column(Given)
    place_name_en: Mapped[str | None] = mapped_column(Given)
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    country: Mapped[str | None] = mapped_column(Given)
    adm1: Mapped[str | None] = mapped_column(Given)
    adm2: Mapped[str | None] = mapped_column(Given)
    place_precision: Mapped[int | None]
    origins: Mapped[int] = mapped_column(default=0)
    claim_count: Mapped[int] = mapped_column(default=0)
    article_count: Mapped[int] = mapped_column(default=0)
    outlet_count: Mapped[int] = mapped_column(default=0)
    confidence: Mapped[float] = mapped_column(Float, default=0.0)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    first_seen: Mapped[str] = mapped_column(moment_column())
    updated_at: Mapped[str] = mapped_column(moment_column())
    retired_at: Mapped[str | None] = mapped_column(moment_column())


class EventMember(Base):
    """A claim of an event; `score` and `why` say how sure the linker was and from what."""

    __tablename__ = "event_members"
    __table_args__ = (Index("ix_event_members_claim_id", "claim_id"),)

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    claim_id: Mapped[str] = mapped_column(HashId, ForeignKey("claims.id"), primary_key=True, autoincrement=False)
    origin: Mapped[str | None] = mapped_column(Given)
    """The node of the origins graph that the claim goes back to."""
    score: Mapped[float | None] = mapped_column(Float)
    why: Mapped[list[Any] | None] = mapped_column(JSON)


class EventFacet(Base):
    """A value that events are filtered by and that an event may have several of: kind `actor`, `outlet` or `place`."""

    __tablename__ = "event_facets"
    __table_args__ = (
        Index("ix_event_facets_event_id", "event_id"),
        {"sqlite_with_rowid": False},
    )

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[str] = mapped_column(Given, primary_key=True)
    day: Mapped[str] = mapped_column(day_column(), primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)


class EventFigure(Base):
    """A range for one kind and group of people by one named rule; `detail` names the claims it was made from."""

    __tablename__ = "event_figures"

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    rule: Mapped[str] = mapped_column(String(30), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    of: Mapped[str] = mapped_column(Given, primary_key=True)
    low: Mapped[float | None] = mapped_column(Float)
    best: Mapped[float | None] = mapped_column(Float)
    high: Mapped[float | None] = mapped_column(Float)
    detail: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class EventOrigin(Base):
    """The lines of report as a graph: nodes (speaker, agency, outlet, claim) and edges (says, carries, quotes)."""

    __tablename__ = "event_origins"

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    nodes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    edges: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    independent: Mapped[int]


class EventRelation(Base):
    """Agreement or contradiction as an object: two claims, in what they differ, and the other event where there is one."""

    __tablename__ = "event_relations"
    __table_args__ = (
        Index("ix_event_relations_event_id", "event_id"),
        Index("ix_event_relations_other_event_id", "other_event_id"),
    )

    id: Mapped[int] = mapped_column(row_key(), primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"))
    other_event_id: Mapped[str | None] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[str] = mapped_column(String(30))
    left_claim: Mapped[str | None] = mapped_column(HashId)
    right_claim: Mapped[str | None] = mapped_column(HashId)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)


class LexiconCandidate(Base):
    """A name that the lexicon does not know yet, gathered over articles, for a person to accept or not."""

    __tablename__ = "lexicon_candidates"
    __table_args__ = (Index("ix_lexicon_candidates_state_articles", "state", "articles"),)

    id: Mapped[str] = mapped_column(HashId, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(Given)
    body: Mapped[str | None] = mapped_column(Given)
    spellings: Mapped[dict[str, int]] = mapped_column(JSON)
    examples: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    articles: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="open")
    decided_by: Mapped[str | None] = mapped_column(Given)
    decided_at: Mapped[str | None] = mapped_column(moment_column())
    first_seen: Mapped[str] = mapped_column(moment_column())
    last_seen: Mapped[str] = mapped_column(moment_column())
