"""Addresses, lists, feeds and sitemaps from a real server, and the command that takes them in."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from webserver import Server, answer, page

from marsad.ingest.cli import ingest
from marsad.ingest.sources import read
from marsad.ingest.types import Fetched, ReadOptions

OPTIONS = ReadOptions(allow_private=True, delay=0.0, robots=False, timeout=5.0, idle_timeout=2.0)


def titles(found: list[Fetched]) -> list[str | None]:
    return [f.article.title if f.article else None for f in found]


@pytest.fixture
def site(server: Server) -> Server:
    """Three reports, two feeds, a sitemap of sitemaps."""
    for n in range(1, 4):
        server.paths[f"/n/{n}"] = answer(page(f"قصف على الحي السكني رقم {n}"))
    items = "".join(
        f"<item><title>خبر {n}</title><link>{server.url(f'/n/{n}')}</link><pubDate>Sun, 07 Mar 2021 07:0{n}:00 GMT</pubDate></item>"
        for n in (1, 2)
    )
    server.paths["/rss"] = answer(
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>أخبار</title>{items}</channel></rss>', kind="text/xml"
    )
    server.paths["/atom"] = answer(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/n/3"/><updated>2021-03-07T07:00:00Z</updated></entry></feed>',
        kind="application/atom+xml",
    )
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{server.url("/news.xml.gz")}</loc></sitemap></sitemapindex>'
    news = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url>'
        f"<loc>{server.url('/n/2')}</loc><n:news><n:publication_date>2021-03-07T07:02:00Z</n:publication_date><n:title>خبر</n:title></n:news></url></urlset>"
    )
    server.paths["/sitemap.xml"] = answer(index, kind="application/xml")
    server.paths["/news.xml.gz"] = answer(gzip.compress(news.encode()), kind="application/x-gzip")
    return server


def test_feeds_and_sitemaps_give_their_pages_each_once(site: Server) -> None:
    found = list(read([site.url("/rss"), site.url("/atom"), site.url("/sitemap.xml"), site.url("/n/1#top")], OPTIONS))
    assert titles(found) == [f"قصف على الحي السكني رقم {n}" for n in (1, 2, 3)]
    assert len(site.asked("/n/2")) == 1


def test_a_sitemap_of_sitemaps_is_followed_into_its_packed_files(site: Server) -> None:
    assert titles(list(read([site.url("/sitemap.xml")], OPTIONS))) == ["قصف على الحي السكني رقم 2"]


def test_a_feed_tells_the_time_of_a_page_that_is_silent(site: Server) -> None:
    site.paths["/n/1"] = answer(page().replace("article:published_time", "x"))
    first = next(read([site.url("/rss")], OPTIONS))
    assert first.article is not None
    assert (first.article.published_at, first.extraction["date"]) == ("2021-03-07T07:01:00+00:00", "feed")


def test_one_broken_page_of_a_feed_does_not_stop_the_rest(site: Server) -> None:
    site.paths["/n/1"] = answer("", "404 Not Found")
    found = list(read([site.url("/rss")], OPTIONS))
    assert titles(found) == [None, "قصف على الحي السكني رقم 2"]
    assert found[0].refusal is not None
    assert found[0].refusal.where == site.url("/n/1")


def test_a_feed_that_bombs_with_entities_is_refused(server: Server) -> None:
    bomb = (
        '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
        + "]>"
    )
    server.paths["/x"] = answer(
        f'<?xml version="1.0"?>{bomb}<urlset><url><loc>&i;</loc></url></urlset>', kind="text/xml"
    )
    assert titles(list(read([server.url("/x")], OPTIONS))) in ([], [None])


def test_a_feed_longer_than_the_limit_says_so(site: Server) -> None:
    found = list(read([site.url("/rss")], ReadOptions(allow_private=True, delay=0.0, robots=False, limit=1)))
    assert titles(found) == ["قصف على الحي السكني رقم 1", None]
    assert "--limit" in found[1].refusal.remedy  # type: ignore[union-attr]


def test_a_file_of_addresses_is_a_list_and_a_saved_feed_is_a_feed(site: Server, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(f"# عناوين\n{site.url('/n/1')}\n\n{site.url('/n/2')}\n", encoding="utf-8")
    (tmp_path / "saved.xml").write_text(
        f'<rss version="2.0"><channel><item><link>{site.url("/n/3")}</link></item></channel></rss>'
    )
    found = list(read([str(tmp_path / "list.txt"), str(tmp_path / "saved.xml"), "ftp://a.example/b"], OPTIONS))
    assert titles(found) == [*(f"قصف على الحي السكني رقم {n}" for n in (1, 2, 3)), None]


def test_ingest_writes_json_lines_that_can_be_read_again(site: Server, tmp_path: Path) -> None:
    bounds = ["--allow-private", "--no-robots", "--delay", "0"]
    result = CliRunner().invoke(ingest, [site.url("/rss"), str(tmp_path / "none"), "--format", "jsonl", *bounds])
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["url"] for line in lines] == [site.url("/n/1"), site.url("/n/2")]
    assert "no such file" in result.stderr
    again = tmp_path / "a.jsonl"
    again.write_text(result.stdout, encoding="utf-8")
    assert [f.article.id for f in read([str(again)]) if f.article] == [line["id"] for line in lines]


def test_ingest_stores_articles_and_refusals_and_twice_is_once(
    site: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from marsad.store import Store

    monkeypatch.setenv("MARSAD_HOME", str(tmp_path))
    monkeypatch.delenv("MARSAD_DATABASE_URL", raising=False)
    arguments = [site.url("/rss"), site.url("/none"), "--allow-private", "--no-robots", "--delay", "0"]
    for _ in range(2):
        result = CliRunner().invoke(ingest, arguments)
        assert result.exit_code == 0, result.output
    with Store.open() as store:
        assert (store.counts()["articles"], store.counts()["versions"]) == (2, 2)
        assert [r.where for r in store.refusals()] == [site.url("/none")]
        assert [r.state for r in store.runs()] == ["done", "done"]


def test_feeds_broken_at_any_byte_are_read_or_refused_but_raise_nothing() -> None:
    import random

    from marsad.ingest.feeds import entries
    from marsad.ingest.types import Unreadable

    items = "".join(f"<item><title>خبر</title><link>https://a.example/{n}</link></item>" for n in range(5))
    maps = "".join(f"<url><loc>https://a.example/{n}</loc></url>" for n in range(5))
    whole = [
        f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(),
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</urlset>'.encode(),
    ]
    pieces = [b"<", b">", b"&#0;", b"\x00", b"\xff", b"https://[x", b"<!--", b"<![CDATA[", b"&x;"]
    choose = random.Random(5)
    read_well, remedies = 0, []
    for _ in range(400):
        raw = bytearray(choose.choice(whole))
        for _number in range(choose.randint(1, 6)):
            at = choose.randrange(len(raw))
            raw[at : at + choose.randint(0, 20)] = choose.choice(pieces)
        try:
            read_well += bool(list(entries(bytes(raw), "https://a.example/feed")))
        except Unreadable as error:
            remedies.append(error.refusal.remedy)
    assert all(remedies)
    assert read_well > 100
