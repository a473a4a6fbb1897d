"""What people decided about events: the same happening, not the same, split. Kept by claim, so that re-linking cannot lose it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .types import Judgement, Key


class Constraints(NamedTuple):
    """What clustering must respect: pairs of claims that belong together, pairs that must stay apart."""

    together: set[frozenset[Key]]
    apart: set[frozenset[Key]]


def same(number: str, left: Sequence[Key], right: Sequence[Key], author: str, reason: str, made_at: str) -> Judgement:
    """These claims tell of one happening."""
    return Judgement(number, "same", _texts(left), _texts(right), author, reason, made_at)


def different(
    number: str, left: Sequence[Key], right: Sequence[Key], author: str, reason: str, made_at: str
) -> Judgement:
    """The claims on the left tell of another happening than those on the right."""
    return Judgement(number, "different", _texts(left), _texts(right), author, reason, made_at)


def split(number: str, event: Sequence[Key], taken: Sequence[Key], author: str, reason: str, made_at: str) -> Judgement:
    """The claims `taken` do not belong to the event with the others."""
    gone = set(taken)
    return different(number, [key for key in event if key not in gone], taken, author, reason, made_at)


def constraints_of(judgements: Iterable[Judgement]) -> Constraints:
    """The pairs that the judgements in force ask for; of two that contradict each other the later one holds."""
    verdicts: dict[frozenset[Key], str] = {}
    for judgement in sorted(judgements, key=lambda j: (j.made_at, j.id)):
        if judgement.undone:
            continue
        left, right = _keys(judgement.left), _keys(judgement.right)
        if judgement.verdict == "same":
            everyone = [*left, *right]
            for key in everyone[1:]:
                verdicts[frozenset((everyone[0], key))] = "same"
            for a in left:
                for b in right:
                    if verdicts.get(frozenset((a, b))) == "different":
                        del verdicts[frozenset((a, b))]
            continue
        for a in left:
            for b in right:
                if a != b:
                    verdicts[frozenset((a, b))] = "different"
    return Constraints(
        {pair for pair, v in verdicts.items() if v == "same"},
        {pair for pair, v in verdicts.items() if v == "different"},
    )


def _texts(keys: Sequence[Key]) -> tuple[str, ...]:
    return tuple(str(key) for key in sorted(keys))


def _keys(texts: Sequence[str]) -> list[Key]:
    return [key for key in map(Key.parse, texts) if key is not None]
