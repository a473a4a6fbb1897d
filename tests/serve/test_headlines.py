"""Headlines: names stand in the case and form that the sentence asks for."""

from __future__ import annotations

import pytest

from marsad.serve.headlines import _names, genitive, in_a_sentence
from marsad.serve.labels import Labels
from marsad.serve.locales import load_locale


@pytest.fixture(scope="module")
def labels() -> Labels:
    return Labels()


@pytest.mark.parametrize(
    ("name", "after"), [("مدنيون", "مدنيين"), ("أبو سياف", "أبي سياف"), ("القانون", "القانون"), ("الجيش", "الجيش")]
)
def test_a_name_after_a_preposition(name: str, after: str) -> None:
    assert genitive(name) == after


def test_a_party_without_a_preposition_keeps_its_ending(labels: Labels) -> None:
    ar = load_locale("ar")
    assert "مدنيون" in _names(ar, labels, ["civilians"], cased=False)
    assert "مدنيين" in _names(ar, labels, ["civilians"], cased=True)


def test_kinds_of_people_are_small_in_an_english_sentence_and_notes_are_left_out(labels: Labels) -> None:
    generic = next(a for a in labels.actors.values() if a.generic)
    assert in_a_sentence(labels, generic.id)[0].islower()
    noted = next(a for a in labels.actors.values() if a.label_en.endswith(")"))
    assert "(" not in in_a_sentence(labels, noted.id)
    named = next(a for a in labels.actors.values() if not a.generic and a.country and "(" not in a.label_en)
    assert in_a_sentence(labels, named.id) == named.label_en
