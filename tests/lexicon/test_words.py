"""Every example of lexicon/words/ that marks a cue in brackets is read as a cue of its section; tempting lines hold none of the file's cues."""

import re

import pytest

from marsad.lexicons.load import PACKAGED
from marsad.lexicons.read import line_with, read_yaml
from marsad.lexicons.vocabulary import Vocabulary, load_vocabulary
from marsad.reading import body
from marsad.text.normal import view
from marsad.text.phrases import Hit
from marsad.text.tokens import Doc, tokenise

KINDS = {  # file and section → the kind of entry that the compiled phrases hold for it
    "reporting": {
        "verbs": "say",
        "according_to": "accord",
        "speaker_nouns": "speaker",
        "via_nouns": "via",
        "issuing": "issue",
        "comments": "comment",
        "declines": "declines",
        "norms": "norm",
        "reporters": "reporter",
        "labels": "label",
    },
    "people": {"people": "people", "things": "thing", "casualties": "casualty"},
    "negation": {"cues": "negation", "not_negation": "not_negation"},
    "relations": {"cues": "placecue", "relations": "relation", "no_place": "no_place"},
    "topics": {"topics": "topic"},
}
MARKED = re.compile(r"\[([^\]]+)\]")
DATA = {name: read_yaml(PACKAGED / "words" / f"{name}.yml") for name in (*KINDS, "boilerplate")}


def _id(name: str, text: str) -> str:
    return f"{name}.yml:{line_with(PACKAGED / 'words' / f'{name}.yml', text)}"


EXAMPLES = [
    pytest.param(kind, text, id=_id(name, text))
    for name, sections in KINDS.items()
    for section, kind in sections.items()
    for text in DATA[name]["examples"][section]
]
TEMPTING = [
    pytest.param(set(KINDS[name].values()), text, id=_id(name, text)) for name in KINDS for text in DATA[name]["not"]
]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def _found(text: str, vocabulary: Vocabulary) -> tuple[Doc, list[Hit]]:
    doc = tokenise(view(text))
    return doc, vocabulary.phrases.scan(doc.words, 0, len(doc.words))


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_the_words_in_brackets_are_a_cue_of_their_section(kind: str, text: str, vocabulary: Vocabulary) -> None:
    marked = MARKED.search(text)
    assert marked is not None
    first, last = marked.start(), marked.end() - 2
    doc, hits = _found(MARKED.sub(r"\1", text), vocabulary)
    spans = [(doc.starts[h.first], doc.ends[h.last]) for h in hits if h.kind == kind]
    assert any(start <= first and end >= last for start, end in spans), spans


@pytest.mark.parametrize(("kinds", "text"), TEMPTING)
def test_a_tempting_line_holds_no_cue_of_the_file(kinds: set[str], text: str, vocabulary: Vocabulary) -> None:
    doc, hits = _found(text, vocabulary)
    assert [(h.kind, doc.words[h.first]) for h in hits if h.kind in kinds] == []


FURNITURE = [
    pytest.param(text, id=_id("boilerplate", text))
    for rows in DATA["boilerplate"]["examples"].values()
    for text in rows
]


@pytest.mark.parametrize("text", FURNITURE)
def test_what_follows_page_furniture_is_cut_off_and_the_report_before_it_stays(
    text: str, vocabulary: Vocabulary
) -> None:
    marked = MARKED.search(text)
    assert marked is not None
    report = "توقف القتال عند الجسر مساء، ثم عاد الأهالي إلى بيوتهم في القرية."
    inline = text in DATA["boilerplate"]["examples"]["inline"]
    page = report + (" " if inline else "\n") + MARKED.sub(r"\1", text)
    _, end = body(view(page), vocabulary.tails, vocabulary.inline_tails)
    assert end <= len(report) + 1 + marked.start()
    assert end >= len(report)


@pytest.mark.parametrize(
    "text", [pytest.param(text, id=_id("boilerplate", text)) for text in DATA["boilerplate"]["not"]]
)
def test_a_sentence_that_begins_like_page_furniture_is_kept(text: str, vocabulary: Vocabulary) -> None:
    page = f"وصلت القافلة إلى المخيم ظهرا.\n{text}"
    assert body(view(page), vocabulary.tails, vocabulary.inline_tails)[1] == len(view(page).text)
