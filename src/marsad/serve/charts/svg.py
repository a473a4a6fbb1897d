"""Small pieces of SVG, every value escaped. Drawings have no styles of their own: classes are in the style sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from markupsafe import Markup, escape

from ..locales import Locale


def tag(name: str, *inside: Markup | str, **attributes: object) -> Markup:
    """An element; `cls` is its class, an underscore in a name of an attribute is a hyphen, None leaves one out."""
    written = "".join([f' {_attribute(k)}="{_written(v)}"' for k, v in attributes.items() if v is not None])
    return Markup(f"<{name}{written}>{''.join([escape(x) for x in inside])}</{name}>")


def drawing(
    name: str, locale: Locale, label: str, *inside: Markup, height: float = 0, box: str | None = None
) -> Markup:
    """A whole drawing: its class, the direction of its words, what it shows in a sentence.

    With a `height` it is as wide as the page lets it be: places along it are shares of the width (`share`), and its words keep
    their size on a narrow screen. With a view box it is scaled as a picture is. It is a group, not an image: its bars and dots are
    links that a keyboard reaches.
    """
    return tag(
        "svg", *inside, viewBox=box, width=None if box else "100%", height=None if box else height, cls=name, role="group",
        aria_label=label, direction=locale.dir,
    )  # fmt: skip


def share(value: float) -> str:
    """A place along a drawing, or a stretch of it, in hundredths of its width."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def tick(locale: Locale, text: str, x: float, y: float, width: float = 0.0, cls: str = "tick") -> Markup:
    """Words about `x` hundredths; near an edge they begin or end with the stretch of `width` that they name, so that none is cut off."""
    before = 100 - x if locale.dir == "rtl" else x
    anchor = "start" if before < 9 else "end" if before > 91 else "middle"
    inwards = {"start": -width / 2, "end": width / 2, "middle": 0.0}[anchor]
    return tag(
        "text", text, x=share(x - inwards if locale.dir == "rtl" else x + inwards), y=y, cls=cls, text_anchor=anchor
    )


def scale(locale: Locale, steps: Sequence[float], high: Axis, foot: float) -> Markup:
    """The lines of a scale upwards from `foot`, each with its number above it where reading starts."""
    edge = share(100.0 if locale.dir == "rtl" else 0.0)
    parts = []
    for value in steps:
        y = foot - high.at(value)
        parts.append(tag("line", x1="0%", x2="100%", y1=y, y2=y, cls="grid-line"))
        if value:
            parts.append(tag("text", locale.number(value), x=edge, y=y + 12, cls="tick", text_anchor="start"))
    return Markup("").join(parts)


@cache
def _attribute(name: str) -> str:
    return "class" if name == "cls" else name.replace("_", "-")


def _written(value: object) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else escape(str(value))


class Axis:
    """Positions along a line of `width` from value `low` to `high`; in right-to-left pages it runs from the right."""

    def __init__(self, low: float, high: float, left: float, width: float, rtl: bool) -> None:
        self.low, self.high = low, max(high, low + 1e-9)
        self.left, self.width, self.rtl = left, width, rtl

    def at(self, value: float) -> float:
        """Where a value stands."""
        part = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.left + self.width * ((1 - part) if self.rtl else part)

    def span(self, start: float, end: float) -> tuple[float, float]:
        """Left edge and width of a stretch of values."""
        a, b = sorted((self.at(start), self.at(end)))
        return a, b - a


def round_steps(high: float, most: int = 5) -> list[float]:
    """Round values from 0 to at least `high`, at most about `most` of them."""
    if high <= 0:
        return [0.0, 1.0]
    raw = high / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(s * power for s in (1, 2, 5, 10) if s * power >= raw)
    step = max(step, 1.0)
    return [i * step for i in range(math.ceil(high / step) + 1)]
