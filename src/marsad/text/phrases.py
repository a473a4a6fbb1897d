"""One trie for all phrases of the lexicon, read over tokens: proclitics before the first word, pronouns after the last.

An entry says which clitics it bears. Quotation marks and brackets between the words of a phrase are passed over
(تنظيم "الدولة" is تنظيم الدولة).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
        types = self._types
        for i in range(first, last):
            known = types.get(words[i]) or self._analyse(words[i])
            if known.longer and i + 1 < last:
                after = words[i + 1]
                if after in _TRANSPARENT or _goes_on(known.longer, (types.get(after) or self._analyse(after)).stems):
                    out += _best(words, i, last, known.nodes)
                    continue
            for kind, data, head, tail in known.alone:
                out.append(Hit(kind, i, i, data, head, tail))
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
    best: dict[str, list[Hit]] = {}
    for head, tail, start in nodes:
        for end, entry, enclitic in _walk(words, i, stop, start, tail):
            if head not in entry.proclitics or (enclitic and not entry.enclitics) or (entry.bound and not enclitic):
                continue
            hit = Hit(entry.kind, i, end, entry.data, head, enclitic)
            known = best.get(entry.kind)
            if known is None or end > known[0].last:
                best[entry.kind] = [hit]
            elif end == known[0].last and _clitics(known[0]) == _clitics(hit):
                known.append(hit)
    return [hit for hits in best.values() for hit in hits]


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
