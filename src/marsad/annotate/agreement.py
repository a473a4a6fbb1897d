"""Gender and number, as far as the spelling of a noun phrase shows them: which verb or pronoun can belong to it.

A verb agrees with a subject before it in gender and number, with one after it in gender alone; several things take the feminine
singular.
"""

from __future__ import annotations

from .participants import PLACE, Mention

_PROCLITICS = ("وال", "لل", "بال", "ال", "و", "ل", "ب")
_FEMININE = frozenset("قوي فصايل كتايب".split())  # by use, not by their ending


def shape_of(mention: Mention) -> str:
    """What the phrase's first word shows: `m` one man or thing, `f` a woman or several things, `mp` several men, `p` either plural."""
    word = mention.sentence.doc.words[mention.first]
    bare = next((word[len(p) :] for p in _PROCLITICS if word.startswith(p) and len(word) - len(p) >= 3), word)
    if bare.endswith(("ون", "ين")) and (mention.plural or mention.head in ("people", "demonym")):
        return "mp"
    if bare.endswith("ون") and mention.head == "actor":
        return "mp"
    if bare in _FEMININE or bare.endswith("ات"):
        return "f"
    if mention.plural:
        return "p"
    return "f" if bare.endswith("ه") or mention.strength == PLACE else "m"


_AFTER = {
    "ms": {"m": "yes", "mp": "yes", "p": "yes", "f": "no"},
    "fs": {"m": "no", "mp": "no", "p": "maybe", "f": "yes"},
}
_BEFORE = {
    "ms": {"m": "yes", "mp": "no", "p": "no", "f": "no"},
    "fs": {"m": "no", "mp": "no", "p": "maybe", "f": "yes"},
    "mp": {"m": "no", "mp": "yes", "p": "maybe", "f": "no"},
}
_BEFORE["md"] = _BEFORE["mp"]


def agrees(verb: str, mention: Mention, before: bool) -> str:
    """Whether a verb of this form (`text.inflect.Form.agreement`) can have the phrase as its subject: `yes`, `no`, `maybe`, or `?`.

    `before` says that the phrase stands before the verb; a verb in the plural has no subject after it.
    """
    fits = (_BEFORE if before else _AFTER).get(verb)
    return fits[shape_of(mention)] if fits is not None else "?"


_PRONOUNS = {"ه": frozenset("m"), "ها": frozenset("f"), "هم": frozenset(("mp", "p")), "هما": frozenset(("mp", "p"))}


def stands_for(pronoun: str, mention: Mention) -> bool:
    """Whether a pronoun at the end of a word can stand for the phrase; `نا` can for any."""
    return pronoun == "نا" or shape_of(mention) in _PRONOUNS.get(pronoun, ())
