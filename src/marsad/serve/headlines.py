"""The sentence that names an event, made from its parts in either language: what, by whom, against whom, where."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from ..store.rows import EventRow
from .labels import Labels
from .locales import Locale, plain

# Sentences whose names follow no preposition (اشتباك طرفه مدنيون، تظاهرة – طلاب): there a name keeps its own ending.
_SUBJECTS = frozenset(
    [(group, form) for group in ("both_sides", "talks") for form in ("actor", "recipient")]
    + [("people", "recipient"), ("control", "actor"), ("control", "recipient"), ("street", "actor"), ("things", "recipient")]
)  # fmt: skip
_NOTE = re.compile(r"\s*\([^()]*\)$")
_MOST = 2  # names of one side; more make no sentence
# Words that end as a plural of men does and are none: their ending stays in every case.
_NO_PLURALS = frozenset("قانون القانون تلفزيون التلفزيون زيتون الزيتون عيون هارون مليون كانون صهيون".split())


def genitive(name: str) -> str:
    """An Arabic name after a preposition: the plural of men changes its ending (مدنيون، مدنيين), and so does أبو."""
    words = name.split()
    for i, word in enumerate(words):
        if word.endswith("ون") and len(word) > 4 and word not in _NO_PLURALS:
            words[i] = word[:-2] + "ين"
        elif word == "أبو":
            words[i] = "أبي"
    return " ".join(words)


def in_a_sentence(labels: Labels, actor: str) -> str:
    """An actor's English name within a sentence: without the note in brackets, and small where it is no name but a kind of people."""
    name = _NOTE.sub("", labels.actor(actor, "en"))
    known = labels.actors.get(actor)
    return name[:1].lower() + name[1:] if known is not None and known.generic else name


def sides(row: EventRow) -> tuple[list[str], list[str]]:
    """Ids of those who did and of those who suffered, the most named first."""
    named = sorted(row.detail.get("actors", ()), key=lambda a: -a["claims"])
    return [a["actor"] for a in named if a["role"] == "actor"], [a["actor"] for a in named if a["role"] == "recipient"]


def headline(locale: Locale, labels: Labels, row: EventRow) -> Markup:
    """The sentence as HTML, every name kept apart from the direction around it."""
    doers, sufferers = sides(row)
    kind = labels.types.get(row.event_type)
    what = labels.event_type(row.event_type, locale.code)
    group = "both_sides" if kind is not None and kind.two_sided else row.event_group or "fight"
    if group == "both_sides":
        doers, sufferers = _two(_fighting(labels, doers), _fighting(labels, sufferers))
    form = "actor_recipient" if doers and sufferers else "actor" if doers else "recipient" if sufferers else "alone"
    cased = (group, form) not in _SUBJECTS
    a, b = _names(locale, labels, doers, cased), _names(locale, labels, sufferers, cased)
    values = {"type": Markup("{}").format(what), "a": a, "b": b}
    own = f"headline.{row.event_type}.{form}"  # a type whose names stand otherwise than those of its group
    key = own if own in locale.strings else f"headline.{group}.{form}"
    sentence = locale.text(key, None, **values) if form != "alone" else values["type"]
    place = row.place_name_ar if locale.code == "ar" else row.place_name_en or row.place_name_ar
    unit = labels.adm1(row.country, row.adm1, locale.code)
    where = plain(place or "") or unit or locale.country(row.country)
    return locale.text("headline.in", None, what=sentence, place=where) if where else sentence


def _fighting(labels: Labels, ids: list[str]) -> list[str]:
    """Without civilians: those whom a fight between others hit are none of its sides."""
    return [x for x in ids if x not in labels.actors or labels.actors[x].kind != "civilians"]


def _two(doers: list[str], sufferers: list[str]) -> tuple[list[str], list[str]]:
    """Of an event that two sides share, the sides: who is named against whom, else the two most named."""
    others = [x for x in sufferers if x not in doers]
    if doers and others:
        return doers[:1], others[:1]
    both = list(dict.fromkeys([*doers, *sufferers]))
    return both[:1], both[1:2]


def _names(locale: Locale, labels: Labels, ids: Sequence[str], cased: bool) -> Markup:
    if locale.code == "ar":
        names = [labels.actor(x, "ar") for x in ids[:_MOST]]
        names = [genitive(n) for n in names] if cased else names
    else:
        names = [in_a_sentence(labels, x) for x in ids[:_MOST]]
    isolated = [Markup("<bdi>{}</bdi>").format(n) for n in names]
    return Markup(locale.pattern("headline.and")).join(isolated)
