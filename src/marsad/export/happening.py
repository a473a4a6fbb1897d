"""An event with everything that an export may need, streamed from the store in pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from ..model import Participant
from ..store import Filters, Store
from ..store.rows import ArticleHead, ClaimRow, EventRecord, EventRow, FigureRow

PAGE = 500


class Happening(msgspec.Struct, frozen=True):
    """An event, the claims that it stands on, and the heads of the articles in which these were read."""

    record: EventRecord
    claims: tuple[ClaimRow, ...]
    articles: dict[str, ArticleHead]

    @property
    def event(self) -> EventRow:
        """The event as lists show it."""
        return self.record.event

    def figures(self, rule: str, kind: str | None = None) -> list[FigureRow]:
        """The event's ranges by a rule, of one kind where it is given."""
        return [f for f in self.record.figures if f.rule == rule and kind in (None, f.kind)]

    def total(self, rule: str, kind: str) -> FigureRow | None:
        """The widest of the groups counted; groups are never added up, since one may hold another."""
        return max(self.figures(rule, kind), key=lambda f: (f.best or f.low or f.high or 0, f.high or 0), default=None)

    def sides(self) -> tuple[list[str], list[str]]:
        """Actor ids of those who did it and of those to whom it was done, as most claims have it, the commonest first."""
        asserted = [c.claim for c in self.claims if c.claim.stance == "asserted"] or [c.claim for c in self.claims]
        doers = _common(p for c in asserted for p in c.actors)
        return doers, [a for a in _common(p for c in asserted for p in c.recipients) if a not in doers]

    def urls(self) -> list[str]:
        """The addresses of the articles, each once."""
        return list(dict.fromkeys(a.url for a in self.articles.values() if a.url))


def _common(participants: Iterable[Participant]) -> list[str]:
    counts: dict[str, int] = {}
    for p in participants:
        if p.actor:
            counts[p.actor] = counts.get(p.actor, 0) + 1
    return sorted(counts, key=lambda actor: -counts[actor]) if len(counts) > 1 else list(counts)


def happenings(store: Store, filters: Filters, ids: Sequence[str] = (), deep: bool = False) -> Iterator[Happening]:
    """The events that pass, the newest day first, or those named by `ids`; never more than a page of them in memory.

    Only with `deep` do they hold the terms of linking and the reports behind each range, which most forms have no room for.
    """
    for page in event_pages(store, filters, ids):
        yield from filled(store, page, deep)


def event_pages(store: Store, filters: Filters, ids: Sequence[str] = ()) -> Iterator[Sequence[EventRow]]:
    """The rows of the events that pass, or of those named by `ids`, page by page."""
    if ids:
        yield store.event_rows(ids)
        return
    cursor: str | None = None
    while True:
        page = store.events(filters, cursor, PAGE)
        yield page.items
        cursor = page.next
        if cursor is None:
            return


def filled(store: Store, events: Sequence[EventRow], deep: bool) -> Iterator[Happening]:
    """The events with what hangs on them, asked for all at once."""
    records = list(store.records_of(events, brief=not deep))
    claims = store.claims_by_id(m.claim_id for r in records for m in r.members)
    heads = store.article_heads({c.article_id for c in claims.values()})
    for record in records:
        own = tuple(sorted((claims[m.claim_id] for m in record.members if m.claim_id in claims), key=_place_in_time))
        articles = {c.article_id: heads[c.article_id] for c in own if c.article_id in heads}
        yield Happening(_ordered(record), own, articles)


def _place_in_time(row: ClaimRow) -> tuple[str, str, str]:
    return row.published_at or "9", row.article_id, row.claim.id


def _ordered(record: EventRecord) -> EventRecord:
    """The record with its parts in one order, whatever the database gave: the same events make the same file."""
    return replace(
        record,
        members=tuple(sorted(record.members, key=lambda m: m.claim_id)),
        figures=tuple(sorted(record.figures, key=lambda f: (f.rule, f.kind, f.of))),
        relations=tuple(
            sorted(
                record.relations,
                key=lambda r: (r.kind, r.left_claim or "", r.right_claim or "", r.other_event_id or ""),
            )
        ),
        actors=tuple(sorted(record.actors)),
        outlets=tuple(sorted(record.outlets)),
    )
