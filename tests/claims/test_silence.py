"""A comment that is missing tells of no event; what a relative clause tells of it does."""

import pytest

from marsad.model import Article, Coded
from marsad.pipeline import Coder


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def types(coder: Coder, text: str) -> list[str]:
    record = coder.code(Article("composed", text, published_at="2021-05-10"))
    assert isinstance(record, Coded)
    return [c.event_type for c in record.claims if c.event_type != "refusal"]


@pytest.mark.parametrize(
    "text",
    [
        "ولم يصدر تعليق من دمشق على القصف.",
        "ولم تعلق قوات سوريا الديمقراطية على الهجوم.",
        "ولم يصدر عن الجيش الإسرائيلي أي بيان بشأن الغارة على دمشق.",
        "ولم يرد الجيش السوداني على طلب للتعليق على الغارة.",
        "ورفض المتحدث باسم الجيش التعليق على الهجوم.",
        "والتزمت بغداد الصمت حيال القصف على أربيل.",
        "ولم ترد أنباء عن سقوط ضحايا في القصف على مدينة تعز.",
        "ولم يتبن أحد عملية الاغتيال في بغداد.",
    ],
)
def test_a_missing_comment_is_no_event(coder: Coder, text: str) -> None:
    assert types(coder, text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ولم تعلق دمشق على القصف الذي أودى بحياة تسعة مدنيين في إدلب.", "shelling"),
        ("وأعلن الجيش، في بيان، أن القصف على مدينة تعز أودى بحياة أربعة.", "shelling"),
        ("وقتل تسعة في غارة على صعدة، ولم يصدر تعليق من التحالف.", "airstrike"),
    ],
)
def test_what_is_told_stays(coder: Coder, text: str, kind: str) -> None:
    assert kind in types(coder, text)
