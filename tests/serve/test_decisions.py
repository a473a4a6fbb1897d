"""Merge, split and undo: plain forms with a token, kept with author and reason, and taken back."""

from __future__ import annotations

from fastapi.testclient import TestClient

from marsad.store import EventRow, Store

from .conftest import token_of


def test_split_and_undo(own: TestClient, own_store: Store, shelling: EventRow) -> None:
    path = f"/events/{shelling.id}"
    token = token_of(own.get(path).text)
    record = own_store.event(shelling.id)
    assert record is not None
    gone = record.members[-1].claim_id
    answer = own.post(f"{path}/split", data={"claim": gone, "token": token, "reason": "خبر آخر"})
    assert answer.status_code == 303
    made = own_store.judgements()[-1]
    assert (made.kind, made.author, made.reason) == ("split", "reviewer", "خبر آخر")
    others = [x.claim_id for x in record.members[:-1]]
    held = own_store.events_of_claims([gone, *others])
    assert held[gone] not in {held[c] for c in others}
    landed = answer.headers["location"].partition("?")[0]
    assert own.get(landed).status_code == 200
    assert own.post(f"/judgements/{made.id}/undo", data={"token": token, "event_id": shelling.id}).status_code == 303
    held = own_store.events_of_claims([gone, *others])
    assert held[gone] in {held[c] for c in others}
    assert [j.kind for j in own_store.judgements(undone=True)] == ["split", "undo"]


def test_merge(own: TestClient, own_store: Store, shelling: EventRow) -> None:
    other = next(e for e in own_store.events(limit=50).items if e.id != shelling.id)
    token = token_of(own.get(f"/events/{shelling.id}").text)
    form = {"other": other.id, "token": token, "reason": "الحدث نفسه"}
    answer = own.post(f"/events/{shelling.id}/merge", data=form)
    assert answer.status_code == 303
    page = own.get(answer.headers["location"].partition("?")[0]).text
    assert "الحدث نفسه" in page
    both = [own_store.event(e.id) for e in (shelling, other)]
    claims = [x.claim_id for record in both if record for x in record.members]
    assert len(set(own_store.events_of_claims(claims).values())) == 1


def test_a_decision_needs_a_reason_and_a_token_of_ours(own: TestClient, own_store: Store, shelling: EventRow) -> None:
    path = f"/events/{shelling.id}"
    token = token_of(own.get(path).text)
    other = next(e for e in own_store.events(limit=50).items if e.id != shelling.id)
    assert own.post(f"{path}/merge", data={"other": other.id, "token": token}).status_code == 400
    assert own.post(f"{path}/split", data={"token": token, "reason": "x"}).status_code == 400
    assert own.post(f"{path}/merge", data={"other": other.id, "token": "x" * 43, "reason": "x"}).status_code == 403
    headers = {"sec-fetch-site": "cross-site"}
    form = {"other": other.id, "token": token, "reason": "x"}
    assert own.post(f"{path}/merge", data=form, headers=headers).status_code == 403
    assert own_store.judgements() == []


def test_an_event_that_stands_no_more_leads_on(own: TestClient, own_store: Store, shelling: EventRow) -> None:
    other = next(e for e in own_store.events(limit=50).items if e.id != shelling.id)
    token = token_of(own.get(f"/events/{shelling.id}").text)
    own.post(f"/events/{shelling.id}/merge", data={"other": other.id, "token": token, "reason": "الحدث نفسه"})
    gone = [e for e in (shelling, other) if (r := own_store.event(e.id)) and r.event.retired_at]
    for event in gone:
        answer = own.get(f"/events/{event.id}")
        assert answer.status_code == 410
        assert 'class="event-line' in answer.text
    assert gone
