"""Private persons' names are blocked out for readers, on every page and in the interface; offsets still hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi import FastAPI
from fastapi.testclient import TestClient

from marsad.cli import cli
from marsad.link.on_store import link_store
from marsad.serve.accounts import add_account
from marsad.serve.app import create_app
from marsad.serve.masking import BLOCK, Masked
from marsad.serve.tokens import create_token
from marsad.store import Store

from .test_accounts import PASSWORD, log_in

PERSON = "منذر الشهابي"
REPORTS = [
    {
        "id": "dalil-1", "outlet": "صحيفة الدليل", "published_at": "2019-02-16", "title": f"{PERSON}: القصف أصاب السوق",
        "text": f"قال {PERSON} إن قصفاً مدفعياً على بلدة السوسة شرق دير الزور قتل 12 مدنياً أمس الجمعة.\n"
        f"وأضاف أن القصف طال السوق. وكان {PERSON} يقف قرب الفرن، وفق أقاربه.\n"
        "وقال الرئيس الروسي فلاديمير بوتين إن بلاده لم تقصف البلدة.",
    },
    {
        "id": "dalil-2", "outlet": "موقع الخبر", "published_at": "2019-02-16", "title": "قصف على السوسة",
        "text": f"قُتل 12 مدنياً في قصف مدفعي على بلدة السوسة شرق دير الزور أمس الجمعة، بحسب {PERSON}.",
    },
]  # fmt: skip


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Store]:
    """A store in which a private person and a public figure speak."""
    file = tmp_path / "reports.jsonl"
    file.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in REPORTS), encoding="utf-8")
    done = CliRunner().invoke(cli, ["run", str(file)], env={"MARSAD_HOME": str(tmp_path / "home")})
    assert done.exit_code == 0, done.output
    with Store.open(tmp_path / "home") as store:
        link_store(store=store)
        yield store


@pytest.fixture
def guarded(told: Store) -> FastAPI:
    """The workbench on it, with a reader and a coder."""
    for role in ("reader", "coder"):
        add_account(told, role, role, PASSWORD)
    return create_app(told, hosts=("testserver",), login=True)


def pages(store: Store) -> list[str]:
    events = [e.id for e in store.events().items]
    claims = [c.id for c in store.claims().items]
    return [
        "/", "/events", "/article?id=dalil-1", "/article?id=dalil-2", "/search?q=قصف", "/actors", "/outlet?name=صحيفة الدليل", "/digest?period=today",
        "/sources", "/api/v1/claims", "/api/v1/articles", "/api/v1/articles/dalil-1", "/api/v1/search?words=قصف", *(f"/events/{e}" for e in events),
        *(f"/api/v1/events/{e}" for e in events), *(f"/api/v1/claims/{c}" for c in claims),
    ]  # fmt: skip


def words_of(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.text


def test_readers_do_not_see_the_name_of_a_private_person(guarded: FastAPI, told: Store) -> None:
    reader, coder = log_in(guarded, "reader"), log_in(guarded, "coder")
    seen = 0
    for path in pages(told):
        shown = words_of(reader, path)
        assert "منذر" not in shown, path
        assert "الشهابي" not in shown, path
        seen += PERSON in words_of(coder, path)
    assert seen > 4
    assert BLOCK * 4 in words_of(reader, "/article?id=dalil-1")


def test_public_figures_and_bodies_are_named(guarded: FastAPI) -> None:
    shown = words_of(log_in(guarded, "reader"), "/article?id=dalil-1")
    assert "فلاديمير بوتين" in shown
    assert "السوسة" in shown


def test_offsets_and_the_proof_of_the_text_hold(guarded: FastAPI, told: Store) -> None:
    masked = Masked(told)
    version = masked.versions("dalil-1")[-1]
    assert PERSON not in version.text
    assert len(version.text) == len(told.versions("dalil-1")[-1].text)
    for row in masked.claims_of("dalil-1"):
        e = row.claim.evidence
        assert version.text[e.start : e.end] == e.text
    assert "the text fits its fingerprint" in words_of(log_in(guarded, "reader"), "/article?id=dalil-1&lang=en")


def test_two_private_origins_stay_two(told: Store) -> None:
    masked = Masked(told)
    for event in told.events().items:
        before, after = told.event(event.id), masked.event(event.id)
        assert before is not None
        assert after is not None
        assert len({n["id"] for n in before.nodes}) == len({n["id"] for n in after.nodes})
        assert {m.origin for m in after.members} <= {n["id"] for n in after.nodes} | {None}


def test_the_token_of_a_reader_gets_no_names(told: Store) -> None:
    add_account(told, "huda", "admin", PASSWORD)
    app = create_app(told, hosts=("testserver",), login=True)
    seen = {}
    for role in ("reader", "coder"):
        headers = {"Authorization": f"Bearer {create_token(told, role, 'huda', role, 1, 'test')}"}
        seen[role] = TestClient(app).get("/api/v1/articles/dalil-1", headers=headers).text
    app.state.relinker.close()
    assert PERSON not in seen["reader"]
    assert BLOCK in seen["reader"]
    assert PERSON in seen["coder"]
