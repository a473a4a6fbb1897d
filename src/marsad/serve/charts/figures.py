"""Figures of an event as ranges by origin: a dot is what was given, a bar its range, an open dot a bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..locales import Locale
from .svg import Axis, drawing, round_steps, tag

WIDTH, ROW, NAMES, EDGE, FOOT = 720.0, 34.0, 210.0, 36.0, 26.0


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
    """The drawing, a row for each origin."""
    rtl = locale.dir == "rtl"
    steps = round_steps(cap or max(r.most for r in ranges))
    left = EDGE if rtl else NAMES
    axis = Axis(0, steps[-1], left, WIDTH - NAMES - EDGE, rtl)
    height = ROW * len(ranges) + FOOT + 8
    parts = [
        tag("line", x1=axis.at(v), x2=axis.at(v), y1=4.0, y2=height - FOOT, cls="grid-line")
        + tag("text", locale.number(v), x=axis.at(v), y=height - 8, cls="tick", text_anchor="middle")
        for v in steps
    ]
    for i, r in enumerate(ranges):
        parts.append(_row(axis, r, 8 + ROW * i + ROW / 2, rtl))
    return drawing("figures", f"0 0 {WIDTH:g} {height:g}", locale, label, *parts)


def _row(axis: Axis, r: Range, y: float, rtl: bool) -> Markup:
    name = tag("text", _cut(r.name, 30), x=WIDTH - 4 if rtl else 4.0, y=y + 4, cls="name", text_anchor="start")
    parts = [tag("title", f"{r.name}: {r.said}"), name]
    dot = r.best if r.best is not None else r.low if r.low is not None else r.high
    if r.low is not None and r.high is not None and r.low != r.high:
        parts.append(tag("line", x1=axis.at(r.low), x2=axis.at(r.high), y1=y, y2=y, cls="range"))
    if dot is not None:
        bound = (r.low is None) != (r.high is None)
        if bound:  # a bound goes on to an end that nobody gave
            far = axis.at(dot) + (26 if (r.high is None) != rtl else -26)
            parts.append(tag("line", x1=axis.at(dot), x2=far, y1=y, y2=y, cls="open-range"))
        parts.append(tag("circle", cx=axis.at(dot), cy=y, r=5.5, cls="dot open" if bound else "dot"))
        parts.append(tag("text", r.said, x=axis.at(dot), y=y - 10, cls="said", text_anchor="middle"))
    return tag("a", *parts, href=r.href, cls="old" if r.superseded else None)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
