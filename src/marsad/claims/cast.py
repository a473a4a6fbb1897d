"""The participants of one candidate, as the readers of its grammar put them together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..annotate.participants import PLACE, Mention

if TYPE_CHECKING:
    pass


@dataclass(slots=True)
class Roles:
    """The participants of one candidate."""

    actors: list[Mention] = field(default_factory=list)
    recipients: list[Mention] = field(default_factory=list)
    how: str = ""


class Sides:
    """Which side of a cast each phrase was proposed for, a phrase that names an actor of it again among them."""

    __slots__ = ("_actors", "_phrases", "_recipients")

    def __init__(self, roles: Roles) -> None:
        self._phrases = {id(m): "recipient" for m in roles.recipients}
        self._phrases.update({id(m): "actor" for m in roles.actors})
        self._actors = {m.actor for m in roles.actors if m.actor is not None}
        self._recipients = {m.actor for m in roles.recipients if m.actor is not None}

    def of(self, mention: Mention) -> str:
        """The side of a phrase."""
        side = self._phrases.get(id(mention))
        if side is not None:
            return side
        if mention.actor is None:
            return "none"
        return (
            "none/same-a"
            if mention.actor in self._actors
            else "none/same-r"
            if mention.actor in self._recipients
            else "none"
        )


def add(side: list[Mention], mention: Mention, usable: list[Mention]) -> None:
    """Add the mention and those that *and* ties to it."""
    if mention in side:
        return
    side.append(mention)
    at = usable.index(mention)
    for following in usable[at + 1 :]:
        if not following.joined or following.adjective:
            break
        if following not in side:
            side.append(following)


def unique(mentions: list[Mention]) -> list[Mention]:
    out: list[Mention] = []
    for mention in mentions:
        if mention not in out:
            out.append(mention)
    return out


def heads_a_title(mention: Mention) -> bool:
    """Whether the phrase is a place that only says where a headline is from (`باكستان: مقتل …`)."""
    return mention.strength == PLACE and mention.sentence.word(mention.last + 1) == ":"
