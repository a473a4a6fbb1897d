"""Which outlet a page is of, and which agencies a by-line names: read from `lexicon/sources/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..lexicons.forms import SourceFile
from ..lexicons.load import PACKAGED
from ..lexicons.read import read_as
from ..text.normal import fold
from .address import host_of

_AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet of the lexicon: its id and its time zone where known."""

    id: str
    timezone: str | None


@lru_cache(maxsize=1)
def _sources() -> tuple[SourceFile, ...]:
    return tuple(read_as((path,), SourceFile) for path in sorted((PACKAGED / "sources").glob("*.yml")))


@lru_cache(maxsize=1)
def _domains() -> dict[str, Outlet]:
    return {domain.lower(): Outlet(s.id, s.timezone) for s in _sources() for domain in s.domains}


@lru_cache(maxsize=1)
def _names() -> dict[str, Outlet]:
    return {fold(name).lower(): Outlet(s.id, s.timezone) for s in _sources() for name in (*s.names, *s.label.values())}


@lru_cache(maxsize=1)
def _agencies() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {fold(name).lower(): s.id for s in _sources() if s.kind == _AGENCY for name in s.names}
    longest = sorted(names, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:[وبل])?(" + "|".join(map(re.escape, longest)) + r")(?!\w)"), names


def outlet_of(url: str | None, site_name: str | None = None) -> Outlet | None:
    """The outlet of an address by the longest domain of the lexicon, else by the name that the site gives itself."""
    host = host_of(url) if url else ""
    while host:
        if host in _domains():
            return _domains()[host]
        host = host.partition(".")[2]
    return _names().get(fold(site_name).lower().strip()) if site_name else None


def agencies_in(text: str) -> tuple[str, ...]:
    """The ids of the agencies that a by-line or dateline names, in order."""
    pattern, names = _agencies()
    return tuple(dict.fromkeys(names[m.group(1)] for m in pattern.finditer(fold(text).lower())))
