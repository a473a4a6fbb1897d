"""Active or passive, where the spelling leaves it open (`قتل` is *killed* and *was killed*)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..annotate.participants import Mention
from .candidates import Candidate
from .subjects import before_that, near, preverbal, relative_before, right_of

if TYPE_CHECKING:
    pass


def voice_of(candidate: Candidate, usable: list[Mention]) -> str:
    """The voice where the spelling leaves it open: passive when its only free noun phrase is a victim."""
    if candidate.form.voice != "either":
        return candidate.form.voice
    sentence = candidate.sentence
    start, end = sentence.doc.raw_span(candidate.first, candidate.last)
    raw = sentence.doc.view.raw[start:end]
    if "\u064f" in raw[:4]:
        return "passive"
    right = [m for m in right_of(candidate, usable) if not m.adjective and not m.prep and not m.joined]
    if candidate.enclitic or relative_before(sentence, candidate.first) is not None:
        return (
            "active"
            if candidate.entry.object == "recipient" and (candidate.enclitic or right)
            else "passive"
            if candidate.entry.consequence
            else "active"
        )
    if not candidate.entry.human_object:
        return "active"
    if not candidate.entry.consequence:
        return "active" if preverbal(candidate, usable) is not None or (right and right[0].armed) else "passive"
    if candidate.form.agreement in ("mp", "fp"):
        return (
            "active"
            if right and right[0].first - candidate.last <= 4 and preverbal(candidate, usable) is not None
            else "passive"
        )
    if (
        len(right) >= 2
        and right[0].armed
        and near(sentence, right[0].last, right[1].first)
        and right[0].casualty is None
        and right[0].number is None
    ):
        return "active"
    before = preverbal(candidate, usable)
    led = right and before is not None and before.armed and right[0].first - candidate.last <= 6
    if led and before is not None and (before_that(sentence, candidate.first) or candidate.first - before.last <= 3):
        return "active"
    return "passive"
