"""How far coders who decided on the same claims agree, field by field: Krippendorff's alpha, as NLTK reckons it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..model import Claim, Participant
from ..store import JudgementRow, Store
from ..store.reviewing import DECISIONS
from .judged import find_claim, judge_claim

Label = str | frozenset[str]
FIELDS = (
    "stands",
    "event_type",
    "evidence",
    "actors",
    "recipients",
    "place",
    "date",
    "figures",
    "attribution",
    "stance",
    "status",
)
_SETS = frozenset(("actors", "recipients", "figures", "attribution"))  # partly the same is partly agreed


@dataclass(frozen=True, slots=True)
class Agreement:
    """One field: claims that at least two decided on, the share of pairs that agree, and alpha.

    `alpha` is None where it says nothing: under two claims, or one value alone was ever given.
    """

    field: str
    claims: int
    same: float
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Coding:
    """What one coder makes of one claim: a label a field; no other field of a claim that he rejects."""

    claim: str
    author: str
    labels: dict[str, Label]


def codings(store: Store) -> list[Coding]:
    """The codings of all claims that at least two people decided on, each by his own decisions alone."""
    twice = sorted(claim for claim, authors in store.deciders().items() if len(authors) > 1)
    decisions = store.decisions_on(twice)
    out = []
    for claim in twice:
        row = find_claim(store, claim)
        if row is None:
            continue
        own: dict[str, list[JudgementRow]] = {}
        for made in decisions[claim]:
            if made.kind in DECISIONS:
                own.setdefault(made.author, []).append(made)
        out += [Coding(claim, author, labels_of(row.claim, rows)) for author, rows in own.items()]
    return out


def labels_of(claim: Claim, decisions: Sequence[JudgementRow]) -> dict[str, Label]:
    """A coder's label of each field."""
    judged = judge_claim(claim, decisions)
    if judged.state == "rejected":
        return {"stands": "no"}
    c = judged.claim
    return {
        "stands": "yes", "event_type": c.event_type, "stance": c.stance, "status": c.status,
        "evidence": f"{c.evidence.start}-{c.evidence.end}", "actors": _ids(c.actors), "recipients": _ids(c.recipients),
        "place": (c.place.gazetteer_id or c.place.name_ar) if c.place is not None else "none",
        "date": f"{c.date.start}/{c.date.end}" if c.date is not None else "none",
        "figures": _set(f"{f.kind} {f.low}-{f.best}-{f.high}" for f in c.figures),
        "attribution": _set(f"{a.role} {a.actor or a.text}" for a in c.attribution),
    }  # fmt: skip


def agreements(given: Iterable[Coding]) -> list[Agreement]:
    """The agreement in each field."""
    made = list(given)
    return [
        _agreement(field, [(c.author, c.claim, c.labels[field]) for c in made if field in c.labels]) for field in FIELDS
    ]


def _agreement(field: str, data: list[tuple[str, str, Label]]) -> Agreement:
    units: dict[str, list[Label]] = {}
    for _, claim, label in data:
        units.setdefault(claim, []).append(label)
    units = {claim: labels for claim, labels in units.items() if len(labels) > 1}
    pairs = [a == b for labels in units.values() for a, b in combinations(labels, 2)]
    same = sum(pairs) / len(pairs) if pairs else 0.0
    used = [row for row in data if row[1] in units]
    if len(units) < 2 or len({label for _, _, label in used}) < 2:
        return Agreement(field, len(units), same, None)
    # Loading it takes a second or two: only this page pays for it.
    from nltk.metrics.agreement import AnnotationTask
    from nltk.metrics.distance import binary_distance, masi_distance

    task = AnnotationTask(used, distance=masi_distance if field in _SETS else binary_distance)
    return Agreement(field, len(units), same, float(task.alpha()))


def _ids(people: Sequence[Participant]) -> frozenset[str]:
    return _set(p.actor or p.text for p in people)


def _set(labels: Iterable[str]) -> frozenset[str]:
    return frozenset(labels) or frozenset(("none",))
