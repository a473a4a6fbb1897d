"""The linter of the lexicon: what the strict loader accepts and a careful reader would not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..errors import LexiconError
from ..gazetteer.base import read_table
from ..text.normal import fold
from .forms import ActorFile, EventFile, SourceFile
from .linking import FOLDER as LINK
from .linking import check_link, paths_of, read_types
from .load import PACKAGED, layers_of
from .read import line_with, read_as, read_layers

_BAD = {
    "presentation form": re.compile("[\ufb50-\ufdff\ufe70-\ufefc]"),
    "tatweel": re.compile('\u0640(?![\\s"\\d])'),
    "diacritic": re.compile("[\u064b-\u0650\u0652-\u065f\u0670]"),
    "Persian or Urdu letter": re.compile("[\u06cc\u06a9\u06be\u06c1]"),
    "direction mark": re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]"),
}
_FORMS: dict[str, type[EventFile] | type[ActorFile] | type[SourceFile]] = {
    "events": EventFile,
    "actors": ActorFile,
    "sources": SourceFile,
}
_LEAST = {"events": (3, 2), "actors": (3, 2), "sources": (3, 2)}


def lint(user: Path | None = None) -> Iterator[LexiconError]:
    """Every fault of the packaged lexicon with the folder `user` over it, in order of the files."""
    folders = (PACKAGED,) if user is None else (PACKAGED, user)
    actors: dict[str, tuple[Path, ActorFile]] = {}
    names: dict[str, tuple[Path, ActorFile]] = {}
    files = layers_of(folders)
    for paths in files:
        path = paths[-1]
        yield from _code_points(path)
        try:
            yield from _one(paths, actors, names, user)
        except LexiconError as fault:
            yield fault
    yield from _linked_types({paths[-1].stem for paths in files if paths[-1].parent.name == "events"}, user)
    for path, actor in actors.values():
        for key in ("parent", "side"):
            target = getattr(actor, key)
            if target is not None and target not in actors:
                yield LexiconError(
                    path,
                    line_with(path, f"{key}:"),
                    f"{key} {target!r} is no actor: add actors/{target}.yml or mend the name",
                )


def _linked_types(known: set[str], user: Path | None) -> Iterator[LexiconError]:
    path = paths_of("types", user)[-1]
    try:
        kinds = read_types(user).kinds
    except LexiconError:  # told with its file
        return
    for kind in kinds.values():
        for event_type in kind.types:
            if event_type not in known:
                where = line_with(path, event_type)
                yield LexiconError(
                    path, where, f"{event_type!r} is no event type: add events/{event_type}.yml or mend the name"
                )


def _one(
    paths: tuple[Path, ...],
    actors: dict[str, tuple[Path, ActorFile]],
    names: dict[str, tuple[Path, ActorFile]],
    user: Path | None,
) -> Iterator[LexiconError]:
    path = paths[-1]
    kind = path.parent.name
    if path.suffix == ".tsv":
        list(read_table(path))
    elif kind in _FORMS:
        record: EventFile | ActorFile | SourceFile = read_as(paths, _FORMS[kind])
        yield from _record(path, kind, record)
        if isinstance(record, ActorFile):
            actors[record.id] = (path, record)
            yield from _collisions(path, record, names)
    elif kind == LINK and path.suffix == ".yml":
        check_link(path, user)
    elif path.suffix == ".yml":
        read_layers(paths)


def _record(path: Path, kind: str, record: EventFile | ActorFile | SourceFile) -> Iterator[LexiconError]:
    if record.id != path.stem:
        yield LexiconError(
            path, line_with(path, "id:"), f"the id {record.id!r} is not the file's name: rename one of them"
        )
    least, tempting = _LEAST[kind]
    if len(record.examples) < least:
        yield LexiconError(
            path, line_with(path, "examples:"), f"has {len(record.examples)} examples: give at least {least}"
        )
    if len(record.not_) < tempting:
        yield LexiconError(
            path, line_with(path, "not:"), f"has {len(record.not_)} lines under not: give at least {tempting}"
        )
    for example in record.examples:
        if not re.search(r"\[[^\]]+\]", example):
            yield LexiconError(
                path, line_with(path, example[:20]), "an example marks no words with [ ]: mark those that must be found"
            )


def _succeeds(one: ActorFile, other: ActorFile) -> bool:
    """Whether one begins where the other has ended: a government may bear the name of the one before it."""
    return any(
        "9" > first.active.get("to", "9") <= second.active.get("from", "")
        for first, second in ((one, other), (other, one))
    )


def _collisions(path: Path, actor: ActorFile, names: dict[str, tuple[Path, ActorFile]]) -> Iterator[LexiconError]:
    for kind in ("full", "short"):
        for name in getattr(actor.names, kind):
            key = fold(name)
            other, bearer = names.setdefault(key, (path, actor))
            if other != path and not _succeeds(actor, bearer):
                yield LexiconError(
                    path,
                    line_with(path, name),
                    f"{kind} name {name!r} stands in {other.name} too: keep it in one, make it contextual in both, "
                    "or give the days between which each exists (active)",
                )


def _code_points(path: Path) -> Iterator[LexiconError]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        yield LexiconError(path, 0, f"is not UTF-8 (byte {error.start}): save it as UTF-8")
        return
    for number, line in enumerate(text.splitlines(), 1):
        for what, pattern in _BAD.items():
            if pattern.search(line.split("#")[0]):
                yield LexiconError(path, number, f"holds a {what}: write the plain letter, folding does the rest")
