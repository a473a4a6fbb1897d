"""Tables of places with Arabic names as tab-separated text: our own form, or one with alt_names_ar, feature, licence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ..errors import LexiconError
from .entries import KINDS
from .geonames import KINDS as FEATURES
from .importing import ARABIC, Found, Units
from .reading import lines_of
from .tables import degrees

NEEDED = ("id", "name_ar", "name_en", "country", "lat", "lon")


def read_places(path: Path, source: str, licence: str, left_out: Counter[str]) -> Iterator[Found]:
    """The rows that have an Arabic name; `source` and `licence` stand in where the table has no such columns."""
    at: dict[str, int] = {}
    units = Units()
    for line, text in lines_of(path):
        cells = text.split("\t")
        if not at:
            at = {name: k for k, name in enumerate(cells)}
            _check(path, at, source, licence)
            continue
        if not text.strip():
            continue
        if len(cells) > len(at):
            raise LexiconError(path, line, f"has {len(cells)} columns, the header {len(at)}: a tab too many")
        row = {name: cells[k].strip() if k < len(cells) else "" for name, k in at.items()}
        names = [n.strip() for n in (row["name_ar"], *_others(row).split("|")) if ARABIC.search(n)]
        kind = _kind(path, line, row)
        if not names or not kind:
            left_out["without an Arabic name" if kind else "of a kind that reports do not name"] += 1
            continue
        unit = units.english(row["country"], row.get("adm1_ar", ""), row.get("adm1", ""))
        population = row.get("population", "")
        yield Found(
            line, row["id"], list(dict.fromkeys(names)), row["name_en"], kind, row["country"], unit, row.get("adm2", ""),
            *degrees(path, line, row["lat"], row["lon"]), int(population) if population.isdecimal() else 0,
            row.get("source") or source, row.get("licence") or licence,
        )  # fmt: skip


def _others(row: dict[str, str]) -> str:
    return row.get("alt_names_ar") or row.get("aliases", "")


def _kind(path: Path, line: int, row: dict[str, str]) -> str:
    if "kind" in row:
        if row["kind"] not in KINDS:
            raise LexiconError(path, line, f"kind {row['kind']!r} is unknown: one of {', '.join(sorted(KINDS))}")
        return row["kind"]
    feature = row["feature"]
    return FEATURES.get(feature) or ("town" if feature.startswith("PPL") else "")


def _check(path: Path, at: dict[str, int], source: str, licence: str) -> None:
    missing = [c for c in NEEDED if c not in at]
    if "feature" not in at and "kind" not in at:
        missing.append("feature (or kind)")
    if missing:
        raise LexiconError(path, 1, f"lacks the columns {', '.join(missing)}")
    if "licence" not in at and not licence:
        raise LexiconError(path, 1, "has no column licence: say the licence of the data with --licence")
    if "source" not in at and not source:
        raise LexiconError(path, 1, "has no column source: say where the data come from with --source")
