"""The REST interface: true to its own description, paged, tagged, and plain about what is wrong."""

from __future__ import annotations

from contextlib import suppress

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from marsad.client import Client, ClientError
from marsad.store import EventRow, Store

SOME = settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[*HealthCheck], database=None)


def keeps_to_its_description(
    app: FastAPI, method: str, token: str | None = None, known: Store | None = None
) -> tuple[int, set[int]]:
    """Call every operation of a method with whatever its description allows, and with what it does not; how many there are, and what
    came back. Every other call names things that are in the store `known`: made-up names alone would find nothing.
    """
    headers = {"Host": "testserver", **({"Authorization": f"Bearer {token}"} if token else {})}
    described = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=headers)
    operations = [found.ok() for found in described.include(method=method).get_all_operations()]
    # In an address all is text: what is asked wrongly there may read as asked rightly.
    spared = [schemathesis.checks.negative_data_rejection] if method == "GET" else []
    answered = set()

    def call(case: schemathesis.Case) -> None:
        answered.add(case.call_and_validate(headers=headers, excluded_checks=spared).status_code)

    for operation in operations:

        @given(case=operation.as_strategy(), named=st.booleans(), n=st.integers(0, 5))
        @SOME
        def allowed(case: schemathesis.Case, named: bool, n: int) -> None:
            if named and known is not None:
                name_what_is_there(case, known, n)
            call(case)

        @given(case=operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE))
        @SOME
        def not_allowed(case: schemathesis.Case) -> None:
            call(case)

        allowed()
        with suppress(Unsatisfiable):  # nothing can be asked wrongly of what takes nothing
            not_allowed()
    return len(operations), answered


def name_what_is_there(case: schemathesis.Case, store: Store, n: int) -> None:
    """Put ids of the store in the place of those that were made up; `n` chooses among them."""
    events = [e.id for e in store.events(limit=6).items]
    claims = [c.id for c in store.claims(limit=6).items]
    there = {
        "article_id": store.articles(limit=1).items[0].id, "event_id": events[n % len(events)], "claim_id": claims[n % len(claims)],
        "number": max((j.id for j in store.judgements(undone=True)), default=1) - n % 2,
    }  # fmt: skip
    case.path_parameters = {k: there.get(k, v) for k, v in case.path_parameters.items()}
    body = case.body
    if isinstance(body, dict) and isinstance(body.get("left"), str) and isinstance(body.get("right"), list):
        if body.get("verdict") == "split":
            record = store.event(events[n % len(events)])
            assert record is not None
            body |= {"left": record.event.id, "right": [record.members[0].claim_id]}
        else:
            body |= {"left": events[n % len(events)], "right": [events[(n + 1) % len(events)]]}


def test_reading_keeps_to_the_description(app: FastAPI, store: Store) -> None:
    operations, answered = keeps_to_its_description(app, "GET", known=store)
    assert operations == 14
    assert {200, 404} <= answered <= {200, 400, 404, 405, 422}


def test_writing_keeps_to_the_description(own: TestClient, own_store: Store) -> None:
    operations, answered = keeps_to_its_description(own.app, "POST", known=own_store)  # type: ignore[arg-type] # it is the application
    assert operations == 3
    assert {200, 201, 404, 422} <= answered


@pytest.fixture
def api(client: TestClient) -> Client:
    """The package's own client on the interface."""
    return Client("", http=TestClient(client.app, base_url="http://testserver/api/v1/"))  # type: ignore[arg-type] # it is an httpx client


def test_pages_hold_every_event_once(api: Client, store: Store) -> None:
    walked = [e["id"] for e in api.events(limit=2)]
    assert len(walked) == len(set(walked)) == store.count_events() > 2
    assert [c["id"] for c in api.claims(limit=3)] == [c.id for c in store.claims(limit=1000).items]
    assert [a["id"] for a in api.articles(limit=1)] == [a.id for a in store.articles().items]


def test_filters_are_those_of_the_pages(api: Client, store: Store, shelling: EventRow) -> None:
    found = list(api.events(type=[shelling.event_type], country=shelling.country))
    assert shelling.id in {e["id"] for e in found}
    assert {e["event_type"] for e in found} == {shelling.event_type}
    with pytest.raises(ClientError, match=r"422: query\.from"):
        list(api.events(from_="soon"))


def test_an_event_is_whole(api: Client, store: Store, shelling: EventRow) -> None:
    whole = api.event(shelling.id)
    assert len(whole["members"]) == shelling.claim_count
    claim = api.claim(whole["members"][0]["claim_id"])
    assert claim["event"] == shelling.id
    article = api.article(claim["claim"]["article_id"])
    evidence = claim["claim"]["claim"]["evidence"]
    assert article["version"]["text"][evidence["start"] : evidence["end"]] == evidence["text"]
    with pytest.raises(ClientError, match="404: there is no event"):
        api.event("ev-none")


def test_the_same_answer_is_not_sent_twice(client: TestClient) -> None:
    first = client.get("/api/v1/events")
    again = client.get("/api/v1/events", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/api/v1/events?limit=1", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_errors_are_problems(client: TestClient) -> None:
    for path in ("/api/v1/nothing", "/api/v1/events?limit=0", "/api/v1/events?cursor=x", "/api/v1/claims/none"):
        answer = client.get(path)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code >= 400
        assert answer.json()["detail"]


def test_a_posted_text_is_coded_and_not_stored(api: Client, store: Store) -> None:
    before = store.counts()
    coded = api.code("قصفت المدفعية سوق مدينة إدلب أمس ما أدى إلى مقتل ثلاثة مدنيين.", published_at="2021-03-03")
    assert [c["event_type"] for c in coded["claims"]] == ["shelling"]
    assert coded["claims"][0]["date"]["start"] == "2021-03-02"
    assert store.counts() == before


def test_search_finds_through_clitics(api: Client) -> None:
    assert next(iter(api.actors(limit=1)))["events"] > 0
    hit = next(api.search("قصف"))
    start, end = hit["spans"][0]
    assert end > start


def test_a_decision_is_kept_with_its_author_and_can_be_undone(own: TestClient, own_store: Store) -> None:
    api = Client("", http=TestClient(own.app, base_url="http://testserver/api/v1/"))  # type: ignore[arg-type]
    one, two = list(api.events(limit=2))[:2]
    made = api.judge("same", one["id"], [two["id"]], "رواية واحدة")
    assert made["author"] == "reviewer"
    assert len([e for e in api.events() if e["id"] in (one["id"], two["id"])]) == 1
    api.undo(made["id"], "خطأ")
    assert own_store.judgements() == [] or all(j.kind == "undo" for j in own_store.judgements())
    with pytest.raises(ClientError, match="undone already"):
        api.undo(made["id"])


def test_another_site_cannot_decide(own: TestClient) -> None:
    body = {"verdict": "same", "left": "a", "right": ["b"], "reason": "x"}
    answer = own.post("/api/v1/judgements", json=body, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
