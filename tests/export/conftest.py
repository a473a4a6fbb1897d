"""A small store of events that have what exports stumble over: rival figures, a denial, names, no place, a fresh day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from marsad.export import Protection, Report, export
from marsad.export.labels import Labels
from marsad.ingest.types import Fetched
from marsad.model import Article, Attribution, Claim, Coded, Date, Figure, Participant, Place, Span
from marsad.store import EventRecord, EventRow, Filters, Store
from marsad.store.intake import Batch, Intake
from marsad.store.rows import ClaimRow, FigureRow, Member, Relation

PRIVATE = "سامر الدرويش"
PUBLIC = "بشار الأسد"
PUBLIC_EN = "Bashar al-Assad"
WHEN = dt.datetime(2021, 3, 4, 9, tzinfo=dt.UTC)
TEXTS = {
    "a1": f"قال {PRIVATE} إن غارة جوية على خان السبل قتلت سبعة مدنيين. وأضاف الدرويش أن الطيران عاد مساء.",
    "a2": "قتل تسعة مدنيين في غارة على خان السبل، بحسب ناشطين. ونفى مصدر عسكري الغارة.",
    "a3": f"أعلن {PUBLIC} عملية عسكرية جديدة الأسبوع المقبل.",
    "a4": "خرجت مظاهرة في ساحة المدينة.",
}


@pytest.fixture(scope="session")
def labels() -> Labels:
    """The packaged lexicon's labels, read once."""
    return Labels()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Store]:
    """A store on SQLite in a folder of its own, filled."""
    with Store.open(tmp_path / "home", f"sqlite:///{tmp_path / 'home' / 'marsad.db'}") as opened:
        fill(opened)
        yield opened


def fill(store: Store) -> None:
    """Four articles with their bytes, five claims, four events."""
    intake = Intake(store, "coder-1", {"airstrike": "fight", "operation": "fight", "protest": "street"})
    fetched, coded = [], []
    for number, (key, text) in enumerate(TEXTS.items()):
        url = f"https://example.org/news/{number}"
        raw = f"<html><body><p>{text}</p></body></html>".encode()
        article = Article(
            key,
            text,
            f"غارة جديدة: الدرويش يروي ({number})" if number < 2 else "خبر آخر",
            url,
            "enabbaladi",
            "2021-03-04",
        )
        head = (("Content-Type", "text/html; charset=utf-8"),)
        fetched.append(Fetched(article, None, raw, "text/html", head, url, WHEN))
        coded.append(Coded(key, _claims(key, text)))
    intake.take(Batch(list(fetched), list(coded)))
    rows = {key: store.claims_of(key) for key in TEXTS}
    store.save_events([_strike(rows), *_others(rows)])


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def _claims(key: str, text: str) -> tuple[Claim, ...]:
    place = Place(
        None,
        None,
        "خان السبل",
        "خان السبل",
        "Khan al-Sabil",
        35.7519,
        36.7611,
        "SY",
        "Idlib",
        "Ma'arrat al-Nu'man",
        "g:77",
        1,
    )
    day = Date("2021-03-03", "2021-03-03", "day", "relative", None)

    def said(words: str, trigger: str, event_type: str, **fields: Any) -> Claim:
        values: dict[str, Any] = {
            "id": "c01", "event_type": event_type, "stance": "asserted", "status": "occurred", "evidence": _span(text, words),
            "trigger": _span(text, trigger), "actors": (), "recipients": (), "place": None, "more_places": (), "date": None, "figures": (),
            "attribution": (), "confidence": 0.8,
        }  # fmt: skip
        return Claim(**{**values, **fields})

    def party(words: str, actor: str, name: str | None = None) -> Participant:
        return Participant(*_triple(_span(text, words)), actor, name)

    def dead(words: str, count: int) -> tuple[Figure, ...]:
        return (Figure(*_triple(_span(text, words)), "killed", "civilians", count, count, count),)

    def speaker(words: str, name: str, actor: str | None = None) -> tuple[Attribution, ...]:
        return (Attribution(*_triple(_span(text, words)), "speaker", name, actor),)

    if key == "a1":
        return (
            said("غارة جوية على خان السبل قتلت سبعة مدنيين", "غارة جوية", "airstrike", actors=(party("الطيران", "syrian_government"),),
                 recipients=(party("مدنيين", "civilians"),), place=place, date=day, figures=dead("سبعة مدنيين", 7),
                 attribution=speaker(PRIVATE, PRIVATE)),
        )  # fmt: skip
    if key == "a2":
        return (
            said("قتل تسعة مدنيين في غارة على خان السبل", "غارة", "airstrike", recipients=(party("مدنيين", "civilians"),), place=place,
                 date=day, figures=dead("تسعة مدنيين", 9), attribution=speaker("ناشطين", "ناشطين")),
            said("نفى مصدر عسكري الغارة", "نفى", "airstrike", id="c02", stance="denied", place=place,
                 attribution=speaker("مصدر عسكري", "مصدر عسكري", "syrian_government")),
        )  # fmt: skip
    if key == "a3":
        who = party(PUBLIC, "syrian_government", PUBLIC_EN)
        said_by = speaker(PUBLIC, PUBLIC_EN, "syrian_government")
        return (said("عملية عسكرية جديدة", "عملية", "operation", status="planned", actors=(who,), attribution=said_by),)
    return (said("خرجت مظاهرة في ساحة المدينة", "مظاهرة", "protest", date=day),)


def _triple(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.text


def _event(key: str, event_type: str, status: str, claims: int, **fields: Any) -> EventRow:
    values: dict[str, Any] = dict.fromkeys(EventRow.__struct_fields__)
    values |= {
        "id": key, "event_type": event_type, "event_group": "fight", "status": status, "day": "2021-03-03", "origins": 1, "claim_count": claims,
        "article_count": 1, "outlet_count": 1, "confidence": 0.8, "detail": {}, "first_seen": "", "updated_at": "",
    }  # fmt: skip
    return EventRow(**{**values, **fields})


def _strike(rows: dict[str, list[ClaimRow]]) -> EventRecord:
    ids = [r.id for r in (*rows["a1"], *rows["a2"])]
    event = _event(
        "ev-1", "airstrike", "disputed", 3, date_start="2021-03-03", date_end="2021-03-03", date_precision="day", place_id="g:77",
        place_name_ar="خان السبل", place_name_en="Khan al-Sabil", lat=35.7519, lon=36.7611, country="SY", adm1="Idlib", adm2="Ma'arrat al-Nu'man",
        place_precision=1, origins=3, article_count=2,
    )  # fmt: skip
    reports = [
        {"text": "سبعة مدنيين", "low": 7, "best": 7, "high": 7},
        {"text": "تسعة مدنيين", "low": 9, "best": 9, "high": 9},
    ]
    detail = {"part_of": "people", "reports": reports}
    ranges = {"as_reported": (7, None, 9), "acled": (7, 7, 7), "ucdp": (7, 9, 9), "airwars": (7, None, 9)}
    figures = tuple(FigureRow(rule, "killed", "civilians", *map(_real, r), detail) for rule, r in ranges.items())
    node = {"id": "speaker:p", "kind": "speaker", "name": PRIVATE, "claims": [ids[0]], "independent": True}
    return EventRecord(
        event, tuple(Member(i, f"speaker:{PRIVATE}" if n == 0 else None, 0.9, [{"name": "place", "seen": PRIVATE}]) for n, i in enumerate(ids)),
        figures, (node,), ({"source": "speaker:p", "target": "article:a1", "by": "says"},), (Relation("denies", ids[2], ids[0]),),
        ("syrian_government",), ("enabbaladi",),
    )  # fmt: skip


def _real(value: int | None) -> float | None:
    return None if value is None else float(value)


def _others(rows: dict[str, list[ClaimRow]]) -> list[EventRecord]:
    planned = _event(
        "ev-2", "operation", "planned", 1, country="SY", place_precision=5, lat=35.0, lon=38.0, place_name_en="Syria"
    )
    protest = _event("ev-3", "protest", "single_origin", 1, event_group="street", day="2021-03-09", date_start="2021-03-09", date_end="2021-03-09",
                     date_precision="day")  # fmt: skip
    return [
        EventRecord(planned, (Member(rows["a3"][0].id),), actors=("syrian_government",)),
        EventRecord(protest, (Member(rows["a4"][0].id),)),
    ]


Write = Callable[..., Report]


@pytest.fixture
def write(home: Store, tmp_path: Path, labels: Labels) -> Write:
    """Export the store's events; the report."""

    def go(
        form: str,
        name: str = "out",
        filters: Filters | None = None,
        protection: Protection | None = None,
        **options: Any,
    ) -> Report:
        out = tmp_path / "exports" / name
        return export(home, filters or Filters(), form, out, protection, labels=labels, **options)

    return go


def without_times(record: EventRecord) -> EventRecord:
    """The record apart from when this store saw it."""
    return replace(record, event=replace(record.event, first_seen="", updated_at=""))
