"""Every example of lexicon/words/publication.yml gives its time as a publication line; tempting lines give none."""

from __future__ import annotations

import pytest

from marsad.annotate.publication import stated_in
from marsad.lexicons.load import PACKAGED
from marsad.lexicons.read import line_with, read_yaml

FILE = PACKAGED / "words" / "publication.yml"
DATA = read_yaml(FILE)


def _id(text: str) -> str:
    return f"{FILE.name}:{line_with(FILE, text)}"


@pytest.mark.parametrize(
    ("value", "text"), [pytest.param(v, t, id=_id(t)) for v, texts in DATA["examples"].items() for t in texts]
)
def test_an_example_gives_its_time(value: str, text: str) -> None:
    assert stated_in(f"عنوان الخبر\n{text}\nوصلت القافلة إلى البلدة.") == value


@pytest.mark.parametrize("text", [pytest.param(t, id=_id(t)) for t in DATA["not"]])
def test_a_tempting_line_gives_none(text: str) -> None:
    assert stated_in(f"عنوان الخبر\n{text}\nوصلت القافلة إلى البلدة.") is None
