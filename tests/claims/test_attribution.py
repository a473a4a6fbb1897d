"""Who is said to say it, and by what way: one composed report for each mechanism of the chain of attribution."""

import pytest

from marsad.model import Article, Claim, Coded
from marsad.pipeline import Coder


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def claims_of(coder: Coder, text: str, outlet: str | None = None) -> list[Claim]:
    coded = coder.code(Article("a", text, published_at="2017-05-10", outlet=outlet))
    assert isinstance(coded, Coded)
    return list(coded.claims)


def chain(claim: Claim) -> list[tuple[str, str]]:
    return [(link.role, link.text) for link in claim.attribution]


def chain_at(claims: list[Claim], words: str) -> list[tuple[str, str]]:
    """The chain of the claim whose trigger lies in `words` of the report."""
    found = [c for c in claims if c.trigger.text in words]
    assert found, [c.trigger.text for c in claims]
    return chain(found[0])


# what the report says, the words that hold the trigger, the chain
CASES = {
    "whoever stands before the verb": (
        "وقال القاضي إن المتهم فر إلى الجبل، لكن محاميه يقول إن الجنود عذبوا موكله في الثكنة.",
        "عذبوا",
        [("speaker", "محاميه")],
    ),
    "but he: whoever spoke last": (
        "وأكد الناطق باسم الجيش أن قواته باقية في سبها، لكنه قال إن المسلحين هاجموا القاعدة فجرا.",
        "هاجموا",
        [("speaker", "الناطق باسم الجيش")],
    ),
    "as for them": (
        "أما أبناء القرية فأكدوا أن الطائرات قصفت المدرسة في بلدة حيران.",
        "قصفت",
        [("speaker", "أبناء القرية")],
    ),
    "yet that they say": (
        "وساد الهدوء المدينة أمس، غير أن باعة في السوق قالوا إن قذائف سقطت على بلدة دوما ليلا.",
        "قذائف",
        [("speaker", "باعة في السوق")],
    ),
    "the hour before the speaker": (
        "14:30 – مصدر طبي: مقتل أربعة جنود في اشتباكات في مدينة بيجي.",
        "اشتباكات",
        [("speaker", "مصدر طبي")],
    ),
    "the statement after what it claims": (
        "وتبنى التنظيم الهجوم على الثكنة في تسجيل صوتي.",
        "الهجوم",
        [("speaker", "التنظيم"), ("via", "تسجيل صوتي")],
    ),
    "counted by a body": (
        "وقدرت المفوضية عدد من نزحوا من مدينة هجين بنحو ألفي شخص.",
        "نزحوا",
        [("speaker", "المفوضية")],
    ),
    "a name after a quoted unit": (
        "أعلن قائد عملية «فجر الجبال»، الفريق سعد النعيمي، أن القوات حررت بلدة الشورة.",
        "حررت",
        [("speaker", "قائد عملية «فجر الجبال»، الفريق سعد النعيمي")],
    ),
    "put into its clause only": (
        "واقتحم الجيش بلدة الشيخ مسكين فجرا، وقتل ثلاثة من المسلحين، ودمر، وفق مصدر ميداني، آليتين للمسلحين.",
        "واقتحم",
        [],
    ),
    "verb, speaker, anna": (
        "وقال مصدر طبي إن القصف أدى إلى مقتل ثلاثة مدنيين في بلدة سراقب.",
        "القصف",
        [("speaker", "مصدر طبي")],
    ),
    "office and name across a comma": (
        "وكان قائد شرطة المحافظة في الأنبار، العميد سالم الدليمي، قد أعلن أمس، أن القوات حررت بلدة هيت.",
        "حررت",
        [("speaker", "قائد شرطة المحافظة في الأنبار، العميد سالم الدليمي")],
    ),
    "two speakers joined by and": (
        "وقال مسؤول محلي ومصدران في الشرطة إن انتحاريا فجر نفسه عند مدخل السوق في كركوك.",
        "فجر نفسه",
        [("speaker", "مسؤول محلي"), ("speaker", "ومصدران في الشرطة")],
    ),
    "speaker to an agency": (
        "وأفاد ضابط في الجيش لوكالة فرانس برس بأن طائرات التحالف قصفت مواقع تنظيم داعش في الرقة.",
        "قصفت",
        [("speaker", "ضابط في الجيش"), ("via", "لوكالة فرانس برس")],
    ),
    "speaker in a statement": (
        "وقالت وزارة الدفاع التركية في بيان إن جنديين قتلا في هجوم استهدف دورية في هكاري.",
        "هجوم",
        [("speaker", "وزارة الدفاع التركية"), ("via", "بيان")],
    ),
    "an agency carries words from a speaker": (
        "ونقلت وكالة رويترز عن مسؤول أمني قوله إن مسلحين خطفوا أربعة مهندسين في طرابلس.",
        "خطفوا",
        [("speaker", "مسؤول أمني"), ("via", "وكالة رويترز")],
    ),
    "a paper before its verb carries words": (
        "وكانت صحيفة الحياة نقلت عن شهود عيان أن مسلحين خطفوا أربعة مهندسين في طرابلس.",
        "خطفوا",
        [("speaker", "شهود عيان"), ("via", "صحيفة الحياة")],
    ),
    "an agency alone": (
        "ذكرت وكالة الأناضول أن الجيش التركي قصف مواقع حزب العمال الكردستاني في جبال قنديل.",
        "قصف",
        [("via", "وكالة الأناضول")],
    ),
    "according to, at the end": (
        "قصفت المدفعية أحياء في مدينة تعز فجر اليوم، بحسب مصادر محلية.",
        "قصفت",
        [("speaker", "مصادر محلية")],
    ),
    "according to, at the head": (
        "وبحسب المرصد السوري لحقوق الإنسان فإن عشرين مقاتلا قتلوا في اشتباكات قرب مدينة حماة.",
        "اشتباكات",
        [("speaker", "المرصد السوري لحقوق الإنسان")],
    ),
    "according to, in the dative": (
        "وقتل خمسة جنود في انفجار عبوة ناسفة قرب الفلوجة وفقا لمصدر أمني.",
        "انفجار عبوة ناسفة",
        [("speaker", "لمصدر أمني")],
    ),
    "according to what it reported": (
        "قصفت دبابات مواقع التنظيم قرب الحدود، بحسب ما أوردته قناة العربية.",
        "قصفت",
        [("via", "قناة العربية")],
    ),
    "as was announced": (
        "قتل جنديان في هجوم شنه مسلحون على حاجز في سيناء، كما أعلن الجيش المصري.",
        "هجوم",
        [("speaker", "الجيش المصري")],
    ),
    "what is said as a noun": (
        "وأعلن مسؤول عسكري عراقي عن تحرير بلدة الشرقاط.",
        "تحرير",
        [("speaker", "مسؤول عسكري عراقي")],
    ),
    "a noun after a comma": (
        "من جهة أخرى، أكدت المقاومة الشعبية، مقتل تسعة من عناصر الميليشيات في كمين بمحافظة إب.",
        "كمين",
        [("speaker", "المقاومة الشعبية")],
    ),
    "a headline with a colon": (
        "مصدر أمني: مقتل خمسة جنود في هجوم على حاجز في بعقوبة",
        "هجوم",
        [("speaker", "مصدر أمني")],
    ),
    "the bare name before its verb in a headline": (
        "اشتباكات في مأرب والحوثيون ينفون انسحابهم من صرواح",
        "انسحابهم",
        [("speaker", "والحوثيون")],
    ),
    "the claimant of an attack speaks for it": (
        "وقتل سبعة أشخاص في تفجير تبناه تنظيم داعش في بغداد.",
        "تفجير",
        [("speaker", "تنظيم داعش")],
    ),
    "what someone calls it": (
        "وقالت موسكو إن طائراتها لم تقصف المدينة.",
        "تقصف",
        [("speaker", "موسكو")],
    ),
    "a verb written like a preposition": (
        "ودارت اشتباكات بين الجيش ومسلحين في ضواحي مدينة عدن.",
        "اشتباكات",
        [],
    ),
    "nobody's opinion": (
        "ويُعتقد أن مسلحين خطفوا المهندسين الأربعاء في طرابلس.",
        "خطفوا",
        [],
    ),
    "no one has said": (
        "ولم تعلن أي جهة مسؤوليتها عن تفجير سيارة مفخخة في حي الكرادة.",
        "تفجير سيارة مفخخة",
        [],
    ),
    "how a source asks to be named": (
        "وقال مسؤول حكومي لوكالة رويترز طالبا عدم كشف اسمه إن القوات انسحبت من مدينة سرت.",
        "انسحبت",
        [("speaker", "مسؤول حكومي"), ("via", "لوكالة رويترز")],
    ),
    "those who are told are no speakers": (
        "وقال محافظ نينوى للصحفيين إن القوات حررت حي الزهور.",
        "حررت",
        [("speaker", "محافظ نينوى")],
    ),
    "a pronoun that resumes what he said": (
        "وقتل راعيان في انفجار لغم قرب بلدة البصيرة، وفق ما أفاد به مدير المستشفى.",
        "انفجار لغم",
        [("speaker", "مدير المستشفى")],
    ),
    "who announced the tally": (
        "قصفت المدفعية سوق مدينة نيالا، بحسب حصيلة جديدة أعلنها مسعف في المستشفى.",
        "قصفت",
        [("speaker", "مسعف في المستشفى")],
    ),
    "who issued the statement": (
        "ووفق تقرير نشرته منظمة العفو الدولية، اعتقلت قوات الأمن أربعين ناشطا في طرابلس.",
        "اعتقلت",
        [("speaker", "منظمة العفو الدولية"), ("via", "تقرير")],
    ),
    "a statement that an outlet spread is one carrier": (
        "وقال التنظيم في بيان نشرته مواقع جهادية إن مقاتليه هاجموا ثكنة في كونا.",
        "هاجموا",
        [("speaker", "التنظيم"), ("via", "بيان"), ("via", "مواقع جهادية")],
    ),
    "told to the outlet itself": (
        "وقتل ثلاثة جنود في كمين قرب مدينة أبين، وفق ما ذكر لموقعنا ضابط في اللواء.",
        "كمين",
        [("speaker", "ضابط في اللواء")],
    ),
    "a dateline with a capital and an agency nobody knows": (
        "الخرطوم - الواحة: نفت قوات الدعم السريع قصف مستشفى المدينة.",
        "قصف",
        [("speaker", "قوات الدعم السريع")],
    ),
    "the outlet's man in the dateline": (
        "صنعاء – مراسل «الميناء»: قتل أربعة جنود في هجوم على حاجز قرب البيضاء.",
        "هجوم",
        [],
    ),
    "a label and a picture before the speaker": (
        "🔴 عاجل | مصدر طبي: قتل سبعة مدنيين بقصف مدفعي على مدينة الفاشر",
        "بقصف مدفعي",
        [("speaker", "مصدر طبي")],
    ),
    "an insertion between the speaker and what he demands": (
        "ودعت بعثة الأمم المتحدة، في بيان مقتضب، إلى وقف إطلاق النار في طرابلس.",
        "وقف إطلاق النار",
        [("speaker", "بعثة الأمم المتحدة"), ("via", "بيان")],
    ),
    "a demand ends where another thing is told": (
        "ودعا رئيس البلدية إلى وقف إطلاق النار، وقصفت المدفعية مواقع في مدينة سرت.",
        "وقصفت",
        [],
    ),
    "a clause of time that opens the sentence": (
        "وبعدما أعلن الجيش أن قواته دخلت بلدة بيجي، قصفت المدفعية مواقع المسلحين في الشرقاط.",
        "قصفت",
        [],
    ),
    "whoever claims it": (
        "وتبنت حركة الشباب الهجوم على الفندق في مقديشو.",
        "وتبنت الهجوم",
        [("speaker", "حركة الشباب")],
    ),
    "a network of doctors in its full name": (
        "ووثقت شبكة أطباء كردفان مقتل ستة مدنيين في قصف على سوق الأبيض.",
        "قصف",
        [("speaker", "شبكة أطباء كردفان")],
    ),
    "an agency after the name": (
        "وقال الناطق باسم المجلس المحلي، سامي الطيب، لوكالة الواحة إن مسلحين خطفوا ثلاثة تجار في سبها.",
        "خطفوا",
        [("speaker", "الناطق باسم المجلس المحلي، سامي الطيب"), ("via", "لوكالة الواحة")],
    ),
    "what a paper had published is denied": (
        "ونفت قيادة الجيش ما نشرته صحيفة محلية عن اشتباكات في مدينة زوارة.",
        "اشتباكات",
        [("speaker", "قيادة الجيش")],
    ),
    "carries, not says": (
        "وفي المحمرة، هاجم مجهولون حافلة تقل جنودا، وقتلوا سائقها.",
        "هاجم",
        [],
    ),
    "a participle of the clause it stands in": (
        "وقال شهود إن الجنود انسحبوا من سبها، وهو ما نفاه الناطق باسم الجيش، مؤكدا أن المسلحين قصفوا القاعدة.",
        "قصفوا",
        [("speaker", "الناطق باسم الجيش")],
    ),
    "another matter after a contrast": (
        "وقال قائد اللواء إن رجاله دخلوا بلدة الشورة، بينما قصفت القوات التركية مواقع في تلعفر.",
        "قصفت",
        [],
    ),
    "the hurt after a contrast are still told": (
        "وقال مصدر طبي إن ثلاثة جنود قتلوا في هجوم على حاجز، فيما أصيب تسعة في انفجار لغم قرب هيت.",
        "انفجار لغم",
        [("speaker", "مصدر طبي")],
    ),
    "another of the same after a contrast": (
        "وقال مصدر أمني إن انتحاريا فجر نفسه عند مدخل السوق في بعقوبة، بينما انفجرت عبوة ناسفة قرب الجسر.",
        "انفجرت عبوة ناسفة",
        [("speaker", "مصدر أمني")],
    ),
    "an unknown subject is not whoever spoke last": (
        "وقال الناطق باسم الجيش إن المدينة هادئة، لكن بائعا في السوق يقول إن مسلحين خطفوا ثلاثة تجار.",
        "خطفوا",
        [("speaker", "بائعا في السوق")],
    ),
    "as he also said, at the head of a sentence": (
        "كما أكد قائد الشرطة لوكالة رويترز اعتقال ثلاثة مسلحين في سبها، وضبط أسلحة.",
        "اعتقال",
        [("speaker", "قائد الشرطة"), ("via", "لوكالة رويترز")],
    ),
    "what a thing is done by": (
        "وفتحت قوات الحكومة الطريق وأفرجت عن سبعة أسرى وفق بنود الاتفاق.",
        "وأفرجت",
        [],
    ),
    "his name before his post, after but": (
        "ولكن محمد جمال، أحد أعضاء المجلس المحلي، قال لوكالة رويترز إن الطائرات قصفت مدرسة في وزيرستان.",
        "قصفت",
        [("speaker", "محمد جمال، أحد أعضاء المجلس المحلي"), ("via", "لوكالة رويترز")],
    ),
    "a statement that went out from a body": (
        "وأفاد بيان صادر عن مكتب المحافظ بأن الشرطة اعتقلت ستة مسلحين في كركوك.",
        "اعتقلت",
        [("speaker", "مكتب المحافظ"), ("via", "بيان")],
    ),
    "an agency that is no news agency": (
        "وقالت وكالة إدارة الطوارئ إن انتحاريا فجر نفسه في سوق بمدينة مايدوغوري.",
        "فجر نفسه",
        [("speaker", "وكالة إدارة الطوارئ")],
    ),
    "a statement before the verb": (
        "وفي بيان لحركة الشباب، أعلنت مسؤوليتها عن تفجير سيارة مفخخة في مقديشو.",
        "تفجير سيارة مفخخة",
        [("speaker", "لحركة الشباب"), ("via", "بيان")],
    ),
    "according to, right after the verb": (
        "وفر بحسب المنظمة الدولية للهجرة ألفا شخص من مدينة السويداء.",
        "وفر",
        [("speaker", "المنظمة الدولية للهجرة")],
    ),
    "what came of it is told by the carrier too": (
        "وفجر انتحاري نفسه عند مدخل السوق في الخالص، فقتل 15 شخصا، طبقا للعقيد راغب العزاوي.",
        "وفجر نفسه",
        [("speaker", "للعقيد راغب العزاوي")],
    ),
    "who asks not to be named": (
        "وقال ناشط من القرية، وطلب ألا يكشف عن اسمه، إن دبابات طوقت مدينة جسر الشغور.",
        "طوقت",
        [("speaker", "ناشط من القرية")],
    ),
    "an outlet that is told before the speaker": (
        "وروى لـ«الميناء» معلم من صعدة أن مسلحين خطفوا شيخ الحي.",
        "خطفوا",
        [("speaker", "معلم من صعدة")],
    ),
    "a masculine verb before a feminine name has another subject": (
        "وقال اللواء سالم الخطيب إن المدينة هادئة.\nواتهم الحركة الشعبية باغتيال قاض في الدلنج.",
        "باغتيال",
        [("speaker", "اللواء سالم الخطيب")],
    ),
    "who calls on whom": (
        "ودعت المفوضية السلطات المحلية إلى وقف إطلاق النار في صعدة.",
        "وقف إطلاق النار",
        [("speaker", "المفوضية")],
    ),
    "who accuses whom": (
        "واتهمت المعارضة النظام بقصف سوق في مدينة دوما.",
        "بقصف",
        [("speaker", "المعارضة")],
    ),
    "a name in waw after the post": (
        "وقال سكرتير محافظ عدن، وجدان الشعيبي، إن مسلحين خطفوا ثلاثة تجار.",
        "خطفوا",
        [("speaker", "سكرتير محافظ عدن، وجدان الشعيبي")],
    ),
    "denied in a manner": (
        "ونفت بشكل قاطع قيادة الشرطة وقوع اشتباكات في مدينة زوارة.",
        "اشتباكات",
        [("speaker", "قيادة الشرطة")],
    ),
    "as for him with his name": (
        "أما قائد المنطقة الشمالية، اللواء سالم الخطيب، فتحدث عن كمين نصبه المسلحون قرب سنجار.",
        "كمين",
        [("speaker", "قائد المنطقة الشمالية، اللواء سالم الخطيب")],
    ),
    "put into the clause whose end holds the event": (
        "وتمكن الجيش، على ما أعلن قائد اللواء، من صد هجوم على بلدة مورك.",
        "صد هجوم",
        [("speaker", "قائد اللواء")],
    ),
    "the event that a clause of saying is about": (
        "وتعرضت القرية ليلا إلى قصف قال مختارها إنه استمر ساعتين.",
        "قصف",
        [("speaker", "مختارها")],
    ),
    "a name in quotation marks": (
        "وأعلنت «سرايا الجرود» مسؤوليتها عن تفجير سيارة مفخخة في بعلبك.",
        "تفجير سيارة مفخخة",
        [("speaker", "سرايا الجرود")],
    ),
    "what a statement says that somebody gives out": (
        "ونشرت رئاسة الأركان، مساء أمس، بيانا جاء فيه أن وحداتها اعتقلت ثلاثة مسلحين في منطقة كيدال.",
        "اعتقلت",
        [("speaker", "رئاسة الأركان"), ("via", "بيانا")],
    ),
    "a talk is no carrier": (
        "وقال محافظ نينوى في تصريحات صحفية إن القوات حررت حي الزهور.",
        "حررت",
        [("speaker", "محافظ نينوى")],
    ),
    "one who is called so": (
        "وقال نائب عن الولاية يدعى نادر كريمي إن مسلحين خطفوا أربعة تجار قرب غزنة.",
        "خطفوا",
        [("speaker", "نائب عن الولاية يدعى نادر كريمي")],
    ),
    "admitted with a masdar": (
        "وأقر الجيش بتنفيذ الغارة على مدينة جاروي.",
        "الغارة",
        [("speaker", "الجيش")],
    ),
}


@pytest.mark.parametrize(("text", "words", "expected"), CASES.values(), ids=CASES.keys())
def test_the_chain_of_one_sentence(coder: Coder, text: str, words: str, expected: list[tuple[str, str]]) -> None:
    assert chain_at(claims_of(coder, text), words) == expected


def test_a_dropped_subject_carries_the_whole_chain_on(coder: Coder) -> None:
    claims = claims_of(
        coder,
        "وقال مصدر عسكري لوكالة رويترز إن القوات حررت بلدة القيارة.\nوأشار إلى أن ستة جنود قتلوا في الاشتباكات جنوب الموصل.",
    )
    assert chain_at(claims, "الاشتباكات قتلوا") == [("speaker", "مصدر عسكري"), ("via", "لوكالة رويترز")]


def test_the_source_named_again_keeps_the_carrier(coder: Coder) -> None:
    claims = claims_of(
        coder,
        "وقال مصدر عسكري لوكالة رويترز إن القوات حررت بلدة القيارة.\nوأضاف المصدر أن طائرات قصفت مواقع داعش في تلعفر.",
    )
    assert chain_at(claims, "قصفت") == [("speaker", "المصدر"), ("via", "لوكالة رويترز")]


def test_a_participle_goes_on_with_the_speaker_of_its_sentence(coder: Coder) -> None:
    claims = claims_of(
        coder, "وأوضح محافظ كركوك أن قوات البيشمركة حررت قرية البشير، مشيرا إلى أن أربعة مقاتلين قتلوا في الهجوم."
    )
    assert chain_at(claims, "قتلوا الهجوم") == [("speaker", "محافظ كركوك")]


def test_the_outlet_takes_the_word_again_in_the_next_sentence(coder: Coder) -> None:
    claims = claims_of(
        coder, "وقال مصدر أمني إن القوات حررت بلدة هيت.\nوسيطر تنظيم داعش على مدينة الموصل في يونيو 2014."
    )
    assert chain_at(claims, "وسيطر سيطر") == []


def test_the_outlet_recalls_what_is_known(coder: Coder) -> None:
    claims = claims_of(
        coder, "وقال مصدر أمني إن القوات حررت بلدة هيت.\nيذكر أن تنظيم داعش سيطر على مدينة الموصل في يونيو 2014."
    )
    assert chain_at(claims, "سيطر") == []


def test_an_open_quotation_goes_on_over_sentences(coder: Coder) -> None:
    claims = claims_of(
        coder,
        "وقال قائد العمليات: «دخلت قواتنا حي الزهراء صباح اليوم. وحررت القوات حي التحرير بعد معارك عنيفة. "
        "وقتل عشرة من عناصر داعش». وقصفت طائرات التحالف مواقع في تلعفر.",
    )
    assert chain_at(claims, "وحررت حررت") == [("speaker", "قائد العمليات")]
    assert chain_at(claims, "وقصفت طائرات") == []


def test_what_the_outlet_adds_after_a_quotation_is_its_own(coder: Coder) -> None:
    claims = claims_of(
        coder,
        "وقال رئيس الوزراء إن «العمليات التي بدأت يوم الجمعة ستتواصل حتى النهاية»، وذلك في أعقاب غارات شنها سلاح الجو على مواقع داعش في سوريا.",
    )
    assert chain_at(claims, "غارات") == []


def test_a_statement_carries_the_words_of_who_issued_it(coder: Coder) -> None:
    claims = claims_of(
        coder,
        "وقالت قيادة العمليات المشتركة في بيان إن القوات دخلت جامعة الأنبار.\nوأضاف البيان أن القوات قتلت عشرين مسلحا في الاشتباكات.",
    )
    roles = [role for role, _ in chain_at(claims, "الاشتباكات")]
    assert roles == ["speaker", "via"]


def test_a_speaker_within_another_ones_words_stands_first(coder: Coder) -> None:
    claims = claims_of(coder, "وقال المبعوث الدولي إن مصادر محلية تؤكد أن مروحيات ألقت براميل متفجرة على مدينة داريا.")
    assert [text for _, text in chain_at(claims, "ألقت براميل متفجرة")] == ["مصادر محلية", "المبعوث الدولي"]


def test_the_publishing_outlet_is_never_a_carrier(coder: Coder) -> None:
    text = "وقالت مصادر محلية لصحيفة عكاظ إن غارات جوية استهدفت معسكرا في مدينة المخا."
    assert chain_at(claims_of(coder, text), "غارات") == [("speaker", "مصادر محلية"), ("via", "لصحيفة عكاظ")]
    assert chain_at(claims_of(coder, text, outlet="عكاظ"), "غارات") == [("speaker", "مصادر محلية")]


OWN = {
    "a verbal noun after a preposition": "وتمكنت قوات البحرية الفرنسية من رصد قراصنة حاولوا مهاجمة سفينة واعتقلت أربعة منهم.",
    "carrying things is no report": "وتحطمت طائرة كانت تنقل مؤنا لقوات الحلف قرب قاعدة شهدت معارك ضارية مع حركة طالبان في هلمند.",
    "a page's title": "Example.com - باكستان: مقتل 25 مسلحا بغارة في وزيرستان",
}


@pytest.mark.parametrize("text", OWN.values(), ids=OWN.keys())
def test_what_only_looks_like_a_report_is_the_outlets_own(coder: Coder, text: str) -> None:
    claims = claims_of(coder, text)
    assert claims
    assert all(not c.attribution for c in claims)


def test_a_day_between_speaker_and_speech_is_no_part_of_the_name(coder: Coder) -> None:
    coded = coder.code(Article("a", "وكان حاكم الولاية قال الجمعة الماضي إن القوات انسحبت من مدينة سيفيرودونيتسك."))
    assert isinstance(coded, Coded)
    assert [chain(c) for c in coded.claims] == [[("speaker", "حاكم الولاية")]]


def test_words_put_in_do_not_vouch_past_a_contrast() -> None:
    text = "وقتل عشرة جنود في هجوم على حاجز قرب درنة، وفق مصدر طبي، بينما قصفت الطائرات مدينة سرت."
    coded = Coder.load().code(Article("a", text, published_at="2017-05-10"))
    assert isinstance(coded, Coded)
    told = {c.event_type: [a.text for a in c.attribution] for c in coded.claims}
    assert told["airstrike"] == []
    assert ["مصدر طبي"] in told.values()


def test_a_name_that_has_spoken_speaks_again(coder: Coder) -> None:
    claims = claims_of(
        coder,
        "وقال الناطق باسم العملية مصطفى الورفلي إن رجاله دخلوا مدينة غريان.\nونفى الورفلي قصف المدفعية أحياء في ترهونة.",
    )
    assert chain_at(claims, "قصف المدفعية") == [("speaker", "الورفلي")]
