"""Figures, attribution and spots of the map in review: set, added, taken out, and in the gold by the contract's schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from marsad.model import Claim
from marsad.review.gold import write_gold
from marsad.review.judged import judge_claim
from marsad.serve.labels import Labels
from marsad.serve.listed import key_of
from marsad.serve.whereabouts import spot_of
from marsad.store import Store

from .test_review import correct, decide, killing

SCHEMA = json.loads((Path(__file__).parents[1] / "claim.schema.json").read_text(encoding="utf-8"))


def now(store: Store) -> Claim:
    row = killing(store)
    return judge_claim(row.claim, store.decisions_on([row.id]).get(row.id, [])).claim


def test_a_figure_is_set_added_and_taken_out(own: TestClient, own_store: Store) -> None:
    row = killing(own_store)
    key = key_of(row.claim.figures[0])
    words = {"words": "12 مدنياً"}
    assert correct(own, row.id, "figures", which=key, kind="killed", of="Children", best="١٣", **words) == 303
    f = now(own_store).figures[0]
    assert (f.kind, f.of, f.low, f.best, f.high, f.text) == ("killed", "children", 13, 13, 13, "12 مدنياً")
    assert correct(own, row.id, "figures", kind="injured", of="", best="30", about="1", words="نحو 30 شخصاً") == 303
    f = now(own_store).figures[1]
    assert (f.kind, f.of, f.low, f.best, f.high) == ("injured", "people", None, 30, None)
    again = key_of(f)
    assert correct(own, row.id, "figures", which=again, kind="injured", of="مارة", low="1,000", best="1000", words="نحو 30 شخصاً") == 303  # fmt: skip
    f = now(own_store).figures[1]
    assert (f.of, f.low, f.best, f.high) == ("مارة", 1000, 1000, None)
    assert correct(own, row.id, "figures", which=again, how="none") == 303
    assert len(now(own_store).figures) == 1
    assert correct(own, row.id, "figures", which=again, how="none") == 400
    shown = own.get(f"/review?claim={row.id}&lang=en").text
    assert "killed – children: 13" in shown


@pytest.mark.parametrize(
    "form", [{}, {"best": "many"}, {"low": "20", "high": "10"}, {"best": "-3"}, {"best": "nan"}, {"best": "1e300"}]
)
def test_numbers_that_make_no_sense_are_refused(own: TestClient, own_store: Store, form: dict[str, str]) -> None:
    given = {"kind": "killed", "words": "12 مدنياً", **form}
    assert correct(own, killing(own_store).id, "figures", **given) == 400
    assert own_store.judgements() == []


def test_the_chain_of_attribution_is_set_added_and_kept_in_order(own: TestClient, own_store: Store) -> None:
    row = killing(own_store)
    given = row.claim.attribution
    words = "ناشطين محليين"
    assert correct(own, row.id, "attribution", role="via", name="شبكة النهر", words="دير الزور") == 303
    assert correct(own, row.id, "attribution", role="speaker", words=words, actor="sdf") == 303
    chain = now(own_store).attribution
    assert [a.role for a in chain] == ["speaker"] * (len(given) + 1) + ["via"]
    assert (chain[-2].actor, chain[-2].name) == ("sdf", words)
    assert chain[-1].name == "شبكة النهر"
    assert correct(own, row.id, "attribution", which=key_of(chain[-1]), how="none") == 303
    assert all(a.role == "speaker" for a in now(own_store).attribution)
    first = now(own_store).attribution[0]
    assert correct(own, row.id, "attribution", which=key_of(first), role="speaker", name="ناشطون", words=words) == 303
    assert now(own_store).attribution[0].name == "ناشطون"
    assert now(own_store).attribution[0].cue == first.cue
    assert correct(own, row.id, "attribution", role="outlet", words=words) == 400


def test_a_spot_of_the_map_tells_what_lies_around_it(own: TestClient, own_store: Store) -> None:
    row = killing(own_store)
    page = own.get(f"/review?claim={row.id}&lookup=34.5234, 40.9312&lang=en").text
    assert "km away" in page
    assert 'value="spot"' in page
    form = {"place": "spot", "name": "34.5234, 40.9312", "called": "تلة الحصن", "precision": "2", "words": "السوسة"}
    assert correct(own, row.id, "place", **form) == 303
    place = now(own_store).place
    assert place is not None
    assert (place.name_ar, place.lat, place.lon, place.precision) == ("تلة الحصن", 34.5234, 40.9312, 2)
    assert (place.country, place.adm1, place.gazetteer_id) == ("SY", "Deir ez-Zor", None)
    assert correct(own, row.id, "place", place="spot", name="هجين", called="تلة") == 400
    assert correct(own, row.id, "place", place="spot", name="34.5, 40.9") == 400


def test_places_of_a_section_of_the_map(own: TestClient) -> None:
    found = own.get("/review/places?bbox=40.5,34.2,41.2,34.8&lang=en").json()
    assert "Hajin" in {p["name"] for p in found}
    assert all(40.5 <= p["lon"] <= 41.2 and 34.2 <= p["lat"] <= 34.8 for p in found)


@pytest.mark.parametrize(
    ("asked", "name"), [("هجين", "هجين"), ("Hajin", "هجين"), ("hajin", "هجين"), ("القامش", "القامشلي")]
)
def test_a_name_or_its_beginning_finds_the_place(asked: str, name: str) -> None:
    assert name in {n.entry.name_ar for n in Labels().whereabouts.named(asked)}


@pytest.mark.parametrize(
    ("text", "spot"),
    [("34.5, 40.9", (34.5, 40.9)), ("34.5،40.9", (34.5, 40.9)), ("-1.5 36", (-1.5, 36.0)), ("95, 10", None), ("هجين", None)],
)  # fmt: skip
def test_spots_are_read_from_what_was_typed(text: str, spot: tuple[float, float] | None) -> None:
    assert spot_of(text) == spot


def test_gold_carries_figures_attribution_and_spots_by_the_schema(
    own: TestClient, own_store: Store, tmp_path: Path
) -> None:
    row = killing(own_store)
    for other in own_store.claims_of("nahr-1"):
        decide(own, other.id, "accept")
    correct(own, row.id, "figures", kind="injured", of="women", low="2", words="أطفال")
    correct(own, row.id, "attribution", role="via", name="شبكة النهر", words="دير الزور")
    correct(own, row.id, "place", place="spot", name="34.5234, 40.9312", called="تلة الحصن")
    assert write_gold(own_store, tmp_path).articles == 1
    data = json.loads((tmp_path / "nahr-1.gold.json").read_text(encoding="utf-8"))
    for claim in data["claims"]:
        Draft202012Validator(SCHEMA).validate(claim)
    judged = next(c for c in data["claims"] if any(f["of"] == "women" for f in c["figures"]))
    assert judged["attribution"][-1]["name"] == "شبكة النهر"
    assert (judged["place"]["lat"], judged["place"]["name_ar"]) == (34.5234, "تلة الحصن")
