"""What changed since a moment: each event as it stands against the same event made only of claims known before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from ..errors import StopRun
from ..store.rows import ClaimRow, EventRecord, EventRow
from ..store.store import Store
from .on_store import desk_of, reports_of
from .types import Event

_PAGE = 500


class Line(msgspec.Struct, frozen=True):
    """One event in a digest."""

    id: str
    day: str
    event_type: str
    status: str
    place: str
    passage: str
    note: str = ""


class Digest(msgspec.Struct, frozen=True):
    """The events that are new, whose figures rose, whose status changed."""

    since: str
    new: tuple[Line, ...]
    risen: tuple[Line, ...]
    disputed: tuple[Line, ...]
    corroborated: tuple[Line, ...]
    happened: tuple[Line, ...]
    new_count: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.new or self.risen or self.disputed or self.corroborated or self.happened)


def moment_of(words: str, now: dt.datetime) -> str:
    """The moment that `yesterday`, `today`, a number of hours or days (36h, 7d) or an ISO date names."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if words == "today":
        return midnight.isoformat()
    if words == "yesterday":
        return (midnight - dt.timedelta(days=1)).isoformat()
    if words[:-1].isdigit() and words[-1] in "hd":
        number = int(words[:-1])
        return (now - (dt.timedelta(hours=number) if words[-1] == "h" else dt.timedelta(days=number))).isoformat()
    try:
        return dt.datetime.fromisoformat(words).replace(tzinfo=now.tzinfo).isoformat()
    except ValueError:
        raise StopRun(f"{words!r} is no moment: give yesterday, today, 36h, 7d or a date such as 2019-02-16") from None


def digest_of(store: Store, since: str, most: int | None = None) -> Digest:
    """The digest of everything that the store learned from `since` on; of new events only the `most` widely told, all counted."""
    found: dict[str, list[Line]] = {name: [] for name in ("new", "risen", "disputed", "corroborated", "happened")}
    new, changed = store.events_told_since(since)
    last = store.last_told(new[:most])
    told_last = store.claims_by_id(last.values())
    found["new"] = [_line(e, told_last[last[e.id]]) for e in store.event_rows(new[:most]) if e.id in last]
    for record, claims in _with_claims(store, changed):
        texts = {c.article_id: c.version_id for c in claims}
        read = store.texts(sorted(texts.values()))
        told = {article: read[version].text for article, version in texts.items() if version in read}
        known = [c for c in claims if c.first_seen < since]
        _compare(record, claims, _event(known, told), _event(claims, told), found)
    parts = {name: tuple(sorted(lines, key=lambda x: (x.day, x.id), reverse=True)) for name, lines in found.items()}
    return Digest(since, **parts, new_count=len(new))


def _with_claims(store: Store, ids: Sequence[str]) -> Iterator[tuple[EventRecord, list[ClaimRow]]]:
    """Events with their claims, some hundred at a time."""
    for i in range(0, len(ids), _PAGE):
        records = store.event_records(ids[i : i + _PAGE])
        claims = store.claims_by_id(x.claim_id for r in records.values() for x in r.members)
        for record in records.values():
            yield record, [claims[x.claim_id] for x in record.members if x.claim_id in claims]


def _event(claims: Sequence[ClaimRow], texts: Mapping[str, str]) -> Event:
    """The event of these claims alone, made as linking makes it."""
    desk, keys = desk_of("as_reported", claims)
    desk.recall(reports_of(claims))
    desk.read({article: texts.get(article, "") for article in {key.article for key in keys.values()}})
    return desk.event(keys.values())


def _compare(
    record: EventRecord, claims: Sequence[ClaimRow], before: Event, now: Event, found: dict[str, list[Line]]
) -> None:
    if before.status != now.status:
        name = _TOLD_UNDER.get(now.status)
        if name is not None:
            found[name].append(_line(record.event, _last(claims), f"was {before.status}"))
    old = {(f.kind, f.of): f.best or f.low for f in before.figures}
    for figure in now.figures:
        value, was = figure.best or figure.low, old.get((figure.kind, figure.of))
        if value is not None and was is not None and value > was:
            found["risen"].append(
                _line(record.event, _last(claims), f"{figure.kind} {figure.of}: {was:g} -> {value:g}")
            )


_TOLD_UNDER = {
    "disputed": "disputed",
    "denied_only": "disputed",  # who asserted it took it back: its note says what it was
    "corroborated": "corroborated",
    "happened_as_planned": "happened",
}


def _last(claims: Sequence[ClaimRow]) -> ClaimRow:
    return max(claims, key=lambda c: (c.published_at or c.day, c.id))


def _line(e: EventRow, last: ClaimRow, note: str = "") -> Line:
    return Line(e.id, e.day, e.event_type, e.status, e.place_name_ar or "", last.claim.evidence.text, note)
