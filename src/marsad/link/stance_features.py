"""What two headlines have in common and where they part: the features of the contradiction detector.

Dense features measure overlap, order, numbers, negations and opposites; sparse ones name the words by which the second parts from
the first. All are computed from the folded text alone.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path

from ..lexicons.linking import OppositesFile, read_link
from ..text.normal import fold
from ..text.words import rarity, stem

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_PREFIXES = ("است", "مست", "يست", "تست", "ان", "ال", "مت", "يت", "تت", "ي", "ت", "ن", "ا", "م", "س")
_SUFFIXES = ("ات", "ون", "ين", "ان", "يه", "تها", "ها", "هم", "ه", "ت", "ا", "ي", "وا")
Sides = dict[str, set[tuple[int, int]]]
DENSE = (
    "jaccard", "cover_left", "cover_right", "skeletons", "rare_left", "rare_right", "grams", "ratio", "order", "length_left", "length_right",
    "length_ratio", "only_left", "only_right", "numbers_same", "numbers_other", "numbers_left", "numbers_right", "negations_left",
    "negations_right", "negation_turned", "opposites", "opposites_any", "same_side", "substituted", "substituted_rare", "first_same", "last_same",
    "near_pairs", "question", "contained", "aligned_gap", "rare_only_left", "rare_only_right", "prefix_pairs",
)  # fmt: skip


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """The consonants that carry a word's meaning, roughly: affixes and long vowels gone (ارتفاع, يرتفع -> رتفع)."""
    bare = stem(word)
    for suffix in _SUFFIXES:
        if bare.endswith(suffix) and len(bare) - len(suffix) >= 3:
            bare = bare[: -len(suffix)]
            break
    for prefix in _PREFIXES:
        if bare.startswith(prefix) and len(bare) - len(prefix) >= 3:
            bare = bare[len(prefix) :]
            break
    inner = re.sub("[اويء]", "", bare)
    return inner if len(inner) >= 2 else bare


def tokens(text: str) -> list[str]:
    """The folded words and numbers of a headline."""
    return _WORD.findall(fold(text))


@cache
def _lists(lexicon: Path | None) -> tuple[Sides, frozenset[str]]:
    """For each skeleton the sides it stands on, and the skeletons of negation as whole folded words."""
    data = read_link("opposites", OppositesFile, lexicon)
    sides: Sides = {}
    for number, pair in enumerate(data.opposites):
        for side, words in enumerate(pair):
            for phrase in words:
                folded = fold(phrase)
                if " " not in folded:
                    sides.setdefault(skeleton(folded), set()).add((number, side))
    return sides, frozenset(fold(w) for w in data.negations)


def opposite(a: str, b: str, sides: Sides) -> bool:
    """Whether two skeletons stand on opposite sides of one line."""
    return any(x[0] == y[0] and x[1] != y[1] for x in sides.get(a, ()) for y in sides.get(b, ()))


def alike(a: str, b: str, sides: Sides) -> bool:
    """Whether two skeletons stand on one side of one line."""
    return bool(sides.get(a, set()) & sides.get(b, set()))


class Pair:
    """Two headlines taken apart; with `lexicon`, that folder's words lie over the packaged ones that exclude each other and deny."""

    def __init__(self, left: str, right: str, lexicon: Path | None = None) -> None:
        self.sides, self.negations = _lists(lexicon)
        self.left, self.right = tokens(left), tokens(right)
        self.a = [skeleton(w) for w in self.left if not w[0].isdigit()]
        self.b = [skeleton(w) for w in self.right if not w[0].isdigit()]
        self.numbers = [{w.replace(",", ".") for w in side if w[0].isdigit()} for side in (self.left, self.right)]
        ours, theirs = set(self.a), set(self.b)
        near = {
            (x, y) for x in ours - theirs for y in theirs - ours if len(x) > 2 and len(y) > 2 and (x in y or y in x)
        }
        self.near = near
        self.only_a = [w for w in dict.fromkeys(self.a) if w not in theirs and w not in {x for x, _ in near}]
        self.only_b = [w for w in dict.fromkeys(self.b) if w not in ours and w not in {y for _, y in near}]
        self.shared = ours & theirs
        self.text = " ".join(self.left), " ".join(self.right)

    def substitutions(self) -> list[tuple[list[str], list[str]]]:
        """Runs of words that stand in each other's place between shared ones."""
        matcher = SequenceMatcher(None, self.a, self.b, autojunk=False)
        return [(self.a[i:j], self.b[k:m]) for tag, i, j, k, m in matcher.get_opcodes() if tag == "replace"]


def dense(pair: Pair) -> list[float]:
    """The measured features, in the order of DENSE."""
    a, b = set(pair.a), set(pair.b)
    union = a | b
    mass = [sum(map(rarity, side)) + 1e-6 for side in (a, b, pair.shared)]
    left, right = pair.text
    grams = [Counter(t[i : i + 3] for i in range(len(t) - 2)) for t in (left, right)]
    negated = [sum(1 for w in side if w in pair.negations) for side in (pair.left, pair.right)]
    against = [(x, y) for x in pair.only_a for y in pair.only_b if opposite(x, y, pair.sides)]
    across = [(x, y) for x in a for y in b if x != y and opposite(x, y, pair.sides)]
    with_ = [(x, y) for x in pair.only_a for y in pair.only_b if alike(x, y, pair.sides)]
    replaced = pair.substitutions()
    single = [(x, y) for x, y in replaced if len(x) == len(y) == 1]
    return [
        len(pair.shared) / max(1, len(union)),
        len(pair.shared) / max(1, len(a)),
        len(pair.shared) / max(1, len(b)),
        (len(pair.shared) + len(pair.near)) / max(1, min(len(a), len(b))),
        mass[2] / mass[0],
        mass[2] / mass[1],
        2 * sum((grams[0] & grams[1]).values()) / max(1, sum(grams[0].values()) + sum(grams[1].values())),
        SequenceMatcher(None, left, right, autojunk=False).ratio(),
        SequenceMatcher(None, pair.a, pair.b, autojunk=False).ratio(),
        float(len(pair.left)),
        float(len(pair.right)),
        len(pair.right) / max(1, len(pair.left)),
        float(len(pair.only_a)),
        float(len(pair.only_b)),
        float(len(pair.numbers[0] & pair.numbers[1])),
        float(bool(pair.numbers[0] - pair.numbers[1]) and bool(pair.numbers[1] - pair.numbers[0])),
        float(len(pair.numbers[0] - pair.numbers[1])),
        float(len(pair.numbers[1] - pair.numbers[0])),
        float(negated[0]),
        float(negated[1]),
        float((negated[0] > 0) != (negated[1] > 0)),
        float(len(against)),
        float(len(across)),
        float(len(with_)),
        float(len(single)),
        sum(min(rarity(x[0]), rarity(y[0])) for x, y in single),
        float(bool(pair.a and pair.b) and pair.a[0] == pair.b[0]),
        float(bool(pair.a and pair.b) and pair.a[-1] == pair.b[-1]),
        float(len(pair.near)),
        float("؟" in left + right),
        float(a <= b or b <= a),
        float(max((len(x) + len(y) for x, y in replaced), default=0)),
        sum(map(rarity, pair.only_a)) / mass[0],
        sum(map(rarity, pair.only_b)) / mass[1],
        float(sum(1 for x in pair.only_a for y in pair.only_b if x[:2] == y[:2])),
    ]


def sparse(pair: Pair) -> list[str]:
    """The words by which the headlines part: those of the second, of the first, what stands for what, and words they share."""
    out = [f"b:{w}" for w in pair.only_b]
    out += [f"a:{w}" for w in pair.only_a]
    out += [f"B:{w}" for w in dict.fromkeys(pair.right)]
    for gone, come in pair.substitutions():
        if len(gone) == len(come) == 1:
            first, second = sorted((gone[0], come[0]))
            out.append(f"r:{first}/{second}")
    for x in pair.only_a[:8]:
        for y in pair.only_b[:8]:
            first, second = sorted((x, y))
            out.append(f"p:{first}/{second}")
    out += [f"e:{w}" for w in pair.right[:1]]
    return out
