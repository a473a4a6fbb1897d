"""Writing candidates into a user's own folder, in the form of the packaged files: additions to a known actor, or a new file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from ..errors import StopRun
from ..lexicons.load import PACKAGED
from ..lexicons.read import read_yaml
from ..text.normal import fold
from .cues import load_cues
from .gather import Candidate

_LETTERS = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
        "a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h w y".split(),
        strict=True,
    )
)
_MOST = 6  # spellings that are written; rarer ones are slips of the pen


def write_candidates(
    chosen: Sequence[Candidate], folder: Path, body: str | None = None, name: str | None = None
) -> list[Path]:
    """Write the candidates into `folder`; the files written.

    `body` is the actor that chosen people stand for where the reports do not tell; `name` the id of a new file, for one new body or outlet.
    """
    added: dict[str, list[Candidate]] = defaultdict(list)
    written: list[Path] = []
    for candidate in chosen:
        if candidate.kind == "person":
            added[_body_of(candidate, body, folder)].append(candidate)
        else:
            written.append(_new_file(candidate, folder, name))
    written += [_add_people(actor, people, folder) for actor, people in sorted(added.items())]
    return written


def as_yaml(candidate: Candidate) -> str:
    """The candidate as it would stand in the file, its passages beside it as comments."""
    entry: Any = [_person(candidate)] if candidate.kind == "person" else _record(candidate, slug_of(candidate.name))
    return _comments([candidate]) + _dump(entry)


def _body_of(candidate: Candidate, body: str | None, folder: Path) -> str:
    actor = body or candidate.body
    if actor is None:
        raise StopRun(
            f"{candidate.id} {candidate.name}: the reports do not tell for which actor of the lexicon this person stands: name it with --body"
        )
    if not any((place / "actors" / f"{actor}.yml").is_file() for place in (PACKAGED, folder)):
        raise StopRun(f"{candidate.id}: there is no actor {actor}: name one of the lexicon's with --body")
    return actor


def _add_people(actor: str, people: list[Candidate], folder: Path) -> Path:
    path = folder / "actors" / f"{actor}.yml"
    own: dict[str, Any] = read_yaml(path) if path.is_file() else {"id": actor, "adds": "true"}
    known = {fold(entry["ar"]) for entry in own.get("people", ())}
    fresh = [c for c in people if fold(c.name) not in known]
    own["people"] = [*own.get("people", ()), *map(_person, fresh)]
    head = path.read_text(encoding="utf-8") if path.is_file() else ""
    comments = "".join(line + "\n" for line in head.splitlines() if line.startswith("#"))
    return _write(path, comments + _comments(fresh) + _dump(own))


def _person(candidate: Candidate) -> dict[str, Any]:
    out: dict[str, Any] = {"ar": plain_spelling(candidate.name)}
    if candidate.role:
        out["role"] = candidate.role
    aliases = _spellings(candidate)[1:]
    if aliases:
        out["aliases"] = aliases
    return out


def _new_file(candidate: Candidate, folder: Path, name: str | None) -> Path:
    slug = name or slug_of(candidate.name)
    if not re.fullmatch(r"[a-z][a-z0-9_]*", slug):
        raise StopRun(f"{slug!r} is no id: give --id small Latin letters, digits and _, as sham_legion")
    kind = "actors" if candidate.kind == "body" else "sources"
    if any((place / kind / f"{slug}.yml").is_file() for place in (PACKAGED, folder)):
        raise StopRun(f"{candidate.id}: {kind}/{slug}.yml is there already: give the new file another id with --id")
    return _write(folder / kind / f"{slug}.yml", _comments([candidate]) + _dump(_record(candidate, slug)))


def _record(candidate: Candidate, slug: str) -> dict[str, Any]:
    settings = load_cues().settings
    spellings = _spellings(candidate)
    examples = [text.replace("{name}", spellings[0]) for text in settings["examples"][candidate.kind]]
    head = {"id": slug, "label": {"ar": spellings[0], "en": slug.replace("_", " ").title()}}
    tail = {"examples": examples, "not": list(settings["not"])}
    if candidate.kind == "outlet":
        return {**head, "kind": "website", "languages": ["ar"], "names": spellings, **tail}
    names: dict[str, list[str]] = {"full": spellings}
    if candidate.short:
        names["short"] = [plain_spelling(candidate.short)]
    return {**head, "kind": "other", "names": names, **tail}


def _spellings(candidate: Candidate) -> list[str]:
    """The spellings that folding does not unite, the commonest first."""
    out: dict[str, str] = {}
    for spelling in (candidate.name, *candidate.spellings):
        out.setdefault(fold(spelling), plain_spelling(spelling))
    return list(out.values())[:_MOST]


def plain_spelling(name: str) -> str:
    """A name in plain letters, as the lexicon wants it: folded where it holds marks, tatweel or letters of another kind."""
    kept = "ءآأإابةتثجحخدذرزسشصضطظعغفقكلمنهويىئؤ "
    return name if all(c in kept or c.isascii() for c in name) else fold(name)


def slug_of(name: str) -> str:
    """An id from the name's consonants: کتائب ثوار → ktayb_thwar; whoever adds the name may give a better one."""
    words = [re.sub("^ال", "", word) for word in re.findall(r"[^\W\d_]+", fold(name))]
    latin = ["".join(_LETTERS.get(c, c.lower() if c.isascii() else "") for c in word) for word in words]
    return "_".join(w for w in latin if w) or "name"


def _comments(candidates: Iterable[Candidate]) -> str:
    """Where the names were seen, as lines that the reader of the file can check."""
    out = []
    for c in candidates:
        body = f", for {' / '.join(list(c.bodies)[:2])}" if c.bodies else ""
        out.append(f"# {c.name}: {c.articles} articles of {c.outlets} outlets{_when(c)}{body}")
        out += [f"#   {e.outlet or '?'}, {e.day or '?'}, {e.article}: {e.text}" for e in c.examples]
    return "".join("".join(c for c in line if c.isprintable()) + "\n" for line in out)


def _when(candidate: Candidate) -> str:
    return f", {candidate.first} to {candidate.last}" if candidate.first else ""


def _dump(data: Any) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=160, default_flow_style=None).replace(
        "'true'", "true"
    )


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".tmp")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
    return path
