"""Two versions of an article word by word: what stayed, what went, what came; readable from right to left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Kind = Literal["same", "gone", "new"]
_CHANGES: tuple[Kind, ...] = ("gone", "new")
_WORDS = re.compile(r"\s+|[^\W_]+(?:[^\W_]|[\u064b-\u0652\u0670\u0640])*|.", re.S)
_ALIKE = 0.3
_LONG = 20_000  # words; beyond, only whole paragraphs are compared


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words; `start` and `end` are code points of the old text for `gone`, of the new one else."""

    kind: Kind
    text: str
    start: int
    end: int


def word_diff(old: str, new: str) -> list[Piece]:
    """The pieces in order; those `same` and `new` make up the new text, those `same` and `gone` the old one."""
    before, after = _words(old), _words(new)
    parts: list[tuple[Kind, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(("same", "".join(after[c:d])))
            continue
        parts += [("gone", "".join(before[a:b]))] if b > a else []
        parts += [("new", "".join(after[c:d]))] if d > c else []
    return _placed(_ordered(_joined(parts)))


def side_by_side(old: str, new: str) -> list[tuple[Piece, ...]]:
    """Both texts as rows, a paragraph each, so that they can stand beside each other; what went and what came of one share a row.

    A paragraph that only came, or only went, has a row of its own. Blank lines are left out; places are those of the paragraph.
    """
    before, after = ([line for line in text.splitlines() if line.strip()] for text in (old, new))
    rows: list[tuple[Piece, ...]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [(Piece("same", line, 0, len(line)),) for line in after[c:d]]
            continue
        for was, now in _paired(before[a:b], after[c:d]):
            rows.append(tuple(word_diff(was, now)))
    return rows


def _paired(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """Paragraphs of a changed stretch, each with the one that it became, in order; one that became nothing stands alone."""
    if not old or not new:
        return [*((line, "") for line in old), *(("", line) for line in new)]
    # best[i][j]: how alike the paragraphs from i and from j on can be made by pairing them in order
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_alike(a, b) for b in new] for a in old]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], alike[i][j] + best[i + 1][j + 1])
    out: list[tuple[str, str]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            out.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            out.append((old[i], ""))
            i += 1
        else:
            out.append(("", new[j]))
            j += 1
    return [*out, *((line, "") for line in old[i:]), *(("", line) for line in new[j:])]


def _alike(old: str, new: str) -> float:
    """The share of words that two paragraphs have in common; none where it is too small for one to be the other changed."""
    a, b = set(old.split()), set(new.split())
    share = 2 * len(a & b) / (len(a) + len(b))
    return share if share >= _ALIKE else 0.0


def _words(text: str) -> list[str]:
    words = _WORDS.findall(text)
    return words if len(words) <= _LONG else text.splitlines(keepends=True)


def _joined(parts: list[tuple[Kind, str]]) -> list[tuple[Kind, str]]:
    """A lone space between two changes belongs to them: `three killed` to `five wounded` is one change, not two."""
    out: list[tuple[Kind, str]] = []
    for i, (kind, text) in enumerate(parts):
        lone = kind == "same" and text.isspace() and "\n" not in text
        if lone and 0 < i < len(parts) - 1:
            out += [("gone", text), ("new", text)]
        else:
            out.append((kind, text))
    return out


def _ordered(parts: list[tuple[Kind, str]]) -> list[tuple[Kind, str]]:
    """Within one change all that went stands before all that came, each as one piece."""
    out: list[tuple[Kind, str]] = []
    for changed, run in groupby(parts, key=lambda part: part[0] != "same"):
        texts = list(run)
        if not changed:
            out += texts
            continue
        for kind in _CHANGES:
            text = "".join(t for k, t in texts if k == kind)
            out += [(kind, text)] if text else []
    return out


def _placed(parts: list[tuple[Kind, str]]) -> list[Piece]:
    out: list[Piece] = []
    old_at = new_at = 0
    for kind, text in parts:
        start = old_at if kind == "gone" else new_at
        out.append(Piece(kind, text, start, start + len(text)))
        old_at += len(text) if kind != "new" else 0
        new_at += len(text) if kind != "gone" else 0
    return out
