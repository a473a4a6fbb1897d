"""New names are found where a report brings them in, gathered over spellings and reports, and written so that the coder reads them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli import cli
from marsad.lexicons.lint import lint
from marsad.model import Article, Coded
from marsad.pipeline import Coder
from marsad.store import Arrival, Store
from marsad.suggest.gather import Candidate
from marsad.suggest.sources import StoreNames, candidates_of

REPORTS = (
    ("r1", "nahar", "أعلن المتحدث باسم قوات سوريا الديمقراطية العقيد شاهين البرازي أن الطريق الدولي بات سالكا."),
    ("r2", "sada", "ونفى شاهين برازي، المتحدث باسم قوات سوريا الديمقراطية، سقوط قتلى في الاشتباك."),
    ("r3", "sada", "وقال المتحدث باسم «قسد»، شاهين البرازي، إن الجسر دمر بالكامل."),
    ("r4", "nahar", "تبنت كتائب «صقور الساحل الغربي» الهجوم على الحاجز شرق المدينة."),
    ("r5", "nahar", "واتهم البيان ما يسمى «لواء أشبال الوادي» بخطف التاجر وابنه."),
    ("r6", "madar", "ونقلت صحيفة «بريد الضفتين» عن طبيب أن الجرحى وصلوا ليلا."),
    ("r7", "madar", "وشكل الأهالي كتيبة درع الحصاد (كدح) لحماية القرى من اللصوص."),
)
NONE = (
    "قال مصدر أمني إن المحافظ أصيب بجروح.",
    "وأكد المتحدث أن الهدنة صامدة، وأضاف البرازي أن الطرق مفتوحة.",
    "قال المتحدث باسم قوات سوريا الديمقراطية مصطفى بالي إن القوات تقدمت.",  # known
    "سيطر تنظيم «الدولة الإسلامية» على القرية، ونقلت وكالة «رويترز» عن شهود أن السكان نزحوا.",  # known
    "وحذرت القوات الحكومية من الاقتراب، وقال ناطق باسم وزارة الدفاع إن الحصار مستمر.",
    "وأعلن المجلس «أن يوم الجمعة عطلة».",
)


def _articles(rows: tuple[tuple[str, str, str], ...] = REPORTS) -> list[Article]:
    return [
        Article(i, text, outlet=outlet, published_at=f"2021-03-{n:02}") for n, (i, outlet, text) in enumerate(rows, 1)
    ]


@pytest.fixture(scope="module")
def found() -> dict[str, Candidate]:
    return {c.name: c for c in candidates_of(_articles())}


def test_one_person_over_three_reports_and_two_spellings(found: dict[str, Candidate]) -> None:
    person = found["شاهين البرازي"]
    assert (person.kind, person.role, person.body) == ("person", "spokesperson", "sdf")
    assert (person.articles, person.outlets) == (3, 2)
    assert person.spellings == {"شاهين البرازي": 2, "شاهين برازي": 1}
    assert (person.first, person.last) == ("2021-03-01", "2021-03-03")


def test_a_passage_shows_the_name_where_it_stands(found: dict[str, Candidate]) -> None:
    texts = {a.id: a.text for a in _articles()}
    for candidate in found.values():
        for passage in candidate.examples:
            given = texts[passage.article][passage.start : passage.end]
            assert given.replace("«", "").replace("»", "") in candidate.spellings
            assert given in passage.text


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("كتائب صقور الساحل الغربي", "body"),
        ("لواء أشبال الوادي", "body"),
        ("صحيفة بريد الضفتين", "outlet"),
        ("كتيبة درع الحصاد", "body"),
    ],
)
def test_bodies_and_outlets_are_found(found: dict[str, Candidate], name: str, kind: str) -> None:
    assert found[name].kind == kind


def test_an_abbreviation_in_brackets_is_kept(found: dict[str, Candidate]) -> None:
    assert found["كتيبة درع الحصاد"].short == "كدح"


@pytest.mark.parametrize("text", NONE)
def test_generic_speakers_bare_surnames_and_known_names_are_not_offered(text: str) -> None:
    assert candidates_of([Article("a", text), Article("b", text)]) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("تحاشى المتحدث باسم وزارة الدفاع السورية وائل برهومي التعليق على الحادث.", ["وائل برهومي"]),
        ("انتقد محافظ حماة ماهر قطيفاني بعض المسؤولين.", ["ماهر قطيفاني"]),
        ("قال محافظ حماة العميد الركن ماهر بن سلام إن الطريق فتح.", ["ماهر بن سلام"]),
        ("وقال الكولونيل براين هوكستر، المتحدث باسم الجيش الأميركي، إن الغارة أصابت هدفها.", ["براين هوكستر"]),
        ("وأصيب صهر محافظ حماة وائل برهومي بجروح.", []),
        ("والتقى مستشار محافظ حماة وائل برهومي الوجهاء.", []),
        ("استبعد مستشار الرئيس الأوكراني موافقة بلاده على الهدنة.", []),
        ("وكان زعيم الحركة، طيلة السنوات الماضية، مختفيا.", []),
        ("وقال الرئيس السوري بشار حافظ الأسد إن الحرب طويلة.", []),
        ("وشكلت الوزارة لجنة «مستقلة» للتحقيق.", []),
        ("قتل وائل برهومي ووزير الداخلية في الانفجار.", []),
    ],
)
def test_a_name_ends_where_everyday_words_begin_and_belongs_to_the_post(text: str, names: list[str]) -> None:
    assert [c.name for c in candidates_of([Article("a", text), Article("b", text)])] == names


@pytest.mark.parametrize(
    ("post", "body"),
    [
        ("عضو مجلس ثوار الوادي السوري", None),
        ("المتحدث باسم شرطة بلدة حارم", None),
        ("المتحدث باسم الجيش السوري", "syrian_government"),
        ("المتحدث باسم «غرفة عمليات رعد الشمال» السورية", None),
    ],
)
def test_a_body_of_its_own_is_not_the_state_whose_adjective_it_bears(post: str, body: str | None) -> None:
    text = f"وقال وائل برهومي، {post}، إن الطريق فتح."
    people = [c for c in candidates_of([Article("a", text, published_at="2015-07-01")]) if c.kind == "person"]
    assert [(c.name, c.body) for c in people] == [("وائل برهومي", body)]


def test_the_order_of_the_reports_changes_nothing(found: dict[str, Candidate]) -> None:
    assert candidates_of(reversed(_articles())) == list(found.values())


def test_the_store_is_read_once_and_new_articles_join(store: Store, make_article: Callable[..., Article]) -> None:
    first, second, *_ = _articles()
    store.add_articles([Arrival(first)])
    names = StoreNames(store)
    assert [(c.name, c.articles) for c in names.candidates()] == [("شاهين البرازي", 1)]
    store.add_articles([Arrival(second)])
    (joined,) = names.candidates()
    assert joined.articles == 2
    assert StoreNames(store).candidates() == [joined]


def _given(tmp_path: Path) -> Path:
    path = tmp_path / "reports.jsonl"
    rows = [
        json.dumps({"id": i, "outlet": o, "published_at": "2021-03-04", "text": t}, ensure_ascii=False)
        for i, o, t in REPORTS
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_what_is_written_passes_the_check_is_read_and_is_offered_no_more(tmp_path: Path) -> None:
    reports, mine = _given(tmp_path), tmp_path / "mine"
    args = ["lexicon", "suggest", str(reports), "--lexicon", str(mine)]
    done = CliRunner().invoke(cli, [*args, "--write"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert list(lint(mine)) == []
    coder = Coder.load(mine)
    coded = coder.code(
        Article("x", "قال شاهين البرازي إن قذيفة سقطت على بلدة السوسة فقتل مدنيان.", published_at="2021-04-01")
    )
    assert isinstance(coded, Coded)
    assert {a.actor for c in coded.claims for a in c.attribution} == {"sdf"}
    assert "مظلوم عبدي" in coder.vocabulary.people  # the packaged people stay
    again = CliRunner().invoke(cli, [*args, "--format", "jsonl"], catch_exceptions=False)
    assert again.output == ""


def test_one_is_accepted_by_its_id_with_an_id_for_its_file(tmp_path: Path, found: dict[str, Candidate]) -> None:
    body = found["كتائب صقور الساحل الغربي"]
    args = ["lexicon", "suggest", str(_given(tmp_path)), "--lexicon", str(tmp_path / "mine"), "--accept", body.id]
    done = CliRunner().invoke(cli, [*args, "--id", "coast_hawks"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert [p.name for p in (tmp_path / "mine").rglob("*.yml")] == ["coast_hawks.yml"]
    coded = Coder.load(tmp_path / "mine").code(Article("x", "قصفت كتائب صقور الساحل الغربي بلدة السوسة أمس."))
    assert isinstance(coded, Coded)
    assert coded.claims[0].actors[0].actor == "coast_hawks"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--accept", "p000000"], "--lexicon"),
        (["--lexicon", "mine", "--accept", "p000000"], "no candidate has the id p000000"),
        (["--lexicon", "mine", "--write", "--id", "x"], "--id names one new file"),
    ],
)
def test_a_wrong_choice_says_how_to_mend_it(
    options: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["lexicon", "suggest", str(_given(tmp_path)), *options])
    assert done.exit_code != 0
    assert message in str(done.exception)
