"""The time of publication as Arabic pages write it: `تاريخ النشر: 16.02.2019 | 12:02 دمشق`, `الأحد 5 تموز/يوليو 2015 - 8:30 مساء`.

The words stand in `lexicon/words/{publication,months,weekdays}.yml`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from ..lexicons.load import PACKAGED
from ..lexicons.read import read_yaml
from ..text.normal import fold

_ISO = re.compile(
    r"(?<!\d)((?:19|20)\d{2})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_NUMERIC = re.compile(r"(?<![\d.:])(\d{1,4})\s?([./\\-])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?![\d:])")
_CLOCK = re.compile(r"(?<![\d.])(\d{1,2}):(\d{2})(?::\d{2})?\s*([^\W\d]\.?[^\W\d]?[^\W\d]*)?")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of publication lines, folded and compiled."""

    published: re.Pattern[str]
    updated: re.Pattern[str]
    months: dict[str, int]
    named: re.Pattern[str]
    zones: tuple[tuple[re.Pattern[str], str], ...]
    morning: frozenset[str]
    afternoon: frozenset[str]
    asides: re.Pattern[str]
    inserts: re.Pattern[str]
    tails: re.Pattern[str]
    bylines: re.Pattern[str]


def _either(rows: list[dict[str, str]]) -> str:
    return "|".join(re.escape(fold(row["text"])) for row in sorted(rows, key=lambda r: -len(r["text"])))


@lru_cache(maxsize=1)
def words() -> Words:
    """Read once from the lexicon."""
    data: Any = read_yaml(PACKAGED / "words" / "publication.yml")
    foot: Any = read_yaml(PACKAGED / "words" / "boilerplate.yml")
    rows: Any = read_yaml(PACKAGED / "words" / "months.yml")["gregorian"]
    week: Any = read_yaml(PACKAGED / "words" / "weekdays.yml")["days"]
    weekdays = "|".join(re.escape(fold(name)) for row in week for name in row["names"])
    months = {fold(name).lower(): int(row["month"]) for row in rows for name in row["names"]}
    english = "january february march april may june july august september october november december".split()
    months |= {name: n for n, name in enumerate(english, 1)} | {name[:3]: n for n, name in enumerate(english, 1)}
    names = "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True))
    return Words(
        published=re.compile(rf"^\W*(?:{_either(data['published'])})(?!\w)"),
        updated=re.compile(rf"^\W*(?:{_either(data['updated'])})(?!\w)"),
        months=months,
        named=re.compile(
            rf"(?<!\d)(\d{{1,2}})[\s,،-]*(?:من )?(?:شهر )?({names})(?:\s*[/(،-]\s*(?:{names})\)?)?[\s,،-]*(?:عام |سنه )?(\d{{4}})",
            re.I,
        ),
        zones=tuple(
            (re.compile(rf"(?<!\w)(?:ب)?(?:توقيت )?{re.escape(fold(n))}(?!\w)", re.I), z["zone"])
            for z in data["zones"]
            for n in z["names"]
        ),
        morning=frozenset(fold(w).lower() for w in data["clock"]["morning"]),
        afternoon=frozenset(fold(w).lower() for w in data["clock"]["afternoon"]),
        asides=re.compile(
            rf"(?<!\w)(?:يوم |الساعه |{weekdays}|{_either(data['published'])}|{_either(data['updated'])})(?!\w)"
        ),
        inserts=re.compile(rf"^\W*(?:{_either(data['inserts'])})(?!\w)"),
        tails=re.compile(rf"^\W*(?:{_either(foot['tails'])})(?!\w)"),
        bylines=re.compile(rf"^\W*(?:{_either(data['bylines'])})(?!\w)"),
    )


def stated_in(text: str, timezone: str | None = None) -> str | None:
    """The time of publication that the head of a report states, ISO 8601; None where none does.

    A line that says so (`تاريخ النشر`) comes before one that holds nothing but a date, and both before the time of a change. Where a
    page was flattened, runs of spaces part its lines. A year of two digits is no date: which of the numbers it is, nobody knows.
    """
    lines = [line for line in _LINES.split(text[:HEAD]) if line.strip()]
    found: list[tuple[int, str]] = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        folded = fold(line)
        rank = 0 if words().published.match(folded) else 2 if words().updated.match(folded) else None
        moment = moment_in(line, timezone) if len(line) < LONGEST_LINE else None
        if rank is not None and moment is None and len(folded.split()) <= 3:
            moment = moment_in(after, timezone) if _is_moment(fold(after)) else None
        elif rank is None and moment is not None and _is_moment(folded):
            rank = 1
        if rank is not None and moment is not None:
            found.append((rank, moment))
    return min(found, key=lambda f: f[0])[1] if found else None


HEAD = 2000  # characters of a report in which its time of publication stands
LONGEST_LINE = 120
_LINES = re.compile(r"[\r\n]+|[ \t\xa0]{3,}")


def _is_moment(folded: str) -> bool:
    """Whether a line is a date with what goes with one (weekday, clock, zone) and hardly anything else."""
    if len(folded) > LONGEST_LINE:
        return False
    rest = folded
    for pattern in (words().named, _ISO, _NUMERIC, _CLOCK, *(zone for zone, _ in words().zones), words().asides):
        rest = pattern.sub(" ", rest)
    return len(_WORD.findall(rest)) <= 1


_WORD = re.compile(r"[^\W\d_]{2,}")


def moment_in(line: str, timezone: str | None = None) -> str | None:
    """The day, and where it stands beside it the time, that a line gives, ISO 8601; the zone is that of a named city, else `timezone`."""
    text = fold(line)
    iso = _ISO.search(text)
    if iso and iso.group(4):
        return _stamp(iso, timezone)
    day = _named_day(text) or _numeric_day(text)
    if day is None:
        return None
    clock = _clock(text)
    if clock is None:
        return day.isoformat()
    named = next((zone for pattern, zone in words().zones if pattern.search(text)), timezone)
    return dt.datetime.combine(day, clock, ZoneInfo(named) if named else None).isoformat()


def _stamp(iso: re.Match[str], timezone: str | None) -> str | None:
    year, month, day, hour, minute = (int(iso.group(n)) for n in range(1, 6))
    try:
        naive = dt.datetime(year, month, day, hour, minute, int(iso.group(6) or 0))
    except ValueError:
        return None
    offset = iso.group(7)
    if offset:
        return naive.isoformat() + (
            "+00:00" if offset == "Z" else offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
        )
    return naive.replace(tzinfo=ZoneInfo(timezone)).isoformat() if timezone else naive.isoformat()


def _named_day(text: str) -> dt.date | None:
    found = words().named.search(text)
    return _date(int(found.group(3)), words().months[found.group(2).lower()], int(found.group(1))) if found else None


def _numeric_day(text: str) -> dt.date | None:
    for found in _NUMERIC.finditer(text):
        first, second, third = int(found.group(1)), int(found.group(3)), int(found.group(4))
        day = _date(first, second, third) if first > 31 else _date(third, second, first) or _date(third, first, second)
        if day:
            return day
    return None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return found if 1900 < found.year < 2200 else None


def _clock(text: str) -> dt.time | None:
    for found in _CLOCK.finditer(text):
        hour, minute = int(found.group(1)), int(found.group(2))
        half = (found.group(3) or "").lower()
        if half in words().afternoon and hour < 12:
            hour += 12
        elif half in words().morning and hour == 12:
            hour = 0
        if hour < 24 and minute < 60:
            return dt.time(hour, minute)
    return None
