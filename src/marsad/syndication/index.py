"""Near-duplicates and excerpts as articles arrive: candidates by shared keys, measured by shared shingles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from .sketch import Sketch, sketch

Kind = Literal["same", "near", "excerpt", "passage"]

SAME = 0.8  # Jaccard: one text with small changes
NEAR = 0.35  # Jaccard: one text, edited
EXCERPT = 0.35  # containment: what the shorter reports stands in the longer (measured: docs/syndication.md)
PASSAGE = 0.12  # containment: sentences are shared, mostly an agency's background; the report itself may be another
FEWEST = 12  # shared shingles, about 25 words, below which nothing but a whole short text tells
CARRIES: frozenset[Kind] = frozenset(("same", "near", "excerpt"))  # one report, for counting origins
COMMON = 60  # articles; a key of more is a formula (a mast-head, a plea to follow the paper), not a carried text


@dataclass(frozen=True, slots=True)
class Match:
    """Another article with much of the same text: how alike (Jaccard), and how much of the shorter is in the longer."""

    id: int
    kind: Kind
    similarity: float
    containment: float


class Keys(Protocol):
    """Where keys and sketches are kept: in memory, or in the store."""

    def find(self, keys: Iterable[int], common: int) -> Mapping[int, int]:
        """Articles that share one of `keys` with how many they share; keys of more than `common` articles left out."""
        ...

    def sketches(self, ids: Iterable[int]) -> Mapping[int, Sketch]:
        """The kept sketches of these articles."""
        ...

    def add(self, id: int, made: Sketch) -> None:
        """Keep an article's keys and sketch."""
        ...


@dataclass(slots=True)
class MemoryKeys:
    """Keys and sketches in memory, for a pass over one collection."""

    by_key: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_id: dict[int, Sketch] = field(default_factory=dict)

    def find(self, keys: Iterable[int], common: int) -> Mapping[int, int]:
        """See `Keys`."""
        found: dict[int, int] = defaultdict(int)
        for key in keys:
            ids = self.by_key.get(key, ())
            if len(ids) <= common:
                for id in ids:
                    found[id] += 1
        return found

    def sketches(self, ids: Iterable[int]) -> Mapping[int, Sketch]:
        """See `Keys`."""
        return {i: self.by_id[i] for i in ids if i in self.by_id}

    def add(self, id: int, made: Sketch) -> None:
        """See `Keys`."""
        self.by_id[id] = made
        for key in made.keys:
            self.by_key[key].append(id)


class Index:
    """Articles known so far; adding one gives those that carry the same text."""

    def __init__(self, keys: Keys | None = None) -> None:
        self.keys: Keys = keys if keys is not None else MemoryKeys()

    def add(self, id: int, text: str) -> list[Match]:
        """Keep an article and give its matches among those kept before, the nearest first."""
        return self.add_sketch(id, sketch(text))

    def add_sketch(self, id: int, made: Sketch) -> list[Match]:
        """`add` with the sketch made already."""
        found = self.keys.find(made.keys, COMMON)
        others = self.keys.sketches(i for i in found if i != id)
        matches = [m for other, its in others.items() if (m := compare(other, made, its)) is not None]
        self.keys.add(id, made)
        return sorted(matches, key=lambda m: (-m.containment, -m.similarity, m.id))


def compare(id: int, one: Sketch, other: Sketch) -> Match | None:
    """The match of two sketches, where they are alike enough."""
    fewer = min(len(one.shingles), len(other.shingles))
    if fewer == 0:
        return None
    shared = len(one.shingles & other.shingles)
    similarity = shared / (len(one.shingles) + len(other.shingles) - shared)
    containment = shared / fewer
    kind: Kind
    if similarity >= SAME:
        kind = "same"
    elif shared < FEWEST and (containment < EXCERPT or shared < FEWEST // 2):
        return None
    elif similarity >= NEAR:
        kind = "near"
    elif containment >= EXCERPT:
        kind = "excerpt"
    elif containment >= PASSAGE:
        kind = "passage"
    else:
        return None
    return Match(id, kind, round(similarity, 4), round(containment, 4))


def groups(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The sets that pairs hang together in, the largest first."""
    parent: dict[int, int] = {}

    def root(x: int) -> int:
        parent.setdefault(x, x)
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for a, b in pairs:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    found: dict[int, list[int]] = defaultdict(list)
    for x in sorted(parent):
        found[root(x)].append(x)
    return sorted(found.values(), key=lambda g: (-len(g), g))
