#!/usr/bin/env python3
"""Measure the workbench at scale: twenty people walk every page and list of the API at once; prints 95th percentiles as JSON.

    MARSAD_SHARED=../shared python benchmarks/workbench.py [--scale 0.1] [--database postgresql://superuser@host/empty]

The store is made once and kept in a folder for temporary files: the reports of the evaluation material are read and linked, then their rows are
repeated on other days and at other places until there are 100,000 articles, 600,000 claims and 80,000 events (`--scale 1.67` gives a million
claims). `--database` measures the same rows on PostgreSQL, into which they are copied once.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
from postgres import copy_store
from processes import below, seconds_of

from marsad.store import Filters, Store
from marsad.store import models as m
from marsad.store.models.base import hash_id
from marsad.store.words import index_words

MARSAD = Path(sys.executable).parent / "marsad"
SIZES = {"articles": 100_000, "claims": 600_000, "events": 80_000}
_ODD = 0x1E3779B97F4A7C15  # spreads the ids of copies as hashes are spread
STEP = 1_000  # keys of a copy lie so far from those of the copy before; there are fewer of them in the reports
_CLAIM = "mixed({0}, :n)"
_DAYS = "date({0}, '-' || (:n * 7) || ' days')"
_DAY = f"CASE WHEN {{0}} > '1900' THEN {_DAYS} ELSE {{0}} END"
_MOVED = "{0} + (:n % 11 - 5) * 0.07"
# Each copy came in a week before the one before it: else all of the store would be new.
_SEEN = f"{_DAYS} || substr({{0}}, 11)"
_DATES = {
    "day": _DAY, "date_start": _DAY, "date_end": _DAY, "lat": _MOVED, "lon": _MOVED, "first_seen": _SEEN, "updated_at": _SEEN,
}  # fmt: skip
_EVENT, _KEY = "{0} || '-' || :n", f"{{0}} + :n * {STEP}"
# What each column of a copied row becomes; others stay as they are, and None leaves the key to the database.
COPIES: dict[str, list[tuple[Any, dict[str, str | None]]]] = {
    "articles": [
        (m.Article, {**_DATES, "key": _KEY, "id": _EVENT, "id_key": "hid(id || '-' || :n)", "version_id": _KEY}),
        (m.ArticleVersion, {"id": _KEY, "article_key": _KEY}),
    ],
    "claims": [
        (m.Claim, {**_DATES, "id": _CLAIM, "article_key": _KEY, "version_id": _KEY}),
        (m.ClaimBody, {"n": None, "claim_id": _CLAIM}),
        (m.ClaimActor, {**_DATES, "claim_id": _CLAIM}),
        (m.ClaimFigure, {"claim_id": _CLAIM}),
        (m.ClaimAttribution, {"claim_id": _CLAIM}),
    ],
    "events": [
        (m.Event, {**_DATES, "id": _EVENT}),
        (m.EventMember, {"event_id": _EVENT, "claim_id": _CLAIM}),
        (m.EventFacet, {**_DATES, "event_id": _EVENT}),
        (m.EventFigure, {"event_id": _EVENT}),
        (m.EventOrigin, {"event_id": _EVENT}),
    ],
}  # fmt: skip


def fill(folder: Path, scale: float) -> None:
    """Read and link the reports, then repeat their rows."""
    env = {**os.environ, "MARSAD_HOME": str(folder)}
    reports = Path(os.environ.get("MARSAD_SHARED", "../shared")) / "corpora" / "conflict-2015-07.jsonl.gz"
    for command in (["run", str(reports)], ["link"]):
        subprocess.run([str(MARSAD), *command], env=env, check=True, stdout=subprocess.DEVNULL)
    with sqlite3.connect(folder / "marsad.db") as connection:
        connection.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-400000")
        connection.create_function("mixed", 2, lambda key, n: (key + n * _ODD) % (1 << 63), deterministic=True)
        connection.create_function("hid", 1, lambda text: int(hash_id("article", text), 16), deterministic=True)
        _index_again(connection, _repeat(connection, scale))
        connection.commit()
        connection.executescript("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)")


def filled(scale: float) -> Path:
    """The folder of the store, which is made where it is not there."""
    folder = Path(tempfile.gettempdir()) / f"marsad-bench-workbench-{scale:g}"
    if not (folder / "filled").exists():
        shutil.rmtree(folder, ignore_errors=True)
        fill(folder, scale)
        (folder / "filled").touch()
    return folder


def _repeat(connection: sqlite3.Connection, scale: float) -> int:
    """Copy the rows; how many copies of the articles were made."""
    copies = {}
    for what, wanted in SIZES.items():
        held = connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
        copies[what] = max(round(wanted * scale / held) - 1, 0)
        for table, changes in COPIES[what]:
            name = table.__tablename__
            columns = [c.name for c in table.__table__.c if changes.get(c.name, "") is not None]
            values = [(changes.get(c) or "{0}").format(f'"{c}"') for c in columns]
            connection.execute(f"CREATE TEMP TABLE base AS SELECT * FROM {name}")
            listed = ", ".join(f'"{c}"' for c in columns)
            insert = f"INSERT INTO {name} ({listed}) SELECT {', '.join(values)} FROM base"
            for n in range(1, copies[what] + 1):
                connection.execute(insert, {"n": n})
            connection.execute("DROP TABLE base")
    return copies["articles"]


def _index_again(connection: sqlite3.Connection, copies: int) -> None:
    rows = connection.execute("SELECT id, title, text FROM article_versions WHERE id < ?", (STEP,)).fetchall()
    for key, title, text in rows:
        (head, head_stems), (body, stems) = index_words(title or ""), index_words(text)
        connection.executemany(
            "INSERT INTO search_index (rowid, title, body, stems) VALUES (?, ?, ?, ?)",
            ((key + n * STEP, f"{head} {head_stems}", body, stems) for n in range(1, copies + 1)),
        )


def addresses(store: Store, many: int = 150) -> dict[str, list[str]]:
    """Every page and list under `many` different filters: the store's own values, so that they find something."""
    dice = random.Random(20)
    events = [store.events(Filters(country=c), limit=200).items for c, _ in store.event_facets("country", limit=6)]
    mixed = [e for some in events for e in some[::10]]
    actors = [a for a, _ in store.event_facets("actor", limit=40)]
    outlets = [o for o, _ in store.event_facets("outlet")]
    filters = ["", *(_filter(store, dice) for _ in range(many))]
    words = _words(store)
    claims = store.claims(limit=200).items
    out = {
        path: [f"{path}?{f}" for f in filters] for path in ("/", "/events", "/map", "/actors", "/places", "/outlets")
    }
    for name in ("claims", "events", "figures", "actors", "outlets", "places"):
        out[f"/api/v1/{name}"] = [f"/api/v1/{name}?{f}" for f in filters]
    out["/events/{id}"] = [f"/events/{e.id}" for e in mixed]
    out["/article"] = [f"/article?id={quote(a)}" for a in dict.fromkeys(c.article_id for c in claims)]
    out["/actors/{id}"] = [f"/actors/{quote(a)}" for a in actors]
    out["/place"] = [f"/place?id={quote(p)}" for p in dict.fromkeys(e.place_id for e in mixed if e.place_id)]
    out["/outlet"] = [f"/outlet?name={quote(o)}" for o in outlets]
    out["/search"] = [f"/search?q={quote(w)}" for w in words]
    out["/api/v1/search"] = [f"/api/v1/search?words={quote(w)}" for w in words]
    out["/api/v1/articles"] = ["/api/v1/articles", *(f"/api/v1/articles?outlet={quote(o)}" for o in outlets)]
    out["/digest"] = [f"/digest?period={p}" for p in ("today", "yesterday", "7d", "30d")]
    return {**out, "/sources": ["/sources"], "/review": ["/review"]}


def _filter(store: Store, dice: random.Random) -> str:
    """One to three conditions at random."""
    months = [f"{year}-{month:02}" for year in (2013, 2014, 2015) for month in range(1, 13)]
    offered: dict[str, list[str]] = {
        key: [v for v, _ in store.event_facets(field, limit=12)]
        for key, field in (("type", "event_type"), ("country", "country"), ("actor", "actor"), ("outlet", "outlet"), ("status", "status"))
    }  # fmt: skip
    offered |= {"origins": ["2", "3"], "from": [f"{m}-01" for m in months], "to": [f"{m}-28" for m in months]}
    return urlencode({key: dice.choice(offered[key]) for key in dice.sample(sorted(offered), dice.randint(1, 3))})


def _words(store: Store) -> list[str]:
    """Words of headlines, common and rare ones, and pairs of them."""
    titles = [a.title.split() for a in store.articles(limit=600).items if a.title]
    loose = sorted({w.strip('.,:؛،"«»()') for title in titles for w in title if len(w) > 3})
    pairs = sorted({" ".join(title[:2]) for title in titles if len(title) > 4})
    return [*loose[:: max(len(loose) // 40, 1)], *pairs[:: max(len(pairs) // 20, 1)]]


async def walk(base: str, paths: dict[str, list[str]], users: int, rounds: int, pause: float) -> dict[str, list[float]]:
    """Every user asks for all pages in an order of his own, `pause` seconds on average between two of them."""
    times: dict[str, list[float]] = defaultdict(list)

    async def user(number: int) -> None:
        dice = random.Random(number)
        async with httpx.AsyncClient(base_url=base, timeout=60, headers={"Accept-Encoding": "gzip"}) as client:
            for _ in range(rounds):
                for page in dice.sample(sorted(paths), len(paths)):
                    await asyncio.sleep(dice.random() * 2 * pause)
                    began = time.perf_counter()
                    answer = await client.get(dice.choice(paths[page]))
                    times[page].append(time.perf_counter() - began)
                    answer.raise_for_status()

    await asyncio.gather(*(user(n) for n in range(users)))
    return times


def p95(times: list[float]) -> float:
    """The 95th percentile in milliseconds."""
    return round(1000 * sorted(times)[int(0.95 * (len(times) - 1))], 1)


@contextmanager
def serving(folder: Path, workers: int) -> Iterator[tuple[str, int]]:
    """The address and the process of a server on the store, once it has read its columns."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    command = [str(MARSAD), "serve", "--port", str(port), "--workers", str(workers)]
    server = subprocess.Popen(command, env={**os.environ, "MARSAD_HOME": str(folder)}, stdout=subprocess.DEVNULL)
    try:
        for _ in range(150):
            try:
                httpx.get(f"{base}/static/marsad.css")
                break
            except httpx.TransportError:
                time.sleep(0.2)
        httpx.get(f"{base}/events", timeout=60)
        yield base, server.pid
    finally:
        server.terminate()
        server.wait(20)


def measure(folder: Path, users: int, rounds: int, pause: float, workers: int) -> dict[str, Any]:
    """Serve the store in a process of its own and walk."""
    with Store.open(folder) as store:
        counts, paths, kind = store.counts(), addresses(store), store.engine.dialect.name
    with serving(folder, workers) as (base, process):
        busy = sum(seconds_of(p) for p in below(process))
        times = asyncio.run(walk(base, paths, users, rounds, pause))
        busy = sum(seconds_of(p) for p in below(process)) - busy
    pages = [t for page, some in times.items() if not page.startswith("/api") for t in some]
    lists = [t for page, some in times.items() if page.startswith("/api") for t in some]
    return {
        "database": kind, **{name: counts[name] for name in SIZES}, "users": users, "pause_s": pause,
        "workers": workers, "requests": len(pages) + len(lists),
        "load": os.getloadavg()[0], "cpu_ms_per_request": round(1000 * busy / (len(pages) + len(lists)), 1),
        "pages_p95_ms": p95(pages), "api_p95_ms": p95(lists),
        "p95_ms": {page: p95(some) for page, some in sorted(times.items())},
    }  # fmt: skip


def main() -> None:
    """Make the store where it is not there, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", type=float, default=1.0, help="part of the full size")
    options.add_argument("--users", type=int, default=20)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--pause", type=float, default=1.0, help="seconds that a user reads a page, on average")
    options.add_argument("--workers", type=int, default=2, help="processes of the server")
    options.add_argument(
        "--database", help="measure on PostgreSQL: a database to copy the store into, where that is not done"
    )
    given = options.parse_args()
    os.environ.pop("MARSAD_DATABASE_URL", None)  # the store is made in SQLite
    folder = filled(given.scale)
    if given.database:
        os.environ["MARSAD_DATABASE_URL"] = given.database
        copy_store(folder, STEP)
    print(json.dumps(measure(folder, given.users, given.rounds, given.pause, given.workers), indent=1))


if __name__ == "__main__":
    main()
