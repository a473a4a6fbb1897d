"""Several coders asked, and what most of them find kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from ..model import Article, Claim, Coded, Refused
from ..pipeline import ClaimCoder


class VoteCoder:
    """Claims that more than half of the coders find (of two: both), by type and shared trigger words.

    The slots are those of the first coder that found the claim, in the order in which the coders were named; its confidence is the mean.
    """

    def __init__(self, coders: Sequence[ClaimCoder]) -> None:
        self.coders = coders
        self.version = "vote-" + hashlib.sha256("+".join(c.version for c in coders).encode()).hexdigest()[:12]

    def code(self, article: Article) -> Coded | Refused:
        """The claims that win; refused where every coder refuses."""
        records = [coder.code(article) for coder in self.coders]
        read = [r for r in records if isinstance(r, Coded)]
        if not read:
            return records[0]
        warnings = [w for r in read for w in r.warnings]
        warnings += [f"{r.error}: it did not vote" for r in records if isinstance(r, Refused)]
        kept = sorted(self._kept([list(r.claims) for r in read]), key=lambda c: (c.trigger.start, c.trigger.end))
        numbered = tuple(msgspec.structs.replace(c, id=f"c{n:02d}") for n, c in enumerate(kept, 1))
        return Coded(article.id, numbered, tuple(dict.fromkeys(warnings)))

    def _kept(self, ballots: list[list[Claim]]) -> list[Claim]:
        out = []
        for place, claims in enumerate(ballots):
            for claim in claims:
                votes = [claim]
                for other in ballots[place + 1 :]:
                    same = next((c for c in other if _same(claim, c)), None)
                    if same is not None:
                        other.remove(same)
                        votes.append(same)
                if 2 * len(votes) > len(ballots):
                    mean = sum(c.confidence for c in votes) / len(votes)
                    out.append(msgspec.structs.replace(claim, confidence=round(mean, 3)))
        return out


def _same(a: Claim, b: Claim) -> bool:
    meets = a.trigger.start < b.trigger.end and b.trigger.start < a.trigger.end
    return meets and a.event_type == b.event_type and a.stance == b.stance
