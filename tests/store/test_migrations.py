"""The migrations make exactly the tables that the models declare."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from marsad.errors import StopRun
from marsad.store import Store
from marsad.store.models import Base


def test_no_model_differs_from_the_migrated_tables(store: Store) -> None:
    with store.read() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, _: kind != "table" or name in Base.metadata.tables}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_a_database_of_a_newer_program_is_refused(database_url: str, tmp_path: Path) -> None:
    with Store.open(tmp_path, database_url) as store, store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StopRun, match="newer Marsad"):
        Store.open(tmp_path, database_url)


def test_down_and_up_again(store: Store) -> None:
    from alembic import command
    from alembic.config import Config

    from marsad.store.database import MIGRATIONS

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with store.write() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        command.upgrade(config, "head")
    assert store.counts()["articles"] == 0
