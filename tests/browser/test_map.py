"""The map as it is used: it draws without a request to elsewhere, a click tells what is there, the days can be walked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect


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
