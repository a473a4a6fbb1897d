"""Tokens on their page: made by whoever has an account, shown once, listed, ended, and kept apart from other people's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from lxml import html

from marsad.serve.accounts import ROLES, needed
from marsad.serve.tokens import create_token
from marsad.store import Store

from .conftest import PASSWORD, token_of


@pytest.fixture
def inside(guarded: FastAPI) -> Callable[[str], TestClient]:
    """A browser in which the account of a role has logged in."""

    def came_in(role: str) -> TestClient:
        client = TestClient(guarded, base_url="https://testserver", follow_redirects=False)
        form = {"token": token_of(client.get("/login").text), "name": role, "password": PASSWORD}
        assert client.post("/login", data=form).status_code == 303
        return client

    return came_in


def make(client: TestClient, **form: str) -> tuple[int, str]:
    """Send the form; what came back, and the secret that it shows."""
    sent = {"token": token_of(client.get("/tokens").text), "name": "cron", "role": "reader", "days": "30", **form}
    answer = client.post("/tokens", data=sent)
    found = html.fromstring(answer.text).xpath("//*[@id='secret']")
    return answer.status_code, found[0].text_content() if found else ""


@pytest.mark.parametrize("role", ROLES)
def test_whoever_has_an_account_makes_a_token_and_ends_it(
    inside: Callable[[str], TestClient], guarded: FastAPI, own_store: Store, role: str
) -> None:
    client = inside(role)
    status, secret = make(client, role=role)
    assert status == 200
    assert secret not in client.get("/tokens").text
    program = TestClient(guarded, headers={"Authorization": f"Bearer {secret}"})
    assert program.get("/api/v1/events").status_code == 200
    assert own_store.tokens()[0]["account"] == role
    page = client.get("/tokens?lang=en").text
    ended = client.post("/tokens/cron/revoke", data={"token": token_of(page)})
    assert ended.status_code == 303
    assert "revoked" in client.get("/tokens?lang=en").text
    assert program.get("/api/v1/events").status_code == 401
    trail = [(a["author"], a["action"], a["target"]) for a in own_store.audit_trail()][:2]
    assert trail == [(role, "token revoked", "token:cron"), (role, "token created", "token:cron")]


def test_the_secret_is_in_no_cache_and_no_address(inside: Callable[[str], TestClient]) -> None:
    client = inside("coder")
    token = token_of(client.get("/tokens").text)
    answer = client.post("/tokens", data={"token": token, "name": "nightly", "role": "reader", "days": "30"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "location" not in answer.headers


def test_a_token_may_do_no_more_than_who_makes_it(inside: Callable[[str], TestClient], own_store: Store) -> None:
    client = inside("coder")
    assert make(client, role="editor") == (403, "")
    assert make(client, role="god") == (403, "")
    assert make(client, account="admin", role="coder")[0] == 200  # the account of another is not his to give
    assert [t["account"] for t in own_store.tokens()] == ["coder"]
    assert make(client, name="a b", role="reader")[0] == 400
    assert make(client, name="long", days="99999")[0] == 400
    assert len(own_store.tokens()) == 1


def test_other_peoples_tokens_are_not_seen_nor_ended_but_by_administrators(
    inside: Callable[[str], TestClient], own_store: Store
) -> None:
    create_token(own_store, "secret_project", "editor", "reader", 30, "test")
    coder, admin = inside("coder"), inside("admin")
    page = coder.get("/tokens").text
    assert "secret_project" not in page
    refused = coder.post("/tokens/secret_project/revoke", data={"token": token_of(page)})
    unknown = coder.post("/tokens/nothing/revoke", data={"token": token_of(page)})
    assert refused.status_code == unknown.status_code == 404
    assert "secret_project" in admin.get("/tokens").text
    assert 'href="/tokens"' in admin.get("/accounts").text
    assert make(admin, name="for_reader", account="reader")[0] == 200
    assert own_store.tokens()[-1]["account"] == "reader"
    assert make(admin, name="too_much", account="reader", role="admin")[0] == 400
    assert admin.post("/tokens/secret_project/revoke", data={"token": token_of(admin.get("/tokens").text)}).status_code == 303  # fmt: skip


def test_forms_of_other_sites_make_and_end_nothing(inside: Callable[[str], TestClient], own_store: Store) -> None:
    client = inside("admin")
    create_token(own_store, "cron", "admin", "reader", 30, "test")
    for path, form in (("/tokens", {"name": "x", "role": "reader"}), ("/tokens/cron/revoke", {})):
        assert client.post(path, data={**form, "token": "forged"}).status_code == 403
        assert client.post(path, data=form).status_code in (400, 403)
    assert [t["revoked_at"] for t in own_store.tokens()] == [None]


def test_strangers_are_led_to_the_login(guarded: FastAPI) -> None:
    client = TestClient(guarded, follow_redirects=False)
    assert client.get("/tokens").headers["location"].startswith("/login")
    assert needed("POST", "/tokens/x/revoke") == needed("GET", "/tokens") == "reader"


def test_without_accounts_the_page_says_that_none_is_needed(client: TestClient) -> None:
    assert "no account" in client.get("/tokens?lang=en").text
