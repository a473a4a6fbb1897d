"""One trie for all phrases of the lexicon, read over tokens: proclitics before the first word, pronouns after the last.

An entry says which clitics it bears. Quotation marks and brackets between the words of a phrase are passed over
(تنظيم "الدولة" is تنظيم الدولة).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from .tokens import splits

END = ""  # the key under which a node keeps the payloads that end there
_TRANSPARENT = frozenset("\"'()[]")

NOMINAL = frozenset(("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك"))
VERBAL = frozenset(("", "و", "ف", "ل", "ول", "فل"))
PLAIN = frozenset(("", "و", "ف"))
EXACT = frozenset(("",))


class Entry(NamedTuple):
    """What a phrase stands for: its kind, its data, and the clitics that it bears."""

    kind: str
    data: Any
    proclitics: frozenset[str] = NOMINAL
    enclitics: bool = False
    bound: bool = False


class Hit(NamedTuple):
    """A phrase found at tokens `first` to `last` (inclusive), with the clitics that were taken off."""

    kind: str
    first: int
    last: int
    data: Any
    proclitic: str
    enclitic: str


Node = dict[str, Any]


class Phrases:
    """The trie. `add` words, then `scan` tokens; a word type is analysed once and remembered."""

    def __init__(self) -> None:
        self.root: Node = {}
        self._starts: dict[str, tuple[tuple[str, str, Node], ...]] = {}

    def __getstate__(self) -> Node:
        return self.root

    def __setstate__(self, root: Node) -> None:
        self.root = root
        self._starts = {}

    def add(self, phrase: str, entry: Entry) -> None:
        """Add a folded phrase, its words separated by spaces."""
        node = self.root
        for word in phrase.split():
            node = node.setdefault(word, {})
        entries = node.setdefault(END, [])
        if entry not in entries:
            entries.append(entry)

    def starts(self, word: str) -> tuple[tuple[str, str, Node], ...]:
        """The nodes that a token of this type can begin at: (proclitic, enclitic, node), the least stripped first."""
        known = self._starts.get(word)
        if known is None:
            found = []
            for head, stem, tail in splits(word):
                node = self.root.get(stem)
                if node is not None:
                    found.append((head, tail, node))
            known = self._starts[word] = tuple(found)
        return known

    def scan(self, words: list[str], first: int, last: int) -> list[Hit]:
        """Every phrase in tokens `first` to `last` (exclusive): for each kind the longest at its start, whole words before stripped ones."""
        out: list[Hit] = []
        for i in range(first, last):
            starts = self.starts(words[i])
            if starts:
                self._at(words, i, last, starts, out)
        return out

    def _at(
        self, words: list[str], i: int, stop: int, starts: tuple[tuple[str, str, Node], ...], out: list[Hit]
    ) -> None:
        best: dict[str, list[Hit]] = {}
        for head, tail, start in starts:
            for end, entry, enclitic in _walk(words, i, stop, start, tail):
                if head not in entry.proclitics or (enclitic and not entry.enclitics) or (entry.bound and not enclitic):
                    continue
                hit = Hit(entry.kind, i, end, entry.data, head, enclitic)
                known = best.get(entry.kind)
                if known is None or end > known[0].last:
                    best[entry.kind] = [hit]
                elif end == known[0].last and _clitics(known[0]) == _clitics(hit):
                    known.append(hit)
        for hits in best.values():
            out.extend(hits)


def _clitics(hit: Hit) -> int:
    return len(hit.proclitic) + len(hit.enclitic)


def _walk(words: list[str], i: int, stop: int, start: Node, tail: str) -> Iterator[tuple[int, Entry, str]]:
    """Entries that end at a token from `i` on, in the trie below `start`, with the enclitic on the last word."""
    for entry in start.get(END, ()):
        yield i, entry, tail
    if tail:
        return
    node = start
    j = i + 1
    while j < stop:
        word = words[j]
        if word in _TRANSPARENT and word not in node:
            j += 1
            continue
        below = node.get(word)
        if below is None:
            if len(node) > 1 or END not in node:
                for head, stem, enclitic in splits(word):
                    if enclitic and not head and stem in node:
                        for entry in node[stem].get(END, ()):
                            if entry.enclitics:
                                yield j, entry, enclitic
            return
        for entry in below.get(END, ()):
            yield j, entry, ""
        node = below
        j += 1


def add_all(trie: Phrases, phrases: Iterable[str], entry: Entry) -> None:
    """Add several phrases that stand for the same thing."""
    for phrase in phrases:
        trie.add(phrase, entry)
