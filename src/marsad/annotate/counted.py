"""People told of by their number alone: `قتل 18 وأصيب 29`, `ثلاثة منهم`, `أحدهم`, `11 آخرين`, `وإصابة ثالث`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .prepositions import PREPOSITIONS
from .sentence import MARKS, Sentence

if TYPE_CHECKING:
    from .numbers import NumberMention

_OF_THEM = frozenset("منهم منهن منهما".split())
_OTHERS = frozenset("اخرون اخرين اخران اخريات".split())
_SOME_OF_THEM = frozenset(and_ + word for and_ in ("", "و", "ف") for word in "احدهم احدهما احداهن بعضهم بعضهن".split())
_ONE_MORE = frozenset(
    f"{word}{ending}" for word in "اخر ثالث رابع خامس سادس سابع ثامن تاسع عاشر".split() for ending in ("", "ا")
)
_MANY = 3000  # more than these are no dead told of by the number alone


def bare_counts(sentence: Sentence) -> list[tuple[int, int, bool, bool]]:
    """(first, last, whether several, whether it may only go on counting) of every count that stands for people.

    Nothing is named that it counts; *of them*, *others* or what befalls them says that people are meant.
    """
    out = []
    for number in sentence.numbers:
        if _counts_people(sentence, number):
            end = _end(sentence, number)
            out.append((number.first, end, number.best != 1, sentence.word(end) not in _OF_THEM))
    taken = {k for first, last, *_ in out for k in range(first, last + 1)}
    for k in sentence.where(_SOME_OF_THEM):
        if k not in taken:
            out.append((k, k, not sentence.doc.words[k].endswith(("احدهم", "احدهما", "احداهن")), False))
    for k in sentence.where(_ONE_MORE):
        if k not in taken and _befallen(sentence, k) and _ends_phrase(sentence, k):
            out.append((k, k, False, False))
    return sorted(out)


def _end(sentence: Sentence, number: NumberMention) -> int:
    after = number.last + 1
    return after if after < sentence.last and sentence.word(after) in _OF_THEM | _OTHERS else number.last


def _counts_people(sentence: Sentence, number: NumberMention) -> bool:
    if number.unit is not None or number.kind == "ordinal":
        return False
    after = sentence.word(number.last + 1)
    if number.noun is not None or after in _OTHERS:
        return after in _OTHERS
    if after in _OF_THEM:
        return True
    if after in ("%", "/", "-", ":", ".") or (number.best or 0) > _MANY:
        return False
    return _befallen(sentence, number.first)


def _befallen(sentence: Sentence, token: int) -> bool:
    """Whether the words just before say what befell people (`وإصابة`, `فيما قتل`)."""
    return any(h.data[0].consequence and 0 < token - h.last <= 2 for h in sentence.of("trigger"))


def _ends_phrase(sentence: Sentence, token: int) -> bool:
    """Whether no noun follows that the word could belong to (`ثالث أيام العيد`, `آخر معاقله`)."""
    after = sentence.word(token + 1)
    return token + 1 >= sentence.last or after in MARKS or after in PREPOSITIONS or after.startswith("ب")
