"""The rules for ranges of figures, each on figures made up here."""

from __future__ import annotations

import pytest

from marsad.link.facts import facts_of
from marsad.link.figures import RULES, Rule, figures_of
from marsad.link.origins import Told
from marsad.link.types import EventFigure, Key
from marsad.model import Article, Claim, Coded, Figure, Span

Number = tuple[str, str, float]


def _told(number: int, figures: list[Number], words: str = "قتل أشخاص في التفجير", outlet: str | None = None) -> Told:
    """A report of day `number` that gives these figures (kind, group, number)."""
    made = tuple(
        Figure(n, n + 1, words[n], kind, of, value, value, value) for n, (kind, of, value) in enumerate(figures)
    )
    span = Span(0, len(words), words)
    claim = Claim(
        "c1", "explosion", "asserted", "occurred", span, Span(0, 3, words[:3]), (), (), None, (), None, made, (), 0.9
    )
    article = Article(
        f"a{number}", words, outlet=outlet or f"outlet-{number}", published_at=f"2018-04-{number:02d}T10:00:00+03:00"
    )
    (facts,) = facts_of(article, Coded(article.id, (claim,)), lambda word: False)
    return Told(article, claim, facts)


def _figures(told: list[tuple[Told, str]], rule: Rule = "as_reported", admitted: str = "") -> dict[str, EventFigure]:
    origins: dict[Key, str] = {t.facts.key: origin for t, origin in told}
    found = figures_of([t for t, _ in told], origins, rule, frozenset({admitted} if admitted else ()))
    return {f"{f.kind} {f.of}": f for f in found}


THREE = [
    (_told(1, [("killed", "people", 9)]), "speaker:police"),
    (_told(2, [("killed", "people", 12)]), "speaker:hospital"),
    (_told(3, [("killed", "people", 12)]), "speaker:observatory"),
    (_told(4, [("killed", "people", 11)]), "speaker:council"),
]
TWO_SPEAK_APART = [THREE[0], (_told(2, [("killed", "people", 40)]), "speaker:hospital")]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("as_reported", (9, 11, 12)), ("acled", (9, 9, 9)), ("ucdp", (9, 12, 12)), ("airwars", (9, None, 12))],
)
def test_each_rule_makes_its_own_range_of_the_same_reports(
    rule: Rule, expected: tuple[float | None, float | None, float | None]
) -> None:
    figure = _figures(THREE, rule)["killed people"]
    assert (figure.low, figure.best, figure.high) == expected
    assert len(figure.reports) == len(THREE)


@pytest.mark.parametrize(
    ("told", "admitted", "grade"),
    [
        (THREE[:1], "", "weak"),
        (THREE, "", "fair"),
        (TWO_SPEAK_APART, "", "contested"),
        (THREE, "speaker:police", "confirmed"),
    ],
)
def test_airwars_grades_what_stands_behind_a_range(told: list[tuple[Told, str]], admitted: str, grade: str) -> None:
    assert _figures(told, "airwars", admitted)["killed people"].grading == grade
    assert _figures(told, "ucdp", admitted)["killed people"].grading is None


@pytest.mark.parametrize("rule", RULES)
def test_a_rising_toll_of_one_origin_is_an_update(rule: Rule) -> None:
    told = [(_told(n, [("killed", "people", value)]), "speaker:police") for n, value in ((1, 4.0), (2, 7.0), (3, 10.0))]
    figure = _figures(told, rule)["killed people"]
    assert figure.updated
    assert (figure.low, figure.high) == (10, 10)
    assert [r.superseded for r in figure.reports] == [True, True, False]


def test_the_words_of_rising_replace_what_another_origin_told_before() -> None:
    before = (_told(1, [("killed", "people", 4)]), "speaker:police")
    for words, low in (("ارتفعت حصيلة القتلى في التفجير", 10), ("سقط قتلى في التفجير نفسه", 4)):
        later = (_told(2, [("killed", "people", 10)], words), "speaker:hospital")
        figure = _figures([before, later])["killed people"]
        assert (figure.low, figure.high, figure.updated) == (low, 10, low == 10)


@pytest.mark.parametrize("rule", RULES)
def test_parts_are_never_added_to_wholes_nor_killed_to_wounded(rule: Rule) -> None:
    told = [
        (_told(1, [("killed", "people", 10), ("killed", "children", 3), ("injured", "people", 25)]), "speaker:police"),
        (_told(2, [("killed", "people", 10), ("killed", "women", 2)]), "speaker:hospital"),
    ]
    figures = _figures(told, rule)
    assert set(figures) == {"killed people", "killed children", "killed women", "injured people"}
    assert {name: (f.low, f.high) for name, f in figures.items()} == {
        "killed people": (10, 10), "killed children": (3, 3), "killed women": (2, 2), "injured people": (25, 25),
    }  # fmt: skip
    assert figures["killed people"].part_of is None
