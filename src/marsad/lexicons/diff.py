"""What one lexicon says and another does not: value by value, not line by line, so that order and layout make no difference."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from .load import PACKAGED, layers_of
from .read import read_layers


class Change(NamedTuple):
    """A value that was added to a file or taken out of it; `where` is its path within the file, empty for lines of a table."""

    sign: Literal["+", "-"]
    file: str
    where: str
    value: str


def lexicon_changes(old: Path | None, new: Path | None) -> Iterator[Change]:
    """What changes from the packaged lexicon with `old` over it to that with `new` over it, file by file."""
    before, after = _files(old), _files(new)
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) == after.get(name):
            continue
        was, now = (Counter(_values(files[name])) if name in files else Counter() for files in (before, after))
        changes = [Change("-", name, *v) for v in (was - now).elements()]
        changes += [Change("+", name, *v) for v in (now - was).elements()]
        yield from sorted(changes, key=lambda c: (c.where, c.value, c.sign == "+"))


def _files(folder: Path | None) -> dict[str, tuple[Path, ...]]:
    folders = (PACKAGED,) if folder is None else (PACKAGED, folder)
    return {_name(paths[-1], folders): paths for paths in layers_of(folders)}


def _name(path: Path, folders: tuple[Path, ...]) -> str:
    return next(path.relative_to(folder).as_posix() for folder in reversed(folders) if path.is_relative_to(folder))


def _values(paths: tuple[Path, ...]) -> Iterator[tuple[str, str]]:
    """Every value of a file with the path to it; members of a list have no number, since their order means nothing."""
    if paths[-1].suffix == ".yml":
        yield from _leaves(read_layers(paths), "")
        return
    for line in paths[-1].read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield "", line.rstrip()


def _leaves(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{where}.{key}" if where else str(key))
    elif isinstance(value, list):
        for inner in value:
            told = inner if isinstance(inner, str) else json.dumps(inner, ensure_ascii=False)
            yield where, told
    else:
        yield where, "" if value is None else str(value)
