"""The score that settles where and when: weights decide, and what they change is told; composed reports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from marsad.claims.build import Draft, draft_claims
from marsad.claims.weights import PairWeights, Weights
from marsad.model import Article
from marsad.pipeline import Coder

ATTACK = "قتل ثلاثة جنود في هجوم شنه مسلحون في محافظة الأنبار على حاجز قرب مدينة القائم."
TWICE = "انفجرت سيارة مفخخة في مدينة بعقوبة يوم الأحد.\nوقال طبيب إن الانفجار أوقع خمسة قتلى."


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def drafts(coder: Coder, text: str, weights: Weights) -> list[Draft]:
    vocabulary = replace(coder.vocabulary, staging=PairWeights(weights))
    return draft_claims(coder.annotated(Article("composed", text, published_at="2019-05-17")), vocabulary)


def place(draft: Draft) -> str:
    return draft.place.sentence.doc.raw_text(draft.place.first, draft.place.last) if draft.place else ""


def test_the_best_place_is_taken_and_the_change_is_told(coder: Coder) -> None:
    (draft,) = drafts(coder, ATTACK, {"least": (0.5, 0.5), "bias": (-1.0, -1.0), "relation=near": (4.0, 0.0)})
    assert place(draft) == "قرب مدينة القائم"
    assert ("weighed", "قرب مدينة القائم", "taken as the place") in draft.candidate.rules


def test_below_the_least_score_there_is_no_place_and_no_date(coder: Coder) -> None:
    found = drafts(coder, TWICE, {"least": (0.5, 0.5), "bias": (-3.0, -3.0)})
    assert found
    assert all(d.place is None and d.date is None and d.date_of is None for d in found)


def test_the_place_and_day_told_before_can_be_taken_over(coder: Coder) -> None:
    weights = {"least": (0.5, 0.5), "bias": (1.0, 1.0)}
    first, *_, last = drafts(coder, TWICE, weights)
    assert place(last) == place(first) == "مدينة بعقوبة"
    assert last.date is first.date
    assert last.date_of is first.candidate.sentence


def test_without_weights_the_grammar_decides(coder: Coder) -> None:
    (draft,) = drafts(coder, ATTACK, {})
    assert place(draft) == "محافظة الأنبار"
