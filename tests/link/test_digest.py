"""The digest: an event is new, or its figure has risen, or its status has changed since a moment, and only then is it told."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest

from marsad.link.digest import Digest, digest_of
from marsad.link.on_store import link_store
from marsad.model import Article
from marsad.store import Arrival, Store

from .conftest import coder

FIRST = "قالت وزارة الصحة اليمنية إن خمسة مدنيين قتلوا في انفجار سيارة مفخخة في مدينة سيئون أمس الاثنين."
RISEN = "قالت وزارة الصحة اليمنية إن تسعة مدنيين قتلوا في انفجار سيارة مفخخة في مدينة سيئون أمس الاثنين."
OTHER = "أعلن المرصد السوري لحقوق الإنسان مقتل خمسة مدنيين في انفجار سيارة مفخخة في مدينة سيئون أمس الاثنين."
TAKEN_BACK = "نفت وزارة الصحة اليمنية وقوع انفجار سيارة مفخخة في مدينة سيئون أمس الاثنين."
DENIED = "نفت جماعة الحوثي وقوع انفجار سيارة مفخخة في مدينة سيئون أمس الاثنين."


def _take(store: Store, number: int, text: str) -> None:
    article = Article(
        f"a{number}", text, outlet=f"outlet-{number}", published_at=f"2023-05-02T{10 + number}:00:00+03:00"
    )
    added = store.add_articles([Arrival(article)])
    store.save_many(list(zip(added, [coder().code(article)], strict=True)), "coder")
    link_store(store=store)


def _parts(digest: Digest) -> set[str]:
    return {name for name in ("new", "risen", "disputed", "corroborated", "happened") if getattr(digest, name)}


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (None, set()),
        (RISEN, {"risen"}),
        (OTHER, {"corroborated"}),
        (DENIED, {"disputed"}),
        (TAKEN_BACK, {"disputed"}),
    ],
    ids=["nothing", "risen", "corroborated", "disputed", "taken back"],
)
def test_a_digest_tells_what_changed_and_nothing_else(tmp_path: Path, later: str | None, expected: set[str]) -> None:
    with Store.open(tmp_path, f"sqlite:///{tmp_path / 'marsad.db'}") as store:
        before = dt.datetime.now(dt.UTC).isoformat()
        _take(store, 1, FIRST)
        assert _parts(digest_of(store, before)) == {"new"}
        time.sleep(1.1)  # moments are kept by the second
        since = dt.datetime.now(dt.UTC).isoformat()
        if later is not None:
            _take(store, 2, later)
        assert _parts(digest_of(store, since)) == expected
