"""What review asks of the store: which claims were decided and by whom, and which decision is worth most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select

from . import models as m
from .articles import chunks
from .filters import Filters
from .people import JUDGEMENT_COLUMNS
from .rows import JudgementRow
from .standing import Standing

DECISIONS = ("accept", "reject", "correct")
"""What settles a claim for the one who did it; a flag or a note does not."""
_EVENTS = 60
_MOST_EVENTS = 3000


class Reviewing(Standing):
    """The part of the store that says what waits for whom."""

    def deciders(self) -> dict[str, set[str]]:
        """For each claim on which a decision stands, its authors."""
        j = m.Judgement
        query = select(j.target_id, j.author).where(
            j.target_kind == "claim", j.kind.in_(DECISIONS), j.undone_by.is_(None)
        )
        out: dict[str, set[str]] = defaultdict(set)
        with self.read() as connection:
            for claim, author in connection.execute(query.distinct()):
                out[claim].add(author)
        return out

    def flagged(self) -> dict[str, set[str]]:
        """For each claim that waits for a second reader, who asked for one."""
        j = m.Judgement
        query = select(j.target_id, j.author).where(j.target_kind == "claim", j.kind == "flag", j.undone_by.is_(None))
        out: dict[str, set[str]] = defaultdict(set)
        with self.read() as connection:
            for claim, author in connection.execute(query.order_by(j.id)):
                out[claim].add(author)
        return out

    def claims_worth_deciding(
        self, filters: Filters | None = None, without: Collection[str] = (), limit: int = 40
    ) -> list[str]:
        """Standing claims, those whose decision is worth most first: uncertain ones of disputed events that many tell."""
        member, c = m.EventMember, m.Claim
        found: dict[str, float] = {}
        with self.read() as connection:
            for offset in range(0, _MOST_EVENTS, _EVENTS):
                events = dict(self.events_by_worth(filters, offset, _EVENTS))
                held = (
                    select(member.event_id, c.id, c.confidence)
                    .join(c, c.id == member.claim_id)
                    .where(member.event_id.in_(events), c.retired_at.is_(None))
                )
                for event, claim, confidence in connection.execute(held):
                    if claim not in without:
                        found[claim] = events[event] + 2 * (1.0 - confidence)
                if len(found) >= limit or len(events) < _EVENTS:
                    break
        return sorted(found, key=lambda claim: (-found[claim], claim))[:limit]

    def decisions_on(self, claim_ids: Iterable[str], author: str | None = None) -> dict[str, list[JudgementRow]]:
        """For each of these claims what was decided on it and stands, in order; by one author where he is named."""
        j = m.Judgement
        out: dict[str, list[JudgementRow]] = {}
        with self.read() as connection:
            for some in chunks(claim_ids):
                query = select(*JUDGEMENT_COLUMNS).where(
                    j.target_kind == "claim", j.target_id.in_(some), j.undone_by.is_(None)
                )
                if author is not None:
                    query = query.where(j.author == author)
                for row in connection.execute(query.order_by(j.id)):
                    out.setdefault(row.target_id, []).append(JudgementRow(*row))
        return out

    def added_claims(self, article_id: str | None = None) -> list[JudgementRow]:
        """The claims that people added because the coder missed them, of one article or of all."""
        j = m.Judgement
        query = select(*JUDGEMENT_COLUMNS).where(j.kind == "add", j.target_kind == "article", j.undone_by.is_(None))
        if article_id is not None:
            query = query.where(j.target_id == article_id)
        with self.read() as connection:
            return [JudgementRow(*r) for r in connection.execute(query.order_by(j.id))]

    def last_decision(self, author: str) -> JudgementRow | None:
        """The last thing that this author decided on a claim and did not take back."""
        j = m.Judgement
        query: Any = select(*JUDGEMENT_COLUMNS).where(
            j.author == author, j.undone_by.is_(None), j.kind.in_((*DECISIONS, "flag", "add"))
        )
        with self.read() as connection:
            row = connection.execute(query.order_by(j.id.desc()).limit(1)).first()
        return JudgementRow(*row) if row else None
