"""What the first page of the demo costs a bad connection: bytes as they come over the wire, all that it loads included."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import Browser

from marsad.store import Store

from .conftest import serve

WITHOUT_MAP, WITH_MAP = 300_000, 700_000
MAP = ("/static/map", "/static/basemap", "/static/overview", "/static/vendor/leaflet", "/map/points")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_first_page_is_light(browser: Browser, demo: Store, lang: str) -> None:
    for address in serve(demo, login=False):
        context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        names: dict[str, str] = {}
        size: Counter[str] = Counter()
        wire.on("Network.requestWillBeSent", lambda e, names=names: names.update({e["requestId"]: e["request"]["url"]}))
        wire.on(
            "Network.loadingFinished",
            lambda e, names=names, size=size: size.update({names[e["requestId"]]: int(e["encodedDataLength"])}),
        )
        page.goto(f"/?lang={lang}")
        page.wait_for_selector("#map-card[data-ready]")
        page.wait_for_timeout(300)
        context.close()
        assert sum("/static/fonts/" in name for name in size) >= 2  # what is counted is all of it
        assert any(name.endswith("base.json") for name in size)
        assert sum(size.values()) < WITH_MAP
        assert sum(n for name, n in size.items() if not name.removeprefix(address).startswith(MAP)) < WITHOUT_MAP
