"""Events in ACLED's columns: its types, its conservative count of the dead, its codes of precision and of actors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .happening import Happening
from .labels import scheme
from .losses import Room
from .run import Job
from .scheme_parts import dated, disputes, number, sources, speakers, surest_words, write_rows

_ROOM = Room(speakers=True)  # in the notes


def write(found: Iterator[Happening], out: Path, job: Job) -> None:
    """A row an event that ACLED would record."""
    rules = scheme("acled")
    write_rows(found, out, job, rules, _row)


def _row(h: Happening, rules: Mapping[str, Any], job: Job) -> dict[str, Any] | None:
    e, labels = h.event, job.labels
    types = _types(h, rules, job)
    if types is None:
        job.losses.note("the whole event: the form has no type for it", e.id)
        return None
    precision = rules["geo_precision"].get(str(e.place_precision))
    if precision is None or e.country is None:
        job.losses.note("the whole event: no place more exact than a country, which the form asks for", e.id)
        return None
    job.losses.note_usual(h, "acled", _ROOM)
    country = labels.countries.get(e.country, {})
    doers, recipients = h.sides()
    one, two = _side(doers, e.country, rules, job), _side(recipients, e.country, rules, job)
    day, scale = dated(h, job), _scale(h, rules, job)
    if not one[0]:
        job.losses.note("that no claim names a doer: ACLED puts an unidentified group there, this file nobody", e.id)
    if not scale:
        job.losses.note("the scale of its sources: the lexicon does not know them", e.id)
    dead = h.total("acled", "killed")
    civilians = rules["civilians"]
    targeted = [labels.kind(a) for a in recipients] if recipients else []
    return {
        "event_id_cnty": f"{country.get('iso3', e.country)}{e.id}", "event_date": day, "year": day[:4],
        "time_precision": rules["time_precision"].get(e.date_precision or "", "3" if e.date_start is None else "2"),
        "disorder_type": rules["disorder_of_sub_event"].get(types[1]) or rules["disorder"].get(types[0], ""), "event_type": types[0],
        "sub_event_type": types[1], "actor1": one[0], "assoc_actor_1": one[1], "inter1": one[2], "actor2": two[0], "assoc_actor_2": two[1],
        "inter2": two[2], "interaction": "-".join(i for i in (one[2], two[2]) if i),
        "civilian_targeting": civilians["targeted"] if targeted and set(targeted) == {civilians["kind"]} else "",
        "iso": country.get("iso", ""), "region": country.get("region", ""), "country": labels.country(e.country), "admin1": e.adm1 or "",
        "admin2": e.adm2 or "", "admin3": "", "location": labels.place(e), "latitude": e.lat, "longitude": e.lon, "geo_precision": precision,
        "source": sources(h, job), "source_scale": scale, "notes": _notes(h, job),
        "fatalities": number(None if dead is None else dead.low if dead.best is None else dead.best), "tags": f"marsad status={e.status}",
        "timestamp": int(dt.datetime.fromisoformat(e.updated_at).timestamp()),
    }  # fmt: skip


def _types(h: Happening, rules: Mapping[str, Any], job: Job) -> tuple[str, str] | None:
    """Type and sub-event: those of the event type's file, refined by who did it to whom."""
    found = job.labels.types.get(h.event.event_type)
    if found is None or found.acled is None:
        return None
    kind, sub = found.acled["event_type"], found.acled["sub_event_type"]
    doers, recipients = h.sides()
    for rule in rules["refine"]:
        fits = (
            rule["from"] == sub
            and _kinds_fit(rule.get("doer"), doers, job)
            and _kinds_fit(rule.get("recipient"), recipients, job)
            and (rule.get("killed") != "true" or h.total("acled", "killed") is not None)
        )
        if fits:
            return rule["to"]["event_type"], rule["to"]["sub_event_type"]
    return kind, sub


def _kinds_fit(wanted: Mapping[str, Sequence[str]] | None, actors: Sequence[str], job: Job) -> bool:
    if wanted is None:
        return True
    kinds = {k for a in actors if (k := job.labels.kind(a))}
    if "all" in wanted:
        return bool(kinds) and kinds <= set(wanted["all"])
    return bool(kinds) and not kinds & set(wanted["none"])


def _side(actors: Sequence[str], country: str, rules: Mapping[str, Any], job: Job) -> tuple[str, str, str]:
    """The first actor, the others, and the first one's code."""
    if not actors:
        return "", "", ""
    names = [_name(a, country, rules, job) for a in actors]
    kind, home = (
        job.labels.kind(actors[0]),
        job.labels.actors[actors[0]].country if actors[0] in job.labels.actors else None,
    )
    inter = rules["inter"].get(kind or "", "")
    if kind in rules["at_home"] and home not in (None, country):
        inter = rules["abroad"]
    return names[0], "; ".join(names[1:]), inter


def _name(actor: str, country: str, rules: Mapping[str, Any], job: Job) -> str:
    label = job.labels.actor(actor)
    if job.labels.kind(actor) == rules["civilians"]["kind"]:
        return f"{label} ({job.labels.country(country)})"
    return label


def _scale(h: Happening, rules: Mapping[str, Any], job: Job) -> str:
    scale = rules["source_scale"]
    kinds = [s.kind for a in h.articles.values() if (s := job.labels.sources.get(a.agency or a.outlet or ""))]
    return "-".join(list(dict.fromkeys(scale.get(k, scale["default"]) for k in kinds))[:2])


def _notes(h: Happening, job: Job) -> str:
    e = h.event
    said = ", ".join(speakers(h)[:5])
    parts = [
        f"{job.labels.title(e)} ({e.status}, {e.origins} independent origins).",
        f"According to: {said}." if said else "", disputes(h, "acled"), f"«{surest_words(h)}»",
    ]  # fmt: skip
    return " ".join(p for p in parts if p)
