"""Answers are kept until something is written that they were made from, by this process or another."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event as listening

from marsad.model import Article
from marsad.store import Arrival, Filters, Store


def test_an_answer_is_kept_until_another_process_writes(database_url: str, tmp_path: Path) -> None:
    with Store.open(tmp_path, database_url) as store, Store.open(tmp_path, database_url) as other:
        asked: list[str] = []
        listening.listen(store.engine, "before_cursor_execute", lambda c, cur, text, *rest: asked.append(text))
        assert store.counts()["articles"] == 0
        assert store.counts()["articles"] == 0
        assert sum("FROM articles" in text for text in asked) == 1
        other.add_articles(
            [Arrival(Article("a-1", "قصفت المدفعية المدينة.", outlet="جريدة", published_at="2020-01-02"))]
        )
        assert store.counts()["articles"] == 1
        assert store.outlets() == [("جريدة", 1)]


def test_filters_have_answers_of_their_own_and_callers_cannot_change_them(store: Store) -> None:
    store.event_facets("status", Filters()).append(("corroborated", 5))
    assert store.event_facets("status", Filters()) == []
    with pytest.raises(AttributeError):
        store.event_facets("nothing", Filters())
