"""Write the measured figures into the README and the page on methods, between their markers: the JSON of benchmarks/coding.py on standard input.

    python benchmarks/coding.py | python benchmarks/readme.py

A figure that was not measured is left out of the table; nothing is written where one of them has lost its markers.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", ROOT / "docs" / "methods.md")
BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"
GOLD = (
    ("reference", "the reference article"),
    ("gold", "hand-coded articles (21, with it)"),
    ("gold/more", "hand-coded articles (89 more)"),
)


def rows(figures: dict[str, Any]) -> list[tuple[str, str]]:
    """What was measured, in words, with its value."""
    out: list[tuple[str, str]] = []
    for key, words in GOLD:
        if key in figures:
            out.append((f"{words}: claims F1, exact type / same group", _gold(figures[key])))
            slots = figures[key]["slots"]
            names = ("actors", "recipients", "place", "date", "figures", "attribution")
            out.append((f"{words}: {', '.join(names)} F1", " / ".join(f"{slots[n]['f1']:.2f}" for n in names)))
    for kind in ("assault", "protest"):
        if kind in figures.get("gsr", {}):
            found = figures["gsr"][kind]["detection"]
            value = f"{found['average_precision']:.2f} / {found['f1_at_best_threshold']:.2f}"
            out.append((f"public Arabic records, {kind}: average precision / best F1", value))
    for corpus, speed in figures.get("speed", {}).items():
        value = f"{speed['articles_per_s']:.0f} / {speed['times_spacy_blank']:.1f}"
        out.append((f"{corpus}: articles a second on one core / times spaCy's blank tokeniser", value))
    if "peak_memory_mb_with_spacy" in figures:
        out.append(("peak memory with spaCy loaded, MB", str(figures["peak_memory_mb_with_spacy"])))
    if "start_up_s" in figures:
        out.append(("start-up and one short text, s", f"{figures['start_up_s']:.2f}"))
    return out


def _gold(part: dict[str, Any]) -> str:
    return f"{part['claims_exact_type']['f1']:.2f} / {part['claims_same_group']['f1']:.2f}"


def written(text: str, figures: dict[str, Any]) -> str:
    """A page's text with the table between its markers; ValueError where they are not there."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the lines {BEGIN!r} and {END!r} are not there: put them around the table")
    table = ["| measured | |", "| --- | --- |", *(f"| {words} | {value} |" for words, value in rows(figures))]
    return head + BEGIN + "\n" + "\n".join(table) + "\n" + END + tail


def main() -> None:
    """Both pages, or neither."""
    figures = json.load(sys.stdin)
    made = {page: written(page.read_text(encoding="utf-8"), figures) for page in PAGES}
    for page, text in made.items():
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
