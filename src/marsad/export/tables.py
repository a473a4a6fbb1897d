"""The four tables that csv and parquet share, each column with its type and meaning (docs/exports.md prints them)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

from ..errors import StopRun
from ..model import Attribution, Participant
from .happening import Happening
from .losses import Room
from .run import Job

ROOM = Room(kinds=("killed", "injured"), ranges=True)
"""What the table of events has room for."""
Kind = Literal["text", "int", "real"]
Row = tuple[Any, ...]


class Column(NamedTuple):
    """A column by name, type and meaning."""

    name: str
    kind: Kind
    about: str


def _columns(text: str) -> tuple[Column, ...]:
    out = []
    for line in text.strip().splitlines():
        name, kind, about = (part.strip() for part in line.split("|", 2))
        out.append(Column(name, kind, about))  # type: ignore[arg-type] # written below
    return tuple(out)


EVENTS = _columns("""
event_id | text | stable id
event_type | text | id of the codebook
event_type_ar | text | its Arabic label
event_type_en | text | its English label
status | text | corroborated, single_origin, disputed, denied_only, planned or happened_as_planned
date_start | text | first day it may have been; empty where no claim dates it
date_end | text | last day
date_precision | text | day, week, month, year or range
day | text | the day that lists sort by: that of the report where the event has none of its own
place_ar | text | Arabic name of the place
place_en | text | English name
place_precision | int | 1 exact, 2 near, 3 district, 4 governorate, 5 country, 6 larger
latitude | real | empty where no place is known
longitude | real |
country | text | two ISO letters
adm1 | text | governorate
adm2 | text | district
gazetteer_id | text | the place's entry
actors | text | ids of those who did it, joined by |
recipients | text | ids of those to whom it was done
killed_low | real | by the rule as_reported, the widest group counted
killed_best | real |
killed_high | real |
injured_low | real |
injured_best | real |
injured_high | real |
origins | int | independent origins
claims | int | claims
articles | int | articles
outlets | text | ids of the outlets
confidence | real | that it is an event as told
evidence | text | the words of the surest claim
urls | text | addresses of the articles, joined by |
link | text | its page in the workbench
""")
CLAIMS = _columns("""
claim_id | text | stable id
event_id | text | the event it belongs to
article_id | text | the article it was read from
number | text | its number in the article
event_type | text |
stance | text | asserted or denied
status | text | occurred, ongoing, planned, possible or demanded
evidence | text | the clause
evidence_start | int | code points into the article's text
evidence_end | int | exclusive
trigger | text | the word that names the event
actors | text | ids, joined by |
actors_given | text | their words
recipients | text |
recipients_given | text |
place_given | text | the words
place_ar | text |
place_en | text |
place_precision | int |
latitude | real |
longitude | real |
country | text |
adm1 | text |
adm2 | text |
date_start | text |
date_end | text |
date_precision | text |
date_basis | text | explicit, relative or publication
chain | text | who says so, nearest to the event first: `speaker:… > via:…`; empty where the outlet says so itself
outlet | text |
agency | text | whose dispatch the article carries
published_at | text |
title | text |
url | text |
sha256 | text | of the bytes as received
origin | text | the independent origin it goes back to
confidence | real |
coder | text | version of the coder
first_seen | text |
""")
FIGURES = _columns("""
event_id | text |
claim_id | text | empty for the event's own ranges
rule | text | as_reported, acled, ucdp or airwars for ranges; empty for a claim's own figure
kind | text | killed, injured, …
of | text | civilians, fighters, …
low | real |
best | real |
high | real |
given | text | the words
part_of | text | the group that holds this one
""")
ORIGINS = _columns("""
event_id | text |
origin_id | text |
kind | text | speaker, agency, shared text, outlet …
name | text |
independent | int | 1 where it counts as an origin of its own
claims | int | claims that go back to it
relayed_by | text | through whom they came, joined by |
""")


def _joined(values: Any) -> str:
    return "|".join(filter(None, values))


def events(h: Happening, job: Job) -> Iterator[Row]:
    """One row."""
    e, labels = h.event, job.labels
    doers, recipients = h.sides()
    killed, injured = (h.total("as_reported", kind) for kind in ("killed", "injured"))
    surest = max(h.claims, key=lambda c: c.claim.confidence, default=None)
    yield (
        e.id, e.event_type, labels.type(e.event_type, "ar"), labels.type(e.event_type), e.status, e.date_start, e.date_end, e.date_precision, e.day,
        e.place_name_ar, e.place_name_en, e.place_precision, e.lat, e.lon, e.country, e.adm1, e.adm2, e.place_id, _joined(doers),
        _joined(recipients), *((killed.low, killed.best, killed.high) if killed else (None,) * 3),
        *((injured.low, injured.best, injured.high) if injured else (None,) * 3), e.origins, e.claim_count, e.article_count,
        _joined(h.record.outlets), e.confidence, surest.claim.evidence.text if surest else None, _joined(h.urls()), job.link(e.id),
    )  # fmt: skip


def claims(h: Happening, job: Job) -> Iterator[Row]:
    """One row a claim."""
    origins = {m.claim_id: m.origin for m in h.record.members}
    for row in h.claims:
        c, p, d = row.claim, row.claim.place, row.claim.date
        article = h.articles.get(row.article_id)
        yield (
            row.id, h.event.id, row.article_id, c.id, c.event_type, c.stance, c.status, c.evidence.text, c.evidence.start, c.evidence.end,
            c.trigger.text, _ids(c.actors), _joined(x.text for x in c.actors), _ids(c.recipients), _joined(x.text for x in c.recipients),
            *((p.text, p.name_ar, p.name_en, p.precision, p.lat, p.lon, p.country, p.adm1, p.adm2) if p else (None,) * 9),
            *((d.start, d.end, d.precision, d.basis) if d else (None,) * 4), chain(c.attribution), row.outlet, row.agency, row.published_at,
            row.article_title, article.url if article else None, article.sha256 if article else None, origins.get(row.id), c.confidence,
            row.coder_version, row.first_seen,
        )  # fmt: skip


def figures(h: Happening, job: Job) -> Iterator[Row]:
    """The event's ranges by every rule, and each claim's own figures."""
    for f in h.record.figures:
        yield h.event.id, None, f.rule, f.kind, f.of, f.low, f.best, f.high, None, (f.detail or {}).get("part_of")
    for row in h.claims:
        for g in row.claim.figures:
            yield h.event.id, row.id, None, g.kind, g.of, g.low, g.best, g.high, g.text, None


def origins(h: Happening, job: Job) -> Iterator[Row]:
    """The graph of who told whom: a row a node."""
    by_source: dict[str, list[str]] = {}
    for edge in h.record.edges:
        by_source.setdefault(str(edge.get("source")), []).append(str(edge.get("target")))
    for n in h.record.nodes:
        told = n.get("claims") or ()
        yield (
            h.event.id, n.get("id"), n.get("kind"), n.get("name"), int(bool(n.get("independent"))), len(told),
            _joined(by_source.get(str(n.get("id")), ())),
        )  # fmt: skip


def chain(links: tuple[Attribution, ...]) -> str:
    """A chain of attribution on one line."""
    return " > ".join(f"{a.role}:{a.name}" for a in links)


def _ids(participants: tuple[Participant, ...]) -> str:
    return _joined(dict.fromkeys(p.actor for p in participants if p.actor))


TABLES: dict[str, tuple[tuple[Column, ...], Callable[[Happening, Job], Iterator[Row]]]] = {
    "events": (EVENTS, events),
    "claims": (CLAIMS, claims),
    "figures": (FIGURES, figures),
    "origins": (ORIGINS, origins),
}


def table(name: str) -> tuple[tuple[Column, ...], Callable[[Happening, Job], Iterator[Row]]]:
    """A table by its name."""
    if name not in TABLES:
        raise StopRun(f"there is no table {name!r}: give one of {', '.join(TABLES)}")
    return TABLES[name]


def note_lost(h: Happening, job: Job, name: str) -> None:
    """What a single table leaves out; all four together hold everything but the terms of linking."""
    if name == "events":
        job.losses.note_usual(h, "as_reported", ROOM)
    elif name == "claims" and h.claims and (h.record.relations or len(h.record.figures) > 0):
        job.losses.note("the event's own ranges and contradictions: see the tables of events and figures", h.event.id)
