"""Figures of an event as ranges by origin: a dot is what was given, a bar its range, an open dot a bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..locales import Locale
from .svg import Axis, drawing, round_steps, share, tag, tick

ROW, FOOT, EDGE, BEYOND = 44.0, 20.0, 2.0, 4.0


@dataclass(frozen=True, slots=True)
class Range:
    """What one origin gives: its name, the range, the words as a reader would say them, and where they are quoted."""

    name: str
    low: float | None
    best: float | None
    high: float | None
    said: str
    href: str
    superseded: bool = False

    @property
    def most(self) -> float:
        """The largest number of it."""
        return max(v for v in (self.low, self.best, self.high, 0.0) if v is not None)


def figure_chart(locale: Locale, ranges: Sequence[Range], label: str, cap: float | None = None) -> Markup:
    """The drawing, a row for each origin: its name and its words above the line on which its number stands."""
    rtl = locale.dir == "rtl"
    steps = round_steps(cap or max(r.most for r in ranges))
    axis = Axis(0, steps[-1], EDGE, 100 - 2 * EDGE, rtl)
    height = ROW * len(ranges) + FOOT
    parts = []
    for i, value in enumerate(steps):
        x = share(axis.at(value))
        parts.append(tag("line", x1=x, x2=x, y1=0.0, y2=height - FOOT, cls="grid-line"))
        parts.append(
            tick(
                locale,
                locale.number(value),
                axis.at(value),
                height - 5,
                cls="tick every-other" if (len(steps) - i) % 2 == 0 else "tick",
            )
        )
    for i, r in enumerate(ranges):
        parts.append(_row(axis, r, ROW * i, rtl))
    return drawing("figures", locale, label, *parts, height=height)


def _row(axis: Axis, r: Range, top: float, rtl: bool) -> Markup:
    y = top + 30
    first, last = ("100%", "0%") if rtl else ("0%", "100%")
    parts = [
        tag("title", f"{r.name}: {r.said}"),
        tag("text", _cut(r.name, 34), x=first, y=top + 15, cls="name", text_anchor="start"),
        tag("text", r.said, x=last, y=top + 15, cls="said", text_anchor="end"),
    ]
    dot = r.best if r.best is not None else r.low if r.low is not None else r.high
    if r.low is not None and r.high is not None and r.low != r.high:
        parts.append(_line(axis.at(r.low), axis.at(r.high), y, "range"))
    if dot is not None:
        bound = (r.low is None) != (r.high is None)
        if bound:  # a bound goes on to an end that nobody gave
            far = axis.at(dot) + (BEYOND if (r.high is None) != rtl else -BEYOND)
            parts.append(_line(axis.at(dot), far, y, "open-range"))
        parts.append(tag("circle", cx=share(axis.at(dot)), cy=y, r=5.5, cls="dot open" if bound else "dot"))
    return tag("a", *parts, href=r.href, cls="old" if r.superseded else None)


def _line(start: float, end: float, y: float, cls: str) -> Markup:
    return tag("line", x1=share(start), x2=share(end), y1=y, y2=y, cls=cls)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
