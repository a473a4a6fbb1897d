"""Denials of what was told just before (`ونفى الجيش ذلك`, `وهو ما نفته الحركة`): each a claim of its own, with the denier as speaker."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .cast import Roles

if TYPE_CHECKING:
    from ..annotate.sentence import Sentence
    from .attribution import Scope
    from .build import Draft


def denied_back(
    drafts: list[Draft], sentences: list[Sentence], scopes: dict[int, list[Scope]], threshold: float
) -> list[Draft]:
    """The drafts in reading order with those added that a later voice denies by a word that takes all of it up."""
    out = list(drafts)
    for sentence in sentences:
        for scope in scopes[sentence.index]:
            meant = _meant(drafts, sentence.index, scope, threshold) if scope.back else None
            if meant is not None:
                at = next((k for k, d in enumerate(out) if _place(d) > (sentence.index, scope.first)), len(out))
                out.insert(at, _denial(meant, sentence, scope))
    return out


def _place(draft: Draft) -> tuple[int, int]:
    return draft.candidate.sentence.index, draft.candidate.first


def _meant(drafts: list[Draft], index: int, scope: Scope, threshold: float) -> Draft | None:
    """What is denied: the last thing that another voice has told before the word, in its sentence or the one before it.

    What only dates or describes something else (`بعد استسلامهم`, `التي …`) is not meant, where more than that was told.
    """
    before = [
        d
        for d in drafts
        if (index - 1, 0) <= _place(d) < (index, scope.first)
        and d.confidence >= threshold
        and d.candidate.type.group != "verbal"
    ]
    last = max(
        before,
        key=lambda d: (bool(d.chain), not (d.background or d.relative), d.candidate.is_verb, _place(d)),
        default=None,
    )
    return last if last is not None and last.stance == "asserted" else None


def _denial(meant: Draft, sentence: Sentence, scope: Scope) -> Draft:
    """The draft of what is meant, at the denier's words: its participants, place and day, without its figures."""
    told = meant.candidate
    tokens = [scope.first, scope.last - 1]
    tokens += [scope.cue.first] if scope.cue is not None else []
    tokens += [t for link in scope.chain if link.sentence is sentence for t in (link.first, link.last)]
    clause = min(tokens), max(tokens)
    words = sentence.doc.raw_text(scope.first, scope.last - 1)
    candidate = replace(
        told,
        sentence=sentence,
        first=scope.first,
        last=scope.last - 1,
        left=clause[0],
        right=clause[1] + 1,
        consequences=[],
        verbs=[],
        rules=[*told.rules, ("denied back", words, "denied")],
    )
    return replace(
        meant,
        candidate=candidate,
        roles=Roles(list(meant.roles.actors), list(meant.roles.recipients)),
        chain=scope.chain,
        stance="denied",
        date_of=meant.date_of or (told.sentence if meant.date is not None else None),
        figures=[],
        clause=clause,
    )
