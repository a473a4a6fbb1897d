"""A table with a row of HXL hashtags under its header, as humanitarian data exchange expects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .happening import Happening
from .run import Job
from .sheet import write_sheet
from .tables import EVENTS, ROOM, Row, events

TAGS = {
    "event_id": "#event+id",
    "event_type": "#event+type+code",
    "event_type_ar": "#event+type+i_ar",
    "event_type_en": "#event+type+i_en",
    "status": "#status",
    "date_start": "#date+start",
    "date_end": "#date+end",
    "date_precision": "#date+precision",
    "place_ar": "#loc+name+i_ar",
    "place_en": "#loc+name+i_en",
    "place_precision": "#geo+precision",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "country": "#country+code+v_iso2",
    "adm1": "#adm1+name",
    "adm2": "#adm2+name",
    "actors": "#group+actor+list",
    "recipients": "#group+recipient+list",
    "killed_low": "#affected+killed+min",
    "killed_best": "#affected+killed",
    "killed_high": "#affected+killed+max",
    "injured_low": "#affected+injured+min",
    "injured_best": "#affected+injured",
    "injured_high": "#affected+injured+max",
    "origins": "#indicator+origins+num",
    "articles": "#indicator+articles+num",
    "evidence": "#description+evidence",
    "urls": "#meta+source+url+list",
    "link": "#meta+url",
}


def write(found: Iterator[Happening], out: Path, job: Job) -> None:
    """Header, hashtags, a row an event."""
    kept = [n for n, column in enumerate(EVENTS) if column.name in TAGS]
    names = [EVENTS[n].name for n in kept]

    def rows() -> Iterator[Row]:
        for h in found:
            job.losses.note_usual(h, "as_reported", ROOM)
            for row in events(h, job):
                yield tuple(row[n] for n in kept)

    write_sheet(out, [names, [TAGS[name] for name in names]], rows(), mark=False)
