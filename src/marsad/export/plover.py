"""PLOVER records, one JSON line an event: source, event, mode, recipient, quad class, magnitude, place, and the words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .happening import Happening
from .labels import scheme
from .losses import Room
from .run import Job
from .scheme_parts import dated, number, recorded, sources, surest_words


def write(found: Iterator[Happening], out: Path, job: Job) -> None:
    """A line an event that has a PLOVER type."""
    rules = scheme("plover")
    with out.open("w", encoding="utf-8") as file:
        for h in found:
            record = _record(h, rules, job) if recorded(h, rules, job) else None
            if record is not None:
                file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _record(h: Happening, rules: Mapping[str, Any], job: Job) -> dict[str, Any] | None:
    e = h.event
    found = job.labels.types.get(e.event_type)
    if found is None or found.plover is None:
        job.losses.note("the whole event: the form has no type for it", e.id)
        return None
    job.losses.note_usual(h, "as_reported", Room(kinds=tuple(rules["magnitude"])))
    event = found.plover["event"]
    quad = rules["quad"][event]
    doers, recipients = h.sides()
    return {
        "id": e.id, "date": dated(h, job, both=True), "date_end": e.date_end, "event": event, "mode": found.plover.get("mode"),
        "context": rules["contexts"].get(e.event_group or "", []), "quad": quad["name"], "quad_code": int(quad["code"]),
        "source": _actors(doers, rules, job), "target": _actors(recipients, rules, job), "magnitude": _magnitude(h, rules),
        "location": _location(h, job), "text": surest_words(h), "language": "ara", "publication": sources(h, job), "urls": h.urls(),
        "confidence": e.confidence, "coder": sorted({row.coder_version for row in h.claims}),
    }  # fmt: skip


def _magnitude(h: Happening, rules: Mapping[str, Any]) -> dict[str, int]:
    totals = {name: h.total("as_reported", kind) for kind, name in rules["magnitude"].items()}
    return {name: number(f.best if f.best is not None else f.low) for name, f in totals.items() if f is not None}


def _location(h: Happening, job: Job) -> dict[str, Any] | None:
    e = h.event
    if e.country is None:
        return None
    return {
        "name": job.labels.place(e), "name_ar": e.place_name_ar, "latitude": e.lat, "longitude": e.lon,
        "country": job.labels.countries.get(e.country, {}).get("iso3"), "admin1": e.adm1, "admin2": e.adm2, "precision": e.place_precision,
    }  # fmt: skip


def _actors(actors: Sequence[str], rules: Mapping[str, Any], job: Job) -> list[dict[str, Any]]:
    out = []
    for a in actors:
        known = job.labels.actors.get(a)
        iso3 = job.labels.countries.get(known.country or "", {}).get("iso3") if known else None
        out.append(
            {
                "actor": a,
                "name": job.labels.actor(a),
                "country": iso3,
                "sector": rules["sectors"].get(job.labels.kind(a) or ""),
            }
        )
    return out
