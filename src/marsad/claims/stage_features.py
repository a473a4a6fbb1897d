"""What the score of `staging.py` reads of each place and each date within reach of a trigger: structure alone.

Distance and side, preposition, clause, participants beside it, how exact it is, what the article told before.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ..annotate.sentence import BREAKS, among
from .attribution import THAT
from .candidates import Candidate
from .cast_features import step_of
from .when import may_date
from .where import of_the_saying

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..annotate.dates import DateMention
    from ..annotate.places import PlaceMention
    from .build import Draft
    from .told import Dated, Told
    from .weights import Feature

LOOK_BACK = 8  # drafts before and after whose place or date a happening may share
NEAR = 3  # sentences over which it may do so without being of the same type
_SINCE = frozenset("بعد عقب وبعد اعقاب منذ قبل غداه خلال التي الذي الذين حيث بينما فيما وفيما وبينما كما".split())


def _many(count: int) -> str:
    return "1" if count <= 1 else "2" if count == 2 else "3" if count <= 4 else "5"


def _between(candidate: Candidate, first: int, last: int) -> tuple[str, int, int]:
    """The side of the trigger that tokens `first` to `last` stand on, and the tokens between."""
    if first > candidate.first:
        return "R", candidate.last + 1, first
    return "L", last + 1, candidate.first


@cache
def _path_names(
    of: str, side: str, away: int, crossed: int, breaks: int, inside: bool, turn: bool, that: bool, said: bool
) -> tuple[str, ...]:
    names = [
        f"{of}at={side}{away}",
        f"{of}crossed={side}{crossed}",
        f"{of}breaks={side}{breaks}",
        f"{of}in={inside}/{side}",
    ]
    if turn:
        names.append(f"{of}turn/{side}")
    if that:
        names.append(f"{of}that/{side}")
    if said:
        names.append(f"{of}saying-between/{side}")
    return tuple(names)


def _path(candidate: Candidate, first: int, last: int, of: str = "") -> tuple[str, ...]:
    """How a phrase of the trigger's sentence lies to it: distance, clause, other triggers, words of saying between."""
    sentence = candidate.sentence
    side, lo, hi = _between(candidate, first, last)
    return _path_names(
        of,
        side,
        step_of(hi - lo),
        min(among(sentence.starts("trigger"), lo, hi), 3),
        min(among(sentence.where(BREAKS), lo, hi), 3),
        candidate.left <= first < candidate.right,
        among(sentence.where(_SINCE), lo, hi) > 0,
        among(sentence.where(THAT), lo, hi) > 0,
        among(sentence.starts("say"), lo, hi) > 0,
    )


def place_options(drafts: list[Draft], index: int, told: Told) -> list[tuple[PlaceMention, list[Feature]]]:
    """The places that may be that of a draft, each with the features that it has."""
    draft = drafts[index]
    candidate = draft.candidate
    sentence = candidate.sentence
    proposed = told.proposed_places[index]
    own = [p for p in sentence.places if not of_the_saying(p, candidate, sentence)]
    found = [(p, _of_place(draft, own, at, told)) for at, p in enumerate(own)]
    shared = "no" if proposed is None else "own" if proposed.sentence is sentence else "told"
    beside = _beside(told.proposed_places, drafts, index)
    rivals = _many(len(own))
    for place, names in found:
        chosen = "it" if place is proposed else "same" if proposed and place.key == proposed.key else "other"
        names.append(_chosen_here(shared, chosen, rivals))
        for name, other in beside:
            names.append(f"beside/{name}/{other.key == place.key}")
    for place, names in _places_before(drafts, index, told, {p.key for p in own}):
        chosen = "it" if place is proposed else "other"
        names += [f"before/{shared}/{chosen}", f"before/own={min(len(own), 2)}"]
        found.append((place, names))
    return found


@cache
def _chosen_here(shared: str, chosen: str, rivals: str) -> tuple[str, ...]:
    return (f"own/{shared}/{chosen}", f"own/rivals={rivals}")


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


@cache
def _put(prep: str, side: str, kind: str, exact: int) -> tuple[str, ...]:
    return (f"prep={prep}/{side}", f"kind={kind}", f"kind={kind}/{prep}", f"exact={exact}")


@cache
def _told_as(relation: str | None, governed: str, prep: str, named: str, cue: bool) -> tuple[str, ...]:
    return (f"relation={relation}", f"governed={governed}/{prep}", f"named={named}", f"cue={cue}")


@cache
def _joined(
    nested: bool, titular: bool, joined: bool, back: bool, held: bool, nearest: bool, side: str
) -> tuple[str, ...]:
    marks = {"nested": nested, "titular": titular, "joined": joined, "back": back, "has-within": held}
    return (*(name for name, holds in marks.items() if holds), f"nearest={nearest}/{side}")


def _of_place(draft: Draft, own: list[PlaceMention], at: int, told: Told) -> list[Feature]:
    """The features of a place in the trigger's own sentence."""
    place = own[at]
    candidate = draft.candidate
    sentence = candidate.sentence
    first, settled = place.first, place.settled
    kind = settled.entry.kind if settled and settled.entry else "unknown"
    exact = settled.precision if settled else 1
    right = first > candidate.first
    side = "R" if right else "L"
    prep = place.prep or "-"
    governed = candidate.entry.prepositions.get(place.prep, "-")
    names: list[Feature] = [
        _path(candidate, first, place.last),
        _put(prep, side, kind, exact),
        _told_as(place.relation, governed, prep, _many(told.places[place.key]), place.cue is not None),
    ]
    away, nearest = abs(first - candidate.first), True
    if len(own) > 1:
        if kind != "country" and any(p.settled and p.settled.precision > exact for p in own):
            names.append("narrower")
        if any(p.settled and p.settled.precision < exact for p in own):
            names.append("wider")
        nearest = not any(
            (p.first > candidate.first) == right and abs(p.first - candidate.first) < away
            for p in own
            if p is not place
        )
    held = place.within is not None
    names.append(_joined(place.nested, place.titular, place.joined, bool(place.back), held, nearest, side))
    for mention in sentence.mentions:
        if mention.first > first:
            break
        if first <= mention.last:
            names.append(f"inside-phrase/{_role(draft, mention)}")
        elif first - mention.last <= 2:
            names.append(f"after-phrase/{_role(draft, mention)}/{prep}")
    for link in draft.chain:
        if link.sentence is sentence and link.first <= first <= link.last + 2:
            names.append("speaker")
    before = sentence.before(first)
    if (
        before >= sentence.first
        and not candidate.first <= before <= candidate.last
        and sentence.at("trigger", before) is not None
    ):
        names.append("after-other-trigger")
    return names


def _role(draft: Draft, mention: object) -> str:
    if mention in draft.speakers:
        return "speaker"
    return "actor" if mention in draft.roles.actors else "recipient" if mention in draft.roles.recipients else "other"


def _places_before(
    drafts: list[Draft], index: int, told: Told, seen: set[str]
) -> Iterator[tuple[PlaceMention, list[Feature]]]:
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
            if at > index:
                names.append("later")
            yield place, names
        rank += 1


@cache
def _again_there(again: str, back: int, definite: bool) -> tuple[str, ...]:
    alike = again[: again.index("/")]
    return (
        "before",
        f"before/{again}",
        f"before/{again}/{back <= NEAR}",
        f"before/back={back}",
        f"before/back={back}/{alike}",
        f"before/definite={definite}/{alike}",
    )


@cache
def _told_there(rank: int, exact: int, named: str, first: bool) -> tuple[str, ...]:
    return (f"before/rank={rank}", f"before/exact={exact}", f"before/named={named}", f"before/first={first}")


def _of_before(draft: Draft, other: Draft, again: str, rank: int, place: PlaceMention, told: Told) -> list[Feature]:
    """The features of a place that the article tells elsewhere."""
    exact = place.settled.precision if place.settled else 1
    return [
        _again_there(again, _apart(draft, other), draft.candidate.form.definite and not draft.candidate.is_verb),
        _told_there(min(rank, 4), exact, _many(told.places[place.key]), other.candidate.sentence.index == 0),
    ]


def _apart(draft: Draft, other: Draft) -> int:
    """How many sentences lie between two drafts."""
    return min(abs(draft.candidate.sentence.index - other.candidate.sentence.index), 6)


def date_options(drafts: list[Draft], index: int, told: Told) -> list[tuple[Dated, list[Feature]]]:
    """The dates that may be that of a draft, each with the features that it has."""
    draft = drafts[index]
    candidate = draft.candidate
    sentence = candidate.sentence
    proposed = told.proposed_dates[index]
    own: list[Dated] = [(d, sentence) for d in sentence.dates if may_date(candidate, d)]
    if proposed is not None and proposed[1] is sentence and all(d is not proposed[0] for d, _ in own):
        own.append(proposed)
    source = "no" if proposed is None else "own" if proposed[1] is sentence else "told"
    found: list[tuple[Dated, list[Feature]]] = []
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
        names += [f"date/before/{source}/{chosen}", f"date/before/own={min(len(own), 2)}"]
        found.append((dated, names))
    return found


def _days(date: DateMention) -> tuple[object, object]:
    return date.start, date.end


def _of_date(draft: Draft, own: list[Dated], date: DateMention, told: Told) -> list[Feature]:
    """The features of a date in the trigger's own sentence."""
    candidate = draft.candidate
    sentence = candidate.sentence
    side = _between(candidate, date.first, date.last)[0]
    nearer = [d for d, _ in own if d is not date and _between(candidate, d.first, d.last)[0] == side]
    names: list[Feature] = [
        _path(candidate, date.first, date.last, "date/"),
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
) -> Iterator[tuple[Dated, list[Feature]]]:
    """Days of other sentences that the happening may share: those of the same happening told elsewhere, nearest first."""
    draft = drafts[index]
    sentence = draft.candidate.sentence
    rank = 0
    for apart in range(1, LOOK_BACK + 1):
        for at in (index - apart, index + apart):
            dated = told.proposed_dates[at] if 0 <= at < len(drafts) else None
            if dated is None or drafts[at].candidate.sentence is sentence:
                continue
            days = _days(dated[0])
            if days not in seen:
                seen.add(days)
                yield dated, _of_other_day(draft, drafts[at], told, index, at, rank)
            rank += 1


@cache
def _again_then(again: str, where: str, ahead: str) -> tuple[str, ...]:
    alike = again[: again.index("/")]
    return (f"date/before/{again}", f"date/before/{alike}/{where}", f"date/before/{again}/{where}/{ahead}")


@cache
def _apart_then(back: int, ahead: str, alike: str, definite: bool) -> tuple[str, ...]:
    return (
        f"date/before/back={back}/{ahead}",
        f"date/before/back={back}/{alike}",
        f"date/before/definite={definite}/{alike}",
    )


@cache
def _told_then(rank: int, exact: str, role: str, named: str, days: int, first: bool) -> tuple[str, ...]:
    return (
        f"date/before/rank={rank}",
        f"date/before/exact={exact}/{role}",
        f"date/before/named={named}",
        f"date/before/days={days}",
        f"date/before/first={first}",
    )


def _of_other_day(draft: Draft, other: Draft, told: Told, index: int, at: int, rank: int) -> list[Feature]:
    """The features of a day that the article tells in another sentence."""
    dated = told.proposed_dates[at]
    assert dated is not None
    date = dated[0]
    again = told.again(index, at)
    mine, theirs = told.proposed_places[index], told.proposed_places[at]
    where = "?" if mine is None or theirs is None else str(mine.key == theirs.key)
    definite = draft.candidate.form.definite and not draft.candidate.is_verb
    ahead = "later" if at > index else "earlier"
    first = other.candidate.sentence.index == 0
    named = _many(told.days[_days(date)])
    return [
        _again_then(again, where, ahead),
        _apart_then(_apart(draft, other), ahead, again[: again.index("/")], definite),
        _told_then(min(rank, 3), date.precision, date.role, named, min(len(told.days), 3), first),
    ]
