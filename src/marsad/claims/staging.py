"""The last word on where and when: each place and each date within reach of a trigger is weighed as that of its happening.

What the grammar proposes (`where.py`, `when.py`) is confirmed or mended by a linear score over structure alone, as the cast is
(`casting.py`): distance and side, preposition, clause, participants beside it, how exact it is, what the article told before. The
weights know no word, no place and no event type; `scripts/train_staging.py` fits them on composed reports and writes
`lexicon/staging.yml`, each as [place, date].
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from ..annotate.places import heads_the_line
from ..annotate.sentence import BREAKS, Sentence
from .attribution import THAT
from .candidates import Candidate
from .casting import step_of
from .when import may_date
from .where import of_the_saying

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..annotate.dates import DateMention
    from ..annotate.places import PlaceMention
    from ..lexicons.vocabulary import Vocabulary
    from .build import Draft

LOOK_BACK = 8  # drafts before and after whose place or date a happening may share
NEAR = 3  # sentences over which it may do so without being of the same type
_SINCE = frozenset("بعد عقب وبعد اعقاب منذ قبل غداه خلال التي الذي الذين حيث بينما فيما وفيما وبينما كما".split())

Dated = tuple["DateMention", Sentence]
T = TypeVar("T")


@dataclass(slots=True)
class Told:
    """What the whole article says of its places and days, gathered once."""

    places: Counter[str]
    days: Counter[tuple[object, object]]
    proposed_places: list[PlaceMention | None]
    proposed_dates: list[Dated | None]
    kinds: list[tuple[str, str]]
    sides: list[set[str]]
    counted: list[set[tuple[str, float | None]]]

    @classmethod
    def of(cls, drafts: list[Draft], sentences: list[Sentence]) -> Told:
        """The counts of each place and day named, and what the grammar proposed for each draft."""
        return cls(
            Counter(p.key for s in sentences for p in s.places),
            Counter((d.start, d.end) for s in sentences for d in s.dates if d.role != "then"),
            [d.place for d in drafts],
            [(d.date, d.date_of or d.candidate.sentence) if d.date is not None else None for d in drafts],
            [(d.candidate.type.id, d.candidate.type.group) for d in drafts],
            [{m.actor for m in (*d.roles.actors, *d.roles.recipients) if m.actor} for d in drafts],
            [{(f.kind, f.best) for f in d.figures} for d in drafts],
        )

    def again(self, one: int, other: int) -> str:
        """How far two drafts may tell of one happening: by type, by sides, by figures."""
        mine, theirs = self.kinds[one], self.kinds[other]
        alike = "type" if mine == theirs else "group" if mine[1] == theirs[1] else "other"
        return f"{alike}/{_meet(self.sides[one], self.sides[other])}/{_meet(self.counted[one], self.counted[other])}"


def _meet(mine: set[Any], theirs: set[Any]) -> str:
    return "?" if not mine or not theirs else "same" if mine & theirs else "differ"


def stage(drafts: list[Draft], sentences: list[Sentence], vocabulary: Vocabulary) -> None:
    """Settle place and date of each draft that is worth a claim."""
    weights = vocabulary.staging
    if not weights:
        return
    told = Told.of(drafts, sentences)
    bias = weights["bias"]
    for index, draft in enumerate(drafts):
        if draft.confidence < vocabulary.threshold:
            continue
        if draft.place is None or not heads_the_line(draft.place, draft.candidate.sentence):
            places = [
                (sum(map(weights.__getitem__, names), bias).real, p) for p, names in place_options(drafts, index, told)
            ]
            _set_place(draft, _best(places, weights.least[0]))
        dates = [(sum(map(weights.__getitem__, names), bias).imag, d) for d, names in date_options(drafts, index, told)]
        _set_date(draft, _best(dates, weights.least[1]))


def _best(options: list[tuple[float, T]], least: float) -> T | None:
    """The best of the options, each weighed against the others and against none at all; None where it is not sure enough."""
    if not options:
        return None
    score, best = max(options, key=lambda o: o[0])
    total = 1 + sum(math.exp(min(s, 30.0)) for s, _ in options)
    return best if math.exp(min(score, 30.0)) / total >= least else None


def _set_place(draft: Draft, best: PlaceMention | None) -> None:
    if best is draft.place:
        return
    if best is not None:
        words = best.sentence.doc.raw_text(best.first, best.last)
        draft.candidate.note("weighed", words, "taken as the place")
    elif draft.place is not None:
        words = draft.place.sentence.doc.raw_text(draft.place.first, draft.place.last)
        draft.candidate.note("weighed", words, "not the place")
    draft.more_places = [p for p in draft.more_places if p is not best] if best in draft.more_places else []
    draft.place = best


def _set_date(draft: Draft, best: Dated | None) -> None:
    if best is None:
        if draft.date is not None:
            words = (draft.date_of or draft.candidate.sentence).doc.raw_text(draft.date.first, draft.date.last)
            draft.candidate.note("weighed", words, "not the date")
        draft.date = draft.date_of = None
    elif draft.date is not best[0]:
        draft.date, draft.date_of = best
        draft.candidate.note("weighed", best[1].doc.raw_text(best[0].first, best[0].last), "taken as the date")


def _many(count: int) -> str:
    return "1" if count <= 1 else "2" if count == 2 else "3" if count <= 4 else "5"


def _between(candidate: Candidate, first: int, last: int) -> tuple[str, int, int]:
    """The side of the trigger that tokens `first` to `last` stand on, and the tokens between."""
    if first > candidate.first:
        return "R", candidate.last + 1, first
    return "L", last + 1, candidate.first


def _path(candidate: Candidate, first: int, last: int) -> list[str]:
    """How a phrase of the trigger's sentence lies to it: distance, clause, other triggers, words of saying between."""
    sentence = candidate.sentence
    words = sentence.doc.words
    side, lo, hi = _between(candidate, first, last)
    crossed = sum(1 for h in sentence.of("trigger") if lo <= h.first < hi)
    breaks = sum(1 for k in range(lo, hi) if words[k] in BREAKS)
    names = [
        f"at={side}{step_of(hi - lo)}",
        f"crossed={side}{min(crossed, 3)}",
        f"breaks={side}{min(breaks, 3)}",
        f"in={candidate.left <= first < candidate.right}/{side}",
    ]
    if any(words[k] in _SINCE for k in range(lo, hi)):
        names.append(f"turn/{side}")
    if any(words[k] in THAT for k in range(lo, hi)):
        names.append(f"that/{side}")
    if any(lo <= h.first < hi for h in sentence.of("say")):
        names.append(f"saying-between/{side}")
    return names


def place_options(drafts: list[Draft], index: int, told: Told) -> list[tuple[PlaceMention, list[str]]]:
    """The places that may be that of a draft, each with the names of the features that it has."""
    draft = drafts[index]
    candidate = draft.candidate
    sentence = candidate.sentence
    proposed = told.proposed_places[index]
    own = [p for p in sentence.places if not of_the_saying(p, candidate, sentence)]
    found = [(p, _of_place(draft, own, at, told)) for at, p in enumerate(own)]
    shared = "no" if proposed is None else "own" if proposed.sentence is sentence else "told"
    for place, names in found:
        names.append(
            f"own/{shared}/{'it' if place is proposed else 'same' if proposed and place.key == proposed.key else 'other'}"
        )
        names.append(f"own/rivals={_many(len(own))}")
        for name, other in _beside(told.proposed_places, drafts, index):
            names.append(f"beside/{name}/{other.key == place.key}")
    for place, names in _places_before(drafts, index, told, {p.key for p in own}):
        chosen = "it" if place is proposed else "other"
        found.append((place, [*names, f"before/{shared}/{chosen}", f"before/own={min(len(own), 2)}"]))
    return found


def _beside(values: list[PlaceMention | None], drafts: list[Draft], index: int) -> list[tuple[str, PlaceMention]]:
    """The places proposed for the triggers before and after this one in its sentence."""
    out = []
    for name, at in (("before", index - 1), ("after", index + 1)):
        if 0 <= at < len(drafts) and drafts[at].candidate.sentence is drafts[index].candidate.sentence:
            other = values[at]
            if other is not None:
                alike = drafts[at].candidate.type.group == drafts[index].candidate.type.group
                out.append((f"{name}/{alike}", other))
    return out


def _of_place(draft: Draft, own: list[PlaceMention], at: int, told: Told) -> list[str]:
    """The features of a place in the trigger's own sentence."""
    place = own[at]
    candidate = draft.candidate
    sentence = candidate.sentence
    settled = place.settled
    kind = settled.entry.kind if settled and settled.entry else "unknown"
    exact = settled.precision if settled else 1
    side = _between(candidate, place.first, place.last)[0]
    prep = place.prep or "-"
    names = _path(candidate, place.first, place.last)
    names += [
        f"prep={prep}/{side}",
        f"kind={kind}",
        f"kind={kind}/{prep}",
        f"exact={exact}",
        f"relation={place.relation}",
        f"governed={candidate.entry.prepositions.get(place.prep, '-')}/{prep}",
        f"named={_many(told.places[place.key])}",
        f"cue={place.cue is not None}",
    ]
    names += [name for name in ("nested", "titular", "joined", "back") if getattr(place, name)]
    if place.within is not None:
        names.append("has-within")
    if kind != "country" and any(p.settled and p.settled.precision > exact for p in own):
        names.append("narrower")
    if any(p.settled and p.settled.precision < exact for p in own):
        names.append("wider")
    nearer = [p for p in own if p is not place and _between(candidate, p.first, p.last)[0] == side]
    names.append(
        f"nearest={not any(abs(p.first - candidate.first) < abs(place.first - candidate.first) for p in nearer)}/{side}"
    )
    for mention in sentence.mentions:
        if mention.first <= place.first <= mention.last:
            names.append(f"inside-phrase/{_role(draft, mention)}")
        elif 0 < place.first - mention.last <= 2:
            names.append(f"after-phrase/{_role(draft, mention)}/{prep}")
    for link in draft.chain:
        if link.sentence is sentence and link.first <= place.first <= link.last + 2:
            names.append("speaker")
    before = sentence.before(place.first)
    if (
        before >= sentence.first
        and sentence.at("trigger", before) is not None
        and not candidate.first <= before <= candidate.last
    ):
        names.append("after-other-trigger")
    return names


def _role(draft: Draft, mention: object) -> str:
    if mention in draft.speakers:
        return "speaker"
    return "actor" if mention in draft.roles.actors else "recipient" if mention in draft.roles.recipients else "other"


def _places_before(
    drafts: list[Draft], index: int, told: Told, seen: set[str]
) -> Iterator[tuple[PlaceMention, list[str]]]:
    """Places of other sentences that the happening may be set at: those of what was told before, and just after."""
    sentence = drafts[index].candidate.sentence
    rank = 0
    for at in (*range(index - 1, max(-1, index - 1 - LOOK_BACK), -1), *range(index + 1, min(len(drafts), index + 4))):
        place = told.proposed_places[at]
        if place is None or drafts[at].candidate.sentence is sentence:
            continue
        if at > index:
            rank = 9
        key = place.key
        if key not in seen:
            seen.add(key)
            names = _of_before(drafts[index], drafts[at], told.again(index, at), rank, place, told)
            yield place, ["later", *names] if at > index else names
        rank += 1


def _of_before(draft: Draft, other: Draft, again: str, rank: int, place: PlaceMention, told: Told) -> list[str]:
    """The features of a place that the article tells elsewhere."""
    alike = again[: again.index("/")]
    back = min(abs(draft.candidate.sentence.index - other.candidate.sentence.index), 6)
    definite = draft.candidate.form.definite and not draft.candidate.is_verb
    return [
        "before",
        f"before/{again}",
        f"before/{again}/{back <= NEAR}",
        f"before/rank={min(rank, 4)}",
        f"before/back={back}",
        f"before/back={back}/{alike}",
        f"before/definite={definite}/{alike}",
        f"before/exact={place.settled.precision if place.settled else 1}",
        f"before/named={_many(told.places[place.key])}",
        f"before/first={other.candidate.sentence.index == 0}",
    ]


def date_options(drafts: list[Draft], index: int, told: Told) -> list[tuple[Dated, list[str]]]:
    """The dates that may be that of a draft, each with the names of the features that it has."""
    draft = drafts[index]
    candidate = draft.candidate
    sentence = candidate.sentence
    proposed = told.proposed_dates[index]
    own: list[Dated] = [(d, sentence) for d in sentence.dates if may_date(candidate, d)]
    if proposed is not None and proposed[1] is sentence and all(d is not proposed[0] for d, _ in own):
        own.append(proposed)
    source = "no" if proposed is None else "own" if proposed[1] is sentence else "told"
    found: list[tuple[Dated, list[str]]] = []
    for date, where in own:
        names = _of_date(draft, own, date, told)
        chosen = "it" if proposed and date is proposed[0] else "other"
        names += [f"date/own/{source}/{chosen}", f"date/own/{source}/{chosen}/{min(len(own), 3)}"]
        for name, at in (("before", index - 1), ("after", index + 1)):
            if 0 <= at < len(drafts) and drafts[at].candidate.sentence is sentence:
                other = told.proposed_dates[at]
                names.append(f"date/beside/{name}/{'none' if other is None else _days(other[0]) == _days(date)}")
        found.append(((date, where), names))
    for dated, names in _dates_before(drafts, index, told, {_days(d) for d, _ in own}):
        chosen = "it" if proposed and _days(dated[0]) == _days(proposed[0]) else "other"
        found.append((dated, [*names, f"date/before/{source}/{chosen}", f"date/before/own={min(len(own), 2)}"]))
    return found


def _days(date: DateMention) -> tuple[object, object]:
    return date.start, date.end


def _of_date(draft: Draft, own: list[Dated], date: DateMention, told: Told) -> list[str]:
    """The features of a date in the trigger's own sentence."""
    candidate = draft.candidate
    sentence = candidate.sentence
    side = _between(candidate, date.first, date.last)[0]
    names = [f"date/{name}" for name in _path(candidate, date.first, date.last)]
    nearer = [d for d, _ in own if d is not date and _between(candidate, d.first, d.last)[0] == side]
    names += [
        f"date/role={date.role}/{side}",
        f"date/exact={date.precision}/{date.role}",
        f"date/basis={date.basis}",
        f"date/weak={date.weak}",
        f"date/named={_many(told.days[_days(date)])}",
        f"date/nearest={not any(abs(d.first - candidate.first) < abs(date.first - candidate.first) for d in nearer)}/{side}",
        f"date/start={date.first - sentence.first <= 2}",
    ]
    for hit in sentence.of("say"):
        if 0 < date.first - hit.last <= 12:
            names.append(f"date/after-saying/{step_of(date.first - hit.last - 1)}")
            names.append(f"date/after-saying/{side}")
        elif 0 < hit.first - date.last <= 3:
            names.append(f"date/before-saying/{side}")
    if any(
        0 < date.first - h.last <= 6 for h in sentence.of("trigger") if not candidate.first <= h.first <= candidate.last
    ):
        names.append(f"date/after-other-trigger/{side}")
    return names


def _dates_before(
    drafts: list[Draft], index: int, told: Told, seen: set[tuple[object, object]]
) -> Iterator[tuple[Dated, list[str]]]:
    """Days of other sentences that the happening may share: those of the same happening told elsewhere, nearest first."""
    draft = drafts[index]
    sentence = draft.candidate.sentence
    rank = 0
    for at in (k for apart in range(1, LOOK_BACK + 1) for k in (index - apart, index + apart)):
        dated = told.proposed_dates[at] if 0 <= at < len(drafts) else None
        if dated is None or drafts[at].candidate.sentence is sentence:
            continue
        days = _days(dated[0])
        if days not in seen:
            seen.add(days)
            yield dated, _of_other_day(draft, drafts[at], told, index, at, rank)
        rank += 1


def _of_other_day(draft: Draft, other: Draft, told: Told, index: int, at: int, rank: int) -> list[str]:
    """The features of a day that the article tells in another sentence."""
    dated = told.proposed_dates[at]
    assert dated is not None
    again = told.again(index, at)
    alike = again[: again.index("/")]
    back = min(abs(draft.candidate.sentence.index - other.candidate.sentence.index), 6)
    mine, theirs = told.proposed_places[index], told.proposed_places[at]
    where = "?" if mine is None or theirs is None else str(mine.key == theirs.key)
    definite = draft.candidate.form.definite and not draft.candidate.is_verb
    ahead = "later" if at > index else "earlier"
    return [
        f"date/before/{again}",
        f"date/before/{alike}/{where}",
        f"date/before/{again}/{where}/{ahead}",
        f"date/before/back={back}/{ahead}",
        f"date/before/back={back}/{alike}",
        f"date/before/rank={min(rank, 3)}",
        f"date/before/definite={definite}/{alike}",
        f"date/before/exact={dated[0].precision}/{dated[0].role}",
        f"date/before/named={_many(told.days[_days(dated[0])])}",
        f"date/before/days={min(len(told.days), 3)}",
        f"date/before/first={other.candidate.sentence.index == 0}",
    ]
