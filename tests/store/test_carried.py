"""Who carries whose text, kept in the store: the same whatever the batches."""

from __future__ import annotations

import pytest

from marsad.model import Article
from marsad.store import Arrival, Store
from marsad.syndication import sketch

WORDS = "أعلنت غرفة العمليات أن مقاتليها صدوا محاولة تسلل على محور التل الشمالي وأن الاشتباكات دامت ثلاث ساعات قبل انسحاب المهاجمين إلى المزارع"
DISPATCH = "\n".join(
    f"{WORDS} في اليوم {n} من الشهر بعد أن سقطت {n} قذائف قرب المدرسة رقم {n * 7} في الحي {n * 3} ولم يصب أحد هناك."
    for n in range(8)
)


@pytest.mark.parametrize("size", [1, 2, 4])
def test_groups_do_not_depend_on_the_batches(store: Store, size: int) -> None:
    texts = {
        "a": DISPATCH,
        "b": DISPATCH.replace("أعلنت", "ذكرت"),
        "c": "وصلت قافلة إغاثة إلى الميناء " * 30,
        "d": DISPATCH + "\nخاتمة أخرى",
    }
    ids = list(texts)
    for n in range(0, len(ids), size):
        some = ids[n : n + size]
        added = store.add_articles([Arrival(Article(i, texts[i])) for i in some])
        with store.write() as connection:
            store.put_sketches(
                connection,
                [(a.article_key, sketch(texts[i])) for a, i in zip(added, some, strict=True)],
                "2021-03-04T00:00:00.000000Z",
            )
    groups = {i: (article.group_id if (article := store.article(i)) else None) for i in ids}
    assert groups["a"] == groups["b"] == groups["d"] is not None
    assert groups["c"] is None
    ((group, _, count),) = store.syndication_groups()
    assert (group, count) == (groups["a"], 3)
    assert {a.id for a, *_ in store.near_duplicates("a")} == {"b", "d"}
    assert {frozenset(p[:2]) for p in store.syndication_pairs()} == {frozenset("ab"), frozenset("ad"), frozenset("bd")}
    assert [a.id for a in store.articles_of_group(group)] == ["a", "b", "d"]


def test_a_text_that_joins_two_groups_makes_them_one(store: Store) -> None:
    halves = [DISPATCH, DISPATCH.translate(str.maketrans("سعدرنم", "صغذزبك"))]
    texts = [halves[0], halves[0] + " زيادة", halves[1], halves[1] + " زيادة", halves[0] + "\n" + halves[1]]
    for n, text in enumerate(texts):
        added = store.add_article(Arrival(Article(str(n), text)))
        with store.write() as connection:
            store.put_sketches(connection, [(added.article_key, sketch(text))], "2021-03-04T00:00:00.000000Z")
    assert [size for *_, size in store.syndication_groups()] == [5]
