"""Which articles `marsad link -` counts as one dispatch: those that carry one report, not those that share a background."""

from __future__ import annotations

import pytest

from marsad.link.core import Desk
from marsad.link.dispatches import Compared
from marsad.link.types import Report
from marsad.model import Article, Coded
from marsad.syndication import Index

BACKGROUND = (
    "ويعيش في المخيم منذ أربعة أعوام نحو ستين ألف نازح فروا من ريف المحافظة الجنوبي، وتقول منظمات الإغاثة العاملة هناك إن المياه الصالحة "
    "للشرب تكفي نصفهم فقط، وإن مئات الأطفال لم يدخلوا مدرسة منذ وصولهم، فيما تغلق الطرق المؤدية إليه أسابيع كلما تجدد القصف حوله."
)
FIRST = (
    "قتل خمسة من حرس الحدود في كمين نصبه مسلحون مجهولون على الطريق الصحراوي فجر الإثنين، وفق ما ذكره ضابط في قيادة المنطقة الشرقية.",
    "وأوضح الضابط أن الدورية كانت عائدة من مهمة تفتيش حين انفجرت عبوة تحت العربة الأولى، ثم أطلق مهاجمون النار من تلة قريبة على الباقين.",
    "وأرسلت القيادة مروحيتين لتمشيط الوادي، واعتقلت ثلاثة رعاة للاشتباه في أنهم نقلوا الماء والوقود إلى المهاجمين خلال الأيام الماضية.",
    "وطالب شيوخ العشائر بالإفراج عن الرعاة مؤكدين أن لا صلة لهم بأي جماعة، واعتصم أقاربهم أمام مبنى البلدية حتى ساعة متأخرة من الليل.",
    "وهذا ثالث كمين من نوعه هذا الخريف على الطريق نفسها التي تصل الواحات بالميناء وتمر منها يوميا عشرات الشاحنات المحملة بالفوسفات والتمور.",
)
SECOND = (
    "أصيب طبيب وممرضتان حين سقطت قذيفتا هاون على المستوصف الوحيد في المخيم ظهر الخميس، وقالت إدارة المستوصف إن قسم التوليد خرج من الخدمة.",
    "ونفت غرفة عمليات الفصائل مسؤوليتها واتهمت القوات المرابطة خلف السكة بإطلاق القذائف ردا على هجوم شنته مجموعة صغيرة ليلة الأربعاء.",
    "وتعهد المحافظ بإصلاح السقف قبل موسم الأمطار، ووصل فريق من المهندسين لتقدير كلفة الترميم برفقة مندوبين عن هيئة دولية للصحة.",
    "وبثت محطات محلية صورا لأسرّة محترقة ولسيارة إسعاف تحطم زجاجها، بينما نقل متطوعون حاضنات الأطفال إلى قبو مدرسة مهجورة في الطرف الآخر.",
    "وعلقت منظمتان عملهما يومين احتجاجا، ودعتا جميع الأطراف إلى إبعاد السلاح عن محيط المنشآت الطبية وإلى فتح ممر للحالات العاجلة.",
)


def articles(*bodies: tuple[str, ...]) -> list[Article]:
    return [Article(f"a{n}", "\n".join(body)) for n, body in enumerate(bodies)]


def groups_of(some: list[Article]) -> list[str | None]:
    compared = Compared()
    for article in some:
        compared.take(article)
    return [compared.group_of(a.id) for a in some]


def test_a_shared_background_makes_no_dispatch() -> None:
    some = articles((*FIRST, BACKGROUND), (*SECOND, BACKGROUND))
    index = Index()
    assert [[m.kind for m in index.add(n, a.text)] for n, a in enumerate(some)] == [[], ["passage"]]
    assert groups_of(some) == [None, None]


@pytest.mark.parametrize("turn", [1, -1])
def test_a_dispatch_is_named_by_the_first_id_of_those_that_carry_it(turn: int) -> None:
    some = articles((*FIRST, BACKGROUND), FIRST[:3], SECOND)
    assert groups_of(some[::turn])[::turn] == ["a0", "a0", None]


def test_an_article_without_claims_joins_no_others(every_report: tuple[Report, ...]) -> None:
    """The store compares those with claims alone, and so does everybody."""
    desk = Desk(shared=(compared := Compared()))
    told = next(r for r in every_report if r.coded.claims)
    desk.add([told, Report(Article("silent", told.article.text), Coded("silent", ()))])
    assert compared.group_of(told.article.id) is None
