"""Which words of a sentence are taken for people, in sentences composed for the test."""

from __future__ import annotations

import pytest

from marsad.annotate.participants import Mention
from marsad.model import Article
from marsad.pipeline import Coder


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def mentions(coder: Coder, text: str) -> dict[str, Mention]:
    found = coder.annotated(Article("t", text, published_at="2016-03-10"))
    return {s.doc.raw_text(m.first, m.last): m for s in found for m in s.mentions}


def test_people_that_only_a_number_tells_of(coder: Coder) -> None:
    found = mentions(coder, "انهار السقف فقتل سبعة، وأنقذ الأهالي ثلاثة منهم.")
    assert {"سبعة", "ثلاثة منهم"} <= found.keys()
    assert found["سبعة"].number is not None


def test_others_count_where_nobody_was_counted_before(coder: Coder) -> None:
    assert "9 آخرين" in mentions(coder, "وقال المركز إن 9 آخرين قتلوا في قصف على البلدة.")
    assert not any("آخرين" in words for words in mentions(coder, "أدى القصف إلى مقتل 24 مدنيا وإصابة 37 آخرين."))


def test_who_is_said_to_be_missing_is_nobody(coder: Coder) -> None:
    assert list(mentions(coder, "حلقت طائرة أمريكية بدون طيار فوق البلدة.")) == ["طائرة أمريكية"]
    assert "قتلى" not in " ".join(mentions(coder, "انتهى الهجوم من دون قتلى."))


def test_numbers_of_other_things_are_nobody(coder: Coder) -> None:
    assert mentions(coder, "وصل العداد إلى 18 في الشهر الماضي.") == {}


def test_one_more_who_is_only_counted(coder: Coder) -> None:
    assert "ثالث" in mentions(coder, "أسفر الانفجار عن مقتل جنديين وإصابة ثالث بجروح.")
    assert "آخر" in mentions(coder, "قتل شرطي وأصيب آخر في هجوم على نقطة تفتيش.")
    assert "ثالث" not in mentions(coder, "قتل في ثالث أيام العيد سائق شاحنة.")


@pytest.mark.parametrize("words", ["مروحيتين", "معسكراً", "رتلاً"])
def test_things_of_a_party_in_the_accusative_and_the_dual(coder: Coder, words: str) -> None:
    assert any(words in found for found in mentions(coder, f"استهدف المسلحون {words} للجيش السوري قرب البلدة."))


def test_both_sides_are_somebody(coder: Coder) -> None:
    assert "الطرفين" in mentions(coder, "اندلعت اشتباكات عنيفة بين الطرفين قرب المطار.")


def test_some_of_them(coder: Coder) -> None:
    assert "أحدهم" in mentions(coder, "اقتيد التجار إلى الثكنة ثم قتل أحدهم هناك.")


def test_whose_fighters_a_pronoun_tells(coder: Coder) -> None:
    found = mentions(coder, "أعلن تنظيم داعش أن مقاتليه دخلوا البلدة.")
    assert found["مقاتليه"].owner == "ه"
    assert found["مقاتليه"].actor == "isis"
    assert "مسؤولية" not in mentions(coder, "تحمل الوزارة مسؤولية الحريق.")


def test_kin_are_people(coder: Coder) -> None:
    assert "زوجة الطبيب" in mentions(coder, "خطف مسلحون زوجة الطبيب من بيتها.")


def test_a_title_within_the_name_of_a_place_is_nobody(coder: Coder) -> None:
    assert not any("الشيخ" in words for words in mentions(coder, "قصفت الطائرات أطراف الشيخ زويد."))


@pytest.mark.parametrize(("day", "actor"), [("2010-02-01", "yemeni_government"), ("2015-06-01", "hadi_government")])
def test_a_name_means_its_bearer_of_the_day(coder: Coder, day: str, actor: str) -> None:
    article = Article("t", "هاجم الجيش اليمني مواقع المسلحين في محافظة أبين.", published_at=day)
    found = [m.actor for s in coder.annotated(article) for m in s.mentions]
    assert found[0] == actor


def test_a_nationality_in_the_accusative_is_an_adjective_unless_counted(coder: Coder) -> None:
    found = mentions(coder, "قالت المصادر إن هجوما صاروخيا إسرائيليا أصاب المخزن.")
    assert found["إسرائيليا"].adjective
    assert not mentions(coder, "وصل 20 عراقيا إلى المخيم.")["عراقيا"].adjective


def test_who_was_told_of_before_keeps_his_side(coder: Coder) -> None:
    found = mentions(coder, "قتل جندي بريطاني في هلمند الأفغانية. وقالت الوزارة إن الجندي كان في دورية.")
    assert found["الجندي"].actor == "united_kingdom"
