"""The sentence around a claim's words: cut at its ends, shortened where it is long, its code points right."""

from __future__ import annotations

from marsad.serve.quoting import quote

TEXT = "هدأ القصف. وقال مصدر في أ.ف.ب إن القوات انسحبت ليلاً من التلة.\nثم عادت."


def around(words: str, text: str = TEXT) -> tuple[str, str, str]:
    start = text.index(words)
    found = quote(text, start, start + len(words))
    return found.before, found.words, found.after


def test_the_sentence_and_no_more() -> None:
    assert around("انسحبت") == ("وقال مصدر في أ.ف.ب إن القوات ", "انسحبت", " ليلاً من التلة.")


def test_words_over_two_sentences_bring_both() -> None:
    assert around("القصف. وقال")[0] == "هدأ "


def test_words_over_two_lines_stand_alone_in_them() -> None:
    assert around("التلة.\nثم")[1] == "التلة.\nثم"


def test_marks_and_tatweel_do_not_move_the_cut() -> None:
    text = "قُتِلَ مدنيٌّ. وأُصيـــب آخرون في السوق."
    assert around("آخرون", text) == ("وأُصيـــب ", "آخرون", " في السوق.")


def test_a_long_sentence_is_shortened_on_both_sides() -> None:
    text = "كلمة " * 100 + "هدف" + " كلمة" * 100
    before, words, after = around("هدف", text)
    assert words == "هدف"
    assert before.startswith("… كلمة")
    assert after.endswith("كلمة …")
    assert len(before) < 230 > len(after)
