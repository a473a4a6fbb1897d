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
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
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
STRENGTHS = (0.03, 0.05, 0.1, 0.2)
SLIGHT = 0.02  # weights nearer to nothing are left out


@dataclass
class Examples:
    """Options of claims: features, whether right, claim, article, part of the material; what was asked of each part."""

    features: list[dict[str, float]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    claim: list[int] = field(default_factory=list)
    article: list[int] = field(default_factory=list)
    part: list[int] = field(default_factory=list)
    spurious: list[bool] = field(default_factory=list)
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
                (names, _is_place(score, wanted, msgspec.to_builtins(p.as_place())), p is draft.place)
                for p, names in place_options(drafts, index, told)
            ]
            dates = [
                (
                    names,
                    _is_date(wanted, d),
                    draft.date is not None and (d.start, d.end) == (draft.date.start, draft.date.end),
                )
                for (d, _), names in date_options(drafts, index, told)
            ]
            for out, options in zip(both, (places, dates), strict=True):
                _keep(out, frame_of(draft), options, number, part, j not in back)
            for out, name in zip(both, ("place", "date"), strict=True):
                value = score.slots(made[j])[name]
                out.grammar[part][0] += len(value)
                out.grammar[part][1] += score.match_spans(wanted.get(name, []), value, score.AGREE[name])
    return both


def _is_place(score: Any, wanted: dict[str, Any], place: dict[str, Any]) -> bool:
    return any(score.same_place(w, place) for w in wanted.get("place", []))


def _is_date(wanted: dict[str, Any], date: Any) -> bool:
    return any((w["start"], w["end"]) == (date.start.isoformat(), date.end.isoformat()) for w in wanted.get("date", []))


def _keep(out: Examples, frame: Any, options: list[Any], article: int, part: int, spurious: bool) -> None:
    for names, right, _ in options:
        out.features.append({key: 1.0 for name in ("bias", *names) for key in spelled(frame, name)})
        out.right.append(right)
        out.claim.append(out.claims)
        out.article.append(article)
        out.part.append(part)
        out.spurious.append(spurious)
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


def fit(name: str, data: Examples) -> tuple[float, dict[str, float]]:
    """Cross-validate, report, fit on everything: the least score and the weights."""
    names = DictVectorizer()
    features: Any = names.fit_transform(data.features).tocsr()
    frequent = np.asarray((features > 0).sum(axis=0)).ravel() >= RARE
    features = features[:, frequent]
    kept = [n for n, k in zip(names.get_feature_names_out(), frequent, strict=True) if k]
    right, groups, taught = np.array(data.right), np.array(data.article), ~np.array(data.spurious)
    tried = []
    for strength in STRENGTHS:
        scores = np.zeros(len(right))
        for train, left in GroupKFold(FOLDS).split(features, right, groups):
            model = LogisticRegression(C=strength, max_iter=2000).fit(
                features[train][taught[train]], right[train][taught[train]]
            )
            scores[left] = model.predict_proba(features[left])[:, 1]
        value, least = max((reached(scores, data, t), float(t)) for t in np.arange(0.14, 0.6, 0.02))
        parts = [round(reached(scores, data, least, p), 3) for p in (0, 1)]
        grammar = [
            round(2 * hits / (given + asked), 3) for (given, hits), asked in zip(data.grammar, data.asked, strict=True)
        ]
        ceiling = [
            len({c for c, r, p in zip(data.claim, data.right, data.part, strict=True) if r and p == part})
            for part in (0, 1)
        ]
        print(
            f"{name} C={strength}: F1 {parts} (grammar alone {grammar}; {ceiling} of {data.asked} within reach), least {least:.2f}"
        )
        tried.append((value, strength, least))
    _, strength, least = max(tried)
    model = LogisticRegression(C=strength, max_iter=4000).fit(features[taught], right[taught])
    weights = dict(zip(kept, model.coef_[0], strict=True))
    weights["bias"] += model.intercept_[0]
    return least, {n: w for n, w in weights.items() if abs(w) >= SLIGHT}


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
