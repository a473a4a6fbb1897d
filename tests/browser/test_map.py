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
