"""A coder that gives what was printed before, so that versions can be compared without being installed side by side."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from ..errors import StopRun
from ..model import Article, Coded, Refused


class RecordedCoder:
    """The records of a JSON Lines file, by article id."""

    def __init__(self, file: Path) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise StopRun(f"{file}: cannot be read ({error.strerror})") from error
        self.version = f"file-{hashlib.sha256(data).hexdigest()[:12]}"
        self._records: dict[str, Coded | Refused] = {}
        for number, line in enumerate(data.splitlines(), 1):
            if line.strip():
                self._keep(line, f"{file}, line {number}")

    def _keep(self, line: bytes, where: str) -> None:
        try:
            record: Coded | Refused
            if b'"error"' in line and b'"claims"' not in line:
                record = msgspec.json.decode(line, type=Refused)
            else:
                record = msgspec.json.decode(line, type=Coded)
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            raise StopRun(f"{where}: is no record of `marsad code --format jsonl` ({error})") from error
        self._records[record.id] = record

    def code(self, article: Article) -> Coded | Refused:
        """What was printed for the article; nothing found where it is not in the file."""
        return self._records.get(
            article.id, Refused(article.id, f"{article.id}: is not in the file of records: code it too")
        )
