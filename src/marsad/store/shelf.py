"""The articles as columns of numbers in memory: what a search finds is counted by outlet and month, and put in order, without reading them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .columns import Coded, Mask, Numbers, within
from .filters import Filters

CODED = ("outlet", "day", "first_seen")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The articles, the newest day first, within a day the greatest key first."""

    keys: Numbers
    versions: Numbers
    """The newest version of each; `top` is the greatest of all."""
    coded: dict[str, Coded]
    top: int

    @classmethod
    def empty(cls) -> Shelf:
        """No articles."""
        none = np.zeros(0, np.int64)
        return cls(none, none, {name: Coded((), np.zeros(0, np.int32)) for name in CODED}, 0)

    def with_rows(self, rows: Sequence[Any]) -> Shelf:
        """With articles that are new or have a new version."""
        if not rows:
            return self
        fresh = np.array([r.key for r in rows], np.int64)
        kept = np.flatnonzero(~np.isin(self.keys, fresh))
        keys = np.concatenate([self.keys[kept], fresh])
        versions = np.concatenate([self.versions[kept], np.array([r.version_id for r in rows], np.int64)])
        coded = {name: held.then(kept, [getattr(r, name) for r in rows]) for name, held in self.coded.items()}
        order = np.lexsort((keys, coded["day"].ranks()))[::-1]
        return Shelf(
            keys[order], versions[order], {name: c.at(order) for name, c in coded.items()}, int(versions.max())
        )

    def mask(self, f: Filters, matched: Numbers) -> Mask:
        """The articles in whose newest version the words stand (`matched`, in order), and that pass what a search asks besides."""
        mask = within(self.versions, matched)
        if f.outlets:
            mask &= self.coded["outlet"].where(f.outlets.__contains__)
        if f.date_from:
            mask &= self.coded["day"].where(lambda v: v >= f.date_from)
        if f.date_to:
            mask &= self.coded["day"].where(lambda v: v <= f.date_to)
        if f.since:
            mask &= self.coded["first_seen"].where(lambda v: v >= f.since)
        return mask

    def months(self, mask: Mask) -> list[tuple[str, int]]:
        """The months of the articles of the mask with their numbers, the newest first."""
        counted: dict[str, int] = {}
        for day, n in self.coded["day"].counts(mask):
            counted[day[:7]] = counted.get(day[:7], 0) + n
        return sorted(counted.items(), reverse=True)
