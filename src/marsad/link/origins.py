"""Lines of report: which claims of an event go back to the same origin, and how many independent ones remain.

An origin is, in this order, the body for which the speaker speaks, or the speaker himself where he speaks for none; the agency; the
text that several outlets share; the outlet itself. What an outlet says without a source goes back to the source that it names
elsewhere for the same event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from ..model import Article, Claim
from ..text.normal import fold
from ..text.words import rarity, words_of
from .bodies import Bodies
from .dispatches import NoSharedText, SharedText
from .facts import Facts
from .rules import Rules
from .types import Key, Origin, OriginEdge

_SHARED = 0.7  # share of its runs of three words that the shorter clause has in common with the other where one text was carried
_SHARED_RUNS = 6
_SHARED_MASS = 24.0
_PERSON = 4.5  # rarity of a word from which it can name a person
_MANY = 150  # members above which only equal clauses are looked for

OriginKind = Literal["speaker", "agency", "text", "outlet"]


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
    body: bool = False


def lines_of(
    told: Sequence[Told], rules: Rules, shared: SharedText | None = None, bodies: Bodies | None = None
) -> Lines:
    """The lines of report of one event."""
    shared = shared or NoSharedText()
    sources = {t.facts.key: _source(t, rules, shared, bodies) for t in told}
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


def _source(t: Told, rules: Rules, shared: SharedText, bodies: Bodies | None) -> _Source:
    """The nearest named speaker; else the agency; else the shared dispatch; else the outlet."""
    speaker = _speaker(t.claim, rules, bodies)
    if speaker is not None:
        return speaker
    agency = _agency(t, rules) or shared.agency_of(t.article.id)
    if agency is not None:
        return _Source(f"agency:{fold(agency).lower()}", agency, "agency")
    group = shared.group_of(t.article.id)
    if group is not None:
        return _Source(f"text:{group}", group, "text")
    outlet = t.article.outlet or t.article.id
    return _Source(f"outlet:{outlet}:{t.article.id}", outlet, "outlet")


def _speaker(claim: Claim, rules: Rules, bodies: Bodies | None) -> _Source | None:
    """Who says so. A spokesman, and a nameless source within a body, is that body's line: two papers that ask it are no two origins."""
    for link in claim.attribution:
        if link.role != "speaker":
            continue
        named = (link.actor,) if link.actor is not None else bodies.named(link.name) if bodies is not None else ()
        body = next((b for b in named if b not in rules.nobody), None)
        if body is not None:
            return _Source(f"speaker:{body}", link.name, "speaker", True)
        words = fold(link.name).split()
        if link.actor is None and words and words[0] not in rules.vague and len("".join(words)) > 2:
            return _Source(f"speaker:{' '.join(words[:6])}", link.name, "speaker")
    return None


def _agency(t: Told, rules: Rules) -> str | None:
    for link in t.claim.attribution:
        if link.role == "via" and (words := fold(link.name).split()) and words[0] not in rules.vague:
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

    for a, b in (*_same_text(told, shared), *_same_person(sources)):
        left, right = best[top(sources[a].id)], best[top(sources[b].id)]
        if left.id == right.id or (left.kind == right.kind == "speaker" and not _one_person(left, right)):
            continue
        keep, drop = sorted((left, right), key=lambda s: (rank[s.kind], s.id))
        root[drop.id] = keep.id
    return {key: top(key) for key in root}


def _same_person(sources: Mapping[Key, _Source]) -> list[tuple[Key, Key]]:
    """Pairs of claims whose speaker is one person, named in full here and by his last name there."""
    speakers = {s.id: k for k, s in sorted(sources.items()) if s.kind == "speaker"}
    keys = [speakers[i] for i in sorted(speakers)]
    return [(a, b) for i, a in enumerate(keys) for b in keys[i + 1 :] if _one_person(sources[a], sources[b])]


def _one_person(a: _Source, b: _Source) -> bool:
    """Whether one of them, known by no body, is named by nothing but words of the other's name."""
    ours, theirs = _name_words(a.name), _name_words(b.name)
    return bool(ours and theirs) and ((not a.body and ours <= theirs) or (not b.body and theirs <= ours))


@lru_cache(maxsize=50_000)
def _name_words(name: str) -> frozenset[str]:
    return frozenset(w for w in words_of(name) if rarity(w) >= _PERSON)


def _same_text(told: Sequence[Told], shared: SharedText) -> list[tuple[Key, Key]]:
    """Pairs of claims whose articles carry the same words."""
    ordered = sorted(told, key=lambda t: t.facts.key)
    pairs: list[tuple[Key, Key]] = []
    by_text: dict[str, Told] = {}
    for t in ordered:
        group = shared.group_of(t.article.id)
        if group is not None:
            pairs.append((by_text.setdefault(f"\0{group}", t).facts.key, t.facts.key))
        if t.facts.mass > _SHARED_MASS:
            first = by_text.setdefault(f"{t.facts.clause}\0{' '.join(sorted(_said_by(t)))}", t)
            pairs.append((first.facts.key, t.facts.key))
    if len(ordered) <= _MANY:
        for i, a in enumerate(ordered):
            pairs.extend((a.facts.key, b.facts.key) for b in ordered[i + 1 :] if _carried(a, b))
    return pairs


def _carried(a: Told, b: Told) -> bool:
    """Whether one text stands behind both: it keeps its attribution or drops it, but never takes another one."""
    if a.facts.article == b.facts.article or min(a.facts.mass, b.facts.mass) < _SHARED_MASS:
        return False
    left, right = _said_by(a), _said_by(b)
    if left and right and not left & right:
        return False
    ours, theirs = _runs(a.facts.clause), _runs(b.facts.clause)
    fewer = min(len(ours), len(theirs))
    return fewer >= _SHARED_RUNS and len(ours & theirs) >= _SHARED * fewer


def _said_by(t: Told) -> frozenset[str]:
    return frozenset(w for link in t.claim.attribution if link.role == "speaker" for w in words_of(link.name))


@lru_cache(maxsize=50_000)
def _runs(clause: str) -> frozenset[tuple[str, ...]]:
    words = clause.split()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


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
