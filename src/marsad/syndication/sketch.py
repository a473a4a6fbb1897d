"""What two texts are compared by, small enough to keep for every article.

Shingles of four folded words, of which those are kept whose first word falls into half of all words (the same half for every
text, so that sets stay comparable); MinHash bands of them, which near-duplicates share; and hashes of whole paragraphs and
sentences, which an excerpt shares with what it was taken from however much longer that is.
"""

from __future__ import annotations

import re
import zlib
from array import array
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from rensa import RMinHash

from ..text.normal import fold

PERMUTATIONS, BANDS = 32, 8  # four rows a band: pairs of Jaccard 0.7 meet in one band in 89 of 100 cases, of 0.8 in 98
_SEED = 20150731  # any number, the same for ever: kept sketches must stay comparable
_SHINGLE = 4  # words
_SAMPLE = 0x7  # one shingle in eight is a key of its own: it finds excerpts whose sentences were trimmed
_UNIT = 8  # words; shorter paragraphs and sentences are formulas
WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Sketch:
    """`keys` find candidates, `shingles` (sorted) measure them; `words` is the length of the text."""

    keys: tuple[int, ...]
    shingles: frozenset[int]
    words: int

    def packed(self) -> bytes:
        """The measure as bytes, to keep."""
        return array("I", [self.words, *sorted(self.shingles)]).tobytes()


def unpacked(data: bytes) -> Sketch:
    """A kept measure; its keys are kept elsewhere."""
    numbers = array("I")
    numbers.frombytes(data)
    return Sketch((), frozenset(numbers[1:]), numbers[0])


class _Halves(dict[str, bool]):
    """Whether a word begins shingles that are kept."""

    def __missing__(self, word: str) -> bool:
        if len(self) > 300_000:
            self.clear()
        self[word] = kept = zlib.crc32(word.encode("utf-8", "replace")) & 0x10 == 0
        return kept


_kept = _Halves()


@lru_cache(maxsize=1024)
def folded_words(text: str) -> tuple[str, list[str]]:
    """The folded text and its words; kept for a while, since index and sketch of one article both ask."""
    folded = fold(text)
    return folded, WORD.findall(folded)


def sketch(text: str) -> Sketch:
    """The sketch of a text."""
    folded, words = folded_words(text)
    kept = _kept
    shingles = [" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1) if kept[words[i]]]
    if not shingles:
        shingles = [" ".join(words)] if words else []
    hashes = frozenset([zlib.crc32(s.encode("utf-8", "replace")) for s in shingles])
    rare = [h for h in hashes if h & _SAMPLE == 0]  # 32 bits: apart from the 63 of the other keys
    return Sketch((*_bands(shingles), *_units(folded), *rare), hashes, len(words))


def _bands(shingles: list[str]) -> list[int]:
    if not shingles:
        return []
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    minhash.update(shingles)
    digest = minhash.digest()
    rows = PERMUTATIONS // BANDS
    return [_key(array("Q", digest[b * rows : (b + 1) * rows]).tobytes(), b) for b in range(BANDS)]


def _units(folded: str) -> list[int]:
    """Keys of the paragraphs that are long enough to be told apart."""
    units = dict.fromkeys([" ".join(unit.split()) for unit in folded.split("\n")])
    return [_key(unit.encode("utf-8", "replace"), BANDS) for unit in units if unit.count(" ") >= _UNIT - 1]


def _key(data: bytes, kind: int) -> int:
    """63 bits that name a band, a unit or a shingle."""
    return int.from_bytes(blake2b(data, digest_size=8, key=bytes((kind,))).digest()) >> 1
