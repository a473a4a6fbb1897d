"""What coding anew changed, gathered and shown: claims added, lost, changed, each with its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from ..model import Claim
from ..render import isolate
from .claims import Change
from .store import Store

_FIELDS = (
    "event_type",
    "stance",
    "status",
    "actors",
    "recipients",
    "place",
    "more_places",
    "date",
    "figures",
    "attribution",
    "evidence",
    "trigger",
)


class Differences:
    """Counts of every change, and the first `limit` of each kind in full."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.added: list[dict[str, Any]] = []
        self.lost: list[dict[str, Any]] = []
        self.changed: list[dict[str, Any]] = []
        self.counts = {"articles": 0, "added": 0, "lost": 0, "changed": 0, "kept": 0, "refused": 0}
        self.refused: list[str] = []

    def add(self, store: Store, changes: Sequence[Change], refused: Sequence[str]) -> None:
        """Take in what one batch changed."""
        for change in changes:
            self.counts["articles"] += 1
            self.counts["kept"] += change.kept
            for name in ("added", "lost", "changed"):
                self.counts[name] += len(getattr(change, name))
        self.counts["refused"] += len(refused)
        self.refused += refused[: self.limit]
        self._describe(store, changes)

    def _describe(self, store: Store, changes: Sequence[Change]) -> None:
        added = [i for c in changes for i in c.added][: self.limit - len(self.added)]
        lost = [i for c in changes for i in c.lost][: self.limit - len(self.lost)]
        changed = [p for c in changes for p in c.changed][: self.limit - len(self.changed)]
        wanted = [*added, *lost, *(i for pair in changed for i in pair)]
        rows = store.claims_by_id(wanted) if wanted else {}
        self.added += [_described(rows[i].article_id, i, rows[i].claim) for i in added]
        self.lost += [_described(rows[i].article_id, i, rows[i].claim) for i in lost]
        for old, new in changed:
            fields = [f for f in _FIELDS if getattr(rows[old].claim, f) != getattr(rows[new].claim, f)]
            before, after = msgspec.to_builtins(rows[old].claim), msgspec.to_builtins(rows[new].claim)
            difference = {f: {"was": before[f], "is": after[f]} for f in fields}
            self.changed.append(
                {**_described(rows[new].article_id, new, rows[new].claim), "was": old, "fields": difference}
            )

    def as_counts(self) -> dict[str, int]:
        """The numbers alone, as they are kept with the run."""
        return dict(self.counts)

    def as_json(self) -> dict[str, Any]:
        """Numbers and examples."""
        return {
            "counts": self.counts,
            "added": self.added,
            "lost": self.lost,
            "changed": self.changed,
            "refused": self.refused,
        }

    def show(self) -> None:
        """Print it for people: + added, − lost, ~ changed."""
        from rich.console import Console

        console = Console(highlight=False)
        for mark, style, items in (("+", "green", self.added), ("-", "red", self.lost)):
            for item in items:
                console.print(
                    f"[{style}]{mark}[/{style}] {item['article']} {item['event_type']} {item['stance']}: {isolate(item['words'])}"
                )
        for item in self.changed:
            console.print(f"[yellow]~[/yellow] {item['article']} {item['event_type']}: {isolate(item['words'])}")
            for name, values in item["fields"].items():
                console.print(f"    {name}: {_short(values['was'])} → {_short(values['is'])}")
        for line in self.refused:
            console.print(f"[red]refused[/red] {line}")
        c = self.counts
        console.print(
            f"{c['articles']} articles coded anew: {c['added']} claims added, {c['lost']} lost, {c['changed']} changed, {c['kept']} as before"
        )


def _described(article: str, key: str, claim: Claim) -> dict[str, Any]:
    return {
        "article": article,
        "claim": key,
        "event_type": claim.event_type,
        "stance": claim.stance,
        "words": claim.evidence.text,
    }


def _short(value: Any) -> str:
    """A field's value in a few words."""
    if isinstance(value, list):
        return " + ".join(_short(v) for v in value) or "none"
    if isinstance(value, dict):
        known = value.get("name_ar") or value.get("actor") or value.get("name") or value.get("text")
        if "kind" in value:
            return f"{value['kind']} {value['of']} {value['low']}–{value['best']}–{value['high']}"
        if "precision" in value and "basis" in value:
            return f"{value['start']} – {value['end']} ({value['precision']})"
        return isolate(str(known))
    return "none" if value is None else str(value)
