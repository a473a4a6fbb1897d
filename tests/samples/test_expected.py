"""The sample reports against the claims that a person reads in them.

`known_misses.yml` lists, by report, each expected claim that the coder does not find, with the reason. A claim missed that is not
listed fails the report's test, and so does a listed one that is found: strike it from the list.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from measure import FOLDER, REPORTS, SLOTS, article_of, expected_of, pairs, tally

from marsad.lexicons.read import read_yaml

MISSES: dict[str, dict[str, str]] = read_yaml(Path(__file__).with_name("known_misses.yml"))
VERBAL = {"accusation", "threat", "demand", "refusal"}
# Pinned floors: the share of what is expected that is found; lowering one takes a line in the changelog.
FLOORS = {
    "claims": 0.70,
    "precision": 0.65,
    "status": 0.93,
    "actors": 0.54,
    "recipients": 0.40,
    "place": 0.65,
    "date": 0.82,
    "figures": 0.61,
    "attribution": 0.67,
}


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_the_claims_a_person_reads_are_found_but_for_the_listed_ones(
    path: Path, coded: dict[str, list[dict[str, Any]]]
) -> None:
    expected = expected_of(path)["claims"]
    found = pairs(expected, coded[path.stem])
    missed = {e["id"] for e in expected if e["id"] not in found or found[e["id"]]["stance"] != e["stance"]}
    assert missed == set(MISSES.get(path.stem, {}))


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_expected_spans_are_the_words_of_the_report(path: Path) -> None:
    article, expected = article_of(path), expected_of(path)
    assert expected["id"] == article.id
    for claim in expected["claims"]:
        spans = [claim["evidence"], claim["trigger"], claim["place"]]
        for slot in ("actors", "recipients", "figures", "attribution"):
            spans += claim[slot]
        for span in filter(None, spans):
            assert article.text[span["start"] : span["end"]] == span["text"] != ""


def test_the_share_found_of_each_measure_holds_its_floor(coded: dict[str, list[dict[str, Any]]]) -> None:
    count: Counter[str] = Counter()
    for path in REPORTS:
        told = [claim for claim in coded[path.stem] if claim["event_type"] not in VERBAL]
        count += tally(expected_of(path)["claims"], told)
    reached = {
        "claims": count["found"] / count["claims"],
        "precision": count["found"] / count["coded"],
        "status": count["status"] / count["found"],
        **{slot: count[f"{slot} right"] / count[f"{slot} wanted"] for slot in SLOTS},
    }
    assert {k: round(v, 3) for k, v in reached.items() if v < FLOORS[k]} == {}


def test_no_report_lacks_its_expected_claims_and_none_is_left_over() -> None:
    expected = {path.name.removesuffix(".gold.json") for path in (FOLDER / "expected").iterdir()}
    assert expected == {path.stem for path in REPORTS}
    assert set(MISSES) <= expected


def test_the_samples_are_many_of_several_countries_and_say_that_they_are_composed() -> None:
    assert len(REPORTS) >= 30
    assert len({path.stem.split("-")[0] for path in REPORTS}) >= 5
    assert {path.suffix for path in REPORTS} == {".json", ".txt", ".html"}
    for path in REPORTS:
        assert "نص مؤلف للتجربة" in path.read_text(encoding="utf-8"), path
