"""The workbench's store on PostgreSQL: every table of the one in SQLite by COPY, the full-text index made for its texts, other indexes last.

The role that is given must be a superuser's: what one database has held together is taken as it is, without asking for each row.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from marsad.engine.load import bring_indexes_back, set_indexes_aside
from marsad.store import Store
from marsad.store.models.base import Base
from marsad.store.words import index_words, tsvector

_DONE = "benchmark:{}"


def copy_store(folder: Path, step: int) -> None:
    """Fill the database of MARSAD_DATABASE_URL from the folder's, table by table, each once; versions `step` apart have the same text."""
    with Store.open(folder) as store:
        if store.meta(_DONE.format("all")):
            return
        set_indexes_aside(store)
        with sqlite3.connect(folder / "marsad.db") as source:
            for table in Base.metadata.sorted_tables:
                if table.name != "meta":
                    _once(store, table.name, partial(_copy_table, source, table=table))
            _once(store, "search_index", partial(_index_texts, source, step=step))
        bring_indexes_back(store)
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
        store.set_meta(_DONE.format("all"), True)


def _once(store: Store, name: str, fill: Callable[[sa.Connection], None]) -> None:
    """One table in one transaction, noted with it: a copy that was killed goes on with the next."""
    if store.meta(_DONE.format(name)):
        return
    began = time.perf_counter()
    with store.write() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(f"DELETE FROM {name}")
        fill(connection)
        store.put_meta(connection, _DONE.format(name), True)
    print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr)


def _copy_table(source: sqlite3.Connection, connection: sa.Connection, *, table: sa.Table) -> None:
    names = ", ".join(f'"{c.name}"' for c in table.columns)
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in source.execute(f"SELECT {names} FROM {table.name}"):
            copy.write_row(row)
    for column in table.columns:
        if column.autoincrement is True:
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'), coalesce(max({column.name}), 1)) FROM {table.name}"
            )


def _index_texts(source: sqlite3.Connection, connection: sa.Connection, *, step: int) -> None:
    insert = sa.text("INSERT INTO search_index (version_id, document) VALUES (:id, CAST(:document AS tsvector))")
    for key, title, text in source.execute("SELECT id, title, text FROM article_versions WHERE id < ?", (step,)):
        (head, head_stems), (body, stems) = index_words(title or ""), index_words(text)
        document = tsvector([(head, "A"), (head_stems, "A"), (body, "B"), (stems, "C")])
        connection.execute(insert, {"id": key, "document": document})
    again = "SELECT v.id, s.document FROM article_versions v JOIN search_index s ON s.version_id = v.id % :step WHERE v.id >= :step"
    connection.execute(sa.text(f"INSERT INTO search_index (version_id, document) {again}"), {"step": step})
