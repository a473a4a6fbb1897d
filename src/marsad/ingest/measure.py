"""How well articles are taken out of saved pages: `python -m marsad.ingest.measure [FOLDER]` prints the table.

A folder holds pages with their expected parts beside them: `page.html`, and `page.json` with url, title, published_at and body.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..text.normal import fold
from .page import read_page

PAGES = Path(__file__).resolve().parents[3] / "tests" / "ingest" / "pages"


@dataclass(frozen=True, slots=True)
class Score:
    """One page: words of the body right, expected and found; whether headline and date are right; how each was found."""

    name: str
    right: int
    expected: int
    found: int
    headline: bool
    date: bool
    how: str

    @property
    def recall(self) -> float:
        """The part of the report's words that were found."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        """The part of the found words that are the report's."""
        return self.right / self.found if self.found else 0.0


def measure(folder: Path) -> Iterator[Score]:
    """The score of every page of a folder."""
    for page in sorted(folder.glob("*.html")):
        expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
        yield score(page.stem, page.read_bytes(), expected)


def score(name: str, raw: bytes, expected: dict[str, Any]) -> Score:
    """The score of one page."""
    fetched = read_page(raw, where=name, url=expected["url"])
    article = fetched.article
    wanted = Counter(_tokens(" ".join(expected["body"])))
    found = Counter(_tokens(article.text if article else ""))
    how = f"{fetched.extraction.get('body', '-')}, {fetched.extraction.get('date', '-')}"
    headline = article is not None and _tokens(article.title or "") == _tokens(expected["title"])
    date = article is not None and same_moment(article.published_at, expected["published_at"])
    return Score(name, (wanted & found).total(), wanted.total(), found.total(), headline, date, how)


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def same_moment(found: str | None, expected: str) -> bool:
    """Whether a time is the one expected: the same instant where both have a zone, else the same day and clock."""
    if found is None or (len(found) == 10) != (len(expected) == 10):
        return False
    one, other = dt.datetime.fromisoformat(found), dt.datetime.fromisoformat(expected)
    return one == other if one.tzinfo and other.tzinfo else one.replace(tzinfo=None) == other.replace(tzinfo=None)


def main() -> None:
    """Print the table."""
    scores = list(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGES))
    for s in scores:
        marks = f"headline {'ok' if s.headline else '--'}  date {'ok' if s.date else '--'}"
        print(f"{s.name:34} recall {s.recall:.3f}  precision {s.precision:.3f}  {marks}  {s.how}")
    right, expected, found = (sum(getattr(s, k) for s in scores) for k in ("right", "expected", "found"))
    print(f"{len(scores)} pages: body recall {right / expected:.4f}, precision {right / found:.4f}", end=", ")
    print(f"headlines {sum(s.headline for s in scores)}, dates {sum(s.date for s in scores)}")


if __name__ == "__main__":
    main()
