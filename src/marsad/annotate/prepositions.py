"""The preposition before a noun phrase: past hands, numbers and words of quantity, and over *and* from the phrase before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .sentence import Sentence

if TYPE_CHECKING:
    from .participants import Mention

PREPOSITIONS = frozenset(
    "علي ضد بين مع من في الي عن ل ب بحق لدي قبل تجاه نحو صوب باتجاه عند حول برفقه لصالح بيد".split()
)
_HANDS = frozenset("يد ايدي ايادي قبضه يدي براثن".split())  # «من يد», «من قبضة» are *from*
_QUANTIFIERS = frozenset(
    "احد احدي عدد عددا كل جميع بعض عده كثير العديد عشرات مئات الاف حوالي قرابه اكثر اقل الواحد معظم اغلب غالبيه سائر كافه".split()
)


def read_preposition(mention: Mention, previous: Mention | None, sentence: Sentence, proclitic: str) -> None:
    """Note the preposition before the phrase, past the words that count it, and whether *and* ties it to the one before.

    `proclitic` is what was stripped from the word that the phrase begins with.
    """
    words = sentence.doc.words
    token = mention.first
    first = words[token]
    if proclitic.startswith("و"):
        mention.joined = previous is not None and len(sentence.gap(previous.last, token)) <= 3
        proclitic = proclitic[1:]
    if proclitic in ("ل", "ب", "ك", "ف"):
        mention.prep = proclitic
        return
    back = sentence.before(token)
    steps = 0
    while back >= sentence.first and steps < 5:
        word = words[back]
        if word in _HANDS:
            back -= 1
            steps += 1
            continue
        if word == "و" or (word[:1] == "و" and any(n.first <= back <= n.last for n in sentence.numbers)):
            mention.joined = previous is not None and len(sentence.gap(previous.last, back)) <= 3
            mention.prep = previous.prep if mention.joined and previous is not None else ""
            return
        if (
            any(n.first <= back <= n.last for n in sentence.numbers)
            or word in _QUANTIFIERS
            or word.isdigit()
            or (steps < 3 and word[1:] in _QUANTIFIERS)
        ):
            if word[:1] in "بل" and word[1:] in _QUANTIFIERS:
                mention.prep = word[0]
                return
            back -= 1
            steps += 1
            continue
        bare = word[1:] if word[:1] in "ول" and word[1:] in PREPOSITIONS else word
        if word in PREPOSITIONS or bare in PREPOSITIONS:
            following = words[back + 1] if back + 1 < sentence.last else first
            if (
                word == "من"
                and following == words[token]
                and back - 1 >= sentence.first
                and _counts(sentence, back - 1)
            ):
                back -= 1
                steps += 1
                continue
            mention.prep = bare if bare in PREPOSITIONS else word
            return
        break
    if mention.joined and previous is not None:
        mention.prep = previous.prep


def _counts(sentence: Sentence, token: int) -> bool:
    """Whether the word before *of* only says how many: `11 من عناصر`, `عدد من`, `واحد من`."""
    word = sentence.doc.words[token]
    return word in _QUANTIFIERS or word == "واحد" or any(n.first <= token <= n.last for n in sentence.numbers)
