"""The declarative base and the column types that SQLite and PostgreSQL share.

Days and moments are ISO 8601 text in both databases: they sort as they read, and a value never changes its zone on the way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
_ESCAPED = "\ufdd0"  # a noncharacter: no text that means anything begins with it


class Base(DeclarativeBase):
    """The root of every table."""

    metadata = MetaData(naming_convention=NAMING)


def hash_id(*parts: str) -> str:
    """Sixteen hexadecimal digits (63 bits) that these parts always give: the id of what has no id of its own."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    return f"{int.from_bytes(digest[:8]) >> 1:016x}"


class HashId(TypeDecorator[str]):
    """A `hash_id`: text to Python, an integer in the database, where 600,000 of them are keys and references."""

    impl = BigInteger().with_variant(Integer, "sqlite")
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """The integer of the hexadecimal digits; what cannot be an id matches nothing."""
        if value is None:
            return None
        try:
            number = int(value, 16)
        except ValueError:
            return -1
        return number if number < 1 << 63 else -1

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], str | None]:
        """The hexadecimal digits of the integer; given whole, since exports read millions."""
        return lambda value: None if value is None else f"{value:016x}"


class Given(TypeDecorator[str]):
    """Text as it came from outside: NUL and lone surrogates, which no database takes, are escaped and come back unchanged."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """The text itself; its JSON escape where the database could not hold it."""
        if value is None or not _is_odd(value):
            return value
        return _ESCAPED + json.dumps(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], str | None]:
        """The text exactly as it was given."""
        return _as_given


def _as_given(value: Any) -> str | None:
    if isinstance(value, str) and value.startswith(_ESCAPED):
        text = json.loads(value[1:])
        return text if isinstance(text, str) else None
    return value if isinstance(value, str) else None


def _is_odd(value: str) -> bool:
    if "\x00" in value or value.startswith(_ESCAPED):
        return True
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def day_column() -> String:
    """An ISO day, `2015-07-31`."""
    return String(10)


def moment_column() -> String:
    """A moment in UTC, `2015-07-31T09:00:00.000000Z`."""
    return String(27)


def row_key() -> Any:
    """An integer key that the database counts up."""
    return BigInteger().with_variant(Integer, "sqlite")
