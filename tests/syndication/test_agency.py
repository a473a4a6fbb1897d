"""The agency is read where papers credit one, and nowhere else."""

from __future__ import annotations

import pytest

from marsad.syndication.agency import Agencies

NAMES = {
    "رويترز": "reuters",
    "وكالة رويترز": "reuters",
    "أ ف ب": "afp",
    "فرانس برس": "afp",
    "واس": "spa",
    "سانا": "sana",
}


@pytest.mark.parametrize(
    ("text", "byline", "dateline", "expected"),
    [
        ("عدن – رويترز: وصلت السفينة إلى الميناء صباح اليوم.", None, None, ("reuters",)),
        ("بيروت (أ ف ب) - قتل خمسة أشخاص في انفجار.", None, None, ("afp",)),
        ("وصلت السفينة إلى الميناء. (فرانس برس)", None, None, ("afp",)),
        ("وصلت السفينة إلى الميناء صباح اليوم.\nواس", None, None, ("spa",)),
        ("وصلت السفينة إلى الميناء.", "وكالة رويترز، أ ف ب", None, ("reuters", "afp")),
        ("وصلت السفينة إلى الميناء.", None, "دمشق - سانا", ("sana",)),
        ("قالت وكالة رويترز إن السفينة وصلت إلى الميناء بعد يومين من الانتظار في عرض البحر.", None, None, ()),
        ("وصلت السفينة، وفق ما نقلت فرانس برس عن مسؤول في الميناء، بعد يومين من الانتظار.", None, None, ()),
        ("", None, None, ()),
    ],
)
def test_credits(text: str, byline: str | None, dateline: str | None, expected: tuple[str, ...]) -> None:
    assert Agencies(NAMES).of(text, byline, dateline) == expected
