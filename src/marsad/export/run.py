"""One export: events by filter, protected, into one form, with side files that say what was held back and what was lost."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from ..errors import StopRun
from ..store import Filters, Store
from .happening import Happening, event_pages, happenings
from .labels import Labels
from .losses import Losses
from .portions import Portion, Work, portions
from .protect import Protection, Protector, key_of


class Writer(Protocol):
    """What a form's module offers, where it does not make portions (`Portioned`)."""

    def write(self, found: Iterator[Happening], out: Path, job: Job) -> None:
        """Write the events to `out`, one after the other."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form by its module: a suffix of its files, what it is, and whether it holds everything that we know (`deep`: the terms of linking too)."""

    module: str
    suffix: str
    about: str
    whole: bool = False
    deep: bool = False


FORMATS: dict[str, Form] = {
    "csv": Form("csv", ".csv", "a table of events, or of claims, figures or origins"),
    "jsonl": Form("jsonl", ".jsonl", "everything, one event a line; `marsad import` reads it back", True, True),
    "parquet": Form("parquet", "", "a folder of tables: claims, events, figures, origins"),
    "geojson": Form("geojson", ".geojson", "points for maps"),
    "geoparquet": Form("geoparquet", ".parquet", "points for geographic tools, columnar"),
    "acled": Form("acled", ".csv", "the columns and codes of ACLED"),
    "ucdp": Form("ucdp", ".csv", "the columns and codes of UCDP's georeferenced events"),
    "plover": Form("plover", ".jsonl", "PLOVER records"),
    "hxl": Form("hxl", ".csv", "a table with a row of hashtags for humanitarian data exchange"),
    "kml": Form("kml", ".kml", "points for Google Earth and other viewers"),
    "jsonld": Form(
        "jsonld", ".jsonld", "schema.org and PROV-O: which claim of which article each event was drawn from"
    ),
    "bayanat": Form("bayanat", ".csv", "a sheet that Bayanat imports as bulletins"),
    "uwazi": Form("uwazi", ".csv", "a sheet that Uwazi imports as entities"),
    "dossier": Form("dossier", ".html", "a printable page an event (PDF where the name ends in .pdf)", True),
    "wacz": Form("wacz", ".wacz", "the pages as received, for ReplayWeb.page"),
}


@dataclass(slots=True)
class Job:
    """What a writer may ask for beside the events."""

    store: Store
    labels: Labels
    losses: Losses
    protection: Protection
    link_base: str | None = None
    table: str = "events"
    texts: bool = False
    filters: dict[str, list[str]] = field(default_factory=dict)
    made: str = ""

    def link(self, event_id: str) -> str:
        """The event's page in the workbench, where its address was given."""
        return f"{self.link_base.rstrip('/')}/events/{event_id}" if self.link_base else ""


@dataclass(frozen=True, slots=True)
class Report:
    """What an export did."""

    format: str
    path: Path
    events: int
    claims: int
    seconds: float
    lost: dict[str, int]
    protected: dict[str, Any]
    side_files: tuple[Path, ...]


def export(
    store: Store,
    filters: Filters,
    format: str,
    out: Path,
    protection: Protection | None = None,
    *,
    ids: Sequence[str] = (),
    link_base: str | None = None,
    table: str = "events",
    texts: bool = False,
    labels: Labels | None = None,
    today: dt.date | None = None,
    jobs: int = 1,
) -> Report:
    """Write the events that pass `filters` (or those of `ids`) to `out`; nothing stands there until all of it is written.

    `link_base` is the workbench's address for links back; `table` chooses among the tables of csv; `texts` puts whole articles into jsonl;
    `jobs` processes make the rows of csv, parquet and geoparquet.
    Beside `out` stand `.protected.json` and, for forms that cannot hold everything, `.loss.json`.
    """
    form = FORMATS.get(format)
    if form is None:
        raise StopRun(f"there is no export format {format!r}: give one of {', '.join(FORMATS)}")
    protection = protection or Protection()
    if texts and (protection.names != "all" or protection.coarsen or not protection.words):
        raise StopRun(
            "whole texts hold every name and place: give --names all and neither --coarsen nor --no-words, or leave --texts out"
        )
    started = time.monotonic()
    labels = labels or Labels()
    protector = Protector(protection, labels, key_of(store), today)
    made = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    job = Job(store, labels, Losses(), protection, link_base, table, texts, filters.to_query(), made)
    tally = [0, 0]
    writer: Any = importlib.import_module(f".{form.module}", __package__)
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(f".{out.name}.part")
    _remove(unfinished)
    try:
        if hasattr(writer, "portion"):
            url = store.url.render_as_string(hide_password=False)
            options = {"link_base": link_base, "table": table, "texts": texts, "filters": job.filters, "made": made}
            work = Work(store.folder, url, form.module, labels, options, protection, key_of(store), today, form.deep)
            made_of = portions(event_pages(store, filters, ids), work, store, jobs)
            writer.put(_rows(made_of, job, protector, tally), unfinished, job)
        else:
            writer.write(_counted(protector.apply(happenings(store, filters, ids, form.deep)), tally), unfinished, job)
        _remove(out)
        os.replace(unfinished, out)
    except OSError as error:
        raise StopRun(f"cannot write {out} ({error.strerror or error}): make room, or choose another place") from error
    finally:
        _remove(unfinished)
    done = protector.done
    protected = {
        "names": protection.names, "coarsen": protection.coarsen, "embargo_days": protection.embargo_days, "words": protection.words,
        "pseudonyms": len(done.pseudonyms), "events_held_back": len(done.held_back), "events_coarsened": len(done.coarsened),
        **done.counts,
    }  # fmt: skip
    details = {
        "export": out.name, "made": made, "filters": job.filters, **protected, "pseudonym_ids": sorted(done.pseudonyms),
        "held_back": done.held_back, "coarsened": done.coarsened, "note": "links lead to the articles as published, which hold names and places",
    }  # fmt: skip
    side = [_beside(out, "protected", details)]
    if not form.whole:
        side.append(
            _beside(out, "loss", {"export": out.name, "format": format, "made": made, "lost": job.losses.as_json()})
        )
    return Report(
        format, out, tally[0], tally[1], time.monotonic() - started, job.losses.counts(), protected, tuple(side)
    )


def _rows(found: Iterator[Portion], job: Job, protector: Protector, tally: list[int]) -> Iterator[Any]:
    for portion in found:
        tally[0] += portion.events
        tally[1] += portion.claims
        job.losses.add(portion.losses)
        protector.done.add(portion.done)
        yield portion.rows


def _counted(found: Iterator[Happening], tally: list[int]) -> Iterator[Happening]:
    for happening in found:
        tally[0] += 1
        tally[1] += len(happening.claims)
        yield happening


def _beside(out: Path, what: str, data: dict[str, Any]) -> Path:
    path = out.with_name(f"{out.name}.{what}.json")
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _remove(path: Path) -> None:
    """Take away what an earlier export left: a file, or a folder of tables (and nothing else)."""
    if path.is_dir():
        for inner in path.iterdir():
            if inner.suffix != ".parquet":
                raise StopRun(f"{path} is a folder that holds other things than an export: choose another --output")
        for inner in path.iterdir():
            inner.unlink()
        path.rmdir()
    else:
        path.unlink(missing_ok=True)
