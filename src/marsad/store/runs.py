"""Runs, refusals, feeds and small facts that stages keep."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ..ingest.types import Refusal
from . import models as m
from .answers import remembered
from .articles import chunks
from .database import moment
from .models.base import hash_id
from .people import People
from .rows import RefusalRow, RunRow

RUN_COLUMNS = tuple(getattr(m.Run, name) for name in RunRow.__struct_fields__)
REFUSAL_COLUMNS = tuple(getattr(m.Refusal, name) for name in RefusalRow.__struct_fields__)


class Runs(People):
    """The part of the store that tells what the program did."""

    def begin_run(self, command: str, options: Mapping[str, Any], coder_version: str | None = None) -> int:
        """Note that a run has begun; its key."""
        values = {
            "command": command, "options": dict(options), "state": "running", "pid": os.getpid(), "coder_version": coder_version,
            "started_at": moment(), "counts": {},
        }  # fmt: skip
        with self.write() as connection:
            return int(connection.execute(insert(m.Run).values(**values).returning(m.Run.id)).scalar_one())

    def end_run(
        self, run_id: int, state: str, counts: Mapping[str, Any], seconds: float, error: str | None = None
    ) -> None:
        """Note how a run ended: `done` or `failed`."""
        with self.write() as connection:
            connection.execute(
                update(m.Run)
                .where(m.Run.id == run_id)
                .values(state=state, counts=dict(counts), seconds=seconds, error=error, finished_at=moment(), pid=None)
            )

    def runs(self, limit: int = 20) -> list[RunRow]:
        """The last runs; one that says it is running while its process is gone was interrupted."""
        with self.read() as connection:
            rows = [RunRow(*r) for r in connection.execute(select(*RUN_COLUMNS).order_by(m.Run.id.desc()).limit(limit))]
        return [_seen_now(r) for r in rows]

    def refuse(self, refusals: Sequence[Refusal], run_id: int | None = None) -> None:
        """Put down what could not be taken in; the same again only counts."""
        if refusals:
            with self.write() as connection:
                self.put_refusals(connection, refusals, moment(), run_id)

    def put_refusals(
        self, connection: Connection, refusals: Sequence[Refusal], at: str, run_id: int | None = None
    ) -> None:
        """`refuse` within a transaction that the caller holds."""
        rows = {}
        for r in refusals:
            key = hash_id("refusal", r.where, r.what)
            rows[key] = {
                "id": key, "run_id": run_id, "where": r.where, "what": r.what, "remedy": r.remedy, "times": 1, "first_seen": at,
                "last_seen": at, "resolved_at": None,
            }  # fmt: skip
        make: Any = sqlite.insert if self.is_sqlite else postgresql.insert
        statement = make(m.Refusal)
        again = {
            "times": m.Refusal.times + 1, "last_seen": at, "resolved_at": None, "remedy": statement.excluded.remedy,
            "run_id": statement.excluded.run_id,
        }  # fmt: skip
        if rows:
            connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=again), list(rows.values()))

    def resolve(self, connection: Connection, wheres: Sequence[str], at: str) -> None:
        """What once was refused there has now come in well."""
        r = m.Refusal
        for some in chunks(dict.fromkeys(wheres)):
            connection.execute(update(r).where(r.where.in_(some), r.resolved_at.is_(None)).values(resolved_at=at))

    def refusals(self, limit: int = 100, resolved: bool = False) -> list[RefusalRow]:
        """What could not be taken in, the newest first; what was mended since only where asked for."""
        r = m.Refusal
        query = select(*REFUSAL_COLUMNS).order_by(r.last_seen.desc(), r.id).limit(limit)
        with self.read() as connection:
            return [
                RefusalRow(*x) for x in connection.execute(query if resolved else query.where(r.resolved_at.is_(None)))
            ]

    def count_refusals(self) -> int:
        """How many refusals are open."""
        with self.read() as connection:
            return self.count_open(connection)

    def count_open(self, connection: Connection) -> int:
        """`count_refusals` within a transaction that the caller holds."""
        return int(
            connection.execute(
                select(func.count()).select_from(m.Refusal).where(m.Refusal.resolved_at.is_(None))
            ).scalar_one()
        )

    @remembered
    def counts(self) -> dict[str, int]:
        """How many articles, versions, claims that stand, events that stand, captures and judgements there are."""
        queries = {
            "articles": select(func.count()).select_from(m.Article),
            "versions": select(func.count()).select_from(m.ArticleVersion),
            "claims": select(func.count()).select_from(m.Claim).where(m.Claim.retired_at.is_(None)),
            "claims_retired": select(func.count()).select_from(m.Claim).where(m.Claim.retired_at.is_not(None)),
            "events": select(func.count()).select_from(m.Event).where(m.Event.retired_at.is_(None)),
            "captures": select(func.count()).select_from(m.Capture),
            "judgements": select(func.count()).select_from(m.Judgement),
        }
        with self.read() as connection:
            return {name: int(connection.execute(query).scalar_one()) for name, query in queries.items()}

    def set_meta(self, name: str, value: Any) -> None:
        """Keep a small fact under a name."""
        with self.write() as connection:
            self.put_meta(connection, name, value)

    def put_meta(self, connection: Connection, name: str, value: Any) -> None:
        """`set_meta` within a transaction that the caller holds."""
        make: Any = sqlite.insert if self.is_sqlite else postgresql.insert
        statement = make(m.Meta)
        changed = {"value": statement.excluded.value, "at": statement.excluded.at}
        connection.execute(
            statement.on_conflict_do_update(index_elements=["name"], set_=changed),
            {"name": name, "value": value, "at": moment()},
        )

    def meta(self, name: str, default: Any = None) -> Any:
        """A small fact by its name."""
        with self.read() as connection:
            row = connection.execute(select(m.Meta.value).where(m.Meta.name == name)).first()
        return row.value if row else default

    def feeds(self, due: str | None = None) -> list[dict[str, Any]]:
        """The feeds that are watched; only those due at the moment `due` where it is given."""
        f = m.Feed
        query = select(*f.__table__.c).order_by(f.next_at, f.url)
        if due:
            query = query.where((f.next_at.is_(None)) | (f.next_at <= due))
        with self.read() as connection:
            return [dict(r._mapping) for r in connection.execute(query)]

    def save_feed(self, url: str, **values: Any) -> None:
        """Add a feed, or note what its last visit gave (kind, outlet, etag, last_modified, fetched_at, next_at, failures, error, state)."""
        with self.write() as connection:
            done = (
                connection.execute(
                    update(m.Feed).where(m.Feed.url == bindparam("url_")).values(**values), {"url_": url}
                )
                if values
                else None
            )
            if done is None or done.rowcount == 0:
                row = {"kind": "feed", "failures": 0, "state": {}, **values, "url": url}
                make: Any = sqlite.insert if self.is_sqlite else postgresql.insert
                connection.execute(make(m.Feed).on_conflict_do_nothing(), row)


def _seen_now(run: RunRow) -> RunRow:
    if run.state != "running" or run.pid is None or _alive(run.pid):
        return run
    values = {name: getattr(run, name) for name in RunRow.__struct_fields__}
    return RunRow(**{**values, "state": "interrupted"})


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
