"""Measuring coded sample reports against the claims that people expect of them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import marsad
from marsad.ingest.files import read_paths
from marsad.model import Article, Claim

FOLDER = Path(marsad.__file__).parent / "samples"
REPORTS = sorted((FOLDER / "reports").iterdir())
SLOTS = ("actors", "recipients", "place", "date", "figures", "attribution")


def article_of(path: Path) -> Article:
    """The report as `marsad code` would read it."""
    (found,) = read_paths([path])
    assert found.article is not None, found.refusal
    return found.article


def expected_of(path: Path) -> dict[str, Any]:
    """The hand-coded claims of a report."""
    return dict(json.loads((FOLDER / "expected" / f"{path.stem}.gold.json").read_text(encoding="utf-8")))


def meet(a: Any, b: Any) -> bool:
    """Whether two spans, as mappings of hand-coded data, share a character."""
    return a["start"] is not None and b["start"] is not None and max(a["start"], b["start"]) < min(a["end"], b["end"])


def as_data(claim: Claim) -> dict[str, Any]:
    """A coded claim as plain data, the form of the expected ones."""
    import msgspec

    return dict(msgspec.to_builtins(claim))


def pairs(expected: list[dict[str, Any]], coded: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The coded claim for each expected one: same type, its trigger in the expected clause; same stance and place words first."""
    ranked = sorted(
        (
            (-(e["stance"] == c["stance"]), -meet(e["trigger"], c["trigger"]), i, j)
            for i, e in enumerate(expected)
            for j, c in enumerate(coded)
            if e["event_type"] == c["event_type"] and meet(e["evidence"], c["trigger"])
        ),
    )
    out: dict[str, dict[str, Any]] = {}
    taken: set[int] = set()
    for *_, i, j in ranked:
        if expected[i]["id"] not in out and j not in taken:
            taken.add(j)
            out[expected[i]["id"]] = coded[j]
    return out


def tally(expected: list[dict[str, Any]], coded: list[dict[str, Any]]) -> Counter[str]:
    """Counts of what was expected and found in one report: `claims`, `coded`, `stance`, `status`, and `slot wanted/given/right`."""
    found = pairs(expected, coded)
    count: Counter[str] = Counter(claims=len(expected), coded=len(coded), found=len(found))
    for e in expected:
        c = found.get(e["id"])
        count["stance"] += c is not None and c["stance"] == e["stance"]
        count["status"] += c is not None and c["status"] == e["status"]
        for slot in SLOTS:
            wanted, given = _items(e, slot), _items(c, slot) if c else []
            count[f"{slot} wanted"] += len(wanted)
            count[f"{slot} given"] += len(given)
            count[f"{slot} right"] += sum(any(_agree(slot, w, g) for g in given) for w in wanted)
    return count


def _items(claim: dict[str, Any], slot: str) -> list[dict[str, Any]]:
    value = claim[slot]
    return list(value) if isinstance(value, list | tuple) else [value] if value else []


def _agree(slot: str, wanted: dict[str, Any], given: dict[str, Any]) -> bool:
    if slot == "date":
        return (wanted["start"], wanted["end"]) == (given["start"], given["end"])
    if slot == "figures":
        return all(wanted[k] == given[k] for k in ("kind", "low", "best", "high"))
    if slot in ("actors", "recipients"):  # the same words or the same party, and never another party
        return wanted["actor"] == given["actor"] and (wanted["actor"] is not None or meet(wanted, given))
    if slot == "place":
        return meet(wanted, given) or wanted["name_en"] == given["name_en"]
    return meet(wanted, given) or wanted["name"] == given["name"]
