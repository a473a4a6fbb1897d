"""How sure a claim is: a logistic score over what its reading rested on, calibrated on hand-coded development articles.

The weights speak of structure alone (kind of trigger, participants, place, figures, company of other triggers), never of words.
`scripts/calibrate.py` fits them and writes `lexicon/confidence.yml`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..annotate.sentence import Sentence
    from .build import Draft
    from .candidates import Candidate

Features = dict[str, float]


PASSING = 0.15  # the share of words of other matters that reports of conflict stay below


@dataclass(slots=True, frozen=True)
class Setting:
    """The article around a claim, in hits per hundred words: strong triggers, words of war, words of other matters (sport, markets …)."""

    triggers: float
    conflict: float
    other: float

    @property
    def aside(self) -> float:
        """How far the article is about something else than conflict, 0 to 1; a few words of other matters are in every report."""
        share = self.other / (self.other + self.conflict + 0.5)
        return max(0.0, share - PASSING) / (1.0 - PASSING)


def setting_of(sentences: list[Sentence], strong: int) -> Setting:
    """Count what the sentences of an article hold; `strong` of its triggers stand for themselves."""
    words = sum(s.last - s.first for s in sentences)
    conflict = sum(h.data in _OF_WAR for s in sentences for h in s.of("support"))
    conflict += strong + sum(m.armed for s in sentences for m in s.mentions)
    other = max(0, sum(len(s.of("topic")) for s in sentences) - 1)  # one stands in any report
    scale = 100.0 / max(60, words)
    return Setting(strong * scale, conflict * scale, other * scale)


_OF_WAR = frozenset(("conflict_word", "weapon", "explosive"))


def features(draft: Draft, setting: Setting) -> Features:
    """What the score reads of a claim and of the article around it."""
    candidate = draft.candidate
    entry = candidate.entry
    ahead = [
        w.lstrip("وف")
        for w in candidate.sentence.doc.words[max(candidate.sentence.first, candidate.first - 6) : candidate.first]
    ]
    sentence = candidate.sentence
    after = sentence.doc.words[candidate.last + 1 : candidate.last + 8]
    own = range(candidate.left, candidate.right)
    known = [m for m in [*draft.roles.actors, *draft.roles.recipients] if m.actor]
    return {
        "bias": 1.0,
        "weak": float(entry.strength == "weak"),
        "verb": float(candidate.is_verb),
        "phrase": float(entry.pos == "phrase"),
        "participle": float(entry.pos == "participle"),
        "definite": float(candidate.form.definite),
        "consequence": float(entry.consequence),
        "has_consequence": float(bool(candidate.consequences)),
        "actor": float(any(m.actor for m in draft.roles.actors)),
        "recipient": float(bool(draft.roles.recipients)),
        "known": float(bool(known)),
        "armed": float(any(m.armed for m in known)),
        "place": float(draft.place is not None),
        "own_place": float(draft.place is not None and draft.place.sentence is candidate.sentence),
        "date": float(draft.date is not None),
        "figure": float(bool(draft.figures)),
        "attributed": float(bool(draft.chain)),
        "density": min(setting.triggers, 6.0) / 6.0,
        "aside": setting.aside,
        "first": float(draft.order == 0),
        "planned": float(draft.status in ("planned", "demanded", "possible")),
        "denied": float(draft.stance == "denied"),
        "bare": float(draft.bare),
        "means": float(candidate.typed_by != "trigger"),
        "purpose": float(not candidate.is_verb and candidate.proclitic in ("ل", "ول")),
        "pronoun": float(bool(candidate.enclitic)),
        "relative": float(draft.relative),
        "present": float(candidate.form.tense == "present"),
        "future": float(candidate.form.tense == "future"),
        "genitive": float(draft.roles.how == "genitive"),
        "light": float(draft.roles.how == "light verb"),
        "bare_definite": float(draft.bare and candidate.form.definite),
        "definite_consequence": float(candidate.form.definite and entry.consequence),
        "crowd": min(draft.order, 5) / 5.0,
        "late": draft.position,
        "today": float(draft.today),
        "background": float(draft.background),
        "plural": float(not candidate.is_verb and candidate.form.agreement == "p"),
        "fresh": float(draft.date is not None and draft.date.basis == "relative"),
        "old": float(draft.date is not None and draft.date.basis == "explicit" and draft.date.precision != "day"),
        "pointed": float(_pointed_at(candidate)),
        "linked": float(candidate.form.definite and not _LINKS.isdisjoint(ahead[-2:])),
        "able": float(not _ABLE.isdisjoint(ahead)),
        "tried": float(not _TRIED.isdisjoint(ahead)),
        "told": min(draft.told, 4) / 4.0,
        "again": float(draft.again),
        "ongoing": float(draft.status == "ongoing"),
        "clause_place": float(
            draft.place is not None and draft.place.sentence is sentence and draft.place.first in own
        ),
        "lasting": float(not candidate.is_verb and _lasts(candidate)),
        "causing": float(candidate.form.definite and not _CAUSING.isdisjoint(after)),
        "bare_later": float(draft.bare and draft.order > 0),
        "to_verb": float(candidate.is_verb and candidate.proclitic in ("ل", "ول")),
        "long": min(sentence.last - sentence.first, 80) / 80.0,
        ("definite:" if candidate.form.definite else "indefinite:") + candidate.type.group: float(
            not candidate.is_verb
        ),
        "group:" + candidate.type.group: 1.0,
        "type:" + candidate.type.id: 1.0,
    }


_LINKS = frozenset("ياتي تاتي ياتيان جاء جاءت يعد تعد يعتبر تعتبر هو هي".split())  # «ويأتي الهجوم بعد …» points back
_ABLE = frozenset("يمكن تمكن قادر قادره قادرين قدره القدره قدرته يستطيع تستطيع امكانيه منع لمنع".split())
_TRIED = frozenset("حاول حاولت حاولوا يحاول تحاول يحاولون محاوله المحاوله محاولتهم محاولته".split())
_CAUSING = frozenset("ادي ادت اسفر اسفرت خلف خلفت اوقع اوقعت تسبب تسببت حصد حصدت اودي اودت دفع دفعت".split())
THESE = frozenset("هذا هذه ذلك تلك هذان هاتان هذين هاتين".split())


def _lasts(candidate: Candidate) -> bool:
    """Whether a verb or an adjective right by the noun says that the happening begins or goes on: it is told, not referred to."""
    words = candidate.sentence.doc.words
    if any(
        0 < candidate.first - h.last <= 2 or 0 < h.first - candidate.last <= 1 for h in candidate.sentence.of("aspect")
    ):
        return True
    return not _LASTING.isdisjoint(words[candidate.last + 1 : candidate.last + 3])


_LASTING = frozenset("مستمره مستمر متواصله متواصل جاريه جار دائره دائر محتدمه قائمه".split())


def _pointed_at(candidate: Candidate) -> bool:
    """Whether a demonstrative stands before or after the trigger: a bare reference back, if nothing else is said."""
    word = candidate.sentence.word
    return word(candidate.first - 1).lstrip("وفبل") in THESE or word(candidate.last + 1) in THESE


def score(weights: Mapping[str, float], read: Features) -> float:
    """The confidence, between 0 and 1."""
    total = 0.0
    for name, value in read.items():
        if value:  # most features are absent from any one claim
            total += weights.get(name, 0.0) * value
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
