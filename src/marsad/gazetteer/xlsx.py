"""Reading the cells of an XLSX workbook as text with the standard library: enough for tables of units, no formulas, no styles."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from ..errors import LexiconError

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LARGEST = 200_000_000  # bytes of one part unpacked; no table of units comes near it


def read_sheets(path: Path) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
    """Name and rows of each sheet; a row is its line number and its cells."""
    try:
        with zipfile.ZipFile(path) as book:
            shared = (
                [_text(item) for item in _part(path, book, "xl/sharedStrings.xml")]
                if "xl/sharedStrings.xml" in book.namelist()
                else []
            )
            targets = {r.get("Id"): r.get("Target", "") for r in _part(path, book, "xl/_rels/workbook.xml.rels")}
            for sheet in _part(path, book, "xl/workbook.xml").iter(f"{_MAIN}sheet"):
                target = targets.get(sheet.get(_LINK), "").removeprefix("/xl/")
                yield sheet.get("name", ""), list(_rows(_part(path, book, f"xl/{target}"), shared))
    except (OSError, zipfile.BadZipFile, KeyError, ElementTree.ParseError) as error:
        raise LexiconError(
            path, 0, f"is no readable workbook ({error}): save the sheet as CSV and import that"
        ) from None


def _part(path: Path, book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if book.getinfo(name).file_size > _LARGEST:
        raise LexiconError(path, 0, f"{name} is too large: save the sheet as CSV and import that")
    return ElementTree.fromstring(book.read(name))


def _text(item: ElementTree.Element) -> str:
    return "".join(t.text or "" for t in item.iter(f"{_MAIN}t"))


def _rows(sheet: ElementTree.Element, shared: list[str]) -> Iterator[tuple[int, list[str]]]:
    for count, row in enumerate(sheet.iter(f"{_MAIN}row"), 1):
        cells: list[str] = []
        for cell in row.iter(f"{_MAIN}c"):
            at = _column(cell.get("r", ""), len(cells))
            cells += [""] * (at - len(cells))
            cells.append(_value(cell, shared))
        if any(cells):
            yield int(row.get("r", count)), cells


def _column(reference: str, following: int) -> int:
    letters = re.match("[A-Z]{1,3}", reference)
    if letters is None:
        return following
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: ElementTree.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    value = cell.find(f"{_MAIN}v")
    text = value.text or "" if value is not None else ""
    return shared[int(text)] if cell.get("t") == "s" and text else text
