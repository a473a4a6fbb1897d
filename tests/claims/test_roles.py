"""Who does what to whom: each way in which newspaper Arabic names doers and sufferers, in sentences composed for the test."""

from __future__ import annotations

import pytest

from marsad.model import Article, Claim, Coded
from marsad.pipeline import Coder


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def claims(coder: Coder, text: str) -> list[Claim]:
    coded = coder.code(Article("t", text, published_at="2016-03-10"))
    assert isinstance(coded, Coded)
    return list(coded.claims)


def cast(coder: Coder, text: str, event_type: str) -> tuple[set[str | None], set[str | None]]:
    """The actor ids on both sides of the first claim of this type."""
    claim = next(c for c in claims(coder, text) if c.event_type == event_type)
    return {p.actor for p in claim.actors}, {p.actor for p in claim.recipients}


DOERS = [
    ("the subject after its verb", "قصفت القوات التركية مواقع لحزب العمال الكردستاني شمال العراق.", "shelling", "turkey", "pkk"),
    ("the subject of a light verb", "شن طيران التحالف الدولي غارات على مواقع لتنظيم داعش قرب الرقة.", "airstrike", "coalition_isis", "isis"),
    ("the genitive of a verbal noun", "أدى قصف الحوثيين لحي سكني في تعز إلى مقتل أربعة مدنيين.", "shelling", "houthis", "civilians"),
    ("the subject before its verb, after anna", "قال شهود إن حركة الشباب هاجمت قاعدة للجيش الصومالي.", "attack", "al_shabaab", "somali_government"),
    ("the doer behind `على يد`", "قتل خمسة مدنيين على يد مسلحي بوكو حرام في قرية شمال مايدوغوري.", "attack", "boko_haram", "civilians"),
    ("a demonym", "أسفر القصف الإسرائيلي على خان يونس في غزة عن مقتل ستة فلسطينيين.", "shelling", "israel", None),
    ("an agentless passive", "اعتقل عشرة مدنيين في درعا صباح اليوم.", "arrest", None, "civilians"),
    ("two sides with `بين`", "اندلعت اشتباكات بين الجيش العراقي وتنظيم داعش غرب الرمادي.", "armed_clash", "iraqi_government", "isis"),
    ("two sides with `مع`", "اشتبكت قوات البشمركة مع عناصر تنظيم داعش شرق الموصل.", "armed_clash", "peshmerga", "isis"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "event_type", "actor", "recipient"), [row[1:] for row in DOERS], ids=[row[0] for row in DOERS]
)
def test_doers_and_sufferers(
    coder: Coder, text: str, event_type: str, actor: str | None, recipient: str | None
) -> None:
    actors, recipients = cast(coder, text, event_type)
    assert actors == ({actor} if actor else set())
    if recipient is not None:
        assert recipients == {recipient}


@pytest.mark.parametrize(
    "text",
    [
        "قتل عشرة مدنيين في هجمات تبنى بعضها تنظيم داعش في العراق.",
        "وقع تفجير انتحاري في البلدة العراقية نسب إلى تنظيم داعش.",
        "تعرضت البلدة العراقية لهجوم يعتقد أن تنظيم داعش نفذه.",
    ],
)
def test_whom_a_deed_is_laid_to(coder: Coder, text: str) -> None:
    assert "isis" in {p.actor for c in claims(coder, text) for p in c.actors}


def test_who_denies_talks_is_a_party_to_them(coder: Coder) -> None:
    assert cast(coder, "نفت حركة الشباب التفاوض مع الحكومة الصومالية.", "negotiation") == (
        {"al_shabaab"},
        {"somali_government"},
    )


def test_the_first_side_may_be_several(coder: Coder) -> None:
    text = "دارت معارك عنيفة بين قوات النظام السوري وحزب الله اللبناني من جهة وجبهة النصرة من جهة أخرى في ريف حلب."
    assert cast(coder, text, "armed_clash") == ({"syrian_government", "hezbollah"}, {"nusra"})


def test_joined_doers(coder: Coder) -> None:
    text = "سيطرت قوات صالح والحوثيون على معسكر في محافظة إب اليمنية."
    assert cast(coder, text, "territory_change")[0] == {"saleh_forces", "houthis"}


CONTEXT = [
    ("the army of the country told of", "قال سكان في بنغازي شرق ليبيا إن الجيش قصف حي الصابري.", "الجيش", {"libyan_army", "libyan_government"}),
    ("the coalition of that war", "شن طيران التحالف غارات على صنعاء.", "طيران التحالف", {"coalition_yemen"}),
    ("the organisation named before", "أعلن تنظيم داعش انسحابه من تدمر. وقصف التنظيم قرية شرق المدينة السورية.", "التنظيم", {"isis"}),
    ("nationality of soldiers", "قتل ثلاثة جنود أتراك في انفجار عبوة ناسفة قرب ديار بكر.", "جنود أتراك", {"turkey"}),
    ("a pronoun on its people", "هاجم تنظيم داعش بلدة قرب كركوك وقتل عشرون من عناصره.", "عناصره", {"isis"}),
    ("a party spelt like another noun", "هاجمت طالبان نقطة تفتيش في قندهار.", "طالبان", {"taliban"}),
    ("a president's forces", "قصفت القوات الموالية للرئيس اليمني السابق علي عبد الله صالح مواقع في تعز.", "القوات الموالية", {"saleh_forces"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "ids"), [row[1:] for row in CONTEXT], ids=[row[0] for row in CONTEXT])
def test_what_the_article_leaves_to_be_settled(coder: Coder, text: str, words: str, ids: set[str]) -> None:
    sentences = coder.annotated(Article("t", text, published_at="2016-03-10"))
    mentions = [m for s in sentences for m in s.mentions if s.doc.raw_text(m.first, m.last).startswith(words)]
    assert mentions
    assert mentions[-1].actor in ids


def test_an_adjective_of_the_event_is_no_court(coder: Coder) -> None:
    sentences = coder.annotated(
        Article("t", "نصب مقاتلو المقاومة الشعبية كمائن محكمة للحوثيين شمال لحج.", published_at="2016-03-10")
    )
    assert not any(s.doc.raw_text(m.first, m.last).startswith("محكمة") for s in sentences for m in s.mentions)


def test_a_definite_force_does_not_swallow_its_target(coder: Coder) -> None:
    sentences = coder.annotated(Article("t", "هاجمت القوات الحوثيين في تعز باليمن.", published_at="2016-03-10"))
    found = {s.doc.raw_text(m.first, m.last): m.actor for s in sentences for m in s.mentions}
    assert found["الحوثيين"] == "houthis"
    assert found["القوات"] != "houthis"


def test_who_only_reports_does_nothing(coder: Coder) -> None:
    text = "أكد المرصد السوري لحقوق الإنسان مقتل تسعة مدنيين جراء قصف جوي على حي في مدينة حلب."
    assert all(p.actor != "sohr" for c in claims(coder, text) for p in c.actors)


def test_the_country_of_a_headline_does_nothing(coder: Coder) -> None:
    text = "باكستان: مقتل عشرة أشخاص في انفجار قنبلة في بيشاور."
    assert all(p.actor != "pakistan" for c in claims(coder, text) for p in c.actors)


def test_a_journalist_is_no_government_whatever_his_nationality(coder: Coder) -> None:
    text = "اغتال مسلحون مجهولون صحفيا صوماليا في مقديشو."
    assert "somali_government" not in cast(coder, text, "assassination")[1]


@pytest.mark.parametrize(
    ("text", "event_type", "crowd", "target"),
    [
        ("واقتحم المتظاهرون مبنى في البصرة احتجاجا على قرارات الحكومة العراقية.", "riot", "المتظاهرون", "الحكومة العراقية"),
        ("خرج مئات السكان في مظاهرة مطالبين الحكومة العراقية بصرف الرواتب.", "protest", "السكان", "الحكومة العراقية"),
        ("تظاهر آلاف الطلاب في تعز ضد الحوثيين مساء الخميس.", "protest", "الطلاب", "الحوثيين"),
    ],
)  # fmt: skip
def test_a_crowd_acts_against_whom_it_names(coder: Coder, text: str, event_type: str, crowd: str, target: str) -> None:
    claim = next(c for c in claims(coder, text) if c.event_type == event_type)
    assert [p.text for p in claim.actors] == [crowd]
    assert [p.text for p in claim.recipients] == [target]


def test_those_a_claim_counts_as_captured_did_not_do_it(coder: Coder) -> None:
    record = coder.code(Article("composed", "وأعلنت قوات الدعم السريع أسر 42 جندياً.", published_at="2024-05-21"))
    assert isinstance(record, Coded)
    (claim,) = record.claims
    assert [p.actor for p in claim.actors] == ["rapid_support_forces"]
    assert [p.text for p in claim.recipients] == ["جندياً"]
