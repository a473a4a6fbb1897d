"""The filter in an address."""

from __future__ import annotations

import pytest

from marsad.errors import StopRun
from marsad.store import Filters


def test_an_address_gives_its_filter_back() -> None:
    filters = Filters(
        "قصف \"خان شيخون\"", "2015-07-01", "2015-07-31", "SY", "Idlib", "g:1", ("airstrike", "shelling"), ("isis",), ("nahar",),
        ("disputed",), ("planned",), ("denied",), 2, "2015-07-02T00:00:00.000000Z", (1.5, 2, 3, 4),
    )  # fmt: skip
    assert Filters.from_query(filters.to_query()) == filters
    assert Filters().to_query() == {}
    assert Filters.from_query({"page": "2", "type": ["", " "], "q": " "}) == Filters()


@pytest.mark.parametrize(
    ("key", "value"),
    [("from", "31.7.2015"), ("stance", "maybe"), ("origins", "two"), ("bbox", "1,2,3"), ("claim_status", "x")],
)
def test_a_value_that_cannot_be_is_refused_by_name(key: str, value: str) -> None:
    with pytest.raises(StopRun, match=f"filter {key}"):
        Filters.from_query({key: value})
