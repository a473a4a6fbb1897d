"""Opening what is imported: plain, .gz, .xz, .bz2 or .zip, read as lines of UTF-8, with faults told by file and line."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from ..errors import LexiconError

_OPENERS: dict[str, Callable[..., IO[bytes]]] = {".gz": gzip.open, ".xz": lzma.open, ".bz2": bz2.open}  # type: ignore[dict-item]
_DAMAGE = (OSError, EOFError, lzma.LZMAError, zipfile.BadZipFile)


@contextmanager
def open_bytes(path: Path) -> Iterator[IO[bytes]]:
    """The file's contents, unpacked; of a .zip the one text file in it that is no readme."""
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive, archive.open(_member(path, archive)) as file:
                yield file
        elif path.suffix.lower() in _OPENERS:
            with _OPENERS[path.suffix.lower()](path, "rb") as packed:
                yield packed
        else:
            with path.open("rb") as plain:
                yield plain
    except _DAMAGE as error:
        raise LexiconError(path, 0, f"cannot be read ({error}): fetch it again") from None


def _member(path: Path, archive: zipfile.ZipFile) -> str:
    texts = [
        n for n in archive.namelist() if n.lower().endswith((".txt", ".tsv", ".csv")) and "readme" not in n.lower()
    ]
    named = [n for n in texts if Path(n).stem.lower() == path.stem.lower()]
    if not (named or texts):
        raise LexiconError(path, 0, "holds no .txt, .tsv or .csv file: unpack it and import the table itself")
    return (named or texts)[0]


def lines_of(path: Path) -> Generator[tuple[int, str], None, None]:
    """Number and text of every line."""
    number = 0
    with open_bytes(path) as file, io.TextIOWrapper(file, encoding="utf-8-sig", newline="\n") as text:
        try:
            for number, line in enumerate(text, 1):
                yield number, line.rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise LexiconError(path, number + 1, f"is not UTF-8 ({error.reason}): save it as UTF-8") from None


def first_line(path: Path) -> str:
    """The first line, empty for an empty file."""
    with closing(lines_of(path)) as lines:
        return next(lines, (0, ""))[1]
