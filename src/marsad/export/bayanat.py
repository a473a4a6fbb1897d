"""A sheet that Bayanat imports as bulletins: Arabic and English titles, dates, places, sources; its import page maps the columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .happening import Happening
from .losses import Room
from .run import Job
from .scheme_parts import disputes, sources, speakers, surest_words
from .sheet import write_sheet

_ROOM = Room(speakers=True, ranges=True, inexact=False)
COLUMNS = (
    "originid", "title", "title_ar", "description", "source_link", "links", "publish_date", "documentation_date", "sources", "labels",
    "locations", "locations_ar", "latitude", "longitude", "event_title", "event_title_ar", "event_type", "event_location", "event_from_date",
    "event_to_date", "estimated", "comments",
)  # fmt: skip


def write(found: Iterator[Happening], out: Path, job: Job) -> None:
    """A row an event."""

    def rows() -> Iterator[list[Any]]:
        for h in found:
            job.losses.note_usual(h, "as_reported", _ROOM)
            yield _row(h, job)

    write_sheet(out, [COLUMNS], rows())


def _row(h: Happening, job: Job) -> list[Any]:
    e, labels = h.event, job.labels
    urls = h.urls()
    published = min((a.published_at[:10] for a in h.articles.values() if a.published_at), default="")
    title, title_ar = labels.title(e), labels.title(e, "ar")
    kind = f"{labels.type(e.event_type)} | {labels.type(e.event_type, 'ar')}"
    described = "\n".join(p for p in (surest_words(h), disputes(h, "as_reported")) if p)
    place = labels.place(e) if e.country else ""
    place_ar = labels.place(e, "ar") if e.country else ""
    comment = f"Marsad: {e.status}, {e.origins} independent origins; according to {', '.join(speakers(h)[:5]) or 'the outlet'}"
    return [
        e.id, title, title_ar, described, urls[0] if urls else job.link(e.id), " ".join(urls[1:]), published, job.made[:10], sources(h, job, ", "),
        e.status, place, place_ar, e.lat, e.lon, title, title_ar, kind, place, e.date_start, e.date_end,
        "true" if e.date_precision not in (None, "day") else "false", comment,
    ]  # fmt: skip
