"""Tokens and sentences of a folded view, as parallel lists, and the clitics a token may carry.

A token is a run of letters, a number (`3,800`, `12.5`), or one mark of punctuation; digits glued to a word (`بينهم3800`) are
tokens of their own, and so is a preposition that stands apart (`لـ تنظيم`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from .normal import View

_TOKEN = re.compile(r"([^\W\d_]+|\d+(?:[.,]\d+)*|\n|[^\w\s]|_)")
_ENDS = frozenset(".!?؟\n…")
_CLOSERS = frozenset("\"')]}")
_SOFT_ENDS = frozenset("،,؛;:")
LONGEST = 240  # tokens; a longer run without a full stop is cut at a comma, so that reading stays linear
_INITIAL = re.compile(r"^[^\W\d_]$")

PROCLITICS = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك")
ENCLITICS = ("ه", "ها", "هم", "هن", "هما", "نا", "كم", "ك", "ي")
_FIRST = frozenset(p[0] for p in PROCLITICS)
_FINAL = frozenset(e[-1] for e in ENCLITICS)


@dataclass(slots=True, eq=False)
class Doc:
    """The tokens of one article: `words[i]` stands at `starts[i]:ends[i]` of the folded view."""

    view: View
    words: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[tuple[int, int]]

    def raw_span(self, first: int, last: int) -> tuple[int, int]:
        """Code points of the given text behind tokens `first` to `last`, both inclusive."""
        return self.view.raw_span(self.starts[first], self.ends[last])

    def raw_text(self, first: int, last: int) -> str:
        """The given words behind tokens `first` to `last`, both inclusive."""
        start, end = self.raw_span(first, last)
        return self.view.raw[start:end]


def tokenise(text_view: View, start: int = 0, end: int | None = None) -> Doc:
    """The tokens and sentences of the view's characters `start` to `end`."""
    pieces = _TOKEN.split(text_view.text[start:end])  # what is between tokens, a token, what is between, …
    bounds = list(accumulate(map(len, pieces), initial=start))
    words, starts, ends = pieces[1::2], bounds[1:-1:2], bounds[2::2]
    return Doc(text_view, words, starts, ends, _sentences(words, starts, ends))


def _sentences(words: list[str], starts: list[int], ends: list[int]) -> list[tuple[int, int]]:
    """Token ranges of sentences: ended by a full stop that ends no abbreviation or number, a question, or a line."""
    out: list[tuple[int, int]] = []
    first, count = 0, len(words)
    stops = (
        i for i, w in enumerate(words) if w in _ENDS and not (w == "." and _is_abbreviation(words, starts, ends, i))
    )
    for stop in (*stops, count):
        while stop - first > LONGEST:
            cut = _soft_end(words, first)
            out.append((first, cut + 1))
            first = cut + 1
        if first <= stop < count:
            while (
                stop + 1 < count
                and (words[stop + 1] in _CLOSERS or words[stop + 1] in _ENDS)
                and starts[stop + 1] == ends[stop]
            ):
                stop += 1
            if any(w not in _ENDS for w in words[first : stop + 1]):
                out.append((first, stop + 1))
            first = stop + 1
    if first < count:
        out.append((first, count))
    return out


def _soft_end(words: list[str], first: int) -> int:
    """Where a run without a full stop is cut: at the last comma of its first tokens."""
    last = first + LONGEST
    return next((k for k in range(last, first + LONGEST // 2, -1) if words[k] in _SOFT_ENDS), last)


def _is_abbreviation(words: list[str], starts: list[int], ends: list[int], i: int) -> bool:
    """Whether the full stop at `i` belongs to initials (أ.ف.ب, د. محمد) or stands inside a word or an address."""
    before = i > 0 and starts[i] == ends[i - 1]
    after = i + 1 < len(words) and starts[i + 1] == ends[i]
    if before and after and words[i + 1] not in _CLOSERS and words[i + 1] not in _ENDS:
        return len(words[i - 1]) <= 2 or words[i - 1].isascii()
    return before and _INITIAL.match(words[i - 1]) is not None and i + 1 < len(words) and words[i + 1] != "\n"


@lru_cache(maxsize=50_000)
def splits(word: str) -> tuple[tuple[str, str, str], ...]:
    """Ways to read a folded word as proclitic + stem + enclitic, the whole word first, the least stripped next.

    `لل` is read as `ل` before a word with the article (للقوات = ل + القوات). Whether a stem is a word is for the lexicon to say.
    """
    heads: list[tuple[str, str]] = [("", word)]
    for proclitic in PROCLITICS if word[:1] in _FIRST else ():
        if len(word) - len(proclitic) >= 2 and word.startswith(proclitic):
            rest = word[len(proclitic) :]
            heads.append((proclitic, rest))
            if proclitic[-1] == "ل" and rest.startswith("ل") and len(rest) > 2:
                heads.append((proclitic, "ا" + rest))
    if word.startswith("لل") and len(word) > 3:
        heads.append(("ل", "ال" + word[2:]))
    out: list[tuple[str, str, str]] = [(head, stem, "") for head, stem in heads]
    for head, stem in heads if word[-1:] in _FINAL else ():
        for enclitic in ENCLITICS:
            # يه at the end is the feminine of an adjective (عسكرية), not a pronoun
            if (
                len(stem) - len(enclitic) >= 2
                and stem.endswith(enclitic)
                and not (enclitic == "ه" and stem.endswith("يه"))
            ):
                out.append((head, stem[: -len(enclitic)], enclitic))
                if stem[: -len(enclitic)].endswith("ت"):
                    out.append((head, stem[: -len(enclitic) - 1] + "ه", enclitic))
    return tuple(dict.fromkeys(out))
