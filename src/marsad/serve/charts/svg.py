"""Small pieces of SVG, every value escaped. Drawings have no styles of their own: classes are in the style sheet."""

from __future__ import annotations

import math
from functools import cache

from markupsafe import Markup, escape

from ..locales import Locale


def tag(name: str, *inside: Markup | str, **attributes: object) -> Markup:
    """An element; `cls` is its class, an underscore in a name of an attribute is a hyphen, None leaves one out."""
    written = "".join([f' {_attribute(k)}="{_written(v)}"' for k, v in attributes.items() if v is not None])
    return Markup(f"<{name}{written}>{''.join([escape(x) for x in inside])}</{name}>")


def drawing(name: str, box: str, locale: Locale, label: str, *inside: Markup) -> Markup:
    """A whole drawing: its class, its view box, the direction of its words, what it shows in a sentence.

    It is a group, not an image: its bars and dots are links that a keyboard reaches.
    """
    return tag("svg", *inside, viewBox=box, cls=name, role="group", aria_label=label, direction=locale.dir)


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
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.left + self.width * ((1 - share) if self.rtl else share)

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
