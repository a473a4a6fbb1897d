"""Pairs of weights by the name of a feature: those of doer and sufferer (`casting.py`), of place and date (`staging.py`).

What is weighed has many features and few kinds of them, so those that go together are named together: a function with `cache`
gives one tuple of names for each situation, and a tuple is looked up in the weights as a single name is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Weights = dict[str, tuple[float, float]]
Feature = str | tuple[str, ...]


class PairWeights(dict[Feature, complex]):
    """The weights, each pair kept as one complex number, so that a sum adds both at once; a feature without any adds nothing."""

    def __init__(self, weights: Weights) -> None:
        super().__init__({name: complex(*pair) for name, pair in weights.items() if name != "least"})
        self.least = weights.get("least", (0.5, 0.5))

    def __missing__(self, feature: Feature) -> complex:
        """What is not weighed yet, remembered: features speak of structure alone, so there are some thousands at most."""
        total = 0j if isinstance(feature, str) else sum((self.get(name, 0j) for name in feature), 0j)
        self[feature] = total
        return total


def names_of(features: Iterable[Feature]) -> Iterator[str]:
    """The names of features one by one, as training wants them."""
    for feature in features:
        yield from (feature,) if isinstance(feature, str) else feature
