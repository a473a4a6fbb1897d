"""A workbench that listens, on the composed reports, and a Chromium that looks at it."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from marsad.serve.app import create_app
from marsad.store import EventRow, Store

from ..demo.conftest import demo, demo_home
from ..serve.conftest import PASSWORD, fill

__all__ = ["PASSWORD", "demo", "demo_home"]

MISSING = "no Chromium: `apt-get install chromium` (make test does so where it may), or set MARSAD_CHROMIUM to its path"


def chromium() -> str:
    """The path of the browser."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("MARSAD_CHROMIUM") or next((p for n in names if (p := shutil.which(n))), None)
    if not found:
        pytest.fail(MISSING)
    return found


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the composed reports."""
    folder = tmp_path_factory.mktemp("browser")
    fill(folder)
    with Store.open(folder / "home") as opened:
        yield opened


@pytest.fixture(scope="session")
def site(store: Store) -> Iterator[str]:
    """The address of the workbench."""
    yield from serve(store, login=False)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield opened
        opened.close()


def watched(browser: Browser, site: str) -> Iterator[Page]:
    """A fresh page, 1440 wide; what the console complains of, and every request that leaves the machine, fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=site)
    opened = context.new_page()
    faults: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # That a page itself answered 404 or 410 is noted too, and is no fault.
        if message.type in ("error", "warning") and message.location["url"] != opened.url:
            faults.append(message.text)

    opened.on("console", heard)
    opened.on("pageerror", lambda e: faults.append(str(e)))
    opened.on("request", lambda r: faults.append(r.url) if not r.url.startswith((site, "data:", "blob:")) else None)
    yield opened
    context.close()
    assert not faults


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A fresh page on the composed reports."""
    yield from watched(browser, site)


@pytest.fixture(scope="session")
def shelling(store: Store) -> EventRow:
    """The event that is asserted by some and denied by one."""
    return max(store.events(limit=100).items, key=lambda e: e.claim_count)


@pytest.fixture(scope="session")
def shots() -> Path | None:
    """Where pictures of all pages go; None unless MARSAD_SCREENSHOTS names a folder."""
    folder = os.environ.get("MARSAD_SCREENSHOTS")
    if not folder:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)


def serve(store: Store, login: bool, tiles: Path | None = None, composed: bool = False) -> Iterator[str]:
    """The address of a workbench on a store, while the caller's loop runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(store, user="reviewer", login=login, tiles=tiles, composed=composed)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
    app.state.relinker.close()


@pytest.fixture
def own(store: Store, tmp_path: Path) -> Iterator[Store]:
    """A copy of the store to decide on."""
    shutil.copytree(store.folder, tmp_path / "home")
    with Store.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def desk(browser: Browser, own: Store) -> Iterator[Page]:
    """A browser on the copy."""
    for address in serve(own, login=False):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=address)
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda e, heard=faults: heard.append(str(e)))
        page.on("console", lambda m, heard=faults: heard.append(m.text) if m.type == "error" else None)
        yield page
        context.close()
        assert not faults
