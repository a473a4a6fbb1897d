"""Every page in Chromium, in both languages, wide and narrow, light and dark: no serious fault of accessibility, nothing cut off.

The pages are those of the demonstration; `make screenshots` keeps their pictures.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from marsad.serve.accounts import add_account
from marsad.store import EventRow, Store

from .conftest import PASSWORD, serve, watched

PAGES = {
    "overview": "/", "events": "/events?country=SY", "event": "/events/{event}", "article": "/article?id=sy-ariha-denial",
    "versions": "/article?id={edited}&version=2&diff=1", "search": "/search?q=قصف", "saved": "/search", "actors": "/actors",
    "actor": "/actors/rapid_support_forces", "places": "/places?country=SY", "place": "/place?id={place}", "outlets": "/outlets",
    "outlet": "/outlet?name=رواق كردفان", "digest": "/digest?period=today", "sources": "/sources", "map": "/map", "problem": "/events/none",
    "agreement": "/review/agreement", "audit": "/review/audit", "candidates": "/lexicon", "review-second": "/review?mode=second",
    "review": "/review?claim={claim}", "review-place": "/review?claim={claim}&lookup=أريحا",
    "review-map": "/review?claim={claim}&lookup=35.81,36.61",
}  # fmt: skip
LOOKS = [("ar", 1440, "light"), ("ar", 390, "dark"), ("en", 1440, "dark"), ("en", 390, "light")]
MAPS = {"map": "#map-card", "overview": "#map-card", "review-map": "#pick-map"}
OPENED = ("KeyR", "KeyS", "KeyH", "KeyB")  # fields of review that are shown open
axe = Axe()


@pytest.fixture(scope="module")
def keys(demo: Store) -> dict[str, str]:
    """What stands in the braces of the addresses."""
    event = max(demo.events(limit=200).items, key=lambda e: e.claim_count)
    claim = next(c for c in demo.claims_of("sy-ariha-difaf") if c.claim.place is not None)
    edited = next(a for a in demo.articles(limit=200).items if len(demo.versions(a.id)) > 1)
    return {"event": event.id, "place": event.place_id or "", "claim": claim.id, "edited": edited.id}


@pytest.fixture(scope="module")
def demo_site(demo: Store) -> Iterator[str]:
    """The address of the workbench on the demonstration."""
    yield from serve(demo, login=False, composed=True)


@pytest.fixture
def demo_page(browser: Browser, demo_site: str) -> Iterator[Page]:
    """A fresh page of it."""
    yield from watched(browser, demo_site)


@pytest.mark.parametrize(("lang", "width", "theme"), LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_and_fits(
    demo_page: Page, keys: dict[str, str], shots: Path | None, name: str, lang: str, width: int, theme: str
) -> None:
    look(demo_page, PAGES[name].format(**keys), name, (lang, width, theme), shots)


@pytest.mark.parametrize(("lang", "width", "theme"), LOOKS)
def test_a_hostile_report_is_accessible_and_fits(
    page: Page, shots: Path | None, lang: str, width: int, theme: str
) -> None:
    look(page, "/article?id=hostile-1", "hostile", (lang, width, theme), shots)


@pytest.mark.parametrize(("lang", "width", "theme"), LOOKS)
def test_pages_of_accounts_are_accessible_and_fit(
    browser: Browser, demo: Store, tmp_path: Path, shots: Path | None, lang: str, width: int, theme: str
) -> None:
    shutil.copytree(demo.folder, tmp_path / "home")
    with Store.open(tmp_path / "home") as own:
        add_account(own, "ليلى", "editor", PASSWORD)
        for address in serve(own, login=False):
            for page in watched(browser, address):
                for name in ("login", "accounts", "tokens"):
                    look(page, f"/{name}", name, (lang, width, theme), shots)


def look(page: Page, path: str, name: str, how: tuple[str, int, str], shots: Path | None) -> None:
    """Open a page, keep its picture where pictures are wanted, and hold it against the rules."""
    lang, width, theme = how
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}&theme={theme}")
    if name in MAPS:
        page.wait_for_selector(f"{MAPS[name]}[data-ready]")
    if name == "review":
        for field in page.locator(".field").all():
            if field.get_attribute("data-key") in OPENED:
                field.evaluate("d => d.open = true")
    if shots is not None:
        page.screenshot(path=shots / f"{name}-{lang}-{width}-{theme}.png", full_page=True)
    found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    serious = [(v["id"], v["help"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]  # fmt: skip
    assert not serious
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_a_name_that_is_cut_keeps_its_beginning(page: Page, shelling: EventRow) -> None:
    """Arabic names in an English table too: what does not fit is left out at their end, which is on the left."""
    page.goto(f"/events/{shelling.id}?lang=en")
    names = page.locator(".matrix .note .cut")
    assert names.count()
    assert set(names.evaluate_all("all => all.map(e => getComputedStyle(e).direction)")) == {"rtl"}
