"""What changes between two coders, versions or settings over a corpus: claims lost, added and changed, slot by slot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from ..model import Article, Claim, Coded, Refused
from ..pipeline import ClaimCoder

_FIELDS = ("event_type", "stance", "status", "actors", "recipients", "place", "date", "figures", "attribution")


@dataclass(frozen=True, slots=True)
class Difference:
    """One claim that only one coder gives (`lost`, `added`), or that both give otherwise (`changed`, with the fields)."""

    article: str
    kind: str
    old: Claim | None
    new: Claim | None
    fields: tuple[str, ...] = ()


def differences(
    articles: Iterator[Article], old: ClaimCoder, new: ClaimCoder, tally: Counter[str]
) -> Iterator[Difference]:
    """Every difference, article by article; `tally` counts articles, claims of either side, and what stayed."""
    for article in articles:
        before, after = (_claims(coder.code(article)) for coder in (old, new))
        tally.update(articles=1, old=len(before), new=len(after))
        for difference in compare(article.id, before, after):
            tally[difference.kind] += 1
            yield difference


def _claims(record: Coded | Refused) -> tuple[Claim, ...]:
    return record.claims if isinstance(record, Coded) else ()


def compare(article: str, before: tuple[Claim, ...], after: tuple[Claim, ...]) -> Iterator[Difference]:
    """The differences of one article: claims are the same where their triggers share words, same type first."""
    left = list(after)
    for old in before:
        near = [c for c in left if c.trigger.start < old.trigger.end and old.trigger.start < c.trigger.end]
        new = next((c for c in near if c.event_type == old.event_type), near[0] if near else None)
        if new is None:
            yield Difference(article, "lost", old, None)
            continue
        left.remove(new)
        fields = tuple(f for f in _FIELDS if _plain(getattr(old, f)) != _plain(getattr(new, f)))
        if fields:
            yield Difference(article, "changed", old, new, fields)
    for new in left:
        yield Difference(article, "added", None, new)


def _plain(value: object) -> object:
    return msgspec.to_builtins(value)
