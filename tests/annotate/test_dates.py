"""The grammar of dates: composed phrases with the days they mean, reckoned from Friday, 17 May 2019."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import marsad
from marsad.annotate.dates import Dates
from marsad.annotate.numbers import Numbers
from marsad.lexicons.read import read_yaml
from marsad.text.normal import view
from marsad.text.tokens import tokenise

NOW = dt.date(2019, 5, 17)
FOLDER = Path(marsad.__file__).parent / "lexicon" / "words"
WORDS = {path.stem: read_yaml(path) for path in FOLDER.glob("*.yml")}

MEANT = """
اليوم | 2019-05-17
اليوم الجمعة | 2019-05-17
أمس | 2019-05-16
أمس الخميس | 2019-05-16
يوم أمس | 2019-05-16
أول من أمس | 2019-05-15
أمس الأول | 2019-05-15
مساء أول من أمس | 2019-05-15
فجر اليوم | 2019-05-17
مساء أمس | 2019-05-16
صباح الثلاثاء | 2019-05-14
يوم الأحد | 2019-05-12
الأربعاء الماضي | 2019-05-15
الجمعة الماضي | 2019-05-10
يوم الجمعة الماضية | 2019-05-10
الأحد المقبل | 2019-05-19
الاثنين القادم | 2019-05-20
غداً | 2019-05-18
ليل السبت - الأحد | 2019-05-11 2019-05-12
ليلة الثلاثاء | 2019-05-13 2019-05-14
9 شباط 2018 | 2018-02-09
9 فبراير 2018 | 2018-02-09
9 فيفري 2018 | 2018-02-09
٩ شباط ٢٠١٨ | 2018-02-09
9 شباط/فبراير 2018 | 2018-02-09
9 فبراير (شباط) 2018 | 2018-02-09
التاسع من شباط 2018 | 2018-02-09
التاسع من شهر شباط 2018 | 2018-02-09
الحادي عشر من آذار 2019 | 2019-03-11
الخامس والعشرين من نيسان الماضي | 2019-04-25
25 نيسان الماضي | 2019-04-25
3 أيار الجاري | 2019-05-03
20 حزيران المقبل | 2019-06-20
2 كانون الثاني 2019 | 2019-01-02
2 يناير 2019 | 2019-01-02
2 جانفي 2019 | 2019-01-02
11 تشرين الثاني عام 2018 | 2018-11-11
11 من تشرين الثاني عام 2018 | 2018-11-11
30 تشرين الأول | 2018-10-30
1 مايو | 2019-05-01
14 أوت 2018 | 2018-08-14
7 جويلية 2018 | 2018-07-07
16.02.2019 | 2019-02-16
2019-02-16 | 2019-02-16
16/2/2019 | 2019-02-16
16-2-2019 | 2019-02-16
الثلاثاء 14 أيار | 2019-05-14
الخميس (9 أيار) | 2019-05-09
شهر آذار الماضي | 2019-03-01 2019-03-31
آذار 2018 | 2018-03-01 2018-03-31
تموز الماضي | 2018-07-01 2018-07-31
نهاية آذار الماضي | 2019-03-21 2019-03-31
أواخر نيسان الماضي | 2019-04-21 2019-04-30
مطلع نيسان الماضي | 2019-04-01 2019-04-10
منتصف نيسان الماضي | 2019-04-10 2019-04-20
الأسبوع الماضي | 2019-05-06 2019-05-12
الأسبوع المقبل | 2019-05-20 2019-05-26
الأسبوع الجاري | 2019-05-13 2019-05-19
الشهر الماضي | 2019-04-01 2019-04-30
الشهر الجاري | 2019-05-01 2019-05-31
الشهر المقبل | 2019-06-01 2019-06-30
العام الماضي | 2018-01-01 2018-12-31
العام المقبل | 2020-01-01 2020-12-31
العام الجاري | 2019-01-01 2019-12-31
عام 2014 | 2014-01-01 2014-12-31
أواخر 2013 | 2013-09-01 2013-12-31
أوائل عام 2014 | 2014-01-01 2014-04-30
9 حزيران من العام الماضي | 2018-06-09
سنة 2011 | 2011-01-01 2011-12-31
صيف 2012 | 2012-06-01 2012-08-31
النصف الأول من العام 2015 | 2015-01-01 2015-06-30
قبل أربعة أيام | 2019-05-13
قبل يومين | 2019-05-15
قبل أسبوعين | 2019-04-29 2019-05-05
قبل أربعة أشهر | 2019-01-01 2019-01-31
قبل عام | 2018-01-01 2018-12-31
قبل عامين | 2017-01-01 2017-12-31
منذ يومين | 2019-05-15 2019-05-17
منذ أمس | 2019-05-16 2019-05-17
منذ صباح أمس | 2019-05-16 2019-05-17
منذ عام 2014 | 2014-01-01 2019-05-17
منذ 12 نيسان | 2019-04-12 2019-05-17
منذ آذار الماضي | 2019-03-01 2019-05-17
منذ 12 نيسان وحتى 3 أيار | 2019-04-12 2019-05-03
من 12 نيسان إلى 3 أيار | 2019-04-12 2019-05-03
بين 12 نيسان و3 أيار | 2019-04-12 2019-05-03
بين أيلول - سبتمبر 2018، وكانون الثاني - يناير 2019 | 2018-09-01 2019-01-31
1 رمضان 1440 | 2019-05-06
15 شعبان 1440 هـ | 2019-04-20
الأول من رمضان 1440 | 2019-05-06
شهر رمضان 1440 | 2019-05-06 2019-06-03
الأيام القليلة الماضية | 2019-05-10 2019-05-17
الساعات المقبلة | 2019-05-17 2019-05-18
"""

NO_DATE = """
جمعة العوض
صحيفة الخميس
16 قتيلاً
3 كيلومترات
المادة 14
الفرقة 30
2059 بتوقيت غرينتش
مارس ضغوطاً
حركة السادس من أبريل
كل يوم جمعة
"""


@pytest.fixture(scope="module")
def dates() -> Dates:
    return Dates.load(WORDS, Numbers.load(WORDS["numbers"], {}))


def read(dates: Dates, phrase: str, now: dt.date | None = NOW) -> list[str]:
    doc = tokenise(view(f"وقع الحادث {phrase} ."))
    found = dates.find_dates(doc, 0, len(doc.words), now)
    return [f"{d.start}" if d.start == d.end else f"{d.start} {d.end}" for d in found if d.role != "after"]


@pytest.mark.parametrize("line", MEANT.strip().splitlines())
def test_phrase_means(dates: Dates, line: str) -> None:
    phrase, meant = line.split(" | ")
    assert read(dates, phrase) == [meant.strip()]


@pytest.mark.parametrize("phrase", NO_DATE.strip().splitlines())
def test_phrase_is_no_date(dates: Dates, phrase: str) -> None:
    assert read(dates, phrase) == []


@pytest.mark.parametrize("phrase", ["أمس", "يوم الأحد", "الأسبوع الماضي", "قبل يومين", "9 شباط"])
def test_without_a_publication_day_nothing_is_guessed(dates: Dates, phrase: str) -> None:
    assert read(dates, phrase, None) == []


def test_a_weekday_is_surer_than_a_late_publication_day(dates: Dates) -> None:
    assert read(dates, "أمس الأربعاء") == ["2019-05-15"]


@pytest.mark.parametrize(
    ("phrase", "days"), [("بعد ثلاثة أيام على هجوم", 3), ("بعد أسبوع من هجوم", 7), ("غداة هجوم", 1)]
)
def test_how_long_before_what_is_told(dates: Dates, phrase: str, days: int) -> None:
    doc = tokenise(view(f"جاء الرد {phrase} ."))
    (found,) = dates.find_dates(doc, 0, len(doc.words), NOW)
    assert (found.role, found.days_before) == ("after", days)


@pytest.mark.parametrize(
    ("line", "found"), [("1973 - توقيع الهدنة .", 1), ("1973 - 1974 موسم الكرة .", 0), ("1973 شاحنة عبرت .", 0)]
)
def test_a_year_before_a_line_of_a_chronicle_dates_it(dates: Dates, line: str, found: int) -> None:
    doc = tokenise(view(line))
    assert len(dates.find_dates(doc, 0, len(doc.words), NOW)) == found
