"""Articles out of saved pages: the floors of the whole set, and that no page falls far below them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from marsad.ingest.measure import Score, measure, same_moment
from marsad.ingest.page import read_page

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(p.stem for p in PAGES.glob("*.html"))


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return {s.name: s for s in measure(PAGES)}


def test_the_whole_set_reaches_its_floors(scores: dict[str, Score]) -> None:
    right, expected, found = (sum(getattr(s, key) for s in scores.values()) for key in ("right", "expected", "found"))
    assert len(scores) >= 40
    assert right / expected >= 0.97
    assert right / found >= 0.97
    assert sum(not s.headline for s in scores.values()) <= 2
    assert sum(not s.date for s in scores.values()) <= 2


@pytest.mark.parametrize("name", NAMES)
def test_every_page_gives_its_report(scores: dict[str, Score], name: str) -> None:
    assert min(scores[name].recall, scores[name].precision) >= 0.9, scores[name]


def page(name: str):  # type: ignore[no-untyped-def]
    raw = next(PAGES.glob(f"*-{name}.html")).read_bytes()
    expected = json.loads(next(PAGES.glob(f"*-{name}.json")).read_text(encoding="utf-8"))
    return read_page(raw, where=name, url=expected["url"])


def test_the_outlet_is_known_by_its_domain_and_the_time_is_counted_in_its_zone() -> None:
    found = page("agency-one-paragraph")
    assert same_moment(found.article.published_at, "2015-09-19T16:00:00+03:00")
    known = read_page(
        b"<html><body><h1>x</h1></body>" + PAGES.joinpath("24-zone-in-line.html").read_bytes(),
        where="x",
        url="https://www.wafa.ps/a",
    )
    assert known.article is not None
    assert known.article.outlet == "wafa"


def test_two_forms_of_one_address_are_one_article() -> None:
    raw = (PAGES / "07-amp.html").read_bytes()
    one = read_page(raw, where="x", url="https://nna-leb.gov.lb/7/news/amp")
    other = read_page(raw, where="x", url="http://www.nna-leb.gov.lb/7/news?utm_source=x#top")
    assert one.article is not None
    assert other.article is not None
    assert one.article.id == other.article.id


def test_the_agency_of_the_byline_is_named() -> None:
    raw = (
        (PAGES / "01-wordpress-jsonld.html")
        .read_text(encoding="utf-8")
        .replace("هيئة التحرير", "وكالة رويترز")
        .encode()
    )
    assert "reuters" in read_page(raw, where="x").agencies


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x00\x01\x02", b"<html></html>", b"<html><body><p>only English words here, many of them</p></body></html>"],
)
def test_what_is_no_report_is_refused_with_what_to_do(raw: bytes) -> None:
    found = read_page(raw, where="saved.html")
    assert found.article is None
    assert found.refusal is not None
    assert found.refusal.where == "saved.html"
    assert found.refusal.remedy


def test_a_date_of_another_story_never_stands_in_for_a_missing_one() -> None:
    report = "".join(
        f"<p>{p}</p>" for p in json.loads((PAGES / "01-wordpress-jsonld.json").read_text(encoding="utf-8"))["body"]
    )
    others = (
        '<div class="related"><h3>مقالات ذات صلة</h3><time datetime="2020-01-01T00:00:00Z">1 يناير 2020</time></div>'
    )
    listed = '<ul><li><a href="/a">خبر آخر من المنطقة</a> <span class="date">2 يناير 2020</span></li></ul>'
    found = read_page(
        f"<html><body><h1>عنوان الخبر الذي لا تاريخ له</h1><article>{report}</article>{others}{listed}</body></html>".encode(),
        where="x",
    )
    assert found.article is not None
    assert found.article.published_at is None


@pytest.mark.parametrize("stamp", ["0001-01-01T00:00:00Z", "2020-13-45T99:99:99Z", "9999", ""])
def test_a_time_that_is_none_gives_way_to_the_next_mark(stamp: str) -> None:
    raw = (
        (PAGES / "03-wordpress-time-element.html")
        .read_text(encoding="utf-8")
        .replace("<head>", f'<head><meta name="date" content="{stamp}">')
    )
    found = read_page(raw.encode(), where="x", url="https://wafa.ps/[bad")
    assert found.article is not None
    assert same_moment(found.article.published_at, "2020-06-15T16:05:00+02:00")


def test_addresses_of_a_page_that_are_none_do_not_stop_it() -> None:
    raw = (
        (PAGES / "07-amp.html")
        .read_text(encoding="utf-8")
        .replace('rel="canonical" href="https://nna-leb.gov.lb', 'rel="canonical" href="https://[bad')
    )
    assert read_page(raw.encode(), where="x").article is not None
