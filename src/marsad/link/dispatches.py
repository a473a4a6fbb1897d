"""Whose text an article carries: the dispatch it shares with others, and the agency that it credits at its head or foot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from ..lexicons.vocabulary import Vocabulary, load_vocabulary
from ..model import Article
from ..syndication import Index
from ..syndication.agency import Agencies
from ..syndication.index import CARRIES, groups


class SharedText(Protocol):
    """Tells which articles carry one dispatch, by shared paragraphs, and which agency an article credits as a whole."""

    def take(self, article: Article) -> None:
        """Look at an article that comes in."""

    def group_of(self, article: str) -> str | None:
        """The id of the dispatch that an article carries; None where it stands alone."""

    def agency_of(self, article: str) -> str | None:
        """The agency that the article credits; None where it names none."""


class NoSharedText:
    """Knows of no dispatches: only what the claims themselves share counts."""

    def take(self, article: Article) -> None:
        """Nothing."""

    def group_of(self, article: str) -> str | None:
        """Always None."""
        return None

    def agency_of(self, article: str) -> str | None:
        """Always None."""
        return None


class Known:
    """What the store has found already, by article."""

    def __init__(self, group: Mapping[str, str], agency: Mapping[str, str]) -> None:
        self._group, self._agency = group, agency

    def take(self, article: Article) -> None:
        """Nothing: the store looked at it when it came in."""

    def group_of(self, article: str) -> str | None:
        """The dispatch that the store counts the article to."""
        return self._group.get(article)

    def agency_of(self, article: str) -> str | None:
        """The agency that the store found at the article's head or foot."""
        return self._agency.get(article)


class Credits:
    """Which agency an article credits at its head or foot, by the name that the lexicon gives it."""

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        vocabulary = vocabulary or load_vocabulary()
        self._label = {s.id: s.label for s in vocabulary.sources.values() if s.kind == "agency"}
        self._agencies = Agencies({n: key for n, key in vocabulary.outlets.items() if key in self._label})

    def of(self, article: Article) -> str | None:
        """The first agency that the article credits; None where it names none."""
        found = self._agencies.of(article.text, None, article.dateline)
        return self._label[found[0]] if found else None


class Compared:
    """Compares the articles that come in with each other; the groups do not depend on their order."""

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self._credits = Credits(vocabulary)
        self._index = Index()
        self._ids: list[str] = []
        self._pairs: list[tuple[int, int]] = []
        self._agency: dict[str, str] = {}
        self._group: dict[str, str] | None = None

    def take(self, article: Article) -> None:
        """Compare an article with those before it."""
        number = len(self._ids)
        self._ids.append(article.id)
        found = self._index.add(number, article.text)
        self._pairs += [(number, match.id) for match in found if match.kind in CARRIES]
        self._group = None
        credited = self._credits.of(article)
        if credited is not None:
            self._agency[article.id] = credited

    def group_of(self, article: str) -> str | None:
        """The first id of those that carry one text."""
        if self._group is None:
            self._group = {}
            for numbers in groups(self._pairs):
                ids = [self._ids[n] for n in numbers]
                self._group.update(dict.fromkeys(ids, min(ids)))
        return self._group.get(article)

    def agency_of(self, article: str) -> str | None:
        """The first agency that the article names at its head or foot."""
        return self._agency.get(article)
