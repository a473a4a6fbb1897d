"""Articles: idempotent, versioned, exact."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from marsad.errors import StopRun
from marsad.model import Article
from marsad.store import Arrival, Store


def test_the_same_again_changes_nothing_but_last_seen(store: Store, make_article: Callable[..., Article]) -> None:
    first = store.add_article(Arrival(make_article("a")))
    seen = store.article("a")
    again = store.add_article(Arrival(make_article("a")))
    assert (first.new_article, first.new_version) == (True, True)
    assert (again.new_article, again.new_version, again.version_id) == (False, False, first.version_id)
    after = store.article("a")
    assert seen is not None
    assert after is not None
    assert after.last_seen > seen.last_seen
    assert after.first_seen == seen.first_seen
    assert store.counts()["versions"] == 1


def test_an_edit_is_a_new_version_and_the_old_one_stays(store: Store, make_article: Callable[..., Article]) -> None:
    store.add_article(Arrival(make_article("a", "قتل ثلاثة أشخاص في القصف.")))
    store.add_article(Arrival(make_article("a", "قتل خمسة أشخاص في القصف.", title="ارتفاع الحصيلة")))
    versions = store.versions("a")
    assert [v.text for v in versions] == ["قتل ثلاثة أشخاص في القصف.", "قتل خمسة أشخاص في القصف."]
    article = store.article("a")
    assert article is not None
    assert (article.title, article.version_id) == ("ارتفاع الحصيلة", versions[1].id)


def test_an_older_version_given_again_does_not_displace_the_newer(
    store: Store, make_article: Callable[..., Article]
) -> None:
    for text in ("نص أول", "نص ثان", "نص أول", "نص ثان"):
        store.add_article(Arrival(make_article("a", text)))
    article = store.article("a")
    assert article is not None
    assert article.version_id == store.versions("a")[1].id
    assert len(store.versions("a")) == 2


def test_a_batch_may_hold_one_article_twice(store: Store, make_article: Callable[..., Article]) -> None:
    added = store.add_articles(
        [Arrival(make_article("a", "نص أول")), Arrival(make_article("a", "نص ثان")), Arrival(make_article("b"))]
    )
    assert [a.new_version for a in added] == [True, True, True]
    assert [v.number for v in store.versions("a")] == [1, 2]


@pytest.mark.parametrize(
    "text",
    ["نص\x00مقطوع", "نص \ud800 مكسور", "\ufdd0نص", "نَصٌّ مُشَكَّلٌ ـــ ﷲ\u200f\r\n"],
    ids=["nul", "surrogate", "noncharacter", "marks"],
)
def test_any_text_comes_back_exactly(store: Store, make_article: Callable[..., Article], text: str) -> None:
    added = store.add_article(
        Arrival(
            make_article("a", text, title=text), byline=text, agencies=(text.replace("\x00", "").replace("\ud800", ""),)
        )
    )
    version = store.version(added.version_id)
    assert version is not None
    assert (version.text, version.title, version.byline) == (text, text, text)


def test_pages_of_articles_show_each_once(store: Store, make_article: Callable[..., Article]) -> None:
    store.add_articles([Arrival(make_article(f"a{n}", published_at=f"2021-03-{1 + n % 4:02d}")) for n in range(23)])
    seen: list[str] = []
    cursor = None
    while True:
        page = store.articles(cursor=cursor, limit=5)
        seen += [a.id for a in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert sorted(seen) == sorted(f"a{n}" for n in range(23))
    days = [a.day for a in store.articles(limit=50).items]
    assert days == sorted(days, reverse=True)


def test_two_writers_at_once_lose_and_double_nothing(store: Store, make_article: Callable[..., Article]) -> None:
    errors: list[BaseException] = []

    def write(first: int) -> None:
        try:
            for n in range(first, first + 30, 3):
                store.add_articles([Arrival(make_article(f"a{k}")) for k in range(n, n + 3)])
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(first,)) for first in (0, 15)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert store.counts()["articles"] == 45
    assert store.counts()["versions"] == 45


def test_opening_again_finds_everything(
    database_url: str, tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    with Store.open(tmp_path, database_url) as store:
        store.add_article(Arrival(make_article("a")))
    with Store.open(tmp_path, database_url) as store:
        assert store.article("a") is not None


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StopRun, match="MARSAD_HOME"):
        Store.open(tmp_path / "file" / "marsad")


def test_a_damaged_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "marsad.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(StopRun, match="damaged"):
        Store.open(tmp_path, f"sqlite:///{tmp_path / 'marsad.db'}")
