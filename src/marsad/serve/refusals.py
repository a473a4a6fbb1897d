"""What could not be read and what to do, in the language of the page: the program says it in English, as a terminal shows it."""

from __future__ import annotations

import re
from functools import cache

from ..lexicons.read import read_yaml
from .locales import FOLDER


def told(text: str, lang: str) -> str:
    """The words of a refusal or of its remedy; the English ones where no others are known."""
    for pattern, words in _templates(lang):
        if found := pattern.fullmatch(text):
            return words.format(*found.groups())
    return text


@cache
def _templates(lang: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns with their words; those without anything to fill in are tried first, then the longest."""
    path = FOLDER / f"refusals.{lang}.yml"
    rows: dict[str, str] = read_yaml(path) if path.exists() else {}
    order = sorted(rows, key=lambda english: ("{}" in english, -len(english)))
    return tuple((re.compile("(.*?)".join(map(re.escape, e.split("{}"))), re.DOTALL), rows[e]) for e in order)
