"""The words by which reports introduce a name (posts, ranks, nouns of bodies and outlets), compiled from `lexicon/words/naming.yml`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..claims.attribution.chain import THAT
from ..claims.attribution.speakers import STOPS
from ..lexicons.load import named_words
from ..lexicons.vocabulary import Vocabulary
from ..text.inflect import noun_forms
from ..text.normal import fold
from ..text.phrases import NOMINAL, PLAIN, Entry, Hit, Phrases
from ..text.tokens import Doc

ENDS = (
    STOPS
    | THAT
    | frozenset(("هو", "هي", "هم", "انا", "نحن", "لا", "لم", "ما", "غير", "كما", "او", "هذا", "هذه", "ذلك", "تلك"))
    | frozenset("\"'()[]{}-–,،:؛;.…!؟?\n/|•*")
)
QUOTES = frozenset("\"'")
_NEVER = frozenset(("say", "via", "speaker", "source", "accord", "status", "negation", "casualty", "light", "aspect"))
SONS = frozenset(("بن", "ابن", "ابو", "ابي", "ام", "عبد", "ال", "ولد", "بو"))


@dataclass(slots=True)
class Cues:
    """The compiled cues; `settings` is the data file."""

    phrases: Phrases
    described: frozenset[str]
    claimed: frozenset[str]
    others: frozenset[str]
    settings: dict[str, Any]


@lru_cache(maxsize=4)
def load_cues(user: Path | None = None) -> Cues:
    """The cues of the packaged file, or of the user's own."""
    data = named_words("naming", user)
    trie = Phrases()

    def put(kind: str, value: str, words: list[str], clitics: frozenset[str]) -> None:
        for word in words:
            for form in noun_forms(word):
                if form.agreement == "s" and not form.text.endswith("اا"):
                    trie.add(form.text, Entry(kind, value, clitics))
            if " " in word:  # the article goes to the first word or to the last: القائد العام, قائد العمليات
                first, _, rest = fold(word).partition(" ")
                trie.add(f"ال{first} ال{rest}", Entry(kind, value, clitics))
                trie.add(f"{first} ال{rest}", Entry(kind, value, clitics))

    for role, words in data["posts"].items():
        put("post", role, words, NOMINAL)
    for word in data["ranks"]:
        trie.add(fold(word), Entry("rank", "", NOMINAL))
    for kind, words in data["bodies"].items():
        put("head", kind, words, NOMINAL)
    put("outlet", "", data["outlets"], NOMINAL)
    for word in data["called"]:
        trie.add(fold(word).removesuffix(" ب"), Entry("called", "ب" if word.endswith(" ب") else "", PLAIN))
    described = frozenset(f for w in data["described"] for f in _adjectives(fold(w)))
    claimed, others = (frozenset(map(fold, data[name])) for name in ("claimed", "others"))
    return Cues(trie, described, claimed, others, data)


def _adjectives(word: str) -> list[str]:
    return [a + word + e for a in ("", "ال") for e in ("", "ه")]


class Line:
    """One sentence as names are looked for in it: its tokens, the cues, and what the lexicon knows of them (looked up when asked)."""

    def __init__(self, doc: Doc, first: int, last: int, cues: Cues, vocabulary: Vocabulary) -> None:
        self.doc, self.first, self.last, self.cues = doc, first, last, cues
        self._vocabulary = vocabulary
        self.found = cues.phrases.scan(doc.words, first, last)
        self._known: dict[int, list[Hit]] | None = None

    def word(self, token: int) -> str:
        """The folded word, empty outside the sentence."""
        return self.doc.words[token] if self.first <= token < self.last else ""

    def cue(self, kind: str, token: int) -> Hit | None:
        """The cue of this kind that begins at the token."""
        return next((h for h in self.found if h.kind == kind and h.first == token), None)

    def ranked(self, token: int) -> bool:
        """Whether a rank or title ends at the token."""
        return any(h.kind == "rank" and h.last == token for h in self.found)

    def known(self, token: int) -> list[Hit]:
        """What the lexicon knows of the token: the hits that cover it."""
        if self._known is None:
            covers: dict[int, list[Hit]] = defaultdict(list)
            for hit in self._vocabulary.phrases.scan(self.doc.words, self.first, self.last):
                for k in range(hit.first, hit.last + 1):
                    covers[k].append(hit)
            self._known = covers
        return self._known.get(token, [])

    def says(self, token: int) -> bool:
        """Whether a verb of saying stands at the token."""
        return any(h.kind == "say" and h.data[1].tense for h in self.known(token))

    def verb(self, token: int) -> bool:
        """Whether a verb that the lexicon knows stands at the token."""
        return any(h.kind in ("say", "trigger", "light", "aspect") and h.data[1].tense for h in self.known(token))

    def stops(self, token: int) -> bool:
        """Whether no name goes on over this token: a mark, a preposition, *that*, a verb, a date, the end."""
        word = self.word(token)
        if word in ENDS:
            return not (word == "علي" and self.doc.raw_text(token, token).endswith("ي"))
        return not word or not word[0].isalpha() or self.says(token)

    def raw(self, first: int, last: int) -> str:
        """The given words, blanks and quotation marks made plain."""
        return " ".join(self.doc.raw_text(first, last).split())

    def is_name(self, token: int, given: frozenset[str]) -> bool:
        """Whether the token can be part of a person's name: no mark, and no word with a meaning of its own unless it is a given name."""
        word = self.word(token)
        if self.stops(token) or word.isascii() or len(word) < 2 or self.cue("post", token):
            return False
        if self.cue("rank", token) and (self.word(token - 1) not in given or self.ranked(token - 1)):
            return False  # a title in front; right after a given name it is a surname
        if word in given or word in SONS or self.word(token - 1) in SONS:
            return True
        hits = self.known(token)
        if any(h.proclitic for h in hits) and token > self.first and not any(h.proclitic == "" for h in hits):
            return False
        if any(h.kind in _NEVER or h.kind in ("unit", "people", "thing", "support", "relation") for h in hits):
            return word.startswith("ال") and token > self.first and self.word(token - 1) in given
        return not any(h.kind == "trigger" and (h.data[1].tense or h.proclitic) for h in hits)
