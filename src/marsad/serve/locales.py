"""The strings of the workbench in two languages, with plural rules, numbers, days and names of countries."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import babel
from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from ..lexicons.read import read_yaml

FOLDER = Path(__file__).resolve().parent / "locale"
_REMEMBERED = 20_000
LANGUAGES = ("ar", "en")
PLURALS = frozenset(("zero", "one", "two", "few", "many", "other"))
# Levantine month names, which the reports of the Mashriq use; numbers in both languages are written 0-9.
_BABEL = {"ar": "ar_SY", "en": "en_GB"}
_ISOLATE, _POP = "\u2068", "\u2069"
# What reorders a line or hides in it: embeddings, overrides, isolates, marks, and controls other than tab and line end.
CONTROLS = dict.fromkeys(
    (*range(0x00, 0x09), *range(0x0B, 0x20), 0x7F, *range(0x80, 0xA0), 0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A),
    *range(0xD800, 0xE000), 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB)
)  # fmt: skip


def plain(text: str) -> str:
    """Foreign text for a label: without the signs that reorder or hide what stands around them."""
    return text.translate(CONTROLS)


class Locale:
    """One language: its strings by key, and how it writes numbers and days."""

    def __init__(self, code: str, strings: Mapping[str, str | dict[str, str]]) -> None:
        self.code = code
        self.dir = "rtl" if code == "ar" else "ltr"
        self.strings = strings
        self._babel = babel.Locale.parse(_BABEL[code])
        # The same few numbers and days stand on every page, and writing one out takes Babel longer than the rest of its line.
        self.number = lru_cache(_REMEMBERED)(self._number)
        self.country = lru_cache(_REMEMBERED)(self._country)
        self.day = lru_cache(_REMEMBERED)(self._day)
        self.month = lru_cache(_REMEMBERED)(self._month)
        self.days = lru_cache(_REMEMBERED)(self._days)

    def pattern(self, key: str, n: float | None = None) -> str:
        """The string of a key, in the form that the number `n` asks for; KeyError where there is none."""
        found = self.strings[key]
        if isinstance(found, str):
            return found
        form = self._babel.plural_form(n if n is not None else 0)
        return found.get(form, found["other"])

    def text(self, key: str, n: float | None = None, **values: object) -> Markup:
        """The string as HTML: values are escaped, and foreign ones kept apart from the direction around them."""
        shown = {name: _isolated(value) for name, value in values.items()}
        if n is not None:
            shown["n"] = Markup('<span class="num">{}</span>').format(self.number(n))
        return Markup(escape(self.pattern(key, n))).format(**shown)

    def line(self, key: str, n: float | None = None, **values: object) -> str:
        """The string as plain text, for attributes, titles and feeds."""
        shown = {name: f"{_ISOLATE}{plain(str(value))}{_POP}" for name, value in values.items()}
        if n is not None:
            shown["n"] = self.number(n)
        return self.pattern(key, n).format(**shown)

    def term(self, family: str, value: str | None) -> str:
        """The name of a code (a status, a kind of figure); the code itself where the family has no such name."""
        found = self.strings.get(f"{family}.{value}")
        return found if isinstance(found, str) else plain(str(value or "")).replace("_", " ")

    def _number(self, value: float) -> str:
        """A number with its thousands apart."""
        return str(format_decimal(value, locale=self._babel))

    def percent(self, value: float) -> str:
        """A share between 0 and 1."""
        return f"{round(value * 100)}%"

    def _country(self, code: str | None) -> str:
        """A country by its ISO code."""
        if not code:
            return ""
        own = self.strings.get(f"country.{code}")
        return own if isinstance(own, str) else self._babel.territories.get(code, code)

    def _day(self, value: str | None, year: bool = True) -> str:
        """A day or moment in ISO form, as its day is written."""
        date = _date(value)
        if date is None:
            return plain(value or "")
        return str(format_date(date, "d MMMM y" if year else "d MMMM", locale=self._babel))

    def _month(self, value: str) -> str:
        """The month of a day in ISO form."""
        date = _date(value)
        return str(format_date(date, "MMMM y", locale=self._babel)) if date else plain(value)

    def _days(self, start: str | None, end: str | None, precision: str | None = None) -> str:
        """A day or a range of days as its precision allows: a month is not written as thirty-one days."""
        first, last = _date(start), _date(end)
        if first is None or last is None:
            return self.day(start or end)
        if precision == "year":
            return str(first.year)
        if precision == "month" and (first.year, first.month) == (last.year, last.month):
            return str(format_date(first, "MMMM y", locale=self._babel))
        if first == last:
            return self.day(start)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{last.day} {format_date(first, 'MMMM y', locale=self._babel)}"
        return f"{self.day(start, year=first.year != last.year)} – {self.day(end)}"

    def moment(self, value: str | None) -> str:
        """A day with its time."""
        text = self.day(value)
        if not value or len(value) < 16 or value[10] not in "T ":
            return text
        zone = _ZONE.search(value, 16)
        offset = "" if zone is None or zone[0] in ("Z", "+00:00", "-00:00") else zone[0]
        # The offset keeps its direction beside Arabic.
        return f"{text} {value[11:16]}" + (f" \u2066UTC{offset}\u2069" if zone else "")


_ZONE = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$")


def _date(value: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def _isolated(value: object) -> Markup:
    if isinstance(value, Markup):
        return value
    return Markup("<bdi>{}</bdi>").format(plain(str(value)))


@cache
def load_locale(code: str) -> Locale:
    """The language of this code."""
    return Locale(code, dict(_flat(read_yaml(FOLDER / f"{code}.yml"))))


def _flat(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str | dict[str, str]]]:
    for key, value in tree.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping) and not set(value) <= PLURALS:
            yield from _flat(value, f"{name}.")
        else:
            yield name, dict(value) if isinstance(value, Mapping) else str(value)
