"""A claim with people's decisions laid over it. The claim itself never changes: this is the judged value beside the given one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from ..errors import StopRun
from ..model import Attribution, Claim, Date, Figure, Participant, Place, Span
from ..store import JudgementRow, Store
from ..store.rows import ClaimRow

State = Literal["open", "accepted", "rejected"]
FIELDS: dict[str, Any] = {
    "event_type": str,
    "evidence": Span,
    "actors": tuple[Participant, ...],
    "recipients": tuple[Participant, ...],
    "place": Place | None,
    "date": Date | None,
    "figures": tuple[Figure, ...],
    "attribution": tuple[Attribution, ...],
    "stance": Literal["asserted", "denied"],
    "status": Literal["occurred", "ongoing", "planned", "possible", "demanded"],
}
"""What can be corrected, with the type of its value in the model."""
ADDED = "j"  # an added claim is named by this and the number of the judgement that added it


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim as judged: `claim` with the corrections in it, and which fields were corrected by whom, why."""

    claim: Claim
    state: State = "open"
    corrected: tuple[JudgementRow, ...] = ()
    rejected: JudgementRow | None = None
    flagged: JudgementRow | None = None
    authors: tuple[str, ...] = ()


def judge_claim(claim: Claim, decisions: Sequence[JudgementRow]) -> Judged:
    """Lay decisions over a claim, in order: the last word holds, and a correction takes a rejection back."""
    state: State = "open"
    corrected: dict[str, JudgementRow] = {}
    rejected = flagged = None
    for row in decisions:
        if row.undone_by is not None:
            continue
        if row.kind == "accept":
            state, rejected = "accepted", None
        elif row.kind == "reject":
            state, rejected = "rejected", row
        elif row.kind == "correct" and row.field in FIELDS:
            state, rejected = "accepted", None
            corrected[row.field] = row
        elif row.kind == "flag":
            flagged = row
    values = {name: value_of(row) for name, row in corrected.items()}
    authors = tuple(dict.fromkeys(r.author for r in decisions if r.undone_by is None and r.kind != "flag"))
    return Judged(replace(claim, **values), state, tuple(corrected.values()), rejected, flagged, authors)


def value_of(row: JudgementRow) -> Any:
    """The value that a correction gives, as the model has it."""
    return msgspec.convert((row.value or {}).get("value"), FIELDS[str(row.field)])


def correct(
    store: Store, claim_id: str, field: str, value: Any, *, author: str, reason: str | None = None
) -> JudgementRow:
    """Keep a correction of one field beside the claim."""
    kept = msgspec.to_builtins(value)
    msgspec.convert(kept, FIELDS[field])  # what could not be read back is not kept
    return store.judge("correct", "claim", claim_id, field=field, value={"value": kept}, author=author, reason=reason)


def add_claim(
    store: Store, article_id: str, version_id: int, claim: Claim, *, author: str, reason: str | None = None
) -> str:
    """Keep a claim that the coder missed; the id by which it is known from now on."""
    value = {"claim": msgspec.to_builtins(claim), "version": version_id}
    row = store.judge("add", "article", article_id, value=value, author=author, reason=reason)
    return f"{ADDED}{row.id}"


def find_claim(store: Store, claim_id: str) -> ClaimRow | None:
    """A claim by its id, read by the coder or added by a person."""
    if not claim_id.startswith(ADDED):
        return store.claims_by_id([claim_id]).get(claim_id)
    number = claim_id.removeprefix(ADDED)
    row = store.judgement(int(number)) if number.isascii() and number.isdecimal() and len(number) < 16 else None
    if row is None or row.kind != "add" or row.undone_by is not None:
        return None
    return added_row(store, row)


def added_row(store: Store, row: JudgementRow) -> ClaimRow | None:
    """The claim that a judgement added, as a row like those of the coder."""
    article = store.article(row.target_id)
    if article is None or row.value is None:
        return None
    claim = msgspec.convert(row.value["claim"], Claim)
    return ClaimRow(
        id=f"{ADDED}{row.id}", article_id=article.id, article_title=article.title, outlet=article.outlet, agency=article.agency,
        published_at=article.published_at, group_id=article.group_id, version_id=int(row.value["version"]), day=article.day,
        event_group=None, coder_version=row.author, first_seen=row.at, last_seen=row.at, retired_at=None, retired_why=None,
        replaces=None, claim=claim,
    )  # fmt: skip


def span_at(text: str, start: int, end: int) -> Span:
    """Words of a text by their code points, blanks at the ends left out."""
    if not 0 <= start < end <= len(text):
        raise StopRun(f"{start} to {end} is no stretch of a text of {len(text)} characters")
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise StopRun("only blanks were chosen: choose words")
    return Span(start, end, text[start:end])


def span_of(text: str, words: str, near: int) -> Span | None:
    """Words that were typed or pasted, where they stand in the text nearest to `near`."""
    wanted = words.split()
    if not wanted:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, wanted)))
    found = min(pattern.finditer(text), key=lambda m: abs(m.start() - near), default=None)
    return None if found is None else Span(found.start(), found.end(), found.group())
