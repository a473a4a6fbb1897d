"""A figure over time: each report where it was told, the highest so far as a step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..locales import Locale
from .svg import Axis, drawing, round_steps, scale, share, tag, tick

HEIGHT, SIDE, EDGE, FOOT, TOP = 170.0, 8.0, 2.0, 24.0, 12.0


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
    along = Axis(placed[0][0], placed[-1][0], EDGE if rtl else SIDE, 100 - SIDE - EDGE, rtl)
    steps = round_steps(max(t.value for _, t in placed), 4)
    high = Axis(0, steps[-1], 0, HEIGHT - FOOT - TOP, rtl=False)
    parts = [scale(locale, steps, high, HEIGHT - FOOT)]
    for moment, t in placed:
        dot = tag(
            "circle", cx=share(along.at(moment)), cy=HEIGHT - FOOT - high.at(t.value), r=5.0, cls="dot open" if t.superseded else "dot"
        )  # fmt: skip
        parts.append(tag("a", tag("title", f"{locale.moment(t.at)}: {t.said}"), dot, href=t.href))
    for moment in (placed[0][0], placed[-1][0]):
        day = dt.datetime.fromtimestamp(moment, dt.UTC).date().isoformat()
        parts.append(tick(locale, locale.day(day), along.at(moment), HEIGHT - 6))
    return drawing("toll", locale, label, *parts, height=HEIGHT)


def _moment(at: str) -> float | None:
    try:
        moment = dt.datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()
