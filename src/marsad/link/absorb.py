"""The second step of clustering: a small cluster joins a larger one that holds its nearest relatives.

Average link is strict with the loosely told: a retelling without a date or place agrees well with a few reports of an event and
says little about the others. Such a cluster joins the event if each of its claims has, on the mean, near relatives there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from .types import Key

RELATIVES = 3  # how many of the nearest claims are asked
LEAST = 0.0  # the mean of those scores from which a cluster joins
LEAST_ALL = -1.0  # and the mean over all pairs that it must not fall short of

Scores = Mapping[Key, Mapping[Key, float]]


def absorb(clusters: list[list[Key]], scores: Scores, apart: set[frozenset[Key]], missing: float) -> list[list[Key]]:
    """The clusters after one round of joining, strongest first; each cluster takes part once."""
    place = {key: number for number, members in enumerate(clusters) for key in members}
    offers = sorted(_offers(clusters, scores, place, missing))
    out: list[list[Key]] = [list(members) for members in clusters]
    gone: set[int] = set()
    for _, small, large in offers:
        if small in gone or large in gone or _kept_apart(out[small], out[large], apart):
            continue
        out[large] = out[large] + out[small]
        gone.add(small)
    return [sorted(members) for number, members in enumerate(out) if number not in gone]


def _offers(
    clusters: list[list[Key]], scores: Scores, place: dict[Key, int], missing: float
) -> Iterator[tuple[float, int, int]]:
    for small, members in enumerate(clusters):
        rows: dict[int, list[list[float]]] = defaultdict(list)
        for key in members:
            row: dict[int, list[float]] = defaultdict(list)
            for other, value in sorted(scores.get(key, {}).items()):
                if place.get(other, small) != small:
                    row[place[other]].append(value)
            for large, values in row.items():
                rows[large].append(values)
        for large, found in rows.items():
            if (len(clusters[large]), -large) <= (len(members), -small):
                continue
            near = _nearest(found, len(members), len(clusters[large]), missing)
            known = sum(map(len, found))
            pairs = len(members) * len(clusters[large])
            if near > LEAST and (sum(map(sum, found)) + missing * (pairs - known)) / pairs > LEAST_ALL:
                yield -round(near, 6), small, large


def _nearest(rows: list[list[float]], members: int, size: int, missing: float) -> float:
    """The mean over the small cluster's claims of the mean score of each with its nearest claims of the large one."""
    asked = min(RELATIVES, size)
    total = missing * (members - len(rows))
    for values in rows:
        best = sorted(values)[-asked:]
        total += (sum(best) + missing * (asked - len(best))) / asked
    return total / members


def _kept_apart(left: list[Key], right: list[Key], apart: set[frozenset[Key]]) -> bool:
    if not apart:
        return False
    ours, theirs = set(left), set(right)
    return any(len(pair & ours) == 1 and len(pair & theirs) == 1 for pair in apart)
