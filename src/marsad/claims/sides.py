"""The two sides of a fight, a deal or talks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..annotate.participants import Mention
from ..annotate.sentence import Sentence
from .candidates import Candidate
from .cast import Roles, add
from .subjects import right_of, subject_near
from .victims import victim_of

if TYPE_CHECKING:
    pass

_WITH = frozenset(("مع", "ضد"))


def two_sides(candidate: Candidate, usable: list[Mention], roles: Roles) -> None:
    """`بين أ وب`, `أ … مع ب`, `أ ضد ب`."""
    right = right_of(candidate, usable)
    between = next((m for m in right if m.prep == "بين"), None)
    if between is not None:
        at = usable.index(between)
        pair = [between]
        for following in usable[at + 1 :]:
            if following.first >= candidate.right and not following.joined:
                break
            if (following.joined or following.prep == "بين") and not following.adjective:
                pair.append(following)
            if len(pair) >= 4:
                break
        parted = [m for m in pair if _past_the_first_side(candidate.sentence, between.first, m)]
        if len(pair) > len(parted) > 0:
            roles.actors.extend(m for m in pair if m not in parted)
            roles.recipients.extend(parted)
            roles.how = "between"
            return
        if len(pair) >= 2:
            roles.actors.append(pair[0])
            roles.recipients.extend(pair[1:2])
            roles.how = "between"
            return
        if pair[0].back or pair[0].plural:
            return
    other = next((m for m in right if m.prep in _WITH and not m.adjective), None)
    if other is not None:
        add(roles.recipients, other, usable)
        roles.how = "with"
        subject = subject_near(candidate, [m for m in usable if m is not other and m not in roles.recipients])
        victims = [
            m
            for hit in candidate.consequences
            if (m := victim_of(hit, usable, roles)) is not None and m.armed and m is not other
        ]
        if subject is None and victims:
            roles.actors, roles.recipients = roles.recipients, victims[:1]
        elif subject is not None:
            add(roles.actors, subject, [m for m in usable if m not in roles.recipients])


def _past_the_first_side(sentence: Sentence, start: int, mention: Mention) -> bool:
    """Whether `من جهة` closes the first side before the phrase (`بين الجيش وحلفائه من جهة والمتمردين من جهة أخرى`)."""
    words = sentence.doc.words
    return any(words[k] == "من" and words[k + 1] in ("جهه", "جانب", "ناحيه") for k in range(start, mention.first - 1))


def balance(roles: Roles) -> None:
    """Two sides: a second actor of another camp is the other side."""
    if len(roles.actors) >= 2 and not roles.recipients:
        first = roles.actors[0]
        other = [m for m in roles.actors[1:] if m.actor != first.actor]
        if other:
            roles.actors = [m for m in roles.actors if m not in other]
            roles.recipients = other
