"""Who gives out a document in so many words: `نشرت المنظمة تقريرا جاء فيه …`, `أصدر التنظيم بيانا تبنى فيه …`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...annotate.sentence import Sentence
from .chain import Link, Scope
from .documents import document_at
from .speakers import link_at, speakers_after

if TYPE_CHECKING:
    from ...lexicons.vocabulary import Vocabulary

_TO_DOCUMENT = 16  # words from the verb to what is given out
_TO_WORDS = 12  # words from the document to what it says
_IN_IT = frozenset("فيه فيها وفيه وفيها".split())
_SHOWS = frozenset("بعنوان عنوانه عنوانها مفاده مفادها يظهر تظهر يفيد تفيد".split())


def issued(sentence: Sentence, before: int, vocabulary: Vocabulary) -> Scope | None:
    """The words of a document that the sentence says is given out, its verb at a token under `before`."""
    words = sentence.doc.words
    for verb in sentence.of("issue"):
        if verb.first >= before:
            return None
        if verb.enclitic:
            continue
        limit = min(sentence.last, verb.last + _TO_DOCUMENT)
        document = next((h for k in range(verb.last + 1, limit) if (h := document_at(sentence, k)) is not None), None)
        if document is None or document.data == "talk" or document.proclitic:
            continue
        opening = next(
            (
                k
                for k in range(document.last + 1, min(sentence.last, document.last + _TO_WORDS))
                if words[k] in _IN_IT or words[k] in _SHOWS or words[k] == ":"
            ),
            None,
        )
        speakers, _ = speakers_after(sentence, verb, document.first, True, vocabulary)
        if opening is None or opening + 1 >= sentence.last or not speakers:
            continue
        paper: Link = link_at(sentence, document.first, document.last, verb, vocabulary)
        paper.role = "via"
        return Scope(opening + 1, sentence.last, [*speakers, paper], "assert", verb)
    return None
