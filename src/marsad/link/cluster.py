"""Average-link clustering of scored pairs under constraints; the result depends on the pairs alone, not on their order."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

from .absorb import absorb
from .types import Key

Scores = Mapping[Key, Mapping[Key, float]]


class _Clusters:
    """Clusters in the making: members, the sum and number of known pair scores between clusters, and what must stay apart."""

    def __init__(self, nodes: list[Key], scores: Scores, apart: set[frozenset[Key]], missing: float) -> None:
        self.missing = missing
        self.members: list[list[Key] | None] = [[node] for node in nodes]
        at = {node: i for i, node in enumerate(nodes)}
        self.known: list[dict[int, tuple[float, int]]] = [
            {at[o]: (v, 1) for o, v in scores.get(node, {}).items() if o in at} for node in nodes
        ]
        self.apart: list[set[int]] = [set() for _ in nodes]
        for pair in apart:
            if all(key in at for key in pair) and len(pair) == 2:
                left, right = (at[key] for key in pair)
                self.apart[left].add(right)
                self.apart[right].add(left)

    def average(self, a: int, b: int) -> float:
        """The mean score of all pairs between two clusters; a pair that was never compared counts as `missing`."""
        total, number = self.known[a].get(b, (0.0, 0))
        left, right = self.members[a], self.members[b]
        assert left is not None
        assert right is not None
        pairs = len(left) * len(right)
        return (total + (pairs - number) * self.missing) / pairs

    def join(self, a: int, b: int) -> None:
        """Take `b` into `a`."""
        into, taken = self.members[a], self.members[b]
        assert into is not None
        assert taken is not None
        into.extend(taken)
        self.members[b] = None
        for other, (total, number) in self.known[b].items():
            del self.known[other][b]
            if other != a:
                old_total, old_number = self.known[a].get(other, (0.0, 0))
                self.known[a][other] = self.known[other][a] = (old_total + total, old_number + number)
        self.known[a].pop(b, None)
        self.known[b] = {}
        for other in self.apart[b]:
            self.apart[other].discard(b)
            self.apart[other].add(a)
            self.apart[a].add(other)


def cluster(
    nodes: list[Key], scores: Scores, together: Iterable[frozenset[Key]], apart: set[frozenset[Key]], missing: float
) -> list[list[Key]]:
    """Split one component into happenings: join the nearest two clusters while their average is above 0, then absorb the loosely told.

    `together` is joined first, whatever its score; nothing joins a pair of `apart`. `nodes` are sorted.
    """
    if len(nodes) == 1:
        return [list(nodes)]
    state = _Clusters(nodes, scores, apart, missing)
    place = {node: i for i, node in enumerate(nodes)}
    _join_given(state, place, together)
    heap = [
        (-round(state.average(a, b), 6), a, b, 0, 0)
        for a in range(len(nodes))
        if state.members[a] is not None
        for b in state.known[a]
        if a < b and state.members[b] is not None
    ]
    heap = [entry for entry in heap if entry[0] < 0]
    heapq.heapify(heap)
    version = [0] * len(nodes)
    while heap:
        value, a, b, va, vb = heapq.heappop(heap)
        if version[a] != va or version[b] != vb or b in state.apart[a]:
            continue
        if state.members[a] is None or state.members[b] is None:
            continue
        state.join(a, b)
        version[a] += 1
        version[b] += 1
        for other in sorted(state.known[a]):
            low, high = min(a, other), max(a, other)
            value = -round(state.average(low, high), 6)
            if value < 0:
                heapq.heappush(heap, (value, low, high, version[low], version[high]))
    return absorb([sorted(members) for members in state.members if members is not None], scores, apart, missing)


def _join_given(state: _Clusters, place: dict[Key, int], together: Iterable[frozenset[Key]]) -> None:
    root = list(range(len(place)))

    def top(i: int) -> int:
        while root[i] != i:
            i = root[i]
        return i

    for pair in sorted(together, key=sorted):
        ends = sorted({top(place[key]) for key in pair if key in place})
        for other in ends[1:]:
            state.join(ends[0], other)
            root[other] = ends[0]
