"""What the lexicon knows of bodies that linking needs: which belongs to which, and for which one a speaker speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ..lexicons.vocabulary import Vocabulary, load_vocabulary
from ..text.normal import fold

_WORD = re.compile(r"[^\W_]+")
_SHIFTING = frozenset({"contextual", "places"})  # names that only the rest of an article can settle ("the army")


class Bodies:
    """The tree of parent bodies, and the body that a phrase names (*the spokesman of the Sudanese army X* -> the army)."""

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self._vocabulary = vocabulary or load_vocabulary()
        self.parents: Mapping[str, str] = {a.id: a.parent for a in self._vocabulary.actors.values() if a.parent}
        self.named = lru_cache(maxsize=20_000)(self._named)

    def _named(self, phrase: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._hits(fold(phrase))))

    def _hits(self, phrase: str) -> Iterator[str]:
        words = _WORD.findall(phrase)
        for hit in self._vocabulary.phrases.scan(words, 0, len(words)):
            if hit.kind == "actor" and hit.data[1] not in _SHIFTING:
                yield hit.data[0]
