"""How many, of what kind: one composed report for each ruling of the codebook, section 4."""

import pytest

from marsad.model import Article, Claim, Coded
from marsad.pipeline import Coder

Figure = tuple[str, float | None, float | None, float | None]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def claims_of(coder: Coder, text: str) -> list[Claim]:
    coded = coder.code(Article("a", text, published_at="2017-05-10"))
    assert isinstance(coded, Coded)
    return list(coded.claims)


def figures(claims: list[Claim]) -> list[Figure]:
    return [(f.kind, f.low, f.best, f.high) for c in claims for f in c.figures]


CASES: dict[str, tuple[str, list[Figure]]] = {
    "dead and hurt apart": (
        "قتل ثمانية مدنيين وأصيب 18 آخرون في قصف على مدينة تعز.",
        [("killed", 8, 8, 8), ("injured", 18, 18, 18)],
    ),
    "at least": ("قتل 20 شخصا على الأقل في تفجير سيارة مفخخة في بغداد.", [("killed", 20, 20, None)]),
    "a part is its own figure": (
        "قتل 12 مدنيا، بينهم خمسة أطفال، في غارات على مدينة صعدة.",
        [("killed", 12, 12, 12), ("killed", 5, 5, 5)],
    ),
    "a joint total": (
        "سقط 40 قتيلا وجريحا في انفجار سيارة مفخخة في مدينة مقديشو.",
        [("killed_and_injured", 40, 40, 40)],
    ),
    "a joint total with articles": (
        "أوقع التفجير الانتحاري عشرات القتلى والجرحى في مدينة كابول.",
        [("killed_and_injured", 20, None, 99)],
    ),
    "a joint total after two nouns": (
        "مقتل وإصابة 45 جنديا في هجوم على ثكنة في الأنبار.",
        [("killed_and_injured", 45, 45, 45)],
    ),
    "one person": ("مقتل جندي في انفجار لغم في سيناء.", [("killed", 1, 1, 1)]),
    "one person, counted": ("مقتل شخص واحد في قصف على مدينة درعا.", [("killed", 1, 1, 1)]),
    "one of them": ("مقتل أحد قادة التنظيم في غارة على مدينة الرقة.", [("killed", 1, 1, 1)]),
    "two by the dual": ("مقتل جنديين في هجوم على حاجز في العريش.", [("killed", 2, 2, 2)]),
    "a name written like a dual": ("هاجمت حركة طالبان مركزا للشرطة في قندوز وقتلت خمسة جنود.", [("killed", 5, 5, 5)]),
    "those who do it are not its dead": (
        "هاجم نحو مئة مقاتل من حركة طالبان مواقع للجيش في قندوز.",
        [("present", None, 100, None)],
    ),
    "attackers are not its dead": ("نفذت ثلاث انتحاريات تفجيرا في مدينة دامتورو.", [("present", 3, 3, 3)]),
    "detained": ("اعتقلت الشرطة 297 شخصا في إسطنبول.", [("detained", 297, 297, 297)]),
    "released": ("أفرجت الحركة عن 15 أسيرا في صنعاء.", [("released", 15, 15, 15)]),
    "displaced": ("نزح نحو 40 ألف شخص من مدينة الموصل.", [("displaced", None, 40_000, None)]),
    "abducted": ("خطف مسلحون أربعة مهندسين في طرابلس.", [("abducted", 4, 4, 4)]),
    "strikes": ("شنت طائرات التحالف ثماني غارات على مدينة الحسكة.", [("strikes", 8, 8, 8)]),
    "the number after its noun": ("سقطت قذائف عدة على بلدة نبل أطلقها مسلحون.", [("strikes", 3, None, None)]),
    "bare plurals give no figure": ("سقط قتلى وجرحى في قصف على مدينة حلب.", []),
    "where is no figure": ("شنت الطائرات غارات على مواقع الحوثيين في عدة محافظات.", []),
    "durations and distances are no figures": ("قصفت المدفعية مدينة تعز لمدة خمس ساعات على بعد 30 كيلومترا.", []),
    "a crowd": ("تظاهر نحو ثلاثة آلاف شخص أمام مبنى البلدية في سبها.", [("present", None, 3000, None)]),
    "the fallen": ("اندلعت اشتباكات في مدينة زوارة سقط فيها سبعة جنود.", [("killed", 7, 7, 7)]),
    "past the source": (
        "دارت اشتباكات في مدينة الزاوية قتل فيها، بحسب المستشفى، تسعة من الحراس.",
        [("killed", 9, 9, 9)],
    ),
    "one among them": (
        "قتل ستة مدنيين بينهم طفل في غارة على مدينة صعدة.",
        [("killed", 6, 6, 6), ("killed", 1, 1, 1)],
    ),
    "whose shot it was is no figure": ("قتلت امرأتان برصاص قناص في مدينة تعز.", [("killed", 2, 2, 2)]),
    "an adjective written like a dual": ("قال مسؤول محلي إن الطائرات قصفت مواقع التنظيم في الرقة.", []),
    "an adjective in the dual": ("انفجرت سيارتان مفخختان في مدينة بغداد.", [("vehicles", 2, 2, 2)]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_the_figures_of_a_report(coder: Coder, text: str, expected: list[Figure]) -> None:
    assert figures(claims_of(coder, text)) == expected


def test_figures_stay_with_their_own_event(coder: Coder) -> None:
    claims = claims_of(coder, "قتل خمسة جنود في تفجير عبوة ناسفة في بغداد، واعتقلت الشرطة 12 مسلحا في الموصل.")
    by_type = {c.event_type: [(f.kind, f.best) for f in c.figures] for c in claims}
    assert by_type == {"explosion": [("killed", 5)], "arrest": [("detained", 12)]}


def test_a_share_belongs_to_control(coder: Coder) -> None:
    claims = claims_of(coder, "سيطر الجيش على 80 في المئة من مدينة بنغازي.")
    assert [(f.kind, f.best) for f in claims[0].figures] == [("share", 0.8)]
