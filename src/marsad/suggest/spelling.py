"""What spellings of one name share."""

from __future__ import annotations

import re

from ..text.normal import fold

_SOUNDS = str.maketrans(
    {"غ": "ج", "ق": "ك", "ث": "ت", "ط": "ت", "ص": "س", "ذ": "د", "ظ": "ض", "خ": "ه", "ح": "ه", "ش": "س"}
)


def name_words(name: str) -> list[str]:
    """The folded words of a name, the parts that belong together as one (عبد الله, أبو بكر)."""
    out: list[str] = []
    for word in re.findall(r"[^\W\d_]+", fold(name)):
        if out and out[-1] in ("عبد", "ابو", "ابي", "ابا", "بو", "ام", "ال"):
            out[-1] = ("ابو" if out[-1] in ("ابي", "ابا") else out[-1]) + plain(word)
        elif word not in ("بن", "ابن"):
            out.append("عبد" + plain(word[3:]) if word.startswith("عبدال") else word)
    return out or [fold(name)]


def sound_of(name: str) -> tuple[str, str]:
    """What the spellings of a person's name share: the first and the last word by their sound."""
    words = name_words(name)
    return _sound(words[0]), _sound(words[-1])


def plain(word: str) -> str:
    """A word without its article."""
    return word.removeprefix("ال") if len(word) > 4 else word


def _sound(word: str) -> str:
    """A word without what spellings of foreign names vary: long vowels after the first letter, letters that sound alike."""
    bare = plain(word).translate(_SOUNDS)
    return bare[:1] + re.sub("[اويهء]", "", bare[1:])
