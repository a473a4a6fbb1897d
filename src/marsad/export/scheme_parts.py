"""What the sheets of other schemes ask of an event alike: whether it is recorded, its sides, dead, sources and days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .happening import Happening
from .run import Job
from .sheet import write_sheet

Row = Callable[[Happening, Mapping[str, Any], Job], dict[str, Any] | None]


def write_rows(found: Iterator[Happening], out: Path, job: Job, rules: Mapping[str, Any], row_of: Row) -> None:
    """A sheet in the columns of a scheme: a row for each event that it would record and that `row_of` has a row for."""

    def rows() -> Iterator[list[Any]]:
        for h in found:
            row = row_of(h, rules, job) if recorded(h, rules, job) else None
            if row is not None:
                yield [row.get(column, "") for column in rules["columns"]]

    write_sheet(out, [rules["columns"]], rows())


def recorded(h: Happening, rules: Mapping[str, Any], job: Job) -> bool:
    """Whether the scheme records events of this status at all: most record what is said to have happened, and nothing else."""
    if h.event.status in rules["recorded"]:
        return True
    job.losses.note(f"the whole event: the form records no event that is {h.event.status}", h.event.id)
    return False


def sources(h: Happening, job: Job, separator: str = "; ") -> str:
    """The outlets and agencies by their English names."""
    named = [job.labels.outlet(a.agency or a.outlet) for a in h.articles.values()]
    return separator.join(dict.fromkeys(n for n in named if n))


def speakers(h: Happening) -> list[str]:
    """Those who said so, each once, as the reports name them."""
    return list(dict.fromkeys(a.name for row in h.claims for a in row.claim.attribution if a.role == "speaker"))


def deniers(h: Happening) -> list[str]:
    """Those who denied it."""
    denials = [row.claim for row in h.claims if row.claim.stance == "denied"]
    return list(dict.fromkeys(c.attribution[0].name if c.attribution else "the outlet itself" for c in denials))


def surest_words(h: Happening) -> str:
    """The words of the surest claim that asserts it."""
    asserted = [r for r in h.claims if r.claim.stance == "asserted"] or list(h.claims)
    return max(asserted, key=lambda r: r.claim.confidence).claim.evidence.text if asserted else ""


def span_days(h: Happening) -> int | None:
    """How many days the event may have fallen on; None where no claim dates it."""
    e = h.event
    if e.date_start is None:
        return None
    try:
        return (dt.date.fromisoformat(e.date_end or e.date_start) - dt.date.fromisoformat(e.date_start)).days + 1
    except ValueError:
        return None


def dated(h: Happening, job: Job, both: bool = False) -> str:
    """The event's first day; where it has none, the day of the report, which is noted, as is a span where the form does not hold `both` ends."""
    e = h.event
    if e.date_start is None:
        job.losses.note("that no claim dates it: the day of the report stands for it", e.id)
        return e.day
    if e.date_precision != "day" and not both:
        job.losses.note("the first and last day it may have been", e.id)
    return e.date_start


def number(value: float | None) -> int:
    """A figure as a whole number; what is not known is 0, as these schemes have it."""
    return round(value) if value is not None else 0


def disputes(h: Happening, rule: str) -> str:
    """In English: who denies it, and the range of the dead where it is not one number."""
    parts = []
    if named := deniers(h):
        parts.append(f"Denied by: {', '.join(named)}.")
    for f in h.figures(rule, "killed"):
        numbers = "–".join(f"{v:g}" for v in dict.fromkeys((f.low, f.high)) if v is not None)
        parts.append(f"Reported dead ({f.of}): {numbers or format(f.best or 0, 'g')}.")
    return " ".join(parts)
