"""What digits say: grouped and decimal numbers, the clock, the decimal letter of old wire copy, a scale that two numbers share."""

from __future__ import annotations

from ..text.tokens import Doc


def decimal_letter(words: list[str], k: int, last: int) -> float | None:
    """1.5 for `5ر1`, the decimal sign of old wire copy: the whole part stands after the letter, as it is read from the right."""
    if k + 2 < last and words[k + 1] == "ر" and words[k].isdigit() and words[k + 2].isdigit():
        return float(f"{words[k + 2]}.{words[k]}")
    return None


def bound(text: str) -> float | None:
    """A bound as the lexicon writes it; None where it is open."""
    return None if text in ("null", "") else float(text)


def digits(word: str) -> float:
    """The value of digits with either group or decimal signs: `3,800`, `3.800`, `1,5`, `12.5`."""
    if "," in word:
        groups = word.split(",")
        if all(len(g) == 3 for g in groups[1:]):
            return float("".join(groups))
        word = word.replace(",", ".", 1).replace(",", "")
    if word.count(".") > 1 or (word.count(".") == 1 and len(word.split(".")[1]) == 3 and word[0] != "0"):
        return float(word.replace(".", ""))
    return float(word)


def is_clock(doc: Doc, i: int, first: int, last: int) -> bool:
    """Whether the number is an hour or a part of a numeric date (`10:30`, `5/6`)."""
    words = doc.words
    right = (
        i + 2 < last and words[i + 1] in (":", "/") and words[i + 2][0].isdigit() and doc.starts[i + 1] == doc.ends[i]
    )
    left = (
        i - 2 >= first and words[i - 1] in (":", "/") and words[i - 2][0].isdigit() and doc.starts[i] == doc.ends[i - 1]
    )
    return words[i][0].isdigit() and (right or left)


def scale_of(high: float, low: float) -> float:
    """`10 إلى 20 ألفا` means ten thousand: the scale of the second number where only it is written with one."""
    for scale in (1e6, 1e3):
        if high >= scale and low < scale and low * scale <= high:
            return scale
    return 1.0
