"""Composed stories from text to events: each file under `stories/` says beside the reports what they tell of.

For each event: `told` gives for each report the words that tell it (all must lie in one event of ours); then what the texts support:
types, day, place, origins, status, figures (low, best, high as reported), relations; `meanwhile` gives the status after each report.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import util
from pathlib import Path
from typing import Any

import pytest

from marsad.link.types import Event

_spec = util.spec_from_file_location("link_stories", Path(__file__).with_name("conftest.py"))
assert _spec is not None
assert _spec.loader is not None
stories = util.module_from_spec(_spec)
_spec.loader.exec_module(stories)

CASES = [(name, event["name"]) for name in stories.STORIES for event in stories.read(name)["events"]]
PAIRS = [(name, *pair) for name in stories.STORIES for pair in stories.read(name).get("apart", ())]


def _cases(check: str) -> list[Any]:
    """Every event of every story; what the coder is known to misread is a strict failure, its reason written in the story."""
    out = []
    for story, event in CASES:
        reason = _expected(story, event).get("known", {}).get(check)
        marks = (pytest.mark.xfail(strict=True, reason=reason),) if reason else ()
        out.append(pytest.param(story, event, id=f"{story}:{event}", marks=marks))
    return out


def _expected(story: str, event: str) -> dict[str, Any]:
    return next(dict(e) for e in stories.read(story)["events"] if e["name"] == event)


@cache
def _events(story: str, until: str | None = None) -> list[Event]:
    """The events of the story's reports, up to one of them."""
    reports = list(stories.reports_of_story(story))
    if until is not None:
        last = next(n for n, r in enumerate(reports) if r.article.id == f"{story}-{until}")
        reports = reports[: last + 1]
    desk = stories.desk()
    desk.add(reports)
    return list(desk.events())


def _spans(story: str, told: dict[str, str]) -> Iterator[tuple[str, int, int]]:
    texts = {r.article.id: r.article.text for r in stories.reports_of_story(story)}
    for report, words in told.items():
        start = texts[f"{story}-{report}"].index(words)
        yield f"{story}-{report}", start, start + len(words)


def _telling(events: list[Event], article: str, start: int, end: int) -> set[str]:
    return {e.id for e in events for m in e.members if m.article == article and m.start < end and start < m.end}


def _found(story: str, expected: dict[str, Any], until: str | None = None) -> Event:
    """The event of ours that holds most of the words that tell of the expected one."""
    events = _events(story, until)
    seen = {f"{story}-{r['id']}" for r in stories.read(story)["reports"]}
    if until is not None:
        seen = {a for a in seen if a <= f"{story}-{until}"}
    votes = [_telling(events, a, s, e) for a, s, e in _spans(story, expected["told"]) if a in seen]
    counts = {e.id: sum(e.id in v for v in votes) for e in events}
    best = max(counts, key=lambda key: (counts[key], key))
    return next(e for e in events if e.id == best)


@pytest.mark.parametrize(("story", "event"), _cases("meet"))
def test_the_reports_of_an_event_meet_in_it(story: str, event: str) -> None:
    expected = _expected(story, event)
    found = _found(story, expected)
    for article, start, end in _spans(story, expected["told"]):
        assert found.id in _telling(_events(story), article, start, end), article


@pytest.mark.parametrize(("story", "event"), _cases("support"))
def test_an_event_is_what_its_reports_support(story: str, event: str) -> None:
    expected = _expected(story, event)
    found = _found(story, expected)
    assert found.event_type in expected["types"]
    if "day" in expected:
        assert found.date is not None
        assert (found.date.start, found.date.end) == (expected["day"], expected["day"])
    if "place" in expected:
        assert found.place is not None
        assert found.place.name_ar == expected["place"]
    assert found.status == expected["status"], [(o.id, o.claims) for o in found.origins]
    if "origins" in expected:
        assert found.independent_origins == expected["origins"], [(o.id, o.claims) for o in found.origins]


@pytest.mark.parametrize(("story", "event"), _cases("figures"))
def test_figures_are_ranges_over_origins(story: str, event: str) -> None:
    expected = _expected(story, event)
    found = _found(story, expected)
    figures = {f"{f.kind} {f.of}": f for f in found.figures}
    for name, numbers in expected.get("figures", {}).items():
        figure = figures[name]
        assert [figure.low, figure.best, figure.high] == numbers, figure.reports
    for name in expected.get("updated", ()):
        assert figures[name].updated
    for until, given in expected.get("meanwhile_figures", {}).items():
        then = {f"{f.kind} {f.of}": f for f in _found(story, expected, until).figures}
        for name, numbers in given.items():
            assert [then[name].low, then[name].best, then[name].high] == numbers


@pytest.mark.parametrize(("story", "event"), _cases("relations"))
def test_contradictions_are_held_with_both_passages(story: str, event: str) -> None:
    expected = _expected(story, event)
    found = _found(story, expected)
    for kind, report in expected.get("relations", ()):
        mine = [r for r in found.relations if r.kind == kind and r.left.startswith(f"{story}-{report}#")]
        assert mine, found.relations
        assert all(r.left_text and r.right_text and not r.right.startswith(f"{story}-{report}#") for r in mine)
    for subject in expected.get("agree_on", ()):
        assert not [r for r in found.relations if r.subject == subject]


@pytest.mark.parametrize(("story", "event"), _cases("status"))
def test_the_status_follows_the_reports_as_they_come(story: str, event: str) -> None:
    expected = _expected(story, event)
    for until, status in expected.get("meanwhile", {}).items():
        assert _found(story, expected, until).status == status, until


@pytest.mark.parametrize(("story", "left", "right"), PAIRS, ids=[f"{s}:{a}/{b}" for s, a, b in PAIRS])
def test_happenings_that_are_easily_confused_stay_apart(story: str, left: str, right: str) -> None:
    events = _events(story)
    ours = [
        set().union(*(_telling(events, *span) for span in _spans(story, _expected(story, e)["told"])))
        for e in (left, right)
    ]
    assert not ours[0] & ours[1]
