"""Candidates of a store, and of reports that come as they are: what the command and the workbench call."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from ..model import Article, Refused
from ..pipeline import Coder
from ..store.articles import as_article
from ..store.store import Store
from .cues import load_cues
from .finding import Finder
from .gather import Candidate, Found, gather

_BATCH = 200


class StoreNames:
    """The new names in a store's articles. Kept by a server, it reads an article once: asked again it looks only at what has come since."""

    def __init__(self, store: Store, lexicon: Path | None = None) -> None:
        self.store = store
        self._finder = Finder(Coder.load(lexicon), load_cues(lexicon))
        self._after = 0
        self._found: dict[str, list[Found]] = {}

    def candidates(self, least: int = 1) -> list[Candidate]:
        """Every candidate that `least` articles bring in, those of most articles first."""
        while batch := self.store.current_versions(self._after, _BATCH):
            for version in batch:
                article = as_article(version)
                self._found[article.id] = [Found(article, n) for n in self._finder.find(article)]
            self._after = batch[-1].id
        # In the order of their ids: the same candidates come of the same reports, whenever each of them was read.
        return gather((one for article in sorted(self._found) for one in self._found[article]), least)


def store_candidates(store: Store, lexicon: Path | None = None, least: int = 1) -> list[Candidate]:
    """The candidates of a store's articles, in one go."""
    return StoreNames(store, lexicon).candidates(least)


def candidates_of(
    articles: Iterable[Article | Refused],
    lexicon: Path | None = None,
    least: int = 1,
    refused: Callable[[Refused], None] = lambda _: None,
) -> list[Candidate]:
    """The candidates of reports that are in no store; `refused` is told of those that cannot be read."""
    finder = Finder(Coder.load(lexicon), load_cues(lexicon))
    found: list[Found] = []
    for article in articles:
        if isinstance(article, Refused):
            refused(article)
            continue
        found += [Found(article, naming) for naming in finder.find(article)]
    return gather(found, least)
