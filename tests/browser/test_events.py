"""Merging, splitting and undoing events in a browser: by mouse, by keys alone, without JavaScript; and who may not."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from marsad.serve.accounts import add_account
from marsad.store import EventRow, Store

from .conftest import serve
from .keys import Typed, decide, keys

PASSWORD = "زيتونة-قديمة-جدا-4"


def members(store: Store, event: str) -> set[str]:
    """The claims that an event holds."""
    record = store.event(event)
    assert record is not None
    return {m.claim_id for m in record.members}


def shown(page: Page) -> str:
    """The event of the page."""
    found = re.search(r"/events/(ev-[0-9a-f]+)", page.url)
    assert found is not None
    return found.group(1)


def focus(page: Page, selector: str) -> None:
    """Walk with Tab alone until the focus stands there: what a keyboard cannot reach fails."""
    for _ in range(200):
        keys(page, "Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab does not reach {selector}")


def test_two_events_are_merged_and_the_merger_undone(desk: Page, own: Store, shelling: EventRow) -> None:
    before = members(own, shelling.id)
    desk.goto(f"/events/{shelling.id}?lang=ar")
    choice = desk.locator("#merge .choice").first
    other = (choice.locator("a").get_attribute("href") or "").rpartition("/")[2].partition("?")[0]
    theirs = members(own, other)
    choice.locator("input").check()
    desk.locator("#merge input[name=reason]").fill("خبر واحد في تقريرين")
    desk.get_by_role("button", name="ادمج", exact=True).click()
    expect(desk.locator(".banner")).to_contain_text("حُفظ الحكم")
    merged = shown(desk)
    assert members(own, merged) == before | theirs
    expect(desk.locator(".passage")).to_have_count(len(before | theirs))
    expect(desk.locator("#history")).to_contain_text("خبر واحد في تقريرين")
    desk.locator("#history").get_by_role("button", name="تراجع").click()
    expect(desk.locator(".banner")).to_contain_text("حُفظ الحكم")
    assert {frozenset(members(own, e.id)) for e in own.events(limit=100).items} >= {
        frozenset(before),
        frozenset(theirs),
    }
    expect(desk.locator("#history")).to_contain_text("تُراجع عنه")


def test_a_claim_is_split_off_and_comes_back(desk: Page, own: Store, shelling: EventRow) -> None:
    before = members(own, shelling.id)
    desk.goto(f"/events/{shelling.id}?lang=en")
    box = desk.locator(".passage .pick input").last
    claim = box.get_attribute("value") or ""
    box.check()
    desk.get_by_text("Split claims off").click()
    desk.locator(".act input[name=reason]").fill("another day")
    desk.get_by_role("button", name="Split off", exact=True).click()
    expect(desk.locator(".banner")).to_be_visible()
    assert members(own, shown(desk)) == before - {claim}
    assert own.events_of_claims([claim])[claim] != shown(desk)
    desk.goto(f"/events/{shown(desk)}?lang=en")
    desk.locator("#history").get_by_role("button", name="Undo").click()
    expect(desk.locator(".banner")).to_be_visible()
    assert members(own, shown(desk)) == before


def test_merge_split_and_undo_by_keys_alone(desk: Page, own: Store, shelling: EventRow) -> None:
    before = members(own, shelling.id)
    desk.goto(f"/events/{shelling.id}?lang=en")
    focus(desk, ".passage .pick input")
    keys(desk, "Space")
    focus(desk, ".act summary")
    keys(desk, "Enter")
    focus(desk, ".act input[name=reason]")
    decide(desk, own, "kept", Typed("not this one"), "Enter")
    assert len(members(own, shown(desk))) == len(before) - 1
    focus(desk, "#history button")
    decide(desk, own, "kept", "Enter")
    assert members(own, shown(desk)) == before
    focus(desk, "#merge input[type=radio]")
    keys(desk, "Space")
    focus(desk, "#merge input[name=reason]")
    decide(desk, own, "kept", Typed("one event"), "Enter")
    assert members(own, shown(desk)) > before


def test_split_without_javascript(browser: Browser, own: Store, shelling: EventRow) -> None:
    before = members(own, shelling.id)
    for address in serve(own, login=False):
        context = browser.new_context(java_script_enabled=False, base_url=address)
        page = context.new_page()
        page.goto(f"/events/{shelling.id}?lang=en")
        page.locator(".passage .pick input").first.check()
        page.locator(".act summary").click()
        page.locator(".act input[name=reason]").fill("another event")
        page.get_by_role("button", name="Split off", exact=True).click()
        expect(page.locator(".banner")).to_be_visible()
        assert len(members(own, shown(page))) == len(before) - 1
        context.close()


@pytest.mark.parametrize("role", ["reader", "editor"])
def test_only_who_may_decide_is_offered_it(browser: Browser, own: Store, shelling: EventRow, role: str) -> None:
    add_account(own, "ناظر", role, PASSWORD)
    for address in serve(own, login=True):
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.goto(f"/events/{shelling.id}?lang=en")
        page.get_by_label("Name").fill("ناظر")
        page.get_by_label("Password").fill(PASSWORD)
        keys(page, "Enter")
        page.wait_for_url(f"**/events/{shelling.id}*")
        expect(page.locator("#merge")).to_have_count(1 if role == "editor" else 0)
        expect(page.locator(".pick")).to_have_count(len(members(own, shelling.id)) if role == "editor" else 0)
        context.close()
