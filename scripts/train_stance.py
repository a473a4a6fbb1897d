"""Train the contradiction detector on Arabic News Stance and write its weights into the package.

Reads `benchmarks/ans` of `MARSAD_SHARED`. The strength of regularisation is chosen by five-fold cross-validation on the training
part alone; the development part is only reported. Needs scikit-learn, which running the detector does not.
"""

from __future__ import annotations

import csv
import json
import lzma
import os
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.preprocessing import StandardScaler

from marsad.link.stance import WEIGHTS, _model, stance
from marsad.link.stance_features import DENSE, Pair, dense, sparse

DATA = Path(os.environ.get("MARSAD_SHARED", "../shared")) / "benchmarks" / "ans"
JUDGED = ["agree", "disagree"]


def read(part: str) -> list[dict[str, str]]:
    """The pairs of a part."""
    with (DATA / f"stance_{part}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def macro(gold: Any, found: Any) -> float:
    """Macro F1 over agree and disagree."""
    return float(f1_score(gold, found, labels=JUDGED, average="macro"))


def main() -> None:
    """Train, report, write."""
    rows = read("train")
    pairs = [Pair(r["s1"], r["s2"]) for r in rows]
    gold = np.array([r["stance"] for r in rows])
    measured = np.array([dense(p) for p in pairs])
    scaler = StandardScaler().fit(measured)
    names = DictVectorizer()
    words = names.fit_transform([dict.fromkeys(sparse(p), 1.0) for p in pairs])
    kept = np.asarray((words > 0).sum(axis=0)).ravel() >= 2
    features = sp.hstack([sp.csr_matrix(scaler.transform(measured)), words[:, kept]]).tocsr()
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    strengths = (0.1, 0.3, 1.0, 3.0)
    scores = {
        c: macro(gold, cross_val_predict(LogisticRegression(C=c, max_iter=3000), features, gold, cv=folds))
        for c in strengths
    }
    best = max(strengths, key=lambda c: scores[c])
    print("cross-validation:", {c: round(s, 3) for c, s in scores.items()}, "chosen:", best)
    model = LogisticRegression(C=best, max_iter=3000).fit(features, gold)
    columns = [*DENSE, *(n for n, k in zip(names.get_feature_names_out(), kept, strict=True) if k)]
    weights = {name: [round(float(w), 4) for w in model.coef_[:, i]] for i, name in enumerate(columns)}
    data = {
        "classes": list(model.classes_), "bias": [round(float(b), 4) for b in model.intercept_],
        "mean": [round(float(m), 6) for m in scaler.mean_], "scale": [round(float(s), 6) for s in scaler.scale_], "weights": weights,
    }  # fmt: skip
    WEIGHTS.write_bytes(lzma.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), preset=9))
    _model.cache_clear()
    for part in ("train", "dev"):
        rows = read(part)
        found = [stance(r["s1"], r["s2"]).label for r in rows]
        print(f"{part}: macro F1 over agree and disagree {macro([r['stance'] for r in rows], found):.3f}")


if __name__ == "__main__":
    main()
