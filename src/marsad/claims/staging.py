"""The last word on where and when: each place and each date within reach of a trigger is weighed as that of its happening.

What the grammar proposes (`where.py`, `when.py`) is confirmed or mended by a linear score over structure alone
(`stage_features.py`), as the cast is (`casting.py`). The weights know no word, no place and no event type;
`scripts/train_staging.py` fits them on composed reports and writes `lexicon/staging.yml`, each as [place, date].
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

from ..annotate.places import heads_the_line
from ..annotate.sentence import Sentence
from .stage_features import date_options, place_options
from .told import Told

if TYPE_CHECKING:
    from ..annotate.places import PlaceMention
    from ..lexicons.vocabulary import Vocabulary
    from .build import Draft
    from .told import Dated

T = TypeVar("T")


def stage(drafts: list[Draft], sentences: list[Sentence], vocabulary: Vocabulary) -> None:
    """Settle place and date of each draft that is worth a claim."""
    weights = vocabulary.staging
    if not weights:
        return
    told = Told.of(drafts, sentences)
    bias = weights["bias"]
    for index, draft in enumerate(drafts):
        if draft.confidence < vocabulary.threshold:
            continue
        if draft.place is None or not heads_the_line(draft.place, draft.candidate.sentence):
            places = [
                (sum(map(weights.__getitem__, names), bias).real, p) for p, names in place_options(drafts, index, told)
            ]
            _set_place(draft, _best(places, weights.least[0]))
        dates = [(sum(map(weights.__getitem__, names), bias).imag, d) for d, names in date_options(drafts, index, told)]
        _set_date(draft, _best(dates, weights.least[1]))


def _best(options: list[tuple[float, T]], least: float) -> T | None:
    """The best of the options, each weighed against the others and against none at all; None where it is not sure enough."""
    if not options:
        return None
    score, best = max(options, key=lambda o: o[0])
    total = 1 + sum(math.exp(min(s, 30.0)) for s, _ in options)
    return best if math.exp(min(score, 30.0)) / total >= least else None


def _set_place(draft: Draft, best: PlaceMention | None) -> None:
    if best is draft.place:
        return
    if best is not None:
        words = best.sentence.doc.raw_text(best.first, best.last)
        draft.candidate.note("weighed", words, "taken as the place")
    elif draft.place is not None:
        words = draft.place.sentence.doc.raw_text(draft.place.first, draft.place.last)
        draft.candidate.note("weighed", words, "not the place")
    draft.more_places = [p for p in draft.more_places if p is not best] if best in draft.more_places else []
    draft.place = best


def _set_date(draft: Draft, best: Dated | None) -> None:
    if best is None:
        if draft.date is not None:
            words = (draft.date_of or draft.candidate.sentence).doc.raw_text(draft.date.first, draft.date.last)
            draft.candidate.note("weighed", words, "not the date")
        draft.date = draft.date_of = None
    elif draft.date is not best[0]:
        draft.date, draft.date_of = best
        draft.candidate.note("weighed", best[1].doc.raw_text(best[0].first, best[0].last), "taken as the date")
