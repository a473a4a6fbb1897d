"""GeoParquet 1.1: the table of events with a point in WKB, for GeoPandas, QGIS, DuckDB."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path

from .happening import Happening
from .parquet import Growing, arrow, schema_of
from .points import point
from .run import Job
from .tables import EVENTS, events

# Longitude and latitude on WGS 84 (OGC:CRS84), which the standard takes where no system is named.
_GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}


def write(found: Iterator[Happening], out: Path, job: Job) -> None:
    """One file."""
    pa = arrow()
    schema = schema_of(EVENTS).append(pa.field("geometry", pa.binary()))
    with Growing(out, schema.with_metadata({"geo": json.dumps(_GEO)})) as file:
        for h in found:
            at = point(h, job)
            for row in events(h, job):
                file.add((*row, struct.pack("<BIdd", 1, 1, *at) if at else None))
