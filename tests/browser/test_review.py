"""Review in a browser by keyboard alone: accept, reject, correct each field, choose words, add, flag, go back and forth, undo."""

from __future__ import annotations

import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from marsad.model import Claim
from marsad.review.judged import judge_claim
from marsad.serve.accounts import add_account
from marsad.serve.app import create_app
from marsad.store import JudgementRow, Store

LOOKS = [("ar", 1440, "light"), ("ar", 390, "dark"), ("en", 1440, "dark"), ("en", 390, "light")]
PASSWORD = "نخلة-طويلة-جدا-7"
axe = Axe()


def serve(store: Store, login: bool, tiles: Path | None = None) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(store, user="reviewer", login=login, tiles=tiles)
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


def made(store: Store) -> list[JudgementRow]:
    return store.judgements(undone=True)


def claim_of(page: Page) -> str:
    """The claim that is shown."""
    form = page.locator("form[action*='/decide']").first.get_attribute("action") or ""
    return form.split("/")[2]


def test_the_whole_review_by_keyboard(desk: Page, own: Store) -> None:
    desk.goto("/review?lang=ar")
    first = claim_of(desk)
    desk.keyboard.press("a")
    expect(desk.locator("[role=status]")).to_contain_text("قُبل")
    second = claim_of(desk)
    assert second != first
    desk.keyboard.press("r")
    expect(desk.locator("select[name=why]")).to_be_focused()
    desk.keyboard.press("Tab")
    desk.keyboard.type("خبر مكرر")
    desk.keyboard.press("Enter")
    expect(desk.locator("[role=status]")).to_contain_text("رُفض")
    desk.keyboard.press("f")
    expect(desk.locator("[role=status]")).to_contain_text("قارئ ثانٍ")
    assert [(j.kind, j.target_id) for j in made(own)][:2] == [("accept", first), ("reject", second)]
    assert made(own)[1].reason == "خبر مكرر"
    assert made(own)[2].kind == "flag"
    here = claim_of(desk)
    desk.keyboard.press("j")
    desk.wait_for_url(re.compile("claim="))
    assert claim_of(desk) != here
    desk.keyboard.press("k")
    desk.wait_for_url(re.compile(f"claim={here}"))
    desk.keyboard.press("u")
    expect(desk.locator("[role=status]")).to_contain_text("أُلغي")
    assert made(own)[-1].kind == "undo"
    assert made(own)[-1].target_id == str(made(own)[2].id)


def test_keys_work_on_an_arabic_keyboard(desk: Page, own: Store) -> None:
    desk.goto("/review")
    desk.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ش', code: 'KeyA', bubbles: true}))")
    expect(desk.locator("[role=status]")).to_be_visible()
    assert made(own)[0].kind == "accept"


def test_words_are_chosen_by_keys_and_their_offsets_are_right(desk: Page, own: Store) -> None:
    row = own.claims_of("hostile-1")[0]
    text = own.versions("hostile-1")[-1].text
    desk.goto(f"/review?claim={row.id}")
    desk.keyboard.press("s")
    expect(desk.locator("details[open] input[name=words]")).to_be_focused()
    desk.keyboard.press("ArrowUp")
    expect(desk.locator("#passage")).to_be_focused()
    for _ in range(40):
        desk.keyboard.press("ArrowRight")
    desk.keyboard.press("ArrowLeft")
    for _ in range(2):
        desk.keyboard.press("Shift+ArrowLeft")
    desk.keyboard.press("Enter")
    field = desk.locator("details[open] input[name=words]")
    expect(field).to_be_focused()
    expect(field).to_have_value("مدفعية الجيش السوري")
    desk.keyboard.press("Enter")
    expect(desk.locator("[role=status]")).to_be_visible()
    span = judge_claim(row.claim, made(own)).claim.evidence
    assert span.text == text[span.start : span.end] == "مدفعية الجيش السوري"


def test_words_that_are_selected_with_the_mouse_after_hidden_signs(desk: Page, own: Store) -> None:
    row = own.claims_of("hostile-1")[0]
    text = own.versions("hostile-1")[-1].text
    desk.goto(f"/review?claim={row.id}")
    desk.keyboard.press("s")
    # The words stand after an override, which is shown as a sign, and after markup.
    desk.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.querySelector('#passage'), NodeFilter.SHOW_TEXT);
          for (let n = walker.nextNode(); n; n = walker.nextNode()) {
            const at = n.data.indexOf('الدفاع المدني');
            if (at >= 0) { getSelection().setBaseAndExtent(n, at, n, at + 13); break; }
          }
          document.querySelector('#passage').dispatchEvent(new MouseEvent('mouseup'));
        }"""
    )
    desk.locator("details[open] button").click()
    expect(desk.locator("[role=status]")).to_be_visible()
    span = judge_claim(row.claim, made(own)).claim.evidence
    assert (span.text, span.start) == ("الدفاع المدني", text.index("الدفاع المدني"))


def test_every_field_is_corrected_by_keys(desk: Page, own: Store) -> None:
    row = next(c for c in own.claims_of("nahr-1") if c.claim.place is not None)
    desk.goto(f"/review?claim={row.id}&lang=en")

    def keep() -> None:
        before = len(made(own))
        desk.keyboard.press("Enter")
        expect(desk.locator("[role=status]")).to_contain_text("kept")
        assert len(made(own)) == before + 1

    desk.keyboard.press("t")
    desk.keyboard.type("Explosion")
    desk.keyboard.press("Tab")
    keep()
    desk.keyboard.press("w")
    desk.keyboard.type("قوات سوريا الديمقراطية")
    desk.keyboard.press("Tab")
    desk.keyboard.type("sdf")
    keep()
    desk.keyboard.press("n")
    desk.keyboard.type("denied")
    desk.keyboard.press("Tab")
    keep()
    desk.keyboard.press("c")
    desk.keyboard.type("possible")
    desk.keyboard.press("Tab")
    keep()
    desk.keyboard.press("p")
    desk.keyboard.type("هجين")
    desk.keyboard.press("Enter")
    expect(desk.locator("input[data-first]")).to_be_focused()
    keep()
    c = judge_claim(row.claim, made(own)).claim
    assert (c.event_type, c.stance, c.status) == ("explosion", "denied", "possible")
    assert [p.actor for p in c.actors] == ["sdf"]
    assert c.place is not None
    assert c.place.name_ar == "هجين"
    expect(desk.locator(".judged")).to_have_count(5)
    desk.goto("/article?id=nahr-1&lang=en")
    expect(desk.locator(f"#c-{row.id} .judged")).to_have_count(5)


def judged_of(own: Store, claim: str) -> Claim:
    return judge_claim(own.claims_by_id([claim])[claim].claim, own.judgements()).claim


def test_figures_and_speakers_are_corrected_by_keys(desk: Page, own: Store) -> None:
    row = next(c for c in own.claims_of("nahr-1") if c.claim.place is not None)
    desk.goto(f"/review?claim={row.id}&lang=ar")
    desk.keyboard.press("h")
    expect(desk.locator("details[open] input[name=words]").first).to_be_focused()
    for _ in range(4):
        desk.keyboard.press("Tab")
    expect(desk.locator("details[open] input[name=best]").first).to_be_focused()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("14")
    desk.keyboard.press("Enter")
    expect(desk.locator("[role=status]")).to_contain_text("حُفظ")
    assert [f.best for f in judged_of(own, row.id).figures][:1] == [14]
    desk.keyboard.press("b")
    desk.locator("details[open] button[value=none]").first.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("[role=status]")).to_contain_text("حُفظ")
    assert len(judged_of(own, row.id).attribution) == len(row.claim.attribution) - 1


@pytest.mark.parametrize("by", ["keys", "mouse"])
def test_a_place_is_chosen_on_the_map(desk: Page, own: Store, by: str) -> None:
    row = next(c for c in own.claims_of("nahr-1") if c.claim.place is not None)
    desk.goto(f"/review?claim={row.id}&lang=ar")
    desk.keyboard.press("l")
    desk.wait_for_selector("#pick-map[data-ready]")
    expect(desk.locator("#pick-map")).to_be_focused()
    if by == "keys":
        desk.keyboard.press("ArrowDown")
        desk.keyboard.press("ArrowDown")
        desk.wait_for_timeout(600)  # the map glides
        desk.keyboard.press("Enter")
    else:
        desk.locator("#pick-map").click(position={"x": 120, "y": 200})
    desk.wait_for_url(re.compile("lookup="))
    expect(desk.locator("#pick-map")).to_be_visible()
    expect(desk.locator("input[data-first]")).to_be_focused()
    assert desk.locator(".choice").count() >= 10
    nearest = desk.locator("input[data-first] + span bdi").first.text_content()
    desk.keyboard.press("Enter")
    expect(desk.locator("[role=status]")).to_contain_text("حُفظ")
    place = judged_of(own, row.id).place
    assert place is not None
    assert place.name_ar == nearest


def test_a_missed_claim_is_added_by_keys(desk: Page, own: Store) -> None:
    row = own.claims_of("nahr-2")[0]
    desk.goto(f"/review?claim={row.id}&lang=en")
    desk.keyboard.press("m")
    desk.keyboard.type("للمطالبة بوقف القصف")
    desk.keyboard.press("Enter")
    expect(desk.locator("[role=status]")).to_contain_text("added")
    assert claim_of(desk) == f"j{made(own)[0].id}"


def test_review_without_javascript(browser: Browser, own: Store) -> None:
    for address in serve(own, login=False):
        context = browser.new_context(java_script_enabled=False, base_url=address)
        page = context.new_page()
        page.goto("/review?lang=en")
        page.locator("details[data-key=KeyR] summary").click()
        page.locator("details[open] button").click()
        expect(page.locator("[role=status]")).to_contain_text("Rejected")
        page.locator("[role=status] button").click()
        expect(page.locator("[role=status]")).to_contain_text("Taken back")
        context.close()
    assert [j.kind for j in made(own)] == ["reject", "undo"]


def test_roles_and_login(browser: Browser, own: Store) -> None:
    add_account(own, "qari", "reader", PASSWORD)
    add_account(own, "muhallil", "coder", PASSWORD)
    for address in serve(own, login=True):
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.goto("/login?lang=en")
        page.goto("/events")
        page.get_by_label("Name").fill("qari")
        page.get_by_label("Password").fill("wrong")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/events*")
        assert page.url.startswith(f"{address}/events")
        pages = page.get_by_role("navigation", name="Pages")
        expect(pages.get_by_role("link", name="Review")).to_have_count(0)
        page.goto("/review")
        expect(page.locator("h1")).to_contain_text("may not")
        page.get_by_role("button", name="Log out").click()
        page.get_by_label("Name").fill("muhallil")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        pages.get_by_role("link", name="Review").click()
        page.wait_for_url("**/review*")
        page.keyboard.press("a")
        expect(page.locator("[role=status]")).to_contain_text("Accepted")
        context.close()
    assert made(own)[0].author == "muhallil"


@pytest.mark.parametrize(("lang", "width", "theme"), LOOKS)
def test_pages_are_accessible_and_fit(
    desk: Page, own: Store, shots: Path | None, lang: str, width: int, theme: str
) -> None:
    row = next(c for c in own.claims_of("nahr-1") if c.claim.place is not None)
    own.judge(
        "correct", "claim", row.id, field="event_type", value={"value": "explosion"}, author="reviewer", reason="تصحيح"
    )
    own.judge("accept", "claim", row.id, author="second")
    add_account(own, "ليلى", "editor", PASSWORD)
    desk.set_viewport_size({"width": width, "height": 900})
    paths = {
        "review": f"/review?claim={row.id}", "review-place": f"/review?claim={row.id}&lookup=هجين",
        "review-map": f"/review?claim={row.id}&lookup=34.45,40.9",
        "review-second": "/review?mode=second",
        "agreement": "/review/agreement", "audit": "/review/audit", "login": "/login",
        "accounts": "/accounts", "candidates": "/lexicon", "review-article": "/article?id=nahr-1",
    }  # fmt: skip
    for name, path in paths.items():
        desk.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}&theme={theme}")
        for details in desk.locator(".field").all():
            if name == "review" and details.get_attribute("data-key") in ("KeyR", "KeyS", "KeyH", "KeyB"):
                details.evaluate("d => d.open = true")
        if name == "review-map":
            desk.wait_for_selector("#pick-map[data-ready]")
        if shots is not None:
            desk.screenshot(path=shots / f"{name}-{lang}-{width}-{theme}.png", full_page=True)
        found = axe.run(desk, options={"resultTypes": ["violations"]}).response["violations"]
        serious = [(v["id"], v["help"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]  # fmt: skip
        assert not serious, name
        assert desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, name
