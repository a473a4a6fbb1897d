"""What the demonstration shows: something on every page, an edited report, refusals with what to do, the work of two coders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from lxml import html

from marsad.demo.review import DECISIONS, told_by
from marsad.demo.web import WEB
from marsad.lexicons.read import read_yaml
from marsad.serve.app import create_app
from marsad.store import Store

from .conftest import make_demo

PAGES = (
    "/", "/map", "/events", "/review", "/review?mode=second", "/review/agreement", "/review/audit", "/lexicon", "/search", "/search?q=قصف",
    "/digest", "/actors", "/places", "/outlets", "/sources",
)  # fmt: skip


@pytest.fixture(scope="module")
def shown(demo: Store) -> Iterator[TestClient]:
    """The workbench on the demonstration."""
    app = create_app(demo, hosts=("testserver",), composed=True)
    yield TestClient(app)
    app.state.relinker.close()


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows_something(shown: TestClient, path: str, lang: str) -> None:
    answer = shown.get(path, params={"lang": lang})
    assert answer.status_code == 200
    empty = html.document_fromstring(answer.text).xpath('//*[contains(concat(" ", @class, " "), " none ")]')
    assert not [e.text_content() for e in empty]


def test_what_a_denier_says_of_something_else_takes_no_denial_back(demo: Store, shown: TestClient) -> None:
    told = [e for e in demo.events(limit=200).items if e.place_name_ar == "أريحا" and e.event_type == "shelling"]
    event = max(told, key=lambda e: e.claim_count)
    assert event.status == "disputed"
    page = html.document_fromstring(shown.get(f"/events/{event.id}", params={"lang": "en"}).text)
    assert "denies" in page.xpath('string(//section[@id="matrix"]//tbody/tr[1])')


def test_a_denial_stands_beside_those_who_assert_what_it_denies(shown: TestClient) -> None:
    page = html.document_fromstring(shown.get("/actors/rapid_support_forces", params={"lang": "en"}).text)
    denied = " ".join(page.xpath('string(//section[@id="denied"])').split())
    assert "asserted by" in denied


@pytest.mark.parametrize("path", ["/actors/rapid_support_forces", "/outlet?name=رواق كردفان", "/place?id={place}"])
def test_the_filter_holds_on_the_page_of_one_thing(demo: Store, shown: TestClient, path: str) -> None:
    place = next(e.place_id for e in demo.events(limit=200).items if e.place_name_ar == "الأبيض" and e.place_id)
    address = path.format(place=place)
    joined = "&" if "?" in address else "?"
    page = html.document_fromstring(shown.get(f"{address}{joined}from=2025-02-13&lang=en").text)
    (chip,) = page.xpath('//ul[@class="chosen"]/li/a[@class!="clear" or not(@class)]/@href')
    assert "from=" not in chip
    days = set(page.xpath('//ol[@class="passages"]//time/@datetime | //ul[@class="articles"]//time/@datetime'))
    assert all(day >= "2025-02-13" for day in days)
    assert shown.get(chip).status_code == 200


def test_a_report_that_its_outlet_edited_has_both_versions(demo: Store, shown: TestClient) -> None:
    (edited,) = (a for a in demo.articles(limit=200).items if len(demo.versions(a.id)) > 1)
    assert edited.outlet == "رواق كردفان"
    page = html.document_fromstring(shown.get("/article", params={"id": edited.id, "version": 2, "diff": 1}).text)
    assert page.xpath("//ins")
    assert page.xpath("//del")


def test_feeds_are_named_by_the_outlet_of_their_pages(demo: Store) -> None:
    outlets = {row["url"].split("/")[2]: row["outlet"] for row in demo.feeds()}
    assert outlets["riwaq.example"] == "رواق كردفان"
    assert outlets["barada.example"] is None


def test_refusals_say_what_to_do(demo: Store) -> None:
    refused = {row.where.rpartition("/")[2]: row.remedy for row in demo.refusals(10)}
    assert set(refused) == {"news.html", "obeid-fire.html", "market-pictures.html"}
    assert all(refused.values())


def test_refusals_are_told_in_the_language_of_the_page(shown: TestClient) -> None:
    for lang, words in (("ar", "أجاب الخادم بالرمز 404"), ("en", "the server answers 404")):
        page = html.document_fromstring(shown.get("/sources", params={"lang": lang}).text)
        assert words in page.xpath('string(//*[@id="refusals"])')


def test_the_audit_trail_says_what_was_decided(shown: TestClient) -> None:
    page = html.document_fromstring(shown.get("/review/audit", params={"lang": "en"}).text)
    lines = [" ".join(row.text_content().split()) for row in page.xpath("//tbody/tr")]
    assert any("Status: possible – رواية طرف واحد ولا شاهد عليها" in line for line in lines)
    assert any("Armed clash «القتال»" in line for line in lines)
    assert not page.xpath('//td/bdi[@dir="ltr"][contains(., "«")]')  # a quotation in Arabic keeps its own direction


def test_every_decision_names_a_claim(demo: Store) -> None:
    data = read_yaml(DECISIONS)
    assert [d for d in data["decisions"] if not any(told_by(d, c.claim) for c in demo.claims_of(d["report"]))] == []
    assert {row.author for row in demo.judgements()} == set(data["coders"])
    assert len(demo.judgements()) == len(data["decisions"])


def test_every_page_and_feed_says_that_it_is_composed() -> None:
    pages = [p for p in WEB.rglob("*") if p.suffix in (".html", ".xml")]
    assert len(pages) >= 15
    assert all("نص مؤلف للتجربة ولا يروي حدثا حقيقيا" in p.read_text(encoding="utf-8") for p in pages)


def test_showing_it_again_changes_nothing(demo: Store, demo_home: Path) -> None:
    before = demo.counts(), len(demo.judgements()), [row["failures"] for row in demo.feeds()]
    make_demo(demo_home)
    assert (demo.counts(), len(demo.judgements()), [row["failures"] for row in demo.feeds()]) == before
