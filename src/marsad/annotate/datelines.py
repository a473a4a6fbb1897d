"""The dateline at the head of a report: where it was written and by whom (`الخرطوم - وكالة: …`), which no participant stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .sentence import Sentence

if TYPE_CHECKING:
    from ..lexicons.vocabulary import Vocabulary

_PARTS = frozenset('-/|،,()"')  # what sets its parts apart
_CLOSES = frozenset("-/|")  # what may end it, beside the colon
_ENDS = _CLOSES | {":"}
_LONGEST_PART = 4  # words
_LONGEST = 16  # tokens
_TOLD = ("trigger", "casualty", "light", "speaker", "people")  # a part with one of these is no place and no agency


def dateline_end(sentence: Sentence, vocabulary: Vocabulary) -> int:
    """The token after the dateline that opens the sentence; its first token where none does."""
    words = sentence.doc.words
    first = sentence.first
    while first < sentence.last and not words[first].isalpha():
        first += 1
    if _ENDS.isdisjoint(words[first : first + _LONGEST]):
        return sentence.first  # most sentences hold none of its marks
    begin, end, parts, placed = first, sentence.first, 0, False
    for k in range(first, min(sentence.last, first + _LONGEST)):
        word = words[k]
        if word != ":" and word not in _PARTS:
            told = any(h.first == k for kind in _TOLD for h in sentence.of(kind))
            if k - begin >= _LONGEST_PART or (told and not _reporter(sentence, begin)):
                break
            continue
        if k > begin:
            parts += 1
            placed = placed or _is_town(sentence, begin, k - 1, vocabulary)
        begin = k + 1
        if word == ":":
            return k + 1 if placed and parts > 1 else end
        if word in _CLOSES and placed:
            end = k + 1
    return end


def _reporter(sentence: Sentence, token: int) -> bool:
    """Whether the part names whoever of the outlet sent the report (`مراسل «الصحيفة»`)."""
    return any(h.first == token for h in sentence.of("reporter"))


def _is_town(sentence: Sentence, first: int, last: int, vocabulary: Vocabulary) -> bool:
    """Whether the words are the name of a place, and no country's: a country is not where a report is sent from."""
    entries = vocabulary.gazetteer.entries
    return any(
        h.first == first and h.last == last and entries[h.data[0][0]].kind != "country"
        for h in sentence.over("place", first)
    )
