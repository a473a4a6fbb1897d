"""GeoParquet 1.1: the table of events with a point in WKB, for GeoPandas, QGIS, DuckDB."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .happening import Happening
from .parquet import Growing, arrow, batch_of, schema_of
from .points import point
from .run import Job
from .tables import EVENTS, Row, events

if TYPE_CHECKING:
    import pyarrow

# Longitude and latitude on WGS 84 (OGC:CRS84), which the standard takes where no system is named.
_GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}


def _schema() -> pyarrow.Schema:
    pa = arrow()
    geometry = pa.field("geometry", pa.binary())
    return schema_of(EVENTS).append(geometry).with_metadata({"geo": json.dumps(_GEO)})


def portion(found: Iterator[Happening], job: Job) -> pyarrow.RecordBatch:
    """The rows of some events."""
    rows: list[Row] = []
    for h in found:
        at = point(h, job)
        rows += ((*row, struct.pack("<BIdd", 1, 1, *at) if at else None) for row in events(h, job))
    return batch_of(rows, _schema())


def put(portions: Iterator[pyarrow.RecordBatch], out: Path, job: Job) -> None:
    """One file."""
    with Growing(out, _schema()) as file:
        for batch in portions:
            file.add(batch)
