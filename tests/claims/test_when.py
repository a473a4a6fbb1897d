"""When a claim's event happened: composed reports, published on Friday, 17 May 2019."""

from __future__ import annotations

import pytest

from marsad.model import Article, Coded
from marsad.pipeline import Coder


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def days(coder: Coder, text: str) -> dict[str, str | None]:
    """The first day of each claim's date, by event type."""
    record = coder.code(Article("composed", text, published_at="2019-05-17"))
    assert isinstance(record, Coded)
    return {c.event_type: c.date.start if c.date else None for c in record.claims}


def test_day_of_the_event(coder: Coder) -> None:
    assert days(coder, "قصفت قوات النظام بلدة كفرنبل في ريف إدلب صباح أمس الخميس.")["shelling"] == "2019-05-16"


def test_day_of_saying_is_not_the_day_of_the_event(coder: Coder) -> None:
    found = days(coder, "قال متحدث باسم الجيش العراقي اليوم الجمعة إن القوات اعتقلت خمسة مسلحين في مدينة الموصل.")
    assert found["arrest"] is None


def test_how_long_after_counts_back_from_what_is_told(coder: Coder) -> None:
    found = days(
        coder,
        "قصفت المدفعية التركية مواقع التنظيم قرب مدينة الباب الأربعاء، بعد يومين على تفجير سيارة مفخخة في مدينة كلس.",
    )
    assert found["shelling"] == "2019-05-15"
    assert found["explosion"] == "2019-05-13"


def test_a_day_does_not_go_over_to_what_only_frames_it(coder: Coder) -> None:
    found = days(coder, "شنت الطائرات الأسبوع الماضي غارات على مواقع المسلحين في أعقاب تفجير انتحاري في مدينة بغداد.")
    assert found["airstrike"] == "2019-05-06"
    assert found.get("suicide_bombing") is None


def test_a_day_does_not_go_over_to_who_holds_the_place(coder: Coder) -> None:
    text = "قصفت مروحيات الجيش صباح أمس بلدة صغيرة في محافظة حلب التي يسيطر عليها تنظيم الدولة."
    assert days(coder, text).get("presence") is None


def test_the_next_day_is_reckoned_from_what_was_told(coder: Coder) -> None:
    text = "اعتقل الجيش خمسة مسلحين في مدينة الموصل الأحد. وفي اليوم التالي قصف الطيران بلدة تلعفر وقتل أربعة مدنيين."
    assert days(coder, text)["airstrike"] == "2019-05-13"


def test_the_day_after_reaches_as_far_as_what_it_dates(coder: Coder) -> None:
    text = "بدأ حظر التجول في العريش مساء السبت، غداة مقتل عشرة جنود وإصابة تسعة في هجوم على حاجز."
    assert days(coder, text)["attack"] == "2019-05-10"
