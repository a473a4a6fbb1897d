"""All written forms of a verb, a noun or a phrase pattern, from the few that a lexicon entry gives.

Newspaper Arabic is written without vowels, so a form is a string of folded letters with the features that its spelling shows.
A verb is given by its third person masculine singular, perfect and imperfect (`قصف`, `يقصف`); the generator knows hollow,
doubled and weak verbs by their spelling, and over-generates rather than miss a form: what it adds beyond the language is no word.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from .normal import fold


class Form(NamedTuple):
    """One written form. `tense`: past, present, future, or empty for a noun. `agreement`: ms fs md fd mp fp 1p s d p.

    `voice`: active, passive, or either where the spelling does not tell. `definite` for nouns with the article.
    `bound` marks a form that stands only before a pronoun (قتلو-هم).
    """

    text: str
    tense: str = ""
    agreement: str = ""
    voice: str = "active"
    definite: bool = False
    bound: bool = False


_LONG = "اوي"
# A last radical hamza (`بدأ`, `لجأ`) stays through the whole verb, where a long vowel falls out (`دعا`, `دعت`).
_SEATED = "أ"


def _perfect(stem: str, voice: str) -> Iterator[Form]:
    def form(text: str, agreement: str, bound: bool = False) -> Form:
        return Form(text, "past", agreement, voice, bound=bound)

    if stem.endswith("ي") and len(stem) > 2:
        root = stem[:-1]
        yield form(stem, "ms")
        yield form(root + "ا", "ms", bound=True)
        yield form(root + "ت", "fs")
        yield form(root + "يت", "fs")
        yield form(root + "يا", "md")
        yield form(root + "تا", "fd")
        yield form(root + "وا", "mp")
        yield form(root + "و", "mp", bound=True)
        yield form(root + "ين", "fp")
        yield form(root + "ينا", "1p")
        return
    if stem.endswith(_SEATED):
        root = stem[:-1] + "ا"
        yield form(root, "ms")
        yield form(root + "ت", "fs")
        yield form(root + "تا", "fd")
        for plural in (root + "و", stem[:-1] + "وو"):
            yield form(plural + "ا", "mp")
            yield form(plural, "mp", bound=True)
        yield form(root + "نا", "1p")  # no plural of women: `لجأن` is written as `لجان`
        return
    if stem.endswith("ا") and len(stem) > 2:
        root = stem[:-1]
        yield form(stem, "ms")
        yield form(root + "ت", "fs")
        yield form(root + "وا", "mp")
        yield form(root + "و", "mp", bound=True)
        yield form(root + "ونا", "1p")
        return
    yield form(stem, "ms")
    yield form(stem + "ت", "fs")
    yield form(stem + "ا", "md")
    yield form(stem + "تا", "fd")
    yield form(stem + "وا", "mp")
    yield form(stem + "و", "mp", bound=True)
    short = stem[:-2] + stem[-1] if len(stem) > 2 and stem[-2] in "اي" else stem
    yield form(short + "ن", "fp")
    yield form(short + "نا", "1p")


def _imperfect(present: str, voice: str) -> Iterator[Form]:
    stem = present[1:]
    if stem.endswith(_SEATED):
        yield from _seated_imperfect(stem[:-1], voice)
        return
    weak = len(stem) > 2 and stem[-1] in _LONG
    root = stem[:-1] if weak else stem
    hollow = len(stem) > 2 and not weak and stem[-2] in _LONG
    endings: list[tuple[str, str, str, bool]] = [
        ("ي", stem, "ms", False), ("ت", stem, "fs", False), ("ن", stem, "1p", False),
        ("ي", root + "ون", "mp", False), ("ي", root + "وا", "mp", False), ("ي", root + "و", "mp", True), ("ت", root + "ون", "mp", False),
        ("ي", (root + "ي" if weak else stem) + "ان", "md", False), ("ي", (root + "ي" if weak else stem) + "ا", "md", False),
        ("ت", (root + "ي" if weak else stem) + "ان", "fd", False), ("ي", stem + "ن", "fp", False),
    ]  # fmt: skip
    if weak:
        endings += [
            ("ي", root, "ms", False),
            ("ت", root, "fs", False),
            ("ي", root + "ا", "ms", True),
            ("ت", root + "ا", "fs", True),
        ]
    if hollow:
        endings += [("ي", stem[:-2] + stem[-1], "ms", False), ("ت", stem[:-2] + stem[-1], "fs", False)]
    for letter, rest, agreement, bound in endings:
        yield Form(letter + rest, "present", agreement, voice, bound=bound)
        yield Form("س" + letter + rest, "future", agreement, voice, bound=bound)


def _seated_imperfect(root: str, voice: str) -> Iterator[Form]:
    """`يبدأ`, `يبدأون` or `يبدؤون`, `يبدآن`."""
    endings: list[tuple[str, str, str, bool]] = [
        ("ي", "ا", "ms", False), ("ت", "ا", "fs", False), ("ن", "ا", "1p", False), ("ي", "ان", "md", False), ("ت", "ان", "fd", False),
    ]  # fmt: skip
    for seat in ("ا", "و"):
        endings += [("ي", seat + "ون", "mp", False), ("ي", seat + "وا", "mp", False), ("ي", seat + "و", "mp", True)]
    for letter, ending, agreement, bound in endings:
        yield Form(letter + root + ending, "present", agreement, voice, bound=bound)
        yield Form("س" + letter + root + ending, "future", agreement, voice, bound=bound)


def verb_forms(
    past: str, present: str, passive: str | None = None, passive_present: str | None = None, *, transitive: bool = True
) -> list[Form]:
    """Every third-person form, and the first person plural, of a verb in perfect, imperfect and future, both voices.

    A voice that is spelled like the other is given once, as `either` (`قتل` is *qatala* or *qutila*); `transitive=False` keeps
    it active.
    """
    past, present = _fold_but_seat(past), _fold_but_seat(present)
    forms: list[Form] = []
    if transitive and passive is None and not (len(past) > 2 and past[-2] == "ا") and not past.endswith(("ا", _SEATED)):
        forms += _perfect(past, "either")
    else:
        forms += _perfect(past, "active")
    if passive is not None:
        forms += _perfect(fold(passive), "passive")
    forms += _imperfect(present, "either" if transitive and passive_present is None else "active")
    if passive_present is not None:
        forms += _imperfect(fold(passive_present), "passive")
    unique: dict[tuple[str, str, bool], Form] = {}
    for form in forms:
        key = (form.text, form.tense, form.bound)
        known = unique.get(key)
        if known is None:
            unique[key] = form
        elif known.voice != form.voice:
            unique[key] = known._replace(voice="either")
    return list(unique.values())


def _fold_but_seat(verb: str) -> str:
    """The folded verb, a hamza that is its last radical left as it is told apart by."""
    return fold(verb[:-1]) + _SEATED if verb.endswith(_SEATED) else fold(verb)


_SOUND = re.compile("(ون|ين)$")


def noun_forms(singular: str | None, plurals: list[str] | None = None, duals: list[str] | None = None) -> list[Form]:
    """Every written form of a noun: with and without the article, accusative, dual, plural, and the forms before a genitive."""
    out: dict[str, Form] = {}

    def add(text: str, agreement: str) -> None:
        out.setdefault(text, Form(text, "", agreement))
        if not text.startswith("ال"):
            out.setdefault("ال" + text, Form("ال" + text, "", agreement, definite=True))

    def construct(text: str, agreement: str) -> None:
        out.setdefault(text, Form(text, "", agreement))

    for plural in plurals or []:
        word = fold(plural)
        if " " in word:
            out.setdefault(word, Form(word, "", "p", definite=word.startswith("ال")))
            continue
        add(word, "p")
        if _SOUND.search(word) and singular is not None:
            root = word[:-2]
            for ending in ("ون", "ين"):
                add(root + ending, "p")
            construct(root + "و", "p")
            construct(root + "ي", "p")
        elif not word.endswith(("ات", "ه", "اء", "ا", "ي", "ان")):
            construct(word + "ا", "p")
    if singular:
        word = fold(singular)
        if " " in word:
            out.setdefault(word, Form(word, "", "s", definite=word.startswith("ال")))
        else:
            add(word, "s")
            if not word.endswith(("ه", "اء", "ا")):
                construct(word + "ا", "s")
            stem = word[:-1] + "ت" if word.endswith("ه") else word
            for dual in [fold(d) for d in duals] if duals else [stem + "ان", stem + "ين"]:
                add(dual, "d")
                if dual.endswith(("ان", "ين")):
                    construct(dual[:-1], "d")
    return list(out.values())


_SLOT = re.compile(r"\{(verb|noun):([^}]+)\}")
_CHOICE = re.compile(r"\(([^()]*)\)(\??)")


def pattern_forms(text: str) -> list[Form]:
    """Every written form of a phrase pattern: `{verb:past|present}` and `{noun:singular|plural}` inflect, `(a|b)` chooses, `(a)?` may be absent.

    The features are those of the inflected word.
    """
    slot = _SLOT.search(text)
    heads: list[Form] = [Form("")]
    if slot:
        parts = [p.strip() for p in slot.group(2).split("|")]
        heads = (
            verb_forms(parts[0], parts[1], *parts[2:4]) if slot.group(1) == "verb" else noun_forms(parts[0], parts[1:])
        )
        before, after = text[: slot.start()], text[slot.end() :]
    else:
        before, after = text, ""
    out: list[Form] = []
    for left, right in itertools.product(_choices(before), _choices(after)):
        for head in heads:
            if head.bound and right.startswith(" "):
                continue
            joined = fold(" ".join(f"{left}{head.text}{right}".split()))
            out.append(head._replace(text=joined))
    return list({(f.text, f.tense): f for f in out}.values())


def gapped_forms(text: str) -> list[tuple[Form, dict[str, frozenset[str]]]]:
    """Every form of the verb or verbal noun that opens a phrase pattern, and the words, with or without a preposition, that may close
    it further on (`أرسلت أنقرة تعزيزات`, `إرسال أنقرة تعزيزات`): by the first of them what may be the second, "" for none."""
    slot = _SLOT.match(text)
    if slot is None:
        return []
    parts = [p.strip() for p in slot.group(2).split("|")]
    closings: dict[str, set[str]] = {}
    for first, *rest in filter(None, (fold(c).split() for c in _choices(text[slot.end() :]))):
        if len(rest) <= 1:
            closings.setdefault(first, set()).add(rest[0] if rest else "")
    objects = {first: frozenset(rest) for first, rest in closings.items()}
    heads = verb_forms(parts[0], parts[1], *parts[2:4]) if slot.group(1) == "verb" else noun_forms(parts[0], parts[1:])
    return [(form._replace(text=fold(form.text)), objects) for form in heads if not form.bound]


def _choices(text: str) -> list[str]:
    match = _CHOICE.search(text)
    if not match:
        return [text]
    options = match.group(1).split("|") + ([""] if match.group(2) else [])
    return [text[: match.start()] + option + rest for option in options for rest in _choices(text[match.end() :])]
