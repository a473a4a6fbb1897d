"""Fit the weights that settle where and when (`claims/staging.py`) on the composed reports, and write `lexicon/staging.yml`.

    pip install scikit-learn && MARSAD_SHARED=../shared python scripts/train_staging.py

Run it again after a change to the grammar of places or dates, with `place` or `date` where only one of them changed. The strength of
regularisation is chosen by cross-validation over reports. The hand-coded newspaper articles, where they are at hand, judge the weights
(`material.py`), beside the grammar alone, and set the two least chances: composed reports are denser than newspapers.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from material import PARTS, Coded, as_article, fitted_on, judged_on, scorer
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.model_selection import GroupKFold

from marsad.claims.build import as_claim, draft_claims, keep
from marsad.claims.stage_features import date_options, place_options
from marsad.claims.told import Told
from marsad.claims.weights import names_of
from marsad.lexicons.read import read_yaml
from marsad.pipeline import Coder

OUT = Path(__file__).resolve().parent.parent / "src/marsad/lexicon/staging.yml"
HEAD = "# Weights that settle where and when, as [place, date] (src/marsad/claims/staging.py); written by scripts/train_staging.py.\n"
SIDES = ("place", "date")
FOLDS = 10
RARE = 8  # features of fewer options are left out
STRENGTHS = (0.02, 0.05)
SLIGHT = 0.02  # weights nearer to nothing are left out


@dataclass
class Examples:
    """Options of claims: features, whether right, claim, article; how many values the hand-coded claims ask for."""

    features: list[dict[str, float]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    claim: list[int] = field(default_factory=list)
    article: list[int] = field(default_factory=list)
    asked: int = 0
    grammar: list[int] = field(default_factory=lambda: [0, 0])  # values that the grammar alone gives, those right
    claims: int = 0

    @property
    def by_grammar(self) -> float:
        """F1 of the grammar alone, end to end."""
        return 2 * self.grammar[1] / max(1, self.grammar[0] + self.asked)


def collect(coder: Coder, material: list[Coded]) -> tuple[Examples, Examples]:
    """Pair the coder's claims with the hand-coded ones and judge every place and date within reach."""
    coder.vocabulary.staging.clear()
    score = scorer()
    both = (Examples(), Examples())
    for number, (article, gold) in enumerate(material):
        sentences = coder.annotated(as_article(article))
        drafts = draft_claims(sentences, coder.vocabulary, article.get("outlet"))
        told = Told.of(drafts, sentences)
        kept = [d for d in keep(drafts, coder.vocabulary.threshold) if d.candidate.type.id not in score.VERBAL]
        claims = [c for c in gold["claims"] if c["event_type"] not in score.VERBAL]
        made = [msgspec.to_builtins(as_claim(d, 1)) for d in kept]
        back = {j: claims[i] for i, j in score.pair(claims, made, lambda c: score.GROUP.get(c["event_type"]))}
        for claim in claims:
            both[0].asked += len(score.slots(claim)["place"])
            both[1].asked += len(score.slots(claim)["date"])
        for j, draft in enumerate(kept):
            index = next(k for k, d in enumerate(drafts) if d is draft)
            wanted = score.slots(back[j]) if j in back else {}
            places = [
                (names, _is_place(score, wanted, msgspec.to_builtins(p.as_place())))
                for p, names in place_options(drafts, index, told)
            ]
            dates = [(names, _is_date(wanted, d)) for (d, _), names in date_options(drafts, index, told)]
            for out, options in zip(both, (places, dates), strict=True):
                _keep(out, options, number)
            for out, name in zip(both, ("place", "date"), strict=True):
                value = score.slots(made[j])[name]
                out.grammar[0] += len(value)
                out.grammar[1] += score.match_spans(wanted.get(name, []), value, score.AGREE[name])
    return both


def _is_place(score: Any, wanted: dict[str, Any], place: dict[str, Any]) -> bool:
    return any(score.same_place(w, place) for w in wanted.get("place", []))


def _is_date(wanted: dict[str, Any], date: Any) -> bool:
    return any((w["start"], w["end"]) == (date.start.isoformat(), date.end.isoformat()) for w in wanted.get("date", []))


def _keep(out: Examples, options: list[Any], article: int) -> None:
    for features, right in options:
        out.features.append(dict.fromkeys(("bias", *names_of(features)), 1.0))
        out.right.append(right)
        out.claim.append(out.claims)
        out.article.append(article)
    out.claims += 1


def reached(scores: Any, data: Examples, least: float) -> float:
    """F1 end to end where each claim takes its best option of at least this score."""
    best: dict[int, tuple[float, bool]] = {}
    for claim, value, right in zip(data.claim, scores, data.right, strict=True):
        if value >= least and (claim not in best or value > best[claim][0]):
            best[claim] = (value, right)
    return 2 * sum(right for _, right in best.values()) / max(1, len(best) + data.asked)


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


def scored(table: dict[str, float], data: Examples) -> Any:
    """The chance of every option under these weights."""
    raised = np.array([sum(table.get(n, 0.0) for n in f) for f in data.features])
    return chances(raised[:, None], np.ones(1), np.array(data.claim))


def fit(name: str, data: Examples, judges: dict[str, Examples]) -> tuple[float, dict[str, float]]:
    """Cross-validate, fit on everything, report: the least chance and the weights."""
    names = DictVectorizer()
    features: Any = names.fit_transform(data.features).tocsr()
    frequent = np.asarray((features > 0).sum(axis=0)).ravel() >= RARE
    features = features[:, frequent]
    kept = [n for n, k in zip(names.get_feature_names_out(), frequent, strict=True) if k]
    right, articles_of, claims = np.array(data.right), np.array(data.article), np.array(data.claim)
    print(f"{name}: {data.claims} claims; F1 of the grammar alone {data.by_grammar:.3f}")
    tried = []
    for strength in STRENGTHS:
        scores = np.zeros(len(right))
        for train, left in GroupKFold(FOLDS).split(features, right, articles_of):
            weights = taught(features[train], right[train], claims[train], strength)
            scores[left] = chances(features[left], weights, claims[left])
        value, least = max((reached(scores, data, t), float(t)) for t in np.arange(0.14, 0.6, 0.02))
        print(f"  strength {strength}: {value:.3f} on reports left out, least {least:.2f}")
        tried.append((value, strength, least))
    _, strength, least = max(tried)
    weights = taught(features, right, claims, strength)
    table = {n: w for n, w in zip(kept, weights, strict=True) if abs(w) >= SLIGHT}
    told = {part: scored(table, judge) for part, judge in judges.items()}
    if told:
        least = max((sum(reached(told[p], judges[p], t) for p in told), float(t)) for t in np.arange(0.14, 0.6, 0.02))[
            1
        ]
    for part, judge in judges.items():
        value = reached(told[part], judge, least)
        print(f"  {part}: {value:.3f}, the grammar alone {judge.by_grammar:.3f}, least {least:.2f}")
    return least, table


def standing(k: int) -> tuple[float, dict[str, float]]:
    """The least chance and the weights of place (0) or date (1) that the file holds now."""
    pairs: dict[str, list[str]] = read_yaml(OUT)["weights"]
    table = {name: float(pair[k]) for name, pair in pairs.items() if float(pair[k])}
    return table.pop("least"), table


def main() -> None:
    """Fit places and dates, or those that the command names, and write; the other's weights stay."""
    wanted = sys.argv[1:] or SIDES
    if unknown := [side for side in wanted if side not in SIDES]:
        sys.exit(f"{unknown[0]!r} is none of {', '.join(SIDES)}")
    coder = Coder.load()
    judged = {part: collect(coder, material) for part in PARTS if (material := judged_on(part))}
    fitted = collect(coder, fitted_on())
    (least_place, of_place), (least_date, of_date) = (
        fit(side, fitted[k], {part: both[k] for part, both in judged.items()}) if side in wanted else standing(k)
        for k, side in enumerate(SIDES)
    )
    rows = [f'  "least": [{least_place:.2f}, {least_date:.2f}]\n']
    for name in sorted(of_place.keys() | of_date.keys()):
        rows.append(f'  "{name}": [{of_place.get(name, 0.0):.3f}, {of_date.get(name, 0.0):.3f}]\n')
    OUT.write_text(HEAD + "weights:\n" + "".join(rows), encoding="utf-8")
    print(f"{len(rows)} weights; wrote {OUT.name}")


if __name__ == "__main__":
    main()
