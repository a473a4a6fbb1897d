"""Every error that Marsad raises on purpose: one that skips an item, one that stops the run, one for bad lexicon data.

A message says what is wrong, where, and how to mend it.
"""

from __future__ import annotations

from pathlib import Path


class MarsadError(Exception):
    """The root: whatever the command line reports as one line instead of a traceback."""


class SkipArticle(MarsadError):  # noqa: N818 - it names what the caller does
    """This article cannot be read; the run goes on with the next."""


class StopRun(MarsadError):  # noqa: N818 - it names what the caller does
    """The run cannot go on: a missing input, an unusable option, a store that cannot be opened."""


class LexiconError(MarsadError):
    """A data file of the lexicon is wrong: `file`, `line` (counted from 1, 0 for the whole file) and what to mend."""

    def __init__(self, file: Path | str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}" if line else f"{file}: {message}")
        self.file = str(file)
        self.line = line
        self.message = message
