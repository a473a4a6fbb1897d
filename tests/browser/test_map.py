"""The map as it is used: it draws without a request to elsewhere, a click tells what is there, the days can be walked."""

from __future__ import annotations

import math
import re
import struct
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from marsad.store import Store

from .conftest import serve


@pytest.fixture
def drawn(page: Page) -> Page:
    """The map in Arabic, drawn."""
    page.goto("/map?lang=ar")
    page.wait_for_selector("#map-card[data-ready]")
    return page


def test_a_click_on_events_leads_to_them(drawn: Page) -> None:
    box = drawn.locator("#map").bounding_box()
    assert box is not None
    found = False
    for x in range(40, int(box["width"]) - 40, 24):
        drawn.mouse.move(box["x"] + x, box["y"] + box["height"] / 2)
    for y in range(20, int(box["height"]) - 20, 14):
        for x in range(40, int(box["width"]) - 40, 14):
            drawn.mouse.move(box["x"] + x, box["y"] + y)
            if drawn.locator("#map").evaluate("e => e.style.cursor") == "pointer":
                drawn.mouse.click(box["x"] + x, box["y"] + y)
                found = True
                break
        if found:
            break
    assert found
    link = drawn.locator("#picked a").first
    expect(link).to_have_attribute("href", re.compile(r"^/events/ev-"))
    link.click()
    expect(drawn.locator("h1")).to_be_visible()


def test_the_slider_walks_through_the_days(drawn: Page) -> None:
    slider, shown = drawn.locator("#day"), drawn.locator("#shown")
    whole = shown.text_content()
    slider.focus()
    drawn.keyboard.press("ArrowUp")
    assert shown.text_content() != whole
    drawn.locator("#play").click()
    expect(drawn.locator("#play")).to_have_attribute("aria-pressed", "true")
    first = slider.input_value()
    drawn.wait_for_function("before => document.getElementById('day').value !== before", arg=first)
    drawn.locator("#play").click()
    expect(drawn.locator("#play")).to_have_attribute("aria-pressed", "false")


def test_no_disc_of_the_map_hides_another_and_none_is_left_out(drawn: Page) -> None:
    points = drawn.evaluate(
        "fetch(document.getElementById('map-card').dataset.points).then(r => r.json()).then(d => d.lat.length)"
    )
    for _ in range(3):
        drawn.locator(".leaflet-control-zoom-out").click()
        drawn.wait_for_timeout(400)
        discs = drawn.evaluate("document.getElementById('map-card').marsad.cells().map(c => [c.x, c.y, c.r, c.n])")
        for i, (x, y, r, _) in enumerate(discs):
            assert all(math.hypot(x - a, y - b) >= min(r, s) for a, b, s, _ in discs[i + 1 :])
    assert sum(n for _, _, _, n in discs) == points
    expect(drawn.locator("#map-card")).to_have_attribute("data-shown", str(points))


@pytest.fixture
def together(page: Page) -> Page:
    """The first page in English, its map drawn."""
    page.goto("/?lang=en")
    page.wait_for_selector("#map-card[data-ready]")
    return page


def bars(page: Page) -> int:
    return page.locator(".timeline a").count()


def test_days_brushed_on_the_timeline_filter_the_map_and_the_address(together: Page) -> None:
    first, last = (
        together.locator(".timeline a").nth(0).bounding_box(),
        together.locator(".timeline a").nth(1).bounding_box(),
    )
    assert first is not None
    assert last is not None
    before = together.locator("#map-card").get_attribute("data-points")
    together.mouse.move(first["x"] + first["width"] / 2, first["y"] + 40)
    together.mouse.down()
    together.mouse.move(last["x"] + last["width"] / 2, last["y"] + 40, steps=5)
    together.mouse.up()
    together.wait_for_selector("html[data-applied]")
    assert "from=" in together.url
    assert "to=" in together.url
    expect(together.locator(".chosen")).to_contain_text("From")
    expect(together.locator("#map-card")).not_to_have_attribute("data-points", before or "")
    together.go_back()
    together.wait_for_selector("#map-card[data-ready]")
    assert "from=" not in together.url


def test_days_are_brushed_by_keys(together: Page) -> None:
    together.locator(".timeline a").nth(0).focus()
    together.keyboard.press("Shift+ArrowRight")
    expect(together.locator(".timeline a.brushed")).to_have_count(2)
    together.keyboard.press("Enter")
    together.wait_for_selector("html[data-applied]")
    assert "from=" in together.url


def test_moving_the_map_filters_the_timeline(together: Page) -> None:
    before = bars(together)
    together.locator(".leaflet-control-zoom-in").click()
    together.wait_for_timeout(300)
    for _ in range(6):
        together.locator("#map").press("ArrowLeft")
        together.wait_for_timeout(300)
    together.wait_for_selector("html[data-applied]")
    together.wait_for_function("before => document.querySelectorAll('.timeline a').length < before", arg=before)
    assert "bbox=" in together.url
    expect(together.locator(".chosen")).to_contain_text("Map section")


def test_a_governorate_is_chosen_on_the_map(together: Page) -> None:
    together.evaluate(
        """() => document.getElementById('map-card').dispatchEvent(new CustomEvent('unit', {detail: {lat: 35.2, lng: 40.2}}))"""
    )
    together.wait_for_selector("html[data-applied]")
    assert "adm1=Deir" in together.url
    expect(together.locator(".chosen")).to_contain_text("Deir ez-Zor")


def png(red: int, green: int, blue: int) -> bytes:
    """A picture of one colour, 256 wide."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes((red, green, blue)) * 256 for _ in range(256))
    head = struct.pack(">IIBBBBB", 256, 256, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


# A vector tile by hand: a layer `water` of version 2 and extent 4096 with one polygon, a square of 1000.
_PATH = bytes((9, 0, 0, 26, 0xD0, 0x0F, 0, 0, 0xD0, 0x0F, 0xCF, 0x0F, 0, 15))
_FEATURE = bytes((0x18, 3, 0x22, len(_PATH))) + _PATH
_LAYER = b"\x78\x02\x0a\x05water" + bytes((0x12, len(_FEATURE))) + _FEATURE + b"\x28\x80\x20"
SQUARE = bytes((0x1A, len(_LAYER))) + _LAYER


def made(path: Path, kind: TileType, tile: bytes) -> Path:
    """A file of the tiles of the first zooms, all alike."""
    with path.open("wb") as opened:
        writer = Writer(opened)
        for z in range(4):
            for x in range(2**z):
                for y in range(2**z):
                    writer.write_tile(zxy_to_tileid(z, x, y), tile)
        header = {
            "tile_type": kind, "tile_compression": Compression.NONE, "min_zoom": 0, "max_zoom": 3, "min_lon_e7": -1800000000,
            "min_lat_e7": -850000000, "max_lon_e7": 1800000000, "max_lat_e7": 850000000, "center_zoom": 0, "center_lon_e7": 0,
            "center_lat_e7": 0,
        }  # fmt: skip
        writer.finalize(header, {})
    return path


@pytest.mark.parametrize("kind", [TileType.PNG, TileType.MVT])
def test_tiles_of_ones_own_lie_under_the_map(browser: Browser, store: Store, tmp_path: Path, kind: TileType) -> None:
    file = made(tmp_path / "own.pmtiles", kind, png(200, 30, 90) if kind is TileType.PNG else SQUARE)
    for address in serve(store, login=False, tiles=file):
        context = browser.new_context(base_url=address)
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda e, heard=faults: heard.append(str(e)))
        page.on("console", lambda m, heard=faults: heard.append(m.text) if m.type == "error" else None)
        asked: list[tuple[int, str]] = []
        page.on("response", lambda r, heard=asked: heard.append((r.status, r.url)) if "tiles.pmtiles" in r.url else None)  # fmt: skip
        page.goto("/map?lang=ar")
        page.wait_for_selector("#map-card[data-ready]")
        expect(page.locator("#map")).to_have_attribute("data-tiles", str(kind.value))
        assert asked
        assert {status for status, _ in asked} == {206}
        layer = ".leaflet-tile-pane img" if kind is TileType.PNG else ".leaflet-tile-pane canvas"
        page.wait_for_selector(layer, state="attached")
        context.close()
        assert not faults


def test_a_file_that_holds_no_tiles_is_refused_at_the_start(tmp_path: Path) -> None:
    from marsad.errors import StopRun
    from marsad.serve.pages.tiles import checked

    (tmp_path / "no.pmtiles").write_bytes(b"PK zip")
    for name in ("no.pmtiles", "missing.pmtiles"):
        with pytest.raises(StopRun, match=r"pmtiles"):
            checked(tmp_path / name)
