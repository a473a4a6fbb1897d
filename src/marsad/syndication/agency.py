"""Whose dispatch an article carries: read from byline, dateline, and the head and foot of the text.

Only the places where papers credit an agency count: an agency that is quoted midway is a source of a claim, not of the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..text.normal import fold

_HEAD = 8  # words in which a dateline ends
_BARE = 2  # words before a colon where there is neither dash nor bracket
_FOOT = 8  # words at the end
_WORDS = re.compile(r"[^\W_]+")
_SEPARATOR = re.compile(r"\s[-–—]|[:)]")
_BRACKETS = re.compile(r"[(\[«\"]([^()\[\]«»\"\n]{2,60})[)\]»\"]\s*\.?\s*$")


class Agencies:
    """Finds names of agencies, the longest first; `names` leads from a name in any spelling to the agency's id."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._ids: dict[tuple[str, ...], str] = {}
        for name, agency in names.items():
            words = tuple(_WORDS.findall(fold(name)))
            if words:
                self._ids.setdefault(words, agency)
        self._longest = max(map(len, self._ids), default=0)

    def of(
        self, text: str, byline: str | None = None, dateline: str | None = None, agencies: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """The agencies credited, in the order: named by the page, byline, dateline, head, foot."""
        found: list[str] = []
        for place in (*agencies, byline or "", dateline or "", _head(text), _foot(text)):
            found += self.named(place)
        return tuple(dict.fromkeys(found))

    def named(self, text: str) -> list[str]:
        """The agencies whose names stand in these words."""
        words = _WORDS.findall(fold(text))
        out: list[str] = []
        i = 0
        while i < len(words):
            size = next(
                (n for n in range(min(self._longest, len(words) - i), 0, -1) if tuple(words[i : i + n]) in self._ids), 0
            )
            if size:
                out.append(self._ids[tuple(words[i : i + size])])
            i += size or 1
        return out


def _head(text: str) -> str:
    """The dateline that the text itself begins with, where it has one: `عدن - رويترز:`, `بيروت (أ ف ب) -`, `رويترز:`."""
    line = fold(text.lstrip()[:160]).split("\n", 1)[0]
    head = ""
    for match in _SEPARATOR.finditer(line):
        part = line[: match.end()]
        if len(part.split()) <= (_HEAD if re.search(r"[-–—()]", part) else _BARE):
            head = part
    return head


def _foot(text: str) -> str:
    """A credit in brackets at the very end, or a last line of a few words."""
    folded = fold(text.rstrip()[-200:])
    match = _BRACKETS.search(folded)
    if match:
        return match.group(1)
    line = folded.rsplit("\n", 1)[-1]
    return line if "\n" in folded and len(line.split()) <= _FOOT else ""
