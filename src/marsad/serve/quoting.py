"""The sentence in which a claim's words stand: a verb alone says little, and a reader should not have to open the report for the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from ..store import ClaimRow, Store
from ..text.normal import view as folded
from ..text.tokens import tokenise

_AROUND = 220  # code points shown on either side
_MOST = 60  # claims of a page whose sentences are looked up


@dataclass(frozen=True, slots=True)
class Quote:
    """Words with what stands before and after them in their sentence."""

    before: str
    words: str
    after: str


def quotes_of(store: Store, rows: Iterable[ClaimRow]) -> dict[str, Quote]:
    """The sentence around the evidence of each claim; of the claims beyond the first of a long page the words alone."""
    out: dict[str, Quote] = {}
    claims = list(rows)
    texts = store.texts({row.version_id for row in islice(claims, _MOST)})
    for row in claims:
        span, version = row.claim.evidence, texts.get(row.version_id)
        within = version is not None and version.text[span.start : span.end] == span.text
        out[row.id] = quote(version.text, span.start, span.end) if version and within else Quote("", span.text, "")
    return out


def quote(text: str, start: int, end: int) -> Quote:
    """The sentence of `text` around the code points `start` to `end`; the line around them where they span several."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    line = text[first : last if last >= 0 else len(text)]
    a, b = start - first, end - first
    doc = tokenise(folded(line))
    spans = [doc.raw_span(i, j - 1) for i, j in doc.sentences]
    held = [(i, j) for i, j in spans if i < b and j > a] or [(0, len(line))]
    low, high = min(a, held[0][0]), max(b, held[-1][1])
    return Quote(_tail(line[low:a]), line[a:b], _head(line[b:high]))


def _tail(text: str) -> str:
    return text if len(text) <= _AROUND else "… " + text[-_AROUND:].partition(" ")[2]


def _head(text: str) -> str:
    return text if len(text) <= _AROUND else text[:_AROUND].rpartition(" ")[0] + " …"
