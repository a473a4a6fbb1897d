"""`marsad load`: a coded data set into the store, block by block, by COPY on PostgreSQL, its secondary indexes last.

Each block is one transaction and is noted with it, so that a load that was killed goes on where it was. The rows are those that
`marsad run` writes for the same articles; the evidence stays with the archives that the data set was coded from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import msgspec
import sqlalchemy as sa

from ..link.on_store import record_events
from ..link.types import Event
from ..model import Article, Coded
from ..store.articles import Arrival
from ..store.database import moment
from ..store.store import Store
from ..syndication.agency import Agencies
from ..syndication.sketch import Sketch, unpacked
from . import dataset
from .linking import read_events
from .storage import Folder
from .syndicate import find_repeated_here, read_repeated

_COLUMNS = [
    "number",
    "id",
    "title",
    "url",
    "outlet",
    "published_at",
    "dateline",
    "text",
    "error",
    "record",
    "keys",
    "signature",
]
_EVENTS = 500  # in one transaction
# What loading itself looks things up by; every other index is made when all rows are there.
_NEEDED = ("ix_claims_article_key", "ix_articles_group_id", "ix_syndication_members_other_key")
_LOADED = (
    "articles", "article_versions", "claims", "claim_bodies", "claim_actors", "claim_figures", "claim_attributions", "search_index",
    "syndication_members", "events", "event_members", "event_facets", "event_figures", "event_origins", "event_relations",
)  # fmt: skip
_ASIDE = "load:indexes"

Counts = dict[str, int]


def load(store: Store, output: str, groups: Mapping[str, str], agencies: Mapping[str, str]) -> Iterator[Counts]:
    """Load a data set; after each block and each portion of events, how much that was."""
    folder = Folder(output)
    dataset.files_of(folder, "articles")  # refuses a data set that is not whole
    plan, done = dataset.read_plan(folder), dataset.manifests(folder)
    assert plan is not None
    looked = folder.read("repeated.json") is not None
    repeated = read_repeated(folder) if looked else find_repeated_here(folder)
    known = Agencies(agencies)
    set_indexes_aside(store)
    store.copying = not store.is_sqlite
    try:
        for block in plan.blocks:
            mark = f"load:{plan.input_hash[:16]}:{block.id}"
            if store.meta(mark) is None:
                yield _load_block(store, folder, done[block.id], plan.coder, groups, known, repeated, mark)
        began = moment()
        yield from _load_events(store, folder)
    finally:
        store.copying = False
    bring_indexes_back(store)
    store.retire_superseded(began)  # those of an earlier linking, which this one brought together otherwise


def _load_block(
    store: Store, folder: Folder, manifest: dataset.Manifest, coder: str, groups: Mapping[str, str], agencies: Agencies,
    repeated: frozenset[int], mark: str,
) -> Counts:  # fmt: skip
    files = [folder.path(n) for n in manifest.files if n.startswith("articles/")]
    rows = sorted(dataset.read_rows(files, folder.fs, _COLUMNS), key=lambda r: r["number"])
    rows = [r for r in rows if r["error"] is None and r["number"] not in repeated]
    coded = [msgspec.json.decode(r["record"], type=Coded) for r in rows]
    arrivals = [Arrival(_article(r)) for r in rows]
    at = moment()
    with store.write() as connection:
        added = store.put_articles(connection, arrivals, at)
        store.put_coded(connection, list(zip(added, coded, strict=True)), coder, at, groups)
        holding = [(a.article_key, r) for a, r in zip(added, rows, strict=True) if r["signature"] is not None]
        named = {key: agencies.of(r["text"], None, r["dateline"], ()) for key, r in holding}
        store.set_agencies(connection, {key: found[0] for key, found in named.items() if found})
        store.put_sketches(connection, [(key, _sketch(r)) for key, r in holding], at)
        store.put_meta(connection, mark, {"articles": len(rows)})
    return {"articles": len(rows), "claims": sum(len(c.claims) for c in coded), "events": 0}


def _article(row: dict[str, Any]) -> Article:
    return Article(
        row["id"], row["text"], row["title"], row["url"], row["outlet"], row["published_at"], row["dateline"]
    )


def _sketch(row: dict[str, Any]) -> Sketch:
    kept = unpacked(row["signature"])
    return Sketch(tuple(row["keys"]), kept.shingles, kept.words)


def _load_events(store: Store, folder: Folder) -> Iterator[Counts]:
    source = iter(read_events(folder))
    while portion := list(islice(source, _EVENTS)):
        yield {"articles": 0, "claims": 0, "events": _save(store, portion)}


def _save(store: Store, events: list[Event]) -> int:
    return record_events(store, [[(m.article, m.claim) for m in event.members] for event in events])


def set_indexes_aside(store: Store) -> None:
    """Drop the indexes that loading does not need, their definitions kept until they are brought back."""
    if store.is_sqlite:
        return
    kept: dict[str, str] = store.meta(_ASIDE) or {}
    wanted = sa.text(
        "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.schemaname = current_schema() AND i.tablename = ANY(:tables)"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)"
    )
    with store.read() as connection:
        found = {r[0]: r[1] for r in connection.execute(wanted, {"tables": list(_LOADED)})}
    aside = {name: made for name, made in found.items() if name not in _NEEDED and " UNIQUE " not in made}
    store.set_meta(_ASIDE, {**kept, **aside})
    with store.write() as connection:
        for name in aside:
            connection.execute(sa.text(f'DROP INDEX IF EXISTS "{name}"'))


def bring_indexes_back(store: Store) -> None:
    """Make the indexes that were set aside, one after the other; each that is there already is left alone."""
    if store.is_sqlite:
        return
    kept: dict[str, str] = store.meta(_ASIDE) or {}
    for made in kept.values():
        with store.write() as connection:
            connection.execute(sa.text(made.replace("CREATE INDEX ", "CREATE INDEX IF NOT EXISTS ", 1)))
    with store.write() as connection:
        for table in _LOADED:
            connection.execute(sa.text(f"ANALYZE {table}"))
    store.set_meta(_ASIDE, {})
