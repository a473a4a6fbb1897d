"""Events by day: a bar for each day (or week, or month), split by what their origins support."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence

from markupsafe import Markup

from ..locales import Locale
from .svg import Axis, drawing, round_steps, scale, share, tag, tick

HEIGHT, FOOT, SIDE, TOP = 156.0, 22.0, 5.0, 18.0
_LEAST = 16  # bars' places: three days are no walls
_SHADES = ("disputed", "denied_only", "corroborated", "happened_as_planned", "planned", "single_origin")
Link = Callable[[str, str], str]


def timeline(locale: Locale, counts: Sequence[tuple[str, str, int]], link: Link, label: str) -> Markup:
    """The drawing of (day, status, number); a bar leads to `link(first day, last day)`."""
    days = [(dt.date.fromisoformat(day), status, n) for day, status, n in counts if day > "0001-01-01"]
    if not days:
        return Markup("")
    first, last = _window(days)
    outside = sum(n for day, _, n in days if not first <= day <= last)
    days = [row for row in days if first <= row[0] <= last]
    size = _size((last - first).days + 1)
    bars: dict[dt.date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for day, status, n in days:
        bars[_start(day, size)][status] += n
    start = _start(first, size)
    slots = [start]
    while slots[-1] < last and _next(slots[-1], size) <= last:
        slots.append(_next(slots[-1], size))
    slots = _widened(slots, size)
    tallest = max(sum(bar.values()) for bar in bars.values())
    steps = round_steps(tallest, 3)
    high = Axis(0, steps[-1], 0, HEIGHT - FOOT - TOP, rtl=False)
    rtl = locale.dir == "rtl"
    along = Axis(0, len(slots), 0 if rtl else SIDE, 100 - SIDE, rtl)
    parts = [scale(locale, steps, high, HEIGHT - FOOT)]
    for i, slot in enumerate(slots):
        if slot in bars:
            parts.append(_bar(locale, bars[slot], along.span(i, i + 1), high, slot, _next(slot, size), size, link))
    if outside:
        note = locale.line("timeline.outside", outside)
        parts.append(tag("text", note, x="0%" if rtl else "100%", y=TOP - 6, cls="tick", text_anchor="end"))
    parts.append(_feet(locale, slots, along, size))
    return drawing("timeline", locale, label, *parts, height=HEIGHT)


def _widened(slots: list[dt.date], size: str) -> list[dt.date]:
    """With empty places on both sides where there are few."""
    while len(slots) < _LEAST:
        slots = [_start(slots[0] - dt.timedelta(days=1), size), *slots, _next(slots[-1], size)]
    return slots


def _window(days: Sequence[tuple[dt.date, str, int]]) -> tuple[dt.date, dt.date]:
    """The days to draw: all but the few at either end, so that one misread year does not press the rest into a line."""
    ordered = sorted((day, n) for day, _, n in days)
    total = sum(n for _, n in ordered)
    least, seen = max(1.0, total * 0.04), 0
    first = last = ordered[0][0]
    for day, n in ordered:
        if seen < least:
            first = day
        if seen <= total - least:
            last = day
        seen += n
    return first, last


def _size(days: int) -> str:
    return "day" if days <= 62 else "week" if days <= 400 else "month" if days <= 3700 else "year"


def _start(day: dt.date, size: str) -> dt.date:
    if size == "week":
        return day - dt.timedelta(days=day.weekday())
    return day.replace(day=1) if size == "month" else day.replace(month=1, day=1) if size == "year" else day


def _next(day: dt.date, size: str) -> dt.date:
    if size == "year":
        return day.replace(year=day.year + 1)
    if size == "month":
        return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return day + dt.timedelta(days=7 if size == "week" else 1)


def _bar(
    locale: Locale, bar: dict[str, int], across: tuple[float, float], high: Axis, start: dt.date, after: dt.date, size: str,
    link: Link,
) -> Markup:  # fmt: skip
    x, width = across
    gap = min(width * 0.2, 0.5)
    y = HEIGHT - FOOT
    end = after - dt.timedelta(days=1)
    parts = []
    for status in sorted(bar, key=lambda s: _SHADES.index(s) if s in _SHADES else len(_SHADES)):
        height = high.at(bar[status])
        y -= height
        parts.append(
            tag("rect", x=share(x + gap / 2), y=y, width=share(width - gap), height=height, cls=f"bar {status}")
        )
    shown = locale.days(start.isoformat(), end.isoformat(), "day" if size in ("day", "week") else size)
    title = f"{shown}: " + locale.line("count.events", sum(bar.values()))
    whole = tag("rect", x=share(x), y=TOP, width=share(width), height=HEIGHT - FOOT - TOP, cls="bar-hit")
    return tag("a", tag("title", title), whole, *parts, href=link(start.isoformat(), end.isoformat()), aria_label=title)


def _feet(locale: Locale, slots: list[dt.date], along: Axis, size: str) -> Markup:
    every = max(1, -(-len(slots) // (5 if size == "month" else 8)))
    shown = range(every // 2, len(slots), every)
    parts = []
    for n, i in enumerate(shown):
        day = slots[i].isoformat()
        text = day[:4] if size == "year" else locale.month(day) if size == "month" else locale.day(day, year=False)
        x, width = along.span(i, i + 1)
        parts.append(tick(locale, text, x + width / 2, HEIGHT - 6, width, "tick every-other" if n % 2 else "tick"))
    return Markup("").join(parts)
