"""An event as a point with properties, which geojson, geoparquet and kml share."""

from __future__ import annotations

from typing import Any

from .happening import Happening
from .run import Job
from .tables import ROOM, events

NO_PLACE = "a place: the event is there without a point"
LEFT_OUT = "the whole event: it has no point on the map"


def properties(h: Happening, job: Job) -> dict[str, Any]:
    """The row of the table of events, by name, without latitude and longitude."""
    from .tables import EVENTS

    (row,) = events(h, job)
    values = dict(zip((c.name for c in EVENTS), row, strict=True))
    for name in ("latitude", "longitude"):
        values.pop(name)
    return values


def point(h: Happening, job: Job, placeless: bool = True) -> tuple[float, float] | None:
    """Longitude and latitude, which maps draw as if they were exact: what they cannot say is noted.

    Some forms take an event without a place (`placeless`), others leave it out.
    """
    e = h.event
    if e.lon is None or e.lat is None:
        job.losses.note(NO_PLACE if placeless else LEFT_OUT, e.id)
        if not placeless:
            return None
    job.losses.note_usual(h, "as_reported", ROOM._replace(inexact=False))
    return (e.lon, e.lat) if e.lon is not None and e.lat is not None else None
