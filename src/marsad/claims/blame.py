"""Blame: the side that is blamed for a concrete event is its doer, and whoever blames is the party of the accusation."""

from __future__ import annotations

from .attribution import Scope
from .candidates import Candidate
from .cast import Roles


def accused(candidate: Candidate, scope: Scope | None, roles: Roles) -> None:
    """Blame that names a concrete event makes the blamed side its actor (codebook, section 5, Violence)."""
    if scope is None or scope.effect != "accuse" or scope.cue is None or candidate.first <= scope.cue.last:
        return
    spoken = [link for link in scope.chain if link.sentence is candidate.sentence]
    after = max(
        [
            scope.cue.last,
            *[link.mention.last if link.mention else link.first for link in spoken if link.first > scope.cue.first],
        ]
    )
    blamed = [
        m for m in candidate.sentence.mentions if after < m.first < candidate.first and not m.prep and not m.adjective
    ]
    if blamed and (not roles.actors or roles.how in ("", "genitive")):
        roles.actors = blamed[:1]
        candidate.note(
            "blame", candidate.sentence.doc.raw_text(scope.cue.first, scope.cue.last), "the blamed side did it"
        )


def voiced(candidate: Candidate, scopes: list[Scope], roles: Roles) -> None:
    """Who accuses, threatens or demands is the speaker of the verb; what names him is not whom he accuses.

    `اتهم الناطق باسم شبكة الأطباء، فلان، الميليشيا بـ…`: the network is no victim, and the militia is the accused.
    """
    scope = next((s for s in scopes if s.cue is not None and s.cue.first == candidate.first and s.chain), None)
    if scope is None:
        return
    sentence = candidate.sentence
    links = [k for k in scope.chain if k.role == "speaker" and k.sentence is sentence]
    if not links:
        return
    first, last = min(k.first for k in links), max(k.last for k in links)
    roles.recipients = [m for m in roles.recipients if m.sentence is not sentence or not first <= m.first <= last]
    named = [k.mention for k in links if k.actor is not None and k.mention is not None]
    if named and not any(m.actor for m in roles.actors):
        roles.actors = named[:1]
    if not roles.recipients and scope.effect == "accuse" and candidate.last < first:
        stop = max(scope.first, last + 1)
        after = [m for m in sentence.mentions if last < m.first and not m.prep and not m.adjective and not m.joined]
        roles.recipients = [m for m in after if m.first - stop <= 4][:1]
