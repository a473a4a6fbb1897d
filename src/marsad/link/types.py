"""The frozen types of linking: a claim's key, an event and what it is made of, relations between claims, judgements.

`msgspec.to_builtins(event)` is one line of `marsad link --format jsonl`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from ..model import Article, Claim, Coded

EventStatus = Literal["corroborated", "single_origin", "disputed", "denied_only", "planned", "happened_as_planned"]
RelationKind = Literal["denies", "differs"]
Subject = Literal["event", "figure", "place", "date", "actor", "means"]
Verdict = Literal["same", "different"]


class Key(NamedTuple):
    """A claim, named across articles."""

    article: str
    claim: str

    def __str__(self) -> str:
        return f"{self.article}#{self.claim}"

    @classmethod
    def parse(cls, text: str) -> Key | None:
        """The key written as `article#claim`; None where it is written otherwise."""
        article, mark, claim = text.rpartition("#")
        return cls(article, claim) if mark and article and claim else None


class Report(msgspec.Struct, frozen=True):
    """An article with the claims that it makes."""

    article: Article
    coded: Coded


class Member(msgspec.Struct, frozen=True):
    """One claim of an event: where its words stand, what it asserts, and the origin it goes back to."""

    article: str
    claim: str
    start: int
    end: int
    text: str
    event_type: str
    stance: str
    status: str
    outlet: str | None
    published_at: str | None
    origin: str
    score: float


class EventDate(msgspec.Struct, frozen=True):
    """When, as the claims support it: the days most of them can mean; `basis` is `publication` where none gives a date."""

    start: str
    end: str
    precision: str
    basis: str


class EventPlace(msgspec.Struct, frozen=True):
    """Where: the most exact place that the claims agree in, and how many of them name it."""

    name_ar: str
    name_en: str | None
    lat: float | None
    lon: float | None
    country: str | None
    adm1: str | None
    gazetteer_id: str | None
    precision: int
    claims: int


class EventActor(msgspec.Struct, frozen=True):
    """A participant that claims of the event name: in which role, and in how many of them."""

    actor: str
    role: Literal["actor", "recipient"]
    claims: int


class FigureReport(msgspec.Struct, frozen=True):
    """One figure as one claim gives it: its words, its origin, and whether a later one of that origin takes its place."""

    article: str
    claim: str
    start: int
    end: int
    text: str
    origin: str
    told_at: str
    low: float | None
    best: float | None
    high: float | None
    superseded: bool = False


class EventFigure(msgspec.Struct, frozen=True):
    """One kind of figure of one group, low to high by the named rule, with every report of it in order of time.

    `part_of` names the group that this one is a part of; parts are never added to wholes. `grading` is Airwars' only.
    """

    kind: str
    of: str
    low: float | None
    best: float | None
    high: float | None
    rule: str
    reports: tuple[FigureReport, ...]
    part_of: str | None = None
    updated: bool = False
    grading: str | None = None


class Origin(msgspec.Struct, frozen=True):
    """A line of report: who stands at its beginning, by what ways it came, and which claims go back to it."""

    id: str
    name: str
    kind: Literal["speaker", "agency", "text", "outlet"]
    claims: tuple[str, ...]
    independent: bool = True


class OriginEdge(msgspec.Struct, frozen=True):
    """One step by which a report travelled: `source` told it, `target` carried it on."""

    source: str
    target: str
    by: Literal["speaker", "via", "shared_text", "outlet"]


class Relation(msgspec.Struct, frozen=True):
    """One claim against another: what they differ in, and both passages."""

    kind: RelationKind
    subject: Subject
    left: str
    right: str
    left_text: str
    right_text: str
    left_value: str
    right_value: str
    confidence: float


class Event(msgspec.Struct, frozen=True):
    """One happening, as far as its claims support it; it has no facts of its own."""

    id: str
    event_type: str
    date: EventDate | None
    place: EventPlace | None
    status: EventStatus
    independent_origins: int
    members: tuple[Member, ...]
    actors: tuple[EventActor, ...]
    figures: tuple[EventFigure, ...]
    origins: tuple[Origin, ...]
    edges: tuple[OriginEdge, ...]
    relations: tuple[Relation, ...]


class Judgement(msgspec.Struct, frozen=True):
    """What a person decided about two sets of claims: one happening, or not; kept by claim, so that it outlives re-linking."""

    id: str
    verdict: Verdict
    left: tuple[str, ...]
    right: tuple[str, ...]
    author: str
    reason: str
    made_at: str
    undone: bool = False


def key_of(article: Article, claim: Claim) -> Key:
    """The key of a claim of an article."""
    return Key(article.id, claim.id)
