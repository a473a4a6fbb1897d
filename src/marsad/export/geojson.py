"""A GeoJSON collection (RFC 7946): a point an event, no geometry where the place is unknown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from .happening import Happening
from .points import point, properties
from .run import Job


def write(found: Iterator[Happening], out: Path, job: Job) -> None:
    """The collection, feature by feature."""
    with out.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        for n, h in enumerate(found):
            at = point(h, job)
            geometry = {"type": "Point", "coordinates": list(at)} if at else None
            feature = {"type": "Feature", "id": h.event.id, "geometry": geometry, "properties": properties(h, job)}
            file.write(("," if n else "") + "\n" + json.dumps(feature, ensure_ascii=False))
        file.write("\n]}\n")
