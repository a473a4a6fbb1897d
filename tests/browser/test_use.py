"""What a person does with the pages: filter, read, light words, decide, by mouse, by keys, and without JavaScript."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from marsad.store import EventRow


def test_filter_stays_in_the_address_and_goes_along(page: Page) -> None:
    page.goto("/?lang=ar")
    page.locator("select[name=type]").select_option("shelling")
    page.get_by_role("button", name="طبّق").click()
    assert "type=shelling" in page.url
    assert "country" not in page.url
    page.get_by_role("navigation", name="الصفحات").get_by_role("link", name="الأحداث").click()
    assert page.url.endswith("/events?type=shelling")
    page.get_by_role("link", name="English").click()
    assert "type=shelling" in page.url
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    page.locator(".chosen").get_by_role("link", name="remove all").click()
    assert "type" not in page.url


def test_a_cell_opens_its_passage(page: Page, shelling: EventRow) -> None:
    page.goto(f"/events/{shelling.id}")
    cell = page.locator(".cell.denies").first
    target = cell.get_attribute("href") or ""
    cell.click()
    expect(page.locator(f'[id="{target[1:]}"]')).to_be_in_viewport()


def test_value_and_words_light_each_other(page: Page) -> None:
    page.goto("/article?id=nahr-1&lang=ar")
    page.locator(".claim .value.many").first.click()
    expect(page.locator("mark.pulse")).to_contain_text("12")
    expect(page.locator(".claim.on")).to_have_count(1)
    page.locator("mark.where").first.click()
    claim = page.locator(".claim.on")
    expect(claim).to_have_count(1)
    expect(claim.locator(".value.where").first).to_contain_text("السوسة")


def test_layers_are_put_out_one_by_one(page: Page) -> None:
    page.goto("/article?id=nahr-1")
    lit = "getComputedStyle(document.querySelector('mark.many')).backgroundColor"
    before = page.evaluate(lit)
    page.locator("#layer-many").uncheck()
    assert page.evaluate(lit) != before


def test_keys_walk_the_claims(page: Page) -> None:
    page.goto("/article?id=nahr-1")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".claim").nth(1)).to_have_class("claim on")
    page.keyboard.press("k")
    expect(page.locator(".claim").nth(0)).to_have_class("claim on")


def test_selected_words_are_the_words_of_the_text(page: Page) -> None:
    page.goto("/article?id=nahr-1")
    text = page.evaluate(
        "(() => { const r = document.createRange(); r.selectNodeContents(document.querySelector('#text p'));"
        " getSelection().removeAllRanges(); getSelection().addRange(r); return getSelection().toString() })()"
    )
    assert "قتل 12 مدنياً في قصف مدفعي لقوات سوريا الديمقراطية على بلدة السوسة" in " ".join(text.split())


def test_skip_link_is_first_and_leads_to_the_content(page: Page) -> None:
    page.goto("/events")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_time_runs_from_the_right_in_arabic_and_from_the_left_in_english(page: Page) -> None:
    for lang, earlier_is_right in (("ar", True), ("en", False)):
        page.goto(f"/?lang={lang}")
        bars = page.locator(".timeline a")
        first, last = bars.first.bounding_box(), bars.last.bounding_box()
        assert first is not None
        assert last is not None
        assert (first["x"] > last["x"]) is earlier_is_right


def test_reading_works_without_javascript(browser: Browser, site: str, shelling: EventRow) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto("/article?id=nahr-1")
    page.locator(".claim .type").first.click()
    assert "#w-" in page.url
    page.locator("mark.trigger a").first.click()
    assert "#c-" in page.url
    page.goto("/events")
    page.locator("details.filters summary").first.click()
    page.locator("select[name=status]").select_option("disputed")
    page.get_by_role("button", name="طبّق", exact=True).click()
    assert "status=disputed" in page.url
    page.goto(f"/events/{shelling.id}")
    expect(page.locator("table.matrix")).to_be_visible()
    context.close()


def test_versions_stand_side_by_side_where_there_is_room_and_in_one_where_not(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto("/article?id=nahr-2&version=2&diff=1")
    old, new = page.locator(".was del"), page.locator(".is ins")
    expect(old).to_have_text("ثمانية")
    expect(new).to_have_text("تسعة")
    expect(page.locator(".was ins")).to_be_hidden()
    expect(page.locator(".is del")).to_be_hidden()
    before, after = old.bounding_box(), new.bounding_box()
    assert before is not None
    assert after is not None
    assert before["x"] > after["x"]  # the older text where Arabic begins
    assert before["y"] == after["y"]
    page.set_viewport_size({"width": 390, "height": 900})
    expect(page.locator(".was").first).to_be_hidden()
    expect(page.locator(".is del")).to_be_visible()
    expect(page.locator(".is ins")).to_be_visible()
    context.close()


def test_what_is_printed_is_dark_on_white_whatever_the_theme(page: Page) -> None:
    page.goto("/digest?period=today&theme=dark")
    ground = "getComputedStyle(document.querySelector('.card')).backgroundColor"
    on_screen = page.evaluate(ground)
    page.emulate_media(media="print")
    assert page.evaluate(ground) != on_screen
    ink = page.evaluate("getComputedStyle(document.querySelector('.core')).color")
    assert sum(int(n) for n in ink[4:-1].split(",")) < 150
    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator(".event-line").first).to_be_visible()
