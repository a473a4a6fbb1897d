"""A figure over time: each report where it was told, the highest so far as a step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..locales import Locale
from .svg import Axis, drawing, round_steps, tag

WIDTH, HEIGHT, SIDE, FOOT, TOP = 720.0, 170.0, 44.0, 24.0, 12.0


@dataclass(frozen=True, slots=True)
class Told:
    """One report of a figure: when, how many, as whose words, and where they are quoted."""

    at: str
    value: float
    said: str
    href: str
    superseded: bool


def toll_chart(locale: Locale, told: Sequence[Told], label: str) -> Markup:
    """The drawing; empty where fewer than two reports can be placed in time."""
    placed = sorted(((moment, t) for t in told if (moment := _moment(t.at)) is not None), key=lambda p: p[0])
    if len({moment for moment, _ in placed}) < 2:
        return Markup("")
    rtl = locale.dir == "rtl"
    along = Axis(placed[0][0], placed[-1][0], SIDE, WIDTH - 2 * SIDE, rtl)
    steps = round_steps(max(t.value for _, t in placed), 4)
    high = Axis(0, steps[-1], 0, HEIGHT - FOOT - TOP, rtl=False)
    parts = []
    for value in steps:
        y = HEIGHT - FOOT - high.at(value)
        edge = WIDTH - SIDE + 10 if rtl else SIDE - 10
        parts.append(tag("line", x1=SIDE, x2=WIDTH - SIDE, y1=y, y2=y, cls="grid-line"))
        parts.append(tag("text", locale.number(value), x=edge, y=y + 4, cls="tick", text_anchor="end"))
    for moment, t in placed:
        dot = tag("circle", cx=along.at(moment), cy=HEIGHT - FOOT - high.at(t.value), r=5.0, cls="dot open" if t.superseded else "dot")  # fmt: skip
        parts.append(tag("a", tag("title", f"{locale.moment(t.at)}: {t.said}"), dot, href=t.href))
    for moment, anchor in ((placed[0][0], "start"), (placed[-1][0], "end")):
        day = dt.datetime.fromtimestamp(moment, dt.UTC).date().isoformat()
        parts.append(tag("text", locale.day(day), x=along.at(moment), y=HEIGHT - 6, cls="tick", text_anchor=anchor))
    return drawing("toll", f"0 0 {WIDTH:g} {HEIGHT:g}", locale, label, *parts)


def _moment(at: str) -> float | None:
    try:
        moment = dt.datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()
