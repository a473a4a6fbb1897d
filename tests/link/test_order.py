"""The events do not depend on the order in which reports come, nor on the portions."""

from __future__ import annotations

import random

import pytest

from marsad.link.core import Desk
from marsad.link.types import Report


def _told(desk: Desk) -> set[tuple[tuple[str, str], ...]]:
    return {tuple((key.article, key.claim) for key in cluster) for cluster in desk.clusters()}


@pytest.fixture(scope="module")
def at_once(every_report: tuple[Report, ...]) -> set[tuple[tuple[str, str], ...]]:
    desk = Desk()
    desk.add(every_report)
    found = _told(desk)
    assert any(len(cluster) > 3 for cluster in found)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_any_order_gives_the_same_events(
    every_report: tuple[Report, ...], at_once: set[tuple[tuple[str, str], ...]], seed: int
) -> None:
    shuffled = list(every_report)
    random.Random(seed).shuffle(shuffled)
    desk = Desk()
    for report in shuffled:
        desk.add([report])
    assert _told(desk) == at_once


@pytest.mark.parametrize("seed", range(4))
def test_two_portions_give_what_one_gives(
    every_report: tuple[Report, ...], at_once: set[tuple[tuple[str, str], ...]], seed: int
) -> None:
    dice = random.Random(seed)
    first = {r.article.id for r in every_report if dice.random() < 0.5}
    desk = Desk()
    desk.add([r for r in every_report if r.article.id in first])
    desk.add([r for r in every_report if r.article.id not in first])
    assert _told(desk) == at_once
