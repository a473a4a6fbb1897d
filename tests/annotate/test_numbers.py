"""Number phrases with what they count (codebook, section 4): expected low, best and high of each."""

import pytest

from marsad.lexicons.vocabulary import Vocabulary, load_vocabulary
from marsad.text.normal import view
from marsad.text.tokens import tokenise

Values = tuple[float | None, float | None, float | None]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def values(vocabulary: Vocabulary, text: str) -> list[Values]:
    doc = tokenise(view(text))
    found = vocabulary.numbers.find_numbers(doc, 0, len(doc.words), set())
    return [(n.low, n.best, n.high) for n in found]


def exactly(value: float) -> Values:
    return value, value, value


PHRASES: dict[str, list[Values]] = {
    # digits of both scripts, grouped, decimal, glued
    "قتل 12 جنديا": [exactly(12)],
    "قتل ١٢ جنديا": [exactly(12)],
    "قتل ۱۲ جنديا": [exactly(12)],
    "نزح 3,800 شخص": [exactly(3800)],
    "نزح 3.800 شخص": [exactly(3800)],
    "بينهم3800 شخص": [exactly(3800)],
    "نزح 1.5 مليون شخص": [exactly(1_500_000)],
    "نزح 1,5 مليون شخص": [exactly(1_500_000)],
    "نزح 5ر1 مليون شخص": [exactly(1_500_000)],
    "نزح 40 ألف شخص": [exactly(40_000)],
    "نزح 200 ألف شخص": [exactly(200_000)],
    "عشرون (20) جنديا": [exactly(20), exactly(20)],
    # written out, in every gender and case
    "ثلاثة جنود": [exactly(3)],
    "ثلاث نساء": [exactly(3)],
    "ثماني غارات": [exactly(8)],
    "عشرة قتلى": [exactly(10)],
    "أحد عشر جنديا": [exactly(11)],
    "إحدى عشرة امرأة": [exactly(11)],
    "اثنا عشر جنديا": [exactly(12)],
    "خمسة عشر جنديا": [exactly(15)],
    "سبع عشرة غارة": [exactly(17)],
    "عشرون جنديا": [exactly(20)],
    "خمسة وعشرون جنديا": [exactly(25)],
    "خمس وأربعين غارة": [exactly(45)],
    "مئة مقاتل": [exactly(100)],
    "مائة مقاتل": [exactly(100)],
    "مئتا مقاتل": [exactly(200)],
    "ثلاثمئة مقاتل": [exactly(300)],
    "ثلاثمائة مقاتل": [exactly(300)],
    "مئة وعشرون مقاتلا": [exactly(120)],
    "مئة وخمسة وعشرين مقاتلا": [exactly(125)],
    "ألف مقاتل": [exactly(1000)],
    "ألفا مقاتل": [exactly(2000)],
    "ألفي مقاتل": [exactly(2000)],
    "خمسة آلاف مقاتل": [exactly(5000)],
    "ألف ومئتي مقاتل": [exactly(1200)],
    "ألف و200 مقاتل": [exactly(1200)],
    "أربعة ملايين شخص": [exactly(4_000_000)],
    "مليوني شخص": [exactly(2_000_000)],
    "مليونين ونصف المليون شخص": [exactly(2_500_000)],
    "نصف مليون شخص": [exactly(500_000)],
    # duals
    "مقتل جنديين": [exactly(2)],
    "قتل شرطيان": [exactly(2)],
    # bounds
    "أكثر من 30 شخصا": [(30, 30, None)],
    "ما لا يقل عن ستة أشخاص": [(6, 6, None)],
    "مقتل 20 شخصا على الأقل": [(20, 20, None)],
    "ما يزيد على مئة شخص": [(100, 100, None)],
    "يتجاوز ألف شخص": [(1000, 1000, None)],
    "أقل من خمسين شخصا": [(None, 50, 50)],
    "ما يصل إلى 300 شخص": [(None, 300, 300)],
    "نحو 40 شخصا": [(None, 40, None)],
    "حوالي مئة شخص": [(None, 100, None)],
    "قرابة 200 عنصر": [(None, 200, None)],
    "زهاء ألف شخص": [(None, 1000, None)],
    # ranges
    "بين 30 و40 قتيلا": [(30, 35, 40)],
    "ما بين ألف وألفين من المقاتلين": [(1000, 1500, 2000)],
    "من 10 إلى 20 مقاتلا": [(10, 15, 20)],
    "خمسة أو ستة مسلحين": [(5, 6, 6)],
    # vague plurals
    "عدة قذائف": [(3, None, None)],
    "العديد من القتلى": [(3, None, None)],
    "عشرات القتلى": [(20, None, 99)],
    "مئات العائلات": [(200, None, 999)],
    "آلاف النازحين": [(2000, None, 9999)],
    "عدة آلاف من النازحين": [(2000, None, 9999)],
    "عشرات الآلاف من النازحين": [(20_000, None, 99_999)],
    "مئات الآلاف من النازحين": [(200_000, None, 999_999)],
    "ملايين النازحين": [(2_000_000, None, 9_999_999)],
    # no counts
    "حركة طالبان": [],
    "اللواء 17 مشاة": [],
    "دون سن الـ18": [],
    "الساعة 10:30": [],
    "مقاتلات إف 16": [],
    "طريق 60": [],
}


@pytest.mark.parametrize(("text", "expected"), PHRASES.items(), ids=PHRASES.keys())
def test_what_a_phrase_counts(vocabulary: Vocabulary, text: str, expected: list[Values]) -> None:
    assert values(vocabulary, text) == expected


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("بعد خمسة أيام", "duration"),
        ("على بعد 30 كيلومترا", "distance"),
        ("بمبلغ عشرة ملايين دولار", "money"),
        ("كيلومتر مربع واحد", "area"),
        ("خمسة كيلومترات مربعة", "area"),
    ],
)
def test_what_is_measured_is_told_apart(vocabulary: Vocabulary, text: str, unit: str) -> None:
    doc = tokenise(view(text))
    found = vocabulary.numbers.find_numbers(doc, 0, len(doc.words), set())
    assert [n.unit for n in found] == [unit]
