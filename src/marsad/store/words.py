"""The words that the full-text index holds and a question is asked in: folded, and with clitics taken off.

Clitics come off conservatively: `وبخان` is found by `خان`, `للجيش` and `والجيش` by `الجيش` or `جيش`. Taking off guesses (`لبنان` is no
`ل` and `بنان`), so every word is indexed both as it stands and without its clitics, and a question asks for both too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import product

from ..syndication.sketch import WORD as TOKEN
from ..syndication.sketch import folded_words
from ..text.normal import View, fold

_HEADS = ("وال", "فال", "بال", "كال", "ولل", "فلل", "ال", "لل")
_CONJUNCTIONS = "وف"
_PREPOSITIONS = "بلك"
_FUTURE = "س"
_PERSONS = "يتنا"
_KEEP = 3  # letters that must stay
_MOST_FORMS = 16  # of a phrase


def stem(word: str) -> str:
    """The folded word without one conjunction, one preposition or future sign, and the article, as long as three letters stay."""
    for head in _HEADS:
        if word.startswith(head) and len(word) - len(head) >= _KEEP:
            return word[len(head) :]
    rest = word
    if rest[0] in _CONJUNCTIONS and len(rest) > _KEEP:
        rest = rest[1:]
        if rest.startswith(_HEADS):
            return stem(rest)
    if (rest[0] in _PREPOSITIONS or (rest[0] == _FUTURE and rest[1:2] in _PERSONS)) and len(rest) > _KEEP:
        rest = rest[1:]
    return rest


@lru_cache(maxsize=10_000)
def forms(word: str) -> tuple[str, ...]:
    """What a question's word is looked for as: itself, and without its clitics one after the other."""
    out = [word]
    while (shorter := stem(out[-1])) != out[-1]:
        out.append(shorter)
    return tuple(out)


class _Stems(dict[str, str]):
    """Stems already taken, so that a text's words are looked up without a call for each."""

    def __missing__(self, word: str) -> str:
        if len(self) > 500_000:
            self.clear()
        self[word] = found = stem(word)
        return found


_stems = _Stems()


def index_words(text: str) -> tuple[str, str]:
    """The folded words of a text and, in step with them, their stems: the two columns of the index."""
    _, words = folded_words(text)
    return " ".join(words), " ".join(map(_stems.__getitem__, words))


def tsvector(parts: Iterable[tuple[str, str]]) -> str:
    """PostgreSQL's form of the index: each part's words with their places and weight, parts well apart."""
    places: dict[str, list[str]] = {}
    at = 1
    for words, weight in parts:
        for word in words.split():
            if at < 16383:  # PostgreSQL counts no further, and keeps 256 places a word
                held = places.setdefault(word, [])
                if len(held) < 255:
                    held.append(f"{at}{weight}")
            else:
                places.setdefault(word, [])
            at += 1
        at += 10
    return " ".join(f"'{word}':{','.join(held)}" if held else f"'{word}'" for word, held in places.items())


class Question:
    """What someone asks: words that must all stand in the article, and phrases in quotation marks that must stand together."""

    def __init__(self, text: str) -> None:
        folded = fold(text)
        self.groups: list[list[tuple[str, ...]]] = []
        at = 0
        for match in re.finditer(r'"([^"]*)"', folded):
            self._loose(folded[at : match.start()])
            if words := TOKEN.findall(match.group(1)):
                self.groups.append([forms(w) for w in words])
            at = match.end()
        self._loose(folded[at:])

    def _loose(self, text: str) -> None:
        self.groups.extend([forms(w)] for w in TOKEN.findall(text))

    def __bool__(self) -> bool:
        return bool(self.groups)

    def _phrases(self, group: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        return list(product(*group))[:_MOST_FORMS]

    def for_fts5(self) -> str:
        """The question in the language of SQLite's FTS5."""
        return " AND ".join(
            "(" + " OR ".join('"' + " ".join(p) + '"' for p in self._phrases(group)) + ")" for group in self.groups
        )

    def for_tsquery(self) -> str:
        """The question in the language of PostgreSQL's to_tsquery."""
        return " & ".join(
            "(" + " | ".join("(" + " <-> ".join(f"'{w}'" for w in p) + ")" for p in self._phrases(group)) + ")"
            for group in self.groups
        )

    def spans(self, text_view: View) -> tuple[tuple[int, int], ...]:
        """Where the words asked for stand in the given text; phrases in full."""
        tokens = list(TOKEN.finditer(text_view.text))
        words = [m.group() for m in tokens]
        stems = [_stems[w] for w in words]
        lit: set[int] = set()
        for group in self.groups:
            size, first = len(group), frozenset(group[0])
            for i in range(len(words) - size + 1):
                if (words[i] in first or stems[i] in first) and all(
                    words[i + k] in group[k] or stems[i + k] in group[k] for k in range(1, size)
                ):
                    lit.update(range(i, i + size))
        return tuple(text_view.raw_span(*tokens[i].span()) for i in sorted(lit))
