"""The whole lexicon, read strictly from its folder: packaged data first, a user's own folder over it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ..errors import LexiconError
from ..gazetteer.userdata import user_tables
from .forms import ActorFile, EventFile, SourceFile
from .read import line_with, read_as, read_yaml

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


def files_of(folders: tuple[Path, ...]) -> Iterator[Path]:
    """Every data file of the folders, in a fixed order; in a user's folder a file takes the place of the packaged one of its name."""
    chosen: dict[str, Path] = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix in (".yml", ".tsv", ".txt") and not path.name.startswith("."):
                chosen[path.relative_to(folder).as_posix()] = path
    return iter(chosen[key] for key in sorted(chosen))


def fingerprint(folders: tuple[Path, ...]) -> str:
    """A digest of names, sizes and times of the data files and of the program's own: changes whenever one of them does."""
    digest = hashlib.sha256()
    for path in [*files_of(folders), *user_tables(), *sorted(PACKAGED.parent.rglob("*.py"))]:
        stat = path.stat()
        digest.update(f"{path}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:20]


def version_of(folders: tuple[Path, ...]) -> str:
    """A digest of the contents of the data files and of imported places: the lexicon's version, the same on every machine."""
    digest = hashlib.sha256()
    for path in [*files_of(folders), *user_tables()]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def load_lexicon(user: Path | None = None) -> Lexicon:
    """Read the packaged lexicon, overlaid by the folder `user`; the first fault is a LexiconError with file and line."""
    folders = (PACKAGED,) if user is None else (PACKAGED, user)
    lexicon = Lexicon(folders)
    for path in files_of(folders):
        kind = path.parent.name
        if path.suffix != ".yml":
            if kind == "places":
                lexicon.places.append(path)
            continue
        if kind == "events":
            _keep(lexicon.events, path, EventFile)
        elif kind == "actors":
            _keep(lexicon.actors, path, ActorFile)
        elif kind == "sources":
            _keep(lexicon.sources, path, SourceFile)
        elif kind == "words":
            lexicon.words[path.stem] = read_yaml(path)
        elif path.name == "confidence.yml":
            lexicon.confidence = {k: float(v) for k, v in read_yaml(path)["weights"].items()}
        elif path.name == "casting.yml":
            lexicon.casting = {k: (float(a), float(r)) for k, (a, r) in read_yaml(path)["weights"].items()}
        elif path.name == "staging.yml":
            lexicon.staging = {k: (float(p), float(d)) for k, (p, d) in read_yaml(path)["weights"].items()}
    # _check_links(lexicon)
    return lexicon


def _keep(table: dict[str, T], path: Path, form: type[T]) -> None:
    record = read_as(path, form)
    key: str = record.id  # type: ignore[attr-defined]
    if key != path.stem:
        raise LexiconError(path, line_with(path, "id:"), f"the id {key!r} is not the file's name: rename one of them")
    table[key] = record


def _check_links(lexicon: Lexicon) -> None:
    folder = {p.stem: p for p in files_of(lexicon.folders) if p.parent.name == "actors"}
    for actor in lexicon.actors.values():
        for key in ("parent", "side"):
            target = getattr(actor, key)
            if target is not None and target not in lexicon.actors:
                path = folder[actor.id]
                raise LexiconError(
                    path,
                    line_with(path, f"{key}:"),
                    f"{key} {target!r} is no actor: add actors/{target}.yml or mend the name",
                )
