"""Read one data file of the lexicon: YAML whose every scalar is a string, checked against a type, errors with file and line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from ..errors import LexiconError

_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
T = TypeVar("T")


class _Loader(_Base):  # type: ignore[misc]
    """Refuses a key that stands twice: one of the two would be lost without a word."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """The mapping of a node."""
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key {key.value!r} stands twice: put both into one", problem_mark=key.start_mark
                )
            seen.add(key.value)
        return dict(super().construct_mapping(node, deep))


def read_yaml(path: Path) -> Any:
    """The file's data with every scalar as a string (`12:30` stays `12:30`); LexiconError where it is no YAML."""
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, Loader=_Loader)
    except UnicodeDecodeError as error:
        raise LexiconError(path, 0, f"is not UTF-8 ({error.reason} at byte {error.start}): save it as UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", error))
        told = problem if problem.startswith("the key") else f"is no YAML: {problem}"
        raise LexiconError(path, mark.line + 1 if mark else 0, told) from error


def read_layers(paths: tuple[Path, ...]) -> Any:
    """The data of files of one name, packaged first: the last takes the place of those before it, or, with `adds: true`, adds to them.

    What adds brings more to lists and new keys to tables; a single value takes the place of the one before it.
    """
    data: Any = None
    for path in paths:
        more = read_yaml(path)
        if not isinstance(more, dict) or "adds" not in more:
            data = more
            continue
        if more.pop("adds") != "true":
            raise LexiconError(
                path, line_with(path, "adds:"), "adds can only be true: leave it out to replace the file"
            )
        if data is None:
            raise LexiconError(
                path,
                line_with(path, "adds:"),
                "adds to no packaged file: none has this name; leave the line out, or mend the file's name",
            )
        data = _added(data, more)
    return data


def _added(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: _added(old[key], value) if key in old else value for key, value in new.items()}}
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *(value for value in new if value not in old)]
    return new


def read_as(paths: tuple[Path, ...], form: type[T]) -> T:
    """The data of `read_layers` as `form`; an unknown or missing key or a value of the wrong kind is a LexiconError at its line."""
    data, path = read_layers(paths), paths[-1]
    try:
        return msgspec.convert(data, form, strict=False)
    except msgspec.ValidationError as error:
        where = re.search(r"at `\$([^`]*)`", str(error))
        message = re.sub(r" - at `.*", "", str(error))
        keys = where.group(1) if where else ""
        raise LexiconError(path, line_of(path, keys), f"{message} at {keys or 'the top'}") from error


def line_of(path: Path, keys: str) -> int:
    """The line, counted from 1, where `.triggers.verbs[0].past` stands in the file; the nearest known one above it."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    for key in re.findall(r"\.(\w+)|\[(\d+|\.\.\.)\]", keys):
        if isinstance(node, yaml.MappingNode):
            below = [v for k, v in node.value if k.value == key[0]]
            if not below:
                break
            node = below[0]
        elif isinstance(node, yaml.SequenceNode) and key[1].isdigit() and int(key[1]) < len(node.value):
            node = node.value[int(key[1])]
    return int(node.start_mark.line) + 1 if node is not None else 0


def line_with(path: Path, words: str) -> int:
    """The first line, counted from 1, that holds `words`; 0 where none does."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if words in line:
            return number
    return 0
