"""Subjects: whose deed a verb, a light verb or a verbal noun tells.

Newspaper Arabic puts the subject after the verb or, after *anna* and the relative pronouns, before it; a verbal noun has it as its
genitive, as the subject of the light verb that carries it, or as that of the verb it completes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..annotate.participants import Mention
from ..annotate.prepositions import PREPOSITIONS
from ..annotate.sentence import BREAKS, Sentence
from .candidates import Candidate
from .cast import Roles
from .fitting import takes_up

if TYPE_CHECKING:
    pass

RELATIVES = frozenset("التي الذي الذين اللذين اللتين اللذان اللتان اللواتي اللاتي".split())


_THAT = frozenset("ان ان بان لان انه انها انهم بانه بانها بانهم ولكن لكن".split())


def right_of(candidate: Candidate, usable: list[Mention], stop: int | None = None) -> list[Mention]:
    end = candidate.right if stop is None else stop
    # a phrase such as «انسحاب القوات» holds the noun it governs
    return [
        m
        for m in usable
        if m.first > candidate.first and (m.first > candidate.last or not candidate.is_verb) and m.first < end
    ]


def _left_of(candidate: Candidate, usable: list[Mention], start: int | None = None) -> list[Mention]:
    begin = candidate.left if start is None else start
    return [m for m in usable if m.last < candidate.first and m.first >= begin]


def doer(mention: Mention) -> bool:
    """Whether the phrase can do something: a known actor, people, or a force; no position, vehicle or bare rank."""
    return (
        mention.actor is not None
        or bool(mention.choices)
        or mention.head in ("people", "person", "anaphor")
        or mention.unit in ("force", "aircraft", "leader")
    )


def near(sentence: Sentence, left: int, right: int) -> bool:
    gap = sentence.doc.words[left + 1 : right]
    return len(gap) <= 8 and sum(1 for w in gap if w in BREAKS) <= 2


def relative_before(sentence: Sentence, token: int) -> int | None:
    """The relative pronoun that the verb at `token` hangs on, up to four tokens before it."""
    for k in range(token - 1, max(sentence.first, token - 5) - 1, -1):
        if sentence.doc.words[k] in RELATIVES:
            return k
        if sentence.doc.words[k] in BREAKS:
            return None
    return None


def before_that(sentence: Sentence, token: int) -> bool:
    """Whether *anna* opens the clause of this verb: then its subject stands before it."""
    return any(w in _THAT for w in sentence.doc.words[max(sentence.first, token - 14) : token])


def preverbal(candidate: Candidate, usable: list[Mention]) -> Mention | None:
    """The subject before its verb: the first free noun phrase since *anna*, the last break, or the start."""
    sentence = candidate.sentence
    start = sentence.first
    for k in range(candidate.first - 1, sentence.first - 1, -1):
        word = sentence.doc.words[k]
        if word in _THAT:
            start = k
            break
    left = [
        m for m in usable if m.last < candidate.first and not m.adjective and not m.prep and not m.victim and doer(m)
    ]
    inside = [m for m in left if m.first >= start]
    for mention in inside or left:
        if candidate.first - mention.last <= 40 and (mention.armed or candidate.type.group != "fight"):
            return mention
    return None


def verb_subject(candidate: Candidate, usable: list[Mention]) -> Mention | None:
    sentence = candidate.sentence
    agreement = candidate.form.agreement
    relative = relative_before(sentence, candidate.first)
    right = [m for m in right_of(candidate, usable) if not m.adjective]
    after = next((m for m in right if not m.prep), None)
    if after is not None and not doer(after):
        after = None
    close = after is not None and not after.joined and near(sentence, candidate.last, after.first)
    if relative is not None and not candidate.enclitic:
        antecedent = [m for m in usable if m.last < relative and not m.adjective and relative - m.last <= 4]
        if antecedent:
            return antecedent[-1]
    if agreement not in ("mp", "fp", "md", "fd") and close and after is not None and relative is None:
        if before_that(sentence, candidate.first) and preverbal(candidate, usable) is not None:
            return preverbal(candidate, usable)
        return after
    if relative is not None and candidate.enclitic and after is not None:
        return after
    before = preverbal(candidate, usable)
    if before is not None:
        return before
    if agreement in ("mp", "fp", "md", "fd"):
        left = [m for m in usable if m.last < candidate.first and not m.adjective and m.prep in ("", "من")]
        return left[-1] if left else None
    return after if close else None


def light_verb(candidate: Candidate) -> object | None:
    """The light verb before the noun in its clause (شن … غارة), or after it in a relative clause (غارات شنها)."""
    sentence = candidate.sentence
    best = None
    for hit in sentence.of("light"):
        if (
            hit.last < candidate.first
            and hit.first >= candidate.left
            and candidate.first - hit.last <= 16
            and not takes_up(sentence, hit)
        ):
            best = hit
        elif (
            candidate.last < hit.first < candidate.right and hit.first - candidate.last <= 6 and takes_up(sentence, hit)
        ):
            return best or hit
    return best


def subject_of(sentence: Sentence, light: object, usable: list[Mention], candidate: Candidate) -> Mention | None:
    hit = light
    _entry, form = hit.data  # type: ignore[attr-defined]
    first, last = hit.first, hit.last  # type: ignore[attr-defined]
    if first > candidate.last:
        return next((m for m in usable if m.first > last and not m.prep and m.first - last <= 5), None)
    usable = [m for m in usable if not m.victim]
    between = [m for m in usable if last < m.first and m.last < candidate.first and not m.prep and not m.adjective]
    if between and form.agreement not in ("mp", "fp"):
        return between[0]
    relative = relative_before(sentence, first)
    if relative is not None:
        antecedent = [m for m in usable if m.last < relative and relative - m.last <= 4 and not m.adjective]
        if antecedent:
            return antecedent[-1]
    left = [m for m in usable if m.last < first and not m.adjective and m.prep in ("", "ان") and first - m.last <= 25]
    start = sentence.first
    for k in range(first - 1, sentence.first - 1, -1):
        if sentence.doc.words[k] in _THAT:
            start = k
            break
    inside = [m for m in left if m.first >= start]
    return inside[0] if inside else (left[-1] if left else None)


def genitive_of(candidate: Candidate, usable: list[Mention]) -> Mention | None:
    """The noun phrase right after a noun trigger, adjectives between them passed over."""
    for mention in right_of(candidate, usable):
        gap = candidate.sentence.gap(candidate.last, mention.first)
        if len(gap) > 2 or any(w in BREAKS for w in gap):
            return None
        if (
            mention.prep in ("", "ل", "من")
            and not mention.joined
            and (
                not gap
                or mention.number is not None
                or all(w in ("من", "عدد") or (w.endswith(("ه", "ي", "ات")) and w not in PREPOSITIONS) for w in gap)
            )
        ):
            return mention
        return None
    return None


def main_subject(candidate: Candidate, usable: list[Mention], roles: Roles) -> Mention | None:
    """The subject of the clause that a verbal noun completes (`تمكنت القوات من استعادة`, `أعلن الجيش السيطرة على`)."""
    if candidate.entry.of not in ("actor", "either", "place", "none") or candidate.entry.consequence:
        return None
    left = [
        m
        for m in _left_of(candidate, usable)
        if not m.adjective
        and not m.prep
        and m not in roles.recipients
        and not m.victim
        and (m.armed or (candidate.type.group == "street" and m.head == "people"))
    ]
    left = [m for m in left if doer(m)]
    if left and candidate.first - left[-1].last <= 12 and candidate.proclitic in ("", "ب", "ل", "و"):
        return left[0] if len(left) > 1 and left[1].joined else left[-1]
    return None


def subject_near(candidate: Candidate, usable: list[Mention]) -> Mention | None:
    """The subject of a verb, or of the light verb or main verb that a noun depends on."""
    if candidate.is_verb:
        return verb_subject(candidate, usable)
    light = light_verb(candidate)
    if light is not None:
        found = subject_of(candidate.sentence, light, usable, candidate)
        if found is not None:
            return found
    genitive = genitive_of(candidate, usable)
    if genitive is not None and candidate.entry.of != "recipient":
        return genitive
    left = [
        m
        for m in _left_of(candidate, usable, candidate.sentence.first)
        if not m.prep and not m.adjective and not m.victim and doer(m)
    ]
    return left[-1] if left else None
