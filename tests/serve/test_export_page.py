"""The download of what a page shows: filtered, protected, with its side files."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from fastapi.testclient import TestClient
from lxml import html

from marsad.serve.locales import load_locale
from marsad.store import EventRow, Filters, Store


def test_download_honours_the_filter_and_tells_what_was_lost(client: TestClient, store: Store) -> None:
    wanted = store.events(Filters(statuses=("disputed",))).items
    assert 0 < len(wanted) < store.count_events()
    answer = client.get("/export?format=geojson&status=disputed&names=public-figures")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert {"marsad.geojson.loss.json", "marsad.geojson.protected.json"} <= set(packed.namelist())
        assert json.loads(packed.read("marsad.geojson.protected.json"))["names"] == "public-figures"
        text = packed.read("marsad.geojson").decode()
    assert all(f"http://testserver/events/{e.id}" in text for e in wanted if e.lat is not None)


def test_download_of_one_event_and_of_a_folder(client: TestClient, shelling: EventRow) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get(f"/export?format=csv&event={shelling.id}").content)) as packed:
        assert packed.read("marsad.csv").decode().count(shelling.id) >= 1
    with zipfile.ZipFile(io.BytesIO(client.get("/export?format=parquet").content)) as packed:
        assert any(n.endswith("events.parquet") for n in packed.namelist())


@pytest.mark.parametrize("query", ["format=nothing", "format=csv&names=everyone", "format=csv&embargo=soon"])
def test_what_cannot_be_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/export?{query}").status_code == 400


@pytest.mark.parametrize("path", ["/", "/events", "/map"])
def test_form_carries_the_filter(client: TestClient, path: str) -> None:
    tree = html.document_fromstring(client.get(f"{path}?status=disputed&lang=en").text)
    assert tree.xpath("//form[@action='/export']/input[@name='status']/@value") == ["disputed"]


@pytest.mark.parametrize(
    ("value", "zone"), [("2015-07-31T09:05:00.000000Z", "UTC"), ("2015-07-31T09:05:00+03:00", "UTC+03:00")]
)
def test_a_moment_says_its_zone(value: str, zone: str) -> None:
    for lang in ("ar", "en"):
        shown = load_locale(lang).moment(value)
        assert "09:05" in shown
        assert zone in shown
    assert "UTC" not in load_locale("en").moment("2015-07-31T09:05")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_two_reports_can_be_compared(client: TestClient, lang: str) -> None:
    page = client.get(f"/article?id=nahr-1&against=nahr-2&lang={lang}")
    tree = html.document_fromstring(page.text)
    assert tree.xpath("//div[@class='diff']//ins")
    assert tree.xpath("//div[@class='diff']//del")
    assert client.get("/article?id=nahr-1&against=nobody").status_code == 404
