"""Search, saved searches and their feed."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from lxml import html

from marsad.store import Store

from .conftest import token_of

ATOM = "{http://www.w3.org/2005/Atom}"


def test_hits_are_lit_through_clitics(client: TestClient) -> None:
    tree = html.document_fromstring(client.get("/search?q=بلدة قصف").text)
    lit = {m.text_content() for m in tree.xpath("//mark")}
    assert {"قصف", "بلدة"} <= lit
    assert len(tree.xpath('//ol[@class="hits"]/li')) >= 3


def test_a_phrase_is_asked_for_as_it_stands(client: TestClient) -> None:
    found = client.get('/search?q="حقل العمر"').text
    assert "id=shatt-1" in found
    assert "id=nahr-2" not in found


def test_facets_count_and_narrow(client: TestClient) -> None:
    tree = html.document_fromstring(client.get("/search?q=السوسة").text)
    facets = {a.text_content().strip(): a.get("href") for a in tree.xpath('//ul[@class="facet"]//a')}
    assert "صحيفة النهر" in facets
    narrowed = html.document_fromstring(client.get(facets["صحيفة النهر"]).text)
    assert parse_qs(urlsplit(facets["صحيفة النهر"]).query)["q"] == ["السوسة"]
    assert len(narrowed.xpath('//ol[@class="hits"]/li')) == 1


@pytest.mark.parametrize("words", ['"', "'; DROP TABLE articles --", "a" * 3000, "(((", "*", "<script>", "\u202e"])
def test_odd_questions_are_answered(client: TestClient, words: str) -> None:
    assert client.get("/search", params={"q": words}).status_code == 200


def test_a_search_is_saved_fed_and_dropped(own: TestClient, own_store: Store) -> None:
    token = token_of(own.get("/search?q=السوسة&country=SY").text)
    answer = own.post("/search/save?q=السوسة&country=SY", data={"token": token, "name": "السوسة <b>"})
    assert answer.status_code == 303
    row = own_store.saved_searches()[0]
    assert row["query"] == {"q": ["السوسة"], "country": ["SY"]}
    page = own.get("/search").text
    assert "السوسة &lt;b&gt;" in page
    feed = own.get(f"/feeds/{row['token']}.atom?lang=ar")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    tree = ElementTree.fromstring(feed.text)
    titles = [e.findtext(f"{ATOM}title") or "" for e in tree.iter(f"{ATOM}entry")]
    assert any("السوسة" in t for t in titles)
    assert tree.findtext(f"{ATOM}title") == "مرصد: السوسة <b>"
    assert own.post(f"/search/{row['id']}/drop", data={"token": token}).status_code == 303
    assert own_store.saved_searches() == []
    assert own.post("/search/save?q=x", data={"token": "no", "name": "x"}).status_code == 403


def test_digest_tells_what_is_new_and_nothing_of_other_days(client: TestClient) -> None:
    assert 'class="event-line' in client.get("/digest?period=today").text
    assert 'class="event-line' not in client.get("/digest?period=2199-01-01").text
