"""Pages that lost their markup: the day that they state, and where the report begins. The page is composed."""

from __future__ import annotations

import pytest

from marsad.annotate.publication import stated_in
from marsad.model import Article, Coded
from marsad.pipeline import Coder

HEADLINE = "مقتل أربعة جنود في هجوم قرب سبها"
PAGE = (
    f"نشرة الساحل - الشرق الأوسط - {HEADLINE}          الرئيسية     الشرق الأوسط     رياضة     "
    f"آخر تحديث:   الاثنين, 14 مارس/ آذار, 2016, 09:10 GMT          {HEADLINE}          "
    "قال ناطق باسم الجيش الليبي إن أربعة جنود قتلوا فجر الأحد في هجوم شنه مسلحون مجهولون على حاجز قرب سبها."
)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def test_relative_days_count_from_the_day_that_the_page_states(coder: Coder) -> None:
    coded = coder.code(Article("page", PAGE))
    assert isinstance(coded, Coded)
    assert {str(c.date.start) for c in coded.claims if c.date is not None} == {"2016-03-13"}


def test_the_title_and_the_menu_before_the_headline_are_no_report(coder: Coder) -> None:
    coded = coder.code(Article("page", PAGE))
    assert isinstance(coded, Coded)
    headline = PAGE.rindex(HEADLINE)
    assert coded.claims
    assert all(c.trigger.start >= headline for c in coded.claims)
    assert all(c.place is None or c.place.text != "الشرق الأوسط" for c in coded.claims)


@pytest.mark.parametrize(
    ("stated", "line"),
    [
        ("2013-06-19", "تمديد الهدنة في الجنوب\nالأربعاء، 19 حزيران/يونيو 2013، آخر تحديث 10:25\nاتفق الطرفان."),
        ("2012-07-08", "تمديد الهدنة في الجنوب\r 8 يوليو 2012\r اتفق الطرفان على التمديد."),
        (None, "تمديد الهدنة في الجنوب   1400 - 08/07/12   اتفق الطرفان على التمديد."),  # day or month first?
        (None, "تمديد الهدنة في الجنوب\nاتفق الطرفان يوم 8 يوليو 2012 على التمديد."),
    ],
)
def test_only_a_line_that_is_a_date_gives_the_day(stated: str | None, line: str) -> None:
    moment = stated_in(line)
    assert (moment and moment[:10]) == stated


def test_a_place_alone_before_a_colon_is_where_and_does_not_speak(coder: Coder) -> None:
    coded = coder.code(
        Article("page", "النيجر: مسلحون يقتلون تسعة جنود        صورة من الأرشيف        قال ناطق إن المهاجمين فروا.")
    )
    assert isinstance(coded, Coded)
    attack = next(c for c in coded.claims if c.event_type == "attack")
    assert (attack.status, attack.attribution) == ("occurred", ())
    assert attack.place is not None
    assert attack.place.text == "النيجر"


def test_the_bomber_and_what_he_did_are_one_happening(coder: Coder) -> None:
    coded = coder.code(Article("page", "قالت الشرطة إن مهاجما انتحاريا فجر نفسه عند مدخل سوق في مدينة سبها أمس."))
    assert isinstance(coded, Coded)
    assert [c.trigger.text for c in coded.claims] == ["فجر نفسه"]
