"""Whose words they are where no speaker that a list knows stands by the verb: of its clause, of the document before it, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...annotate.sentence import Sentence
from ...text.phrases import Hit
from .before import participle_agrees
from .chain import Link, Scope
from .documents import document_at
from .endings import break_at
from .quotes import Quotation
from .speakers import link_at, speakers_after

if TYPE_CHECKING:
    from ...lexicons.vocabulary import Vocabulary


def of_its_clause(sentence: Sentence, cue: Hit, scopes: list[Scope], vocabulary: Vocabulary) -> list[Link]:
    """Whose participle it is where a verb that reports no words of its own has a subject before it (`وهو ما نفاه الناطق، مؤكدا أن`)."""
    floor = max((s.cue.first for s in scopes if s.cue and s.chain and not s.back and not s.inserted), default=-1)
    verbs = [h for h in sentence.of("say") if h.data[1].tense and not h.data[0].opener]
    verbs += [h for h in sentence.of("trigger") if h.data[1].tense and h.data[0].type.group == "verbal"]
    for verb in sorted((h for h in verbs if floor < h.first < cue.first), key=lambda h: -h.first):
        stop = min(cue.first, break_at(sentence, verb.last + 1))
        links, _ = speakers_after(sentence, verb, stop, bool(verb.enclitic), vocabulary)
        if links and participle_agrees(sentence.doc.words[cue.last], links[0]):
            return links
    return []


def fronted(sentence: Sentence, cue: Hit, vocabulary: Vocabulary) -> list[Link]:
    """Who issued the document that the sentence begins with (`وفي بيان للتنظيم، أعلن مسؤوليته عن …`)."""
    at = next((k for k in range(sentence.first, sentence.last) if sentence.doc.words[k].isalpha()), sentence.last)
    if sentence.word(at) not in ("في", "وفي") or document_at(sentence, sentence.after(at)) is None:
        return []
    lead = Hit("say", at, at, cue.data, "", "")
    links, _ = speakers_after(sentence, lead, min(cue.first, break_at(sentence, at)), True, vocabulary)
    return links if any(link.role == "speaker" for link in links) else []


def known_name(
    sentence: Sentence, cue: Hit, quotations: list[Quotation], names: set[str], vocabulary: Vocabulary
) -> Link | None:
    """Right after the verb, a name in quotation marks (`أعلنت «أنصار بيت المقدس» مسؤوليتها`), or one that spoke before."""
    words = sentence.doc.words
    at = cue.last + 1
    if sentence.word(at) == '"' and not any(q.first == at for q in quotations):
        close = next((k for k in range(at + 2, min(sentence.last, at + 8)) if words[k] == '"'), None)
        told = any(
            h.first == at + 1 and h.data[1].tense for kind in ("say", "trigger", "light") for h in sentence.of(kind)
        )
        if close is not None and not told and (sentence.word(close + 1) or ".")[0].isalpha():
            return link_at(sentence, at + 1, close - 1, cue, vocabulary)
    last = at - 1
    while sentence.word(last + 1) in names and last - at < 2:
        last += 1
    return link_at(sentence, at, last, cue, vocabulary) if last >= at else None
