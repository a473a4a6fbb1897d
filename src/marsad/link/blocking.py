"""Which claims are compared at all: those that share a key. The number of comparisons grows nearly in step with the claims.

A claim gives keys of place and week, of number and week, of rare words (with and without a week), of participants and day. In a
crowded block a claim is compared only with its neighbours in an order that depends on the claims alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from ..text.words import rarity
from .facts import RARE, Facts
from .rules import Rules

CROWDED = 60  # members above which a block is compared in a moving window of half as many neighbours on each side
CROWDED_TIMELESS = 12  # the same for pairs of rare words of any week: a pair that more claims share is not rare
_WORDS = 6
_STRONG_PAIR = 5.5  # rarity of both words of a pair that finds retellings of any week
_LEAST_NUMBER = 5

BlockKey = tuple[str, ...]
T = TypeVar("T")


def keys_of(fact: Facts, rules: Rules) -> Iterator[BlockKey]:
    """The blocks that a claim belongs to."""
    weeks = _weeks(fact)
    words = _rare_words(fact)
    for kind in rules.kinds_of.get(fact.event_type, ()):
        for week in weeks:
            if fact.placed and fact.precision <= 4:
                yield kind, "place", fact.place, week
            elif fact.place_name and fact.precision <= 4:
                yield kind, "name", fact.place_name, week
            for word in words:
                yield kind, "word", word, week
            for figure, number in fact.figures:
                if number >= _LEAST_NUMBER:
                    yield kind, "number", figure, str(number), week
            if not fact.placed or fact.precision >= 4:
                yield from _parties(kind, fact, week)
        strong = [w for w in words if rarity(w) >= _STRONG_PAIR][:3]
        for i, word in enumerate(strong):
            for other in strong[i + 1 :]:
                yield kind, "words", *sorted((word, other))


def _parties(kind: str, fact: Facts, week: str) -> Iterator[BlockKey]:
    actors, recipients = sorted(fact.actors)[:2], sorted(fact.recipients)[:2]
    for body in actors:
        for other in recipients:
            yield kind, "parties", *sorted((body, other)), week
    if not recipients or not actors:
        for body in actors or recipients:
            yield kind, "party", body, fact.country, week


def _weeks(fact: Facts) -> tuple[str, ...]:
    """Two overlapping rows of weeks, so that days three apart always share one; a long range stands by its ends."""
    days = (fact.start, fact.end) if fact.start else (fact.told,)
    out = {f"a{day // 7}" for day in days}
    out.update(f"b{(day + 3) // 7}" for day in days)
    return tuple(sorted(out))


def _rare_words(fact: Facts) -> list[str]:
    found = [w for w in fact.words if rarity(w) >= RARE and not w.isdigit() and len(w) > 2]
    return sorted(found, key=lambda w: (-rarity(w), w))[:_WORDS]


def order_in_block(fact: Facts) -> tuple[object, ...]:
    """The order of a crowded block: by day, then by number and rarest word, so that reports of one happening stand together."""
    numbers = fact.figures[:1]
    words = _rare_words(fact)[:1]
    return fact.start or fact.told, fact.place, numbers, words, fact.key


def reach_of(key: BlockKey, members: int) -> int:
    """How many neighbours on each side a claim is compared with in a block of so many: all, or the nearest in `order_in_block`."""
    crowded = CROWDED_TIMELESS if key[1] == "words" else CROWDED
    return members if members <= crowded else crowded // 2


def partners(key: BlockKey, block: Sequence[T]) -> Iterator[tuple[T, T]]:
    """The pairs of a block's claims that are compared; the block is given in `order_in_block`."""
    reach = reach_of(key, len(block))
    for i, one in enumerate(block):
        for other in block[i + 1 : i + 1 + reach]:
            yield one, other
