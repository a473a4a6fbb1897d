"""An event as a point with properties, which geojson, geoparquet and kml share."""

from __future__ import annotations

from typing import Any

from .happening import Happening
from .run import Job
from .tables import events

NO_PLACE = "a place: the event is there without a point"
DISTRICT = "how inexact the place is: a point stands for a district, governorate or country (see place_precision)"


def properties(h: Happening, job: Job) -> dict[str, Any]:
    """The row of the table of events, by name, without latitude and longitude."""
    from .tables import EVENTS

    (row,) = events(h, job)
    values = dict(zip((c.name for c in EVENTS), row, strict=True))
    for name in ("latitude", "longitude"):
        values.pop(name)
    return values


def point(h: Happening, job: Job) -> tuple[float, float] | None:
    """Longitude and latitude; what they cannot say is noted."""
    job.losses.note_usual(h, "as_reported")
    e = h.event
    if e.lon is None or e.lat is None:
        job.losses.note(NO_PLACE, e.id)
        return None
    if (e.place_precision or 0) > 2:
        job.losses.note(DISTRICT, e.id)
    return e.lon, e.lat
