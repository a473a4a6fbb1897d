"""The forms of verbs that newspapers write and the lexicon does not list."""

from __future__ import annotations

from marsad.text.inflect import gapped_forms, verb_forms


def test_a_hamza_that_is_the_last_radical_stays() -> None:
    texts = {f.text for f in verb_forms("بدأ", "يبدأ")}
    assert {"بدا", "بدات", "بداوا", "بدووا", "يبداون", "يبدوون", "ستبدا"} <= texts
    assert not texts & {"بدت", "يبدو", "بدان"}  # «بدت» and «يبدو» seem, «بدان» begins nothing


def test_a_verbal_noun_takes_its_object_past_its_subject_too() -> None:
    texts = {form.text for form, objects in gapped_forms("{noun:إرسال} (تعزيزات|قوات)") if "تعزيزات" in objects}
    assert "ارسال" in texts
