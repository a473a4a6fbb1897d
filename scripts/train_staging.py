"""Fit the weights that settle where and when (`claims/staging.py`) on hand-coded articles, and write `lexicon/staging.yml`.

    pip install scikit-learn && MARSAD_SHARED=../shared python scripts/train_staging.py

Run it again after a change to the grammar of places or dates. The evaluation material is not part of the project; only the weights
are, and they speak of structure alone. The least scores are chosen by cross-validation over articles, and the figures printed are
those of articles left out, for each part of the material by itself, beside those of the grammar alone.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from calibrate import SHARED, articles
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.model_selection import GroupKFold

from marsad.claims.build import as_claim, draft_claims, keep
from marsad.claims.casting import spelled
from marsad.claims.staging import Told, date_options, frame_of, place_options
from marsad.model import Article
from marsad.pipeline import Coder

OUT = Path(__file__).resolve().parent.parent / "src/marsad/lexicon/staging.yml"
HEAD = "# Weights that settle where and when, as [place, date] (src/marsad/claims/staging.py); written by scripts/train_staging.py.\n"
FOLDS = 10
RARE = 8  # features of fewer options are left out
STRENGTHS = (0.05, 0.2)
SLIGHT = 0.02  # weights nearer to nothing are left out


@dataclass
class Examples:
    """Options of claims: features, whether right, claim, article, part of the material; what was asked of each part."""

    features: list[dict[str, float]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    claim: list[int] = field(default_factory=list)
    article: list[int] = field(default_factory=list)
    part: list[int] = field(default_factory=list)
    asked: list[int] = field(default_factory=lambda: [0, 0])
    grammar: list[list[int]] = field(default_factory=lambda: [[0, 0], [0, 0]])  # claims given a value, those right
    claims: int = 0


def collect(coder: Coder) -> tuple[Examples, Examples]:
    """Pair the coder's claims with the hand-coded ones and judge every place and date within reach."""
    coder.vocabulary.staging.weights.clear()
    sys.path.insert(0, str(SHARED / "contract"))
    import score

    both = (Examples(), Examples())
    numbered = [(part, pair) for part, name in enumerate((".", "more")) for pair in articles(name)]
    for number, (part, (article, gold)) in enumerate(numbered):
        keys = ("id", "text", "title", "outlet", "published_at")
        sentences = coder.annotated(Article(**{k: article[k] for k in keys if article.get(k)}))
        drafts = draft_claims(sentences, coder.vocabulary, article.get("outlet"))
        told = Told.of(drafts, sentences)
        kept = [d for d in keep(drafts, coder.vocabulary.threshold) if d.candidate.type.id not in score.VERBAL]
        claims = [c for c in gold["claims"] if c["event_type"] not in score.VERBAL]
        made = [msgspec.to_builtins(as_claim(d, 1)) for d in kept]
        back = {j: claims[i] for i, j in score.pair(claims, made, lambda c: score.GROUP.get(c["event_type"]))}
        for claim in claims:
            both[0].asked[part] += len(score.slots(claim)["place"])
            both[1].asked[part] += len(score.slots(claim)["date"])
        for j, draft in enumerate(kept):
            index = next(k for k, d in enumerate(drafts) if d is draft)
            wanted = score.slots(back[j]) if j in back else {}
            places = [
                (names, _is_place(score, wanted, msgspec.to_builtins(p.as_place())))
                for p, names in place_options(drafts, index, told)
            ]
            dates = [(names, _is_date(wanted, d)) for (d, _), names in date_options(drafts, index, told)]
            for out, options in zip(both, (places, dates), strict=True):
                _keep(out, frame_of(draft), options, number, part)
            for out, name in zip(both, ("place", "date"), strict=True):
                value = score.slots(made[j])[name]
                out.grammar[part][0] += len(value)
                out.grammar[part][1] += score.match_spans(wanted.get(name, []), value, score.AGREE[name])
    return both


def _is_place(score: Any, wanted: dict[str, Any], place: dict[str, Any]) -> bool:
    return any(score.same_place(w, place) for w in wanted.get("place", []))


def _is_date(wanted: dict[str, Any], date: Any) -> bool:
    return any((w["start"], w["end"]) == (date.start.isoformat(), date.end.isoformat()) for w in wanted.get("date", []))


def _keep(out: Examples, frame: Any, options: list[Any], article: int, part: int) -> None:
    for names, right in options:
        out.features.append({key: 1.0 for name in ("bias", *names) for key in spelled(frame, name)})
        out.right.append(right)
        out.claim.append(out.claims)
        out.article.append(article)
        out.part.append(part)
    out.claims += 1


def reached(scores: Any, data: Examples, least: float, part: int | None = None) -> float:
    """F1 end to end where each claim takes its best option of at least this score."""
    best: dict[int, tuple[float, bool, int]] = {}
    for claim, value, right, of in zip(data.claim, scores, data.right, data.part, strict=True):
        if value >= least and (claim not in best or value > best[claim][0]):
            best[claim] = (value, right, of)
    chosen = [b for b in best.values() if part is None or b[2] == part]
    asked = sum(data.asked) if part is None else data.asked[part]
    return 2 * sum(b[1] for b in chosen) / max(1, len(chosen) + asked)


def taught(features: Any, right: Any, claims: Any, strength: float) -> Any:
    """The weights under which each claim most likely takes a right option, or none where none is right."""
    of = np.unique(claims, return_inverse=True)[1]
    count = of.max() + 1
    some = np.bincount(of, right, count) > 0

    def loss(weights: Any) -> tuple[float, Any]:
        raised = np.exp(np.clip(features @ weights, -30, 30))
        total = 1 + np.bincount(of, raised, count)
        good = np.where(some, np.bincount(of, raised * right, count), 1.0)
        slope = features.T @ (raised / total[of] - np.where(right, raised / good[of], 0.0))
        return float(
            (np.log(total) - np.log(good)).sum() + weights @ weights / (2 * strength)
        ), slope + weights / strength

    return minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x


def chances(features: Any, weights: Any, claims: Any) -> Any:
    """How likely each option is, against the others of its claim and against none."""
    of = np.unique(claims, return_inverse=True)[1]
    raised = np.exp(np.clip(features @ weights, -30, 30))
    return raised / (1 + np.bincount(of, raised))[of]


def fit(name: str, data: Examples) -> tuple[float, dict[str, float]]:
    """Cross-validate, report, fit on everything: the least chance and the weights."""
    names = DictVectorizer()
    features: Any = names.fit_transform(data.features).tocsr()
    frequent = np.asarray((features > 0).sum(axis=0)).ravel() >= RARE
    features = features[:, frequent]
    kept = [n for n, k in zip(names.get_feature_names_out(), frequent, strict=True) if k]
    right, articles_of, claims = np.array(data.right), np.array(data.article), np.array(data.claim)
    grammar = [round(2 * hits / (given + n), 3) for (given, hits), n in zip(data.grammar, data.asked, strict=True)]
    print(f"{name}: F1 of the grammar alone {grammar}")
    tried = []
    for strength in STRENGTHS:
        scores = np.zeros(len(right))
        for train, left in GroupKFold(FOLDS).split(features, right, articles_of):
            weights = taught(features[train], right[train], claims[train], strength)
            scores[left] = chances(features[left], weights, claims[left])
        value, least = max((reached(scores, data, t), float(t)) for t in np.arange(0.14, 0.6, 0.02))
        parts = [round(reached(scores, data, least, p), 3) for p in (0, 1)]
        print(f"  strength {strength}: {parts} on articles left out, least {least:.2f}")
        tried.append((value, strength, least))
    _, strength, least = max(tried)
    weights = taught(features, right, claims, strength)
    return least, {n: w for n, w in zip(kept, weights, strict=True) if abs(w) >= SLIGHT}


def main() -> None:
    """Fit places and dates, write."""
    places, dates = collect(Coder.load())
    (least_place, of_place), (least_date, of_date) = fit("place", places), fit("date", dates)
    rows = [f'  "least": [{least_place:.2f}, {least_date:.2f}]\n']
    for name in sorted(of_place.keys() | of_date.keys()):
        rows.append(f'  "{name}": [{of_place.get(name, 0.0):.3f}, {of_date.get(name, 0.0):.3f}]\n')
    OUT.write_text(HEAD + "weights:\n" + "".join(rows), encoding="utf-8")
    print(f"{len(rows)} weights; wrote {OUT.name}")


if __name__ == "__main__":
    main()
