"""Quotations: which of a sentence's quotation marks open and close direct speech, and which only set off a name."""

from __future__ import annotations

from dataclasses import dataclass

from ...annotate.sentence import Sentence

_OPENING = frozenset("«‹„❝〝")
_CLOSING = frozenset("»›❞〞")
_SHORTEST = 4  # words; a shorter quotation is a name or a phrase taken up
_REACH = 6  # sentences that one quotation may span


@dataclass(slots=True, frozen=True)
class Quotation:
    """Direct speech from the mark at token `first` to the mark at `last`, which is the sentence's end where it goes on."""

    first: int
    last: int
    ends: bool


def find_quotations(sentences: list[Sentence]) -> dict[int, list[Quotation]]:
    """The direct speech in each sentence, by its index; one that runs on over sentences stands in each of them."""
    out: dict[int, list[Quotation]] = {}
    open_until = -1
    for at, sentence in enumerate(sentences):
        marks = [k for k in range(sentence.first, sentence.last) if sentence.doc.words[k] == '"']
        found: list[Quotation] = []
        start: int | None = None
        if open_until >= at:
            start = sentence.first - 1
        for k in marks:
            side = _side(sentence, k)
            if start is None:
                start = k if side >= 0 else None
            elif side > 0:
                start = k  # the mark before was never closed
            else:
                if k - start > _SHORTEST or start < sentence.first:
                    found.append(Quotation(max(start, sentence.first), k, True))
                start, open_until = None, -1
        if start is not None:
            if open_until < at:
                open_until = _closes_at(sentences, at)
            goes_on = open_until > at
            if goes_on or sentence.last - start > _SHORTEST:
                found.append(Quotation(max(start, sentence.first), sentence.last, not goes_on))
            if not goes_on:
                open_until = -1
        out[sentence.index] = found
    return out


def _closes_at(sentences: list[Sentence], at: int) -> int:
    """The position of the sentence whose first quotation mark closes one opened at `at`; `at` itself where none does."""
    for k in range(at + 1, min(len(sentences), at + _REACH)):
        sentence = sentences[k]
        mark = next((t for t in range(sentence.first, sentence.last) if sentence.doc.words[t] == '"'), None)
        if mark is not None:
            return k if _side(sentence, mark) < 0 else at
    return at


def _side(sentence: Sentence, token: int) -> int:
    """1 where the mark opens, -1 where it closes, 0 where neither its shape nor the spaces around it tell."""
    doc = sentence.doc
    mark = doc.raw_text(token, token)
    glued_before = token > 0 and doc.ends[token - 1] == doc.starts[token] and doc.words[token - 1] not in "(\n"
    glued_after = (
        token + 1 < len(doc.words) and doc.starts[token + 1] == doc.ends[token] and doc.words[token + 1].isalnum()
    )
    if glued_before != glued_after:
        return -1 if glued_before else 1
    if mark in _OPENING:
        return 1
    return -1 if mark in _CLOSING else 0
