"""Fit the weights of the confidence score on hand-coded articles, and write `lexicon/confidence.yml`.

    pip install scikit-learn && MARSAD_SHARED=../shared python scripts/calibrate.py

The evaluation material is not part of the project; only the weights are, and they speak of structure alone. PRIOR moves weights
that the hand-coded articles cannot tell: they code every event that is told, however old, while a reader of reports wants the fresh ones first;
denials are few there, and dear to the reader.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from sklearn.linear_model import LogisticRegression

from marsad.claims.build import as_claim
from marsad.model import Article
from marsad.pipeline import Coder

SHARED = Path(os.environ.get("MARSAD_SHARED", "../shared"))
OUT = Path(__file__).resolve().parent.parent / "src/marsad/lexicon/confidence.yml"
PRIOR = {
    "background": -1.2, "old": -0.6, "relative": -0.5, "plural": -0.4, "planned": -0.5,
    "figure": 0.8, "has_consequence": 0.5, "own_place": 0.3, "today": 0.1, "denied": 0.7,
}  # fmt: skip
ASIDE = 0.2  # above all hand-coded articles, below most on sport, markets and weather
LEFT = 0.05
HEAD = "# Weights of the confidence score over structural features (src/marsad/claims/confidence.py); written by scripts/calibrate.py.\n"


def articles(part: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(article, gold) of one part of the hand-coded material."""
    out = []
    for path in sorted((SHARED / "gold" / part).glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        base = SHARED / "articles" / part / gold["id"]
        if base.with_name(base.name + ".json").exists():
            article = json.loads(base.with_name(base.name + ".json").read_text(encoding="utf-8"))
        else:
            text = base.with_name(base.name + ".txt").read_text(encoding="utf-8")
            article = {"id": gold["id"], "text": text, "published_at": gold["published_at"], "outlet": gold["outlet"]}
        out.append((article, gold))
    return out


def rows(coder: Coder) -> tuple[list[dict[str, float]], list[bool]]:
    """The features of every draft, and whether a gold claim of its group matches it."""
    sys.path.insert(0, str(SHARED / "contract"))
    import score

    features, right = [], []
    for article, gold in [*articles("."), *articles("more")]:
        keys = ("id", "text", "title", "outlet", "published_at")
        drafts, _ = coder.drafts(Article(**{k: article[k] for k in keys if article.get(k)}))
        drafts = [d for d in drafts if d.candidate.type.id not in score.VERBAL]
        claims = [c for c in gold["claims"] if c["event_type"] not in score.VERBAL]
        made = [msgspec.to_builtins(as_claim(d, 1)) for d in drafts]
        hits = {j for _, j in score.pair(claims, made, lambda c: score.GROUP.get(c["event_type"]))}
        features += [d.features for d in drafts]
        right += [j in hits for j in range(len(drafts))]
    return features, right


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
    """Fit, add the prior, set the bias so that the mean confidence is the share that is right, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strength", type=float, default=0.1, help="inverse of the regularisation")
    options = parser.parse_args()
    coder = Coder.load()
    features, right = rows(coder)
    names = sorted({n for f in features for n in f} - {"bias", "aside"})
    x = np.array([[f.get(n, 0.0) for n in names] for f in features])
    y = np.array(right)
    model = LogisticRegression(C=options.strength, max_iter=3000).fit(x, y)
    weights = model.coef_[0] + np.array([PRIOR.get(n, 0.0) for n in names])
    low, high = -6.0, 6.0
    for _ in range(50):
        bias = (low + high) / 2
        mean = float((1 / (1 + np.exp(-(x @ weights + bias)))).mean())
        low, high = (bias, high) if mean < y.mean() else (low, bias)
    table = {"bias": bias, **dict(zip(names, weights, strict=True))}
    others = asides(coder)
    table["aside"] = weigh_aside(table, others)
    OUT.write_text(
        HEAD + "weights:\n" + "".join(f'  "{k}": "{v:.3f}"\n' for k, v in sorted(table.items())), encoding="utf-8"
    )
    print(f"{len(y)} candidates, {y.mean():.2f} right; {len(others)} of articles on other matters; wrote {OUT.name}")


if __name__ == "__main__":
    main()
