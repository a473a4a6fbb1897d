"""The translations: both languages hold every string that code and templates ask for, with the same values and right plurals."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import marsad.serve
from marsad.serve.locales import PLURALS, Locale, load_locale

SERVE = Path(marsad.serve.__file__).parent
ASKED = re.compile(
    r"""(?<![\w.])(?:v|view|locale|v\.locale|view\.locale)\.(?:t|line|text|pattern)\(\s*["']([a-z_.0-9]+)["'](?!\s*~)"""
)


def sources() -> list[Path]:
    return [*SERVE.rglob("*.py"), *SERVE.rglob("*.html")]


def test_every_string_asked_for_is_there() -> None:
    asked = {key for path in sources() for key in ASKED.findall(path.read_text(encoding="utf-8"))}
    assert len(asked) > 60
    for lang in ("ar", "en"):
        missing = sorted(asked - set(load_locale(lang).strings))
        assert not missing, lang


def test_both_languages_hold_the_same_strings() -> None:
    ar, en = load_locale("ar").strings, load_locale("en").strings
    assert set(ar) == set(en)
    for key in ar:
        assert values_of(ar[key]) == values_of(en[key]), key


def values_of(found: str | dict[str, str]) -> set[str]:
    texts = found.values() if isinstance(found, dict) else [found]
    return {name for text in texts for name in re.findall(r"\{(\w+)\}", text)} - {"n"}


def test_arabic_plurals_have_all_six_forms() -> None:
    for key, found in load_locale("ar").strings.items():
        if isinstance(found, dict):
            assert set(found) == PLURALS, key


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "لا أحداث"),
        (1, "حدث واحد"),
        (2, "حدثان"),
        (3, "3 أحداث"),
        (11, "11 حدثاً"),
        (100, "100 حدث"),
        (103, "103 أحداث"),
    ],
)
def test_arabic_counts(n: int, words: str) -> None:
    assert load_locale("ar").line("count.events", n) == words


@pytest.mark.parametrize(
    ("lang", "start", "end", "precision", "words"),
    [
        ("ar", "2019-02-16", "2019-02-16", "day", "16 شباط 2019"), ("ar", "2019-02-14", "2019-02-16", "range", "14–16 شباط 2019"),
        ("ar", "2019-02-01", "2019-02-28", "month", "شباط 2019"), ("en", "2019-02-16", "2019-02-16", "day", "16 February 2019"),
        ("en", "2018-12-30", "2019-01-02", "range", "30 December 2018 – 2 January 2019"), ("en", "2019-01-01", "2019-12-31", "year", "2019"),
    ],
)  # fmt: skip
def test_days_as_their_precision_allows(lang: str, start: str, end: str, precision: str, words: str) -> None:
    assert load_locale(lang).days(start, end, precision) == words


def test_foreign_values_are_escaped_and_kept_apart() -> None:
    locale = Locale("ar", {"x": "من {a}"})
    assert locale.text("x", a="<b>\u202eabc") == "من <bdi>&lt;b&gt;abc</bdi>"
    assert locale.line("x", a="\u202eabc") == "من \u2068abc\u2069"
