"""Documents that carry words: who issued them, told by a genitive (`بيان الجيش`) or by a relative clause (`تقرير نشرته المنظمة`)."""

from __future__ import annotations

from ...annotate.sentence import BREAKS, Sentence
from ...text.phrases import Hit
from .chain import Link

_RESUMED = frozenset("به بها بهم عنه عنها فيه فيها".split())  # «تصريح أدلى به القائد»
_FROM = frozenset(("عن", "ل", '"', "صادر", "صدر"))
_ISSUERS = ("speaker", "source", "unit", "people")
_ONE_OF = frozenset("احد احدي بعض".split())
_REACH = 4  # words from a document to the verb of the clause that tells who issued it


def document_at(sentence: Sentence, token: int) -> Hit | None:
    """The word for a document (`بيان`, `حصيلة`) that begins at `token`."""
    return next(
        (h for h in sentence.of("via") if h.first == token and h.data in ("document", "tally", "talk")),
        None,
    )


def is_document(link: Link) -> bool:
    """Whether the carrier is what somebody issues (`بيان`, `التقرير`), so that a speaker stands behind it."""
    hit = link.sentence.at("via", link.first)
    return hit is not None and hit.data == "document"


def issuing(sentence: Sentence, document: Hit, limit: int) -> Hit | None:
    """The verb of the relative clause that tells who issued the document: `حصيلة جديدة أعلنتها …`, `تصريح أدلى به …`."""
    words = sentence.doc.words
    for hit in sentence.of("issue"):
        if not document.last < hit.first <= min(document.last + _REACH, limit - 1):
            continue
        resumed = hit.enclitic or words[min(hit.last + 1, limit - 1)] in _RESUMED
        if resumed and not any(words[k] in BREAKS for k in range(document.last, hit.first)):
            return hit
    return None


def with_issuer(link: Link) -> list[Link]:
    """`بيان الجيش`, `تقرير للمنظمة`: who issued it speaks, the document carries; a tally (`حصيلة للمرصد`) is but what he says."""
    sentence = link.sentence
    hit = sentence.at("via", link.first)
    if hit is None or hit.data not in ("document", "tally"):
        return [link]
    first = _issuer(link, hit)
    if first is None:
        return [link]
    mention = next(
        (m for m in sentence.mentions if first <= m.first <= first + 1 and m.first <= link.last and not m.adjective),
        None,
    )
    last = max([link.first, *[k for k in range(link.first, first) if sentence.word(k) not in _FROM]])
    actor, name = (mention.actor, mention.name) if mention is not None else (None, None)
    speaker = Link(sentence, first, max(link.last, first), "speaker", actor, name, link.cue, mention)
    return [speaker, *([] if hit.data == "tally" else [Link(sentence, link.first, last, "via", None, None, link.cue)])]


def _issuer(link: Link, document: Hit) -> int | None:
    """Where the words for the issuer begin within the document's phrase: a known party, a genitive, or what stands after `ل` or `عن`."""
    sentence = link.sentence
    known = next(
        (
            m.first
            for m in sentence.mentions
            if link.first < m.first <= link.last and not m.adjective and m.actor and not m.casualty
        ),
        None,
    )
    genitive = document.last + 1
    word = sentence.word(genitive)
    bare = not sentence.word(document.first).removeprefix(document.proclitic).startswith("ال") and not document.enclitic
    if genitive <= link.last and bare and (known is None or genitive < known):
        body = sentence.at("speaker", genitive)
        named = body is not None and body.first == genitive and body.proclitic in ("", "ل")
        if word in _ONE_OF or (named and not word.endswith(("يه", "ي"))):
            return genitive
        if document.data == "document" and word.startswith("ال") and known is None and not word.endswith(("يه", "ي")):
            return genitive
    if known is not None:
        return known
    for k in range(document.last + 1, link.last + 1):
        word = sentence.word(k)
        if word == "عن" and k < link.last:
            return k + 1
        held = any(h.first == k and h.proclitic[-1:] == "ل" for kind in _ISSUERS for h in sentence.of(kind))
        if held or (document.data == "document" and word.startswith("لل") and len(word) > 4):
            return k
    return None
