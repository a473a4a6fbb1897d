"""Versions and their differences for a terminal, right to left."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from ..store.rows import VersionRow
from .diff import word_diff

_STYLES = {"same": "", "gone": "red strike", "new": "bold green"}
_MARKS = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}
_KEEP = 90  # characters of an unchanged stretch that are shown on either side of a change


def show_versions(versions: Sequence[VersionRow]) -> None:
    """One line a version."""
    console = Console(highlight=False)
    for v in versions:
        console.print(
            f"version {v.number}: first seen {v.first_seen[:19]}, last seen {v.last_seen[:19]}, SHA-256 {v.text_sha256[:16]}…"
        )


def show_diff(old: VersionRow, new: VersionRow) -> None:
    """Headline and text; colour on a terminal, marks where there is none."""
    console = Console(highlight=False)
    for before, after in ((old.title or "", new.title or ""), (old.text, new.text)):
        if before != after:
            for line in diff_lines(before, after, marks=not console.is_terminal):
                console.print(line)


def diff_lines(before: str, after: str, marks: bool) -> list[Text]:
    """The changed text, long unchanged stretches left out, each line set from right to left."""
    out = Text()
    pieces = word_diff(before, after)
    for n, piece in enumerate(pieces):
        text = piece.text if piece.kind != "same" else _shortened(piece.text, n > 0, n < len(pieces) - 1)
        opening, closing = _MARKS[piece.kind] if marks else ("", "")
        out.append(f"{opening}{text}{closing}", style=_STYLES[piece.kind])
    return [Text("\u2067").append_text(line).append("\u2069") for line in out.split("\n") if line.plain.strip()]


def _shortened(text: str, left: bool, right: bool) -> str:
    if len(text) <= 3 * _KEEP:
        return text
    head = text[:_KEEP] if left else ""
    tail = text[-_KEEP:] if right else ""
    return f"{head} … {tail}"
