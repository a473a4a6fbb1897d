"""Which numbers hang together: union-find over pairs, the smallest number naming its set."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


class Components:
    """Sets of numbers that pairs join; numbers that no pair names are sets of their own and are not kept."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def join(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Take pairs in; their order does not matter."""
        for a, b in pairs:
            low, high = sorted((self._root(a), self._root(b)))
            self._parent[high] = low

    def _root(self, x: int) -> int:
        parent = self._parent
        root = parent.setdefault(x, x)
        while parent[root] != root:
            root = parent[root]
        while parent[x] != root:
            parent[x], x = root, parent[x]
        return root

    def table(self) -> Lookup:
        """Number and set as two arrays, small enough to hand to every worker."""
        numbers = np.fromiter(self._parent, np.int64, len(self._parent))
        numbers.sort()
        return Lookup(numbers, np.fromiter((self._root(int(n)) for n in numbers), np.int64, len(numbers)))


class Lookup:
    """The set of each number; a number alone is its own."""

    def __init__(self, numbers: Numbers, sets: Numbers) -> None:
        self.numbers = numbers
        self.sets = sets

    def of(self, number: int) -> int:
        """The smallest number of the set that holds `number`."""
        at = int(np.searchsorted(self.numbers, number))
        return int(self.sets[at]) if at < len(self.numbers) and self.numbers[at] == number else number

    def __contains__(self, number: int) -> bool:
        """Whether some pair names the number."""
        at = int(np.searchsorted(self.numbers, number))
        return at < len(self.numbers) and bool(self.numbers[at] == number)
