"""Who may do what: roles on every route, login, sessions, form tokens, the brake, and the refusal to listen without accounts."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from marsad.cli import cli
from marsad.serve import gate as gate_module
from marsad.serve.accounts import ROLES, Brake, add_account, check_password, hashed, needed
from marsad.serve.users import change_account
from marsad.store import EventRow, Store

from .conftest import PASSWORD, token_of

# Least role for each request that stands for a kind of them.
MATRIX = [
    ("GET", "/login", "nobody"), ("GET", "/static/marsad.css", "nobody"), ("GET", "/", "reader"), ("GET", "/events", "reader"),
    ("GET", "/article?id=nahr-1", "reader"), ("GET", "/search?q=قصف", "reader"), ("GET", "/sources", "reader"),
    ("GET", "/api/v1/events", "reader"), ("GET", "/api/v1/judgements", "editor"), ("POST", "/search/save", "reader"), ("GET", "/review", "coder"),
    ("POST", "/review/{claim}/decide", "coder"), ("POST", "/review/{claim}/correct", "coder"), ("POST", "/review/add", "coder"),
    ("GET", "/review/agreement", "editor"), ("GET", "/review/gold.zip", "editor"), ("GET", "/review/audit", "editor"),
    ("POST", "/events/{event}/merge", "editor"), ("POST", "/events/{event}/split", "editor"), ("POST", "/judgements/1/undo", "editor"),
    ("POST", "/api/v1/judgements", "editor"), ("GET", "/accounts", "admin"), ("POST", "/accounts", "admin"), ("POST", "/accounts/coder", "admin"),
]  # fmt: skip


def browser(app: FastAPI, address: str = "127.0.0.1") -> TestClient:
    return TestClient(app, base_url="https://testserver", follow_redirects=False, client=(address, 5000))


def log_in(app: FastAPI, name: str, password: str = PASSWORD) -> TestClient:
    client = browser(app)
    token = token_of(client.get("/login").text)
    answer = client.post("/login", data={"name": name, "password": password, "token": token})
    assert answer.status_code == 303, answer.text
    return client


@pytest.mark.parametrize("role", ["nobody", *ROLES])
def test_each_role_may_do_what_the_table_says(
    guarded: FastAPI, own_store: Store, shelling: EventRow, role: str
) -> None:
    client = browser(guarded) if role == "nobody" else log_in(guarded, role)
    claim = own_store.claims_of("nahr-1")[0].id
    ranks = ["nobody", *ROLES]
    for method, path, least in MATRIX:
        path = path.replace("{claim}", claim).replace("{event}", shelling.id)
        form = {"token": token_of(client.get("/login").text)}
        answer = client.get(path) if method == "GET" else client.post(path, data=form)
        may = ranks.index(role) >= ranks.index(least)
        refused = answer.status_code in (401, 403) or answer.headers.get("location", "").startswith("/login")
        assert refused != may, (method, path, role, answer.status_code)


def test_every_route_has_a_least_role_and_changes_need_an_account(app: FastAPI) -> None:
    found = [(method.upper(), path) for path, methods in app.openapi()["paths"].items() for method in methods]
    for method, path in found:
        least = needed(method, re.sub(r"\{[^}]+\}", "x", path))
        if method != "GET" and path != "/login":
            assert least in ROLES, path
    assert len(found) > 25
    assert needed("DELETE", "/anything") == "editor"
    assert needed("GET", "/anything/else") == "reader"


@pytest.mark.parametrize("host", ["testserver:1/static/x?", "testserver:1#"])
@pytest.mark.parametrize("path", ["/accounts", "/api/v1/judgements"])
def test_who_writes_the_host_header_is_let_in_no_further(guarded: FastAPI, host: str, path: str) -> None:
    assert browser(guarded).get(path, headers={"Host": host}).status_code in (303, 400, 401)
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [(b"host", host.encode())]}
    assert gate_module._path(Request(scope)) == path  # whatever a version of Starlette makes of such an address


def test_a_line_end_in_a_path_lifts_no_guard(guarded: FastAPI) -> None:
    assert needed("GET", "/lexicon/\nx") == "editor"
    assert browser(guarded).get("/api/v1/judgements/%0A").status_code == 401
    assert log_in(guarded, "coder").get("/lexicon/%0A").status_code == 403
    lost = log_in(guarded, "reader").get("/api/v1/articles/%0A")
    assert (lost.status_code, lost.headers["content-type"]) == (404, "application/problem+json")


def test_a_stranger_is_led_to_the_login_and_back(guarded: FastAPI) -> None:
    client = browser(guarded)
    answer = client.get("/events?country=SY")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Fevents%3Fcountry%3DSY"
    page = client.get(answer.headers["location"]).text
    token = token_of(page)
    assert 'value="/events?country=SY"' in page
    form = {"name": "reader", "password": PASSWORD, "token": token, "next": "/events?country=SY"}
    assert client.post("/login", data=form).headers["location"] == "/events?country=SY"


@pytest.mark.parametrize(
    "next", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"]
)
def test_the_login_leads_nowhere_else(guarded: FastAPI, next: str) -> None:
    client = browser(guarded)
    token = token_of(client.get("/login").text)
    form = {"name": "reader", "password": PASSWORD, "token": token, "next": next}
    assert client.post("/login", data=form).headers["location"] == "/"


def test_the_cookie_is_safe_and_only_its_hash_is_kept(guarded: FastAPI, own_store: Store) -> None:
    client = browser(guarded)
    token = token_of(client.get("/login").text)
    answer = client.post("/login", data={"name": "coder", "password": PASSWORD, "token": token})
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("marsad_session="))
    assert {"httponly", "secure", "samesite=lax"} <= {part.strip().lower() for part in cookie.split(";")}
    value = client.cookies["marsad_session"]
    assert own_store.session(hashed(value)) is not None
    assert own_store.session(value) is None


def test_a_session_that_was_planted_is_not_taken_over(guarded: FastAPI, own_store: Store) -> None:
    client = browser(guarded)
    client.cookies.set("marsad_session", "planted")
    token = token_of(client.get("/login").text)
    client.post("/login", data={"name": "coder", "password": PASSWORD, "token": token})
    assert own_store.session(hashed("planted")) is None
    first = next(c.value for c in client.cookies.jar if c.name == "marsad_session" and c.value != "planted")
    again = browser(guarded)
    again.cookies.set("marsad_session", first)
    token = token_of(again.get("/login").text)
    again.post("/login", data={"name": "editor", "password": PASSWORD, "token": token})
    assert own_store.session(hashed(first)) is None


def test_logging_out_ends_the_session(guarded: FastAPI, own_store: Store) -> None:
    client = log_in(guarded, "reader")
    value = client.cookies["marsad_session"]
    assert client.post("/logout", data={"token": token_of(client.get("/").text)}).status_code == 303
    assert own_store.session(hashed(value)) is None


@pytest.mark.parametrize(("method", "path", "least"), [x for x in MATRIX if x[0] == "POST" and "/api/" not in x[1]])
def test_a_form_without_its_token_is_refused(
    guarded: FastAPI, shelling: EventRow, method: str, path: str, least: str
) -> None:
    client = log_in(guarded, "admin")
    path = path.replace("{claim}", "x").replace("{event}", shelling.id)
    for form in ({}, {"token": ""}, {"token": "x" * 43}, {"token": "ـ"}):
        assert client.post(path, data=form).status_code == 403
    other = token_of(log_in(guarded, "editor").get("/login").text)
    assert client.post(path, data={"token": other}).status_code == 403


def test_the_login_and_logout_need_a_token_too(guarded: FastAPI) -> None:
    assert browser(guarded).post("/login", data={"name": "reader", "password": PASSWORD}).status_code == 403
    assert log_in(guarded, "reader").post("/logout").status_code == 403


def test_guessing_is_slowed_down(guarded: FastAPI, own_store: Store) -> None:
    client = browser(guarded)
    token = token_of(client.get("/login").text)
    codes = [
        client.post("/login", data={"name": "admin", "password": "wrong", "token": token}).status_code for _ in range(6)
    ]
    assert codes == [401] * 5 + [429]
    answer = client.post("/login", data={"name": "admin", "password": PASSWORD, "token": token})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= Brake.WINDOW + 1
    assert log_in(guarded, "reader")
    assert [a["action"] for a in own_store.audit_trail() if a["author"] == "admin"] == ["login failed"] * 5


def test_the_brake_counts_by_address_too_and_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("marsad.serve.accounts.time.monotonic", lambda: now[0])
    brake = Brake()
    for n in range(20):
        assert brake.wait(f"user{n}", "10.0.0.1") == 0
        brake.failed(f"user{n}", "10.0.0.1")
    assert brake.wait("fresh", "10.0.0.1") > 0
    assert brake.wait("fresh", "10.0.0.2") == 0
    now[0] += Brake.WINDOW + 1
    assert brake.wait("fresh", "10.0.0.1") == 0


def test_passwords_go_over_https_only(guarded: FastAPI) -> None:
    client = TestClient(guarded, base_url="http://testserver", follow_redirects=False, client=("10.0.0.9", 1))
    token = token_of(client.get("/login").text)
    answer = client.post("/login", data={"name": "reader", "password": PASSWORD, "token": token})
    assert answer.status_code == 403


def test_a_disabled_account_is_out_at_once(guarded: FastAPI, own_store: Store) -> None:
    client = log_in(guarded, "coder")
    assert client.get("/review").status_code == 200
    change_account(own_store, "coder", "admin", disabled=True)
    assert client.get("/review").status_code == 303
    assert check_password(own_store, "coder", PASSWORD) is None


def test_a_new_password_ends_old_logins(guarded: FastAPI, own_store: Store) -> None:
    client = log_in(guarded, "coder")
    change_account(own_store, "coder", "admin", password=PASSWORD + "8")
    assert client.get("/review").status_code == 303
    log_in(guarded, "coder", PASSWORD + "8")


def test_the_author_of_a_decision_is_who_logged_in(guarded: FastAPI, own_store: Store) -> None:
    client = log_in(guarded, "coder")
    claim = own_store.claims_of("nahr-1")[0].id
    token = token_of(client.get("/review").text)
    client.post(f"/review/{claim}/decide", data={"action": "accept", "token": token})
    assert own_store.judgements()[0].author == "coder"
    made = own_store.judgements()[0].id
    other = log_in(guarded, "admin")
    add_account(own_store, "second", "coder", PASSWORD)
    third = log_in(guarded, "second")
    undo = f"/review/undo/{made}"
    assert third.post(undo, data={"token": token_of(third.get("/review").text)}).status_code == 403
    assert other.post(undo, data={"token": token_of(other.get("/review").text)}).status_code == 303


def test_a_coder_sees_what_others_decided_once_he_has(guarded: FastAPI, own_store: Store) -> None:
    claim = next(c for c in own_store.claims_of("nahr-1"))
    own_store.judge(
        "correct", "claim", claim.id, field="status", value={"value": "possible"}, author="editor", reason="تقدير"
    )
    coder, editor = log_in(guarded, "coder"), log_in(guarded, "editor")
    assert "تقدير" in editor.get("/article?id=nahr-1").text
    assert "تقدير" not in coder.get("/article?id=nahr-1").text
    own_store.judge("accept", "claim", claim.id, author="coder")
    assert "تقدير" in coder.get("/article?id=nahr-1").text


def test_what_a_role_may_not_do_is_not_offered(guarded: FastAPI, shelling: EventRow) -> None:
    reader = log_in(guarded, "reader")
    page = reader.get(f"/events/{shelling.id}").text
    assert "/merge" not in page
    assert 'href="/review' not in page
    assert "/merge" in log_in(guarded, "editor").get(f"/events/{shelling.id}").text


def test_accounts_are_kept_by_the_admin(guarded: FastAPI, own_store: Store) -> None:
    client = log_in(guarded, "admin")
    token = token_of(client.get("/accounts").text)
    new = {"name": "ليلى", "role": "coder", "password": PASSWORD, "token": token}
    assert client.post("/accounts", data=new).status_code == 303
    log_in(guarded, "ليلى")
    assert client.post("/accounts/ليلى", data={"role": "editor", "token": token}).status_code == 303
    user = own_store.user("ليلى")
    assert user is not None
    assert user["role"] == "editor"
    assert PASSWORD not in user["password_hash"]
    assert user["password_hash"].startswith("$argon2id$")
    assert client.post("/accounts/admin", data={"role": "reader", "token": token}).status_code == 400
    assert client.post("/accounts", data={**new, "name": "x", "password": "short"}).status_code == 400


def test_user_commands(own_store: Store) -> None:
    env = {"MARSAD_HOME": str(own_store.folder)}

    def run(*args: str, given: str = f"{PASSWORD}\n") -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["user", *args], env=env, input=given)
        return done.exit_code, done.output + str(done.exception or "")

    assert run("add", "zain", "--role", "admin", "--password-stdin")[0] == 0
    assert run("add", "zain", "--role", "coder", "--password-stdin")[0] != 0
    assert run("add", "nour", "--role", "coder", given=f"{PASSWORD}\n{PASSWORD}\n")[0] == 0
    assert "zain\tadmin" in run("list")[1]
    assert run("role", "nour", "editor")[0] == 0
    assert "last administrator" in run("disable", "zain")[1]
    assert run("disable", "nour")[0] == 0
    assert "disabled" in run("list")[1]
    assert "too short" in run("password", "nour", "--password-stdin", given="short\n")[1]


@pytest.mark.parametrize("options", [["--host", "0.0.0.0"], ["--name", "marsad.example"], ["--proxy", "127.0.0.1"]])
def test_without_accounts_nothing_listens_elsewhere(own_store: Store, options: list[str]) -> None:
    done = CliRunner().invoke(cli, ["serve", *options], env={"MARSAD_HOME": str(own_store.folder)})
    assert done.exit_code != 0
    assert "marsad user add" in str(done.exception)


def test_where_there_are_accounts_they_are_asked_for(own_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}
    monkeypatch.setattr("uvicorn.run", lambda app, **options: seen.update(options, login=app.state.login))
    env = {"MARSAD_HOME": str(own_store.folder)}
    assert CliRunner().invoke(cli, ["serve"], env=env).exit_code == 0
    assert seen["login"] is False
    add_account(own_store, "zain", "admin", PASSWORD)
    done = CliRunner().invoke(cli, ["serve", "--name", "marsad.example", "--proxy", "127.0.0.1"], env=env)
    assert done.exit_code == 0, done.output
    assert seen["login"] is True
    assert seen["proxy_headers"] is True
    assert seen["forwarded_allow_ips"] == "127.0.0.1"


def test_everybody_sees_the_searches_that_he_saved(guarded: FastAPI) -> None:
    pages = {}
    for name in ("coder", "reader"):
        own = log_in(guarded, name)
        if name == "coder":
            token = token_of(own.get("/search?q=قصف").text)
            assert own.post("/search/save?q=قصف", data={"token": token, "name": "قصف السوسة"}).status_code == 303
        pages[name] = own.get("/search").text
    assert "قصف السوسة" in pages["coder"]
    assert "قصف السوسة" not in pages["reader"]
