"""Corrections as gold: for each article that was reviewed whole, its claims as judged, in the contract's form, the text within."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..errors import StopRun
from ..model import Attribution, Claim, Figure, Participant, Place
from ..store import Store, VersionRow
from .judged import added_row, judge_claim


@dataclass(frozen=True, slots=True)
class GoldFile:
    """One article's file: its name, and what stands in it."""

    name: str
    data: dict[str, Any]

    def text(self) -> str:
        """The file's content."""
        return json.dumps(self.data, ensure_ascii=False, indent=1) + "\n"


@dataclass(slots=True)
class Progress:
    """What was exported, and what wants decisions yet before it can be."""

    articles: int = 0
    claims: int = 0
    unfinished: int = 0
    undecided: int = 0


def gold_files(store: Store, author: str | None = None, progress: Progress | None = None) -> Iterator[GoldFile]:
    """The gold of every article on whose claims all has been decided; by one author's decisions alone where he is named.

    An article with undecided claims is left out: what nobody looked at would count against the coder.
    """
    progress = progress if progress is not None else Progress()
    for article_id in _reviewed(store, author):
        version = next(reversed(store.versions(article_id)), None)
        if version is None:
            continue
        claims = store.claims_of(article_id)
        added = [
            row for j in store.added_claims(article_id) if author in (None, j.author) and (row := added_row(store, j))
        ]
        rows = [*claims, *(row for row in added if row.version_id == version.id)]
        decisions = store.decisions_on((row.id for row in rows), author)
        judged = [(row, judge_claim(row.claim, decisions.get(row.id, ()))) for row in rows]
        missing = sum(j.state == "open" and row in claims for row, j in judged)
        if missing:
            progress.unfinished += 1
            progress.undecided += missing
            continue
        kept = sorted(
            (j.claim for _, j in judged if j.state != "rejected"), key=lambda c: (c.evidence.start, c.trigger.start)
        )
        progress.articles += 1
        progress.claims += len(kept)
        yield GoldFile(f"{_name(article_id)}.gold.json", gold_of(version, kept))


def write_gold(store: Store, folder: Path, author: str | None = None) -> Progress:
    """Write the gold into a folder, one file an article."""
    progress = Progress()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in gold_files(store, author, progress):
            (folder / file.name).write_text(file.text(), encoding="utf-8")
    except OSError as error:
        raise StopRun(f"cannot write to {folder} ({error.strerror}): name a folder that can be written to") from error
    return progress


def gold_of(version: VersionRow, claims: list[Claim]) -> dict[str, Any]:
    """The gold object of a version of an article."""
    known = {name: getattr(version, name) for name in ("title", "url", "outlet", "published_at", "dateline")}
    return {
        "id": version.article_id,
        **{name: value for name, value in known.items() if value is not None},
        "text": version.text,
        "claims": [_claim(f"c{number:02d}", claim) for number, claim in enumerate(claims, 1)],
    }


def _reviewed(store: Store, author: str | None) -> list[str]:
    """The articles on which anything was decided, in order of their ids."""
    decided = [claim for claim, authors in store.deciders().items() if author is None or author in authors]
    articles = {row.article_id for row in store.claims_by_id(decided).values()}
    articles.update(j.target_id for j in store.added_claims() if author in (None, j.author))
    return sorted(articles)


def _name(article_id: str) -> str:
    """A file name that holds whatever an article may be called."""
    safe = quote(article_id, safe="").replace(".", "%2E") if article_id.startswith(".") else quote(article_id, safe="")
    return (
        safe
        if len(safe) <= 120
        else f"{safe[:80]}-{hashlib.sha256(article_id.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    )


def _claim(number: str, c: Claim) -> dict[str, Any]:
    return {
        "id": number, "event_type": c.event_type, "stance": c.stance, "status": c.status,
        "evidence": {"start": c.evidence.start, "end": c.evidence.end, "text": c.evidence.text},
        "trigger": {"start": c.trigger.start, "end": c.trigger.end, "text": c.trigger.text},
        "actors": [_party(p) for p in c.actors], "recipients": [_party(p) for p in c.recipients],
        "place": _place(c.place) if c.place is not None else None,
        "date": None if c.date is None else {
            "start": c.date.start, "end": c.date.end, "precision": c.date.precision, "basis": c.date.basis
        },
        "figures": [_figure(f) for f in c.figures], "attribution": [_link(a) for a in c.attribution], "confidence": 1.0,
    }  # fmt: skip


def _party(p: Participant) -> dict[str, Any]:
    return {"start": p.start, "end": p.end, "text": p.text, "actor": p.actor}


def _place(p: Place) -> dict[str, Any]:
    return {
        "start": p.start, "end": p.end, "text": p.text, "name_ar": p.name_ar, "name_en": p.name_en or p.name_ar, "lat": p.lat, "lon": p.lon,
        "country": p.country, "adm1": p.adm1, "adm2": p.adm2, "gazetteer_id": p.gazetteer_id, "precision": p.precision,
    }  # fmt: skip


def _figure(f: Figure) -> dict[str, Any]:
    return {
        "start": f.start, "end": f.end, "text": f.text, "kind": f.kind, "of": f.of, "low": f.low, "best": f.best, "high": f.high
    }  # fmt: skip


def _link(a: Attribution) -> dict[str, Any]:
    return {"start": a.start, "end": a.end, "text": a.text, "role": a.role, "name": a.name, "actor": a.actor}
