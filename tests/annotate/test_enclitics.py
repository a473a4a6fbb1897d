"""Endings that look like a pronoun and are none. Sentences composed."""

from __future__ import annotations

import pytest

from marsad.model import Article
from marsad.pipeline import Coder


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("دارت معركة مسلحة قرب سبها استمرت ساعتين.", "actor", "مسلحة"),
        ("حلّق الطيران الحربي فوق سبها طوال الليل.", "trigger", "الحربي"),
        ("زار الوفد مركز التأهيل الاجتماعي في سبها.", "trigger", "الاجتماعي"),
    ],
)
def test_an_ending_of_the_word_itself_is_no_pronoun(coder: Coder, text: str, kind: str, word: str) -> None:
    (sentence,) = coder.annotated(Article("a", text, published_at="2016-03-14"))
    assert word not in [sentence.doc.raw_text(h.first, h.last) for h in sentence.of(kind)]


def test_a_pronoun_is_still_read(coder: Coder) -> None:
    (sentence,) = coder.annotated(Article("a", "استعاد الجيش سبها بعد قصفه مواقع المسلحين.", published_at="2016-03-14"))
    assert ("قصفه", "ه") in [(sentence.doc.raw_text(h.first, h.last), h.enclitic) for h in sentence.of("trigger")]
