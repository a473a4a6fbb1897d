"""JSON Lines in and out: the contract's form of articles and coded articles (codebook, section 7)."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, BinaryIO

import msgspec

from .model import Article, Coded, Refused

_FIELDS = ("id", "text", "title", "url", "outlet", "published_at", "dateline")
_encoder = msgspec.json.Encoder()


def read_articles(lines: Iterable[bytes], where: str) -> Iterator[Article | Refused]:
    """The articles of JSON Lines, one a line, in order; a line that holds none is refused by its number and reason.

    An id that came before is refused too: results could not be told apart.
    """
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        record = _record(line, f"{where}, line {number}")
        if isinstance(record, Article):
            if record.id in seen:
                record = Refused(
                    record.id,
                    f"{where}, line {number}: field id {record.id!r} came before: give every article an id of its own",
                )
            else:
                seen.add(record.id)
        yield record


def unread_lines(lines: Iterable[bytes], where: str) -> Iterator[Callable[[], Article | Refused]]:
    """The records of `read_articles`, each to be read or passed over: for a part of an input, which cannot know the ids that came before.

    The last one is a refusal where the lines break off, as those of a packed file that was cut do.
    """
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield partial(_record, line, f"{where}, line {number}")
    except (EOFError, OSError, zlib.error) as error:
        said = f"{where}: cannot be read after line {number} ({error or type(error).__name__}): fetch or copy the file again"
        yield partial(Refused, where, said + (": the lines before were read" if number else ""))


def _record(line: bytes, where: str) -> Article | Refused:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        text = line.decode("utf-8", "replace")
        known = _id_of(text)
        return Refused(
            known or where, f"{where}: broken UTF-8 at byte {error.start} ({error.reason}): save the file as UTF-8"
        )
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        return Refused(_id_of(text) or where, f"{where}: no JSON ({error}): one JSON object a line is wanted")
    return article_of(data, where)


def _id_of(text: str) -> str | None:
    """The id of a record that cannot be parsed, where it can be seen."""
    at = text.find('"id"')
    if at < 0:
        return None
    parts = text[at + 4 : at + 300].split('"')
    return parts[1] if len(parts) > 2 and parts[0].strip() == ":" else None


def article_of(data: Any, where: str) -> Article | Refused:
    """The article of a decoded JSON object, or the field that is missing or of the wrong kind."""
    if not isinstance(data, dict):
        return Refused(
            where, f"{where}: a JSON {type(data).__name__}, not an object: an article is an object with id and text"
        )
    known = data.get("id")
    name = str(known) if isinstance(known, (str, int)) and str(known) else where
    if not isinstance(known, (str, int)) or isinstance(known, bool) or not str(known):
        return Refused(name, f"{where}: field id is missing or no text: give every article an id of its own")
    for key in _FIELDS[1:]:
        value = data.get(key)
        if value is not None and not isinstance(value, str):
            return Refused(name, f"{where}: article {name}: field {key} is a JSON {type(value).__name__}, not text")
    if "text" not in data or data["text"] is None:
        return Refused(name, f"{where}: article {name}: field text is missing: give the report's text")
    return Article(id=str(known), **{k: data[k] for k in _FIELDS[1:] if data.get(k) is not None})


def write_record(out: BinaryIO, record: Coded | Refused) -> None:
    """Write one line of output; lone surrogates, which UTF-8 cannot hold, are escaped as JSON does."""
    out.write(encode(record) + b"\n")


def encode(record: Coded | Refused) -> bytes:
    """One line of output without its line end."""
    try:
        return _encoder.encode(record)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(record), ensure_ascii=True).encode("ascii")
