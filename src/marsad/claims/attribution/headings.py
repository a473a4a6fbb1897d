"""Who speaks before a colon at the head of a line (`مسؤول عسكري: …`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...annotate.places import heads_the_line
from ...annotate.sentence import QUOTES, Sentence
from .chain import Link
from .speakers import link_at

if TYPE_CHECKING:
    from ...lexicons.vocabulary import Vocabulary


def colon_speaker(sentence: Sentence, colon: int, vocabulary: Vocabulary) -> list[Link]:
    """`مسؤول عسكري: …` at the head of a line: the words before the colon, where they name someone who can speak."""
    words = sentence.doc.words
    first = sentence.first
    while first < colon and (words[first] in QUOTES or words[first] in "-.،:–•\n" or words[first].isdigit()):
        first += 1  # «14:30 – القوة الجوية:»
    known = any(h.first <= colon and not h.proclitic for kind in ("speaker", "source") for h in sentence.of(kind))
    known = known or any(m.first < colon and not m.adjective and (m.strength <= 4) for m in sentence.mentions)
    if any(words[k].isascii() and (words[k].isalpha() or words[k] == "-") for k in range(first, colon)):
        return []  # a dateline or a page's title
    told = any(h.first < colon for kind in ("trigger", "casualty") for h in sentence.of(kind))
    if (
        first >= colon
        or not known
        or told
        or any(p.last == colon - 1 and heads_the_line(p, sentence) for p in sentence.places)
    ):
        return []  # «باكستان: مقتل تسعة جنود»: a place alone says where, it does not speak
    return [link_at(sentence, first, colon - 1, None, vocabulary)]
