"""Events, what hangs on them, judgements and runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from marsad.errors import StopRun
from marsad.ingest.types import Refusal
from marsad.store import EventRecord, EventRow, FigureRow, Filters, Member, Relation, Store


def event(key: str, claims: list[str], **fields: object) -> EventRecord:
    values: dict[str, object] = {
        "id": key, "event_type": "shelling", "event_group": "fight", "status": "single_origin", "day": "2021-03-04", "date_start": "2021-03-04",
        "date_end": "2021-03-04", "date_precision": "day", "place_id": "g:1", "place_name_ar": "السروة", "place_name_en": "Sarwa", "lat": 35.0,
        "lon": 36.5, "country": "SY", "adm1": "Idlib", "adm2": None, "place_precision": 1, "origins": 1, "claim_count": len(claims),
        "article_count": 1, "outlet_count": 1, "confidence": 0.7, "detail": {}, "first_seen": "", "updated_at": "", "retired_at": None,
    }  # fmt: skip
    return EventRecord(
        EventRow(**{**values, **fields}),  # type: ignore[arg-type]
        members=tuple(Member(c, "agency:x", 0.9, [["same day", 1.0]]) for c in claims),
        figures=(FigureRow("as reported", "injured", "civilians", 3, 3, 3, {"claims": claims}),),
        nodes=({"id": "agency:x"},),
        edges=({"from": "agency:x", "to": "nahar"},),
        actors=("civilians",),
        outlets=("nahar",),
    )


def test_an_event_comes_back_whole_and_is_replaced_whole(store: Store, put: Callable[..., str]) -> None:
    a, b = put("a"), put("b")
    record = event("e1", [a, b])
    store.save_events([record])
    found = store.event("e1")
    assert found is not None
    assert (found.members, found.figures, found.nodes, found.edges) == (
        record.members,
        record.figures,
        record.nodes,
        record.edges,
    )
    assert store.events_of_claims([a, b]) == {a: "e1", b: "e1"}
    store.save_events([event("e1", [a], status="disputed", origins=2)])
    again = store.event("e1")
    assert again is not None
    assert [m.claim_id for m in again.members] == [a]
    assert (again.event.status, again.event.first_seen) == ("disputed", found.event.first_seen)


def test_events_that_are_retired_leave_every_list(store: Store, put: Callable[..., str]) -> None:
    a = put("a")
    store.save_events([event("e1", [a])])
    store.save_events([event("e2", [a])], retired=["e1"])
    assert [e.id for e in store.events().items] == ["e2"]
    assert store.events_of_claims([a]) == {a: "e2"}


def test_relations_may_name_an_event_of_the_same_call(store: Store, put: Callable[..., str]) -> None:
    a, b = put("a"), put("b", stance="denied")
    first = EventRecord(event("e1", [a]).event, relations=(Relation("denial", a, b, "e2", {"words": "نفى"}),))
    store.save_events([first, event("e2", [b])])
    found = store.event("e1")
    assert found is not None
    assert found.relations == first.relations
    assert store.related_events("e2") == [("e1", first.relations[0])]


def test_filters_narrow_events(store: Store, put: Callable[..., str]) -> None:
    a, b = put("a"), put("b", stance="denied")
    store.save_events(
        [
            event("e1", [a], origins=3, status="corroborated"),
            event("e2", [b], day="2021-03-09", date_start=None, date_end=None),
        ]
    )
    cases = [
        (Filters(min_origins=2), ["e1"]),
        (Filters(statuses=("corroborated",)), ["e1"]),
        (Filters(date_from="2021-03-05"), ["e2"]),
        (Filters(date_to="2021-03-05"), ["e1"]),
        (Filters(stances=("denied",)), ["e2"]),
        (Filters(actors=("civilians",), outlets=("nahar",)), ["e2", "e1"]),
        (Filters(outlets=("barq",)), []),
        (Filters(text="المدفعية"), ["e2", "e1"]),
        (Filters(place="g:2"), []),
    ]
    for filters, expected in cases:
        assert [e.id for e in store.events(filters).items] == expected, filters
        assert store.count_events(filters) == len(expected)
    assert [r.id for r in store.claims(Filters(min_origins=2)).items] == [a]
    assert dict(store.event_facets("status")) == {"corroborated": 1, "single_origin": 1}
    assert store.event_facets("actor") == [("civilians", 2)]
    first = store.events(limit=1)
    assert [e.id for e in store.events(cursor=first.next, limit=1).items] == ["e1"]
    assert len(store.map_points()) == 2


def test_a_judgement_changes_nothing_and_can_be_undone_once(store: Store, put: Callable[..., str]) -> None:
    a, b = put("a"), put("b")
    before = store.claims_by_id([a])[a]
    made = store.judge("different", "claim", a, other_id=b, author="نور", reason="يومان مختلفان", value={"day": 2})
    assert store.claims_by_id([a])[a] == before
    assert [j.id for j in store.judgements(["different"])] == [made.id]
    assert store.judgements_on("claim", [b]) == {b: [made]}
    undone = store.undo(made.id, author="سامي")
    assert store.judgements(["different"]) == []
    assert store.judgements(["different"], undone=True)[0].undone_by == undone.id
    with pytest.raises(StopRun, match="undone already"):
        store.undo(made.id, author="سامي")
    assert [line["action"] for line in store.audit_trail()] == ["undo", "different"]


def test_accounts_logins_and_saved_searches(store: Store) -> None:
    key = store.add_user("nour", "hash", "editor")
    store.add_session("t" * 64, key, "csrf", "2999-01-01T00:00:00.000000Z")
    login = store.session("t" * 64)
    assert login is not None
    assert (login["name"], login["role"]) == ("nour", "editor")
    store.change_user(key, disabled_at="2021-01-01T00:00:00.000000Z")
    assert store.session("t" * 64) is None
    token = store.save_search("تعز", Filters(country="YE", text="قصف"), key)
    (saved,) = store.saved_searches(token=token)
    assert Filters.from_query(saved["query"]) == Filters(country="YE", text="قصف")


def test_refusals_are_counted_and_resolved(store: Store) -> None:
    refusal = Refusal("http://example.org/a", "the server sent nothing", "try again later")
    store.refuse([refusal])
    store.refuse([refusal])
    assert [(r.where, r.times, r.remedy) for r in store.refusals()] == [("http://example.org/a", 2, "try again later")]
    with store.write() as connection:
        store.resolve(connection, ["http://example.org/a"], "2021-03-04T00:00:00.000000Z")
    assert store.refusals() == []
    assert store.count_refusals() == 0
    store.refuse([refusal])
    assert store.count_refusals() == 1


def test_a_run_whose_process_is_gone_was_interrupted(store: Store) -> None:
    run = store.begin_run("run", {"sources": ["a"]}, "coder-1")
    assert store.runs()[0].state == "running"
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE runs SET pid = 99999999")
    assert store.runs()[0].state == "interrupted"
    store.end_run(run, "done", {"articles": 2}, 0.5)
    assert (store.runs()[0].state, store.runs()[0].counts) == ("done", {"articles": 2})


def test_small_facts_and_feeds_are_kept(store: Store) -> None:
    store.set_meta("link.cursor", {"after": "ff"})
    store.set_meta("link.cursor", {"after": "00"})
    assert store.meta("link.cursor") == {"after": "00"}
    store.save_feed("https://example.org/feed", kind="rss")
    store.save_feed("https://example.org/feed", etag="x", next_at="2021-03-04T00:00:00.000000Z")
    assert [(f["kind"], f["etag"]) for f in store.feeds()] == [("rss", "x")]
    assert store.feeds(due="2021-03-03T00:00:00.000000Z") == []


def test_candidates_are_renewed_not_doubled(store: Store) -> None:
    candidate = {
        "kind": "person",
        "name": "سالم العقيل",
        "spellings": {"سالم العقيل": 2},
        "examples": [],
        "articles": 2,
    }
    store.save_candidates([candidate])
    store.save_candidates([{**candidate, "articles": 5}])
    (row,) = store.candidates()
    assert row["articles"] == 5
    store.decide_candidate(row["id"], "accepted", "نور")
    store.save_candidates([{**candidate, "articles": 6}])
    assert store.candidates() == []
    assert store.candidates("accepted")[0]["articles"] == 6
