"""The data by which claims are compared and joined, made ready. Read from `lexicon/link/`, a folder of the user's over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..lexicons.linking import FiguresFile, GenericFile, OriginsFile, read_link, read_types, read_weights
from ..text.normal import fold


@dataclass(frozen=True, slots=True)
class FigureWords:
    """Which group is part of which, and the words, folded, by which a figure takes another's place."""

    part_of: Mapping[str, str]
    risen: tuple[str, ...]
    corrected: tuple[str, ...]
    not_so: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """What blocking, scoring, origins and figures need of the data files."""

    kinds_of: dict[str, tuple[str, ...]]
    span_of: dict[str, int]
    wide: frozenset[str]
    near: dict[tuple[str, str], float]
    weights: dict[str, float]
    generic: frozenset[str]
    nobody: frozenset[str]
    unspecific: frozenset[str]
    vague: frozenset[str]
    figures: FigureWords


@cache
def load_rules(user: Path | None = None) -> Rules:
    """The rules of the packaged files with the folder `user` over them; the first fault is a LexiconError with file and line."""
    types = read_types(user)
    kinds: dict[str, tuple[str, ...]] = {}
    span: dict[str, int] = {}
    for name, kind in types.kinds.items():
        for event_type in kind.types:
            kinds[event_type] = (*kinds.get(event_type, ()), name)
            span[event_type] = max(kind.span, span.get(event_type, 0))
    near: dict[tuple[str, str], float] = {(t, t): 1.0 for t in kinds}
    for left, row in types.near.items():
        for right, value in row.items():
            near[left, right] = near[right, left] = value
    generic = read_link("generic", GenericFile, user)
    return Rules(
        kinds_of=kinds,
        span_of=span,
        wide=frozenset(t for kind in types.kinds.values() if kind.wide for t in kind.types),
        near=near,
        weights=read_weights(user),
        generic=frozenset([*generic.nobody, *generic.everywhere]),
        nobody=frozenset(generic.nobody),
        unspecific=frozenset(types.unspecific),
        vague=frozenset(map(fold, read_link("origins", OriginsFile, user).vague)),
        figures=_figures(read_link("figures", FiguresFile, user)),
    )


def _figures(data: FiguresFile) -> FigureWords:
    risen, corrected, not_so = (tuple(map(fold, words)) for words in (data.risen, data.corrected, data.not_so))
    return FigureWords(data.part_of, risen, corrected, frozenset(not_so))
