"""A data folder with some reports taken in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from marsad.ingest.types import Fetched
from marsad.model import Article, Claim, Coded, Span
from marsad.store import Store
from marsad.store.intake import Batch, Intake

WHEN = dt.datetime(2021, 3, 4, 9, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in a folder of its own."""
    with Store.open(tmp_path / "home", f"sqlite:///{tmp_path / 'home' / 'marsad.db'}") as opened:
        yield opened


def report(number: int, text: str | None = None) -> Fetched:
    """A page as it was received."""
    text = text or f"سقطت قذيفة على حي الورود في المدينة. التقرير {number}."
    url = f"https://example.org/news/{number}"
    raw = f"<html><body><p>{text}</p></body></html>".encode()
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Date", "Thu, 04 Mar 2021 09:00:00 GMT"))
    return Fetched(
        Article(f"a{number}", text, "عنوان", url, "nahar", "2021-03-04"), None, raw, "text/html", headers, url, WHEN
    )


def reading(article: Article) -> Coded:
    """One claim, made by hand."""
    span = Span(0, 5, article.text[:5])
    claim = Claim("c01", "shelling", "asserted", "occurred", span, span, (), (), None, (), None, (), (), 0.5)
    return Coded(article.id, (claim,))


@pytest.fixture
def take(store: Store) -> Callable[..., Intake]:
    """Take reports in, as `run` does."""

    def go(*fetched: Fetched) -> Intake:
        intake = Intake(store, "coder-1")
        intake.take(Batch(list(fetched), [reading(f.article) if f.article else None for f in fetched]))
        return intake

    return go


@pytest.fixture
def make_report() -> Callable[..., Fetched]:
    """The maker of pages."""
    return report
