"""Which happenings a sentence tells: composed sentences for the general mechanisms of `marsad.claims.candidates`."""

from __future__ import annotations

import pytest

from marsad.model import Article, Coded
from marsad.pipeline import Coder


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def told(coder: Coder, text: str, published: str = "2024-03-12") -> list[tuple[str, str]]:
    """(event type, trigger) of each claim."""
    record = coder.code(Article("composed", text, published_at=published))
    assert isinstance(record, Coded)
    return [(c.event_type, c.trigger.text) for c in record.claims]


def types(coder: Coder, text: str) -> list[str]:
    return [kind for kind, _ in told(coder, text)]


def test_dead_named_as_what_came_before_are_a_claim_of_their_own(coder: Coder) -> None:
    found = types(
        coder, "اندلعت اشتباكات عنيفة بين مسلحين من القبيلتين في مدينة سبها بعد مقتل ثلاثة من وجهاء المنطقة أمس."
    )
    assert found == ["armed_clash", "attack"]


def test_dead_of_an_attack_are_part_of_it(coder: Coder) -> None:
    assert types(coder, "قتل ثلاثة جنود وأصيب سبعة في انفجار عبوة ناسفة استهدفت دورية للجيش شرق الرقة أمس.") == [
        "explosion"
    ]


def test_killed_suicide_attackers_are_those_killed_not_the_means(coder: Coder) -> None:
    assert "suicide_bombing" not in types(
        coder, "قتلت قوات الأمن أربعة انتحاريين قبل وصولهم إلى مقر المحافظة في كركوك أمس."
    )


def test_what_something_is_for_is_no_clash(coder: Coder) -> None:
    assert "armed_clash" not in types(coder, "شكك الوزير في جدوى الجهود المبذولة لقتال تنظيم الدولة.")


def test_a_charge_that_went_off_was_not_only_laid(coder: Coder) -> None:
    assert types(coder, "قتل جنديان في انفجار عبوة ناسفة زرعت على جانب الطريق جنوب درعا أمس.") == ["explosion"]
    assert "deployment" in types(coder, "زرع المسلحون ألغاما حول القرية قبل رحيلهم عنها.")


def test_barrel_bombs_are_the_means_of_the_shelling_before_them(coder: Coder) -> None:
    assert types(coder, "قصف الطيران المروحي بالبراميل المتفجرة بلدة داعل في ريف درعا صباح أمس.") == ["airstrike"]


def test_the_present_tense_of_a_headline_tells_a_gain_that_of_the_report_a_state(coder: Coder) -> None:
    text = "القوات الحكومية تسيطر على بلدة بلدوين\nمقديشو - قال سكان إن المسلحين انسحبوا من البلدة التي تسيطر عليها الحركة منذ عامين.\n"
    found = told(coder, text)
    assert ("territory_change", "تسيطر") in found
    assert ("presence", "تسيطر") in found


def test_an_attack_pointed_back_at_takes_the_means_told_before_it(coder: Coder) -> None:
    text = (
        "فجر انتحاري نفسه عند مدخل معسكر للجيش في مدينة بنغازي أمس. "
        "وأسفر الهجوم الذي وقع في ساعة الذروة عن مقتل سبعة جنود وإصابة عشرين."
    )
    assert types(coder, text) == ["suicide_bombing", "suicide_bombing"]


@pytest.mark.parametrize(
    "text",
    [
        "نشر الناشط صورا على فيسبوك تظهر جنودا عند الحاجز.",
        "استعادت المدينة الأمن والاستقرار بعد انتشار قوات الجيش فيها.",
        "وصف الرئيس عملية السلام مع المسلحين بأنها مستحيلة.",
    ],
)
def test_words_that_only_look_like_events(coder: Coder, text: str) -> None:
    assert not {"sexual_violence", "territory_change", "negotiation"} & set(types(coder, text))


def test_related_headlines_inside_the_report_are_no_claims(coder: Coder) -> None:
    text = (
        "انسحبت القوات الحكومية من بلدة كفر نبل أمس.\n       روابط ذات علاقة    مقتل خمسة جنود بتفجير انتحاري في كابول    "
        "خطف صحفي في بغداد     وسيطر المسلحون على البلدة بعد انسحابها."
    )
    assert [kind for kind in types(coder, text) if kind in ("suicide_bombing", "abduction")] == []
    assert "territory_change" in types(coder, text)


def test_a_headline_that_the_page_holds_twice_is_told_once(coder: Coder) -> None:
    head = "مسلحون مجهولون يخطفون ثلاثة من عمال الإغاثة الأجانب في شمال مالي"
    assert types(coder, f"موقع الأخبار - {head}\n{head}\nباماكو - لم تعلن أي جهة مسؤوليتها.").count("abduction") == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أطلقت قوات الأمن السورية الرصاص الحي على المشيعين في درعا.", "attack"),
        ("فتح خمسة مسلحين ملثمين النار على دورية للجيش في العريش.", "attack"),
        ("خرج آلاف المتظاهرين إلى ساحة التحرير في بغداد.", "protest"),
        ("تبادل الجيش والحوثيون عشرات الأسرى بوساطة قبلية.", "release"),
        ("قطع مسلحون من أبناء القبيلة صباح أمس طريق الإمداد إلى المعسكر.", "siege"),
    ],
)
def test_the_subject_may_part_the_verb_from_what_makes_it_an_event(coder: Coder, text: str, expected: str) -> None:
    assert expected in types(coder, text)


def test_a_verb_without_its_object_is_no_event(coder: Coder) -> None:
    assert types(coder, "خرج آلاف الطلاب من الجامعة بعد انتهاء الامتحانات، وقال المتظاهرون السابقون إنهم راضون.") == []


OTHER_CONFLICTS = [
    ("تجددت الاشتباكات بين الجيش السوداني وقوات الدعم السريع في محيط القيادة العامة بالخرطوم.", "armed_clash"),
    ("أغارت مسيرات تابعة للدعم السريع على مطار مروي.", "airstrike"),
    ("نهب مسلحون منازل المواطنين في حي الرياض بالخرطوم.", "property_destruction"),
    ("يفرض الدعم السريع حصارا على مدينة الفاشر منذ أشهر.", "siege"),
    ("استشهد عشرون فلسطينيا في غارة إسرائيلية استهدفت منزلا في مخيم النصيرات.", "airstrike"),
    ("نسف جيش الاحتلال مربعات سكنية في رفح.", "property_destruction"),
    ("أصدر الجيش الإسرائيلي أوامر إخلاء لسكان شرق خان يونس.", "displacement"),
    ("دخلت سبعون شاحنة مساعدات إلى قطاع غزة عبر معبر كرم أبو سالم.", "aid"),
    ("انفجرت أجهزة نداء يحملها عناصر من حزب الله في بيروت.", "explosion"),
    ("أعلنت القيادة المركزية الأميركية إسقاط ثلاث مسيرات حوثية فوق البحر الأحمر.", "weapons_clearance"),
    ("دخلت قوات الوفاق مدينة ترهونة وأعلنت السيطرة عليها.", "territory_change"),
    ("قتل ستة متظاهرين برصاص قوات الأمن في الناصرية.", "attack"),
    ("استخدمت قوات الأمن الغاز المسيل للدموع لتفريق المتظاهرين في بغداد.", "riot"),
    ("اختطف مجهولون ناشطا مدنيا من أمام منزله في البصرة.", "abduction"),
    ("انشق عشرات الجنود عن الجيش النظامي في إدلب.", "surrender"),
    ("أعدمت قوات النظام ميدانيا عشرة شبان في داريا.", "execution"),
    ("توفي معتقل تحت التعذيب في سجن صيدنايا.", "torture"),
    ("ألقت مروحيات النظام براميل متفجرة على أحياء حلب الشرقية.", "airstrike"),
    ("أطلقت إيران عشرات الصواريخ الباليستية باتجاه إسرائيل.", "shelling"),
    ("نشرت واشنطن حاملة طائرات في شرق المتوسط.", "deployment"),
    ("أصيب العشرات بحالات اختناق جراء قصف بغاز الكلور على سراقب.", "chemical_attack"),
    ("دخل وقف إطلاق النار بين إسرائيل وحزب الله حيز التنفيذ فجر الأربعاء.", "agreement"),
]


@pytest.mark.parametrize(("text", "expected"), OTHER_CONFLICTS)
def test_other_conflicts_and_years_use_words_that_are_known(coder: Coder, text: str, expected: str) -> None:
    assert expected in types(coder, text)


@pytest.mark.parametrize(
    "text",
    [
        "تقدم النادي بالشكر لجميع المتطوعين بعد انتهاء القوات من التدريب.",
        "تراجعت وتيرة أعمال العنف التي يشنها المسلحون منذ عام.",
        "يبحث كل فرد عن مصالحه الاقتصادية رغم الهدنة.",
    ],
)
def test_thanks_rates_and_interests_are_no_movements_or_deals(coder: Coder, text: str) -> None:
    assert not {"territory_change", "withdrawal"} & set(types(coder, text))


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("قصف الجيش بلدة دوما أمس.", True),
        ("وقال المصدر إن استمرار قصف البلدة بالمدافع أوقع ثلاثة قتلى أمس.", False),
        ("بدأت تركيا قصف معسكرات الحزب في جبال قنديل أمس.", False),
        ("قتل خمسة مدنيين في قصف شنه التنظيم على حي القصور في دير الزور.", False),
        ("وتعرضت البلدة لقصف مدفعي أمس أوقع قتيلين.", False),
        ("قصف طائرات التحالف على صعدة أوقع عشرة قتلى أمس.", False),
    ],
)
def test_a_verbal_noun_is_told_from_the_verb_that_is_written_alike(coder: Coder, text: str, verb: bool) -> None:
    drafts, _ = coder.drafts(Article("composed", text, published_at="2024-03-12"))
    (shelling,) = [d.candidate for d in drafts if "قصف" in d.candidate.sentence.doc.words[d.candidate.first]]
    assert shelling.is_verb is verb


@pytest.mark.parametrize(
    "text",
    [
        "وقال العقيد سالم الحاج قائد عملية تحرير المدينة إن الجسر مغلق.",
        "وأصدرت غرفة عمليات «فتح الساحل» تعليمات للسكان.",
        "وخرج أهالي الرقة، معقل التنظيم في سوريا، إلى السوق.",
        "ونصبت نقاط تفتيش في مناطق سيطرة الفصائل بريف حلب.",
    ],
)
def test_titles_attributes_and_names_of_places_are_no_claims(coder: Coder, text: str) -> None:
    assert not set(types(coder, text)) & {"operation", "presence", "territory_change"}


def test_a_parted_verb_and_its_object_are_one_happening(coder: Coder) -> None:
    assert told(coder, "نصبت المقاومة الشعبية كميناً محكماً لقائد محور البيضاء في مديرية لودر.") == [("attack", "نصبت")]


def test_what_is_found_may_be_counted_between_preposition_and_noun(coder: Coder) -> None:
    assert types(coder, "عثرت الشرطة في حي الزهراء بحمص على 47 جثة لمسلحين قتلوا قبل يومين.")[0] == "attack"
    assert types(coder, "عثر الجنود في حي الجولان على كميات كبيرة من العبوات الناسفة.") == ["weapons_clearance"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("فر مئات المسلحين من بلدة الباب أمس.", "withdrawal"), ("فر مئات المدنيين من بلدة الباب أمس.", "displacement")],
)
def test_who_leaves_decides_between_withdrawal_and_displacement(coder: Coder, text: str, kind: str) -> None:
    assert types(coder, text) == [kind]


def test_the_dead_of_another_clause_are_no_part_of_the_attack(coder: Coder) -> None:
    found = types(
        coder,
        "وجاء في التقرير أن القوات الحكومية قتلت ثلاثة مدنيين في درعا، فيما سجلت المنظمة مقتل 46 مدنياً جراء انفجار ألغام.",
    )
    assert found == ["attack", "explosion"]


def test_the_weaker_of_two_overlapping_triggers_does_not_hide_the_other(coder: Coder) -> None:
    assert "arrest" in types(coder, "هاجمت مجموعة مسلحة حافلة قرب الرستن وألقت القبض على سائقها أمس.")


def test_the_source_put_in_between_commas_parts_no_verb_from_its_object(coder: Coder) -> None:
    assert types(coder, "نشرت القيادة، بحسب شهود عيان، عشرات المدرعات حول الميناء.") == ["deployment"]
    assert types(coder, "وفر من البلدة، وفق منظمة الهجرة، نحو سبعة آلاف شخص.") == ["displacement"]


def test_a_homograph_of_the_trigger_blocks_it_unless_its_preposition_follows(coder: Coder) -> None:
    assert types(coder, "وفرت قوات الأمن حماية للسكان في الحي.") == []
    assert types(coder, "اشتد القصف على التلة وفرت عناصر الميليشيا نحو الوادي.")[-1:] != ["displacement"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("اقتحم متظاهرون مبنى البلدية وسط المدينة.", "riot"),
        ("اقتحم مسلحون ملثمون فجرا منزل المحامية.", "attack"),
        ("اقتحمت قوات الجيش معسكر المتمردين شمال المدينة.", "territory_change"),
    ],
)
def test_who_breaks_into_what_decides_the_type(coder: Coder, text: str, kind: str) -> None:
    assert types(coder, text)[0] == kind


def test_who_stands_between_the_verb_and_its_object_does_not_part_them(coder: Coder) -> None:
    assert told(coder, "فتح ستة من عناصر الجماعة النار على حاجز للشرطة غرب مقديشو أمس.") == [("attack", "فتح")]


def test_dead_of_the_next_thing_said_are_a_claim_of_their_own(coder: Coder) -> None:
    found = types(
        coder, "قال المتحدث إن القوات صدت هجوما على معسكر كيسمايو، وإن ستة من الجنود قتلوا منذ بداية الأسبوع."
    )
    assert found == ["armed_clash", "attack"]


def test_what_only_tells_places_apart_is_no_claim(coder: Coder) -> None:
    assert "presence" not in types(coder, "قصفت المدفعية القرى التي يسيطر عليها المتمردون شرق مدينة صعدة أمس.")
    assert "territory_change" not in types(coder, "تجول الوفد في مناطق تخضع لسيطرة المتمردين شرق مدينة صعدة أمس.")
    assert "presence" in types(coder, "قصفت المدفعية مدينة صعدة التي يسيطر عليها المتمردون منذ عامين.")


def test_an_attack_that_nobody_has_claimed_is_not_told_again(coder: Coder) -> None:
    text = "انفجرت سيارة مفخخة في سوق وسط كركوك أمس وقتل عشرة. ولم تعلن أي جهة على الفور مسؤوليتها عن الهجوم."
    assert types(coder, text) == ["explosion"]
    assert len(types(coder, text.replace("ولم تعلن أي جهة على الفور", "وأعلن تنظيم داعش"))) == 2


def test_a_bare_reference_back_is_no_claim(coder: Coder) -> None:
    first = "شن مسلحو طالبان هجوما على مركز للشرطة في قندوز أمس وقتل ستة من رجال الأمن."
    assert types(coder, first + " وتأتي هذه الهجمات قبل أسبوع من الانتخابات.") == ["attack"]
    assert len(types(coder, first + " وقتل في تلك الهجمات أيضا أربعة من المارة.")) == 2


def test_what_is_shot_at_is_no_means(coder: Coder) -> None:
    assert types(coder, "أطلق مسلحون النار على مروحية للجيش شمال قندهار أمس.") == ["attack"]


def test_a_noun_of_nation_between_the_attack_and_its_verb_parts_nothing(coder: Coder) -> None:
    assert types(coder, "قتل ثلاثة ضباط في القصف الإسرائيلي الذي استهدف مستودعات جنوب دمشق أمس.") == ["shelling"]


def test_what_is_foiled_threatened_or_refused_did_not_happen(coder: Coder) -> None:
    assert types(coder, "أحبطت قوات الجيش تسللا لعناصر داعش إلى بلدة الكرمة فجر أمس.") == ["weapons_clearance"]
    assert "attack" in types(coder, "أحبط الجيش هجوما شنه مسلحو داعش على نقطة تفتيش في الكرمة أمس وقتل خمسة منهم.")
    assert "execution" not in types(coder, "هددت جبهة النصرة بإعدام الجنود الأسرى لديها في جرود عرسال.")
    assert "surrender" not in types(coder, "حاصرت القوات ستة من مسلحي التنظيم رفضوا تسليم أنفسهم في كركوك.")


def test_what_it_was_done_with_is_no_attack_beside_it(coder: Coder) -> None:
    assert types(coder, "جاءت الإقالات بعد اغتيال النائب العام بسيارة مفخخة في القاهرة.") == ["assassination"]
    assert types(coder, "قتل ثلاثة مجندين أمس بعبوة زرعت على طريق المطار جنوب العريش.") == ["explosion"]


def test_whoever_is_called_upon_leaves(coder: Coder) -> None:
    assert "withdrawal" in types(coder, "دعت قيادة مصراتة جميع كتائبها إلى مغادرة طرابلس خلال ثلاثة أيام.")
    assert "withdrawal" not in types(coder, "احتجز التنظيم خمسين عائلة حاولت مغادرة هذه المناطق جنوب كركوك.")


def test_who_holds_decides_between_hostages_and_arrest(coder: Coder) -> None:
    assert types(coder, "احتجز مسلحون عشرين سائقا في نقطة تفتيش جنوب الموصل أمس.") == ["abduction"]
    assert types(coder, "احتجزت الشرطة العراقية عشرين مشتبها به في الموصل أمس.") == ["arrest"]


def test_the_means_of_a_killing_leave_it_an_assassination(coder: Coder) -> None:
    assert types(coder, "اغتيل في كمين مسلح أمس قائد الأمن الوطني في صيدا.") == ["assassination"]


def test_a_verb_parted_from_what_makes_it_an_event(coder: Coder) -> None:
    assert types(coder, "ثم فجر أحد المهاجمين نفسه في حافلة للركاب وسط كابول.") == ["suicide_bombing"]
    assert types(coder, "واصلت قوات النظام لليوم الثالث هجومها على بلدة الحاضر جنوب حلب.") == ["operation"]


def test_the_dead_that_an_attack_brought_about_are_part_of_it_however_far(coder: Coder) -> None:
    text = (
        "قال مسؤولون إن قصفا صاروخيا نفذته طائرة بلا طيار في وقت مبكر من صباح أمس في منطقة ميران شاه بإقليم وزيرستان، قرب الحدود"
        " الأفغانية، وعلى مقربة من سوق شعبية، أسفر عن مقتل ثلاثة أشخاص وإصابة سبعة."
    )
    assert len(types(coder, text)) == 1


def test_a_verb_without_conjunction_says_more_of_the_deed(coder: Coder) -> None:
    assert types(coder, "نصبت المقاومة الشعبية كمينا مسلحا استهدف دورية للحوثيين في رداع أمس.") == ["attack"]
