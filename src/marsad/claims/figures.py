"""To how many: the numbers of a candidate's stretch, each tied to what happened to them and who they are (codebook, section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..annotate.participants import Mention
from ..annotate.sentence import BREAKS, Sentence
from .candidates import Candidate

if TYPE_CHECKING:
    from ..annotate.numbers import NumberMention
    from ..lexicons.vocabulary import Vocabulary

_OTHERS = frozenset(["اخر", "اخرين", "اخرون", "اخري", "اخران", "اخرى", "واخر", "واخرين", "غيرهم"])


@dataclass(slots=True)
class Counted:
    """A figure at tokens `first` to `last` of its sentence."""

    sentence: Sentence
    first: int
    last: int
    kind: str
    of: str
    low: float | None
    best: float | None
    high: float | None


def find_figures(candidate: Candidate, recipients: list[Mention], alone: bool, vocabulary: Vocabulary) -> list[Counted]:
    """The figures of this candidate, in order; `alone` says that it is the only one of its sentence."""
    sentence = candidate.sentence
    left = sentence.first if alone else candidate.left
    right = sentence.last if alone else candidate.right
    found: list[Counted] = []
    for number in sentence.numbers:
        if (
            not (left <= number.first < right)
            or number.unit in ("distance", "duration", "money", "age", "weight")
            or number.kind == "ordinal"
        ):
            continue
        counted = _counted(candidate, number, found, vocabulary)
        if counted is not None:
            found.append(counted)
    found += _lone_victims(candidate, recipients, found, left, right)
    found.sort(key=lambda c: c.first)
    return _join_totals(found, sentence)


def _counted(candidate: Candidate, number: NumberMention, found: list[Counted], vocabulary: Vocabulary) -> Counted | None:
    sentence = candidate.sentence
    last = number.span_last
    noun = sentence.at("people", number.noun) if number.noun is not None else None
    thing = sentence.at("thing", number.noun) if number.noun is not None else None
    if number.noun is not None:
        last = max(last, number.noun)
    if number.unit == "area":
        return Counted(sentence, number.first, last, "area_km2", "controlled", number.low, number.best, number.high)
    if number.unit == "percent" or number.kind in ("percent", "fraction"):
        if candidate.type.group != "control":
            return None
        scale = 0.01 if number.kind == "percent" or number.unit == "percent" else 1.0
        values = [None if v is None else v * scale for v in (number.low, number.best, number.high)]
        return Counted(sentence, number.first, last, "share", "place", *values)
    casualty = sentence.at("casualty", number.noun) if number.noun is not None else None
    if noun is None and thing is None and casualty is None:
        follower = sentence.word(number.last + 1)
        counts_people = (
            follower in _OTHERS or _casualty_before(sentence, number.first) is not None or follower in ("منهم", "منهن", "بين", "في", "")
        )
        if not counts_people or _casualty_near(sentence, number) is None:
            return None
        if follower in _OTHERS:
            last = max(last, number.last + 1)
    if thing is not None and noun is None:
        kind, of = thing.data
        return Counted(sentence, number.first, last, kind, of, number.low, number.best, number.high)
    of = noun.data.of if noun is not None else (found[-1].of if found else "people")
    if of == "skip":
        return None
    kind = _kind(candidate, number, casualty.data if casualty is not None else (noun.data.casualty if noun is not None else None))
    return Counted(sentence, number.first, last, kind, of, number.low, number.best, number.high)


def _kind(candidate: Candidate, number: NumberMention, own: str | None) -> str:
    """What happened to them: by the noun itself, by the nearest word of casualty, by the event."""
    if own is not None:
        return own
    near = _casualty_near(candidate.sentence, number)
    if near is not None and (candidate.type.group == "fight" or candidate.entry.consequence):
        return near
    return candidate.type.figure or near or "other"


def _casualty_near(sentence: Sentence, number: NumberMention) -> str | None:
    before = _casualty_before(sentence, number.first)
    if before is not None:
        return before
    for hit in sentence.of("casualty"):
        if 0 < hit.first - number.last <= 9 and not any(sentence.doc.words[k] in BREAKS for k in range(number.last, hit.first)):
            return str(hit.data)
    return None


def _casualty_before(sentence: Sentence, token: int) -> str | None:
    best: str | None = None
    for hit in sentence.of("casualty"):
        if hit.last < token and token - hit.last <= 16:
            between = sentence.doc.words[hit.last + 1 : token]
            if sum(1 for w in between if w in BREAKS) <= 1:
                best = str(hit.data)
    return best


def _lone_victims(candidate: Candidate, recipients: list[Mention], found: list[Counted], left: int, right: int) -> list[Counted]:
    """A single person killed or hurt, named by an indefinite singular (`مقتل جندي`), is a figure of one."""
    out: list[Counted] = []
    sentence = candidate.sentence
    if candidate.type.group not in ("fight", "people"):
        return out
    for mention in sentence.mentions:
        if (
            not (left <= mention.first < right)
            or mention.head != "people"
            or mention.plural
            or mention.definite
            or mention.number is not None
        ):
            continue
        if any(c.first <= mention.last and mention.first <= c.last for c in found) or mention not in recipients:
            continue
        kind = mention.casualty or _casualty_before(sentence, mention.first) or candidate.type.figure
        if kind is None:
            continue
        out.append(Counted(sentence, mention.first, mention.last, kind, mention.of or "people", 1, 1, 1))
    return out


def _join_totals(found: list[Counted], sentence: Sentence) -> list[Counted]:
    """`40 قتيلاً وجريحاً`, `بين قتيل وجريح`: one figure of killed and injured."""
    for counted in found:
        if counted.kind not in ("killed", "injured"):
            continue
        words = sentence.doc.words
        tail = words[counted.first : min(counted.last + 5, sentence.last)]
        kinds = {h.data for h in sentence.of("casualty") if counted.first <= h.first < counted.first + len(tail)}
        joined = {"killed", "injured"} <= kinds and not any(
            n.first > counted.first and n.first < counted.first + len(tail) for n in sentence.numbers
        )
        if joined and ("بين" in tail or any(w.startswith("وجر") or w.startswith("ومصاب") for w in tail)):
            counted.kind = "killed_and_injured"
    return found
