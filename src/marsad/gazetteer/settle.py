"""Which place a name stands for: by what contains it in the text, by the article's other places, by country, by population last."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Place, PlaceCandidate

if TYPE_CHECKING:
    from .base import Entry

CLOSE = 0.35  # two candidates nearer than this in score, in different governorates, are not settled
_KIND_PRECISION = {
    "country": 5, "region": 4, "governorate": 4, "district": 3, "quarter": 2, "river": 6, "sea": 6, "strait": 6, "border": 6, "road": 2,
    "front": 2, "mountain": 2, "valley": 2, "lake": 2, "island": 2,
}  # fmt: skip
_BESIDE = frozenset(("near", "part_of", "countryside", "road", "towards"))
_CUE_KINDS = {
    "town": frozenset(("town", "village")), "governorate": frozenset(("governorate", "region")), "district": frozenset(("district", "town", "region")),
    "country": frozenset(("country",)), "camp": frozenset(("camp",)), "airport": frozenset(("airport", "base")), "port": frozenset(("port",)),
    "quarter": frozenset(("quarter",)), "crossing": frozenset(("crossing",)), "water": frozenset(("river", "lake", "sea", "strait", "dam", "island")),
    "mountain": frozenset(("mountain", "valley")), "oil": frozenset(("oil_field",)), "front": frozenset(("front", "district")), "countryside": frozenset(("governorate",)),
}  # fmt: skip


@dataclass(slots=True)
class NameHit:
    """A place name in an article: token range, its candidate entries, the kind that its cue noun says, the relation, its container."""

    start: int
    end: int
    ids: tuple[int, ...]
    cue: str | None = None
    relation: str | None = None
    within: int | None = None


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
            return Place(start, end, text, first.name_ar, first.name_en, None, None, None, None, None, None, self.precision, listed)
        return Place(start, end, text, e.name_ar, e.name_en, e.lat, e.lon, e.country, e.adm1, e.adm2, e.id, self.precision, listed)


def settle(entries: Sequence[Entry], hits: Sequence[NameHit], hint: str | None, weights: dict[str, float]) -> list[Settled]:
    """Settle the names of one article: the sure ones first, then the rest by the countries and governorates that these speak of."""
    countries = dict(weights)
    if hint:
        countries[hint] = countries.get(hint, 0.0) + 1.0
    regions: dict[tuple[str | None, str], float] = {}
    first: list[Entry | None] = []
    for hit in hits:
        pool = [entries[i] for i in hit.ids]
        sure = pool[0] if len(pool) == 1 else _same_spot(pool, hit)
        first.append(sure)
        if sure is not None:
            _count(sure, countries, regions)
    out: list[Settled] = []
    for hit, sure in zip(hits, first, strict=True):
        if sure is not None:
            out.append(Settled(sure, precision(sure, hit)))
            continue
        container = first[hit.within] if hit.within is not None else None
        ranked = sorted(((_score(entries[i], hit, container, countries, regions), -i) for i in hit.ids), reverse=True)
        best = entries[-ranked[0][1]]
        close = [entries[-i] for s, i in ranked if ranked[0][0] - s < CLOSE]
        if len({(c.country, c.adm1) for c in close}) > 1 and best.kind not in ("country", "governorate"):
            out.append(Settled(None, precision(best, hit), tuple(close[:8])))
        else:
            out.append(Settled(best, precision(best, hit)))
            _count(best, countries, regions)
    return out


def _count(entry: Entry, countries: dict[str, float], regions: dict[tuple[str | None, str], float]) -> None:
    if entry.country:
        countries[entry.country] = countries.get(entry.country, 0.0) + 1.0
    region = entry.name_en if entry.kind == "governorate" else entry.adm1
    if region:
        regions[(entry.country, region)] = regions.get((entry.country, region), 0.0) + 1.0


def _same_spot(pool: list[Entry], hit: NameHit) -> Entry | None:
    """A city and the governorate named after it are one place: the cue says which, a bare name is the city."""
    if len({p.country for p in pool}) > 1:
        return None
    lat, lon = pool[0].lat, pool[0].lon
    if any(abs(p.lat - lat) > 1.6 or abs(p.lon - lon) > 1.6 for p in pool):
        return None
    wanted = _CUE_KINDS.get(hit.cue or "", frozenset())
    return max(
        pool,
        key=lambda p: (p.kind in wanted, p.kind != "governorate", not p.id.startswith("gn:") and p.kind != "governorate", p.population),
    )


def _score(
    entry: Entry, hit: NameHit, container: Entry | None, countries: dict[str, float], regions: dict[tuple[str | None, str], float]
) -> float:
    total = sum(countries.values()) or 1.0
    score = 3.0 * countries.get(entry.country or "", 0.0) / total
    score += min(1.2, 0.5 * regions.get((entry.country, entry.adm1 or entry.name_en), 0.0))
    score += 0.18 * math.log10(entry.population + 10)
    if entry.kind in _CUE_KINDS.get(hit.cue or "", frozenset()):
        score += 1.5
    elif hit.cue == "governorate":
        score -= 1.0
    elif entry.kind == "governorate" and hit.cue != "countryside":
        score -= 0.6
    if entry.kind == "country":
        score += 2.5
    if not entry.id.startswith("gn:") and entry.kind not in ("governorate", "country"):
        score += 0.4
    if container is not None:
        inside = container.country == entry.country and (
            container.kind == "country" or container.name_en in (entry.adm1, entry.adm2) or _near(container, entry)
        )
        score += 3.0 if inside else -1.0
    return score


def _near(a: Entry, b: Entry) -> bool:
    return abs(a.lat - b.lat) < 0.8 and abs(a.lon - b.lon) < 0.8


def precision(entry: Entry, hit: NameHit) -> int:
    """1 exact town or site, 2 near or part of a town, 3 district, 4 governorate, 5 country, 6 border, sea or larger (codebook, section 2)."""
    if hit.relation == "border":
        return 6
    own = _KIND_PRECISION.get(entry.kind, 1)
    if hit.cue == "countryside" or (hit.relation == "countryside" and own <= 4):
        return 3
    if hit.relation in _BESIDE and own == 1:
        return 2
    return own
