"""The contradiction detector: does the second of two headlines repeat the first, contradict it, or neither?

A linear model over named features; its weights are in `data/stance.json.xz`, made by `scripts/train_stance.py` from Arabic News Stance
(J. Khouja 2020, Apache-2.0). No library is needed to run it.
"""

from __future__ import annotations

import json
import lzma
import math
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from .stance_features import DENSE, Pair, dense, sparse

WEIGHTS = Path(__file__).resolve().parent / "data" / "stance.json.xz"


class Stance(NamedTuple):
    """How likely each answer is, and the features that weighed most for the likeliest."""

    agree: float
    disagree: float
    other: float
    why: tuple[tuple[str, float], ...]

    @property
    def label(self) -> str:
        """The likeliest answer."""
        return max(("agree", "disagree", "other"), key=lambda name: getattr(self, name))


@cache
def _model() -> dict[str, Any]:
    model: dict[str, Any] = json.loads(lzma.decompress(WEIGHTS.read_bytes()))
    return model


def stance(left: str, right: str, lexicon: Path | None = None) -> Stance:
    """What the second headline says of what the first says; `lexicon` is a folder of the user's over the packaged words."""
    model = _model()
    pair = Pair(left, right, lexicon)
    values = {
        name: (v - m) / s for name, v, m, s in zip(DENSE, dense(pair), model["mean"], model["scale"], strict=True)
    }
    values.update(dict.fromkeys(sparse(pair), 1.0))
    known = [(name, value, model["weights"][name]) for name, value in values.items() if name in model["weights"]]
    classes: list[str] = model["classes"]
    sums = [b + sum(value * w[n] for _, value, w in known) for n, b in enumerate(model["bias"])]
    top = max(sums)
    likely = [math.exp(s - top) for s in sums]
    share = dict(zip(classes, (x / sum(likely) for x in likely), strict=True))
    best = classes.index(max(share, key=lambda name: share[name]))
    why = sorted(((name, round(value * w[best], 3)) for name, value, w in known), key=lambda x: (-x[1], x[0]))[:6]
    return Stance(share["agree"], share["disagree"], share["other"], tuple(why))
