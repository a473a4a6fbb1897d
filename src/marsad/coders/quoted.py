"""From quoted words to values with spans: what a model says of an article counts only where the article says it.

A model's answer is a list of drafts whose every value quotes the article. A quotation that does not stand there word for word is
dropped and counted; ids of actors, entries of places and offsets come from the lexicon and the gazetteer, never from the model.
"""

from __future__ import annotations

from collections import Counter
from typing import Literal

import msgspec

from ..lexicons.vocabulary import EventType
from ..model import FIGURE_KINDS, Article, Attribution, Claim, Date, Figure, Participant, Place, Span
from ..pipeline import Coder


class QuotedFigure(msgspec.Struct, frozen=True):
    """A number with the words it was read from."""

    quote: str
    kind: str
    of: str
    low: float | None = None
    best: float | None = None
    high: float | None = None


class QuotedDate(msgspec.Struct, frozen=True):
    """Days with the words they were read from."""

    quote: str
    start: str
    end: str


class QuotedSource(msgspec.Struct, frozen=True):
    """A link of the chain of attribution."""

    quote: str
    role: Literal["speaker", "via"]


class QuotedClaim(msgspec.Struct, frozen=True):
    """A claim as a model gives it."""

    event_type: str
    stance: Literal["asserted", "denied"]
    status: Literal["occurred", "ongoing", "planned", "possible", "demanded"]
    evidence: str
    trigger: str
    actors: list[str] = []
    recipients: list[str] = []
    place: str | None = None
    date: QuotedDate | None = None
    figures: list[QuotedFigure] = []
    attribution: list[QuotedSource] = []
    confidence: float = 0.5


class Quotes:
    """The words of one article: finds quotations in it, and what the lexicon knows of them."""

    def __init__(self, article: Article, coder: Coder) -> None:
        self.text = article.text
        self.types: dict[str, EventType] = coder.vocabulary.types
        self.dropped: Counter[str] = Counter()
        self.actors: list[tuple[int, int, str]] = []
        self.places: list[tuple[int, int, Place]] = []
        for sentence in coder.annotated(article):
            for mention in sentence.mentions:
                if mention.actor is not None:
                    self.actors.append((*sentence.doc.raw_span(mention.first, mention.last), mention.actor))
            for place in sentence.places:
                if place.settled is not None:
                    made = place.as_place()
                    self.places.append((made.start or 0, made.end or 0, made))

    def claim(self, said: QuotedClaim, number: int, at: int | None = None) -> Claim | None:
        """The claim with what of it stands in the article; None where its type, its evidence or its trigger does not. `at` says, where it is
        known, where the trigger stands: words may stand in an article twice."""
        known = self.types.get(said.event_type)
        near = Span(at, at, "") if at is not None else None
        evidence = self._find(said.evidence, near, "evidence")
        trigger = self._find(said.trigger, near or evidence, "trigger") if evidence is not None else None
        if known is None:
            self.dropped["event_type"] += 1
        if known is None or evidence is None or trigger is None:
            return None
        return Claim(
            id=f"c{number:02d}", event_type=known.id, stance=said.stance, status=said.status, evidence=evidence, trigger=trigger,
            actors=self._participants(said.actors, evidence, "actors"),
            recipients=self._participants(said.recipients, evidence, "recipients"),
            place=self._place(said.place, evidence), more_places=(), date=self._date(said.date, evidence),
            figures=self._figures(said.figures, evidence), attribution=self._chain(said.attribution, evidence),
            confidence=round(min(1.0, max(0.0, said.confidence)), 3), plover=known.plover, acled=known.acled,
        )  # fmt: skip

    def _find(self, quote: str, near: Span | None, field: str) -> Span | None:
        """Where the words stand, nearest to `near`; dropped and counted where they do not."""
        places = []
        at = self.text.find(quote) if quote.strip() else -1
        while at >= 0:
            places.append(at)
            at = self.text.find(quote, at + 1)
        if not places:
            self.dropped[field] += 1
            return None
        start = min(places, key=lambda p: (_distance(p, near), p))
        return Span(start, start + len(quote), quote)

    def _participants(self, quotes: list[str], evidence: Span, field: str) -> tuple[Participant, ...]:
        out = []
        for quote in quotes:
            span = self._find(quote, evidence, field)
            if span is not None:
                actor = next((a for s, e, a in self.actors if s < span.end and span.start < e), None)
                out.append(Participant(span.start, span.end, span.text, actor))
        return tuple(out)

    def _place(self, quote: str | None, evidence: Span) -> Place | None:
        span = self._find(quote, evidence, "place") if quote else None
        if span is None:
            return None
        settled = next((p for s, e, p in self.places if s < span.end and span.start < e), None)
        if settled is not None:
            return settled
        return Place(span.start, span.end, span.text, span.text, None, None, None, None, None, None, None, 1)

    def _date(self, said: QuotedDate | None, evidence: Span) -> Date | None:
        span = self._find(said.quote, evidence, "date") if said is not None else None
        if said is None or span is None:
            return None
        if not (_is_day(said.start) and _is_day(said.end) and said.start <= said.end):
            self.dropped["date"] += 1
            return None
        return Date(said.start, said.end, "day" if said.start == said.end else "range", "explicit", span)

    def _figures(self, said: list[QuotedFigure], evidence: Span) -> tuple[Figure, ...]:
        out = []
        for figure in said:
            span = self._find(figure.quote, evidence, "figures")
            if span is not None and figure.kind in FIGURE_KINDS:
                out.append(
                    Figure(
                        span.start, span.end, span.text, figure.kind, figure.of, figure.low, figure.best, figure.high
                    )
                )
        return tuple(out)

    def _chain(self, said: list[QuotedSource], evidence: Span) -> tuple[Attribution, ...]:
        out = []
        for source in said:
            span = self._find(source.quote, evidence, "attribution")
            if span is not None:
                actor = next((a for s, e, a in self.actors if s < span.end and span.start < e), None)
                out.append(Attribution(span.start, span.end, span.text, source.role, span.text, actor))
        return tuple(out)


def _distance(at: int, near: Span | None) -> int:
    if near is None:
        return 0
    return max(near.start - at, at - near.end, 0)


def _is_day(text: str) -> bool:
    import datetime as dt

    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10
