"""Answers to questions over the whole store, kept in memory until something changes that they were made from.

Every page asks the same few questions: how many events of each type, status, actor pass this filter. The answers are kept by their filter and
by a stamp that each writer of articles, claims, events and judgements sets within his transaction; so they hold across processes too.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from . import models as m
from .database import Database, moment

_STAMP = "answers.stamp"
_MOST = 4000
_settled: ContextVar[dict[int, str] | None] = ContextVar("settled", default=None)
_READ_STAMP = select(m.Meta.at).where(m.Meta.name == _STAMP)


@contextmanager
def one_moment() -> Iterator[None]:
    """Within this, the store is looked at for changes once: for whoever only reads, as a page does, and asks many questions."""
    token = _settled.set({})
    try:
        yield
    finally:
        _settled.reset(token)


class Answers(Database):
    """A database that remembers what it was asked."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._kept: OrderedDict[Any, tuple[str, Any]] = OrderedDict()
        self._asking: dict[Any, Lock] = {}
        self._guard = Lock()

    def touch(self, connection: Connection) -> None:
        """Let all answers go, when the transaction that writes is through."""
        make: Any = sqlite.insert if self.is_sqlite else postgresql.insert
        at = moment()
        statement = make(m.Meta).values(name=_STAMP, value=at, at=at)
        connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": at, "at": at}))

    def stamp(self) -> str:
        """When anything was last written that answers are made from."""
        settled = _settled.get()
        key = id(self.engine)
        if settled is not None and key in settled:
            return settled[key]
        with self.read() as connection:
            stamp = str(connection.execute(_READ_STAMP).scalar() or "")
        if settled is not None:
            settled[key] = stamp
        return stamp

    def answer(self, key: Any, ask: Callable[[], Any]) -> Any:
        """What `ask` gives, from memory where nothing changed since. Of many who ask the same at once one goes and looks."""
        stamp = self.stamp()  # before asking: an answer may be newer than its stamp, never older
        with self._guard:
            kept = self._kept.get(key)
            if kept is not None and kept[0] == stamp:
                self._kept.move_to_end(key)
                return copy.copy(kept[1])
            lock = self._asking.setdefault(key, Lock())
        with lock:
            kept = self._kept.get(key)
            if kept is None or kept[0] != stamp:
                kept = (stamp, ask())
            with self._guard:
                self._kept[key] = kept
                self._asking.pop(key, None)
                while len(self._kept) > _MOST:
                    self._kept.popitem(last=False)
        return copy.copy(kept[1])


S = TypeVar("S", bound=Answers)
P = ParamSpec("P")
T = TypeVar("T")


def remembered(question: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """A method of the store whose answer is kept; its arguments can be hashed, its answer is a number or a flat collection."""

    @wraps(question)
    def ask(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (question.__name__, args, tuple(sorted(kwargs.items())))
        answer: T = self.answer(key, lambda: question(self, *args, **kwargs))
        return answer

    return ask
