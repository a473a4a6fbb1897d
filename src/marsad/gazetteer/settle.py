"""Which place a name stands for: by what contains it in the text, by the article's other places, by country, by population last."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..model import Place, PlaceCandidate

if TYPE_CHECKING:
    from .entries import Entries, Entry

CLOSE = 0.35  # two candidates nearer than this in score, in different governorates, are not settled
SAME_SPOT = 1.6  # degrees between a governorate and the city that it is named after
_RECENT = 12  # how many of the places settled last a candidate's distance is taken to
_KIND_PRECISION = {
    "country": 5, "region": 4, "governorate": 4, "district": 3, "quarter": 2, "river": 6, "sea": 6, "strait": 6, "border": 6, "road": 2,
    "front": 2, "mountain": 2, "valley": 2, "lake": 2, "island": 2,
}  # fmt: skip
_BESIDE = frozenset(("near", "part_of", "countryside", "road", "towards"))
_CUE_KINDS = {
    "town": frozenset(("town", "village")),
    "governorate": frozenset(("governorate", "region")),
    "district": frozenset(("district", "town", "region")),
    "country": frozenset(("country",)),
    "camp": frozenset(("camp",)),
    "airport": frozenset(("airport", "base")),
    "port": frozenset(("port",)),
    "quarter": frozenset(("quarter",)),
    "crossing": frozenset(("crossing",)),
    "water": frozenset(("river", "lake", "sea", "strait", "dam", "island")),
    "mountain": frozenset(("mountain", "valley")),
    "oil": frozenset(("oil_field",)),
    "front": frozenset(("front", "district")),
    "countryside": frozenset(("governorate",)),
}
_NOTHING: frozenset[str] = frozenset()
_REACH = {
    "country": 0.0,
    "governorate": 1.3,
    "region": 1.6,
    "district": 0.5,
}  # degrees from an area's centre that still lie in it
_NEARBY = 0.6  # degrees from a town in which its villages and quarters lie


@dataclass(slots=True)
class NameHit:
    """A place name in an article: token range, its candidate entries, the kind that its cue noun says, the relation, its container."""

    start: int
    end: int
    ids: tuple[int, ...]
    cue: str | None = None
    relation: str | None = None
    within: int | None = None


_GREAT, _TIMES = 300_000, 5  # people of a city known the world over, and how many times those of its namesakes


@dataclass(slots=True)
class Settled:
    """What a name was settled to: an entry with a precision from 1 to 6; or none, and its candidates or, unknown, its bare `name`."""

    entry: Entry | None
    precision: int
    candidates: tuple[Entry, ...] = ()
    name: str = ""

    def to_place(self, start: int | None, end: int | None, text: str | None) -> Place:
        """The contract's place; an unsettled one has no coordinates and names its candidates."""
        listed = tuple(PlaceCandidate(c.id, c.name_en, c.country, c.adm1, c.lat, c.lon) for c in self.candidates)
        e = self.entry
        if e is None and not self.candidates:
            return Place(start, end, text, self.name, None, None, None, None, None, None, None, self.precision)
        if e is None:
            first = self.candidates[0]
            country = first.country if len({c.country for c in self.candidates}) == 1 else None
            return Place(
                start,
                end,
                text,
                first.name_ar,
                first.name_en,
                None,
                None,
                country,
                None,
                None,
                None,
                self.precision,
                listed,
            )
        adm1 = e.name_en if e.kind == "governorate" else e.adm1
        return Place(
            start, end, text, e.name_ar, e.name_en, e.lat, e.lon, e.country, adm1, e.adm2, e.id, self.precision, listed
        )


@dataclass(slots=True)
class _Evidence:
    """What the article has told so far of where it is: weights of countries and governorates, and the places settled last."""

    countries: dict[str, float]
    total: float
    regions: dict[tuple[str | None, str | None], float] = field(default_factory=dict)
    spots: list[tuple[float, float]] = field(default_factory=list)

    def count(self, entry: Entry) -> None:
        """Take in a place that is settled."""
        if entry.country:
            self.countries[entry.country] = self.countries.get(entry.country, 0.0) + 1.0
            self.total += 1.0
        key = _region(entry)
        if key[1]:
            self.regions[key] = self.regions.get(key, 0.0) + 1.0
        if entry.kind not in ("country", "sea"):
            self.spots.append((entry.lat, entry.lon))


def settle(entries: Entries, hits: Sequence[NameHit], hint: str | None, weights: dict[str, float]) -> list[Settled]:
    """Settle the names of one article: the sure ones first, then the rest by what contains them and by where the sure ones lie.

    A name that the text has placed once (`طرابلس اللبنانية`, `جديدة بريف إدلب`) stands for the same place in the whole article.
    """
    countries = dict(weights)
    if hint:
        countries[hint] = countries.get(hint, 0.0) + 1.0
    evidence = _Evidence(countries, sum(countries.values()))
    pools = [[entries[i] for i in hit.ids] for hit in hits]
    found: list[Entry | None] = [
        pool[0] if len(pool) == 1 else _same_spot(pool, hit) for hit, pool in zip(hits, pools, strict=True)
    ]
    for entry in found:
        if entry is not None:
            evidence.count(entry)
    out: list[Settled | None] = [
        None if e is None else Settled(e, precision(e, hit)) for e, hit in zip(found, hits, strict=True)
    ]
    parts: dict[int, list[list[Entry]]] = {}
    for k, hit in enumerate(hits):
        if hit.within is not None:
            parts.setdefault(hit.within, []).append(pools[k])
    said: dict[tuple[int, ...], Entry] = {}
    for k in _order(hits, out):
        hit = hits[k]
        container = found[hit.within] if hit.within is not None else None
        known = said.get(hit.ids) if container is None else None
        result = (
            Settled(known, precision(known, hit))
            if known is not None
            else _choose(hit, pools[k], container, parts.get(k, ()), evidence)
        )
        out[k], found[k] = result, result.entry
        if result.entry is not None and known is None:
            evidence.count(result.entry)
            if container is not None:
                said[hit.ids] = result.entry
    return [result for result in out if result is not None]


def _order(hits: Sequence[NameHit], out: list[Settled | None]) -> list[int]:
    """The open names: containers first, then those that say what contains them, then the bare ones."""
    opened = [k for k, done in enumerate(out) if done is None]
    holders = {hits[k].within for k in opened}
    return sorted(opened, key=lambda k: (k not in holders, hits[k].within is None))


def _choose(
    hit: NameHit, pool: list[Entry], container: Entry | None, parts: Sequence[list[Entry]], evidence: _Evidence
) -> Settled:
    """The best of the candidates; none where another, in another governorate, is as good."""
    scored = []
    for at, entry in enumerate(pool):
        score = _score(entry, hit, evidence)
        if container is not None:
            score += 3.0 if inside(entry, container) else -1.0
        for part in parts:
            if any(inside(p, entry) for p in part):
                score += 1.5
        scored.append((score, -at))
    scored.sort(reverse=True)
    best = pool[-scored[0][1]]
    close = [pool[-at] for score, at in scored if scored[0][0] - score < CLOSE]
    if len(close) > 1 and len({_region(c) for c in close}) > 1:
        if (city := _known_the_world_over(close, evidence)) is not None:
            return Settled(city, precision(city, hit))
        return Settled(None, precision(best, hit), tuple(close[:8]))
    return Settled(best, precision(best, hit))


def _known_the_world_over(close: list[Entry], evidence: _Evidence) -> Entry | None:
    """The city that a bare name means where nothing tells of the small towns named after it (`لندن`, `أثينا`); None where there is none."""
    city = max(close, key=lambda e: e.population)
    others = [e for e in close if e is not city]
    if city.population < _GREAT or any(
        e.source != "geonames" or e.population * _TIMES > city.population for e in others
    ):
        return None
    told = evidence.countries
    return city if all(told.get(e.country or "", 0.0) <= told.get(city.country or "", 0.0) for e in others) else None


def _region(entry: Entry) -> tuple[str | None, str | None]:
    return entry.country, entry.name_en if entry.kind == "governorate" else entry.adm1


def _same_spot(pool: list[Entry], hit: NameHit) -> Entry | None:
    """A city and the governorate named after it are one place: the cue says which, a bare name is the city."""
    first = pool[0]
    for p in pool:
        if p.country != first.country or abs(p.lat - first.lat) > SAME_SPOT or abs(p.lon - first.lon) > SAME_SPOT:
            return None
    settlements = [p for p in pool if p.kind != "governorate"]
    if len(settlements) > 1 and any(
        abs(p.lat - settlements[0].lat) + abs(p.lon - settlements[0].lon) > 0.25 for p in settlements
    ):
        return None
    wanted = _CUE_KINDS.get(hit.cue or "", _NOTHING)
    return max(pool, key=lambda p: (p.kind in wanted, p.kind != "governorate", p.source == "marsad", p.population))


def _score(entry: Entry, hit: NameHit, evidence: _Evidence) -> float:
    score = 3.0 * evidence.countries.get(entry.country or "", 0.0) / (evidence.total or 1.0)
    score += min(1.2, 0.5 * evidence.regions.get(_region(entry), 0.0))
    score += 0.18 * math.log10(entry.population + 10)
    if evidence.spots and entry.kind != "country":
        apart = min(abs(lat - entry.lat) + abs(lon - entry.lon) for lat, lon in evidence.spots[-_RECENT:])
        score += 0.8 / (1.0 + 2.0 * apart)
    if entry.kind in _CUE_KINDS.get(hit.cue or "", _NOTHING):
        score += 1.5
    elif hit.cue == "governorate":
        score -= 1.0
    elif entry.kind == "governorate" and hit.cue != "countryside":
        score -= 0.6
    if entry.kind == "country":
        score += 2.5
    elif entry.source == "marsad" and entry.kind != "governorate":
        score += 0.4
    return score


def inside(entry: Entry, container: Entry) -> bool:
    """Whether the container holds the place: by country, by the name of its governorate or district, else by distance."""
    if container.country is not None and container.country != entry.country:
        return False
    if container.kind == "country":
        return True
    if container.name_en in (entry.adm1, entry.adm2):
        return True
    if container.kind == "governorate" and entry.adm1 is not None:
        return False
    reach = _REACH.get(container.kind, _NEARBY)
    return abs(entry.lat - container.lat) < reach and abs(entry.lon - container.lon) < reach


def precision(entry: Entry, hit: NameHit) -> int:
    """1 exact town or site, 2 near or part of a town, 3 district, 4 governorate, 5 country, 6 border, sea or larger (codebook, 2)."""
    if hit.relation == "border":
        return 6
    own = _KIND_PRECISION.get(entry.kind, 1)
    if hit.cue == "countryside" or (hit.relation == "countryside" and own <= 4):
        return 3
    if hit.relation in _BESIDE and own == 1:
        return 2
    return own
