"""Headlines: names stand in the case and form that the sentence asks for."""

from __future__ import annotations

import pytest
from lxml import html
from msgspec.structs import replace

from marsad.serve.headlines import _names, genitive, headline, in_a_sentence
from marsad.serve.labels import Labels
from marsad.serve.locales import load_locale
from marsad.store import Store


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


@pytest.mark.parametrize(
    ("kind", "actors", "ar", "en"),
    [
        ("displacement", [("civilians", "actor")], "نزوح مدنيين", "Displacement of civilians"),
        ("armed_clash", [("civilians", "recipient")], "اشتباك مسلح", "Armed clash"),
        ("armed_clash", [("isis", "actor"), ("civilians", "recipient")], "اشتباك مسلح طرفه تنظيم الدولة", "Armed clash involving Islamic State"),
    ],
)  # fmt: skip
def test_people_who_flee_or_are_hit_are_no_doers(
    labels: Labels, store: Store, kind: str, actors: list[tuple[str, str]], ar: str, en: str
) -> None:
    named = [{"actor": actor, "role": role, "claims": 1} for actor, role in actors]
    row = replace(store.events(limit=1).items[0], event_type=kind, event_group="people", detail={"actors": named})
    for lang, wanted in (("ar", ar), ("en", en)):
        text = html.fromstring(f"<p>{headline(load_locale(lang), labels, row)}</p>").text_content()
        assert text.startswith(wanted)
