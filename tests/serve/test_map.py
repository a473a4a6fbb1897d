"""What the map is drawn from: every event with a place, as columns that fit each other, under the filter of the address."""

from __future__ import annotations

import datetime as dt
import json

from fastapi.testclient import TestClient

from marsad.serve.app import HERE
from marsad.store import EventRow, Filters, Store


def test_columns_hold_every_event_with_a_place(client: TestClient, store: Store, shelling: EventRow) -> None:
    sent = client.get("/map/points?lang=ar").json()
    placed = [e for e in store.events(limit=1000).items if e.lat is not None]
    assert sorted(sent["ids"]) == sorted(e.id for e in placed)
    columns = ("ids", "lat", "lon", "precision", "status", "type", "day", "unit")
    assert len({len(sent[name]) for name in columns}) == 1
    at = sent["ids"].index(shelling.id)
    assert sent["statuses"][sent["status"][at]] == shelling.status
    assert dt.date.fromordinal(sent["day"][at]).isoformat() == shelling.day
    assert sent["units"][sent["unit"][at]][0] == shelling.country


def test_points_keep_to_the_filter(client: TestClient, store: Store, shelling: EventRow) -> None:
    sent = client.get(f"/map/points?type={shelling.event_type}").json()
    wanted = store.events(Filters(types=(shelling.event_type,)), limit=1000).items
    assert set(sent["ids"]) == {e.id for e in wanted if e.lat is not None}
    assert client.get("/map/points?from=soon").status_code == 400


def test_the_page_can_be_read_without_a_script(client: TestClient, shelling: EventRow) -> None:
    page = client.get("/map?lang=en").text
    assert shelling.place_name_en is not None
    assert shelling.place_name_en in page


def test_the_drawn_units_are_those_of_the_gazetteer() -> None:
    base = json.loads((HERE / "static" / "map" / "base.json").read_text())
    units = {(u["country"], u["adm1"]) for u in base["units"]}
    assert {("SY", "Aleppo"), ("YE", "Taiz"), ("IQ", "Nineveh"), ("SD", "North Darfur")} <= units
    assert all(len(line) >= 8 and len(line) % 2 == 0 for u in base["units"] for line in u["lines"])
