"""Who says what: what is said in rows, origins in columns, and in each cell what the origin says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

from ..link.status import counts
from ..model import Figure
from ..store import ClaimRow, EventRecord
from .view import View

_HAPPENED = ("occurred", "ongoing")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one origin says of one thing: `kind` is asserts, denies, foresees, gives or silent; `href` leads to its words."""

    kind: str
    text: str
    href: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """An origin: its name, the outlets that bring it, whether it is independent of the others."""

    id: str
    name: str
    via: str
    kind: str
    independent: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is said: the question it answers, and what it is."""

    family: str
    label: str
    cells: tuple[Cell, ...]
    rival: bool


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


Said = tuple[str, ClaimRow]  # the origin and the claim


def make_matrix(view: View, record: EventRecord, claims: Mapping[str, ClaimRow]) -> Matrix:
    """The table of an event from its members and their origins."""
    said = sorted(
        ((x.origin or "", claims[x.claim_id]) for x in record.members if x.claim_id in claims),
        key=lambda s: (s[1].published_at or s[1].day, s[1].id),
    )
    columns = _columns(view, record, said)
    order = [c.id for c in columns]
    parts = (_happenings, _doers, _places, _days, _figures)
    return Matrix(columns, tuple(row for part in parts for row in part(view, said, order)))


def origin_name(view: View, node: Mapping[str, object]) -> str:
    """The name of an origin; outlets and agencies by their names in the page's language."""
    name = str(node.get("name") or node.get("id") or "")
    kind = node.get("kind")
    key = str(node.get("id", "")).partition(":")[2]
    if kind == "text":
        return view.line("origin.text")
    if kind == "speaker" and key in view.labels.actors:
        return view.actor(key)
    if kind == "outlet" and node.get("id") in (f"article:{name}", f"outlet:{name}:{name}"):
        return view.line("none.outlet")  # a report that names no outlet stands under its own id
    return view.outlet(name) if kind in ("outlet", "agency", "text", "via") else name or view.line("none.origin")


def _columns(view: View, record: EventRecord, said: Sequence[Said]) -> tuple[Column, ...]:
    nodes = {str(n["id"]): n for n in record.nodes}
    out = []
    for origin in dict.fromkeys(o for o, _ in said):
        node = nodes.get(origin, {"id": origin, "name": origin.partition(":")[2], "kind": origin.partition(":")[0]})
        name = origin_name(view, node)
        outlets = dict.fromkeys(view.outlet(c.outlet) for o, c in said if o == origin and c.outlet)
        via = view.locale.pattern("list.comma").join(x for x in outlets if x != name)
        out.append(Column(origin, name, via, str(node.get("kind", "")), bool(node.get("independent", True))))
    return tuple(sorted(out, key=lambda c: not c.independent))


def _row(family: str, label: str, order: Sequence[str], cells: Mapping[str, Cell]) -> Row:
    silent = Cell("silent", "—")
    return Row(family, label, tuple(cells.get(o, silent) for o in order), len({c.text for c in cells.values()}) > 1)


def _happenings(view: View, said: Sequence[Said], order: Sequence[str]) -> list[Row]:
    """That it happened, by type: each origin by the last that it said, and within one report by its denial (`link/status.py`)."""
    rows = []
    for kind in dict.fromkeys(c.claim.event_type for _, c in said):
        cells: dict[str, Cell] = {}
        of_kind = [(origin, c) for origin, c in said if c.claim.event_type == kind]
        counted = counts((origin, c.article_id, c.claim.stance == "denied") for origin, c in of_kind)
        for origin, c in compress(of_kind, counted):
            more = cells[origin].more + 1 if origin in cells else 0
            cells[origin] = Cell(*_stance(view, c), f"#p-{c.id}", more)
        rows.append(_row("happening", view.type(kind), order, cells))
    return rows


def _stance(view: View, row: ClaimRow) -> tuple[str, str]:
    if row.claim.stance == "denied":
        return "denies", view.line("cell.denies")
    if row.claim.status in _HAPPENED:
        return "asserts", view.line("cell.asserts") if row.claim.status == "occurred" else view.line("cell.ongoing")
    return "foresees", view.term("claim_status", row.claim.status)


def _values(family: str, order: Sequence[str], said: Sequence[tuple[str, str, str, str]], silent_alone: bool) -> list[Row]:  # fmt: skip
    """A row for each value of (origin, value, what the cell says, claim); left out where all name the same one."""
    labels = list(dict.fromkeys(value for _, value, _, _ in said))
    if silent_alone and len(labels) < 2:
        return []
    rows = []
    for label in labels[:6]:
        cells: dict[str, Cell] = {}
        for origin, value, text, claim in said:
            if value == label:
                more = cells[origin].more + 1 if origin in cells else 0
                cells[origin] = Cell("names", text, f"#p-{claim}", more)
        rows.append(_row(family, label, order, cells))
    return rows


def _doers(view: View, said: Sequence[Said], order: Sequence[str]) -> list[Row]:
    named = [
        (origin, view.actor(a.actor) if a.actor else a.text, view.line("cell.names"), c.id)
        for origin, c in said
        for a in c.claim.actors
        if c.claim.stance == "asserted"
    ]
    return _values("doer", order, named, silent_alone=False)


def _places(view: View, said: Sequence[Said], order: Sequence[str]) -> list[Row]:
    named = []
    for origin, c in said:
        place = c.claim.place
        if place is not None:
            name = place.name_ar if view.lang == "ar" else place.name_en or place.name_ar
            named.append((origin, name, view.line("cell.names"), c.id))
    return _values("place", order, named, silent_alone=True)


def _days(view: View, said: Sequence[Said], order: Sequence[str]) -> list[Row]:
    named = [
        (origin, view.locale.days(d.start, d.end, d.precision), view.line("cell.names"), c.id)
        for origin, c in said
        if (d := c.claim.date) is not None and d.basis != "publication"
    ]
    return _values("day", order, named, silent_alone=True)


def _figures(view: View, said: Sequence[Said], order: Sequence[str]) -> list[Row]:
    rows = []
    groups = dict.fromkeys((f.kind, f.of) for _, c in said for f in c.claim.figures)
    for kind, of in groups:
        cells: dict[str, Cell] = {}
        for origin, c in said:
            for f in c.claim.figures:
                if (f.kind, f.of) == (kind, of):
                    more = cells[origin].more + 1 if origin in cells else 0
                    cells[origin] = Cell("gives", figure_words(view, f), f"#p-{c.id}", more)
        rows.append(_row("figure", figure_name(view, kind, of), order, cells))
    return rows


def figure_name(view: View, kind: str, of: str) -> str:
    """What is counted: killed – civilians."""
    counted = view.term("figure", kind)
    # Some kinds say what they count: vehicles are not called so twice.
    return f"{counted} – {view.term('of', of)}" if of and of != kind else counted


def figure_words(view: View, figure: Figure) -> str:
    """A range in words: signs such as > mirror in right-to-left text."""
    return range_words(view, figure.low, figure.best, figure.high)


def range_words(view: View, low: float | None, best: float | None, high: float | None) -> str:
    """A range in words."""
    number = view.locale.number
    if low is not None and high is not None:
        return number(low) if low == high else f"{number(low)}–{number(high)}"
    if low is not None:
        return view.line("range.at_least", n=low)
    if high is not None:
        return view.line("range.at_most", n=high)
    return number(best) if best is not None else "—"
