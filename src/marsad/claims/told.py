"""What the whole article says of its places and days, for the score that settles where and when (`stage_features.py`)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..annotate.sentence import Sentence

if TYPE_CHECKING:
    from ..annotate.dates import DateMention
    from ..annotate.places import PlaceMention
    from .build import Draft

Dated = tuple["DateMention", Sentence]


@dataclass(slots=True)
class Told:
    """What the whole article says of its places and days, gathered once."""

    places: Counter[str]
    days: Counter[tuple[object, object]]
    proposed_places: list[PlaceMention | None]
    proposed_dates: list[Dated | None]
    kinds: list[tuple[str, str]]
    sides: list[set[str]]
    counted: list[set[tuple[str, float | None]]]
    _again: dict[tuple[int, int], str] = field(default_factory=dict)

    @classmethod
    def of(cls, drafts: list[Draft], sentences: list[Sentence]) -> Told:
        """The counts of each place and day named, and what the grammar proposed for each draft."""
        return cls(
            Counter(p.key for s in sentences for p in s.places),
            Counter((d.start, d.end) for s in sentences for d in s.dates if d.role != "then"),
            [d.place for d in drafts],
            [(d.date, d.date_of or d.candidate.sentence) if d.date is not None else None for d in drafts],
            [(d.candidate.type.id, d.candidate.type.group) for d in drafts],
            [{m.actor for m in (*d.roles.actors, *d.roles.recipients) if m.actor} for d in drafts],
            [{(f.kind, f.best) for f in d.figures} for d in drafts],
        )

    def again(self, one: int, other: int) -> str:
        """How far two drafts may tell of one happening: by type, by sides, by figures."""
        pair = (one, other) if one < other else (other, one)  # asked from both sides, for the place and for the date
        known = self._again.get(pair)
        if known is None:
            known = self._again[pair] = self._alike(*pair)
        return known

    def _alike(self, one: int, other: int) -> str:
        mine, theirs = self.kinds[one], self.kinds[other]
        alike = "type" if mine == theirs else "group" if mine[1] == theirs[1] else "other"
        return f"{alike}/{_meet(self.sides[one], self.sides[other])}/{_meet(self.counted[one], self.counted[other])}"


def _meet(mine: set[Any], theirs: set[Any]) -> str:
    return "?" if not mine or not theirs else "same" if mine & theirs else "differ"
