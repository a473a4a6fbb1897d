"""Where a claim's event happened: composed reports."""

from __future__ import annotations

import pytest

from marsad.model import Article, Coded
from marsad.pipeline import Coder


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def places(coder: Coder, text: str) -> dict[str, tuple[str | None, str | None, int] | None]:
    """English name, country and precision of each claim's place, by event type."""
    record = coder.code(Article("composed", text, published_at="2019-05-17"))
    assert isinstance(record, Coded)
    return {
        c.event_type: (c.place.name_en, c.place.country, c.place.precision) if c.place else None for c in record.claims
    }


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("قصفت المدفعية مدينة مأرب صباح أمس.", "shelling", ("Ma'rib", "YE", 1)),
        ("اندلعت اشتباكات عنيفة بين الجيش والمسلحين شرق مدينة الموصل.", "armed_clash", ("Mosul", "IQ", 2)),
        ("قصف الطيران الحربي مواقع في محافظة الأنبار أمس.", "airstrike", ("Anbar", "IQ", 4)),
        ("انفجرت سيارة مفخخة في مدينة صور اللبنانية وقتل شخصان.", "explosion", ("Tyre", "LB", 1)),
    ],
)
def test_place_and_precision(coder: Coder, text: str, kind: str, meant: tuple[str, str, int]) -> None:
    assert places(coder, text)[kind] == meant


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("قتل ثلاثة جنود في إطار حملة عسكرية على المسلحين.", "Atar"),
        ("قتل الجيش ستة مسلحين ونشر بياناً مرفقاً بصور القتلى.", "Tyre"),
        ("ألقت الطائرات عدداً كبيراً من البراميل المتفجرة وقتلت مدنيين.", "Beira"),
        ("قصفت وحدة من الجيش مواقع المسلحين وقتلت عدداً منهم.", "Hadda"),
        ("قتل خمسة جنود في هجوم وقع يوم 3 أغسطس / آب الماضي.", "Ibb"),
    ],
)
def test_everyday_words_are_no_places(coder: Coder, text: str, word: str) -> None:
    assert word not in [p[0] for p in places(coder, text).values() if p]


def test_first_and_narrowest_of_places_that_hang_together(coder: Coder) -> None:
    text = "في مدينة الموصل بمحافظة نينوى قتل مسلحون أربعة مدنيين أمس."
    assert places(coder, text)["attack"] == ("Mosul", "IQ", 1)


def test_several_places_under_one_verb(coder: Coder) -> None:
    record = coder.code(Article("composed", "قصف الطيران الحربي مواقع في تعز ومأرب وعدن أمس."))
    assert isinstance(record, Coded)
    (claim,) = record.claims
    assert claim.place is not None
    assert claim.place.name_en == "Taiz"
    assert [p.name_en for p in claim.more_places] == ["Ma'rib", "Aden"]


def test_where_somebody_speaks_is_not_where_it_happened(coder: Coder) -> None:
    text = "قال مسؤول محلي في أربيل إن مسلحين هاجموا نقطة تفتيش للشرطة."
    claim = next(
        c for c in coder.code(Article("t", text, published_at="2016-03-10")).claims if c.event_type == "attack"
    )
    assert claim.place is None


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("قصفت المدفعية قرية الشميسية فجر أمس وقتلت امرأة.", "shelling", "قرية الشميسية"),
        ("اندلعت اشتباكات بين الجيش والمسلحين في حي بابا الناصر مساء أمس.", "armed_clash", "حي بابا الناصر"),
        ("شهدت تكريت معارك، ثم اقتحم مسلحون مقر قيادة الشرطة وقتلوا ثلاثة ضباط.", "attack", "مقر قيادة الشرطة"),
        ("قتل أربعة جنود في هجوم على القنصلية الفرنسية في كركوك أمس.", "attack", "القنصلية الفرنسية"),
    ],
)
def test_places_that_the_gazetteer_lacks(coder: Coder, text: str, kind: str, words: str) -> None:
    record = coder.code(Article("composed", text, published_at="2019-05-17"))
    assert isinstance(record, Coded)
    assert words in [c.place.text for c in record.claims if c.event_type == kind and c.place]


def test_building_without_an_entry_lies_in_the_town_told_of(coder: Coder) -> None:
    text = "شهدت تكريت معارك عنيفة. وقتل مسلحون أمس ثلاثة ضباط في المستشفى العسكري."
    assert places(coder, text)["attack"] == ("Tikrit", "IQ", 2)


@pytest.mark.parametrize(
    "text",
    [
        "قتل خمسة جنود في هجوم أعلنته وزارة الدفاع أمس.",
        "وصل المسلحون إلى مناطق نفوذ القبيلة وقتلوا ثلاثة رعاة.",
        "أصدرت محكمة محلية بطلب من الدفاع حكماً بالسجن على قاتل الطبيب.",
    ],
)
def test_nouns_that_name_no_place(coder: Coder, text: str) -> None:
    assert not any(places(coder, text).values())


def test_the_parties_tell_the_country_of_a_name_that_two_countries_know(coder: Coder) -> None:
    assert places(coder, "قصفت قوات النظام سوقا في مدينة أريحا فقتل ثلاثة مدنيين.")["shelling"] == ("Ariha", "SY", 1)


def test_a_quarter_is_not_the_foreign_town_of_its_name(coder: Coder) -> None:
    found = places(coder, "دخلت القوات العراقية الموصل، ثم دارت اشتباكات في حي عدن شرق المدينة.")["armed_clash"]
    assert found is not None
    assert found[1] != "YE"
