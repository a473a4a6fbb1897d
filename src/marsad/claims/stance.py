"""Asserted or denied: what a denial verb or a negation reaches (codebook, section 2)."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ..annotate.sentence import BREAKS, Sentence
from .attribution import THAT, Scope
from .candidates import Candidate

if TYPE_CHECKING:
    from ..text.phrases import Hit

_RELATIVES = frozenset("التي الذي الذين".split())
_CONDITIONS = frozenset("اذا ان لو فاذا واذا ولو مالم".split())
_EXCEPT = frozenset("الا سوي".split())  # «لم يفرج عنه إلا بعد أسبوع»: it happened
_RESUMES = frozenset("فهذا فهو فهي فهذه هذا وهذا وهو وهي ذلك فذلك".split())  # «أما ما قيل عن معركة، فهذا أمر لم يحصل»


def read_stance(candidate: Candidate, scope: Scope | None) -> str:
    """The candidate's stance; the cue is noted in its derivation."""
    return "denied" if _denied(candidate, scope) else "asserted"


def _denied(candidate: Candidate, scope: Scope | None) -> bool:
    if (
        scope is not None
        and scope.effect == "deny"
        and scope.first <= candidate.first < scope.last
        and _directly(candidate, scope)
    ):
        candidate.note("denial", _words(candidate.sentence, scope.cue), "denied")
        return True
    sentence = candidate.sentence
    for hit in sentence.of("negation"):
        if not _governs(sentence, hit, candidate):
            continue
        candidate.note("negation", _words(sentence, hit), "denied")
        return True
    return False


def _directly(candidate: Candidate, scope: Scope) -> bool:
    """Whether the denial reaches the trigger: no clause of its own (a relative, a temporal) stands between."""
    words = candidate.sentence.doc.words
    aside = _asides(words, scope.first, candidate.first)
    for k in range(scope.first, candidate.first):
        if k in aside:
            continue
        if (
            words[k] in ("التي", "الذي", "الذين", "بعد", "عقب", "منذ", "خلال", "اثر", "رغم")
            and candidate.first - k <= 14
        ):
            return False
    return not _presupposed(candidate, scope) and not _goes_on(candidate, scope)


def _presupposed(candidate: Candidate, scope: Scope) -> bool:
    """Whether only what befell somebody in it is denied: `نفى أن يكون القائد قد قتل في الغارة`."""
    sentence = candidate.sentence
    if candidate.is_verb or not candidate.form.definite or sentence.word(sentence.before(candidate.first)) != "في":
        return False
    return any(
        h.data[0].consequence and h.data[1].tense and scope.first <= h.first < candidate.first
        for h in (*candidate.consequences, *sentence.of("trigger"))
    )


def _goes_on(candidate: Candidate, scope: Scope) -> bool:
    """Whether the denier has gone on to tell what he did: `نفت وجود أي سلاح، ونظمت وقفة`."""
    words = candidate.sentence.doc.words
    return any(
        h.data[1].tense == "past"
        and h.proclitic == "و"
        and scope.first < h.first <= candidate.first
        and words[h.first - 1] in BREAKS
        for h in candidate.sentence.of("light")
    )


def _asides(words: list[str], first: int, last: int) -> set[int]:
    """The tokens of relative clauses that commas close before `last`: `أن تكون قواتها، التي تطوق البلدة، قد قصفت`."""
    commas = [k for k in range(first, last) if words[k] in BREAKS]
    out: set[int] = set()
    for a, b in itertools.pairwise(commas):
        if words[a + 1] in _RELATIVES:
            out.update(range(a, b))
    return out


def _words(sentence: Sentence, hit: Hit | None) -> str:
    return sentence.doc.raw_text(hit.first, hit.last) if hit is not None else ""


def _governs(sentence: Sentence, hit: Hit, candidate: Candidate) -> bool:
    """Whether a negation reaches this trigger: right before its verb, in construct with its noun, or said of the clause after it."""
    scope = hit.data
    words = sentence.doc.words
    if any(h.first <= hit.first <= h.last for h in sentence.of("not_negation")):
        return False
    if scope == "after":
        return candidate.last < hit.first and hit.first - candidate.last <= 22 and _told_of(candidate, hit)
    if scope == "report":
        between = words[hit.last + 1 : candidate.first]
        return 0 < candidate.first - hit.last <= 10 and not any(w in BREAKS for w in between)
    if words[hit.first - 1] in _CONDITIONS and hit.first > sentence.first:
        return False  # «إذا لم ينسحبوا» supposes, it does not deny
    distance = candidate.first - hit.last
    if distance < 1:
        return False
    between = words[hit.last + 1 : candidate.first]
    if any(w in BREAKS or w in THAT for w in between):
        return False
    if (
        scope == "verb"
        and not candidate.is_verb
        and distance in (3, 4)
        and between[0][0] in "يت"
        and between[-1] in ("في", "الي", "علي")
    ):
        return True  # «لم تشارك في العملية»
    if scope == "verb" and candidate.is_verb and _excepted(candidate):
        return False
    if scope == "verb":
        return (candidate.is_verb and distance <= 2) or (
            not candidate.is_verb
            and distance <= 4
            and any(h.first == hit.last + 1 for k in ("light", "exist") for h in sentence.of(k))
        )
    if scope == "without":
        return distance <= 2 and not candidate.entry.consequence
    if scope == "noun":
        return distance <= 2 and not candidate.is_verb
    if scope == "clause":
        return distance <= 4
    return distance <= 2


def _excepted(candidate: Candidate) -> bool:
    """Whether an exception follows in the clause of the negated verb, so that it tells when or by how many it happened."""
    return followed_by(candidate, _EXCEPT, 10)


def followed_by(candidate: Candidate, wanted: frozenset[str], reach: int) -> bool:
    """Whether one of these words comes within `reach` tokens after the trigger, before any break."""
    words = candidate.sentence.doc.words
    for k in range(candidate.last + 1, min(candidate.last + 1 + reach, candidate.sentence.last)):
        if words[k] in BREAKS:
            return False
        if words[k] in wanted:
            return True
    return False


def _told_of(candidate: Candidate, hit: Hit) -> bool:
    """Whether what stands before the cue is said of the candidate: in its stretch, or after a break by a word that takes it up."""
    words = candidate.sentence.doc.words
    if words[candidate.first - 1] == "في":
        return False  # «مشاركة البلاد في الحرب غير واردة»: the taking part is denied, not the war
    if hit.first < candidate.right + 1 and hit.first - candidate.last <= 14:
        return True
    breaks = [k for k in range(candidate.last + 1, hit.first) if words[k] in BREAKS]
    return len(breaks) == 1 and words[breaks[0] + 1] in _RESUMES
