"""The columns in memory answer as the database answers, also after events were written by others."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event as listening

from marsad.store import EventRecord, Filters, Store
from marsad.store import held as held_module
from marsad.store.held import Held

from .test_events import event

_TYPES, _STATUSES = ("shelling", "protest", "arrest"), ("corroborated", "single_origin", "disputed", "denied_only")
_PLACES = ((None, None, None), ("SY", None, None), ("SY", "Idlib", "g:1"), ("SY", "Homs", "g:2"), ("YE", "Aden", "g:3"))
_ACTORS, _OUTLETS = ("civilians", "army", "militia"), ("nahar", "safir")
_DAYS = ("0001-01-01", "2020-12-31", "2021-03-04", "2021-03-05", "2021-04-01")


def some_event(dice: random.Random, key: str, claims: list[str]) -> EventRecord:
    country, adm1, place = dice.choice(_PLACES)
    day = dice.choice(_DAYS)
    lat = None if place is None else dice.choice((35.0, 36.0))
    made = event(
        key, dice.sample(claims, dice.randint(1, min(2, len(claims)))),
        event_type=dice.choice(_TYPES), status=dice.choice(_STATUSES), country=country, adm1=adm1,
        place_id=place,
        place_name_ar=place and f"م {place}", place_name_en=dice.choice((None, place)) and f"P {place}", day=day,
        lat=lat, lon=lat, origins=dice.randint(1, 4),
        date_end=dice.choice((None, day, "2021-04-02")), outlet_count=dice.randint(1, 3), confidence=dice.choice((0.25, 0.5, 0.75)),
        updated_at=dice.choice(("2022-01-01T00:00:00.000000Z", "2022-01-02T00:00:00.000000Z", "")),
    )  # fmt: skip
    actors, outlets = dice.sample(_ACTORS, dice.randint(0, 2)), dice.sample(_OUTLETS, 1)
    return EventRecord(made.event, made.members, actors=tuple(actors), outlets=tuple(outlets))


def some_filter(dice: random.Random) -> Filters:
    offered: dict[str, Any] = {
        "date_from": "2021-03-05", "date_to": "2021-03-31", "country": dice.choice(("SY", "IQ")), "adm1": "Idlib", "place": "g:3",
        "types": dice.choice((("shelling",), ("shelling", "arrest"))), "actors": dice.choice((("army",), ("army", "civilians"))),
        "outlets": ("nahar",), "statuses": ("disputed", "single_origin"), "stances": ("denied",), "claim_statuses": ("occurred",),
        "min_origins": 2, "since": "2022-01-02", "bbox": (35.5, 35.5, 37.0, 37.0), "text": "قصف",
    }  # fmt: skip
    return Filters(**{k: offered[k] for k in dice.sample(sorted(offered), dice.randint(0, 3))})


def walked(store: Store, f: Filters, order: str) -> list[list[str]]:
    """All pages of three events."""
    pages, cursor = [], None
    while True:
        page = store.events(f, cursor, 3, order)
        pages.append([e.id for e in page.items])
        cursor = page.next
        if cursor is None:
            return pages


def compare(store: Store, held: Held, dice: random.Random, times: int) -> None:
    for _ in range(times):
        f = some_filter(dice)
        for order in ("day", "updated"):
            assert walked(held, f, order) == walked(store, f, order), f
        for field in ("event_type", "status", "country", "adm1", "place_id", "day", "actor", "outlet"):
            assert held.event_facets(field, f) == store.event_facets(field, f), (field, f)
        assert held.count_events(f) == store.count_events(f)
        assert held.count_events(f, 2) == store.count_events(f, 2)
        assert [i for i, _ in held.event_places(f)] == [i for i, _ in held.event_facets("place_id", f)]
        assert {i: ar for i, (ar, _) in held.event_places(f)} == {i: ar for i, (ar, _) in store.event_places(f)}
        assert held.event_days(f) == sorted(store.event_days(f))
        assert held.standings(f) == store.standings(f)
        assert sorted(map(str, held.units(f))) == sorted(map(str, store.units(f)))
        assert held.worth_deciding(f, 4) == store.worth_deciding(f, 4)
        assert held.claims_worth_deciding(f) == store.claims_worth_deciding(f)
        assert held.map_points(f) == store.map_points(f)
    moments = sorted({c.first_seen for c in store.all_claims()})
    for since in ("2000-01-01", *moments, "2100-01-01"):
        assert held.events_told_since(since) == store.events_told_since(since), since


@pytest.mark.parametrize("dense", [1 << 25, 0])
def test_searches_are_counted_in_memory(
    store: Store, put: Callable[..., str], monkeypatch: pytest.MonkeyPatch, dense: int
) -> None:
    monkeypatch.setattr("marsad.store.columns._DENSE", dense)
    held = Held(store)
    questions = ("قصف", "مظاهرة", '"خرجت مظاهرة"', "لا شيء", "...")
    filters = (
        Filters(), Filters(outlets=("safir",)), Filters(date_from="2021-04-01"), Filters(date_to="2021-03-31"), Filters(since="2100-01-01"),
    )  # fmt: skip

    def same() -> None:
        for question in questions:
            for f in filters:
                assert held.search(question, f) == store.search(question, f), (question, f)
                assert held.count_hits(question, f) == store.count_hits(question, f)
                for field in ("outlet", "month"):
                    assert held.search_facets(question, field, f) == store.search_facets(question, field, f)

    same()
    put("a")
    put("b", article={"text": "خرجت مظاهرة في المدينة.", "outlet": "safir", "published_at": "2021-04-02"})
    same()
    put("c", article={"published_at": "2021-04-03"})
    put("a", article={"text": "خرجت مظاهرة أخرى."})  # an edit: the words of before are found no more
    same()
    assert held.count_hits("مظاهرة") == 2


def test_columns_follow_what_is_written(store: Store, put: Callable[..., str]) -> None:
    dice = random.Random(5)
    claims = [put("a"), put("b", stance="denied"), put("c", article={"text": "خرجت مظاهرة في المدينة."})]
    held = Held(store)
    compare(store, held, dice, 2)  # nothing is there
    store.save_events([some_event(dice, f"e{n:02}", claims) for n in range(40)])
    compare(store, held, dice, 25)
    store.save_events([some_event(dice, f"e{n:02}", claims) for n in range(30, 45)], retired=["e01", "e02"])
    store.judge("note", "event", "e05", author="a")
    compare(store, held, dice, 25)
    assert held.count_events() == 43


def test_only_what_was_written_is_read_again(
    store: Store, put: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dice, claims = random.Random(7), [put("a")]
    store.save_events([some_event(dice, f"e{n:03}", claims) for n in range(60)])
    held = Held(store)
    asked: list[str] = []
    listening.listen(store.engine, "before_cursor_execute", lambda c, cur, text, *rest: asked.append(text))

    def whole() -> int:
        asked.clear()
        assert held.count_events() == store.count_events()
        return sum("FROM event_facets" in text and "WHERE" not in text for text in asked)

    assert whole() == 1
    store.save_events([some_event(dice, "e001", claims)], retired=["e002"])
    put("d")  # claims alone change no event
    assert whole() == 0
    monkeypatch.setattr("marsad.store.events._KEPT_IDS", 3)
    store.save_events([some_event(dice, f"e{n:03}", claims) for n in range(20, 30)])
    assert whole() == 1
    compare(store, held, dice, 3)


def test_a_store_with_too_many_events_asks_the_database(
    store: Store, put: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dice, claims = random.Random(9), [put("a"), put("b", stance="denied")]
    store.save_events([some_event(dice, f"e{n:02}", claims) for n in range(12)])
    monkeypatch.setattr(held_module, "MOST_EVENTS", 5)
    held = Held(store)
    monkeypatch.setattr(Held, "columns", lambda self: pytest.fail("no columns are asked for"))
    compare_lists = [held.event_facets("adm1"), [e.id for e in held.events().items], held.count_events()]
    assert compare_lists == [store.event_facets("adm1"), [e.id for e in store.events().items], store.count_events()]
