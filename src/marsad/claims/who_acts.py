"""Types that are decided by who acts, not by the word: who leaves, who holds people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..annotate.participants import Mention
from .candidates import Candidate
from .cast import Roles
from .fitting import CIVIL
from .subjects import doer

if TYPE_CHECKING:
    from ..lexicons.vocabulary import Vocabulary


def by_who_acts(candidate: Candidate, roles: Roles, vocabulary: Vocabulary) -> None:
    """Let those who leave, or who hold others, decide the type where the lexicon says so."""
    _by_who_leaves(candidate, roles, vocabulary)
    _by_who_holds(candidate, roles, vocabulary)


def _by_who_leaves(candidate: Candidate, roles: Roles, vocabulary: Vocabulary) -> None:
    """Fighters who leave withdraw, civilians are displaced, whatever the verb (codebook, section 3)."""
    if not candidate.entry.leaver:
        return
    if not candidate.is_verb and (not roles.actors or _is_left(roles.actors[0], candidate)):
        roles.actors = _called_upon(candidate) or roles.actors
    if not roles.actors:
        return
    armed = any(m.armed for m in roles.actors)
    if not armed and not all(m.of in CIVIL or m.nation for m in roles.actors):
        return
    _settle(candidate, vocabulary.leavers["armed" if armed else "others"], "who leaves", vocabulary)


def _by_who_holds(candidate: Candidate, roles: Roles, vocabulary: Vocabulary) -> None:
    """People whom gunmen or pirates hold are hostages; a state, or who rules in its place, arrests (codebook, section 3)."""
    if not candidate.entry.captor or not roles.actors:
        return
    captors, kind = vocabulary.captors
    if all(m.actor in captors or (m.actor is None and m.of in _GUNMEN) for m in roles.actors):
        _settle(candidate, kind, "who holds", vocabulary)


_GUNMEN = frozenset(("attackers", "fighters"))  # named by no party


def _settle(candidate: Candidate, kind: str, how: str, vocabulary: Vocabulary) -> None:
    if kind != candidate.type.id:
        candidate.note(how, candidate.sentence.doc.raw_text(candidate.first, candidate.last), kind)
        candidate.type = vocabulary.types[kind]


def _is_left(mention: Mention, candidate: Candidate) -> bool:
    """Whether the noun's genitive is the place left: «مغادرة لبنان»."""
    named = any(p.first == mention.first for p in candidate.sentence.places)
    return (
        mention.first <= candidate.last + 2 and mention.first > candidate.last and (named or mention.unit == "position")
    )


def _called_upon(candidate: Candidate) -> list[Mention]:
    """Who is to do what the noun names, right before it: «دعت مواطنيها إلى مغادرة البلاد», «عائلات حاولت مغادرة المنطقة»."""
    before = [m for m in candidate.sentence.mentions if 0 < candidate.first - m.last <= 3 and not m.prep and doer(m)]
    return before[-1:]
