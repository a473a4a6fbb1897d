"""The composed stories under `stories/`: reports, and what the texts say of their events; each is coded once a session."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from marsad.link.bodies import Bodies
from marsad.link.core import Desk
from marsad.link.dispatches import Compared
from marsad.link.types import Report
from marsad.model import Article
from marsad.pipeline import Coder

FOLDER = Path(__file__).parent / "stories"


@cache
def coder() -> Coder:
    """The coder as it ships."""
    return Coder.load()


@cache
def read(name: str) -> dict[str, Any]:
    """A story's file."""
    data: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
    return data


@cache
def reports_of_story(name: str) -> tuple[Report, ...]:
    """A story's reports with their claims; ids carry the story's name."""
    out = []
    for entry in read(name)["reports"]:
        article = Article(f"{name}-{entry['id']}", **{k: v for k, v in entry.items() if k != "id"})
        out.append(Report(article, coder().code(article)))
    return tuple(out)


@cache
def bodies() -> Bodies:
    """What the lexicon knows of bodies."""
    return Bodies()


def desk() -> Desk:
    """An empty desk, as `marsad link -` has one."""
    return Desk(bodies(), Compared())


STORIES = tuple(sorted(path.stem for path in FOLDER.glob("*.yml")))


@pytest.fixture(scope="session")
def every_report() -> tuple[Report, ...]:
    """The reports of all stories."""
    return tuple(report for name in STORIES for report in reports_of_story(name))
