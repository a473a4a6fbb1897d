"""Who told whom: speakers at the side where reading starts, the ways they came by, the outlets at the other side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ..locales import Locale
from .svg import drawing, tag

WIDTH, ROW, TOP, INSET = 360.0, 36.0, 12.0, 10.0
_MOST = 24
_LONGEST = {1: 48, 2: 25}  # letters of a name that have room beside those of as many other columns


@dataclass(frozen=True, slots=True)
class Node:
    """One who told or carried on: the column it stands in, whether it is an independent origin, whether it denies."""

    id: str
    name: str
    column: int
    independent: bool
    denies: bool
    href: str


def origins_chart(locale: Locale, nodes: Sequence[Node], edges: Sequence[Mapping[str, Any]], label: str) -> Markup:
    """The drawing of the graph; columns that hold nobody are left out."""
    columns = [[n for n in nodes if n.column == c] for c in sorted({n.column for n in nodes})]
    rows = max((len(c) for c in columns), default=0)
    if rows == 0:
        return Markup("")
    height = TOP * 2 + ROW * max(rows, 2)
    place: dict[str, tuple[float, float]] = {}
    gap = (WIDTH - 2 * INSET) / max(len(columns) - 1, 1)
    for c, column in enumerate(columns):
        offset = (height - ROW * len(column)) / 2
        for i, node in enumerate(column):
            x = INSET + gap * c
            place[node.id] = (WIDTH - x if locale.dir == "rtl" else x, offset + ROW * i + ROW / 2)
    lines = [
        _edge(place[e["source"]], place[e["target"]]) for e in edges if e["source"] in place and e["target"] in place
    ]
    dots = [_node(node, *place[node.id], c, len(columns)) for c, column in enumerate(columns) for node in column]
    box = f"0 0 {WIDTH:g} {height:g}"
    return drawing("origins", locale, label, tag("g", *lines, cls="edges"), *dots, box=box)


def columns_of(nodes: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """The column of each node: outlets stand last, whoever nobody is quoted by first, the ways between."""
    targets = {e["target"] for e in edges}
    return {
        n["id"]: 2
        if n.get("kind") == "outlet"
        else 1
        if n["id"] in targets or n.get("kind") in ("agency", "text")
        else 0
        for n in nodes
    }


def shown(nodes: Sequence[Node]) -> list[Node]:
    """As many as can be read, the independent ones first."""
    return sorted(nodes, key=lambda n: not n.independent)[:_MOST]


def _edge(source: tuple[float, float], target: tuple[float, float]) -> Markup:
    (x1, y1), (x2, y2) = source, target
    middle = (x1 + x2) / 2
    return tag("path", d=f"M{x1:.0f} {y1:.0f} C{middle:.0f} {y1:.0f} {middle:.0f} {y2:.0f} {x2:.0f} {y2:.0f}")


def _node(node: Node, x: float, y: float, column: int, columns: int) -> Markup:
    classes = " ".join(("node", *(("own",) if node.independent else ()), *(("denies",) if node.denies else ())))
    anchor = "start" if column == 0 else "end" if column == columns - 1 else "middle"
    dot = tag("circle", cx=x, cy=y, r=6.0 if node.independent else 4.0, cls=classes)
    most = _LONGEST.get(columns, 20)
    name = node.name if len(node.name) <= most else node.name[: most - 1].rstrip() + "…"
    text = tag("text", name, x=x, y=y - 10, cls="name denies" if node.denies else "name", text_anchor=anchor)
    return tag("a", tag("title", node.name), dot, text, href=node.href)
