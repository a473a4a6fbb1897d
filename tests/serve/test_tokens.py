"""Tokens of programs: what they may do, what is kept of them, how they end, and that the interface describes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi import FastAPI
from fastapi.testclient import TestClient

from marsad.cli import cli
from marsad.client import Client, ClientError
from marsad.errors import StopRun
from marsad.serve.accounts import ROLES, add_account
from marsad.serve.app import create_app
from marsad.serve.tokens import create_token, revoke_token
from marsad.serve.users import change_account
from marsad.store import Store
from marsad.store import models as m

from .conftest import PASSWORD
from .test_api import keeps_to_its_description


@pytest.fixture
def guarded(own_store: Store, kept_password: str) -> Iterator[FastAPI]:
    """The workbench that asks who one is, with an administrator `huda` and a coder `omar`."""
    own_store.add_user("huda", kept_password, "admin")
    own_store.add_user("omar", kept_password, "coder")
    app = create_app(own_store, hosts=("testserver",), login=True)
    yield app
    app.state.relinker.close()


@pytest.fixture
def as_program(guarded: FastAPI) -> Callable[[str], Client]:
    """The package's client with a token."""

    def made(token: str) -> Client:
        headers = {"Authorization": f"Bearer {token}"}
        return Client("", http=TestClient(guarded, base_url="http://testserver/api/v1/", headers=headers))

    return made


def make(store: Store, role: str, name: str = "cron", account: str = "huda", days: int = 30) -> str:
    return create_token(store, name, account, role, days, "test")


def test_a_client_sends_its_token() -> None:
    with Client("http://127.0.0.1:9", token="marsad_x") as client:
        assert client._http.headers["authorization"] == "Bearer marsad_x"


@pytest.mark.parametrize("role", ROLES)
def test_a_token_may_do_what_its_role_may(own_store: Store, as_program: Callable[[str], Client], role: str) -> None:
    api = as_program(make(own_store, role))
    one, two = list(api.events(limit=2))[:2]
    assert api.code("قصفت المدفعية سوق مدينة إدلب أمس.")["claims"]
    if role in ("reader", "coder"):
        with pytest.raises(ClientError, match="403: this needs the role editor"):
            api.judge("same", one["id"], [two["id"]], "رواية واحدة")
    else:
        assert api.judge("same", one["id"], [two["id"]], "رواية واحدة")["author"] == "huda/cron"
        assert [a["author"] for a in own_store.audit_trail() if a["action"] == "same"] == ["huda/cron"]


def test_a_token_opens_the_interface_and_no_page(guarded: FastAPI, own_store: Store) -> None:
    client = TestClient(
        guarded, follow_redirects=False, headers={"Authorization": f"Bearer {make(own_store, 'admin')}"}
    )
    assert client.get("/api/v1/events").status_code == 200
    assert client.get("/events").status_code == 303
    assert client.post("/accounts", data={}).status_code == 401


def test_strangers_are_told_how_to_come_in(guarded: FastAPI) -> None:
    client = TestClient(guarded)
    answer = client.get("/api/v1/events")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.headers["content-type"] == "application/problem+json"
    assert "marsad token create" in answer.json()["detail"]
    for given in ("Bearer marsad_wrong", "bearer ", "Bearer \xff"):
        answer = client.get("/api/v1/events", headers={"Authorization": given.encode("latin-1")})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer error="invalid_token"')


def test_only_the_hash_is_kept(guarded: FastAPI, own_store: Store) -> None:
    secret = make(own_store, "reader")
    with own_store.read() as connection:
        rows = connection.execute(m.Token.__table__.select()).all()
        trail = connection.execute(m.Audit.__table__.select()).all()
    assert len(secret) > 45
    assert secret not in repr(rows) + repr(trail)
    assert ("test", "token created", "token:cron") in [(a.author, a.action, a.target) for a in trail]


def test_a_token_ends_when_it_is_revoked_runs_out_or_its_account_is_disabled(
    own_store: Store, as_program: Callable[[str], Client]
) -> None:
    def works(token: str) -> bool:
        try:
            return bool(as_program(token).outlets())
        except ClientError as error:
            return error.status != 401

    first, second = make(own_store, "reader"), make(own_store, "coder", "other", "omar")
    assert works(first)
    assert works(second)
    assert all(t["used_at"] for t in own_store.tokens())
    revoke_token(own_store, "cron", "test")
    change_account(own_store, "omar", "test", disabled=True)
    assert not works(first)
    assert not works(second)
    third = make(own_store, "reader")  # the name is free again
    assert works(third)
    with own_store.write() as connection:
        connection.execute(m.Token.__table__.update().values(expires_at="2020-01-01T00:00:00.000000Z"))
    assert not works(third)


def test_a_token_never_does_more_than_its_account(own_store: Store, as_program: Callable[[str], Client]) -> None:
    with pytest.raises(StopRun, match="omar is coder"):
        make(own_store, "editor", account="omar")
    token = make(own_store, "editor")
    add_account(own_store, "zain", "admin", PASSWORD)
    change_account(own_store, "huda", "test", role="reader")
    with pytest.raises(ClientError, match="403"):
        as_program(token).judge("same", "a", ["b"], "x")


def test_the_guarded_interface_keeps_to_its_description(guarded: FastAPI, own_store: Store) -> None:
    token = make(own_store, "admin")
    assert keeps_to_its_description(guarded, "GET", token, own_store)[0] == 14
    headers = {"Authorization": f"Bearer {token}"}
    described = TestClient(guarded).get("/api/v1/openapi.json", headers=headers).json()
    assert described["security"] == [{"token": []}, {"login": []}]
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert "Least role: editor." in described["paths"]["/judgements"]["post"]["description"]
    assert {"401", "403"} <= set(described["paths"]["/events"]["get"]["responses"])


@pytest.mark.parametrize(("role", "answered"), [("reader", {200, 403}), ("editor", {200, 201, 404, 409, 422})])
def test_guarded_writing_keeps_to_its_description(
    guarded: FastAPI, own_store: Store, role: str, answered: set[int]
) -> None:
    """A reader's token codes texts and is refused the rest; an editor's decides, and takes back."""
    operations, met = keeps_to_its_description(guarded, "POST", make(own_store, role), own_store)
    assert operations == 3
    assert answered <= met
    assert any(j.author == "huda/cron" for j in own_store.judgements(undone=True)) == (role == "editor")


def test_an_interface_without_accounts_says_that_it_needs_no_token(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert "security" not in described
    assert "securitySchemes" not in described["components"]


def test_the_example_of_the_docs_runs(
    guarded: FastAPI, own_store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "rest.md").read_text(encoding="utf-8")
    example = page.partition("```python\n")[2].partition("```")[0]
    monkeypatch.setenv("MARSAD_TOKEN", make(own_store, "reader"))
    monkeypatch.setattr(
        "marsad.client.httpx.Client",
        lambda base_url, headers, timeout: TestClient(guarded, base_url="http://testserver/api/v1", headers=headers),
    )
    exec(compile(example, "docs/rest.md", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) == own_store.count_events()


def test_token_commands(own_store: Store) -> None:
    env = {"MARSAD_HOME": str(own_store.folder)}
    add_account(own_store, "huda", "admin", PASSWORD)

    def run(*args: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(cli, ["token", *args], env=env)
        return done.exit_code, done.stdout, done.stderr + str(done.exception or "")

    code, secret, told = run("create", "cron", "--account", "huda", "--role", "coder", "--days", "7")
    assert code == 0
    assert secret.startswith("marsad_")
    assert "this once" in told
    assert "already" in run("create", "cron", "--account", "huda")[2]
    assert "no account 'nobody'" in run("create", "x", "--account", "nobody")[2]
    assert "cannot be a token's" in run("create", "a/b", "--account", "huda")[2]
    assert run("list")[1].startswith("cron\thuda\tcoder\t")
    assert secret.strip() not in run("list")[1]
    assert run("revoke", "cron")[0] == 0
    assert "\trevoked" in run("list")[1]
    assert "no token 'cron' that holds" in run("revoke", "cron")[2]
