"""Claims: statements that are added, seen again or retired, and found by filter."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from marsad.model import Article, Claim, Coded, Date, Participant, Place, Span
from marsad.store import Arrival, Filters, Store, walking

from .test_events import event


def test_coding_again_is_idempotent(store: Store, put: Callable[..., str]) -> None:
    first = put("a")
    assert put("a") == first
    rows = store.claims_of("a", retired=True)
    assert [r.id for r in rows] == [first]
    assert rows[0].coder_version == "coder-1"


def test_another_reading_retires_the_old_claim_and_names_it(
    store: Store, put: Callable[..., str], make_article: Callable[..., Article], make_claim: Callable[..., Claim]
) -> None:
    old = put("a")
    article = make_article("a")
    added = store.add_article(Arrival(article))
    change = store.save_coded(
        added, Coded("a", (make_claim(article.text, article.text.split(".")[0], "airstrike"),)), "coder-2"
    )
    assert change.added == change.lost == ()
    ((was, now),) = change.changed
    assert was == old
    history = {r.id: r for r in store.claims_of("a", retired=True)}
    assert history[old].retired_why == "recoded"
    assert history[now].replaces == old
    assert [r.id for r in store.claims_of("a")] == [now]


def test_a_claim_that_comes_back_stands_again(
    store: Store, put: Callable[..., str], make_article: Callable[..., Article]
) -> None:
    old = put("a")
    added = store.add_article(Arrival(make_article("a")))
    lost = store.save_coded(added, Coded("a"), "coder-2")
    assert lost.lost == (old,)
    assert store.claims().items == ()
    assert put("a", coder="coder-3") == old
    row = store.claims_by_id([old])[old]
    assert (row.retired_at, row.coder_version) == (None, "coder-1")


def test_claims_of_an_edited_article_are_kept_as_history(store: Store, put: Callable[..., str]) -> None:
    old = put("a")
    new = put("a", article={"text": "سقطت قذائف على بلدة السروة مساء اليوم. لا إصابات."})
    assert new != old
    assert {r.id: r.retired_why for r in store.claims_of("a", retired=True)} == {old: "edited", new: None}


def test_confidence_alone_makes_no_other_claim(store: Store, put: Callable[..., str]) -> None:
    assert put("a", confidence=0.5) == put("a", confidence=0.9)


def test_the_whole_claim_comes_back(
    store: Store, make_article: Callable[..., Article], make_claim: Callable[..., Claim]
) -> None:
    article = make_article("a")
    claim = make_claim(article.text, article.text.split(".")[0])
    store.save_coded(store.add_article(Arrival(article)), Coded("a", (claim,)), "coder-1")
    assert store.claims_of("a")[0].claim == claim


def test_filters_narrow_claims(store: Store, put: Callable[..., str]) -> None:
    place = Place(0, 3, "قصف", "عتيل", "Atil", 32.8, 36.6, "YE", "Taiz", None, "g:2", 1)
    ids = {
        "shelling": put("a"),
        "denied": put("b", stance="denied", article={"outlet": "barq"}),
        "yemen": put("c", event_type="airstrike", place=place, actors=(Participant(0, 4, "قصفت", "raiders"),)),
        "undated": put("d", date=None, status="planned", article={"published_at": "2021-04-01"}),
    }
    cases: list[tuple[Filters, set[str]]] = [
        (Filters(), {"shelling", "denied", "yemen", "undated"}),
        (Filters(types=("airstrike",)), {"yemen"}),
        (Filters(stances=("denied",)), {"denied"}),
        (Filters(outlets=("barq",)), {"denied"}),
        (Filters(country="YE"), {"yemen"}),
        (Filters(country="SY", adm1="Idlib", place="g:1"), {"shelling", "denied", "undated"}),
        (Filters(actors=("raiders",)), {"yemen"}),
        (Filters(claim_statuses=("planned",)), {"undated"}),
        (Filters(date_from="2021-03-05"), {"undated"}),
        (Filters(date_to="2021-03-04", types=("shelling",)), {"shelling", "denied"}),
        (Filters(bbox=(36.55, 32.0, 37.0, 33.0)), {"yemen"}),
        (Filters(text="المدفعية السروة"), {"shelling", "denied", "yemen", "undated"}),
        (Filters(text="طائرات"), set()),
        (Filters(min_origins=1), set()),
    ]
    for filters, expected in cases:
        found = {r.id for r in store.claims(filters).items}
        assert found == {ids[n] for n in expected}, filters
        assert store.count_claims(filters) == len(expected)


@pytest.mark.parametrize("steps", [(2, 6), (3, 50)])
def test_walking_an_index_finds_what_the_plan_finds(
    store: Store, put: Callable[..., str], monkeypatch: pytest.MonkeyPatch, steps: tuple[int, ...]
) -> None:
    dice = random.Random(len(steps))
    whole, used = walking.walked, [0, 0]
    claims = []
    for n in range(24):
        army, day = Participant(0, 4, "قصفت", "army"), f"2021-03-{dice.randint(1, 9):02}"
        doers, hit = dice.choice(((), (army,))), dice.choice(((), (army,)))
        outlet, kind = dice.choice(("nahar", "barq")), dice.choice(("shelling", "airstrike"))
        date = Date(day, dice.choice((day, "2021-03-12")), "range", "explicit", Span(0, 4, "قصفت"))
        article = {"outlet": outlet}
        claims.append(put(f"a{n}", event_type=kind, actors=doers, recipients=hit, date=date, article=article))
    store.save_events(
        [
            event(f"e{n}", [c], origins=n % 3, status=dice.choice(("disputed", "planned")))
            for n, c in enumerate(claims[::2])
        ]
    )
    offered: dict[str, Any] = {
        "date_from": "2021-03-06", "date_to": "2021-03-07", "country": "SY", "adm1": "Idlib", "place": "g:1", "types": ("shelling",),
        "actors": ("army",), "outlets": ("barq",), "statuses": ("disputed",), "min_origins": 1, "stances": ("asserted",),
    }  # fmt: skip

    def counted(*given: Any) -> list[str] | None:
        found = whole(*given)
        used[found is not None] += 1
        return found

    def pages(f: Filters) -> list[list[str]]:
        out, cursor = [], None
        while not out or cursor is not None:
            page = store.claims(f, cursor, 3)
            out.append([r.id for r in page.items])
            cursor = page.next
        return out

    monkeypatch.setattr(walking, "STEPS", steps)
    for _ in range(30):
        f = Filters(**{k: offered[k] for k in dice.sample(sorted(offered), dice.randint(1, 4))})
        monkeypatch.setattr("marsad.store.claims.walked", counted)
        found = pages(f)
        monkeypatch.setattr("marsad.store.claims.walked", lambda *given: None)
        assert found == pages(f), f
    assert min(used) > 5


def test_pages_of_claims_show_each_once(store: Store, put: Callable[..., str]) -> None:
    ids = {put(f"a{n}") for n in range(7)}
    seen: list[str] = []
    cursor = None
    while True:
        page = store.claims(cursor=cursor, limit=3)
        seen += [r.id for r in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == 7
    assert set(seen) == ids
    walked: list[str] = []
    while batch := store.all_claims(walked[-1] if walked else None, limit=2):
        walked += [r.id for r in batch]
    assert walked == sorted(ids)
