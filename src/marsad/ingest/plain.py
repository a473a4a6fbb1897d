"""The layout of a plain text report: headline, publication line, by-line, body, as code point ranges of the text as it was given."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..annotate.publication import moment_in, words
from ..text.normal import fold
from .outlets import agencies_in, outlet_of

HEAD = 8  # lines with words in which headline, publication line and by-line stand
_LINE = re.compile(r"[^\r\n]+")
_DATELINE = re.compile(r"\s*([^\n.:\"«]{2,40}?\s*[-–—/,،(]\s*[^\n:\"«]{2,40}?\)?)\s*[:–—-]+\s")
_LONGEST_BYLINE = 70
_ENDS = ".!؟?:…"

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a report stand; a part that is not there is None."""

    headline: Range | None
    publication: Range | None
    byline: Range | None
    body_start: int
    body_end: int


def layout(text: str) -> Layout:
    """The parts of a report: the headline is a first line without a full stop above others; the body ends before the furniture."""
    lines: list[Range] = []
    for found in _LINE.finditer(text):
        line = found.group()
        if line.strip():
            lines.append((found.start() + len(line) - len(line.lstrip()), found.end() - len(line) + len(line.rstrip())))
            if len(lines) == HEAD:
                break
    headline = lines[0] if len(lines) > 1 and text[lines[0][1] - 1] not in _ENDS[:1] else None
    publication = next((r for r in lines if _is_publication(text[slice(*r)])), None)
    byline = next((r for r in lines[1:5] if r != publication and _is_byline(text[slice(*r)])), None)
    parts = [r for r in (headline, publication, byline) if r]
    start = max((r[1] for r in parts), default=0)
    return Layout(headline, publication, byline, start, _foot(text, start))


def _is_publication(line: str) -> bool:
    return len(line) < 120 and words().published.match(fold(line)) is not None and moment_in(line) is not None


def _is_byline(line: str) -> bool:
    if len(line) > _LONGEST_BYLINE or line[-1] in _ENDS:
        return False
    return bool(
        words().bylines.match(fold(line))
        or agencies_in(line)
        or any(outlet_of(None, p) for p in re.split(r"\s[-–|/]\s", line))
    )


def _foot(text: str, start: int) -> int:
    at = start + (len(text) - start) // 3
    for found in _LINE.finditer(text, at):
        line = found.group()
        opening = words().tails.match(fold(line))
        if opening and len(line.strip()) <= opening.end() + 24:
            return found.start()
    return len(text)


def dateline_of(body: str) -> str | None:
    """`عدن - سبأ` of a body that opens so: only where an agency or an outlet stands in it."""
    found = _DATELINE.match(body[:120])
    if found and (
        agencies_in(found.group(1))
        or any(outlet_of(None, p) for p in re.split(r"\s*[-–—/،,(]\s*", found.group(1).rstrip(")")))
    ):
        return found.group(1).strip()
    return None
