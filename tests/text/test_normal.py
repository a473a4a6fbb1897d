"""The folded view maps back exactly, whatever the text."""

from hypothesis import given
from hypothesis import strategies as st

from marsad.text.normal import fold, view
from marsad.text.tokens import splits, tokenise

ODD = "ـًٌَُِّْٰأإآٱىیةکﻻﷲ٣۴\u00a0\u200f\u202b\u200d«»\x93\x9d\ud800\x00بسمو 12.\n"
TEXTS = st.one_of(
    st.text(), st.text(alphabet=ODD), st.text(alphabet=st.characters(min_codepoint=0x600, max_codepoint=0x6FF))
)


@given(TEXTS)
def test_every_character_of_the_view_comes_from_the_code_point_it_names(raw: str) -> None:
    seen = view(raw)
    assert seen.text == fold(raw)
    for i, char in enumerate(seen.text):
        start, end = seen.raw_span(i, i + 1)
        assert 0 <= start < end <= len(raw)
        assert char in fold(raw[start:end])


@given(TEXTS)
def test_spans_keep_their_order_and_dropped_characters_fold_to_nothing(raw: str) -> None:
    seen = view(raw)
    starts = [seen.raw_span(i, i + 1)[0] for i in range(len(seen.text))]
    assert starts == sorted(starts)
    covered = set(starts)
    assert all(fold(raw[i]) == "" for i in range(len(raw)) if i not in covered)


@given(TEXTS)
def test_tokens_cover_all_that_is_no_space(raw: str) -> None:
    seen = view(raw)
    doc = tokenise(seen)
    assert "".join(doc.words) == "".join(c for c in seen.text if c == "\n" or not c.isspace())
    assert all(seen.text[a:b] == w for a, b, w in zip(doc.starts, doc.ends, doc.words, strict=True))
    in_sentences = [i for a, b in doc.sentences for i in range(a, b)]
    assert in_sentences == sorted(set(in_sentences))


def test_unites_what_writers_write_in_several_ways() -> None:
    assert fold("الأُمَّـــة ﻻ ٣۴ «گ»\u200f مدرسة\x93") == 'الامه لا 34 "ك" مدرسه"'


def test_a_span_takes_its_trailing_diacritics_with_it() -> None:
    raw = "قالَ مِنْ"
    doc = tokenise(view(raw))
    assert [doc.raw_text(i, i) for i in range(2)] == ["قالَ", "مِنْ"]


def test_separates_glued_digits_and_standing_prepositions() -> None:
    assert tokenise(view('بينهم3800 لـ"قسد" لـ تنظيم 3,800')).words == [
        "بينهم",
        "3800",
        "ل",
        '"',
        "قسد",
        '"',
        "ل",
        "تنظيم",
        "3,800",
    ]


def test_sentences_end_at_stops_but_not_at_initials_or_numbers() -> None:
    doc = tokenise(view("قالت أ.ف.ب إن 3.5 ملايين نزحوا. وقال د. سامي: «لا حل؟» ثم مضى\nسطر آخر"))
    assert [doc.raw_text(a, b - 1).strip() for a, b in doc.sentences] == [
        "قالت أ.ف.ب إن 3.5 ملايين نزحوا.",
        "وقال د. سامي: «لا حل؟»",
        "ثم مضى",
        "سطر آخر",
    ]


def test_splits_off_clitics() -> None:
    assert ("ول", "القوات", "") in splits("وللقوات")
    assert ("", "غاره", "ها") in splits("غارتها")
    assert splits("قصف")[0] == ("", "قصف", "")
