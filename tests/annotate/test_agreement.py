"""Which verb and which pronoun can belong to a phrase, in sentences composed for the test."""

from __future__ import annotations

import pytest

from marsad.annotate.agreement import agrees, shape_of, stands_for
from marsad.annotate.participants import Mention
from marsad.model import Article
from marsad.pipeline import Coder


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def phrase(coder: Coder, text: str, words: str) -> Mention:
    found = [m for s in coder.annotated(Article("t", text)) for m in s.mentions]
    return next(m for m in found if words in m.sentence.doc.raw_text(m.first, m.last))


@pytest.mark.parametrize(
    ("text", "words", "shape"),
    [
        ("هاجم المسلحون القرية.", "المسلحون", "mp"),
        ("دخلت قوات النظام البلدة.", "قوات", "f"),
        ("قصفت إسرائيل الموقع.", "إسرائيل", "f"),
        ("هاجم حزب الله الثكنة.", "حزب", "m"),
        ("اعتقل جنود ثلاثة رجال.", "جنود", "p"),
        ("أغلقت الشرطة الطريق.", "الشرطة", "f"),
    ],
)
def test_the_shape_of_a_phrase(coder: Coder, text: str, words: str, shape: str) -> None:
    assert shape_of(phrase(coder, text, words)) == shape


def test_a_verb_agrees_in_number_with_what_stands_before_it_only(coder: Coder) -> None:
    fighters = phrase(coder, "هاجم المسلحون القرية.", "المسلحون")
    assert agrees("ms", fighters, before=False) == "yes"
    assert agrees("ms", fighters, before=True) == "no"
    assert agrees("mp", fighters, before=True) == "yes"
    assert agrees("fs", fighters, before=False) == "no"


def test_a_pronoun_of_several_men_is_not_that_of_a_force(coder: Coder) -> None:
    force = phrase(coder, "دخلت قوات النظام البلدة.", "قوات")
    assert stands_for("ها", force)
    assert not stands_for("هم", force)
