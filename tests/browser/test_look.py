"""Every page in Chromium, in both languages, wide and narrow, light and dark: no serious fault of accessibility, nothing cut off."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from marsad.store import EventRow

PAGES = {
    "overview": "/", "events": "/events?country=SY", "event": "/events/{event}", "article": "/article?id=nahr-1",
    "hostile": "/article?id=hostile-1", "versions": "/article?id=nahr-2&version=2&diff=1", "search": "/search?q=قصف", "actors": "/actors",
    "actor": "/actors/sdf", "places": "/places?country=SY", "place": "/place?id={place}", "outlets": "/outlets",
    "outlet": "/outlet?name=صحيفة النهر", "digest": "/digest?period=today", "sources": "/sources", "map": "/map", "problem": "/events/none",
}  # fmt: skip
LOOKS = [("ar", 1440, "light"), ("ar", 390, "dark"), ("en", 1440, "dark"), ("en", 390, "light")]
axe = Axe()


@pytest.mark.parametrize(("lang", "width", "theme"), LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_and_fits(
    page: Page, shelling: EventRow, shots: Path | None, name: str, lang: str, width: int, theme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    path = PAGES[name].replace("{event}", shelling.id).replace("{place}", shelling.place_id or "")
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}&theme={theme}")
    if name in ("map", "overview"):
        page.wait_for_selector("#map-card[data-ready]")
    if shots is not None:
        page.screenshot(path=shots / f"{name}-{lang}-{width}-{theme}.png", full_page=True)
    found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    serious = [(v["id"], v["help"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]  # fmt: skip
    assert not serious
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
