"""Denied or asserted, and occurred, ongoing, planned, possible or demanded: one composed report for each rule."""

import pytest

from marsad.model import Article, Claim, Coded
from marsad.pipeline import Coder


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def claims_of(coder: Coder, text: str) -> list[Claim]:
    coded = coder.code(Article("a", text, published_at="2017-05-10"))
    assert isinstance(coded, Coded)
    return list(coded.claims)


def claim_at(coder: Coder, text: str, words: str) -> Claim:
    claims = claims_of(coder, text)
    found = [c for c in claims if c.trigger.text in words or words in c.trigger.text]
    assert found, [c.trigger.text for c in claims]
    return found[0]


DENIED = {
    "a verb of denial and a noun": ("ونفى المتحدث باسم الجيش انسحاب قواته من مدينة تعز.", "انسحاب"),
    "his post between commas": ("ونفى سامر العلي، المتحدث باسم الدفاع المدني، أمس، قصف مدينة درنة.", "قصف"),
    "a verb of denial and a clause": ("ونفت وزارة الدفاع أن تكون طائراتها قصفت مدينة الرقة.", "قصفت"),
    "a participle of denial": ("وقال المتحدث إن قواته في مواقعها، نافيا أن يكون جنوده قد قصفوا مدينة درنة.", "قصفوا"),
    "what is denied right after the verb": ("لكن الحكومة نفت دخول قواتها مدينة الرقة.", "دخول"),
    "past a relative clause": ("ونفت الوزارة أن تكون قواتها، التي تطوق مدينة الرقة، قد هدمت منازل فيها.", "هدمت"),
    "a noun of denial": ("وأكد المتحدث نفي الجماعة قصف مدينة مأرب بالصواريخ.", "قصف"),
    "the negated perfect": ("وقال قائد اللواء إن قواته لم تقصف مدينة درنة.", "تقصف"),
    "the negated future": ("وقال قائد اللواء إن قواته لن تنسحب من مدينة درنة.", "تنسحب"),
    "the absence of": ("وأكد المتحدث عدم انسحاب القوات من معسكر خالد في المخا.", "انسحاب"),
    "no truth to": ("وقال المتحدث إنه لا صحة لما تردد عن انسحاب الجيش من مدينة القائم.", "انسحاب"),
    "there are none": ("وأكد المبعوث أنه لا توجد مفاوضات مع تنظيم داعش.", "مفاوضات"),
    "it does not include": ("وقال المتحدث إن الاتفاق لا يتضمن إرسال قوات إلى سوريا.", "إرسال قوات"),
    "out of the question": ("وقال رئيس الوزراء إن إرسال قوات إلى ليبيا غير وارد.", "إرسال قوات"),
    "taken up and denied": ("أما ما يقال عن اشتباكات مع الجيش قرب الحدود، فهذا أمر لم يحصل.", "اشتباكات"),
}

DENIED_BACK = {
    "denied that": ("وقال سكان إن الجيش قصف مدينة درنة. ونفى ناطق باسم الجيش ذلك.", "ذلك", "shelling"),
    "that before the speaker": ("وقال سكان إن الجيش قصف مدينة درنة. ونفى ذلك ناطق باسم الجيش.", "ذلك", "shelling"),
    "which he denied": ("وقال سكان إن الجيش قصف مدينة درنة، وهو ما نفاه ناطق باسم الجيش.", "نفاه", "shelling"),
    "a matter that he denied": (
        "وقال سكان إن الجيش قصف مدينة درنة، الأمر الذي نفاه ناطق باسم الجيش.",
        "نفاه",
        "shelling",
    ),
    "not what only dates it": (
        "وقال شهود إن مسلحين أعدموا ستة أسرى بعد استسلامهم، وهو ما نفاه ناطق باسم الحركة.",
        "نفاه",
        "execution",
    ),
}

NOT_DENIED_BACK = {
    "in spite of that": "وقصف الجيش مدينة درنة. ونفى الناطق مع ذلك وجود مفاوضات.",
    "no one told anything": "ونفى ناطق باسم الجيش ذلك.",
}

ASSERTED = {
    "only when is told": ("ولم تفرج السلطات عن الصحافي إلا بعد أسبوعين.", "تفرج"),
    "a raid that did not kill the one denied": (
        "ونفى ناطق باسم الحركة أن يكون القائد قد قتل في الغارة على المعسكر.",
        "الغارة",
    ),
    "what the denier did then": (
        "ونفت الإدارة وجود أي أسلحة في السوق، ونظمت أمس وقفة احتجاجية أمام المقر.",
        "وقفة احتجاجية",
    ),
    "what stands against a denial": (
        "ونفى المجلس أن يكون قد طلب قوات أجنبية رغم سقوط بلدة الوادي بيد المسلحين.",
        "سقوط بلدة",
    ),
    "at least is no denial": ("وقتل ما لا يقل عن عشرة جنود في هجوم على حاجز في سيناء.", "هجوم"),
    "no one has claimed it": ("ولم تتبن أي جهة تفجير سيارة مفخخة في حي الكرادة.", "تفجير سيارة مفخخة"),
    "a condition denies nothing": ("وهدد القائد بالهجوم إذا لم تنسحب القوات من مدينة سرت.", "تنسحب"),
    "taking part is denied, not the war": (
        "وقال الوزير إن مشاركة البلاد في الحرب المستمرة في سوريا غير واردة.",
        "الحرب المستمرة",
    ),
    "the contrary is asserted": ("ونفى الجيش انسحابه من البلدة، لكنه أكد أن مسلحين قصفوا مواقعه في حلب.", "قصفوا"),
    "no one was hurt": ("وانفجرت عبوة ناسفة في بغداد دون وقوع إصابات.", "انفجرت عبوة ناسفة"),
}

STATUS = {
    "a perfect verb": ("قصفت المدفعية مدينة تعز.", "قصفت", "occurred"),
    "an imperfect verb": ("تقصف المدفعية مدينة تعز منذ الصباح.", "تقصف", "ongoing"),
    "an imperfect that looks perfect": ("وتقاتل قوات الحكومة مسلحي حركة الشباب في جنوب الصومال.", "وتقاتل", "ongoing"),
    "a future verb": ("وستنسحب القوات من مدينة سرت الأسبوع المقبل.", "وستنسحب", "planned"),
    "was doing": ("وكانت المدفعية تقصف مدينة تعز عندما وصل الوفد.", "تقصف", "occurred"),
    "a verbal noun of purpose": ("وأطلق الجيش حملة واسعة لقصف مواقع داعش في الموصل.", "لقصف", "planned"),
    "a purpose with the article": ("وتتجمع القوات للسيطرة على مدينة الرقة.", "للسيطرة", "planned"),
    "a light verb of purpose": ("وأقلعت الطائرات من القاعدة لشن غارات على مواقع داعش في سنجار.", "غارات", "planned"),
    "what is undergone is no purpose": ("وتعرضت مدينة تعز للقصف بالمدفعية.", "للقصف", "occurred"),
    "scheduled": ("ومن المقرر أن تنسحب القوات من مدينة سرت.", "تنسحب", "planned"),
    "set on going on": ("وقال الرئيس إن بلاده مصممة على مواصلة القتال ضد داعش.", "القتال", "planned"),
    "feared": ("وسط مخاوف من هجوم على مدينة عدن يشنه الحوثيون.", "هجوم", "possible"),
    "thought likely": ("ورجح مسؤولون أتراك أن يكون الهجوم الانتحاري من تنفيذ داعش.", "الهجوم الانتحاري", "possible"),
    "called for": ("ودعا المجلس إلى وقف إطلاق النار في حلب.", "وقف إطلاق النار", "demanded"),
    "clashes that go on": ("ولا تزال الاشتباكات مستمرة بين الجيش والمسلحين في بنغازي.", "الاشتباكات", "ongoing"),
    "a noun with a verb in the imperfect": ("وتدور اشتباكات بين الجيش والمسلحين في بنغازي.", "اشتباكات", "ongoing"),
    "what a relative clause has going on": ("وقال إن الغارات التي تشنها طائرات التحالف دمرت المدينة.", "الغارات", "ongoing"),
    "a fight with its dead is over": ("وقتل عشرون جنديا خلال يومين من القتال مع حركة الشباب.", "القتال", "occurred"),
    "operations with the article stand": ("وقال إن العمليات العسكرية في الأنبار تهدف إلى تأمين الحدود.", "العمليات العسكرية", "ongoing"),
    "an operation begun": ("وأطلقت القوات العراقية عملية عسكرية في الأنبار.", "وأطلقت", "occurred"),
    "a fight that only dates another": ("سيطر الجيش على البلدة بعد معارك عنيفة مع المسلحين.", "معارك", "occurred"),
    "a siege that lasted so long": ("وعاش الأهالي حصارا دام أربعة أشهر قبل وصول الجيش.", "حصارا", "occurred"),
    "a siege since a day stands": ("وتعيش البلدة حصارا مستمرا منذ أربعة أشهر.", "حصارا", "ongoing"),
    "a meeting to come": ("ويلتقي وزير الخارجية المبعوث الأممي غدا لبحث الهدنة.", "يلتقي وزير", "planned"),
    "a strike called for a coming day": ("وأعلنت النقابات إضرابا عاما اعتبارا من الأحد المقبل.", "إضرابا عاما", "planned"),
    "what went along with the past": ("واعتقل المسلح وهو يطلق النار على الجنود.", "النار", "occurred"),
    "an attack suffered far on": ("وتعرض موكب المحافظ على طريق المطار لهجوم.", "هجوم", "occurred"),
    "what a deal provides for": ("وقال إن الاتفاق ينص على انسحاب القوات من المدينة.", "انسحاب القوات", "planned"),
    "an advance": ("وتقدم الجيش نحو مدينة الرقة من محورين.", "تقدم", "ongoing"),
    "who drives the bomb": ("وقال ضابط إن سيارتين يقودهما انتحاريان استهدفتا ثكنة للجيش في بغداد.", "انتحاريان", "occurred"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "word", "kind"), DENIED_BACK.values(), ids=DENIED_BACK.keys())
def test_a_word_that_takes_up_what_was_told_denies_it(coder: Coder, text: str, word: str, kind: str) -> None:
    claims = claims_of(coder, text)
    told = next(c for c in claims if c.event_type == kind and c.stance == "asserted")
    denial = next(c for c in claims if c.stance == "denied")
    assert (denial.event_type, denial.trigger.text, denial.place) == (kind, word, told.place)
    assert [a.text.split()[0] for a in denial.attribution] == ["ناطق"]
    assert told.attribution
    assert all("ناطق" not in a.text for a in told.attribution)


@pytest.mark.parametrize("text", NOT_DENIED_BACK.values(), ids=NOT_DENIED_BACK.keys())
def test_nothing_is_denied_where_nothing_is_taken_up(coder: Coder, text: str) -> None:
    assert all(c.trigger.text != "ذلك" for c in claims_of(coder, text))


@pytest.mark.parametrize(("text", "words"), DENIED.values(), ids=DENIED.keys())
def test_a_denial_is_read(coder: Coder, text: str, words: str) -> None:
    assert claim_at(coder, text, words).stance == "denied"


@pytest.mark.parametrize(("text", "words"), ASSERTED.values(), ids=ASSERTED.keys())
def test_what_denies_nothing_leaves_the_claim_asserted(coder: Coder, text: str, words: str) -> None:
    assert claim_at(coder, text, words).stance == "asserted"


@pytest.mark.parametrize(("text", "words", "status"), STATUS.values(), ids=STATUS.keys())
def test_the_status_of_the_event(coder: Coder, text: str, words: str, status: str) -> None:
    assert claim_at(coder, text, words).status == status


def test_leaving_without_a_fight_denies_none(coder: Coder) -> None:
    claims = claims_of(coder, "انسحبت قوات الأمن من البلدة من دون قتال.")
    assert [(c.event_type, c.stance) for c in claims] == [("withdrawal", "asserted")]
