"""`marsad event`, `same` and `undo` at a terminal: what stands, what stands no more, and where its claims went."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli import cli
from marsad.store.store import Store

REPORTS = """{"id": "a", "outlet": "nahar", "published_at": "2023-05-02", "text": "قصفت مدفعية الحوثيين مدينة تعز أمس."}
{"id": "b", "outlet": "sada", "published_at": "2023-07-02", "text": "انفجرت سيارة مفخخة في مدينة عدن أمس."}
"""


def _marsad(*words: str) -> str:
    done = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_an_event_that_was_joined_says_where_its_claims_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(tmp_path / "home"))
    (tmp_path / "reports.jsonl").write_text(REPORTS, encoding="utf-8")
    _marsad("run", str(tmp_path / "reports.jsonl"))
    _marsad("link")
    with Store.open() as store:
        first, second = (e.id for e in sorted(store.events().items, key=lambda e: e.day))
    assert "stands no more" not in _marsad("event", second)
    _marsad("same", first, second, "--author", "lina", "--reason", "one attack")
    told = _marsad("event", second)
    assert f"{second} stands no more" in told
    assert f"its claims are in {first}" in told
    _marsad("undo", "1", "--author", "lina")
    assert "stands no more" not in _marsad("event", second)
