"""The words of a clause by which it can be known again elsewhere, and how rare each is."""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from pathlib import Path

from .normal import fold

COUNTS = Path(__file__).resolve().parent / "data" / "word_counts.tsv"
_WORD = re.compile(r"[^\W_]+")
_HEADS = ("وبال", "وال", "فال", "بال", "كال", "لل", "ال", "و", "ب", "ل", "ف")
_TAILS = ("هما", "ها", "هم", "ه")
_RARE_DIGITS = 5.0


@lru_cache(maxsize=400_000)
def stem(word: str) -> str:
    """A folded word without the clitics that most often stand on it: the same for `والمدينة` and `مدينة`, no more is claimed."""
    for head in _HEADS:
        if word.startswith(head) and len(word) - len(head) >= 3:
            word = word[len(head) :]
            break
    for tail in _TAILS:
        if word.endswith(tail) and len(word) - len(tail) >= 3:
            return word[: -len(tail)]
    return word


def words_of(text: str) -> list[str]:
    """The stems of a text in order."""
    return [stem(word) for word in _WORD.findall(fold(text)) if len(word) > 1 or word.isdigit()]


@cache
def _counts() -> tuple[int, dict[str, int]]:
    lines = COUNTS.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines[1:])
    return int(lines[0]), {word: int(n) for word, n in pairs}


@lru_cache(maxsize=400_000)
def rarity(word: str) -> float:
    """How much it says that two clauses share this word: 0 for a word of every third sentence, 8 for one never seen."""
    if word.isdigit():
        return _RARE_DIGITS if len(word) > 1 else 1.0
    total, counts = _counts()
    return max(0.0, min(8.0, math.log((total / 3) / (counts.get(word, 0) + 1))))
