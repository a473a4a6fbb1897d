"""Pairs of weights by the name of a feature: those of doer and sufferer (`casting.py`), of place and date (`staging.py`)."""

from __future__ import annotations

Weights = dict[str, tuple[float, float]]


class PairWeights(dict[str, complex]):
    """The weights, each pair kept as one complex number, so that a sum adds both at once; a feature without any adds nothing."""

    def __init__(self, weights: Weights) -> None:
        super().__init__({name: complex(*pair) for name, pair in weights.items() if name != "least"})
        self.least = weights.get("least", (0.5, 0.5))

    def __missing__(self, name: str) -> complex:
        return 0j
