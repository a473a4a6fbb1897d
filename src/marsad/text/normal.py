"""The one place where Arabic is normalised: a folded view of a text, and the exact way back to its code points.

Folding drops what carries no meaning for reading reports (diacritics, tatweel, direction marks, joiners) and unites what
writers and keyboards write in several ways: alef and hamza forms, ى and ي, ة and ه, Persian letters, presentation forms and
ligatures, Arabic-Indic and Persian digits, quotation marks, dashes, spaces, and what Windows-1256 leaves behind when it is
read as Latin-1. The given text is never changed (codebook, section 1).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_LETTERS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا",
    "ى": "ي", "ی": "ي", "ې": "ي", "ۍ": "ي", "ے": "ي", "ة": "ه", "ە": "ه", "ہ": "ه", "ۀ": "ه", "ھ": "ه",
    "ک": "ك", "ڪ": "ك", "گ": "ك", "ڤ": "ف", "پ": "ب", "چ": "ج", "ژ": "ز", "ؤ": "و", "ئ": "ي",
}  # fmt: skip
_QUOTES = "“”„‟«»″‶〝〞＂❝❞‹›"
_DASHES = "‐‑‒–—―−﹣－"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f"
_POINTS = {
    "٫": ".",
    "٬": ",",
    "‚": ",",
    "٪": "%",
    "﹪": "%",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "…",
}
# C1 controls are Windows-1256 punctuation that was read as Latin-1.
_WINDOWS = {
    "\x91": "'",
    "\x92": "'",
    "\x93": '"',
    "\x94": '"',
    "\x95": "•",
    "\x96": "-",
    "\x97": "-",
    "\x84": '"',
    "\x82": ",",
    "\x8b": '"',
    "\x9b": '"',
}
_WINDOWS_DROPPED = "\x9d\x9e"  # zero-width non-joiner and joiner in Windows-1256

_DROPPED_RANGES = (
    (0x0610, 0x061A), (0x0640, 0x0640), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E8),
    (0x06EA, 0x06ED), (0x08D3, 0x08FF), (0x00AD, 0x00AD), (0x061C, 0x061C), (0x200B, 0x200F), (0x202A, 0x202E),
    (0x2060, 0x2064), (0x2066, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
)  # fmt: skip
_PRESENTATION_RANGES = ((0xFB50, 0xFDFF), (0xFE70, 0xFEFC))


def _folded_char(char: str) -> str:
    return _LETTERS.get(char, char)


def _single_table() -> dict[str, str]:
    table = dict(_LETTERS)
    table.update(dict.fromkeys(_QUOTES, '"'))
    table.update(dict.fromkeys(_DASHES, "-"))
    table.update(dict.fromkeys(_SPACES, " "))
    table.update(_POINTS)
    table.update(_WINDOWS)
    table.update({"’": "'", "‘": "'", "\r": " "})
    for zero in (0x0660, 0x06F0):
        table.update({chr(zero + n): str(n) for n in range(10)})
    table.update(dict.fromkeys(map(chr, range(55296, 57344)), "�"))
    table.update(dict.fromkeys(map(chr, (*range(9), 14, *range(15, 32), 127)), " "))
    return table


def _expansions() -> dict[str, str]:
    """Characters that become none or several: dropped marks, presentation forms, ligatures."""
    out = {chr(code): "" for first, last in _DROPPED_RANGES for code in range(first, last + 1)}
    out.update(dict.fromkeys(_WINDOWS_DROPPED, ""))
    for first, last in _PRESENTATION_RANGES:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if plain != chr(code):
                out[chr(code)] = "".join(_folded_char(c) for c in plain if c not in out and c != " ")
    return out


_SINGLE = _single_table()
_EXPANSION = _expansions()
_UNITED = re.compile("[" + re.escape("".join(_SINGLE)) + "]")
_IRREGULAR = re.compile("[" + re.escape("".join(_EXPANSION)) + "]+")
_COMBINING = frozenset(chr(c) for a, b in _DROPPED_RANGES[:8] for c in range(a, b + 1))


def _united(text: str) -> str:
    """The text with its variants of letters, marks and digits united, each in its place; a text has few of them, often, which
    `str.translate` would look up letter by letter."""
    for char in set(_UNITED.findall(text)):
        text = text.replace(char, _SINGLE[char])
    return text


def fold(text: str) -> str:
    """The folded form of `text`, for keys and search columns, where no way back is needed."""
    if _IRREGULAR.search(text):
        text = _IRREGULAR.sub(lambda m: "".join(_EXPANSION[c] for c in m.group()), text)
    return _united(text)


@dataclass(frozen=True, slots=True)
class Steps:
    """The stretches in which a folded text and the given one run in step: `starts` in the folded text, and how far behind each is."""

    starts: list[int]
    behind: list[int]

    def raw(self, at: int) -> int:
        """The code point of the given text that the folded one at `at` was made from."""
        return at + self.behind[bisect_right(self.starts, at) - 1]


@dataclass(frozen=True, slots=True)
class View:
    """A folded text and the given text it was made from; `steps` leads back, None where the two run in step throughout."""

    raw: str
    text: str
    steps: Steps | None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the given text behind `text[start:end]`, its trailing diacritics included."""
        if self.steps is None:
            return start, end
        if start >= end:
            at = self.steps.raw(start) if start < len(self.text) else len(self.raw)
            return at, at
        last = self.steps.raw(end - 1) + 1
        while last < len(self.raw) and self.raw[last] in _COMBINING:
            last += 1
        return self.steps.raw(start), last


def view(raw: str) -> View:
    """The folded view of `raw`; runs in step with it, and costs one table look-up, where nothing is dropped or expanded."""
    if _IRREGULAR.search(raw) is None:
        return View(raw, _united(raw), None)
    parts: list[str] = []
    starts, behind = [0], [0]
    done = length = 0
    for match in _IRREGULAR.finditer(raw):
        start, end = match.span()
        parts.append(raw[done:start])
        length += start - done
        for i in range(start, end):
            plain = _EXPANSION[raw[i]]
            parts.append(plain)
            for _ in plain:  # each of its letters comes from this one code point
                starts.append(length)
                behind.append(i - length)
                length += 1
        starts.append(length)
        behind.append(end - length)
        done = end
    parts.append(raw[done:])
    return View(raw, _united("".join(parts)), Steps(starts, behind))
