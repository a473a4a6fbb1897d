"""The store as readers see it: private persons' names are blocked out, each letter by one block, so that every offset still holds.

A private person is a speaker or participant that the lexicon knows neither as an actor, an office, nor a public figure: the same names
that leave in exports as pseudonyms. A name that stands in no claim is not known, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any

import msgspec

from ..export.labels import Labels
from ..export.protect import Protection, Protector, key_of
from ..store import ArticleRow, ClaimRow, EventRecord, Store, VersionRow

BLOCK = "█"
_LETTER = re.compile(r"\w")
_KEYS = frozenset(("id", "from", "to", "source", "target", "origin"))  # what ties nodes together must stay apart
_KEPT = frozenset(("article_id", "claim_id", "group_id", "gazetteer_id", "place_id", "url", "cursor"))
_Cover = Callable[[str], str]


class Masked(Store):
    """A store whose every answer is masked; it stands on the whole one and asks it."""

    def __init__(self, whole: Store) -> None:
        self.__dict__.update(whole.__dict__)
        self._whole = whole

    @cached_property
    def _protector(self) -> Protector:
        """Read with the lexicon, which takes a while: only where a reader asks."""
        return Protector(Protection(names="public-figures"), Labels(), key_of(self._whole))

    def __getattribute__(self, name: str) -> Any:
        """The method of the whole store, its answer masked."""
        if name.startswith("_"):
            return object.__getattribute__(self, name)
        found = getattr(self._whole, name)
        return self._asked(found) if callable(found) else found

    def _asked(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*given: Any, **named: Any) -> Any:
            answer = method(*given, **named)
            return map(self._mask, answer) if isinstance(answer, Iterator) else self._mask(answer)

        return ask

    def _mask(self, answer: Any) -> Any:
        articles: set[str] = set()
        claims: dict[str, ClaimRow] = {}
        members: set[str] = set()
        for part in _parts(answer):
            if isinstance(part, ClaimRow):
                claims[part.id] = part
                articles.add(part.article_id)
            elif isinstance(part, VersionRow):
                articles.add(part.article_id)
            elif isinstance(part, ArticleRow):
                articles.add(part.id)
            elif isinstance(part, EventRecord):
                members.update(m.claim_id for m in part.members)
        if members:
            claims.update(self._whole.claims_by_id(members))
        claims.update((c.id, c) for c in self._whole.claims_of_articles(articles))
        names = self._protector.names_of(claims.values()) if claims else {}
        return _covered(answer, _blocks(names), _pseudonyms(names)) if names else answer


def _parts(value: Any) -> Iterator[Any]:
    """The rows within an answer."""
    if isinstance(value, ClaimRow | VersionRow | ArticleRow | EventRecord):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _parts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _parts(item)
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from _parts(getattr(value, field))


def _covered(value: Any, blocks: _Cover, keys: _Cover) -> Any:
    """The answer with every name in it covered: by blocks in texts, by a pseudonym where it is part of a key."""
    if isinstance(value, str):
        return blocks(value)
    if isinstance(value, list):
        return [_covered(v, blocks, keys) for v in value]
    if isinstance(value, tuple):
        return tuple(_covered(v, blocks, keys) for v in value)
    if isinstance(value, dict):
        return {k: _field(str(k), v, blocks, keys) for k, v in value.items()}
    if isinstance(value, msgspec.Struct):
        fields = ((f, getattr(value, f)) for f in value.__struct_fields__)
        changed = {f: _field(f, v, blocks, keys) for f, v in fields if v is not None}
        return msgspec.structs.replace(value, **changed)
    return value


def _field(name: str, value: Any, blocks: _Cover, keys: _Cover) -> Any:
    if name in _KEPT:
        return value
    if name in _KEYS and isinstance(value, str):
        return keys(value)
    return _covered(value, blocks, keys)


def _blocks(names: Iterable[str]) -> _Cover:
    return _cover(names, lambda name: _LETTER.sub(BLOCK, name))


def _pseudonyms(names: dict[str, str]) -> _Cover:
    return _cover(names, lambda name: names.get(name, names.get(name.removeprefix("ال"), BLOCK)))


def _cover(names: Iterable[str], made: Callable[[str], str]) -> _Cover:
    ordered = sorted((n for n in names if n), key=lambda n: -len(n))

    def cover(text: str) -> str:
        for name in ordered:
            if name in text:
                text = _standing(name).sub(lambda m: m["clitic"] + made(m["name"]), text)
        return text

    return cover


@lru_cache(20_000)
def _standing(name: str) -> re.Pattern[str]:
    """The name as words of their own, after clitics and the article too."""
    return re.compile(rf"(?<!\w)(?P<clitic>[وفبلك]?)(?P<name>(?:ال)?{re.escape(name)})(?!\w)")
