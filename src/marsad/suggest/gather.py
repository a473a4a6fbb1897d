"""Candidates for the lexicon: what was found in single reports, put together over spellings and reports, with counts and passages."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from ..model import Article
from .finding import Kind, Naming
from .spelling import name_words, plain, sound_of

EXAMPLES = 3
_AROUND = 140  # characters of a passage on either side of the name
_SURE = frozenset(("post", "quoted", "abbreviation", "called"))


class Passage(msgspec.Struct, frozen=True):
    """Words of a report that bring the name in; `start` and `end` are the name's code points in the report's text."""

    article: str
    outlet: str | None
    day: str | None
    text: str
    start: int
    end: int


class Candidate(msgspec.Struct, frozen=True):
    """A new name as an entry of the lexicon might hold it.

    `body` is the actor that a person stands for, `bodies` the words for it as written, `roles` and `posts` with their counts;
    `ways` says by which patterns it was seen, `spellings` every way of writing with its count, `short` an abbreviation in brackets.
    """

    id: str
    kind: Kind
    name: str
    spellings: dict[str, int]
    articles: int
    outlets: int
    mentions: int
    first: str | None
    last: str | None
    ways: dict[str, int]
    role: str | None = None
    roles: dict[str, int] = {}
    posts: dict[str, int] = {}
    body: str | None = None
    bodies: dict[str, int] = {}
    short: str | None = None
    examples: tuple[Passage, ...] = ()


class Found(NamedTuple):
    """A naming with the report it stands in."""

    article: Article
    naming: Naming


def gather(found: Iterable[Found], least: int = 1) -> list[Candidate]:
    """The candidates, those of most reports first; `least` reports must bring a name in.

    A body or outlet seen only as the subject of a verb of saying, or a name that only stands beside a post, needs two.
    """
    groups: dict[tuple[str, ...], list[Found]] = defaultdict(list)
    for one in found:
        groups[key_of(one.naming)].append(one)
    made = [_candidate(group) for group in _by_body(groups.values())]
    kept = [c for c in made if c.articles >= max(least, 1 if _SURE & set(c.ways) else 2)]
    return sorted(kept, key=lambda c: (-c.articles, -c.outlets, c.kind, c.name))


def key_of(naming: Naming) -> tuple[str, ...]:
    """What the spellings of one name share: of a person the first and last word by their sound, of a body every word."""
    if naming.kind == "person":
        return "person", *sound_of(naming.name)
    return naming.kind, *map(plain, name_words(naming.name))


def _by_body(groups: Iterable[list[Found]]) -> Iterable[list[Found]]:
    """People of one name with posts in two known bodies are two people; those whose body is unsure go to the larger group."""
    for group in groups:
        bodies = Counter(f.naming.body for f in group if f.naming.body and not f.naming.settled)
        if group[0].naming.kind != "person" or len(bodies) < 2:
            yield group
            continue
        most = bodies.most_common(1)[0][0]
        for body in sorted(bodies):
            yield [f for f in group if (most if f.naming.settled else f.naming.body or most) == body]


def _candidate(group: list[Found]) -> Candidate:
    first = group[0].naming
    spellings = Counter(f.naming.name for f in group)
    name = max(spellings, key=lambda s: (spellings[s], len(s), s))
    roles = Counter(f.naming.role for f in group if f.naming.role)
    sure = [f for f in group if f.naming.body and not f.naming.settled]
    bodies = Counter(f.naming.body for f in sure or group if f.naming.body)
    shorts = Counter(f.naming.short for f in group if f.naming.short)
    days = sorted(f.article.published_at[:10] for f in group if f.article.published_at)
    body = bodies.most_common(1)[0][0] if bodies else None
    return Candidate(
        id=_id(first.kind, key_of(first), body),
        kind=first.kind,
        name=name,
        spellings=dict(spellings.most_common()),
        articles=len({f.article.id for f in group}),
        outlets=len({f.article.outlet for f in group}),
        mentions=len(group),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        ways=dict(Counter(f.naming.way for f in group).most_common()),
        role=roles.most_common(1)[0][0] if roles else None,
        roles=dict(roles.most_common()),
        posts=dict(Counter(f.naming.post for f in group if f.naming.post).most_common()),
        body=body,
        bodies=dict(Counter(f.naming.body_words for f in group if f.naming.body_words).most_common()),
        short=shorts.most_common(1)[0][0] if shorts else None,
        examples=tuple(_passages(group)),
    )


def _id(kind: str, key: tuple[str, ...], body: str | None) -> str:
    """The candidate's id: stays the same as reports are added, so that it can be named in a command."""
    digest = hashlib.sha256("|".join((*key, body or "")).encode()).hexdigest()
    return f"{kind[0]}{int(digest[:10], 16) % 10**6:06d}"


def _passages(group: list[Found]) -> list[Passage]:
    """Passages of different reports, of different outlets first."""
    out: list[Passage] = []
    seen: set[str] = set()
    for again in (False, True):
        outlets: set[str | None] = {p.outlet for p in out}
        for article, naming in sorted(group, key=lambda f: (f.article.published_at or "", f.article.id)):
            if len(out) < EXAMPLES and article.id not in seen and (again or article.outlet not in outlets):
                seen.add(article.id)
                outlets.add(article.outlet)
                text = _excerpt(article.text, naming)
                day = article.published_at[:10] if article.published_at else None
                out.append(Passage(article.id, article.outlet, day, text, naming.start, naming.end))
    return out


def _excerpt(text: str, naming: Naming) -> str:
    """The words of the passage around the name; an ellipsis where it was cut, between two words."""
    first = max(naming.passage[0], naming.start - _AROUND)
    last = min(naming.passage[1], naming.end + _AROUND)
    while naming.passage[0] < first < naming.start and not text[first - 1].isspace():
        first += 1
    while naming.end < last < naming.passage[1] and not text[last].isspace():
        last -= 1
    before, after = "… " * (first > naming.passage[0]), " …" * (last < naming.passage[1])
    return before + " ".join(text[first:last].split()) + after
