"""Opening the database: where it is, its pragmas, its migrations, and the two kinds of transaction."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, bindparam, create_engine, event, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError

from ..errors import StopRun
from ..evidence.ledger import moment

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
BUSY_SECONDS = 60
_WRITE = "marsad_write"
_Plan = tuple[str, list[str] | None, list[tuple[str, Callable[[Any], Any]]]]
_MIGRATION_LOCK = 0x6D617273  # any number that is ours: PostgreSQL's advisory lock while migrations run


def home() -> Path:
    """The folder of the user's data: MARSAD_HOME, else the platform's."""
    given = os.environ.get("MARSAD_HOME")
    if given:
        return Path(given).expanduser()
    from platformdirs import user_data_dir

    return Path(user_data_dir("marsad"))


def database_url(folder: Path) -> str:
    """MARSAD_DATABASE_URL, else SQLite in `folder`; a bare postgresql:// address means psycopg 3."""
    given = os.environ.get("MARSAD_DATABASE_URL")
    if not given:
        return f"sqlite:///{folder / 'marsad.db'}"
    for prefix in ("postgres://", "postgresql://"):
        if given.startswith(prefix):
            return "postgresql+psycopg://" + given[len(prefix) :]
    return given


class Database:
    """An engine and its transactions: `read()` sees one snapshot; `write()` is the one writer, or waits for its turn."""

    def __init__(self, url: str) -> None:
        try:
            self.url = make_url(url)
        except ArgumentError as error:
            raise StopRun(
                f"MARSAD_DATABASE_URL {url!r} is no database address: give postgresql://user@host/name"
            ) from error
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _engine(url, self.is_sqlite)
        self._plans: dict[tuple[str, tuple[str, ...]], _Plan] = {}
        self.copying = False  # rows go in by COPY (PostgreSQL), for loads of millions

    @contextmanager
    def read(self, by_index: bool = False) -> Iterator[Connection]:
        """A transaction that only reads; `by_index` for questions in words.

        PostgreSQL holds the words of a long text apart from its row and does not count what fetching them costs: it would walk all texts
        (4 s where the index takes 0.05 s).
        """
        with said_plainly(self), self.engine.connect() as connection:
            if by_index and not self.is_sqlite:
                connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: all of it or nothing; waits up to a minute for another writer."""
        with (
            said_plainly(self),
            self.engine.connect().execution_options(**{_WRITE: True}) as connection,
            connection.begin(),
        ):
            yield connection

    def insert_many(self, connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
        """Insert rows of the same fields, leaving those alone that are there already.

        The statement is compiled once and its values are prepared here: SQLAlchemy would spend as long on preparing each row as
        SQLite on storing it.
        """
        if not rows:
            return
        names = tuple(rows[0])
        plan = self._plans.get((table.__tablename__, names))
        if plan is None:
            plan = self._plans[(table.__tablename__, names)] = self._plan(table, names)
        statement, order, processors = plan
        for name, process in processors:
            for row in rows:
                row[name] = process(row[name])
        if self.copying:
            self._copy(connection, table.__tablename__, names, rows)
        elif order is None:
            connection.exec_driver_sql(statement, rows)
        else:
            connection.exec_driver_sql(statement, [tuple(row[name] for name in order) for row in rows])

    def _copy(self, connection: Connection, table: str, names: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
        """`insert_many` by PostgreSQL's COPY: into a table of the session, and from there what is not yet in place."""
        columns = ", ".join(f'"{name}"' for name in names)
        make = f"CREATE TEMP TABLE IF NOT EXISTS copied_{table} (LIKE {table} INCLUDING DEFAULTS) ON COMMIT DELETE ROWS"
        connection.exec_driver_sql(make)
        cursor: Any = connection.connection.cursor()
        with cursor.copy(f"COPY copied_{table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([row[name] for name in names])
        cursor.close()
        move = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM copied_{table} ON CONFLICT DO NOTHING"
        connection.exec_driver_sql(move)
        connection.exec_driver_sql(f"TRUNCATE copied_{table}")

    def update_many(self, connection: Connection, table: Any, key: str, rows: list[dict[str, Any]]) -> None:
        """Set fields of many rows, each found by its `key`; prepared as `insert_many` prepares."""
        if not rows:
            return
        names = tuple(rows[0])
        plan = self._plans.get((f"{table.__tablename__}!{key}", names))
        if plan is None:
            columns = table.__table__.c
            statement = update(table).where(columns[key] == bindparam(key, type_=columns[key].type))
            values = {n: bindparam(f"new_{n}", type_=columns[n].type) for n in names if n != key}
            compiled: Any = statement.values(values).compile(dialect=self.engine.dialect)
            found = [
                (n, columns[n].type.dialect_impl(self.engine.dialect).bind_processor(self.engine.dialect))
                for n in names
            ]
            plan = str(compiled), compiled.positiontup, [(n, process) for n, process in found if process is not None]
            self._plans[(f"{table.__tablename__}!{key}", names)] = plan
        statement_text, order, processors = plan
        for name, process in processors:
            for row in rows:
                row[name] = process(row[name])
        if order is None:
            connection.exec_driver_sql(
                statement_text, [{n if n == key else f"new_{n}": v for n, v in row.items()} for row in rows]
            )
        else:
            plain = [n.removeprefix("new_") for n in order]
            connection.exec_driver_sql(statement_text, [tuple(row[n] for n in plain) for row in rows])

    def _plan(self, table: Any, names: tuple[str, ...]) -> _Plan:
        dialect = self.engine.dialect
        make = sqlite.insert if self.is_sqlite else postgresql.insert
        compiled: Any = make(table).on_conflict_do_nothing().compile(dialect=dialect, column_keys=list(names))
        columns = table.__table__.c
        found = [(name, columns[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names]
        return str(compiled), compiled.positiontup, [(name, process) for name, process in found if process is not None]

    def unmapped(self) -> None:
        """Read the file in small pieces from now on: whoever walks through all of it once gains nothing from mapping it into memory."""
        if self.is_sqlite:
            self.engine.dispose()
            event.listen(self.engine, "connect", _read_in_pieces)

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    def migrate(self) -> None:
        """Bring the tables to the newest form; two processes that open at once take turns."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        head = ScriptDirectory.from_config(config).get_current_head()
        with self.read() as connection:
            if MigrationContext.configure(connection).get_current_revision() == head:
                return
        with self.write() as connection:
            if not self.is_sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                raise StopRun(
                    f"the database {self.url} was made by a newer Marsad ({error}): update the program"
                ) from error


__all__ = ["Database", "database_url", "home", "moment"]


@contextmanager
def said_plainly(database: Database) -> Iterator[None]:
    """Database errors that a user can mend, as one sentence."""
    try:
        yield
    except DBAPIError as error:
        text = str(error.orig)
        if "disk is full" in text or "No space left" in text or "disk I/O error" in text:
            raise StopRun(
                f"the disk that holds {database.url} is full ({text}): make room and start the same command again; nothing stored is lost"
            ) from error
        if isinstance(error, OperationalError) and ("locked" in text or "busy" in text):
            raise StopRun(
                f"another run kept {database.url} locked for {BUSY_SECONDS} s: wait until it has ended and start again"
            ) from error
        if isinstance(error, OperationalError) and ("unable to open" in text or "connection" in text.lower()):
            raise StopRun(
                f"cannot open {database.url}: {text.strip()}: check MARSAD_HOME and MARSAD_DATABASE_URL"
            ) from error
        if isinstance(error, DatabaseError) and ("malformed" in text or "not a database" in text):
            raise StopRun(
                f"{database.url} is damaged ({text}): restore a copy, or make a new one by `marsad run` on the evidence"
            ) from error
        raise


def _engine(url: str, is_sqlite: bool) -> Engine:
    if not is_sqlite:
        try:
            engine = create_engine(url, pool_pre_ping=True, json_deserializer=msgspec.json.decode)
        except ModuleNotFoundError as error:
            raise StopRun('PostgreSQL needs the extra: pip install "marsad[postgres]"') from error
        event.listen(engine, "connect", _configure_postgres)
        return engine
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, json_deserializer=msgspec.json.decode)
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _read_in_pieces(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA mmap_size=0")
    connection.execute("PRAGMA cache_size=-2048")


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute(
        "PRAGMA wal_autocheckpoint=16000"
    )  # 64 MB: a long run would else copy the same pages again and again
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA cache_size=-65536")
    cursor.execute("PRAGMA mmap_size=1073741824")
    cursor.execute("PRAGMA temp_store=MEMORY")
    cursor.close()


def _configure_postgres(connection: Any, _record: Any) -> None:
    # Twenty people ask at once, and each question is short: processes and machine code made for one cost more than they bring.
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SET jit = off")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    # A reader that turns writer midway fails at once when another has written; a writer says so from its first statement.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITE) else "BEGIN")
