"""What two composed coders decided on the sample reports, and searches that they saved: `samples/decisions.yml` into a store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..lexicons.read import read_yaml
from ..model import Claim
from ..review.judged import correct
from ..store import Filters, Store

DECISIONS = Path(__file__).resolve().parent.parent / "samples" / "decisions.yml"


def review(store: Store) -> None:
    """Write the decisions and searches down, once; a decision on a claim that the store does not hold is left out."""
    data = read_yaml(DECISIONS)
    if any(row.author in data["coders"] for row in store.judgements()):
        return
    for row in data["decisions"]:
        found = [c for c in store.claims_of(row["report"]) if told_by(row, c.claim)]
        if not found:
            continue
        who: dict[str, Any] = {"author": row["by"], "reason": row.get("reason")}
        if row["kind"] == "correct":
            correct(store, found[0].id, row["field"], row["value"], **who)
        else:
            value = {"why": row["why"]} if "why" in row else None
            store.judge(row["kind"], "claim", found[0].id, value=value, **who)
    for search in data["searches"]:
        store.save_search(search["name"], Filters.from_query(search["query"]))


def told_by(row: dict[str, Any], claim: Claim) -> bool:
    """Whether a claim of the report is the one that a decision names."""
    return (claim.event_type, claim.trigger.text) == (row["type"], row["words"])
