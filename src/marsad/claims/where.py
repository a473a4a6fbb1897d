"""Where: the place that the clause, its sentence or a clear antecedent puts the event at (codebook, sections 2 and 5, Places)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..annotate.places import heads_the_line
from ..annotate.sentence import BREAKS, Sentence, among
from .candidates import Candidate

if TYPE_CHECKING:
    from ..annotate.places import PlaceMention

_OPENS = frozenset("ان بان انه انها انهم بانه بانها بانهم :".split())  # what is told begins here
_SEALS = frozenset(["بينما", "فيما", "وفيما", "وبينما"])


def find_place(candidate: Candidate) -> tuple[PlaceMention | None, list[PlaceMention]]:
    """The place of the candidate and the further places under the same verb."""
    sentence = candidate.sentence
    usable = [
        p
        for p in sentence.places
        if not _names_a_participant(p, sentence) and not of_the_saying(p, candidate, sentence)
    ]
    inside = [p for p in usable if candidate.left <= p.first < candidate.right]
    if inside:
        best = _narrowest(min(inside, key=lambda p: _cost(candidate, p)), usable, candidate)
        return best, _listed(best, usable)
    outside = [p for p in usable if not _sealed(sentence, p, candidate)]
    if outside:
        return _narrowest(min(outside, key=lambda p: _cost(candidate, p)), usable, candidate), []
    return None, []


def _narrowest(best: PlaceMention, usable: list[PlaceMention], candidate: Candidate) -> PlaceMention:
    """The first and most specific of the places that hang together before the trigger: `في قرية أ وقرية ب بريف ج … قصف`."""
    at = usable.index(best)
    while at and usable[at].last < candidate.first and (usable[at].joined or usable[at - 1].within is usable[at]):
        at -= 1
    return usable[at]


def _names_a_participant(place: PlaceMention, sentence: Sentence) -> bool:
    """Whether the place stands for its government or lies inside a participant's name (`أهالي الرقة` locates; `محافظ عدن` does not)."""
    if place.titular:
        return True
    if heads_the_line(place, sentence):
        return False
    entry = place.settled.entry if place.settled else None
    if entry is None or entry.kind != "country" or place.prep or place.relation or place.cue:
        return False
    return any(m.first <= place.first <= m.last and not m.adjective for m in sentence.mentions)


def of_the_saying(place: PlaceMention, candidate: Candidate, sentence: Sentence) -> bool:
    """Whether the place belongs to who speaks, and where, not to what is told: `قال مسؤول في حلب إن …`."""
    if place.first > candidate.first:
        return False
    says = sentence.starts("say")
    return bool(says) and says[0] < place.first and among(sentence.where(_OPENS), place.last + 1, candidate.first) > 0


def _cost(candidate: Candidate, place: PlaceMention) -> float:
    words = candidate.sentence.doc.words
    after = place.first > candidate.last
    low, high = (candidate.last, place.first) if after else (place.last, candidate.first)
    cost = float(high - low) + 5 * sum(1 for k in range(low + 1, high) if words[k] in BREAKS)
    if not after:
        cost += 6
    if place.prep in ("في", "ب", "علي", "بين"):
        cost -= 5
    elif place.prep in ("من", "الي", "نحو", "صوب", "باتجاه") and not candidate.entry.prepositions.get(
        place.prep, ""
    ).startswith(("from", "place", "to")):
        cost += 6
    if place.relation in ("near", "part_of", "countryside") and place.prep in ("", "في", "من"):
        cost -= 4
    if place.nested:
        cost += 8
    if place.relation == "border":
        cost += 4
    cost += {5: 5, 4: 2, 6: 3}.get(place.settled.precision if place.settled else 1, 0)
    return cost


def _sealed(sentence: Sentence, place: PlaceMention, candidate: Candidate) -> bool:
    low, high = (candidate.last, place.first) if place.first > candidate.last else (place.last, candidate.first)
    words = sentence.doc.words
    if heads_the_line(place, sentence):
        return False
    if place.prep not in ("في", "ب", "علي", "داخل", "قرب", "شمال", "جنوب", "شرق", "غرب"):
        return True
    return any(words[k] in _SEALS for k in range(low + 1, high))


def _listed(best: PlaceMention, usable: list[PlaceMention]) -> list[PlaceMention]:
    """Places that *and* or a comma ties to the first: `في أ وب وج`."""
    out: list[PlaceMention] = []
    at = usable.index(best)
    for place in usable[at + 1 :]:
        if not place.joined:
            break
        out.append(place)
    return out
