"""Asserted or denied, and occurred, ongoing, planned, possible or demanded (codebook, section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..annotate.sentence import BREAKS, Sentence
from .attribution import THAT, Scope
from .candidates import Candidate

if TYPE_CHECKING:
    from ..text.phrases import Hit

_PERFECT_FRAMES = frozenset("بعد عقب منذ اثر قبل خلال".split())
_WAS = frozenset("كان كانت كانوا وكان وكانت وكانوا".split())
_TRIED = frozenset(["حاول", "حاولت", "حاولوا", "حاولا"])  # an attempt that took place occurred (codebook, section 5)
_SUCCEEDED = frozenset("استطاع استطاعت استطاعوا تمكن تمكنت تمكنوا نجح نجحت نجحوا".split())
_SUBJUNCTIVE = frozenset("ان لان كي لكي حتي بان".split())


def read_stance(candidate: Candidate, scope: Scope | None) -> tuple[str, str]:
    """The candidate's stance and status; each cue is noted in its derivation."""
    denied = _denied(candidate, scope)
    status = _status(candidate, scope)
    return ("denied" if denied else "asserted"), status


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
    for k in range(scope.first, candidate.first):
        if words[k] in ("التي", "الذي", "الذين", "بعد", "عقب", "منذ", "خلال", "اثر") and candidate.first - k <= 14:
            return False
    return True


def _words(sentence: Sentence, hit: Hit | None) -> str:
    return sentence.doc.raw_text(hit.first, hit.last) if hit is not None else ""


def _governs(sentence: Sentence, hit: Hit, candidate: Candidate) -> bool:
    """Whether a negation reaches this trigger: right before its verb, in construct with its noun, or said of the clause after it."""
    scope = hit.data
    words = sentence.doc.words
    if any(h.first <= hit.first <= h.last for h in sentence.of("not_negation")):
        return False
    if scope == "after":
        return candidate.last < hit.first < candidate.right + 1 and hit.first - candidate.last <= 14
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


def _status(candidate: Candidate, scope: Scope | None) -> str:
    sentence = candidate.sentence
    words = sentence.doc.words
    if candidate.form.tense == "future":
        candidate.note("future", sentence.doc.raw_text(candidate.first, candidate.last), "planned")
        return "planned"
    if (
        scope is not None
        and scope.effect in ("demand",)
        and scope.first <= candidate.first
        and candidate.form.tense != "past"
    ):
        candidate.note("demand", _words(sentence, scope.cue), "demanded")
        return "demanded"
    if scope is not None and scope.effect in ("plan", "threat") and candidate.form.tense != "past":
        candidate.note("plan", _words(sentence, scope.cue), "planned")
        return "planned"
    hedge = _hedge(candidate)
    if hedge is not None:
        candidate.note("cue", _words(sentence, hedge), hedge.data)
        return str(hedge.data)
    if not candidate.is_verb:
        if (
            candidate.proclitic in ("ل", "ول")
            and candidate.entry.pos == "noun"
            and not words[candidate.first].startswith("لل")
            and not candidate.form.definite
            and candidate.form.agreement == "s"
        ):
            before = words[candidate.first - 1] if candidate.first > sentence.first else ""
            if before not in (
                "تعرض",
                "تعرضت",
                "يتعرض",
                "نتيجه",
                "وفقا",
                "تعرضه",
                "تعرضها",
                "تعرضهم",
            ) and not _negligible(candidate):
                candidate.note("purpose", words[candidate.first], "planned")
                return "planned"
        aspect = _aspect(candidate)
        if aspect is not None:
            return aspect
        return candidate.entry.status or candidate.type.default_status
    if candidate.form.tense == "present":
        ahead = [words[k] for k in range(max(sentence.first, candidate.first - 3), candidate.first)]
        if ahead and ahead[-1] in ("لم",):
            return "occurred"
        if len(ahead) > 1 and ahead[-1] == "ان" and ahead[-2].lstrip("وف") in _SUCCEEDED:
            return "occurred"
        if ahead and ahead[-1] in _SUBJUNCTIVE and not (len(ahead) > 1 and ahead[-2] in _PERFECT_FRAMES):
            return "planned" if candidate.type.default_status != "ongoing" else "ongoing"
        if candidate.proclitic in ("ل", "ول"):
            return "planned"
        if any(w in _WAS for w in ahead) or (len(ahead) > 1 and ahead[-2] in _PERFECT_FRAMES):
            return "occurred" if candidate.type.default_status != "ongoing" else "ongoing"
        return candidate.entry.status or "ongoing"
    return candidate.entry.status or "occurred"


def _negligible(candidate: Candidate) -> bool:
    return candidate.entry.consequence


def _hedge(candidate: Candidate) -> Hit | None:
    """The nearest cue of plan, possibility or demand that governs the trigger: before it in its stretch, nothing ended between."""
    sentence = candidate.sentence
    best: Hit | None = None
    for hit in sentence.of("status"):
        if hit.data == "ongoing" and not candidate.is_verb:
            if -2 <= hit.first - candidate.last <= 5 or 0 < candidate.first - hit.last <= 4:
                best = hit
            continue
        if hit.last >= candidate.first or candidate.first - hit.last > 7:
            continue
        between = sentence.doc.words[hit.last + 1 : candidate.first]
        if any(w in BREAKS for w in between):
            continue
        if any(h.first > hit.last and h.last < candidate.first for h in sentence.of("trigger")):
            continue
        if candidate.form.tense == "past" and hit.data in ("planned", "demanded"):
            continue
        if hit.data == "planned" and sentence.doc.words[hit.first].lstrip("وف") in _TRIED:
            continue
        best = hit
    return best


def _aspect(candidate: Candidate) -> str | None:
    """What a verb of beginning, going on or ending says of the noun after it."""
    sentence = candidate.sentence
    for hit in sentence.of("aspect"):
        near = 0 < candidate.first - hit.last <= 6 or (
            0 < hit.first - candidate.last <= 4 and hit.first < candidate.right
        )
        if near:
            entry, form = hit.data
            if form.tense == "future":
                return "planned"
            if entry.status == "ongoing" or (form.tense == "present" and entry.status not in ("occurred", "ended")):
                return "ongoing"
            return "occurred"
    for hit in sentence.of("light"):
        entry, form = hit.data
        if 0 < candidate.first - hit.last <= 6 or (0 < hit.first - candidate.last <= 3 and hit.first < candidate.right):
            if form.tense == "future":
                return "planned"
            if form.tense == "present":
                words = sentence.doc.words
                before = words[hit.first - 1] if hit.first > sentence.first else ""
                if before in _SUBJUNCTIVE or hit.proclitic == "ل":
                    return "planned"
                if before in _WAS or before == "لم":
                    return "occurred"
                return "ongoing"
    return None
