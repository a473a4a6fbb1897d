"""What a form could not carry: each kind of loss in words, how often, and the events that it touched."""

from __future__ import annotations

from typing import Any

from .happening import Happening

HAPPENED = frozenset({"occurred", "ongoing"})


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

    def note_usual(self, h: Happening, rule: str | None = None) -> None:
        """What every form with one row an event loses: chains, denials, rival figures, further places, an inexact day."""
        event = h.event
        claims = [row.claim for row in h.claims]
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
        if rule is not None:
            self._figures(h, rule)

    def _figures(self, h: Happening, rule: str) -> None:
        for f in h.figures(rule, "killed"):
            if (f.detail or {}).get("rival"):
                self.note("rival figures of the dead: one number stands for several that were reported", h.event.id)
        if len(h.figures(rule, "killed")) > 1:
            self.note("figures of the dead by group, which are not added up", h.event.id)
        if any(f.kind != "killed" for f in h.figures(rule)):
            self.note("figures of other kinds than the dead (injured, detained, displaced, …)", h.event.id)

    def as_json(self) -> dict[str, Any]:
        """For the side file, the commonest first."""
        rows = sorted(self._ids.items(), key=lambda x: (-len(x[1]), x[0]))
        return {what: {"count": len(ids), "events": ids} for what, ids in rows}

    def counts(self) -> dict[str, int]:
        """How many events each kind of loss touched."""
        return {what: len(ids) for what, ids in sorted(self._ids.items(), key=lambda x: (-len(x[1]), x[0]))}
