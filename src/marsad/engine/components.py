"""Which numbers hang together: sets over pairs, the smallest number naming its set; in arrays, as there may be a hundred million."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
_WAITING = 4_000_000  # pairs that are kept before they are brought down to one for each number


class Components:
    """Sets of numbers that pairs join; numbers that no pair names are sets of their own and are not kept."""

    def __init__(self) -> None:
        self._pairs: list[tuple[Numbers, Numbers]] = []
        self._waiting = 0

    def join(self, left: Numbers, right: Numbers) -> None:
        """Take the pairs `left[i]`, `right[i]` in; their order does not matter."""
        self._pairs.append((left, right))
        self._waiting += len(left)
        if self._waiting > _WAITING:
            self._bring_down()

    def _bring_down(self) -> None:
        self._pairs = [roots(*(np.concatenate(side) for side in zip(*self._pairs, strict=True)))] if self._pairs else []
        self._waiting = 0

    def table(self) -> Lookup:
        """Number and set as two arrays, small enough to hand to every worker."""
        self._bring_down()
        empty = np.empty(0, np.int64)
        return Lookup(*(self._pairs[0] if self._pairs else (empty, empty)))


def roots(left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
    """Every number of the pairs, in order, and the smallest one that it hangs together with."""
    numbers, at = np.unique(np.concatenate((left, right)), return_inverse=True)
    a, b = at[: len(left)], at[len(left) :]
    root = np.arange(len(numbers))
    while True:
        a, b = root[a], root[b]
        apart = a != b
        if not apart.any():
            return numbers, numbers[root]
        a, b = a[apart], b[apart]
        np.minimum.at(root, np.maximum(a, b), np.minimum(a, b))
        while not np.array_equal(higher := root[root], root):
            root = higher


class Lookup:
    """The set of each number; a number alone is its own."""

    def __init__(self, numbers: Numbers, sets: Numbers) -> None:
        self.numbers = numbers
        self.sets = sets

    def of(self, number: int) -> int:
        """The smallest number of the set that holds `number`."""
        at = int(np.searchsorted(self.numbers, number))
        return int(self.sets[at]) if at < len(self.numbers) and self.numbers[at] == number else number

    def of_all(self, numbers: Numbers) -> Numbers:
        """`of` for many."""
        if not len(self.numbers):
            return numbers
        at = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
        return np.where(self.numbers[at] == numbers, self.sets[at], numbers)

    def __contains__(self, number: int) -> bool:
        """Whether some pair names the number."""
        at = int(np.searchsorted(self.numbers, number))
        return at < len(self.numbers) and bool(self.numbers[at] == number)
