"""Every page in both languages: it is there, protected, complete, and nothing of a report can act in it."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from lxml import html

from marsad.serve.security import HEADERS
from marsad.store import EventRow, Store

from .reports import HOSTILE, OVERRIDE, REPORTS

LANGUAGES = ("ar", "en")
PAGES = (
    "/",
    "/events",
    "/events/{event}",
    "/map",
    "/article?id=nahr-1",
    "/article?id=hostile-1",
    "/article?id=nahr-2&version=2&diff=1",
)


def address(path: str, event: EventRow, lang: str) -> str:
    path = path.replace("{event}", event.id).replace("{place}", event.place_id or "")
    path = path.replace("{hostile}", quote(REPORTS[5]["outlet"]))
    return f"{path}{'&' if '?' in path else '?'}lang={lang}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole_and_protected(client: TestClient, shelling: EventRow, path: str, lang: str) -> None:
    answer = client.get(address(path, shelling, lang))
    assert answer.status_code == 200
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"' in answer.text
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "</html>" in answer.text
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("path", PAGES)
def test_nothing_inline_and_nothing_from_elsewhere(client: TestClient, shelling: EventRow, path: str) -> None:
    tree = html.document_fromstring(client.get(address(path, shelling, "ar")).text)
    for element in tree.iter():
        acting = [name for name in element.attrib if name.startswith("on") or name == "style"]
        assert not acting, html.tostring(element)
        for name in ("src", "action", "data"):
            assert element.get(name, "/").startswith("/") or name == "data"
        assert not element.get("href", "").lower().startswith(("javascript:", "data:"))
    assert not tree.xpath("//style | //iframe | //object | //embed | //img | //script[not(@src)] | //base")
    loaded = [*tree.xpath("//script/@src"), *tree.xpath("//link/@href")]
    assert loaded
    assert all(x.startswith("/static/") for x in loaded)


def test_policy_forbids_inline_script_and_strangers(client: TestClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", PAGES)
def test_hostile_text_stays_text(client: TestClient, shelling: EventRow, path: str) -> None:
    page = client.get(address(path, shelling, "ar")).text
    assert HOSTILE not in page
    assert "<svg onload" not in page
    assert "<img" not in page
    assert "\u202e" not in page


def test_hostile_article_is_shown_escaped_and_its_signs_are_named(client: TestClient) -> None:
    page = client.get("/article?id=hostile-1").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in page
    assert "{{ 7*7 }}" in page
    assert OVERRIDE.strip("\u202e\u202c") in page
    assert 'href="javascript' not in page


def test_lookalike_letters_of_an_address_show(client: TestClient) -> None:
    assert "xn--" in client.get("/article?id=hostile-2").text


def test_text_is_shown_as_it_was_published(client: TestClient) -> None:
    page = client.get("/article?id=nahr-1").text
    shown = re.search(r'<section class="card reader".*?</section>', page, re.S)
    assert shown is not None
    text = re.sub(r"<[^>]+>", "", shown.group())
    assert re.sub(r"\s+", " ", text).strip() == re.sub(r"\s+", " ", REPORTS[0]["text"]).strip()


def test_every_anchor_within_a_page_leads_somewhere(client: TestClient, shelling: EventRow) -> None:
    for path in PAGES[2:]:
        page = client.get(address(path, shelling, "ar")).text
        names = set(re.findall(r'\sid="([^"]+)"', page))
        missing = {a for a in re.findall(r'href="#([^"]+)"', page) if a not in names}
        assert not missing, path


def test_event_page_sets_origins_side_by_side(client: TestClient, shelling: EventRow) -> None:
    page = client.get(address("/events/{event}", shelling, "en")).text
    assert 'class="cell asserts"' in page
    assert 'class="cell denies"' in page
    assert 'class="cell gives"' in page
    assert "at least 15" in re.sub(r"<[^>]+>|\u2068|\u2069", "", page)
    assert 'class="figures"' in page
    assert 'class="origins"' in page


def test_headline_is_made_of_its_parts_in_both_languages(client: TestClient, shelling: EventRow) -> None:
    for lang, words in (("ar", ("قصف بري", "السوسة")), ("en", ("Shelling", "Susah"))):
        page = client.get(address("/events/{event}", shelling, lang)).text
        sentence = re.search(r'<h1 class="headline">(.*?)</h1>', page, re.S)
        assert sentence is not None
        text = re.sub(r"<[^>]+>", "", sentence.group(1))
        assert words[0] in text
        assert words[1] in text or (shelling.place_name_en or "") in text


def test_versions_and_their_difference(client: TestClient) -> None:
    page = client.get("/article?id=nahr-2&version=2&diff=1").text
    assert "<del>ثمانية" in page
    assert "<ins>تسعة" in page
    assert client.get("/article?id=nahr-2&version=1").status_code == 200
    assert client.get("/article?id=nahr-2&version=9").status_code == 404


def test_hostile_words_are_escaped_in_a_comparison_too(client: TestClient) -> None:
    page = client.get("/article?id=nahr-1&against=hostile-1").text
    assert "<del>" in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert OVERRIDE[0] not in page


def test_a_claim_is_quoted_with_its_sentence(client: TestClient, shelling: EventRow) -> None:
    page = html.fromstring(client.get(f"/events/{shelling.id}").text)
    quotes = page.xpath("//blockquote[@class='quoted']")
    assert all(q.xpath("mark[@class='core']")[0].text_content() in q.text_content() for q in quotes)
    assert any("وفق ناشطين محليين" in q.text_content() for q in quotes)


def test_carried_text_is_named(client: TestClient) -> None:
    assert "/article?id=jisr-1" in client.get("/article?id=nahr-1").text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("path", "status"),
    [("/nowhere", 404), ("/events/none", 404), ("/article?id=none", 404), ("/events?from=yesterday", 400), ("/events?stance=maybe", 400),
     ("/events?cursor=xyz", 400), ("/events?order=size", 400),
     ("/actors/nobody", 404), ("/place?id=none", 404), ("/outlet?name=none", 404),
     ("/feeds/0.atom", 404),
     ("/digest?period=soon", 400), ("/search?page=0", 400)],
)  # fmt: skip
def test_problems_say_what_to_do(client: TestClient, path: str, status: int, lang: str) -> None:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    assert answer.status_code == status
    assert 'href="/events"' in answer.text
    assert answer.headers["Content-Security-Policy"]


def test_a_name_of_another_site_is_not_answered(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_filters_hold_on_every_page(client: TestClient, shelling: EventRow) -> None:
    asked = "country=SY&type=shelling&origins=2&from=2019-01-01"
    for path in ("/", "/events", f"/events/{shelling.id}"):
        page = client.get(f"{path}?{asked}").text.replace("&amp;", "&")
        links = re.findall(r'href="(/[^"#]*)"', page)
        kept = [a for a in links if a.startswith("/events/ev")]
        kept += re.findall(r'<a class="brand" href="([^"]*)"', page)
        kept += re.findall(r'<a href="([^"]*)" lang="en"', page)
        assert len(kept) > 1
        assert all("country=SY" in a and "type=shelling" in a and "origins=2" in a for a in kept), path


def test_filters_narrow_the_list(client: TestClient) -> None:
    everything = client.get("/events").text.count('class="event-line')
    some = client.get("/events?status=disputed").text.count('class="event-line')
    assert 0 < some < everything


def test_pages_follow_each_other_by_cursor(store: Store, client: TestClient) -> None:
    first = store.events(limit=2)
    assert first.next
    page = client.get(f"/events?cursor={first.next}").text
    assert f"/events/{first.items[0].id}" not in page
    assert client.get("/events").status_code == 200


def test_language_and_theme_stay(client: TestClient) -> None:
    answer = client.get("/?lang=en&theme=dark")
    kept = {c.split("=")[0]: c for c in answer.headers.get_list("set-cookie")}
    assert "marsad_lang" in kept
    assert "marsad_theme" in kept
    again = client.get("/", headers={"cookie": "marsad_lang=en; marsad_theme=dark"})
    assert '<html lang="en" dir="ltr" data-theme="dark">' in again.text
