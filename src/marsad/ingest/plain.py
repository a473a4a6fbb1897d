"""The layout of a plain text report: the publication line among its first lines (`تاريخ النشر: 16.02.2019 | 12:02 دمشق`)."""

from __future__ import annotations

import datetime as dt
import re

from ..text.normal import fold

_LINE = re.compile(r"(?:تاريخ النشر|نشر في|نشر بتاريخ|اخر تحديث|تم النشر|التاريخ)\s*:?\s*(.*)")
_NUMERIC = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
# Standard offsets of the cities that publication lines name; summer time is not guessed at.
_CITIES = {
    "دمشق": 2, "بيروت": 2, "القاهره": 2, "القدس": 2, "عمان": 2, "بغداد": 3, "الرياض": 3, "عدن": 3, "صنعاء": 3, "اسطنبول": 3, "الدوحه": 3,
    "الكويت": 3, "دبي": 4, "طرابلس": 2, "الخرطوم": 2, "تونس": 1, "الجزائر": 1, "غرينتش": 0,
}  # fmt: skip
HEAD = 8  # lines


def published_of(text: str) -> str | None:
    """The publication time that one of the first lines states, ISO 8601; None where none does."""
    for line in text.splitlines()[:HEAD]:
        found = _LINE.search(fold(line))
        if found:
            day = _day(found.group(1))
            if day is not None:
                return _with_time(day, found.group(1))
    return None


def _day(text: str) -> dt.date | None:
    match = _NUMERIC.search(text)
    if match is None:
        return None
    first, second, third = (int(g) for g in match.groups())
    year, month, day = (first, second, third) if first > 31 else (third, second, first)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _with_time(day: dt.date, text: str) -> str:
    clock = _CLOCK.search(text)
    if clock is None or not (int(clock.group(1)) < 24 and int(clock.group(2)) < 60):
        return day.isoformat()
    hours = next((h for city, h in _CITIES.items() if city in text), None)
    zone = dt.timezone(dt.timedelta(hours=hours)) if hours is not None else None
    return dt.datetime.combine(day, dt.time(int(clock.group(1)), int(clock.group(2))), zone).isoformat()
