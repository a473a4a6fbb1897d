"""A sheet that Uwazi imports as entities: several values joined by |, days as 2015/07/31, ranges as from:to, points as lat|lon."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .happening import Happening
from .losses import Room
from .run import Job
from .scheme_parts import sources, speakers, surest_words
from .sheet import write_sheet

_ROOM = Room(speakers=True, ranges=True, inexact=False)
COLUMNS = (
    "title__en", "title__ar", "Marsad id", "Event type__en", "Event type__ar", "Status", "Date", "Place__en", "Place__ar", "Location_geolocation",
    "Country", "Governorate", "Actors", "Recipients", "Killed (lowest)", "Killed (highest)", "Independent origins", "According to", "Sources",
    "Evidence", "Links",
)  # fmt: skip


def write(found: Iterator[Happening], out: Path, job: Job) -> None:
    """A row an event."""

    def rows() -> Iterator[list[Any]]:
        for h in found:
            job.losses.note_usual(h, "as_reported", _ROOM)
            yield _row(h, job)

    write_sheet(out, [COLUMNS], rows(), mark=False)


def _row(h: Happening, job: Job) -> list[Any]:
    e, labels = h.event, job.labels
    doers, recipients = h.sides()
    killed = h.total("as_reported", "killed")
    low, high = (
        (killed.low if killed.low is not None else killed.best, killed.high or killed.best) if killed else (None, None)
    )
    span = f"{_day(e.date_start)}:{_day(e.date_end or e.date_start)}" if e.date_start else ""
    point = f"{e.lat}|{e.lon}" if e.lat is not None else ""
    urls = h.urls()
    if len(urls) > 1:
        job.losses.note("further links: a link property holds one", e.id)
    link = urls[0] if urls else job.link(e.id)
    return [
        labels.title(e), labels.title(e, "ar"), e.id, labels.type(e.event_type), labels.type(e.event_type, "ar"), e.status, span, labels.place(e),
        labels.place(e, "ar"), point, labels.country(e.country), e.adm1, _many(labels.actor(a) for a in doers),
        _many(labels.actor(a) for a in recipients), low, high, e.origins, _many(speakers(h)), sources(h, job, "|"), surest_words(h),
        f"{labels.title(e)}|{link}" if link else "",
    ]  # fmt: skip


def _many(values: Any) -> str:
    return "|".join(v.replace("|", "/") for v in dict.fromkeys(values) if v)


def _day(day: str | None) -> str:
    return (day or "").replace("-", "/")
