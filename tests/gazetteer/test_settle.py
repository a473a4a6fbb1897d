"""Settling: composed articles, given as the names that the reader finds in them."""

from __future__ import annotations

import time

import pytest

from marsad.gazetteer import Gazetteer, NameHit, Settled
from marsad.gazetteer.base import variants

GAZETTEER = Gazetteer.load()


def hit(
    name: str,
    cue: str | None = None,
    relation: str | None = None,
    within: int | None = None,
    gazetteer: Gazetteer = GAZETTEER,
) -> NameHit:
    """A mention of `name` with its candidates, as the phrase trie gives them."""
    ids = tuple(gazetteer.by_name[variants(name)[0]])
    return NameHit(0, 0, ids, cue, relation, within)


def settled(*hits: NameHit, weights: dict[str, float] | None = None) -> list[Settled]:
    """The hits of one article, settled."""
    return GAZETTEER.settle(hits, None, weights or {})


def spot(result: Settled) -> tuple[str | None, str | None, str]:
    """Country, first-order unit and kind of what a name was settled to."""
    assert result.entry is not None
    return result.entry.country, result.entry.adm1, result.entry.kind


@pytest.mark.parametrize(("cue", "kind"), [(None, "town"), ("town", "town"), ("governorate", "governorate")])
def test_the_cue_tells_a_city_from_its_governorate(cue: str | None, kind: str) -> None:
    for name in ("حلب", "حمص", "كركوك", "تعز"):
        assert spot(settled(hit(name, cue))[0])[2] == kind


def test_precision_follows_kind_cue_and_relation() -> None:
    given = [
        (hit("منبج", "town"), 1), (hit("منبج", relation="near"), 2), (hit("حلب", "governorate"), 4), (hit("سوريا"), 5),
        (hit("سوريا", relation="border"), 6), (hit("باب المندب"), 6), (hit("حلب", relation="countryside"), 3),
    ]  # fmt: skip
    for mention, expected in given:
        assert settled(mention)[0].precision == expected


def test_a_name_of_two_countries_goes_by_the_articles_country() -> None:
    assert spot(settled(hit("طرابلس"), hit("مصراتة"), hit("ليبيا"))[0])[0] == "LY"
    assert spot(settled(hit("طرابلس"), hit("عرسال"), hit("لبنان"))[0])[0] == "LB"
    assert spot(settled(hit("طرابلس"), weights={"LB": 3.0})[0])[0] == "LB"


def test_what_contains_it_decides_against_the_rest_of_the_article() -> None:
    found = settled(hit("ليبيا"), hit("بنغازي"), hit("طرابلس", within=3), hit("لبنان"), hit("طرابلس"))
    assert spot(found[2])[0] == "LB"
    assert spot(found[4])[0] == "LB", "a name that was placed once stands for the same place in the whole article"


def test_a_container_is_chosen_by_what_it_holds() -> None:
    found = settled(hit("باب التبانة", "quarter", within=1), hit("طرابلس", "town"))
    assert spot(found[1])[0] == "LB"


def test_a_name_without_evidence_keeps_its_candidates() -> None:
    result = settled(hit("طرابلس"))[0]
    assert result.entry is None
    assert {c.country for c in result.candidates} == {"LB", "LY"}
    place = result.to_place(3, 9, "طرابلس")
    assert (place.lat, place.lon, place.country, place.gazetteer_id) == (None, None, None, None)
    assert {c.country for c in place.candidates} == {"LB", "LY"}


def test_the_contracts_place_names_the_governorate() -> None:
    place = settled(hit("الزبداني", "town"))[0].to_place(0, 8, "الزبداني")
    assert (place.country, place.adm1, place.precision) == ("SY", "Rif Dimashq", 1)
    governorate = settled(hit("نينوى", "governorate"))[0].to_place(0, 5, "نينوى")
    assert (governorate.name_en, governorate.adm1, governorate.precision) == ("Nineveh", "Nineveh", 4)


def test_settling_thirty_names_costs_well_under_a_third_of_a_millisecond() -> None:
    names = ["طرابلس", "جديدة", "حلب", "الحسكة", "منبج", "الرمادي", "تعز", "عدن", "سوريا", "الباب"]
    hits = [hit(name) for name in names * 3]
    GAZETTEER.settle(hits, None, {})
    best = min(_timed(hits) for _ in range(20))
    assert best < 0.001, f"{best * 1000:.2f} ms"  # 0.1 ms on a quiet machine


def _timed(hits: list[NameHit]) -> float:
    begun = time.perf_counter()
    GAZETTEER.settle(hits, None, {})
    return time.perf_counter() - begun
