"""Lines of report: which claims of an event go back to the same origin, and how many independent ones remain.

An origin is, in this order, the named speaker; the agency; the text that several outlets share; the outlet itself. What an outlet
says without a source goes back to the source that it names elsewhere for the same event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple, Protocol

from ..lexicons.read import read_yaml
from ..model import Article, Claim
from ..text.normal import fold
from .facts import Facts
from .rules import FOLDER
from .types import Key, Origin, OriginEdge
from .words import rarity

_SHARED = 0.8  # share of rare words that two clauses have in common where one text was carried by both outlets
_SHARED_MASS = 24.0
_MANY = 150  # members above which only equal clauses are looked for

OriginKind = Literal["speaker", "agency", "text", "outlet"]


class SharedText(Protocol):
    """Tells which articles carry one dispatch, by shared paragraphs or by the agency's name."""

    def group_of(self, article: str) -> str | None:
        """The id of the dispatch that an article carries; None where it stands alone."""


class NoSharedText:
    """Knows of no dispatches: only what the claims themselves share counts."""

    def group_of(self, article: str) -> str | None:
        """Always None."""
        return None


class Told(NamedTuple):
    """A claim with its article and its facts."""

    article: Article
    claim: Claim
    facts: Facts


class Lines(NamedTuple):
    """The origins of an event, the steps by which the reports travelled, and the origin of each claim."""

    origins: tuple[Origin, ...]
    edges: tuple[OriginEdge, ...]
    of: dict[Key, str]


class _Source(NamedTuple):
    id: str
    name: str
    kind: OriginKind


@cache
def vague_nouns() -> frozenset[str]:
    """Nouns by which reports name a speaker without naming him."""
    return frozenset(fold(word) for word in read_yaml(FOLDER / "origins.yml")["vague"])


def lines_of(told: Sequence[Told], generic: frozenset[str], shared: SharedText | None = None) -> Lines:
    """The lines of report of one event."""
    shared = shared or NoSharedText()
    sources = {t.facts.key: _source(t, generic, shared) for t in told}
    _lend_within_articles(told, sources)
    root = _unite_texts(told, sources, shared)
    groups: dict[str, list[Key]] = defaultdict(list)
    for t in told:
        groups[root[sources[t.facts.key].id]].append(t.facts.key)
    named = {source.id: source for source in sources.values()}
    origins = tuple(
        Origin(key, named[key].name, named[key].kind, tuple(str(k) for k in sorted(groups[key])))
        for key in sorted(groups)
    )
    of = {t.facts.key: root[sources[t.facts.key].id] for t in told}
    return Lines(origins, _edges(told, of), of)


def _source(t: Told, generic: frozenset[str], shared: SharedText) -> _Source:
    """The nearest named speaker; else the agency; else the shared dispatch; else the outlet."""
    speaker = _speaker(t.claim, generic)
    if speaker is not None:
        return speaker
    agency = _agency(t)
    if agency is not None:
        return _Source(f"agency:{fold(agency).lower()}", agency, "agency")
    group = shared.group_of(t.article.id)
    if group is not None:
        return _Source(f"text:{group}", group, "text")
    outlet = t.article.outlet or t.article.id
    return _Source(f"outlet:{outlet}:{t.article.id}", outlet, "outlet")


def _speaker(claim: Claim, generic: frozenset[str]) -> _Source | None:
    for link in claim.attribution:
        if link.role != "speaker":
            continue
        if link.actor is not None and link.actor not in generic:
            return _Source(f"speaker:{link.actor}", link.name, "speaker")
        words = fold(link.name).split()
        if link.actor is None and words and words[0] not in vague_nouns() and len("".join(words)) > 2:
            return _Source(f"speaker:{' '.join(words[:6])}", link.name, "speaker")
    return None


def _agency(t: Told) -> str | None:
    for link in t.claim.attribution:
        if link.role == "via" and fold(link.name).split()[:1] and fold(link.name).split()[0] not in vague_nouns():
            return link.name
    return None


def _lend_within_articles(told: Sequence[Told], sources: dict[Key, _Source]) -> None:
    """What an article says without a source goes back to the first source that it names for the same event."""
    first: dict[str, _Source] = {}
    for t in sorted(told, key=lambda t: (t.facts.article, t.claim.evidence.start)):
        source = sources[t.facts.key]
        if source.kind in ("speaker", "agency"):
            first.setdefault(t.facts.article, source)
    for t in told:
        if sources[t.facts.key].kind in ("outlet", "text") and t.facts.article in first:
            sources[t.facts.key] = first[t.facts.article]


def _unite_texts(told: Sequence[Told], sources: Mapping[Key, _Source], shared: SharedText) -> dict[str, str]:
    """For each source the one that stands for all that share a text with it; a named speaker stands before an outlet."""
    rank = {"speaker": 0, "agency": 1, "text": 2, "outlet": 3}
    best = {source.id: source for source in sources.values()}
    root = {key: key for key in best}

    def top(key: str) -> str:
        while root[key] != key:
            key = root[key]
        return key

    for a, b in _same_text(told, shared):
        left, right = best[top(sources[a].id)], best[top(sources[b].id)]
        if left.id == right.id or (left.kind == right.kind == "speaker"):
            continue
        keep, drop = sorted((left, right), key=lambda s: (rank[s.kind], s.id))
        root[drop.id] = keep.id
    return {key: top(key) for key in root}


def _same_text(told: Sequence[Told], shared: SharedText) -> list[tuple[Key, Key]]:
    """Pairs of claims whose articles carry the same words."""
    ordered = sorted(told, key=lambda t: t.facts.key)
    pairs: list[tuple[Key, Key]] = []
    by_text: dict[str, Key] = {}
    for t in ordered:
        for text in (t.facts.clause if t.facts.mass > _SHARED_MASS else "", _group(t, shared)):
            if text:
                pairs.append((by_text.setdefault(text, t.facts.key), t.facts.key))
    if len(ordered) <= _MANY:
        for i, a in enumerate(ordered):
            pairs.extend((a.facts.key, b.facts.key) for b in ordered[i + 1 :] if _carried(a.facts, b.facts))
    return pairs


def _group(t: Told, shared: SharedText) -> str:
    group = shared.group_of(t.article.id)
    return f"\0{group}" if group is not None else ""


def _carried(a: Facts, b: Facts) -> bool:
    if a.article == b.article:
        return False
    most = max(a.mass, b.mass)
    if min(a.mass, b.mass) < _SHARED_MASS:
        return False
    return sum(map(rarity, a.words & b.words)) >= _SHARED * most


def _edges(told: Sequence[Told], of: Mapping[Key, str]) -> tuple[OriginEdge, ...]:
    """From each origin by the ways named to the articles that carry it."""
    edges: set[OriginEdge] = set()
    for t in told:
        at = of[t.facts.key]
        article = f"article:{t.article.id}"
        for link in t.claim.attribution:
            if link.role == "via":
                node = f"agency:{fold(link.name).lower()}"
                if node != at:
                    edges.add(OriginEdge(at, node, "via"))
                    at = node
        edges.add(
            OriginEdge(
                at, article, "speaker" if at.startswith("speaker:") else "via" if at.startswith("agency:") else "outlet"
            )
        )
    return tuple(sorted(edges, key=lambda e: (e.source, e.target, e.by)))
