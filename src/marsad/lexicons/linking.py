"""The data under `link/`, by which claims are compared and joined: its forms, and the strict reader, a user's folder over the packaged one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from ..errors import LexiconError
from .forms import Strings
from .load import PACKAGED
from .read import line_with, read_as, read_layers

FOLDER = "link"


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file whose every key is known."""


class KindForm(Form, frozen=True):
    """Event types that are compared with each other: days that one happening may run, whether countries are its places."""

    span: int
    wide: bool
    types: Strings


class TypesFile(Form, frozen=True):
    """`types.yml`: which event types can tell of one happening, and how near they are to each other, 0 to 1."""

    kinds: dict[str, KindForm]
    unspecific: Strings
    near: dict[str, dict[str, float]]


class GenericFile(Form, frozen=True):
    """`generic.yml`: actors that are anybody, and bodies that take part in everything."""

    nobody: Strings
    everywhere: Strings


class FiguresFile(Form, frozen=True):
    """`figures.yml`: which group is part of which, and the words by which a figure takes another's place."""

    part_of: dict[str, str]
    risen: Strings
    corrected: Strings
    not_so: Strings


class OriginsFile(Form, frozen=True):
    """`origins.yml`: nouns by which a report names its source without naming it."""

    vague: Strings


class OppositesFile(Form, frozen=True):
    """`opposites.yml`: words that exclude each other, and words that deny."""

    opposites: tuple[tuple[Strings, Strings], ...]
    negations: Strings


FORMS: dict[str, type] = {
    "types": TypesFile, "generic": GenericFile, "figures": FiguresFile, "origins": OriginsFile, "opposites": OppositesFile,
}  # fmt: skip
T = TypeVar("T")


def paths_of(name: str, user: Path | None) -> tuple[Path, ...]:
    """The files `link/NAME.yml`, the packaged one first."""
    folders = (PACKAGED,) if user is None else (PACKAGED, user)
    return tuple(p for p in (folder / FOLDER / f"{name}.yml" for folder in folders) if p.is_file())


def read_link(name: str, form: type[T], user: Path | None = None) -> T:
    """The data of `link/NAME.yml`, the folder `user` over it; LexiconError for an unknown or missing key or a value of the wrong kind."""
    return read_as(paths_of(name, user), form)


def read_types(user: Path | None = None) -> TypesFile:
    """The kinds of events; LexiconError where a pair names a type of no kind, or a nearness is none."""
    path = paths_of("types", user)[-1]
    data = read_link("types", TypesFile, user)
    known = {t for kind in data.kinds.values() for t in kind.types}
    for left, row in data.near.items():
        for right, value in row.items():
            for t in (left, right):
                if t not in known:
                    raise LexiconError(path, line_with(path, f"{t}:"), f"{t} is in no kind: add it to one under kinds")
            if not 0.0 <= value <= 1.0:
                raise LexiconError(
                    path, line_with(path, f"{left}:"), f"{left} and {right} are {value:g} near: give 0 to 1"
                )
    return data


def read_weights(user: Path | None = None) -> dict[str, float]:
    """The weight of each observation, `place.same_town`; LexiconError for a name that no observation has, and for one that is missing."""
    path = paths_of("weights", user)[-1]
    given, known = dict(_weights(user)), dict(_weights(None))
    for name in given:
        if name not in known:
            key = name.rpartition(".")[2]
            raise LexiconError(path, line_with(path, f"{key}:"), f"no observation is named {name}: mend the name")
    for name in known:
        if name not in given:
            raise LexiconError(path, 0, f"gives no weight to {name}: add it, or `adds: true` to change only some")
    return given


def _weights(user: Path | None) -> Iterator[tuple[str, float]]:
    """The numbers of the file with their names in full; the file lays them out in groups."""
    paths = paths_of("weights", user)
    for key, value in read_layers(paths).items():
        inner = {f"{key}.{name}": number for name, number in value.items()} if isinstance(value, dict) else {key: value}
        for name, number in inner.items():
            try:
                yield name, float(number)
            except (TypeError, ValueError):
                where = line_with(paths[-1], f"{name.rpartition('.')[2]}:")
                raise LexiconError(paths[-1], where, f"{name} is {number!r}: give a number") from None


def check_link(path: Path, user: Path | None) -> None:
    """Read one of these files as linking does; the first fault is a LexiconError."""
    if path.stem == "types":
        read_types(user)
    elif path.stem == "weights":
        read_weights(user)
    elif path.stem in FORMS:
        read_link(path.stem, FORMS[path.stem], user)
    else:
        raise LexiconError(path, 0, f"no file of {FOLDER}/ has this name: use {', '.join((*FORMS, 'weights'))}")
