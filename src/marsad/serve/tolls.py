"""The figures of an event as drawings: ranges by origin, and how the toll rose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ..store import EventRecord, FigureRow
from .charts.figures import Range, figure_chart
from .charts.toll import Told, toll_chart
from .matrix import figure_name, origin_name, range_words
from .view import View

_MOST = 12  # origins in one drawing


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """One thing that was counted: its name, the range by the chosen rule, the two drawings."""

    name: str
    range: str
    part_of: str
    grading: str
    chart: Markup
    toll: Markup
    reports: int


def figure_blocks(view: View, record: EventRecord, rule: str) -> tuple[FigureBlock, ...]:
    """The drawings by one rule, the dead first."""
    order = ("killed", "killed_and_injured", "injured")
    rows = [f for f in record.figures if f.rule == rule]
    rows.sort(key=lambda f: (order.index(f.kind) if f.kind in order else len(order), f.kind, f.of))
    nodes = {n["id"]: n for n in record.nodes}
    return tuple(_block(view, row, nodes) for row in rows)


def _block(view: View, row: FigureRow, nodes: Mapping[str, Mapping[str, Any]]) -> FigureBlock:
    detail = row.detail or {}
    reports: Sequence[Mapping[str, Any]] = detail.get("reports", ())
    name = figure_name(view, row.kind, row.of)
    last: dict[str, Range] = {}
    told: list[Told] = []
    for r in sorted(reports, key=lambda r: str(r["told_at"])):
        node = nodes.get(r["origin"], {"id": r["origin"], "name": str(r["origin"]).partition(":")[2]})
        said = range_words(view, r["low"], r["best"], r["high"])
        href = f"#p-{str(r['claim']).rpartition('#')[2]}"
        if any(r[k] is not None for k in ("low", "best", "high")):
            last[r["origin"]] = Range(origin_name(view, node), r["low"], r["best"], r["high"], said, href)
            value = next(r[k] for k in ("best", "low", "high") if r[k] is not None)
            told.append(Told(str(r["told_at"]), float(value), said, href, bool(r["superseded"])))
    ranges = sorted(last.values(), key=lambda r: -r.most)[:_MOST]
    chart = figure_chart(view.locale, ranges, view.line("event.figures_label", what=name)) if ranges else Markup("")
    toll = toll_chart(view.locale, told, view.line("event.toll_label", what=name))
    part = view.term("of", detail["part_of"]) if detail.get("part_of") else ""
    grading = view.term("grading", detail["grading"]) if detail.get("grading") else ""
    return FigureBlock(name, range_words(view, row.low, row.best, row.high), part, grading, chart, toll, len(reports))
