"""Fit the weights of the confidence score on the composed reports, set its level, and write `lexicon/confidence.yml`.

    pip install scikit-learn && MARSAD_SHARED=../shared python scripts/calibrate.py

The weights come from the composed reports. Two numbers, slope and level, are then set so that a confidence is the share that is
right on the hand-coded newspaper articles (calibration in the strict sense; `material.py` on what is used for what), and a third, the
weight of `aside`, on unlabelled articles of other matters. PRIOR moves weights that no report can tell: the coding takes every event
that is told, however old, while a reader of reports wants the fresh ones first; denials are few there, and dear to the reader.
"""

from __future__ import annotations

import argparse
import gzip
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from material import PARTS, SHARED, Coded, as_article, fitted_on, judged_on, scorer
from sklearn.linear_model import LogisticRegression

from marsad.claims.build import as_claim, keep
from marsad.model import Article
from marsad.pipeline import Coder

OUT = Path(__file__).resolve().parent.parent / "src/marsad/lexicon/confidence.yml"
PRIOR = {
    "background": -1.2, "old": -0.6, "relative": -0.5, "plural": -0.4, "planned": -0.5,
    "figure": 0.8, "has_consequence": 0.5, "own_place": 0.3, "today": 0.1, "denied": 0.7,
}  # fmt: skip
ASIDE = 0.2  # above all hand-coded articles, below most on sport, markets and weather
LEFT = 0.05
HEAD = "# Weights of the confidence score over structural features (src/marsad/claims/confidence.py); written by scripts/calibrate.py.\n"


def rows(coder: Coder, material: list[Coded], least: float | None = None) -> tuple[list[dict[str, float]], Any]:
    """The features of every draft, or of those that would be claims from confidence `least` up, and whether a hand-coded claim of
    its group matches it."""
    score = scorer()
    features, right = [], []
    for article, gold in material:
        drafts, _ = coder.drafts(as_article(article))
        drafts = [
            d for d in (drafts if least is None else keep(drafts, least)) if d.candidate.type.id not in score.VERBAL
        ]
        claims = [c for c in gold["claims"] if c["event_type"] not in score.VERBAL]
        made = [msgspec.to_builtins(as_claim(d, 1)) for d in drafts]
        hits = {j for _, j in score.pair(claims, made, lambda c: score.GROUP.get(c["event_type"]))}
        features += [d.features for d in drafts]
        right += [j in hits for j in range(len(drafts))]
    return features, np.array(right)


def asides(coder: Coder) -> list[dict[str, float]]:
    """The features of drafts from articles on other matters (sport, markets, weather …): none of them is a claim."""
    out = []
    with gzip.open(SHARED / "corpora/mixed-2015-07.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            drafts, _ = coder.drafts(msgspec.json.decode(line, type=Article))
            out += [d.features for d in drafts if d.features["aside"] >= ASIDE]
    return out


def weigh_aside(table: dict[str, float], others: list[dict[str, float]]) -> float:
    """The weight of `aside` with which the drafts of articles on other matters get a mean confidence of LEFT."""
    base = np.array([sum(table.get(n, 0.0) * v for n, v in f.items()) for f in others])
    share = np.array([f["aside"] for f in others])
    low, high = -40.0, 0.0
    for _ in range(50):
        weight = (low + high) / 2
        left = float((1 / (1 + np.exp(-(base + weight * share)))).mean())
        low, high = (weight, high) if left < LEFT else (low, weight)
    return weight


def main() -> None:
    """Fit, add the prior, set slope and level, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strength", type=float, default=0.02, help="inverse of the regularisation")
    options = parser.parse_args()
    coder = Coder.load()
    features, right = rows(coder, fitted_on())
    names = sorted({n for f in features for n in f} - {"bias", "aside"})
    model = LogisticRegression(C=options.strength, max_iter=3000).fit(_table(features, names), right)
    weights = model.coef_[0] + np.array([PRIOR.get(n, 0.0) for n in names])
    judged = [rows(coder, judged_on(part), coder.vocabulary.threshold) for part in PARTS]
    told = np.concatenate([_table(f, names) @ weights for f, _ in judged])
    share = np.concatenate([np.full(len(r), 1 / len(r)) for _, r in judged])  # each part counts alike, however large
    level = LogisticRegression(C=1e6).fit(told[:, None], np.concatenate([r for _, r in judged]), share / share.mean())
    slope, bias = float(level.coef_[0][0]), float(level.intercept_[0])
    table = {"bias": bias, **dict(zip(names, weights * slope, strict=True))}
    others = asides(coder)
    table["aside"] = weigh_aside(table, others)
    OUT.write_text(
        HEAD + "weights:\n" + "".join(f'  "{k}": "{v:.3f}"\n' for k, v in sorted(table.items())), encoding="utf-8"
    )
    print(f"{len(right)} candidates, {right.mean():.2f} right; slope {slope:.2f}; wrote {OUT.name}")


def _table(features: list[dict[str, float]], names: list[str]) -> Any:
    return np.array([[f.get(n, 0.0) for n in names] for f in features])


if __name__ == "__main__":
    main()
