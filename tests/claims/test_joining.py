"""Which clauses tell one event and which words tell none: composed sentences for `marsad.claims.joining` and `fitting`."""

from __future__ import annotations

import pytest

from marsad.model import Article, Claim, Coded
from marsad.pipeline import Coder


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def claims(coder: Coder, text: str) -> list[Claim]:
    record = coder.code(Article("composed", text, published_at="2024-05-15"))
    assert isinstance(record, Coded)
    return list(record.claims)


def figures(claim: Claim) -> list[tuple[str, float | None]]:
    return [(f.kind, f.best) for f in claim.figures]


@pytest.mark.parametrize(
    ("text", "kind", "counted"),
    [
        (
            "قُتل سبعة مدنيين، بينهم ثلاثة أطفال، وأصيب 19 آخرون، بعد ظهر أمس الثلاثاء، في غارة بطائرة مسيرة على سوق الخضار في الفاشر.",
            "airstrike",
            [("killed", 7), ("killed", 3), ("injured", 19)],
        ),
        (
            "قتل أربعة أشخاص وجُرح نحو عشرين، معظمهم باعة، لما قصفت طائرة حربية سوق المواشي في المدينة.",
            "airstrike",
            [("killed", 4), ("injured", 20)],
        ),
    ],
)
def test_asides_do_not_part_the_dead_from_what_killed_them(
    coder: Coder, text: str, kind: str, counted: list[tuple[str, float]]
) -> None:
    found = claims(coder, text)
    assert [c.event_type for c in found] == [kind]
    assert figures(found[0]) == counted


def test_a_new_clause_parts_the_dead_from_what_is_told_after_it(coder: Coder) -> None:
    found = claims(
        coder, "قتلت القوات الحكومية 60 شخصا، بينهم 12 طفلا، وقد بلغ عدد الذين قضوا بسبب التعذيب خمسة أشخاص."
    )
    torture = next(c for c in found if c.event_type == "torture")
    assert ("killed", 60) not in figures(torture)


def test_what_those_killed_had_done_is_no_gain_of_the_killers(coder: Coder) -> None:
    found = claims(coder, "قتلت قوات سوريا الديمقراطية أربعة مسلحين تسللوا من الضفة الأخرى لنهر الفرات.")
    assert [c.event_type for c in found] == ["attack"]
    assert found[0].place is None or found[0].place.gazetteer_id != "west-bank"


@pytest.mark.parametrize(
    "text",
    [
        "أحبط حرس الحدود محاولة تسلل جديدة من الأراضي السورية فجر أمس.",
        "شملت الصفقة 40 أسيرا من الجانبين بحسب الوسطاء.",
        "نُقل الجرحى من الجنود إلى مستشفى بعقوبة العام.",
    ],
)
def test_what_is_foiled_exchanged_or_brought_to_hospital(coder: Coder, text: str) -> None:
    assert {c.event_type for c in claims(coder, text)}.isdisjoint({"territory_change", "arrest", "aid"})


def test_the_taking_of_soldiers_names_no_families(coder: Coder) -> None:
    found = claims(coder, "أعلنت قوات الدعم السريع سيطرتها على المعسكر وأسر 42 جنديا.")
    arrest = next(c for c in found if c.event_type == "arrest")
    assert "civilians" not in [p.actor for p in (*arrest.actors, *arrest.recipients)]
    assert figures(arrest) == [("detained", 42)]


def test_tribal_fighters_are_those_of_the_country_told_of(coder: Coder) -> None:
    syria = claims(coder, "دارت اشتباكات بين قسد ومسلحين من أبناء العشائر في بلدة ذيبان بريف دير الزور.")
    assert [p.actor for p in syria[0].recipients] == ["arab_tribes_syria"]
    iraq = claims(coder, "دارت اشتباكات بين تنظيم داعش ومسلحين من أبناء العشائر في مدينة الرمادي بالعراق.")
    assert "iraqi_tribal_fighters" in [p.actor for p in (*iraq[0].actors, *iraq[0].recipients)]


def test_what_tanks_fired_hits_no_tanks(coder: Coder) -> None:
    found = claims(coder, "قصفت قوات الدعم السريع الحي بقذائف الدبابات.")
    assert [c.event_type for c in found] == ["shelling"]
    assert not found[0].recipients


def test_one_driver_is_counted(coder: Coder) -> None:
    found = claims(coder, "استهدفت طائرة مسيرة محطة وقود، ما أدى إلى مقتل سائق شاحنة وإصابة ثلاثة من عمال المحطة.")
    assert figures(found[0]) == [("killed", 1), ("injured", 3)]


def test_a_toll_is_of_what_has_happened(coder: Coder) -> None:
    found = claims(coder, "ارتفعت حصيلة جديدة لتفجير مقديشو إلى 40 قتيلا.")
    assert [(c.event_type, c.status) for c in found] == [("explosion", "occurred")]


def test_a_loaded_convoy_is_aid_unless_it_is_stuck(coder: Coder) -> None:
    assert "aid" in [
        c.event_type for c in claims(coder, "قافلة من ثماني شاحنات محملة بالدقيق وصلت إلى المدينة مساء أمس.")
    ]
    assert "aid" not in [
        c.event_type for c in claims(coder, "قافلة من ثماني شاحنات محملة بالدقيق لا تزال عالقة عند المعبر.")
    ]


def test_what_a_demonstrative_points_back_at_is_told_once(coder: Coder) -> None:
    text = "استهدفت المدفعية مواقع المسلحين في محيط بلدة سرمين يوم الثلاثاء، وقُتل خمسة مسلحين في ذلك القصف."
    record = coder.code(Article("composed", text, published_at="2021-11-11"))
    assert isinstance(record, Coded)
    (claim,) = record.claims
    assert [(f.kind, f.best) for f in claim.figures] == [("killed", 5.0)]
