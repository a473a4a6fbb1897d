"""JSON Lines that hold everything: an event a line with its claims, ranges, origins, relations and articles; and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import msgspec

from ..errors import StopRun
from ..model import Article
from ..store.rows import ArticleHead, ClaimRow, EventRecord
from .happening import Happening
from .run import Job

VERSION = 1


class Text(msgspec.Struct, frozen=True, omit_defaults=True):
    """An article with its text, for a copy that another store can take in."""

    article: Article
    byline: str | None = None
    agencies: tuple[str, ...] = ()


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the file."""

    marsad: int
    link: str | None
    record: EventRecord
    claims: tuple[ClaimRow, ...]
    articles: tuple[ArticleHead, ...]
    texts: tuple[Text, ...] = ()


def write(found: Iterator[Happening], out: Path, job: Job) -> None:
    """A line an event; with the texts of its articles where the job asks for them, each once in the file."""
    encoder = msgspec.json.Encoder()
    given: set[int] = set()
    with out.open("wb") as file:
        for h in found:
            texts = _texts(h, job, given) if job.texts else ()
            line = Line(VERSION, job.link(h.event.id) or None, h.record, h.claims, tuple(h.articles.values()), texts)
            file.write(encoder.encode(line) + b"\n")


def _texts(h: Happening, job: Job, given: set[int]) -> tuple[Text, ...]:
    wanted = {row.version_id for row in h.claims} - given
    given |= wanted
    versions = job.store.texts(sorted(wanted)).values()
    return tuple(
        Text(Article(v.article_id, v.text, v.title, v.url, v.outlet, v.published_at, v.dateline), v.byline, v.agencies)
        for v in versions
    )


def lines(path: Path) -> Iterator[Line]:
    """The lines of a file that `write` made."""
    decoder = msgspec.json.Decoder(Line)
    try:
        with path.open("rb") as file:
            for number, data in enumerate(file, 1):
                try:
                    line = decoder.decode(data)
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    _refuse(path, number, str(error))
                if line.marsad != VERSION:
                    _refuse(path, number, f"it is of form {line.marsad}, this program reads form {VERSION}")
                yield line
    except OSError as error:
        raise StopRun(
            f"cannot read {path} ({error.strerror}): give a file made by `marsad export --format jsonl`"
        ) from error


def read(path: Path) -> Iterator[Happening]:
    """The events of a file that `write` made, as they were."""
    for line in lines(path):
        yield Happening(line.record, line.claims, {a.id: a for a in line.articles})


def _refuse(path: Path, number: int, why: str) -> NoReturn:
    raise StopRun(
        f"{path}, line {number} is no event of `marsad export --format jsonl` ({why}): nothing after it was read"
    )
