"""What a person presses, step by step: keys by their names, and words that are typed."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from marsad.store import Store


class Typed(str):
    """Words that are typed letter by letter, where a plain string is a key."""

    __slots__ = ()


def keys(page: Page, *steps: str) -> None:
    """Take the steps one after the other, wherever the focus stands; no step waits for another page."""
    for step in steps:
        if isinstance(step, Typed):
            page.keyboard.type(step)
        else:
            page.keyboard.press(step)


def decide(page: Page, store: Store, says: str, *steps: str) -> None:
    """Take steps the last of which decides something: the page says so, and the store holds exactly one judgement more."""
    before = len(store.judgements(undone=True))
    keys(page, *steps[:-1])
    with page.expect_navigation():
        keys(page, steps[-1])
    expect(page.locator("[role=status]")).to_contain_text(says)
    assert len(store.judgements(undone=True)) == before + 1
