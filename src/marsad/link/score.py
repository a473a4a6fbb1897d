"""How much speaks for two claims telling of one happening: a sum of named observations, each with its weight.

The sum is in units of log-odds: above 0 the claims are taken for one happening. `explain` gives the terms, `score` their sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, hypot, radians
from typing import NamedTuple

from ..text.words import rarity
from .facts import Facts
from .rules import Rules, load_rules

NEVER = -99.0
_KM = 111.2
_REACH = (0.0, 6.0, 15.0, 35.0)  # how far the named point may be from the happening, by precision 1 to 3
_NEAR_KM = 25.0
_BORDER_KM = 700.0  # a border or a sea belongs to the countries on both sides; it stands by one point of a long line
_ROUND = 50
_RARE_NUMBER = 12
_PEOPLE = frozenset({"killed", "injured", "killed_and_injured", "detained", "abducted", "released"})


class Term(NamedTuple):
    """One observation about two claims: the weight's name, its value, and what was seen."""

    name: str
    value: float
    seen: str


class Scorer:
    """Compares claims by the packaged rules; `parents` leads from a body to the body it belongs to."""

    def __init__(self, parents: Mapping[str, str] | None = None, rules: Rules | None = None) -> None:
        self.rules = rules or load_rules()
        self.w = self.rules.weights
        self.parents = parents or {}

    def score(self, a: Facts, b: Facts, least: float = NEVER) -> float:
        """The sum of all terms, rounded so that no order of adding shows; NEVER for types that cannot be one happening.

        With `least`, NEVER too as soon as it is sure that the sum stays below it: most pairs of a block need no further look.
        """
        nearness = self.rules.near.get((a.event_type, b.event_type))
        if nearness is None:
            return NEVER
        w = self.w
        total = w["base"] + self._type(a, b, nearness).value
        total += self._place(a, b).value + self._date(a, b).value
        if total + w["words.full"] + self._most(a, b) < least:
            return NEVER
        for term in (self._figures(a, b), self._words(a, b), *self._parties(a, b), *self._frame(a, b)):
            if term is not None:
                total += term.value
        return round(total, 4)

    def _most(self, a: Facts, b: Facts) -> float:
        """No less than figures, parties and frame can add for these two: by what they hold at all, without comparing it."""
        w = self.w
        most = w["figures.same_rare"] if a.figures and b.figures else 0.0
        if (a.actors and b.actors) or (a.recipients and b.recipients) or a.names:
            most += max(w["actors.pair"], w["actors.both"]) + (w["names"] if a.names and b.names else 0.0)
        if a.article == b.article or a.clause == b.clause:
            most += max(w["clause.overlap"], w["clause.same"])
        return most + (max(0.0, w["status.denial"]) if a.denied != b.denied else 0.0)

    def explain(self, a: Facts, b: Facts) -> list[Term]:
        """The terms of `score`, for people; empty where the types can never be one happening."""
        nearness = self.rules.near.get((a.event_type, b.event_type))
        if nearness is None:
            return []
        w = self.w
        terms = [
            Term("base", w["base"], ""),
            self._type(a, b, nearness),
            self._place(a, b),
            self._date(a, b),
        ]
        extra = (self._figures(a, b), self._words(a, b), *self._parties(a, b), *self._frame(a, b))
        return [t for t in (*terms, *extra) if t is not None and (t.value or t.seen)]

    def _term(self, name: str, seen: str = "") -> Term:
        return Term(name, self.w[name], seen)

    def _type(self, a: Facts, b: Facts, nearness: float) -> Term:
        if a.event_type == b.event_type:
            return self._term("type.same_wide" if a.event_type in self.rules.wide else "type.same", a.event_type)
        return Term(
            "type.near",
            self.w["type.same"] - self.w["type.near"] * (1.0 - nearness),
            f"{a.event_type} / {b.event_type}",
        )

    def _place(self, a: Facts, b: Facts) -> Term:
        if not a.place or not b.place:
            return self._named_place(a, b)
        seen = a.place_name if a.place == b.place else f"{a.place_name} / {b.place_name}"
        coarse = max(a.precision, b.precision)
        if a.country and b.country and a.country != b.country:
            border = coarse == 6 and distance_km(a, b) <= _BORDER_KM
            return self._term("place.across_border" if border else "place.other_country", seen)
        if a.place == b.place:
            return self._term(self._same_place(a, coarse), seen)
        if coarse >= 5:
            wide = a.event_type in self.rules.wide and b.event_type in self.rules.wide
            return self._term("place.same_country" if wide else "place.inside_country", seen)
        if coarse == 4:
            if a.adm1 and b.adm1 and a.precision == b.precision:
                return self._term("place.same_governorate" if a.adm1 == b.adm1 else "place.other_governorate", seen)
            if a.adm1 and b.adm1 and a.adm1 == b.adm1:
                return self._term("place.inside", seen)
            return self._far_region(a, b, seen)
        return self._distance(a, b, seen)

    def _named_place(self, a: Facts, b: Facts) -> Term:
        """Places of which one is known by its words alone: the same if the words of one are those of the other, or some of them."""
        seen = a.place_name if a.place_name == b.place_name else f"{a.place_name} / {b.place_name}"
        both = max(a.precision, b.precision) <= 3 and a.place_words and b.place_words
        if both and (a.place_words <= b.place_words or b.place_words <= a.place_words):
            return self._term("place.same_name", seen)
        if _names(a, b) or _names(b, a):
            return self._term("place.named", seen)
        if not a.precision or not b.precision:
            return Term("place.unknown", 0.0, "")
        return Term("place.unsettled", 0.0, seen)

    def _same_place(self, a: Facts, coarse: int) -> str:
        if coarse >= 5:
            return "place.same_country_wide" if a.event_type in self.rules.wide else "place.same_country"
        return ("place.same_town", "place.same_town", "place.same_district", "place.same_governorate")[coarse - 1]

    def _far_region(self, a: Facts, b: Facts, seen: str) -> Term:
        """A region without units of its own (the north of a country): only a great distance speaks against it."""
        if distance_km(a, b) > 350.0:
            return self._term("place.other_governorate", seen)
        if a.adm1 and b.adm1 and distance_km(a, b) > 60.0:
            return self._term("place.other_town", seen)
        return Term("place.region", 0.0, seen)

    def _distance(self, a: Facts, b: Facts, seen: str) -> Term:
        km = distance_km(a, b)
        seen = f"{seen}, {km:.0f} km"
        if km <= _REACH[a.precision] + _REACH[b.precision]:
            return self._term("place.part_of_town", seen)
        if km <= _NEAR_KM:
            return self._term("place.near_town", seen)
        return self._term("place.other_governorate" if a.adm1 != b.adm1 else "place.other_town", seen)

    def _date(self, a: Facts, b: Facts) -> Term:
        if a.start and b.start:
            return self._both_dated(a, b)
        if a.start or b.start:
            dated, told = (a, b.told) if a.start else (b, a.told)
            return self._told(
                told - dated.end if dated.end == dated.start else max(0, told - dated.end), told - dated.start
            )
        if not a.told or not b.told:
            return Term("date.unknown", 0.0, "")
        gap = abs(a.told - b.told)
        name = "date.told_at_once" if gap <= 1 else "date.told_soon" if gap <= 4 else "date.told_later"
        return self._term(name, f"published {gap} days apart")

    def _both_dated(self, a: Facts, b: Facts) -> Term:
        gap = max(a.start, b.start) - min(a.end, b.end)
        longest = max(a.end - a.start, b.end - b.start)
        if gap <= 0:
            name = "date.same_day" if longest <= 1 else "date.overlap" if longest <= 10 else "date.long"
            return self._term(name, f"{longest + 1} days wide" if longest else "")
        span = min(self.rules.span_of[a.event_type], self.rules.span_of[b.event_type])
        if gap <= span:
            return self._term("date.overlap", f"{gap} days apart")
        return self._term("date.next_day" if gap <= span + 1 and longest <= 10 else "date.apart", f"{gap} days apart")

    def _told(self, since_end: int, since_start: int) -> Term:
        if since_start < -1:
            return self._term("date.told_before", f"published {-since_start} days before")
        name = "date.told_at_once" if since_end <= 2 else "date.told_soon" if since_end <= 5 else "date.told_later"
        return self._term(name, f"published {since_end} days after")

    def _figures(self, a: Facts, b: Facts) -> Term | None:
        best: Term | None = None
        for kind, n in a.figures:
            if kind not in _PEOPLE:
                continue
            for other, m in b.figures:
                if other == kind:
                    term = self._figure_pair(kind, n, m)
                    if best is None or term.value > best.value:
                        best = term
        return best

    def _figure_pair(self, kind: str, n: int, m: int) -> Term:
        seen = f"{kind} {n}" if n == m else f"{kind} {n} / {m}"
        if n == m:
            if n < 5:
                return self._term("figures.same_small", seen)
            return self._term(
                "figures.same_rare" if n > _RARE_NUMBER and n % _ROUND and n % 10 else "figures.same", seen
            )
        low, high = min(n, m), max(n, m)
        if high - low <= 1 or high <= low * 1.25:
            return self._term("figures.close", seen)
        return self._term("figures.far" if high > low * 3 and high > 6 else "figures.other", seen)

    def _words(self, a: Facts, b: Facts) -> Term | None:
        shared = a.words & b.words
        if not shared:
            return None
        mass = sum(map(rarity, shared))
        share = mass / (min(a.mass, b.mass) + 4.0)
        start = self.w["words.from"]
        if share <= start:
            return None
        value = self.w["words.full"] * (share - start) / (1.0 - start) * min(1.0, mass / self.w["words.mass"])
        return Term("words", round(value, 4), " ".join(sorted(shared, key=lambda x: (-rarity(x), x))[:5]))

    def _parties(self, a: Facts, b: Facts) -> tuple[Term | None, ...]:
        names = a.names & b.names
        both = bool(a.actors and b.recipients and a.actors & b.recipients) and bool(a.recipients & b.actors)
        if both:
            return (self._term("actors.both", "each side's report"), None)
        if a.actors & b.actors and a.recipients & b.recipients:
            seen = " ".join(sorted(a.actors & b.actors)) + " > " + " ".join(sorted(a.recipients & b.recipients))
            return (self._term("actors.pair", seen), self._term("names", " ".join(sorted(names))) if names else None)
        return (
            self._role("actors", a.actors, b.actors),
            self._role("recipients", a.recipients, b.recipients),
            self._term("names", " ".join(sorted(names))) if names else None,
        )

    def _role(self, role: str, left: frozenset[str], right: frozenset[str]) -> Term | None:
        if not left or not right:
            return None
        if left & right:
            return self._term(f"{role}.same", " ".join(sorted(left & right)))
        if self._with_parents(left) & self._with_parents(right):
            return self._term(f"{role}.parent", f"{' '.join(sorted(left))} / {' '.join(sorted(right))}")
        return self._term(f"{role}.other", f"{' '.join(sorted(left))} / {' '.join(sorted(right))}")

    def _with_parents(self, bodies: frozenset[str]) -> set[str]:
        out: set[str] = set()
        for body in bodies:
            at: str | None = body
            while at is not None and at not in out:
                out.add(at)
                at = self.parents.get(at)
        return out

    def _frame(self, a: Facts, b: Facts) -> tuple[Term | None, ...]:
        hypothetical = self._term("status.hypothetical") if a.hypothetical != b.hypothetical else None
        if a.denied != b.denied:
            hypothetical = self._term("status.denial")
        if a.article == b.article:
            overlap = a.first < b.last and b.first < a.last
            return (hypothetical, self._term("clause.overlap" if overlap else "article.same"))
        return (hypothetical, self._term("clause.same") if a.mass > 25.0 and a.clause == b.clause else None)


def _names(a: Facts, b: Facts) -> bool:
    """Whether the words of one claim name the town or site at which the other is settled."""
    return 0 < b.precision <= 3 and bool(b.place_words) and b.place_words <= a.words


def distance_km(a: Facts, b: Facts) -> float:
    """How far apart the places of two claims are."""
    return _KM * hypot(a.lat - b.lat, (a.lon - b.lon) * cos(radians((a.lat + b.lat) / 2)))
