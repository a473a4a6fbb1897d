"""Judged values beside given ones, in words of the page's language; and who may see whose decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..model import Claim
from ..review.judged import FIELDS, Judged, judge_claim
from ..store import ClaimRow, JudgementRow
from .matrix import figure_name, figure_words
from .view import View


@dataclass(frozen=True, slots=True)
class Compared:
    """A field of a claim: as given, and as judged where it was corrected, with the words of the text that carry it."""

    field: str
    given: str
    judged: str | None
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What people made of a claim, as pages show it beside the claim."""

    judged: Judged
    corrected: tuple[Compared, ...]

    @property
    def silent(self) -> bool:
        """Whether nobody decided anything."""
        return self.judged.state == "open" and self.judged.flagged is None


def compare(view: View, given: Claim, judged: Judged) -> tuple[Compared, ...]:
    """Every field that can be corrected, in both forms."""
    made = {str(row.field): row for row in judged.corrected}
    out = []
    for field in FIELDS:
        row = made.get(field)
        after = field_text(view, judged.claim, field) if row else None
        out.append(Compared(field, field_text(view, given, field), after, row.author if row else "", (row.reason or "") if row else ""))  # fmt: skip
    return tuple(out)


def opinions(view: View, rows: Iterable[ClaimRow]) -> dict[str, Opinion]:
    """What was decided on these claims and the one who looks may see."""
    listed = list(rows)
    decisions = view.store.decisions_on(r.id for r in listed)
    out = {}
    for row in listed:
        judged = judge_claim(row.claim, visible(view, decisions.get(row.id, ())))
        corrected = compare(view, row.claim, judged) if judged.corrected else ()
        out[row.id] = Opinion(judged, tuple(c for c in corrected if c.judged is not None))
    return out


def visible(view: View, decisions: Sequence[JudgementRow]) -> Sequence[JudgementRow]:
    """A coder sees what others decided only once he has decided himself: till then he may be the second, blind, coder."""
    own = [d for d in decisions if d.author == view.user]
    blind = view.account.may("coder") and not view.account.may("editor") and not own
    return own if blind else decisions


def field_text(view: View, c: Claim, field: str) -> str:
    """A field of a claim in words; empty where the claim has none."""
    if field == "event_type":
        return view.type(c.event_type)
    if field == "evidence":
        return c.evidence.text
    if field == "stance":
        return view.term("stance", c.stance)
    if field == "status":
        return view.term("claim_status", c.status)
    if field == "date":
        return view.locale.days(c.date.start, c.date.end, c.date.precision) if c.date else ""
    if field == "place":
        if c.place is None:
            return ""
        name = c.place.name_ar if view.lang == "ar" else c.place.name_en or c.place.name_ar
        return f"{name} ({view.term('precision', str(c.place.precision))})" if c.place.lat is not None else name
    if field == "figures":
        shown = [f"{figure_name(view, f.kind, f.of)}: {figure_words(view, f)}" for f in c.figures]
    elif field == "attribution":
        shown = [f"{view.term('role', a.role)}: {_named(view, a.actor, a.text)}" for a in c.attribution]
    else:
        shown = [_named(view, p.actor, p.text) for p in getattr(c, field)]
    return view.line("list.comma").join(shown)


def _named(view: View, actor: str | None, words: str) -> str:
    return f"{view.actor(actor)} ({words})" if actor else words
