"""Claims for a terminal: a block a claim, every line right to left, wrapped to the width at hand; colours only where there is a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from .model import Article, Claim, Coded, Date, Figure, Participant, Place

if TYPE_CHECKING:
    from rich.console import Console

    from .lexicons.vocabulary import EventType

WIDEST = 110  # a line longer than this is hard to read, however wide the terminal
MARK = "\u200f"  # makes a line that begins with a number or a Latin word run from the right
_APART, _END = "\u2066", "\u2069"
STANCES = {"asserted": "إثبات", "denied": "نفي"}
STATUSES = {"occurred": "وقع", "ongoing": "مستمر", "planned": "مزمع", "possible": "محتمل", "demanded": "مطلوب"}
PRECISIONS = {1: "", 2: "قرب المكان أو جزء منه", 3: "منطقة", 4: "محافظة", 5: "بلد", 6: "حدود أو بحر أو أوسع"}
KINDS = {
    "killed": "قتلى", "injured": "جرحى", "killed_and_injured": "قتلى وجرحى", "detained": "محتجزون", "abducted": "مخطوفون",
    "surrendered": "مستسلمون", "displaced": "نازحون", "released": "مفرج عنهم", "missing": "مفقودون", "present": "موجودون",
    "area_km2": "كم²", "share": "نسبة", "vehicles": "آليات", "strikes": "ضربات", "other": "عدد",
}  # fmt: skip


def print_article(
    console: Console, article: Article | None, record: Coded, types: Mapping[str, EventType], first: bool
) -> None:
    """The article's headline, then its claims in their order; an article without claims says so in one line."""
    width = min(console.width, WIDEST)
    if not first:
        _put(console, "")
    title = " ".join((article.title if article and article.title else record.id).split())
    for line in wrapped([title], width, ""):
        _put(console, line, "bold")
    known = [ltr(record.id), article.outlet if article else None, _day(article.published_at) if article else None]
    for line in wrapped(_joined([*(k for k in known if k), count_text(len(record.claims))]), width, ""):
        _put(console, line, "dim")
    for claim in record.claims:
        _put(console, "")
        _print_claim(console, claim, types, width)


def _print_claim(console: Console, claim: Claim, types: Mapping[str, EventType], width: int) -> None:
    kind = types.get(claim.event_type)
    denied = claim.stance == "denied"
    head = [
        f"{STANCES['denied']}: {kind.label_ar if kind else claim.event_type}" if denied else (kind.label_ar if kind else ""),
        ltr(claim.event_type),
        "" if denied and claim.status == "occurred" else STATUSES[claim.status],
        f"ثقة {claim.confidence:.2f}",
    ]  # fmt: skip
    for line in wrapped(_joined([h for h in head if h]), width, f"{number_of(claim)} "):
        _put(console, line, "bold red" if denied else "bold")
    for row in rows_of(claim):
        for line in wrapped(row, width, "   "):
            _put(console, line)
    for line in wrapped([f"«{' '.join(claim.evidence.text.split())}»"], width, "   "):
        _put(console, line, "dim")


def rows_of(claim: Claim) -> list[list[str]]:
    """What is known of a claim in three lines: who and to whom; where, when and how many; according to whom."""
    rows = [
        [*_labelled("الفاعل", map(person, claim.actors)), *_labelled("المتأثر", map(person, claim.recipients))],
        [
            *_labelled("المكان", [place_text(p) for p in (claim.place, *claim.more_places) if p]),
            *_labelled("الزمان", [date_text(claim.date)] if claim.date else []),
            *_labelled("العدد", map(number_text, claim.figures)),
        ],
        _labelled("بحسب", [" عبر ".join(" ".join(a.text.split()) for a in claim.attribution)] if claim.attribution else []),
    ]  # fmt: skip
    return [_joined(row) for row in rows if row]


def person(who: Participant) -> str:
    """The words, and the actor id that they stand for."""
    words = " ".join(who.text.split())
    return f"{words} ({ltr(who.actor)})" if who.actor else words


def place_text(place: Place) -> str:
    """The words, then the gazetteer's name and country; how exact it is where that is less than a town."""
    known = ", ".join(part for part in (place.name_en, place.country) if part)
    told = " ".join((place.text or place.name_ar).split())
    notes = [ltr(known)] if known else ["لم يحدد"]
    if PRECISIONS[place.precision]:
        notes.append(PRECISIONS[place.precision])
    return f"{told} ({'، '.join(notes)})"


def date_text(date: Date) -> str:
    """One day, or the first and the last."""
    return ltr(date.start) if date.start == date.end else f"من {ltr(date.start)} إلى {ltr(date.end)}"


def number_text(figure: Figure) -> str:
    """`قتلى 7 «سبعة مدنيين»`: what befell them, the number as its bounds allow, and the report's own words."""
    low, best, high = figure.low, figure.best, figure.high
    if low is not None and low == best == high:
        size = _short(low)
    elif low is not None and high is not None:
        size = ltr(f"{_short(low)}–{_short(high)}")
    elif low is not None:
        size = f"{_short(low)} على الأقل"
    elif high is not None:
        size = f"{_short(high)} على الأكثر"
    else:
        size = f"نحو {_short(best)}" if best is not None else ""
    return f"{KINDS.get(figure.kind, figure.kind)} {size} «{' '.join(figure.text.split())}»"


def count_text(number: int) -> str:
    """The number of claims as Arabic counts."""
    if number < 3:
        return ("لا إفادات", "إفادة واحدة", "إفادتان")[number]
    return f"{number} إفادات" if number < 11 else f"{number} إفادة"


def number_of(claim: Claim) -> str:
    """The claim's number within its article, two digits wide."""
    return claim.id.lstrip("c").rjust(2)


def ltr(text: str) -> str:
    """Latin words, ids and days kept apart from the right-to-left line around them."""
    return f"{_APART}{text}{_END}"


def wrapped(parts: Iterable[str], width: int, indent: str) -> list[str]:
    """Lines of whole words within the width; the indent stands before the first line, as many blanks before the others."""
    from rich.cells import cell_len

    room = max(20, width - len(indent))
    lines: list[str] = []
    at = 0
    for word in (w for part in parts for w in part.split(" ") if w):
        size = cell_len(word)
        if lines and at + 1 + size <= room:
            lines[-1] += " " + word
            at += 1 + size
        else:
            lines.append(word)
            at = size
    return [MARK + (indent if n == 0 else " " * len(indent)) + _closed(line) for n, line in enumerate(lines)]


def _closed(line: str) -> str:
    """The line with its isolates in pairs: a wrap within `Deir ez-Zor, SY` opens one that the next line closes."""
    opened, closed = line.count(_APART), line.count(_END)
    if opened > closed:
        return line + _END
    return _APART + line if closed > opened else line


def _labelled(label: str, values: Iterable[str]) -> list[str]:
    told = "، ".join(dict.fromkeys(v for v in values if v))
    return [f"{label}: {told}"] if told else []


def _joined(parts: list[str]) -> list[str]:
    return [part if n == len(parts) - 1 else f"{part} ·" for n, part in enumerate(parts)]


def _day(moment: str | None) -> str | None:
    return ltr(moment[:10]) if moment else None


def _short(value: float) -> str:
    return f"{value:g}" if value < 1e6 else f"{value:.0f}"


def _put(console: Console, line: str, style: str = "") -> None:
    console.print(line, style=style, markup=False, highlight=False, soft_wrap=True)
