"""The frozen types that every stage passes on: article, span, claim and its parts.

They are the contract in Python: `msgspec.json.encode(claim)` is a claim of the JSON Lines output (codebook, sections 1, 2
and 7). Offsets are Unicode code points into the article's text exactly as it was given, end exclusive.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Stance = Literal["asserted", "denied"]
Status = Literal["occurred", "ongoing", "planned", "possible", "demanded"]
DatePrecision = Literal["day", "week", "month", "year", "range"]
DateBasis = Literal["explicit", "relative", "publication"]
Role = Literal["speaker", "via"]
FIGURE_KINDS = (
    "killed", "injured", "killed_and_injured", "detained", "abducted", "surrendered", "displaced", "released", "missing", "present",
    "area_km2", "share", "vehicles", "strikes", "other",
)  # fmt: skip


class Span(msgspec.Struct, frozen=True):
    """Words of the article: code points `start` to `end` (exclusive) of its text."""

    start: int
    end: int
    text: str


class Participant(msgspec.Struct, frozen=True):
    """One who does or suffers: the words, the actor id where the lexicon knows it, and a person's name."""

    start: int
    end: int
    text: str
    actor: str | None = None
    name: str | None = None


class PlaceCandidate(msgspec.Struct, frozen=True):
    """A gazetteer entry that an unsettled place name may stand for."""

    gazetteer_id: str
    name_en: str | None
    country: str | None
    adm1: str | None
    lat: float | None
    lon: float | None


class Place(msgspec.Struct, frozen=True):
    """Where: the words, the gazetteer entry they stand for, and how exact that is.

    `precision`: 1 exact town or site, 2 near or part of a town, 3 district, 4 governorate, 5 country, 6 border, sea or
    larger (codebook, section 2). `start` and `end` are null for a place that is inferred. `candidates` is not empty
    where the name could not be settled.
    """

    start: int | None
    end: int | None
    text: str | None
    name_ar: str
    name_en: str | None
    lat: float | None
    lon: float | None
    country: str | None
    adm1: str | None
    adm2: str | None
    gazetteer_id: str | None
    precision: int
    candidates: tuple[PlaceCandidate, ...] = ()


class Date(msgspec.Struct, frozen=True):
    """When: ISO days `start` and `end`, both inclusive, with their precision and what they were reckoned from."""

    start: str
    end: str
    precision: DatePrecision
    basis: DateBasis
    mention: Span | None = None


class Figure(msgspec.Struct, frozen=True):
    """How many: a number of people or things, what happened to them (`kind`) and who they are (`of`) (codebook, section 4)."""

    start: int
    end: int
    text: str
    kind: str
    of: str
    low: float | None
    best: float | None
    high: float | None


class Attribution(msgspec.Struct, frozen=True):
    """One link of the chain by which the claim reached the outlet: a speaker, or a way (`via`) that carried his words."""

    start: int
    end: int
    text: str
    role: Role
    name: str
    actor: str | None = None
    cue: Span | None = None


class Step(msgspec.Struct, frozen=True):
    """One step of a claim's derivation: the rule that fired, the words it read, and what followed."""

    rule: str
    words: str
    result: str


class Claim(msgspec.Struct, frozen=True):
    """One proposition about one event or state of the conflict, as one article puts it (codebook, section 2)."""

    id: str
    event_type: str
    stance: Stance
    status: Status
    evidence: Span
    trigger: Span
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    place: Place | None
    more_places: tuple[Place, ...]
    date: Date | None
    figures: tuple[Figure, ...]
    attribution: tuple[Attribution, ...]
    confidence: float
    plover: dict[str, str | None] | None = None
    acled: dict[str, str | None] | None = None


class Article(msgspec.Struct, frozen=True, omit_defaults=True):
    """One report as it was given; `text` is never changed (codebook, section 7)."""

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_at: str | None = None
    dateline: str | None = None


class Coded(msgspec.Struct, frozen=True):
    """What coding one article gave: its claims in order of their evidence, and warnings that name the article and field."""

    id: str
    claims: tuple[Claim, ...] = ()
    warnings: tuple[str, ...] = ()


class Refused(msgspec.Struct, frozen=True):
    """An article that could not be read: its id and the reason, never silence."""

    id: str
    error: str
