"""Runs the migrations on the connection that the store gives; `alembic` itself may also be pointed at a database."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, create_engine

from marsad.store.models import Base


def migrate(connection: Connection) -> None:
    """Bring the tables behind `connection` to the revision asked for."""
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=connection.dialect.name == "sqlite"
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with create_engine(context.config.get_main_option("sqlalchemy.url") or "").begin() as own:
        migrate(own)
