"""Reckoning with days, months and years, Gregorian and Hijri; no words here."""

from __future__ import annotations

import calendar
import datetime as dt

from .mention import Found


def single(last: int, day: dt.date) -> Found:
    return Found(last, day, day, "day", "relative")


def exactly_back(published: dt.date, unit: str, count: float) -> dt.date:
    """The day that lies exactly so long before: the first day of *since two years*."""
    if unit in ("hour", "day", "week"):
        return published - dt.timedelta(days=count * {"hour": 1 / 24, "day": 1, "week": 7}[unit])
    year, month = shift_month(published.year, published.month, -int(count) * (12 if unit == "year" else 1))
    start = dt.date(max(1, year), month, 1)
    return start.replace(day=min(published.day, month_end(start).day))


def back_from(last: int, published: dt.date, unit: str, count: float) -> Found:
    if unit == "hour":
        day = published - dt.timedelta(hours=count)
        return Found(last, day, day, "day", "relative")
    if unit == "day":
        return single(last, published - dt.timedelta(int(count)))
    if unit == "week":
        day = published - dt.timedelta(int(7 * count))
        return Found(last, day - dt.timedelta(day.weekday()), day + dt.timedelta(6 - day.weekday()), "week", "relative")
    if unit == "month":
        year, month = shift_month(published.year, published.month, -int(count))
        start = dt.date(year, month, 1)
        return Found(last, start, month_end(start), "month", "relative")
    year = max(1, published.year - int(count))
    return Found(last, dt.date(year, 1, 1), dt.date(year, 12, 31), "year", "relative")


def day_of(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def month_end(start: dt.date) -> dt.date:
    return start.replace(day=calendar.monthrange(start.year, start.month)[1])


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def nearest_year(published: dt.date, month: int, day: int | None, shift: int, ahead: bool = False) -> int:
    """The year meant by a month without one: *last* the past one, *next* the coming one, else the past by far, unless it looks `ahead`."""
    this = dt.date(published.year, month, min(day or 1, 28))
    if shift < 0:
        return published.year if this.replace(day=1) <= published else published.year - 1
    if shift > 0:
        return published.year if month_end(this) >= published else published.year + 1

    def distance(year: int) -> float:
        gap = (this.replace(year=year) - published).days
        return gap * (0.8 if ahead else 4.0) if gap > 0 else -gap

    return min((published.year - 1, published.year, published.year + 1), key=distance)


def from_hijri(year: int, month: int, day: int) -> dt.date | None:
    from hijridate import Hijri

    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return dt.date(found.year, found.month, found.day)


def hijri_of(day: dt.date) -> tuple[int, int, int]:
    from hijridate import Gregorian

    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError):
        return (0, 1, 1)
    return found.year, found.month, found.day
