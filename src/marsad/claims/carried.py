"""Participants that a claim takes over from what the article has told before: dropped subjects, and the other side of a fight."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..annotate.participants import Mention
from ..annotate.sentence import Sentence
from .candidates import Candidate
from .cast import Roles

if TYPE_CHECKING:
    from .build import Draft


def fill_sides(drafts: list[Draft], sentences: list[Sentence]) -> None:
    """Name the sides of a fight that its clause leaves open by the two that this article sets against each other."""
    pairs: Counter[frozenset[str]] = Counter()
    for draft in drafts:
        sides = {m.actor for m in (*draft.roles.actors[:1], *draft.roles.recipients[:1]) if m.actor and m.armed}
        if draft.candidate.type.group in ("fight", "control") and len(sides) == 2:
            pairs[frozenset(sides)] += 1
    if not pairs:
        return
    for draft in drafts:
        kind = draft.candidate.type
        if not (kind.two_sided and kind.group == "fight") or (draft.roles.actors and draft.roles.recipients):
            continue
        known = {m.actor for m in (*draft.roles.actors, *draft.roles.recipients) if m.actor}
        fitting = [(n, sorted(p)) for p, n in pairs.items() if known <= p or not known]
        if not fitting:
            continue
        both = max(fitting)[1]
        named = [_last_named(actor, draft.candidate, sentences) for actor in both if actor not in known]
        found = [m for m in named if m is not None]
        if draft.roles.recipients and found:
            draft.roles.actors = found[:1]
        elif draft.roles.actors and found:
            draft.roles.recipients = found[:1]
        elif len(found) == 2:
            draft.roles.actors, draft.roles.recipients = found[:1], found[1:]


def _last_named(actor: str, candidate: Candidate, sentences: list[Sentence]) -> Mention | None:
    """The last mention of the actor before the trigger, in its sentence or up to three before; else the first after it there."""
    for index in range(candidate.sentence.index, max(-1, candidate.sentence.index - 4), -1):
        here = [m for m in sentences[index].mentions if m.actor == actor and not m.adjective]
        if index == candidate.sentence.index:
            here = [m for m in here if m.last < candidate.first] or here
        if here:
            return here[-1]
    return None


def inherit(candidate: Candidate, roles: Roles, drafts: list[Draft]) -> None:
    """Fill in who does it from what was just told, where this one plainly goes on with it (codebook, section 2: a dropped subject)."""
    if candidate.type.two_sided:
        _other_side(candidate, roles, drafts)
        return
    if (
        roles.actors
        or candidate.entry.subject not in ("actor",)
        or (candidate.entry.consequence and roles.how == "passive verb")
    ):
        return
    for earlier in reversed(drafts[-4:]):
        same = earlier.candidate.sentence is candidate.sentence
        if candidate.sentence.index - earlier.candidate.sentence.index > 1:
            break
        actors = [m for m in earlier.roles.actors if m.actor and not any(m.actor == r.actor for r in roles.recipients)]
        if not actors or (candidate.entry.consequence and not same):
            continue
        alike = earlier.candidate.type.group == candidate.type.group
        goes_on = (
            same
            or (candidate.is_verb and candidate.first - candidate.sentence.first <= 3)
            or (alike and candidate.form.definite)
        )
        if goes_on and (alike or (same and candidate.type.group != "street")):  # police that shoot do not demonstrate
            roles.actors = [_nearest(m, candidate) for m in actors]
            candidate.note("carried on", earlier.candidate.type.id, "same doer")
            return


def _nearest(mention: Mention, candidate: Candidate) -> Mention:
    """The last mention of the same actor before the trigger in its own sentence, where there is one."""
    for other in reversed(candidate.sentence.mentions):
        if other.last < candidate.first and other.actor == mention.actor and not other.adjective:
            return other
    return mention


def _other_side(candidate: Candidate, roles: Roles, drafts: list[Draft]) -> None:
    """The sides of a fight or a deal that the article has just named, where this mention of it names one or none."""
    if roles.actors and roles.recipients:
        return
    known = {m.actor for m in (*roles.actors, *roles.recipients) if m.actor}
    for earlier in reversed(drafts[-8:]):
        if candidate.sentence.index - earlier.candidate.sentence.index > 3:
            break
        if earlier.candidate.type.group not in (candidate.type.group, "control"):
            continue
        sides = [
            side
            for side in (earlier.roles.actors, earlier.roles.recipients)
            if side and side[0].actor and side[0].armed
        ]
        if not known and len(sides) == 2:
            roles.actors, roles.recipients = list(sides[0]), list(sides[1])
            return
        others = [side for side in sides if side[0].actor not in known]
        if known and len(sides) == 2 and len(others) == 1:
            if roles.recipients and not roles.actors:
                roles.actors = [_nearest(m, candidate) for m in others[0]]
            elif roles.actors and not roles.recipients:
                roles.recipients = [_nearest(m, candidate) for m in others[0]]
            return
