"""Those whom words of killing and wounding govern (codebook, section 5, Violence)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..annotate.participants import Mention
from .candidates import Candidate
from .cast import Roles, add

if TYPE_CHECKING:
    from ..text.phrases import Hit


def victims(candidate: Candidate, usable: list[Mention], roles: Roles) -> None:
    """Those killed or hurt by one-sided violence are its recipients (codebook, section 5)."""
    if candidate.type.group != "fight" or not candidate.consequences:
        return
    for hit in candidate.consequences:
        entry = hit.data[0]
        killer = _killer(hit, usable) if not roles.actors else None
        if killer is not None:
            add(roles.actors, killer, usable)
        first = (
            victim_of(hit, usable, roles)
            if entry.of != "none" or hit.data[1].tense
            else _victim_after(hit, usable, roles)
        )
        if first is None:
            continue
        if candidate.type.two_sided:
            if not roles.recipients and first.armed and first not in roles.actors:
                roles.actors = [m for m in roles.actors if m.actor != first.actor]
                roles.recipients = [first]
        elif not roles.recipients or all(first.actor != r.actor or first.actor is None for r in roles.recipients):
            add(roles.recipients, first, usable)


def _killer(hit: Hit, usable: list[Mention]) -> Mention | None:
    """The subject of an active verb of killing: the force right before it, where those killed follow (`الجيش قتل 31 مسلحا`)."""
    if not hit.data[1].tense or hit.data[1].agreement in ("mp", "md", "fp"):
        return None
    before = [
        m
        for m in usable
        if 0 <= hit.first - m.last <= 3
        and not m.prep
        and not m.adjective
        and not m.victim
        and m.armed
        and m.number is None
    ]
    after = [m for m in usable if 0 < m.first - hit.last <= 6 and not m.prep]
    return before[-1] if before and after else None


def victim_of(hit: Hit, usable: list[Mention], roles: Roles) -> Mention | None:
    """Whom a word of killing or wounding governs: after it, or before a verb that agrees with a plural (`ثلاثة جنود قتلوا`)."""
    form = hit.data[1]
    if form.tense and form.agreement in ("mp", "md", "fp"):
        before = [
            m
            for m in usable
            if m.last < hit.first and hit.first - m.last <= 8 and not m.adjective and m not in roles.actors
        ]
        counted = [m for m in before if m.number is not None or m.head == "people"]
        if counted:
            return counted[0] if counted[0].number is not None else counted[-1]
    return _victim_after(hit, usable, roles)


def _victim_after(hit: Hit, usable: list[Mention], roles: Roles) -> Mention | None:
    following = [
        m
        for m in usable
        if m.first >= hit.first and m.first - hit.last <= 9 and m not in roles.actors and not m.adjective
    ]
    following = [m for m in following if m.prep in ("", "من", "بين", "في") or m.number is not None]
    bare = [m for m in following if not (m.casualty is not None and m.number is None)]
    return bare[0] if bare else None
