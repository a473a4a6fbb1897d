"""`marsad import`: what another store exported with its texts, taken into this one as the same articles, claims and events."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from ..errors import StopRun
from ..ingest.types import Fetched
from ..model import Coded
from ..store import Store
from ..store.intake import Batch, Intake
from ..store.rows import ClaimRow, EventRecord
from .jsonl import Line, Text, lines

_BATCH = 64


class Taken(NamedTuple):
    """What an import took in."""

    articles: int
    claims: int
    events: int


def take(store: Store, path: Path) -> Taken:
    """Two passes: first every article with all its claims, which stand in the lines of several events; then the events."""
    claims: dict[str, dict[str, ClaimRow]] = {}
    versions: set[str] = set()
    for line in lines(path):
        for row in line.claims:
            claims.setdefault(row.article_id, {})[row.id] = row
            versions.add(row.coder_version)
    intake = Intake(store, "+".join(sorted(versions)) or "imported", _groups(claims))
    texts = (text for line in lines(path) for text in line.texts)
    count = 0
    while some := list(islice(texts, _BATCH)):
        intake.take(Batch([_fetched(t) for t in some], [_coded(t, claims) for t in some]))
        count += len(some)
    ids = [i for rows in claims.values() for i in rows]
    missing = len(ids) - len(store.claims_by_id(ids))
    if missing:
        raise StopRun(
            f"{missing} of {len(ids)} claims of {path} have no article text there: export again with `--texts --names all`"
        )
    events = 0
    batch: list[EventRecord] = []
    for record in _records(lines(path)):
        batch.append(record)
        events += 1
    store.save_events(batch)
    return Taken(count, len(ids), events)


def _records(found: Iterator[Line]) -> Iterator[EventRecord]:
    for line in found:
        yield line.record


def _groups(claims: dict[str, dict[str, ClaimRow]]) -> dict[str, str]:
    return {r.claim.event_type: r.event_group for rows in claims.values() for r in rows.values() if r.event_group}


def _fetched(text: Text) -> Fetched:
    article = text.article
    return Fetched(article, url=article.url or "", byline=text.byline, agencies=text.agencies)


def _coded(text: Text, claims: dict[str, dict[str, ClaimRow]]) -> Coded:
    rows = claims.get(text.article.id, {}).values()
    return Coded(text.article.id, tuple(r.claim for r in sorted(rows, key=lambda r: r.claim.id)))
