"""Near-duplicates, excerpts and shared passages are told apart; what only speaks of the same is none of them."""

from __future__ import annotations

import random

import pytest

from marsad.syndication import Index, sketch
from marsad.syndication.index import compare, groups
from marsad.syndication.sketch import unpacked

PARAGRAPHS = [
    "أعلنت غرفة عمليات الساحل أن مقاتليها صدوا ليل الثلاثاء محاولة تسلل على محور التل الشمالي، ودامت الاشتباكات ثلاث ساعات قبل انسحاب المهاجمين.",
    "وقال متحدث باسم الغرفة إن أربعة من عناصرها أصيبوا بجروح طفيفة، وإن المهاجمين تركوا خلفهم ذخائر وأجهزة اتصال عثر عليها عند أطراف المزارع.",
    "في المقابل نفى قائد ميداني من الطرف الآخر وقوع أي تسلل، وأكد أن قواته ملتزمة بالتفاهم الذي أبرم في نيسان الماضي برعاية لجنة محلية من الوجهاء.",
    "وأفاد سكان في القرية المجاورة بأنهم سمعوا أصوات انفجارات متقطعة حتى ساعات الفجر، وغادرت عائلات باتجاه البساتين خوفا من تجدد القتال.",
    "وكان المجلس المحلي قد طالب قبل أسبوع بإبعاد المواقع العسكرية عن الأحياء السكنية بعدما سقطت ثلاث قذائف قرب المدرسة الإعدادية دون أن توقع ضحايا.",
    "وتشهد المنطقة منذ مطلع العام توترا متصاعدا بسبب خلاف على إدارة المعبر التجاري الذي تمر منه معظم البضائع القادمة من الميناء إلى مدن الداخل.",
]
OTHER = [
    "افتتح وزير الزراعة أمس معرض التمور السنوي في الصالة الكبرى بمشاركة أكثر من مئتي مزارع قدموا من مختلف المحافظات لعرض محاصيلهم هذا الموسم.",
    "وأشار الوزير في كلمته إلى أن الإنتاج ارتفع بنسبة تقارب العشر عن العام الفائت بفضل برامج الري الحديث وتوزيع الفسائل المحسنة على صغار المزارعين.",
    "ويستمر المعرض خمسة أيام وتتخلله ندوات عن التصدير والتعبئة وأمراض النخيل يقدمها باحثون من الجامعة ومراكز الإرشاد الزراعي في المنطقة الشرقية.",
]


def test_a_copy_with_another_spelling_is_the_same() -> None:
    text = "\n".join(PARAGRAPHS)
    index = Index()
    assert index.add(1, text) == []
    (match,) = index.add(2, text.replace("أ", "ا").replace("ة", "ه").replace("،", " ،").replace("\n", "\r\n\r\n"))
    assert (match.id, match.kind, match.similarity) == (1, "same", 1.0)


def test_an_excerpt_of_three_paragraphs_is_wholly_contained() -> None:
    index = Index()
    index.add(1, "\n".join(PARAGRAPHS + OTHER * 2))
    (match,) = index.add(2, "\n".join(PARAGRAPHS[:3]))
    assert match.kind == "excerpt"
    assert match.containment >= 0.95
    assert match.similarity < 0.5


def test_the_longer_that_comes_after_its_excerpt_finds_it() -> None:
    index = Index()
    index.add(1, "\n".join(PARAGRAPHS[:3]))
    assert [m.id for m in index.add(2, "\n".join(OTHER + PARAGRAPHS + OTHER))] == [1]


def test_an_edited_dispatch_is_near() -> None:
    edited = [
        PARAGRAPHS[0].replace("ليل الثلاثاء", "مساء الثلاثاء").replace("ثلاث ساعات", "أربع ساعات"),
        *PARAGRAPHS[1:4],
        OTHER[0],
    ]
    match = compare(1, sketch("\n".join(edited)), sketch("\n".join(PARAGRAPHS[:5])))
    assert match is not None
    assert match.kind == "near"


def test_shared_background_alone_is_a_passage() -> None:
    index = Index()
    index.add(1, "\n".join([*OTHER, PARAGRAPHS[5], PARAGRAPHS[4]]))
    matches = index.add(
        2, "\n".join([*PARAGRAPHS[:4], *(p.replace("ا", "ى") for p in OTHER), PARAGRAPHS[5], PARAGRAPHS[4]])
    )
    assert [m.kind for m in matches] in (["passage"], ["excerpt"])
    assert matches[0].containment < 0.6


def test_other_reports_do_not_match() -> None:
    index = Index()
    index.add(1, "\n".join(PARAGRAPHS))
    assert index.add(2, "\n".join(OTHER)) == []
    assert index.add(3, "") == []
    assert index.add(4, "خبر قصير جدا") == []


def test_a_formula_of_the_paper_makes_no_match() -> None:
    plea = (
        "تابعوا آخر الأخبار عبر صفحتنا واشتركوا في نشرتنا البريدية لتصلكم المستجدات أولا بأول من مراسلينا في كل مكان."
    )
    dice = random.Random(1)
    words = " ".join(PARAGRAPHS + OTHER).split()
    index = Index()
    found = [m for n in range(100) for m in index.add(n, " ".join(dice.sample(words, 90)) + ".\n" + plea)]
    assert [m for m in found if m.kind != "passage"] == []


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_pairs_do_not_depend_on_the_order_of_arrival(order: list[int]) -> None:
    texts = ["\n".join(PARAGRAPHS), "\n".join(PARAGRAPHS[:3]), "\n".join(PARAGRAPHS[2:])]
    index = Index()
    pairs = {(min(n, m.id), max(n, m.id), m.kind) for n in order for m in index.add(n, texts[n])}
    assert {p[:2] for p in pairs} >= {(0, 1), (0, 2)}
    assert "same" not in {p[2] for p in pairs}


def test_a_kept_sketch_comes_back() -> None:
    made = sketch("\n".join(PARAGRAPHS))
    back = unpacked(made.packed())
    assert (back.shingles, back.words) == (made.shingles, made.words)


def test_pairs_hang_together_in_groups() -> None:
    assert groups([(3, 2), (7, 8), (2, 1)]) == [[1, 2, 3], [7, 8]]
