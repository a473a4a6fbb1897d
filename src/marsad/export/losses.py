"""What a form could not carry: each kind of loss in words, how often, and the events that it touched."""

from __future__ import annotations

from typing import Any, NamedTuple

from .happening import Happening

INEXACT = "how inexact the place is: a point stands for a district, governorate or country"
HAPPENED = frozenset({"occurred", "ongoing"})


class Room(NamedTuple):
    """What a form with one row an event has room for beside type, day, place and parties."""

    speakers: bool = False
    kinds: tuple[str, ...] = ("killed",)
    """The kinds of figures that have columns."""
    ranges: bool = False
    """Whether a figure may be from … to."""
    inexact: bool = True
    """Whether it says how exact a point is."""


class Losses:
    """Counts losses by kind, each event once for a kind."""

    def __init__(self) -> None:
        self._ids: dict[str, list[str]] = {}

    def note(self, what: str, event_id: str) -> None:
        """The form could not carry this of the event."""
        ids = self._ids.setdefault(what, [])
        if not ids or ids[-1] != event_id:
            ids.append(event_id)

    def add(self, other: Losses) -> None:
        """What was lost of further events too."""
        for what, ids in other._ids.items():
            self._ids.setdefault(what, []).extend(ids)

    def note_usual(self, h: Happening, rule: str, room: Room) -> None:
        """What forms with one row an event lose: chains, speakers, denials, contradictions, further places, figures."""
        event = h.event
        claims = [row.claim for row in h.claims]
        if not room.speakers and any(a.role == "speaker" for c in claims for a in c.attribution):
            self.note("who said so: the form has room for those who reported it alone", event.id)
        if any(len(c.attribution) > 1 for c in claims):
            self.note("a chain of attribution: the form has room for the sources, not for who relayed whom", event.id)
        if len(claims) > 1 and any(c.stance == "denied" for c in claims):
            self.note("a denial by some of the sources", event.id)
        if any(c.status not in HAPPENED for c in claims) and any(c.status in HAPPENED for c in claims):
            self.note("a claim that it was planned, possible or demanded", event.id)
        if any(c.more_places for c in claims):
            self.note("further places of the same event", event.id)
        if event.origins > 1 or event.article_count > 1:
            self.note("which words each source used: one row stands for all claims", event.id)
        if h.record.relations:
            self.note("contradictions and agreements between claims: jsonl holds them", event.id)
        if not room.inexact and event.lat is not None and (event.place_precision or 0) > 2:
            self.note(INEXACT, event.id)
        self._figures(h, rule, room)

    def _figures(self, h: Happening, rule: str, room: Room) -> None:
        figures = h.figures(rule)
        for kind in dict.fromkeys(f.kind for f in figures):
            own = [f for f in figures if f.kind == kind]
            if kind not in room.kinds:
                self.note(f"figures of the kind {kind}: the form has no column for them", h.event.id)
                continue
            if len(own) > 1:
                self.note(
                    f"figures by group ({kind}), which are not added up: the widest group stands there", h.event.id
                )
            if any((f.detail or {}).get("rival") for f in own):
                lost = "a range stands for all" if room.ranges else "one number stands for several that were reported"
                self.note(f"rival figures ({kind}), and who gave which: {lost}", h.event.id)

    def as_json(self) -> dict[str, Any]:
        """For the side file, the commonest first."""
        rows = sorted(self._ids.items(), key=lambda x: (-len(x[1]), x[0]))
        return {what: {"count": len(ids), "events": ids} for what, ids in rows}

    def counts(self) -> dict[str, int]:
        """How many events each kind of loss touched."""
        return {what: len(ids) for what, ids in sorted(self._ids.items(), key=lambda x: (-len(x[1]), x[0]))}
