"""What of a claim is compared: drawn from claim and article once, so that comparing two costs little."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from ..model import Article, Claim, Coded, Place
from ..text.normal import fold
from ..text.words import rarity, words_of
from .types import Key

_CASUALTIES = ("killed", "injured")
RARE = 3.6  # rarity of a word from which it is taken for blocking


@dataclass(slots=True, eq=False)
class Facts:
    """A claim as linking sees it. Days are ordinals; `told` is the day of publication; `start` is 0 where no date is given."""

    key: Key
    event_type: str
    denied: bool
    hypothetical: bool
    planned: bool
    article: str
    first: int
    last: int
    told: int
    start: int
    end: int
    place: str
    place_name: str
    place_words: frozenset[str]
    precision: int
    lat: float
    lon: float
    country: str
    adm1: str
    actors: frozenset[str]
    recipients: frozenset[str]
    names: frozenset[str]
    figures: tuple[tuple[str, int], ...]
    words: frozenset[str]
    mass: float
    clause: str

    @property
    def placed(self) -> bool:
        """Whether the place is a settled entry with coordinates."""
        return bool(self.place)


def day_of(text: str | None) -> int:
    """The ordinal of an ISO date or time; 0 where there is none."""
    try:
        return date.fromisoformat((text or "")[:10]).toordinal()
    except ValueError:
        return 0


def facts_of(article: Article, coded: Coded, generic: Callable[[str], bool]) -> Iterator[Facts]:
    """The facts of every claim of an article; `generic` tells actors that are anybody (civilians, gunmen)."""
    told = day_of(article.published_at)
    for claim in coded.claims:
        yield _facts(article.id, told, claim, generic)


def _facts(article: str, told: int, claim: Claim, generic: Callable[[str], bool]) -> Facts:
    start, end = (day_of(claim.date.start), day_of(claim.date.end)) if claim.date is not None else (0, 0)
    place = claim.place
    words = frozenset(w for w in words_of(claim.evidence.text) if rarity(w) > 0)
    entry = place.gazetteer_id if place is not None and place.lat is not None else None
    return Facts(
        Key(article, claim.id),
        claim.event_type,
        claim.stance == "denied",
        claim.status in ("possible", "demanded"),
        claim.status == "planned",
        article,
        claim.evidence.start,
        claim.evidence.end,
        told,
        start,
        max(start, end),
        entry or "",
        fold(place.name_ar) if place is not None else "",
        frozenset(words_of(place.name_ar)) if place is not None else frozenset(),
        place.precision if place is not None else 0,
        place.lat or 0.0 if place is not None and entry else 0.0,
        place.lon or 0.0 if place is not None and entry else 0.0,
        place.country or "" if place is not None else "",
        _adm1(place),
        frozenset(p.actor for p in claim.actors if p.actor and not generic(p.actor)),
        frozenset(p.actor for p in claim.recipients if p.actor and not generic(p.actor)),
        frozenset(p.name for p in (*claim.actors, *claim.recipients) if p.name and " " in p.name),
        tuple(sorted({(f.kind, int(f.best)) for f in claim.figures if f.best is not None and f.kind != "share"})),
        words,
        sum(rarity(w) for w in words),
        " ".join(words_of(claim.evidence.text)),
    )


def _adm1(place: Place | None) -> str:
    if place is None:
        return ""
    return fold(place.adm1 or (place.name_en or "" if place.precision == 4 else "")).lower()
