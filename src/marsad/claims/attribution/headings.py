"""Who speaks before a colon at the head of a line (`مسؤول عسكري: …`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...annotate.datelines import dateline_end
from ...annotate.sentence import Sentence
from .chain import Link
from .speakers import link_at

if TYPE_CHECKING:
    from ...lexicons.vocabulary import Vocabulary


def heading_start(sentence: Sentence, vocabulary: Vocabulary) -> int:
    """Where a line's words begin: after its dateline, the hour, signs and pictures, and labels (`🔴 عاجل | …`)."""
    words = sentence.doc.words
    first = dateline_end(sentence, vocabulary)
    while first < sentence.last:
        label = next((h for h in sentence.of("label") if h.first == first), None)
        if label is not None:
            first = label.last + 1
        elif words[first][:1].isalpha():
            return first
        else:
            first += 1  # «14:30 – القوة الجوية:»
    return first


def colon_speaker(sentence: Sentence, first: int, colon: int, alone: bool, vocabulary: Vocabulary) -> list[Link]:
    """`مسؤول عسكري: …` at the head of a line: the words from `first` to the colon, where they name someone who can speak.

    `alone`: nothing else in the line is somebody's words; else it must be the first words that name him.
    """
    words = sentence.doc.words
    bar = next((k for k in range(colon - 1, first, -1) if words[k] == "|"), None)
    first = first if bar is None else bar + 1
    known = any(
        first <= h.first <= colon and not h.proclitic and (kind != "via" or h.data == "outlet")
        for kind in ("speaker", "source", "via")
        for h in sentence.of(kind)
    )
    begins = any(h.first == first for kind in ("speaker", "source", "via") for h in sentence.of(kind))
    begins = begins or any(first <= m.first <= first + 1 and not m.adjective for m in sentence.mentions)
    if not (begins or alone):
        return []
    known = known or any(first <= m.first < colon and not m.adjective and m.strength <= 4 for m in sentence.mentions)
    if any(words[k].isascii() and (words[k].isalpha() or words[k] == "-") for k in range(first, colon)):
        return []  # a dateline or a page's title
    told = any(first <= h.first < colon for kind in ("trigger", "casualty") for h in sentence.of(kind))
    if first >= colon or not known or told or any(p.first <= first and p.last == colon - 1 for p in sentence.places):
        return []  # «باكستان: مقتل تسعة جنود»: a place alone says where, it does not speak
    return [link_at(sentence, first, colon - 1, None, vocabulary)]
