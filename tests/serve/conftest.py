"""A store with composed reports, read and linked once, and the workbench on a copy of it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi import FastAPI
from fastapi.testclient import TestClient

from marsad.cli import cli
from marsad.link.on_store import link_store
from marsad.serve.accounts import ROLES, hash_password
from marsad.serve.app import create_app
from marsad.store import EventRow, Store

from .reports import EDITED, REPORTS


def fill(folder: Path) -> None:
    """Read and link the composed reports into a new store."""
    file = folder / "reports.jsonl"
    for some in (REPORTS, [EDITED]):
        file.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in some), encoding="utf-8")
        done = CliRunner().invoke(cli, ["run", str(file)], env={"MARSAD_HOME": str(folder / "home")})
        assert done.exit_code == 0, done.output
    with Store.open(folder / "home") as store:
        link_store(store=store)


PASSWORD = "نخلة-طويلة-جدا-7"


@pytest.fixture(scope="session")
def kept_password() -> str:
    """PASSWORD as an account keeps it: made once, for a hash is meant to be slow."""
    return hash_password(PASSWORD)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the store that every test copies or only reads."""
    folder = tmp_path_factory.mktemp("workbench")
    fill(folder)
    return folder / "home"


@pytest.fixture(scope="session")
def store(filled: Path) -> Iterator[Store]:
    """The store, to read only."""
    with Store.open(filled) as opened:
        yield opened


@pytest.fixture(scope="session")
def app(store: Store) -> FastAPI:
    """The workbench on it."""
    return create_app(store, hosts=("testserver",))


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """A browser that has not been here before."""
    return TestClient(app, follow_redirects=False)


@pytest.fixture
def own_store(filled: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the store to write to."""
    shutil.copytree(filled, tmp_path / "home")
    with Store.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def own(own_store: Store) -> Iterator[TestClient]:
    """The workbench on the copy."""
    app = create_app(own_store, hosts=("testserver",), user="reviewer")
    yield TestClient(app, follow_redirects=False)
    app.state.relinker.close()


@pytest.fixture
def guarded(own_store: Store, kept_password: str) -> Iterator[FastAPI]:
    """The workbench that asks who one is, with an account of each role, named by it."""
    for role in ROLES:
        own_store.add_user(role, kept_password, role)
    app = create_app(own_store, hosts=("testserver",), login=True)
    yield app
    app.state.relinker.close()


@pytest.fixture(scope="session")
def shelling(store: Store) -> EventRow:
    """The event that is asserted by some and denied by one."""
    return max(store.events(limit=100).items, key=lambda e: e.claim_count)


def token_of(page: str) -> str:
    """The form token in a page."""
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)
