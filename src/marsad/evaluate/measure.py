"""The contract's measures: claims paired by type or group of types and evidence, then every slot of the pairs compared.

Missed claims count against their slots' recall, false claims against precision. The four verbal types are left out, since hand coders
leave them out. A pair is made where our trigger lies in the evidence coded by hand, or half of the shorter evidence is shared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ..model import Claim
from .gold import GoldClaim

SLOTS = ("actors", "recipients", "place", "date", "figures", "attribution")
_BINS = 5


class Spanned(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int | None:
        """The first code point."""

    @property
    def end(self) -> int | None:
        """The code point after the last."""


@dataclass(frozen=True, slots=True)
class Score:
    """Hits, false values and misses of one measure."""

    hits: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was given that is right."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else 0.0

    @property
    def recall(self) -> float:
        """The share of what there is that was given."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass
class Tally:
    """What was counted over all articles so far; `figures()` gives it as measures."""

    groups: Mapping[str, str]
    claims: Counter[str] = field(default_factory=Counter)
    slots: dict[str, Counter[str]] = field(default_factory=lambda: {s: Counter() for s in SLOTS})
    types: dict[str, Counter[str]] = field(default_factory=dict)
    bins: list[list[float]] = field(default_factory=lambda: [[0.0, 0.0, 0.0] for _ in range(_BINS)])

    def add(self, gold: Sequence[GoldClaim], ours: Sequence[Claim]) -> None:
        """Compare one article's claims."""
        gold = [g for g in gold if self.groups.get(g.event_type) != "verbal"]
        ours = [c for c in ours if self.groups.get(c.event_type) != "verbal"]
        exact = pairs(gold, ours, lambda c: c.event_type)
        loose = pairs(gold, ours, lambda c: self.groups.get(c.event_type))
        n = self.claims
        n["gold"] += len(gold)
        n["ours"] += len(ours)
        n["exact"] += len(exact)
        n["group"] += len(loose)
        self._types(gold, ours, exact)
        self._confidence(ours, set(loose.values()))
        self._frame(gold, ours, loose)
        for name in SLOTS:
            self._slot(name, gold, ours, loose)

    def _types(self, gold: Sequence[GoldClaim], ours: Sequence[Claim], exact: dict[int, int]) -> None:
        hit = set(exact.values())
        for i, g in enumerate(gold):
            self.types.setdefault(g.event_type, Counter())["hits" if i in exact else "missed"] += 1
        for j, c in enumerate(ours):
            if j not in hit:
                self.types.setdefault(c.event_type, Counter())["false"] += 1

    def _confidence(self, ours: Sequence[Claim], right: set[int]) -> None:
        for j, claim in enumerate(ours):
            found = self.bins[min(_BINS - 1, int(claim.confidence * _BINS))]
            found[0] += 1
            found[1] += j in right
            found[2] += claim.confidence

    def _frame(self, gold: Sequence[GoldClaim], ours: Sequence[Claim], loose: dict[int, int]) -> None:
        for i, j in loose.items():
            g, c = gold[i], ours[j]
            self.claims["stance"] += g.stance == c.stance
            self.claims["status"] += g.status == c.status
            self.claims["denied"] += g.stance == "denied"
            self.claims["denied_found"] += g.stance == c.stance == "denied"
            self.claims["false_denials"] += g.stance != "denied" and c.stance == "denied"

    def _slot(self, name: str, gold: Sequence[GoldClaim], ours: Sequence[Claim], loose: dict[int, int]) -> None:
        count = self.slots[name]
        paired = set(loose.values())
        for i, g in enumerate(gold):
            wanted = values(name, g)
            given = values(name, ours[loose[i]]) if i in loose else []
            hits = matched(name, wanted, given)
            count["hits"] += hits
            count["missed"] += len(wanted) - hits
            count["false"] += len(given) - hits
            if name in ("actors", "recipients"):
                named = [w for w in wanted if w.actor]
                count["ids"] += len(named)
                count["ids_right"] += sum(any(meet(w, x) and w.actor == x.actor for x in given) for w in named)
        count["false"] += sum(len(values(name, c)) for j, c in enumerate(ours) if j not in paired)

    def figures(self) -> dict[str, Any]:
        """All measures by name, rounded to three places."""
        n = self.claims
        share = n["group"] or 1
        error = sum(b[0] * abs(b[1] / b[0] - b[2] / b[0]) for b in self.bins if b[0]) / (n["ours"] or 1)
        return {
            "claims_exact_type": shown(Score(n["exact"], n["ours"] - n["exact"], n["gold"] - n["exact"])),
            "claims_same_group": shown(Score(n["group"], n["ours"] - n["group"], n["gold"] - n["group"])),
            "stance_accuracy": round(n["stance"] / share, 3),
            "status_accuracy": round(n["status"] / share, 3),
            "denials_found": f"{n['denied_found']}/{n['denied']}",
            "false_denials": n["false_denials"],
            "slots": {s: shown(Score(c["hits"], c["false"], c["missed"])) for s, c in self.slots.items()},
            "actor_ids_right": {
                s: f"{self.slots[s]['ids_right']}/{self.slots[s]['ids']}" for s in ("actors", "recipients")
            },
            "calibration_error": round(error, 3),
            "types": {
                t: shown(Score(c["hits"], c["false"], c["missed"]))
                for t, c in sorted(self.types.items(), key=lambda tc: (-tc[1]["hits"] - tc[1]["missed"], tc[0]))
            },
        }


def shown(score: Score) -> dict[str, float]:
    """A score as the reports print it; `gold` is how many there are."""
    return {
        "p": round(score.precision, 3), "r": round(score.recall, 3), "f1": round(score.f1, 3), "gold": score.hits + score.missed,
    }  # fmt: skip


def shared(a: Spanned | None, b: Spanned | None) -> int:
    """How many code points two spans share."""
    if a is None or b is None or a.start is None or b.start is None or a.end is None or b.end is None:
        return 0
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def meet(a: Spanned, b: Spanned) -> bool:
    """Whether two spans share anything."""
    return shared(a, b) > 0


def pairs(gold: Sequence[GoldClaim], ours: Sequence[Claim], key: Callable[[Any], str | None]) -> dict[int, int]:
    """One-to-one pairs, gold to ours, of claims with one key whose evidence meets; the best meeting first."""
    offers = []
    for i, g in enumerate(gold):
        for j, c in enumerate(ours):
            if key(g) != key(c):
                continue
            common = shared(g.evidence, c.evidence)
            shorter = min((g.evidence.end or 0) - (g.evidence.start or 0), c.evidence.end - c.evidence.start)
            inside = shared(g.evidence, c.trigger) > 0
            if inside or (shorter and common / shorter >= 0.5):
                ranked = (inside, common / max(1, shorter), g.event_type == c.event_type, g.stance == c.stance)
                offers.append((ranked, -i, -j))
    out: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(offers, reverse=True):
        if -i not in out and -j not in taken:
            out[-i] = -j
            taken.add(-j)
    return out


def values(name: str, claim: GoldClaim | Claim) -> list[Any]:
    """What a claim gives for a slot; the day of publication is a guess and no date."""
    if name == "place":
        return [claim.place] if claim.place is not None else []
    if name == "date":
        return [claim.date] if claim.date is not None and claim.date.basis != "publication" else []
    found: Iterable[Any] = getattr(claim, name)
    return list(found)


def matched(name: str, wanted: Sequence[Any], given: Sequence[Any]) -> int:
    """How many of the wanted values are given, each by another one."""
    agree = _AGREE.get(name, meet)
    used: set[int] = set()
    for w in wanted:
        found = next((k for k, g in enumerate(given) if k not in used and agree(w, g)), None)
        if found is not None:
            used.add(found)
    return len(used)


def _same_place(wanted: Any, given: Any) -> bool:
    return meet(wanted, given) or bool(wanted.name_en and plain_name(wanted.name_en) == plain_name(given.name_en))


def plain_name(name: str | None) -> str:
    """A Latin place name without its article, signs and spaces."""
    words = (name or "").lower().replace("-", " ").split()
    kept = [w for w in words if w not in ("al", "el", "ad", "ar", "as", "at", "az")]
    return "".join(ch for ch in "".join(kept) if ch.isascii() and ch.isalnum())


def _same_figure(wanted: Any, given: Any) -> bool:
    return all(getattr(wanted, k) == getattr(given, k) for k in ("kind", "low", "best", "high"))


_AGREE: dict[str, Callable[[Any, Any], bool]] = {
    "place": _same_place,
    "date": lambda wanted, given: (wanted.start, wanted.end) == (given.start, given.end),
    "figures": _same_figure,
}
