"""One sentence with what was found in it: phrase hits by kind, and later its mentions, places, dates and numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..text.phrases import Hit, Phrases
from ..text.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .dates import DateMention
    from .numbers import NumberMention
    from .participants import Mention
    from .places import PlaceMention

QUOTES = frozenset("\"'")
OPEN = frozenset("([{")
CLOSE = frozenset(")]}")
MARKS = frozenset("\"'()[]{}-–,،:؛;.…")
BREAKS = frozenset("،,؛;\n")


@dataclass(slots=True, eq=False)
class Sentence:
    """Tokens `first` to `last` (exclusive) of a document and the mentions found in them, each list in order of its tokens."""

    doc: Doc
    index: int
    first: int
    last: int
    hits: dict[str, list[Hit]]
    mentions: list[Mention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    numbers: list[NumberMention] = field(default_factory=list)
    _tokens: dict[str | frozenset[str], list[int]] = field(default_factory=dict)
    _over: dict[str, dict[int, list[Hit]]] = field(default_factory=dict)

    def of(self, kind: str) -> list[Hit]:
        """The hits of one kind."""
        return self.hits.get(kind, [])

    def at(self, kind: str, token: int) -> Hit | None:
        """The first hit of this kind that covers `token`."""
        known = self._over.get(kind)
        hits = (self._cover(kind) if known is None else known).get(token)
        return hits[0] if hits else None

    def over(self, kind: str, token: int) -> Sequence[Hit]:
        """The hits of this kind that cover `token`, in order."""
        known = self._over.get(kind)
        return (self._cover(kind) if known is None else known).get(token, ())

    def _cover(self, kind: str) -> dict[int, list[Hit]]:
        out = self._over[kind] = {}
        for hit in self.hits.get(kind, ()):
            for k in range(hit.first, hit.last + 1):
                out.setdefault(k, []).append(hit)
        return out

    def starts(self, kind: str) -> list[int]:
        """The tokens at which the hits of one kind begin, in order: asked for every trigger, so found once (see `among`)."""
        known = self._tokens.get(kind)
        if known is None:
            known = self._tokens[kind] = [hit.first for hit in self.hits.get(kind, ())]
        return known

    def where(self, these: frozenset[str]) -> list[int]:
        """The tokens that are one of these words, in order; found once, as `starts` are."""
        known = self._tokens.get(these)
        if known is None:
            words = self.doc.words
            known = self._tokens[these] = [k for k in range(self.first, self.last) if words[k] in these]
        return known

    def release(self) -> None:
        """Let go of what points back at the sentence, once it is read: else each article leaves a ring of some thousand objects to the
        garbage collector, which took a tenth of the time."""
        self.mentions, self.places = [], []

    def word(self, token: int) -> str:
        """The folded word at `token`, empty outside the sentence."""
        return self.doc.words[token] if self.first <= token < self.last else ""

    def before(self, token: int) -> int:
        """The nearest token before `token` that is no quotation mark; `first - 1` where there is none."""
        token -= 1
        while token >= self.first and self.doc.words[token] in QUOTES:
            token -= 1
        return max(token, self.first - 1)

    def after(self, token: int) -> int:
        """The nearest token after `token` that is no quotation mark; `last` where there is none."""
        token += 1
        while token < self.last and self.doc.words[token] in QUOTES:
            token += 1
        return min(token, self.last)

    def gap(self, left: int, right: int) -> list[str]:
        """The words strictly between two tokens, quotation marks and brackets left out."""
        words = self.doc.words
        return [words[k] for k in range(left + 1, right) if words[k] not in QUOTES and words[k] not in "()[]"]


def among(tokens: list[int], first: int, stop: int) -> int:
    """How many of the tokens, which are in order, stand at `first` to `stop` (exclusive)."""
    return bisect_left(tokens, stop) - bisect_left(tokens, first) if tokens and first < stop else 0


def _is_no_pronoun(hit: Hit, doc: Doc) -> bool:
    """Whether the ending that was stripped is the word's own: ة, which folds into ه, or the ي of an adjective (`الحربي`)."""
    if hit.enclitic == "ه":
        return doc.raw_text(hit.last, hit.last).endswith("ة")  # «مجموعة مسلحة» holds no armed man of somebody's
    return hit.enclitic == "ي" and (hit.kind == "trigger" or doc.words[hit.last].startswith("ال", len(hit.proclitic)))


def read_sentences(doc: Doc, phrases: Phrases) -> list[Sentence]:
    """The sentences of the document with their phrase hits by kind."""
    out: list[Sentence] = []
    for index, (first, last) in enumerate(doc.sentences):
        by_kind: defaultdict[str, list[Hit]] = defaultdict(list)
        for hit in phrases.scan(doc.words, first, last):
            if hit.enclitic and _is_no_pronoun(hit, doc):
                continue
            by_kind[hit.kind].append(hit)
        out.append(Sentence(doc, index, first, last, by_kind))
    return out
