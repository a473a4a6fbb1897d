"""Differences by words: exact, and readable from right to left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.evidence.diff import side_by_side, word_diff
from marsad.evidence.terminal import diff_lines
from marsad.ingest.types import Fetched
from marsad.store import Store
from marsad.store.intake import Intake


def test_a_changed_toll_is_one_change() -> None:
    pieces = word_diff("قتل ثلاثة أشخاص وجرح عشرة في القصف.", "قتل خمسة أشخاص وجرح عشرة في القصف.")
    assert [(p.kind, p.text) for p in pieces] == [
        ("same", "قتل "), ("gone", "ثلاثة"), ("new", "خمسة"), ("same", " أشخاص وجرح عشرة في القصف."),
    ]  # fmt: skip


def test_words_that_follow_one_another_change_together() -> None:
    pieces = word_diff("قال مصدر طبي محلي إن", "قال ناطق عسكري رسمي إن")
    assert [(p.kind, p.text) for p in pieces] == [
        ("same", "قال "),
        ("gone", "مصدر طبي محلي"),
        ("new", "ناطق عسكري رسمي"),
        ("same", " إن"),
    ]


@given(st.text("ابتث \n.،1", max_size=40), st.text("ابتث \n.،1", max_size=40))
def test_both_texts_can_be_put_together_again(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(p.text for p in pieces if p.kind != "new") == old
    assert "".join(p.text for p in pieces if p.kind != "gone") == new
    assert all(p.text == (old if p.kind == "gone" else new)[p.start : p.end] for p in pieces)


def test_lines_are_set_from_right_to_left() -> None:
    lines = diff_lines("عنوان\nقتل ثلاثة", "عنوان\nقتل خمسة", marks=True)
    assert [line.plain for line in lines] == ["\u2067عنوان\u2069", "\u2067قتل [-ثلاثة-]{+خمسة+}\u2069"]


def test_the_command_shows_what_the_outlet_changed(
    store: Store, take: Callable[..., Intake], make_report: Callable[..., Fetched], monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from marsad.evidence.cli import versions

    take(make_report(1, "قتل ثلاثة أشخاص في القصف."))
    take(make_report(1, "قتل خمسة أشخاص في القصف."))
    monkeypatch.setenv("MARSAD_HOME", str(store.folder))
    shown = CliRunner().invoke(versions, ["a1"])
    assert shown.exit_code == 0
    assert "[-ثلاثة-]{+خمسة+}" in shown.stdout
    assert "version 2" in shown.stdout
    missing = CliRunner().invoke(versions, ["a1", "--to", "7"])
    assert missing.exit_code == 1


def test_paragraphs_stand_side_by_side() -> None:
    old = "قتل ثلاثة في القصف.\nأغلقت المدارس.\n\nوعاد الهدوء مساء."
    new = "قتل خمسة في القصف.\nوصلت فرق الإسعاف.\nأغلقت المدارس.\nوعاد الهدوء مساء."
    rows = side_by_side(old, new)
    assert [{p.kind for p in row} for row in rows] == [{"same", "gone", "new"}, {"new"}, {"same"}, {"same"}]
    assert "\n".join("".join(p.text for p in row if p.kind != "gone") for row in rows) == new


def test_a_paragraph_that_went_has_a_row_of_its_own_beside_one_that_changed() -> None:
    old = "نفت الوزارة الخبر.\nقال شهود إن طائرة قصفت السوق ظهر اليوم.\nوأصيب عشرة."
    new = "قال شهود إن طائرتين قصفتا السوق ظهر اليوم.\nوأصيب عشرة."
    rows = side_by_side(old, new)
    assert [{p.kind for p in row} for row in rows] == [{"gone"}, {"same", "gone", "new"}, {"same"}]


def test_texts_with_nothing_in_common_stand_one_after_the_other() -> None:
    assert [row[0].kind for row in side_by_side("خبر.\nنبأ.", "تقرير.")] == ["gone", "gone", "new"]
    assert side_by_side("", "") == []
