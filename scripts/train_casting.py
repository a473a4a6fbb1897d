"""Fit the weights that settle who does what (`claims/casting.py`) on the composed reports, and write `lexicon/casting.yml`.

    pip install scikit-learn && MARSAD_SHARED=../shared python scripts/train_casting.py

Run it again after a change to the grammar of roles; cross-validation over reports says how good it is. The hand-coded newspaper
articles, where they are at hand, judge the weights (`material.py`) and set the two least scores: composed reports are denser than
newspapers.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import scipy.sparse as sp
from material import PARTS, Coded, as_article, fitted_on, judged_on, scorer
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from marsad.annotate.participants import Mention
from marsad.claims.build import as_claim, draft_claims, keep
from marsad.claims.cast_features import Proposed, described
from marsad.claims.weights import Feature, names_of
from marsad.pipeline import Coder

OUT = Path(__file__).resolve().parent.parent / "src/marsad/lexicon/casting.yml"
HEAD = "# Weights that settle who does what, as [actor, recipient] (src/marsad/claims/casting.py); written by scripts/train_casting.py.\n"
SIDES = ("actors", "recipients")
FOLDS = 5
RARE = 10  # features of fewer phrases are left out
STRENGTH = 0.03  # inverse of the regularisation; 0.02 to 0.1 read reports left out alike


@dataclass
class Examples:
    """Noun phrases within reach of triggers: features, role (0 none, 1 actor, 2 recipient), article.

    Those of claims that no hand-coded one matches are `spurious`: they teach nothing about roles, but count where the least
    scores are chosen.
    """

    features: list[dict[str, float]] = field(default_factory=list)
    roles: list[int] = field(default_factory=list)
    article: list[int] = field(default_factory=list)
    missed: list[int] = field(default_factory=lambda: [0, 0, 0])
    spurious: list[bool] = field(default_factory=list)


def collect(coder: Coder, material: list[Coded]) -> Examples:
    """Pair the coder's claims with the hand-coded ones and label every phrase within reach, as the grammar alone proposes them."""
    coder.vocabulary.casting.clear()
    score = scorer()
    out = Examples()
    for number, (article, gold) in enumerate(material):
        sentences = coder.annotated(as_article(article))
        drafts = draft_claims(sentences, coder.vocabulary, article.get("outlet"))
        given = Proposed(drafts)
        kept = [d for d in keep(drafts, coder.vocabulary.threshold) if d.candidate.type.id not in score.VERBAL]
        claims = [c for c in gold["claims"] if c["event_type"] not in score.VERBAL]
        made = [msgspec.to_builtins(as_claim(d, 1)) for d in kept]
        pairs = dict(score.pair(claims, made, lambda c: score.GROUP.get(c["event_type"])))
        for i, claim in enumerate(claims):
            if i not in pairs:
                for role, side in enumerate(SIDES, 1):
                    out.missed[role] += len(claim[side])
                continue
            index = next(k for k, d in enumerate(drafts) if d is kept[pairs[i]])
            _label(out, described(drafts, index, sentences, given), claim, number)
        for j, draft in enumerate(kept):
            if j not in pairs.values():
                index = next(k for k, d in enumerate(drafts) if d is draft)
                for _, features in described(drafts, index, sentences, given):
                    _keep(out, features, 0, number, True)
    return out


def _label(out: Examples, options: list[tuple[Mention, list[Feature]]], claim: dict[str, Any], number: int) -> None:
    taken: set[int] = set()
    roles = [0] * len(options)
    for role, side in enumerate(SIDES, 1):
        for wanted in claim[side]:
            best = _best(wanted, options, taken)
            if best is None:
                out.missed[role] += 1
            else:
                taken.add(best)
                roles[best] = role
    for (_, features), role in zip(options, roles, strict=True):
        _keep(out, features, role, number, False)


def _keep(out: Examples, features: list[Feature], role: int, number: int, spurious: bool) -> None:
    out.features.append(dict.fromkeys(("bias", *names_of(features)), 1.0))
    out.roles.append(role)
    out.article.append(number)
    out.spurious.append(spurious)


def _best(wanted: dict[str, Any], options: list[Any], taken: set[int]) -> int | None:
    """The phrase that meets the hand-coded one most."""
    met = []
    for k, (mention, _) in enumerate(options):
        start, end = mention.sentence.doc.raw_span(mention.first, mention.last)
        shared = min(end, wanted["end"]) - max(start, wanted["start"])
        if shared > 0 and k not in taken:
            met.append((shared, -k))
    return -max(met)[1] if met else None


def f1(hits: int, false: int, missed: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * hits / max(1, 2 * hits + false + missed)


def reached(scores: Any, roles: Any, data: Examples, role: int, least: float) -> float:
    """F1 of one role, end to end, where phrases of at least this score are taken."""
    chosen = (scores[:, role] >= least) & (scores[:, role] > scores[:, 3 - role])
    hits = int((chosen & (roles == role)).sum())
    return f1(hits, int(chosen.sum()) - hits, int((roles == role).sum()) - hits + data.missed[role])


def best_least(told: list[tuple[Any, Examples]]) -> tuple[list[float], list[float]]:
    """The least score of each role that gives the best F1 end to end over all sets of (scores, examples), and its mean."""
    best = []
    for role in (1, 2):
        options = []
        for t in np.arange(0.2, 0.66, 0.02):
            values = [reached(scores, np.array(data.roles), data, role, float(t)) for scores, data in told]
            options.append((float(np.mean(values)), float(t)))
        best.append(max(options))
    return [t for _, t in best], [value for value, _ in best]


def scored(table: dict[str, tuple[float, float]], data: Examples) -> Any:
    """The chances of neither, actor and recipient of every phrase under these weights."""
    raised = np.array([np.sum([table.get(n, (0.0, 0.0)) for n in f], axis=0) for f in data.features])
    odds = np.exp(np.clip(np.hstack([np.zeros((len(raised), 1)), raised]), -30, 30))
    return odds / odds.sum(axis=1, keepdims=True)


def main() -> None:
    """Cross-validate, fit on everything, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--least", type=float, default=0.02, help="weights nearer to nothing are left out")
    options = parser.parse_args()
    coder = Coder.load()
    data = collect(coder, fitted_on())
    names = DictVectorizer()
    features: Any = names.fit_transform(data.features)
    frequent = np.asarray((features > 0).sum(axis=0)).ravel() >= RARE
    features = sp.csr_matrix(features[:, frequent])
    kept = [n for n, k in zip(names.get_feature_names_out(), frequent, strict=True) if k]
    roles, groups = np.array(data.roles), np.array(data.article)
    taught = ~np.array(data.spurious)
    scores = np.zeros((len(roles), 3))
    for train, left in GroupKFold(FOLDS).split(features, roles, groups):
        model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(
            features[train][taught[train]], roles[train][taught[train]]
        )
        scores[left] = model.predict_proba(features[left])
    least, value = best_least([(scores, data)])
    print(f"actors F1 {value[0]:.3f}, recipients F1 {value[1]:.3f} on reports left out; least {least}")
    model = LogisticRegression(C=STRENGTH, max_iter=4000).fit(features[taught], roles[taught])
    gains = (model.coef_[1:] - model.coef_[0]).T
    table = {n: (a, r) for n, (a, r) in zip(kept, gains, strict=True) if max(abs(a), abs(r)) >= options.least}
    table["bias"] = tuple(gains[kept.index("bias")] + model.intercept_[1:] - model.intercept_[0])
    judged = [(part, collect(coder, material)) for part in PARTS if (material := judged_on(part))]
    told = [(scored(table, judge), judge) for _, judge in judged]
    if judged:
        least, _ = best_least(told)
    for (part, judge), (scores, _) in zip(judged, told, strict=True):
        a, r = (reached(scores, np.array(judge.roles), judge, role, least[role - 1]) for role in (1, 2))
        print(f"{part}: actors F1 {a:.3f}, recipients F1 {r:.3f}, least {least}")
    rows = [f'  "least": [{least[0]:.2f}, {least[1]:.2f}]\n']
    rows += [f'  "{name}": [{a:.3f}, {r:.3f}]\n' for name, (a, r) in sorted(table.items())]
    OUT.write_text(HEAD + "weights:\n" + "".join(rows), encoding="utf-8")
    print(f"{len(roles)} phrases, {len(rows)} weights; wrote {OUT.name}")


if __name__ == "__main__":
    main()
