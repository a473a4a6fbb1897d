"""One trie for all phrases of the lexicon, read over tokens: proclitics before the first word, pronouns after the last.

An entry says which clitics it bears. Quotation marks and brackets between the words of a phrase are passed over
(تنظيم "الدولة" is تنظيم الدولة).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from .tokens import splits

KEPT = 50_000  # words whose analysis is kept; the common ones are soon there again
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


_hit = tuple.__new__  # what `Hit(…)` comes down to; a text makes hundreds of hits, and this is twice as fast

Node = dict[str, Any]


class _Type(NamedTuple):
    """What is known of a word type: its `stems` within a phrase, the hits it makes `alone`, the nodes it begins and those that go on."""

    stems: tuple[str, ...]
    alone: tuple[tuple[str, Any, str, str], ...]
    nodes: tuple[tuple[str, str, Node], ...]
    longer: tuple[Node, ...]


class Phrases:
    """The trie. `add` words, then `scan` tokens; a word type is analysed once and remembered."""

    def __init__(self) -> None:
        self.root: Node = {}
        self._types: dict[str, _Type] = {}

    def __getstate__(self) -> Node:
        return self.root

    def __setstate__(self, root: Node) -> None:
        self.root = root
        self._types = {}

    def add(self, phrase: str, entry: Entry) -> None:
        """Add a folded phrase, its words separated by spaces."""
        node = self.root
        for word in phrase.split():
            node = node.setdefault(word, {})
        entries = node.setdefault(END, [])
        if entry not in entries:
            entries.append(entry)

    def share(self) -> None:
        """Make stretches of the trie that are alike one object: most phrases differ in the verb's form alone. Nothing is added afterwards."""
        known: dict[frozenset[tuple[str, Any]], Node] = {}

        def one(node: Node) -> Node:
            for word, below in node.items():
                if word != END:
                    node[word] = one(below)
            parts = ((word, tuple(map(id, below)) if word == END else id(below)) for word, below in node.items())
            return known.setdefault(frozenset(parts), node)

        self.root = one(self.root)

    def _analyse(self, word: str) -> _Type:
        """The nodes that a token of this type can begin at, the least stripped first, and the hits it makes by itself."""
        nodes = []
        for head, stem, tail in splits(word):
            node = self.root.get(stem)
            if node is not None:
                nodes.append((head, tail, node))
        alone = _best([word], 0, 1, nodes)
        longer = tuple(node for _, tail, node in nodes if not tail and (len(node) > 1 or END not in node))
        stems = tuple({stem for head, stem, _ in splits(word) if not head})
        made = _Type(stems, tuple((h.kind, h.data, h.proclitic, h.enclitic) for h in alone), tuple(nodes), longer)
        if len(self._types) >= KEPT:
            self._types.clear()
        self._types[word] = made
        return made

    def scan(self, words: list[str], first: int, last: int) -> list[Hit]:
        """Every phrase in tokens `first` to `last` (exclusive): for each kind the longest at its start, whole words before stripped ones."""
        out: list[Hit] = []
        known, analyse = self._types.get, self._analyse
        types = [known(word) or analyse(word) for word in words[first:last]]
        stop = last - 1
        for i, here in enumerate(types, first):
            longer = here.longer
            if longer and i < stop:
                after = words[i + 1]
                if after in _TRANSPARENT or _goes_on(longer, types[i + 1 - first].stems):
                    out += _best(words, i, last, here.nodes)
                    continue
            for kind, data, head, tail in here.alone:
                out.append(_hit(Hit, (kind, i, i, data, head, tail)))
        return out


def _goes_on(nodes: tuple[Node, ...], stems: tuple[str, ...]) -> bool:
    """Whether a word of these stems carries on a phrase in one of the nodes."""
    for node in nodes:
        for stem in stems:
            if stem in node:
                return True
    return False


def _best(words: list[str], i: int, stop: int, nodes: Iterable[tuple[str, str, Node]]) -> list[Hit]:
    """For each kind the hits at token `i` that reach furthest, of those the ones that strip least."""
    best: dict[str, tuple[int, int, list[Hit]]] = {}
    for head, tail, start in nodes:
        for end, entries, enclitic in _walk(words, i, stop, start, tail):
            stripped = len(head) + len(enclitic)
            for kind, data, proclitics, enclitics, bound in entries:
                if head not in proclitics or (not enclitics if enclitic else bound):
                    continue
                known = best.get(kind)
                if known is None or end > known[0]:
                    best[kind] = known = (end, stripped, [])
                elif end < known[0] or stripped != known[1]:
                    continue
                known[2].append(_hit(Hit, (kind, i, end, data, head, enclitic)))
    return [hit for _, _, hits in best.values() for hit in hits]


def _walk(words: list[str], i: int, stop: int, start: Node, tail: str) -> list[tuple[int, Sequence[Entry], str]]:
    """The entries of each node from `start` on that a token ends at, from `i` on, with the enclitic on the last word."""
    out: list[tuple[int, Sequence[Entry], str]] = []
    if END in start:
        out.append((i, start[END], tail))
    if tail:
        return out
    node = start
    for j in range(i + 1, stop):
        word = words[j]
        below = node.get(word)
        if below is None:
            if word in _TRANSPARENT:
                continue
            if len(node) > 1 or END not in node:
                for head, stem, enclitic in splits(word):
                    if enclitic and not head and stem in node:
                        out.append((j, node[stem].get(END, ()), enclitic))
            return out
        if END in below:
            out.append((j, below[END], ""))
        node = below
    return out


def add_all(trie: Phrases, phrases: Iterable[str], entry: Entry) -> None:
    """Add several phrases that stand for the same thing."""
    for phrase in phrases:
        trie.add(phrase, entry)
