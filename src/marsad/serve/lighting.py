"""The text of a report cut where the words of its claims begin and end, so that they can be lit in layers."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..store import ClaimRow
from .locales import CONTROLS

LAYERS = ("claims", "who", "where", "when", "many", "says")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of the text that carry a value: the layer, the claim, its number on the page."""

    start: int
    end: int
    layer: str
    claim: str


@dataclass(frozen=True, slots=True)
class Bit:
    """A stretch of text under the same marks; `names` are the anchors that begin here. A sign that hides or reorders is a bit of its own.

    `start` is where the bit stands in the text, in code points.
    """

    text: str
    layers: tuple[str, ...]
    claims: tuple[str, ...]
    names: tuple[str, ...]
    trigger: str = ""
    sign: str = ""
    start: int = 0


def marks_of(rows: Sequence[ClaimRow]) -> list[Mark]:
    """Every value of the claims that stands in the text."""
    out: list[Mark] = []
    for row in rows:
        c = row.claim
        spans: list[tuple[int | None, int | None, str]] = [
            (c.evidence.start, c.evidence.end, "claims"), (c.trigger.start, c.trigger.end, "trigger"),
            *((p.start, p.end, "who") for p in (*c.actors, *c.recipients)), *((f.start, f.end, "many") for f in c.figures),
        ]  # fmt: skip
        spans += [(p.start, p.end, "where") for p in (c.place, *c.more_places) if p is not None]
        if c.date is not None and c.date.mention is not None:
            spans.append((c.date.mention.start, c.date.mention.end, "when"))
        for link in c.attribution:
            spans.append((link.start, link.end, "says"))
            if link.cue is not None:
                spans.append((link.cue.start, link.cue.end, "says"))
        out += [Mark(a, b, layer, row.id) for a, b, layer in spans if a is not None and b is not None and a < b]
    return out


def paragraphs(text: str, marks: Sequence[Mark]) -> list[list[Bit]]:
    """The text as paragraphs of bits; put together they are the text again, line ends apart."""
    out: list[list[Bit]] = [[]]
    named: set[str] = set()
    stretches = list(_stretches(text, marks))
    for (start, end), over in zip(stretches, _over(stretches, marks), strict=True):
        piece = text[start:end]
        if "\n" in piece or "\r" in piece:
            if out[-1]:
                out.append([])
            continue
        out[-1].append(_bit(piece, start, end, over, named))
    return [p for p in out if any(b.text.strip() or b.sign for b in p)]


def marks_over(marks: Sequence[Mark], at: int) -> list[Mark]:
    """The marks in whose words the code point `at` stands."""
    return [m for m in marks if m.start <= at < m.end]


def _over(stretches: Sequence[tuple[int, int]], marks: Sequence[Mark]) -> list[list[Mark]]:
    """`marks_over` of every stretch: no mark begins or ends within one."""
    starts = [start for start, _ in stretches]
    out: list[list[Mark]] = [[] for _ in stretches]
    for mark in marks:
        for i in range(bisect_left(starts, mark.start), bisect_left(starts, mark.end)):
            out[i].append(mark)
    return out


def _stretches(text: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    cuts = {0, len(text)}
    for mark in marks:
        cuts.update((min(mark.start, len(text)), min(mark.end, len(text))))
    for i, c in enumerate(text):
        if c in "\n\r" or ord(c) in CONTROLS:
            cuts.update((i, i + 1))
    ordered = sorted(cuts)
    yield from pairwise(ordered)


def _bit(piece: str, start: int, end: int, over: Sequence[Mark], named: set[str]) -> Bit:
    layers = tuple(layer for layer in LAYERS if any(m.layer == layer for m in over))
    names = []
    for mark in over:
        name = f"w-{mark.claim}" if mark.layer == "trigger" else f"s-{mark.start}-{mark.end}"
        if mark.start == start and mark.layer != "claims" and name not in named:
            named.add(name)
            names.append(name)
    trigger = next((m.claim for m in over if m.layer == "trigger"), "")
    sign = (
        f"U+{ord(piece):04X} {unicodedata.name(piece, 'CONTROL')}" if len(piece) == 1 and ord(piece) in CONTROLS else ""
    )
    return Bit(
        "" if sign else piece, layers, tuple(dict.fromkeys(m.claim for m in over)), tuple(names), trigger, sign, start
    )
