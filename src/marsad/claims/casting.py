"""The last word on who does what: each noun phrase within reach of a trigger is weighed as doer, as sufferer or as neither.

The grammar of the trigger (`roles.py`) and what the article told before (`carried.py`) propose a cast; a linear score over
structure and event type (`cast_features.py`) confirms or mends it. The weights know no word and no actor;
`scripts/train_casting.py` fits them on composed reports and writes `lexicon/casting.yml`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..annotate.sentence import Sentence
from .cast import Roles
from .cast_features import Proposed, described
from .figures import OF_VICTIMS

if TYPE_CHECKING:
    from ..annotate.participants import Mention
    from ..lexicons.vocabulary import Vocabulary
    from .build import Draft
    from .weights import PairWeights

_SUFFERED = OF_VICTIMS | {"injured", "released"}


def cast(drafts: list[Draft], sentences: list[Sentence], vocabulary: Vocabulary) -> None:
    """Settle the participants of each draft that is worth a claim."""
    if not vocabulary.casting:
        return
    given = Proposed(drafts)
    settled: list[tuple[Draft, Roles]] = []  # every draft is weighed against what was proposed for the others
    for index, draft in enumerate(drafts):
        if draft.confidence >= vocabulary.threshold and draft.candidate.type.group not in vocabulary.cast_by_grammar:
            settled.append((draft, _weighed(drafts, index, sentences, given, vocabulary.casting)))
    for draft, roles in settled:
        _note(draft, roles)
        draft.roles = roles


def _note(draft: Draft, roles: Roles) -> None:
    """Keep for `marsad explain` where the score mends what the grammar proposed."""
    sides = ((draft.roles.actors, roles.actors, "doer"), (draft.roles.recipients, roles.recipients, "sufferer"))
    for before, after, role in sides:
        for mention in after:
            if mention not in before:
                words = mention.sentence.doc.raw_text(mention.first, mention.last)
                draft.candidate.note("weighed", words, f"taken as {role}")
        for mention in before:
            if mention not in after:
                words = mention.sentence.doc.raw_text(mention.first, mention.last)
                draft.candidate.note("weighed", words, f"no {role}")


def _weighed(
    drafts: list[Draft], index: int, sentences: list[Sentence], given: Proposed, weights: PairWeights
) -> Roles:
    """The cast of a draft by the scores of the phrases within reach: as doer, as sufferer, the rest of the probability as neither."""
    bias, (least_actor, least_recipient) = weights["bias"], weights.least
    roles = Roles(how=drafts[index].roles.how)
    for mention, features in described(drafts, index, sentences, given):
        score = sum(map(weights.__getitem__, features), bias)
        a = 0.0 if _counted_as_victims(drafts[index], mention) else math.exp(min(score.real, 30.0))
        r = math.exp(min(score.imag, 30.0))
        if a >= r:
            if a / (1 + a + r) >= least_actor:
                roles.actors.append(mention)
        elif r / (1 + a + r) >= least_recipient:
            roles.recipients.append(mention)
    return roles


def _counted_as_victims(draft: Draft, mention: Mention) -> bool:
    """Whether the claim counts them as killed, captured or the like: then they are not who did it (`أسر 42 جنديا`)."""
    return any(
        f.kind in _SUFFERED and f.sentence is mention.sentence and f.first <= mention.last and mention.first <= f.last
        for f in draft.figures
    )
