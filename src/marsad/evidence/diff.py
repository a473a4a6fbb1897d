"""Two versions of an article word by word: what stayed, what went, what came; readable from right to left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Kind = Literal["same", "gone", "new"]
_CHANGES: tuple[Kind, ...] = ("gone", "new")
_WORDS = re.compile(r"\s+|[^\W_]+(?:[^\W_]|[\u064b-\u0652\u0670\u0640])*|.", re.S)
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
