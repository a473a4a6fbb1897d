"""Places of composed reports: what is none, what a word that points back stands for, names that only their noun makes known."""

from __future__ import annotations

import pytest

from marsad.model import Article
from marsad.pipeline import Coder


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def places(coder: Coder, text: str) -> list[tuple[str, str]]:
    """The words of each place with the English name of its entry, or its bare name."""
    out = []
    for sentence in coder.annotated(Article("composed", text, published_at="2019-05-17")):
        for place in sentence.places:
            assert place.settled is not None
            entry = place.settled.entry
            out.append((sentence.doc.raw_text(place.first, place.last), entry.name_en if entry else place.settled.name))
    return out


@pytest.mark.parametrize(
    "text",
    [
        "قتل تسعة مزارعين عن طريق الخطأ.",
        "دخل الجنود مسقط رأس زعيم الحركة.",
        "تحسب الأهالي لهجوم بحري وشيك.",
        "بدأت الحملة في منتصف أغسطس/آب وانتهت بعد شهرين.",
        "شارك المئات في إحياء ذكرى الضحايا.",
        "هاجم مسلحون مناطق تابعة للجيش.",
        "انفجرت دراجة مفخخة في سوق مكتظة.",
        "فرقت الشرطة المحتجين بالرصاص الحي.",
        "قضت المحكمة بالسجن النافذ عشر سنوات على المتهم.",
        "قضت المحكمة بالسجن 15 عاماً على المتهم.",
        "أطلقت القذائف من أحياء يغلب عليها لون واحد.",
    ],
)
def test_phrases_that_are_no_place(coder: Coder, text: str) -> None:
    assert places(coder, text) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("سيطر المسلحون على بلدة كفر مرجان. وانسحب الجيش من البلدة.", ("البلدة", "كفر مرجان")),
        ("وصل الوفد إلى دمشق. ثم دخل المسلحون القرية.", None),
        ("تدور معارك في محافظة تعز وفي الشرق الأوسط. وقتل ثلاثة في المحافظة.", ("المحافظة", "Taiz")),
    ],
)
def test_a_word_that_points_back(coder: Coder, text: str, named: tuple[str, str] | None) -> None:
    found = [p for p in places(coder, text) if p[0] in ("البلدة", "القرية", "المحافظة")]
    assert found == ([named] if named else [])


def test_quotation_marks_hold_the_whole_name(coder: Coder) -> None:
    assert places(coder, 'قصفت الطائرات بلدة "تهسيل كندو" أمس.')[0][1] == "تهسيل كندو"


def test_an_everyday_word_after_its_noun_is_a_name_only_before_a_definite_one(coder: Coder) -> None:
    assert places(coder, "قصفت المدفعية قرية شعب النموذج.")[0][1] == "شعب النموذج"
    assert places(coder, "قصفت المدفعية قرية كانت خالية.") == []


@pytest.mark.parametrize(("city", "country"), [("لندن", "GB"), ("أثينا", "GR"), ("الدوحة", "QA")])
def test_a_city_known_the_world_over_needs_no_context(coder: Coder, city: str, country: str) -> None:
    (sentence,) = coder.annotated(Article("composed", f"وقع انفجار في {city}.", published_at="2019-05-17"))
    (place,) = sentence.places
    assert place.settled is not None
    assert place.settled.entry is not None
    assert place.settled.entry.country == country
