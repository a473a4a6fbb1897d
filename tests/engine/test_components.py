"""What hangs together, and where blocks are handled: arrays against the plain way."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from marsad.engine import components
from marsad.engine.components import Components
from marsad.engine.linking import home_of, parts_of
from marsad.link.blocking import BlockKey


def plainly(pairs: list[tuple[int, int]]) -> dict[int, int]:
    """Each number and the smallest of its set, by walking from every number."""
    near: dict[int, set[int]] = {}
    for a, b in pairs:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    found: dict[int, int] = {}
    for start in sorted(near):
        waiting = [] if start in found else [start]
        while waiting:
            at = waiting.pop()
            if at not in found:
                found[at] = start
                waiting.extend(near[at])
    return found


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("waiting", [3, 1_000_000])
def test_sets_are_those_of_walking_whatever_comes_together(
    seed: int, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(components, "_WAITING", waiting)
    dice = random.Random(seed)
    pairs = [(dice.randrange(400) << 40, dice.randrange(400) << 40) for _ in range(90 * (seed + 1))]
    pairs += [(n, n + 1) for n in range(7, 300)]  # a long chain
    dice.shuffle(pairs)
    found = Components()
    for at in range(0, len(pairs), 50):
        left, right = np.array(pairs[at : at + 50], np.int64).T
        found.join(left, right)
    table = found.table()
    expected = plainly(pairs)
    assert dict(zip(table.numbers.tolist(), table.sets.tolist(), strict=True)) == expected
    asked = np.array([*expected, 5, 1 << 60], np.int64)
    assert table.of_all(asked).tolist() == [expected.get(n, n) for n in asked.tolist()] == [table.of(n) for n in asked]


def test_without_pairs_each_number_is_its_own() -> None:
    table = Components().table()
    assert table.of(7) == 7
    assert 7 not in table
    assert table.of_all(np.array([3, 9])).tolist() == [3, 9]


def weeks_keys(week: str) -> list[BlockKey]:
    return [("armed", "word", f"w{n}", week) for n in range(2000)]


def test_blocks_of_a_usual_week_stay_together_and_those_of_a_crowded_one_are_divided() -> None:
    assert len({home_of(key, 500, parts_of(40_000)) for key in weeks_keys("a105100")}) == 1
    parts = parts_of(2_000_000)
    homes = Counter(home_of(key, 500, parts) for key in weeks_keys("a105100"))
    assert 2 < len(homes) <= parts
    assert max(homes.values()) < 1000


def test_claims_without_any_day_do_not_all_meet_in_one_place() -> None:
    homes = Counter(home_of(key, 500, 1) for key in weeks_keys("a0"))
    assert max(homes.values()) < 20
