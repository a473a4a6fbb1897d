"""The whole lexicon, read strictly from its folder: packaged data first, a user's own folder over it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ..errors import LexiconError
from ..gazetteer.base import DATA
from ..gazetteer.userdata import user_tables
from .forms import ActorFile, EventFile, SourceFile
from .read import line_with, read_as, read_layers

PACKAGED = Path(__file__).resolve().parent.parent / "lexicon"
T = TypeVar("T", bound=msgspec.Struct)


@dataclass(slots=True)
class Lexicon:
    """Everything that analysts write, by id: event types, actors, sources, and the word lists by file name."""

    folders: tuple[Path, ...]
    events: dict[str, EventFile] = field(default_factory=dict)
    actors: dict[str, ActorFile] = field(default_factory=dict)
    sources: dict[str, SourceFile] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)
    places: list[Path] = field(default_factory=list)
    confidence: dict[str, float] = field(default_factory=dict)
    casting: dict[str, tuple[float, float]] = field(default_factory=dict)
    staging: dict[str, tuple[float, float]] = field(default_factory=dict)


def layers_of(folders: tuple[Path, ...]) -> list[tuple[Path, ...]]:
    """The data files of the folders in a fixed order, those of one name together, the packaged one first."""
    found: dict[str, tuple[Path, ...]] = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix in (".yml", ".tsv", ".txt") and not path.name.startswith("."):
                name = path.relative_to(folder).as_posix()
                found[name] = (*found.get(name, ()), path)
    return [found[name] for name in sorted(found)]


def files_of(folders: tuple[Path, ...]) -> Iterator[Path]:
    """Every data file of the folders, in a fixed order; of those of one name the user's, which adds to the packaged one or takes its place."""
    return iter(paths[-1] for paths in layers_of(folders))


def named_words(name: str, user: Path | None = None) -> dict[str, Any]:
    """The data of `words/NAME.yml`: the packaged file, and what the folder `user` adds to it or puts in its place."""
    folders = (PACKAGED,) if user is None else (PACKAGED, user)
    paths = tuple(p for p in (folder / "words" / f"{name}.yml" for folder in folders) if p.is_file())
    data: dict[str, Any] = read_layers(paths)
    return data


def fingerprint(folders: tuple[Path, ...]) -> str:
    """A digest of names, sizes and times of the data files and of the program's own: changes whenever one of them does."""
    digest = hashlib.sha256()
    for path in [*_read_from(folders), *sorted(PACKAGED.parent.rglob("*.py"))]:
        stat = path.stat()
        digest.update(f"{path}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:20]


def _read_from(folders: tuple[Path, ...]) -> list[Path]:
    return [*(path for paths in layers_of(folders) for path in paths), *sorted(DATA.iterdir()), *user_tables()]


def version_of(folders: tuple[Path, ...]) -> str:
    """A digest of the contents of the data files and of all places: the lexicon's version, the same on every machine."""
    digest = hashlib.sha256()
    for path in _read_from(folders):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def load_lexicon(user: Path | None = None) -> Lexicon:
    """Read the packaged lexicon, overlaid by the folder `user`; the first fault is a LexiconError with file and line."""
    folders = (PACKAGED,) if user is None else (PACKAGED, user)
    lexicon = Lexicon(folders)
    for paths in layers_of(folders):
        path = paths[-1]
        kind = path.parent.name
        if path.suffix != ".yml":
            if kind == "places":
                lexicon.places.append(path)
            continue
        if kind == "events":
            _keep(lexicon.events, paths, EventFile)
        elif kind == "actors":
            _keep(lexicon.actors, paths, ActorFile)
        elif kind == "sources":
            _keep(lexicon.sources, paths, SourceFile)
        elif kind == "words":
            lexicon.words[path.stem] = read_layers(paths)
        elif path.name == "confidence.yml":
            lexicon.confidence = {k: float(v) for k, v in read_layers(paths)["weights"].items()}
        elif path.name == "casting.yml":
            lexicon.casting = {k: (float(a), float(r)) for k, (a, r) in read_layers(paths)["weights"].items()}
        elif path.name == "staging.yml":
            lexicon.staging = {k: (float(p), float(d)) for k, (p, d) in read_layers(paths)["weights"].items()}
    return lexicon


def _keep(table: dict[str, T], paths: tuple[Path, ...], form: type[T]) -> None:
    path = paths[-1]
    record = read_as(paths, form)
    key: str = record.id  # type: ignore[attr-defined]
    if key != path.stem:
        raise LexiconError(path, line_with(path, "id:"), f"the id {key!r} is not the file's name: rename one of them")
    table[key] = record
