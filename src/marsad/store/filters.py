"""The one filter that pages, exports, the API and the command line share, and its form in an address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from ..errors import StopRun

STANCES = ("asserted", "denied")
CLAIM_STATUSES = ("occurred", "ongoing", "planned", "possible", "demanded")
# The name in an address for each field.
_KEYS = {
    "text": "q", "date_from": "from", "date_to": "to", "country": "country", "adm1": "adm1", "place": "place", "types": "type",
    "actors": "actor", "outlets": "outlet", "statuses": "status", "claim_statuses": "claim_status", "stances": "stance",
    "min_origins": "origins", "since": "since", "bbox": "bbox",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to. Values of one field are alternatives; fields are joined by *and*.

    The place tree is country, then governorate (`adm1`), then gazetteer id (`place`). `statuses` are those of events
    (corroborated, disputed, …), `claim_statuses` and `stances` those of claims; `min_origins` counts an event's independent
    origins. `since` is the moment from which on a thing was first seen. `bbox` is west, south, east, north.
    """

    text: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    country: str | None = None
    adm1: str | None = None
    place: str | None = None
    types: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    claim_statuses: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    min_origins: int = 0
    since: str | None = None
    bbox: tuple[float, float, float, float] | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str | Sequence[str]]) -> Self:
        """The filter of an address; keys that are not ours are left alone, a value that cannot be is refused by name."""
        values: dict[str, Any] = {}
        for name, key in _KEYS.items():
            given = query.get(key)
            texts = [given] if isinstance(given, str) else list(given or ())
            texts = [t.strip() for t in texts if t and t.strip()]
            if texts:
                values[name] = _parsed(name, key, texts)
        return cls(**values)

    def to_query(self) -> dict[str, list[str]]:
        """The address of this filter; `from_query` gives the same filter back."""
        out: dict[str, list[str]] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value in (None, (), 0):
                continue
            key = _KEYS[field.name]
            if field.name == "bbox":
                out[key] = [",".join(f"{v:g}" for v in value)]
            else:
                out[key] = list(value) if isinstance(value, tuple) else [str(value)]
        return out

    def but(self, **changes: Any) -> Self:
        """The same filter with some fields changed."""
        return replace(self, **changes)

    @property
    def asks_for_event(self) -> bool:
        """Whether a claim must be of an event to pass."""
        return bool(self.statuses or self.min_origins)

    @property
    def asks_for_claim(self) -> bool:
        """Whether an event must hold a certain claim to pass."""
        return bool(self.claim_statuses or self.stances or self.text)


def _parsed(name: str, key: str, texts: list[str]) -> Any:
    if name in ("types", "actors", "outlets", "statuses", "claim_statuses", "stances"):
        parts = tuple(dict.fromkeys(texts))
        allowed = {"stances": STANCES, "claim_statuses": CLAIM_STATUSES}.get(name)
        if allowed and (wrong := [p for p in parts if p not in allowed]):
            raise StopRun(f"filter {key}: {wrong[0]!r} is none of {', '.join(allowed)}")
        return parts
    text = texts[-1]
    if name in ("date_from", "date_to"):
        return _day(key, text)
    if name == "min_origins":
        if not text.isdecimal():
            raise StopRun(f"filter {key}: {text!r} is no whole number")
        return int(text)
    if name == "bbox":
        return _box(key, text)
    return text


def _day(key: str, text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise StopRun(f"filter {key}: {text!r} is no day: write it as 2015-07-31") from error


def _box(key: str, text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(p) for p in text.split(","))
    except ValueError as error:
        raise StopRun(f"filter {key}: {text!r} is no box: give west,south,east,north in degrees") from error
    return west, south, east, north
