"""Events in the columns of UCDP's Georeferenced Event Dataset: violence by an organised actor, with a death, a place and a day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..store.rows import ArticleHead
from .happening import Happening
from .labels import scheme
from .losses import Room
from .run import Job
from .scheme_parts import number, sources, span_days, speakers, write_rows

_ROOM = Room(speakers=True, ranges=True)


def write(found: Iterator[Happening], out: Path, job: Job) -> None:
    """A row an event that UCDP would record; the others are in the loss report with the condition that they miss."""
    rules = scheme("ucdp")
    write_rows(found, out, job, rules, _row)


def priogrid(lat: float, lon: float) -> int:
    """The PRIO-GRID cell: half degrees counted from the south-west."""
    return int((lat + 90) * 2) * 720 + int((lon + 180) * 2) + 1


def _row(h: Happening, rules: Mapping[str, Any], job: Job) -> dict[str, Any] | None:
    e, labels = h.event, job.labels
    sides = _sides(h, rules, job)
    days, where = span_days(h), rules["where_prec"].get(str(e.place_precision))
    dead = h.total("ucdp", "killed")
    group = labels.types[e.event_type].group if e.event_type in labels.types else None
    missing = (
        "armed force: the type is another" if group not in rules["groups"] and e.event_type not in rules["types"]
        else "at least one death" if dead is None or not number(dead.best or dead.high or dead.low)
        else "a place" if where is None or e.lat is None or e.lon is None or e.country is None
        else "a day" if days is None
        else "an organised actor" if sides is None
        else None
    )  # fmt: skip
    if missing:
        job.losses.note(f"the whole event: the form asks for {missing}", e.id)
        return None
    assert dead is not None
    assert sides is not None
    assert days is not None
    assert e.lat is not None
    assert e.lon is not None
    job.losses.note_usual(h, "ucdp", _ROOM)
    violence, side_a, side_b = sides
    country = labels.countries.get(e.country or "", {})
    best = number(dead.best if dead.best is not None else dead.low if dead.low is not None else dead.high)
    civilians = min(best, number(_civilian_dead(h, rules)))
    if civilians < best:
        job.losses.note("of which side the other dead were: they stand under deaths_unknown", e.id)
    first = min(h.articles.values(), key=lambda a: a.published_at or "9")
    return {
        "id": int(hashlib.sha256(e.id.encode()).hexdigest()[:12], 16), "relid": e.id, "year": (e.date_start or "")[:4], "active_year": 1,
        "code_status": rules["code_status"], "type_of_violence": violence, "dyad_name": f"{side_a} - {side_b}", "side_a": side_a,
        "side_b": side_b, "number_of_sources": len({a.outlet or a.id for a in h.articles.values()}),
        "source_article": "; ".join(_cited(a, job) for a in h.articles.values()),
        "source_office": sources(h, job), "source_date": (first.published_at or "")[:10], "source_headline": first.title or "",
        "source_original": "; ".join(speakers(h)), "where_prec": where, "where_coordinates": labels.place(e),
        "where_description": e.place_name_ar or "", "adm_1": e.adm1 or "", "adm_2": e.adm2 or "", "latitude": e.lat, "longitude": e.lon,
        "geom_wkt": f"POINT ({e.lon} {e.lat})", "priogrid_gid": priogrid(e.lat, e.lon), "country": labels.country(e.country),
        "country_id": country.get("gw", ""), "region": country.get("ucdp_region", ""), "event_clarity": 1 if days == 1 else 2,
        "date_prec": _date_prec(days, rules), "date_start": e.date_start, "date_end": e.date_end or e.date_start, "deaths_a": 0, "deaths_b": 0,
        "deaths_civilians": civilians, "deaths_unknown": best - civilians, "best": best,
        "high": max(best, number(dead.high)), "low": min(best, number(dead.low if dead.low is not None else best)),
        "gwnoa": _gw(h, 0, job, rules), "gwnob": _gw(h, 1, job, rules),
    }  # fmt: skip


def _cited(a: ArticleHead, job: Job) -> str:
    return f"{job.labels.outlet(a.agency or a.outlet)}, {(a.published_at or '')[:10]}, {a.title or ''} {a.url or ''}".strip()


def _sides(h: Happening, rules: Mapping[str, Any], job: Job) -> tuple[int, str, str] | None:
    """Type of violence (1 state-based, 2 non-state, 3 one-sided) and the names of the sides; None without an organised actor."""
    doers, recipients = h.sides()
    armed = [a for a in doers if job.labels.kind(a) in rules["organised"]]
    facing = [a for a in recipients if job.labels.kind(a) in rules["organised"]]
    hit_civilians = any(job.labels.kind(a) in rules["civilians"] for a in recipients)
    if armed and hit_civilians and not facing:
        return 3, job.labels.actor(armed[0]), "Civilians"
    if armed and facing:
        states = [a for a in (armed[0], facing[0]) if job.labels.kind(a) in rules["states"]]
        one, two = (facing[0], armed[0]) if states and states[0] != armed[0] else (armed[0], facing[0])
        return 1 if states else 2, job.labels.actor(one), job.labels.actor(two)
    return None


def _civilian_dead(h: Happening, rules: Mapping[str, Any]) -> float | None:
    found = [
        f
        for f in h.figures("ucdp", "killed")
        if f.of in rules["civilian_dead"] or (f.detail or {}).get("part_of") in rules["civilian_dead"]
    ]
    return max((f.best or f.low or 0 for f in found), default=None)


def _date_prec(days: int, rules: Mapping[str, Any]) -> str:
    steps: Sequence[Mapping[str, str]] = rules["date_prec"]
    return next((s["code"] for s in steps if days <= int(s["days"])), steps[-1]["code"])


def _gw(h: Happening, side: int, job: Job, rules: Mapping[str, Any]) -> str:
    """The Gleditsch-Ward number of a side that is a state."""
    named = _sides(h, rules, job)
    wanted = named[side + 1] if named else ""
    actors = (a for part in h.sides() for a in part)
    actor = next(
        (job.labels.actors[a] for a in actors if a in job.labels.actors and job.labels.actor(a) == wanted), None
    )
    if actor is None or actor.kind not in rules["states"] or actor.country is None:
        return ""
    return job.labels.countries.get(actor.country, {}).get("gw", "")
