"""Search finds through spelling variants and clitics, and lights the words in the text as it was given."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from marsad.model import Article
from marsad.store import Arrival, Filters, Store
from marsad.store.words import forms, stem


@pytest.mark.parametrize(
    ("question", "text", "lit"),
    [
        ("قصف خان شيخون", "تعرضت البلدة للقصف ثم جرى قصفٌ عنيف بخان شيخون ليلا", ["للقصف", "قصفٌ", "بخان", "شيخون"]),
        ("قصف خان شيخون", "وقصف بخــان شَيخون", ["وقصف", "بخــان", "شَيخون"]),
        ("إدلب", "وصلت القافلة إلى ادلب", ["ادلب"]),
        ("ادلب", "غارات على ريف إِدْلِب الجنوبي", ["إِدْلِب"]),
        ("سوريا", "وفي السياق عاد لاجئون من لبنان وبسوريا أيضا", ["وبسوريا"]),
        ("بسوريا", "الوضع في سوريا", ["سوريا"]),
        ("لبنان", "حدود لبنان", ["لبنان"]),
        ("الجيش", "قالت مصادر للجيش إن جيش العدو انسحب والجيش بقي", ["للجيش", "جيش", "والجيش"]),
        ("مستشفى", "خرج مستشفي المدينة عن الخدمة", ["مستشفي"]),
        ("مدرسة", "قصفت مدرسه في القرية", ["مدرسه"]),
        ("12", "قتل ١٢ شخصا", ["١٢"]),
        ('"خان شيخون"', "نزل في خان قديم ثم زار خان شيخون", ["خان", "شيخون"]),
    ],
)
def test_words_are_found_and_lit(store: Store, question: str, text: str, lit: list[str]) -> None:
    store.add_article(Arrival(Article("a", text)))
    (hit,) = store.search(question)
    assert [hit.text[start:end] for start, end in hit.spans] == lit
    assert store.count_hits(question) == 1


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("قصف تعز", "قصف على خان شيخون"),
        ('"خان شيخون"', "في شيخون خان قديم"),
        ("والد", "ولد في القرية"),
        ("حرب", "تحرير البلدة"),
        ("؟ !", "ماذا حدث؟"),
        ('" OR 1 NEAR(', "ماذا حدث"),
    ],
)
def test_other_words_are_not_found(store: Store, question: str, text: str) -> None:
    store.add_article(Arrival(Article("a", text)))
    assert store.search(question) == []
    assert store.count_hits(question) == 0


@pytest.mark.parametrize(
    "question",
    [
        "'",
        '"',
        "a' | b",
        "قصف' -- ",
        "title: قصف",
        "NOT قصف",
        "قصف*",
        "قصف\\",
        "a:b & !c",
        "\x00",
        "(((((",
        "AND OR NOT",
    ],
)
def test_no_question_breaks_the_index(store: Store, question: str) -> None:
    store.add_article(Arrival(Article("a", "قصف على البلدة")))
    assert len(store.search(question)) <= 1


def test_a_headline_weighs_more_and_only_the_current_version_is_found(store: Store) -> None:
    store.add_articles(
        [
            Arrival(Article("body", "شهدت المدينة هدوءا بعد غارة وحيدة صباحا وعاد الناس إلى السوق", title="هدوء")),
            Arrival(Article("head", "شهدت المدينة هدوءا بعد الظهر وعاد الناس إلى السوق صباحا", title="غارة على السوق")),
            Arrival(Article("old", "غارة على المصنع")),
            Arrival(Article("old", "انفجار في المصنع")),
        ]
    )
    hits = store.search("غارة")
    assert [h.article.id for h in hits] == ["head", "body"]
    assert [hits[0].article.title[a:b] for a, b in hits[0].title_spans if hits[0].article.title] == ["غارة"]


def test_filters_narrow_a_search(store: Store, make_article: Callable[..., Article]) -> None:
    store.add_articles(
        [
            Arrival(make_article("a", outlet="nahar")),
            Arrival(make_article("b", outlet="barq", published_at="2021-05-01")),
        ]
    )
    assert [h.article.id for h in store.search("المدفعية", Filters(outlets=("barq",)))] == ["b"]
    assert [h.article.id for h in store.search("المدفعية", Filters(date_to="2021-04-01"))] == ["a"]


def test_an_excerpt_holds_the_hit(store: Store) -> None:
    store.add_article(Arrival(Article("a", "كلام طويل عن أمور أخرى. " * 40 + "سقط صاروخ على السوق. " + "خاتمة. " * 40)))
    (hit,) = store.search("صاروخ")
    start, end = hit.excerpt()
    assert "صاروخ" in hit.text[start:end]
    assert end - start <= 160


def test_a_text_longer_than_the_index_counts_is_still_found(store: Store) -> None:
    store.add_article(Arrival(Article("a", " ".join(f"كلمة{n}" for n in range(20_000)) + " هاون")))
    assert len(store.search("هاون")) == 1


def test_taking_clitics_off_never_leaves_less_than_three_letters() -> None:
    assert [stem(w) for w in ("ولد", "بلد", "وزير", "والجيش", "للجيش", "وبخان", "سيقصف", "قصف")] == [
        "ولد", "بلد", "زير", "جيش", "جيش", "خان", "يقصف", "قصف",
    ]  # fmt: skip
    assert forms("وبالقصف") == ("وبالقصف", "قصف")
