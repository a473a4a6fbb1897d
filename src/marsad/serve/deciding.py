"""What a form of the review page gives, read into values of the model: words by offsets or typed, actors, places, days."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

from ..errors import StopRun
from ..gazetteer.settle import NameHit, precision
from ..model import Attribution, Claim, Date, DatePrecision, Figure, Participant, Place, Span, Stance, Status
from ..review.judged import FIELDS, span_at, span_of
from ..store import VersionRow
from .listed import changed, in_order, read_figure, read_link
from .problems import Problem
from .view import View
from .whereabouts import spot_of

PRECISIONS = ("1", "2", "3", "4", "5", "6")


class Given(dict[str, str]):
    """The fields of a form; one that is missing is empty."""

    def __missing__(self, key: str) -> str:
        """Nothing."""
        return ""


def read_correction(view: View, field: str, given: Given, version: VersionRow, claim: Claim | None) -> Any:
    """The value that a form gives to a field of `claim`; a Problem where it is none."""
    if field not in FIELDS:
        raise Problem(400, "bad_request", field)
    near = claim.evidence.start if claim else 0
    if field == "event_type":
        return _one_of(given[field], tuple(view.labels.types))
    if field == "stance":
        return _one_of(given[field], get_args(Stance))
    if field == "status":
        return _one_of(given[field], get_args(Status))
    if field == "evidence":
        return read_span(version.text, given, near)
    if field == "date":
        return _date(given, version.text, near)
    if field == "place":
        return _place(view, given, version.text, near)
    present = getattr(claim, field) if claim else ()
    if field in ("figures", "attribution"):
        return _listed(view, field, given, version.text, near, present)
    return _people(view, given, version.text, near, present)


def read_span(text: str, given: Given, near: int) -> Span:
    """The words: by their offsets where they were selected, else as they were typed, found in the text."""
    start, end = given["start"].strip(), given["end"].strip()
    try:
        if start and end:
            return span_at(text, int(start), int(end))
    except (StopRun, ValueError) as error:
        raise Problem(400, "no_such_words", f"{start}–{end}") from error
    span = span_of(text, given["words"], near)
    if span is None:
        raise Problem(400, "no_such_words" if given["words"].strip() else "no_words", given["words"][:80])
    return span


def _optional_span(text: str, given: Given, near: int) -> Span | None:
    return read_span(text, given, near) if given["words"].strip() or given["start"].strip() else None


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise Problem(400, "bad_value", value)
    return value


def _people(
    view: View, given: Given, text: str, near: int, present: tuple[Participant, ...]
) -> tuple[Participant, ...]:
    """Nobody, one in the place of all, or one more."""
    how = given["how"] or "set"
    if how == "none":
        return ()
    span = read_span(text, given, near)
    one = Participant(span.start, span.end, span.text, _actor(view, given["actor"].strip()))
    return (*present, one) if how == "also" else (one,)


def _listed(view: View, field: str, given: Given, text: str, near: int, present: Any) -> tuple[Any, ...]:
    """The figures, or the chain of attribution, with one of them set, added or taken out."""

    def figure(_: Figure | None) -> Figure:
        return read_figure(view, given, read_span(text, given, near))

    def link(before: Attribution | None) -> Attribution:
        return read_link(_actor(view, given["actor"].strip()), given, read_span(text, given, near), before)

    if field == "figures":
        return changed(present, given["which"], given["how"], figure)
    return in_order(changed(present, given["which"], given["how"], link))


def _actor(view: View, name: str) -> str | None:
    """An actor by id or by its name in either language; None where nothing was given: words without an id."""
    found = view.labels.actor_id(name)
    if name and found is None:
        raise Problem(400, "no_actor", name)
    return found


def _place(view: View, given: Given, text: str, near: int) -> Place | None:
    """A place of the gazetteer; a spot of the map, under a name; one that cannot be located, by its words; or none."""
    chosen = given["place"]
    if chosen == "none":
        return None
    span = _optional_span(text, given, near)
    start, end, words = (span.start, span.end, span.text) if span else (None, None, None)
    exact = int(given["precision"]) if given["precision"] in PRECISIONS else None
    if chosen in ("unlocated", "spot"):
        spot = spot_of(given["name"])
        name = given["called"].strip()[:200] or words or ("" if spot else given["name"].strip())
        if not name:
            raise Problem(400, "no_words")
        if chosen == "unlocated":
            return Place(start, end, words, name, None, None, None, None, None, None, None, 6)
        if spot is None:
            raise Problem(400, "bad_value", given["name"])
        country, adm1 = view.labels.whereabouts.unit(*spot)
        return Place(start, end, words, name, None, *spot, country, adm1, None, None, exact or 1)
    entry = view.labels.whereabouts.entry(chosen)
    if entry is None:
        raise Problem(400, "no_gazetteer_place", given["name"] or chosen)
    exact = exact or precision(entry, NameHit(0, 0, ()))
    adm1 = entry.name_en if entry.kind == "governorate" else entry.adm1
    return Place(
        start, end, words, entry.name_ar, entry.name_en, entry.lat, entry.lon, entry.country, adm1, entry.adm2, entry.id, exact
    )  # fmt: skip


def _date(given: Given, text: str, near: int) -> Date | None:
    if given["how"] == "none":
        return None
    try:
        first = dt.date.fromisoformat(given["from"].strip())
        last = dt.date.fromisoformat(given["to"].strip()) if given["to"].strip() else first
    except ValueError as error:
        raise Problem(400, "bad_day", f"{given['from']} {given['to']}".strip()) from error
    if last < first:
        raise Problem(400, "bad_day", f"{first} – {last}")
    fine: DatePrecision = "day" if first == last else "range"
    if given["precision"] in get_args(DatePrecision):
        fine = given["precision"]  # type: ignore[assignment] # it is one of them
    mention = _optional_span(text, given, near)
    return Date(first.isoformat(), last.isoformat(), fine, "explicit" if mention else "publication", mention)
