"""Time and memory of linking from 10,000 to 100,000 claims, as JSON.

    MARSAD_SHARED=../shared python benchmarks/linking.py [SIZE...]

The claims are those of the corpus conflict-2015-07, coded once and repeated with dates and places shifted, so that each repetition has
events of its own. Each size is linked in a process of its own, on one core; making the claims is not counted, events with their origins
and figures are.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from marsad.link.bodies import Bodies
from marsad.link.core import Desk
from marsad.link.types import Report
from marsad.model import Article, Claim, Coded, Place
from marsad.pipeline import Coder

SHARED = Path(os.environ.get("MARSAD_SHARED", "../shared"))
SIZES = (10_000, 20_000, 50_000, 100_000)
APART = 11  # days between one repetition and the next: the same weeks fill up, as they do in a newsroom


def corpus(names: Iterable[str] = ("conflict-2015-07",)) -> list[Report]:
    """The corpora, coded, without their texts."""
    coder = Coder.load()
    out = []
    for name in names:
        with gzip.open(SHARED / "corpora" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            for row in map(json.loads, file):
                article = Article(
                    row["id"], row["text"], outlet=row.get("outlet"), published_at=row.get("published_at")
                )
                out.append(Report(msgspec.structs.replace(article, text=""), coder.code(article)))
    return out


def repeated(reports: list[Report], size: int) -> Iterator[Report]:
    """The reports again and again, shifted, until they hold `size` claims."""
    made = turn = 0
    while made < size:
        for report in reports:
            claims = report.coded.claims[: size - made]
            if not claims:
                continue
            made += len(claims)
            article = moved(report.article, turn, APART * turn)
            yield Report(article, Coded(article.id, tuple(shifted(c, turn, APART * turn) for c in claims)))
        turn += 1


def moved(article: Article, turn: int, days: int) -> Article:
    """The article under a name of its own, published so many days later."""
    told = article.published_at
    told = _later(told[:10], days) + told[10:] if told else None
    return msgspec.structs.replace(article, id=f"{article.id}-{turn}", published_at=told)


def shifted(claim: Claim, turn: int, days: int) -> Claim:
    """The claim, told of another place and of so many days later."""
    date = claim.date
    if date is not None:
        date = msgspec.structs.replace(date, start=_later(date.start, days), end=_later(date.end, days))
    return msgspec.structs.replace(claim, date=date, place=_elsewhere(claim.place, turn))


def _later(day: str, days: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()


def _elsewhere(place: Place | None, turn: int) -> Place | None:
    """A place of the same kind some way off; countries and governorates stay, for they are few in the world, too."""
    if place is None or place.lat is None or place.precision > 3:
        return place
    return msgspec.structs.replace(
        place,
        name_ar=f"{place.name_ar} {turn}",
        gazetteer_id=f"{place.gazetteer_id}-{turn}",
        lat=place.lat + 0.4 * (turn % 7),
    )


def measure(size: int) -> dict[str, Any]:
    """What linking so many claims costs in this process."""
    reports = list(repeated(corpus(), size))
    wall, cpu = time.perf_counter(), time.process_time()
    desk = Desk(Bodies())
    desk.add(reports)
    events = sum(1 for _ in desk.events())
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "claims": size, "events": events, "cpu_s": round(cpu, 1), "wall_s": round(wall, 1),
        "ms_per_claim": round(1000 * cpu / size, 3), "peak_memory_mb": round(peak),
    }  # fmt: skip


def main() -> None:
    """Print the curve; with one size, that alone."""
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    if len(sizes) == 1:
        print(json.dumps(measure(sizes[0])))
        return
    curve = [
        json.loads(
            subprocess.run([sys.executable, __file__, str(n)], capture_output=True, check=True, text=True).stdout
        )
        for n in sizes
    ]
    print(json.dumps({"linking": curve}, indent=1))


if __name__ == "__main__":
    main()
