"""Candidates for the lexicon on their page: offered with passages, accepted into one's own folder, offered no more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from marsad.cli import cli
from marsad.errors import LexiconError, StopRun
from marsad.lexicons.lint import lint
from marsad.pipeline import Coder
from marsad.serve.accounts import needed
from marsad.serve.app import create_app
from marsad.store import Store

from .conftest import token_of

TEXTS = (
    "قال المتحدث باسم قوات سوريا الديمقراطية شاهين البرازي إن قذيفة سقطت على بلدة السوسة فقتل مدنيان.",
    "وأضاف المتحدث باسم قوات سوريا الديمقراطية شاهين البرازي أن الوضع هادئ.",
    "واتهم البيان ما يسمى «لواء أشبال الوادي» بخطف التاجر وابنه.",
)


@pytest.fixture
def desk(tmp_path: Path) -> TestClient:
    file = tmp_path / "reports.jsonl"
    rows = (f'{{"id": "r{n}", "outlet": "صحيفة النهر", "published_at": "2021-04-0{n}", "text": "{t}"}}' for n, t in enumerate(TEXTS, 1))  # fmt: skip
    file.write_text("\n".join(rows), encoding="utf-8")
    done = CliRunner().invoke(cli, ["run", str(file)], env={"MARSAD_HOME": str(tmp_path / "home")})
    assert done.exit_code == 0, done.output
    store = Store.open(tmp_path / "home").__enter__()
    app = create_app(store, hosts=("testserver",), lexicon=tmp_path / "mine")
    assert (
        app.state.suggestions.candidates(120) is not None
    )  # the reports are read; what the pages do while they are not, is another test's
    return TestClient(app, follow_redirects=False)


def test_a_page_does_not_wait_for_the_reports_to_be_read(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.app.state.suggestions, "candidates", lambda: None)  # type: ignore[attr-defined]
    page = desk.get("/lexicon?lang=en").text
    assert "still being read" in page
    assert accept(desk, "p000001", body="sdf") == 404


def offered(desk: TestClient, name: str) -> str:
    page = desk.get("/lexicon?lang=en").text
    found = re.search(rf'id="n-(\w+)"><bdi lang="ar">{name}<', page)
    assert found is not None
    return found[1]


def accept(desk: TestClient, key: str, **form: str) -> int:
    return desk.post(f"/lexicon/{key}/accept", data={"token": token_of(desk.get("/login").text), **form}).status_code


def test_a_person_is_accepted_for_a_body(desk: TestClient, tmp_path: Path) -> None:
    key = offered(desk, "شاهين البرازي")
    assert 'value="Syrian Democratic Forces"' in desk.get("/lexicon?lang=en").text
    assert accept(desk, key, body="nobody known") == 400
    assert accept(desk, key, body="") == 400
    assert not (tmp_path / "mine").exists()
    assert accept(desk, key, body="Syrian Democratic Forces") == 303
    assert [p.name for p in (tmp_path / "mine").rglob("*.yml")] == ["sdf.yml"]
    assert list(lint(tmp_path / "mine")) == []
    assert "شاهين البرازي" in Coder.load(tmp_path / "mine").vocabulary.people
    assert f"n-{key}" not in desk.get("/lexicon").text
    assert accept(desk, key, body="sdf") == 404
    trail = desk.app.state.store.audit_trail()  # type: ignore[attr-defined]
    assert trail[0]["action"] == "accept"


def test_a_body_gets_a_file_of_its_own_inside_the_folder(desk: TestClient, tmp_path: Path) -> None:
    key = offered(desk, "لواء أشبال الوادي")
    for bad in ("", "../../x", "Ashbal", "a b", "sdf"):
        assert accept(desk, key, name=bad) == 400
    assert accept(desk, key, name="ashbal_wadi") == 303
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("ashbal_wadi*")] == ["mine/actors/ashbal_wadi.yml"]  # fmt: skip


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_page_shows_passages_that_lead_to_their_reports(desk: TestClient, lang: str) -> None:
    page = desk.get(f"/lexicon?lang={lang}&kind=person").text
    assert "شاهين البرازي إن قذيفة" in page
    assert "/article?id=r1" in page
    assert "أشبال" not in page
    assert desk.get("/lexicon?kind=nonsense").status_code == 400


def test_only_editors_see_and_accept_candidates() -> None:
    assert needed("GET", "/lexicon") == needed("POST", "/lexicon/p1/accept") == "editor"


def test_processes_that_serve_one_store_offer_the_same(desk: TestClient, tmp_path: Path) -> None:
    other = TestClient(create_app(desk.app.state.store, hosts=("testserver",), lexicon=tmp_path / "mine"), follow_redirects=False)  # type: ignore[attr-defined]  # fmt: skip
    theirs = other.app.state.suggestions  # type: ignore[attr-defined]
    ours = desk.app.state.suggestions  # type: ignore[attr-defined]
    assert theirs.candidates(120) == ours.candidates(120)
    key = offered(desk, "شاهين البرازي")
    assert accept(desk, key, body="sdf") == 303
    assert f'id="n-{key}"' not in other.get("/lexicon").text
    assert accept(other, key, body="sdf") == 404
    assert theirs.candidates(120) == ours.candidates(120)


def test_a_name_that_was_written_meanwhile_is_not_written_twice(desk: TestClient, tmp_path: Path) -> None:
    suggestions = desk.app.state.suggestions  # type: ignore[attr-defined]
    candidate = next(c for c in suggestions.candidates(120) if c.name == "شاهين البرازي")
    suggestions.accept(candidate, "sdf", None)
    with pytest.raises(StopRun, match="already"):
        suggestions.accept(candidate, "sdf", None)
    assert (tmp_path / "mine" / "actors" / "sdf.yml").read_text(encoding="utf-8").count("- {ar: شاهين البرازي") <= 1


def test_a_broken_file_of_ones_own_stops_no_page(desk: TestClient, tmp_path: Path) -> None:
    (tmp_path / "mine" / "actors").mkdir(parents=True)
    (tmp_path / "mine" / "actors" / "mine.yml").write_text("id: [", encoding="utf-8")
    assert "شاهين البرازي" in desk.get("/lexicon").text
    later = create_app(desk.app.state.store, hosts=("testserver",), lexicon=tmp_path / "mine")  # type: ignore[attr-defined]
    with pytest.raises(LexiconError):
        later.state.suggestions.candidates(120)
    answer = TestClient(later, raise_server_exceptions=False).get("/lexicon?lang=en")
    assert answer.status_code == 400
    assert "mine.yml" in answer.text
