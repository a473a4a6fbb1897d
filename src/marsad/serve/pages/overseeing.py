"""What editors see of everybody's work: agreement between coders, the gold that follows from review, the audit trail."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response
from msgspec.structs import replace

from ...review.agreement import Agreement, agreements, codings
from ...review.gold import Progress, gold_files
from ...review.judged import FIELDS, value_of
from ...store import ClaimRow, JudgementRow
from ..judging import field_text
from ..view import Asked, View

router = APIRouter()
_LINES = 100


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """Everything the page shows."""

    claims: int
    coders: tuple[str, ...]
    fields: tuple[Agreement, ...]
    gold: Progress


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the audit trail, with the address of what it names; `words` where that is told in words and not by its id."""

    at: str
    author: str
    action: str
    target: str
    href: str
    detail: str
    words: bool


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Everything the page shows."""

    lines: tuple[Line, ...]
    next: str


@router.get("/review/agreement", response_class=HTMLResponse)
def agreement(view: Asked) -> HTMLResponse:
    """How far those who decided on the same claims agree."""
    made = codings(view.store)
    progress = Progress()
    for _ in gold_files(view.store, progress=progress):
        pass
    coders = tuple(sorted({c.author for c in made}))
    page = AgreementPage(len({c.claim for c in made}), coders, tuple(agreements(made)), progress)
    return view.page("agreement.html", page)


@router.get("/review/gold.zip")
def gold(view: Asked, author: str = "") -> Response:
    """The articles that were reviewed whole, as gold files in an archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in gold_files(view.store, author or None):
            archive.writestr(
                zipfile.ZipInfo(file.name), file.text(), zipfile.ZIP_DEFLATED
            )  # no time: the same bytes again
    view.store.audit(view.user, "gold exported")
    headers = {"Content-Disposition": 'attachment; filename="marsad-gold.zip"'}
    return Response(held.getvalue(), media_type="application/zip", headers=headers)


@router.get("/review/audit", response_class=HTMLResponse)
def audit(view: Asked, before: Annotated[int | None, Query(ge=1, le=2**53)] = None) -> HTMLResponse:
    """Who did what to which thing, the newest first."""
    rows = view.store.audit_trail(_LINES, before)
    following = view.url("/review/audit", before=rows[-1]["id"]) if len(rows) == _LINES else ""
    numbers = [n for row in rows if isinstance(n := (row["detail"] or {}).get("judgement"), int)]
    made = view.store.judgements_by_id(numbers)
    claims = view.store.claims_by_id(j.target_id for j in made.values() if j.target_kind == "claim")
    return view.page("audit.html", AuditPage(tuple(_line(view, row, made, claims) for row in rows), following))


def _line(view: View, row: dict[str, Any], judgements: dict[int, JudgementRow], claims: dict[str, ClaimRow]) -> Line:
    kind, _, key = str(row["target"] or "").partition(":")
    href = {
        "event": f"/events/{key}", "claim": view.url("/review", claim=key), "article": view.url("/article", id=key)
    }.get(kind, "")  # fmt: skip
    made = judgements.get((row["detail"] or {}).get("judgement", 0))
    claim = claims.get(key) if kind == "claim" else None
    target = f"{view.type(claim.claim.event_type)} «{claim.claim.trigger.text}»" if claim else row["target"] or ""
    return Line(
        row["at"], row["author"], row["action"], target, href, _detail(view, row, made, claim), claim is not None
    )


def _detail(view: View, row: dict[str, Any], made: JudgementRow | None, claim: ClaimRow | None) -> str:
    """What was decided, in words: the value that a correction gives, and the reason."""
    if made is None:
        return ", ".join(f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in (row["detail"] or {}).items())
    parts = [view.term("review.why_not", made.reason) if made.kind == "reject" else made.reason or ""]
    if made.kind == "correct" and made.field in FIELDS and claim is not None:
        judged = replace(claim.claim, **{made.field: value_of(made)})
        parts.insert(0, f"{view.line(f'review.field.{made.field}')}: {field_text(view, judged, made.field)}")
    return " – ".join(part for part in parts if part)
