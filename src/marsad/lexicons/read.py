"""Read one data file of the lexicon: YAML whose every scalar is a string, checked against a type, errors with file and line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from ..errors import LexiconError

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
T = TypeVar("T")


def read_yaml(path: Path) -> Any:
    """The file's data with every scalar as a string (`12:30` stays `12:30`); LexiconError where it is no YAML."""
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, Loader=_Loader)
    except UnicodeDecodeError as error:
        raise LexiconError(path, 0, f"is not UTF-8 ({error.reason} at byte {error.start}): save it as UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise LexiconError(
            path, mark.line + 1 if mark else 0, f"is no YAML: {getattr(error, 'problem', error)}"
        ) from error


def read_as(path: Path, form: type[T]) -> T:
    """The file's data as `form`; an unknown key, a missing key or a value of the wrong kind is a LexiconError at its line."""
    data = read_yaml(path)
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
