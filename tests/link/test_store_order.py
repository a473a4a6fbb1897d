"""On the store too: in whatever order reports arrive and however often they are linked, the events are those of one run over all."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from marsad.link.on_store import link_store
from marsad.link.types import Report
from marsad.store import Arrival, Store


def _events(folder: Path, portions: list[list[Report]]) -> set[frozenset[str]]:
    """The claims of each event of a store that was given these portions, and linked after each of them."""
    with Store.open(folder, f"sqlite:///{folder / 'marsad.db'}") as store:
        for portion in portions:
            added = store.add_articles([Arrival(r.article) for r in portion])
            store.save_many(list(zip(added, (r.coded for r in portion), strict=True)), "coder")
            link_store(store=store)
        claims = [c.id for portion in portions for r in portion for c in store.claims_of(r.article.id)]
        by_event: dict[str, set[str]] = {}
        for claim, event in store.events_of_claims(claims).items():
            by_event.setdefault(event, set()).add(claim)
        assert set().union(*by_event.values()) == set(claims)
        return set(map(frozenset, by_event.values()))


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_arrival_changes_no_event_of_the_store(
    every_report: tuple[Report, ...], tmp_path: Path, seed: int
) -> None:
    (tmp_path / "once").mkdir()
    (tmp_path / "portions").mkdir()
    at_once = _events(tmp_path / "once", [list(every_report)])
    assert any(len(claims) > 3 for claims in at_once)
    shuffled = list(every_report)
    random.Random(seed).shuffle(shuffled)
    portions = [shuffled[n : n + 9] for n in range(0, len(shuffled), 9)]
    assert _events(tmp_path / "portions", portions) == at_once
