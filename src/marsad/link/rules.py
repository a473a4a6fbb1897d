"""The data by which claims are compared: kinds of events, nearness of types, weights. Read from `lexicon/link/`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from ..errors import LexiconError
from ..lexicons.load import PACKAGED
from ..lexicons.read import line_with, read_yaml

FOLDER = PACKAGED / "link"


@dataclass(frozen=True, slots=True)
class Kind:
    """Event types that are compared with each other; `span` days without a report may lie within one happening."""

    name: str
    span: int
    wide: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """What scoring and blocking need of the data files."""

    kinds_of: dict[str, tuple[str, ...]]
    span_of: dict[str, int]
    wide: frozenset[str]
    near: dict[tuple[str, str], float]
    weights: dict[str, float]
    generic: frozenset[str]
    nobody: frozenset[str]
    unspecific: frozenset[str]


@cache
def load_rules() -> Rules:
    """The rules of the packaged files; LexiconError where a type is in no kind."""
    path = FOLDER / "types.yml"
    data = read_yaml(path)
    kinds: dict[str, list[Kind]] = {}
    for name, entry in data["kinds"].items():
        kind = Kind(name, int(entry["span"]), entry["wide"] == "true")
        for event_type in entry["types"]:
            kinds.setdefault(event_type, []).append(kind)
    near: dict[tuple[str, str], float] = {(t, t): 1.0 for t in kinds}
    for left, row in data["near"].items():
        for right, value in row.items():
            for event_type in (left, right):
                if event_type not in kinds:
                    raise LexiconError(
                        path,
                        line_with(path, f"{event_type}:"),
                        f"{event_type} is in no kind: add it to one under kinds",
                    )
            near[left, right] = near[right, left] = float(value)
    generic = read_yaml(FOLDER / "generic.yml")
    return Rules(
        kinds_of={t: tuple(k.name for k in found) for t, found in kinds.items()},
        span_of={t: max(k.span for k in found) for t, found in kinds.items()},
        wide=frozenset(t for t, found in kinds.items() if any(k.wide for k in found)),
        near=near,
        weights=dict(_flat(read_yaml(FOLDER / "weights.yml"), "")),
        unspecific=frozenset(data["unspecific"]),
        generic=frozenset([*generic["nobody"], *generic["everywhere"]]),
        nobody=frozenset(generic["nobody"]),
    )


def _flat(data: dict[str, Any], prefix: str) -> list[tuple[str, float]]:
    out: list[tuple[str, float]] = []
    for key, value in data.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            out.extend(_flat(value, f"{name}."))
        else:
            out.append((name, float(value)))
    return out
