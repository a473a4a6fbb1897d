"""The linker: takes claims in as they come, compares only what shares a block, and clusters again only what that touches.

Whatever the order or the portions in which articles came, the clusters are those of a single run over all of them: keys, scores
and the order within blocks depend on the claims alone, and every component that a new claim touches is clustered anew.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator

from .blocking import BlockKey, keys_of, order_in_block, partners, reach_of
from .cluster import cluster
from .facts import Facts
from .score import Scorer
from .types import Key

KEPT = -1.2  # a pair below this counts as never compared, which weighs the same


def _week_of(key: BlockKey) -> str:
    return key[-1]


class Linker:
    """Claims, their pair scores, and the clusters that follow from them and from people's judgements."""

    def __init__(self, scorer: Scorer | None = None) -> None:
        self.scorer = scorer or Scorer()
        self.facts: dict[Key, Facts] = {}
        self.scores: dict[Key, dict[Key, float]] = {}
        self._blocks: dict[BlockKey, list[tuple[tuple[object, ...], Key]]] = defaultdict(list)
        self._together: set[frozenset[Key]] = set()
        self._apart: set[frozenset[Key]] = set()
        self._cluster_of: dict[Key, tuple[Key, ...]] = {}
        self._unscored: set[Key] = set()

    def judge(self, together: Iterable[frozenset[Key]], apart: Iterable[frozenset[Key]]) -> set[Key]:
        """Take people's judgements as the constraints from now on; the claims whose clusters changed."""
        together, apart = set(together), set(apart)
        changed = (together ^ self._together) | (apart ^ self._apart)
        self._together, self._apart = together, apart
        return self._again({key for pair in changed for key in pair if key in self.facts})

    def recall(self, facts: Iterable[Facts]) -> None:
        """Take claims in that were clustered in an earlier run: nothing is scored until something new reaches them."""
        for fact in facts:
            self.facts[fact.key] = fact
            self.scores[fact.key] = {}
            self._unscored.add(fact.key)
            for key in set(keys_of(fact, self.scorer.rules)):
                self._blocks[key].append((order_in_block(fact), fact.key))
        for block in self._blocks.values():
            block.sort()

    def settle(self, keys: Iterable[Key]) -> set[Key]:
        """Cluster again what these claims may be joined with; the claims whose cluster is another one now."""
        return self._again({key for key in keys if key in self.facts})

    def add(self, facts: Iterable[Facts]) -> set[Key]:
        """Take claims in; the claims whose clusters changed."""
        fresh: dict[BlockKey, list[tuple[tuple[object, ...], Key]]] = defaultdict(list)
        dirty: set[Key] = set()
        for fact in facts:
            if fact.key in self.facts:
                continue
            self.facts[fact.key] = fact
            self.scores[fact.key] = {}
            dirty.add(fact.key)
            entry = (order_in_block(fact), fact.key)
            for key in set(keys_of(fact, self.scorer.rules)):
                fresh[key].append(entry)
        dropped: set[frozenset[Key]] = set()
        for key in sorted(fresh, key=_week_of):  # claims of one week together: the processor finds them near by
            dropped |= self._enter(key, fresh[key], dirty)
        return self._again(dirty | self._forget(dropped))

    def _enter(
        self, key: BlockKey, entries: list[tuple[tuple[object, ...], Key]], dirty: set[Key]
    ) -> set[frozenset[Key]]:
        """Put claims into a block and score the pairs that this brings; the known pairs that a crowded block no longer compares."""
        block = self._blocks[key]
        before = [claim for _, claim in block]
        block.extend(entries)
        block.sort()
        fresh = {claim for _, claim in entries}
        now = [claim for _, claim in block]
        for a, b in partners(key, now):
            if a in fresh or b in fresh:
                self._score(self.facts[a], self.facts[b], dirty)
        if not before or reach_of(key, len(now)) >= len(now):
            return set()
        kept = {frozenset(pair) for pair in partners(key, now) if pair[0] not in fresh and pair[1] not in fresh}
        return {pair for pair in map(frozenset, partners(key, before)) if pair not in kept}

    def _forget(self, dropped: set[frozenset[Key]]) -> set[Key]:
        """Forget the scores of pairs that no block compares any more, as if they had never been compared."""
        changed: set[Key] = set()
        for pair in dropped:
            a, b = pair
            if b in self.scores[a]:
                if not self._compared(a, b):
                    del self.scores[a][b], self.scores[b][a]
                    changed |= pair
            elif (
                pair & self._unscored
                and self.scorer.score(self.facts[a], self.facts[b]) > KEPT
                and not self._compared(a, b)
            ):
                changed |= pair
        return changed

    def _compared(self, a: Key, b: Key) -> bool:
        left, right = self.facts[a], self.facts[b]
        at, to = (order_in_block(left), a), (order_in_block(right), b)
        for key in set(keys_of(left, self.scorer.rules)) & set(keys_of(right, self.scorer.rules)):
            block = self._blocks[key]
            if abs(bisect.bisect_left(block, at) - bisect.bisect_left(block, to)) <= reach_of(key, len(block)):
                return True
        return False

    def _score_recalled(self, key: Key) -> None:
        """Score a recalled claim with all its partners, now that something new has reached it."""
        self._unscored.discard(key)
        fact = self.facts[key]
        at = (order_in_block(fact), key)
        for name in set(keys_of(fact, self.scorer.rules)):
            block = self._blocks[name]
            place, reach = bisect.bisect_left(block, at), reach_of(name, len(block))
            near = block[max(0, place - reach) : place + reach + 1]
            for _, other in near:
                if other != key:
                    self._score(fact, self.facts[other], set())

    def _score(self, a: Facts, b: Facts, changed: set[Key]) -> None:
        row = self.scores[a.key]
        if b.key in row:
            return
        value = self.scorer.score(a, b, KEPT)
        if value > KEPT:
            row[b.key] = value
            self.scores[b.key][a.key] = value
            changed.add(a.key)
            changed.add(b.key)

    def _again(self, dirty: set[Key]) -> set[Key]:
        """Cluster again every component that holds a dirty claim; the claims whose cluster is another one now."""
        waiting = set(dirty)
        for key in dirty:
            waiting.update(self._cluster_of.get(key, ()))
        changed: set[Key] = set()
        for nodes in self._components(waiting):
            inside = set(nodes)
            together = [pair for pair in self._together if pair <= inside] if self._together else []
            apart = {pair for pair in self._apart if pair <= inside} if self._apart else set()
            for members in cluster(nodes, self.scores, together, apart, self.scorer.w["missing"]):
                now = tuple(members)
                for key in now:
                    if self._cluster_of.get(key) != now:
                        self._cluster_of[key] = now
                        changed.add(key)
        return changed

    def _components(self, starts: set[Key]) -> Iterator[list[Key]]:
        joined: dict[Key, list[Key]] = defaultdict(list)
        for pair in self._together:
            for key in pair:
                joined[key].extend(other for other in pair if other != key)
        seen: set[Key] = set()
        for start in sorted(starts):
            if start in seen or start not in self.facts:
                continue
            seen.add(start)
            found, waiting = [start], [start]
            while waiting:
                at = waiting.pop()
                if at in self._unscored:
                    self._score_recalled(at)
                near = [other for other, value in self.scores[at].items() if value > 0]
                for other in (*near, *(k for k in joined.get(at, ()) if k in self.facts)):
                    if other not in seen:
                        seen.add(other)
                        found.append(other)
                        waiting.append(other)
            yield sorted(found)

    def cluster_of(self, key: Key) -> tuple[Key, ...]:
        """The cluster of a claim; empty for one that was recalled and not reached."""
        return self._cluster_of.get(key, ())

    def clusters(self) -> list[tuple[Key, ...]]:
        """Every cluster, its claims sorted, in order of the first."""
        return sorted(set(self._cluster_of.values()))
