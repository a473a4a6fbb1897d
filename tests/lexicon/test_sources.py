"""Every example of lexicon/sources/ is found under its own source, every tempting line is not; one test an example, by file and line."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from marsad.lexicons.forms import SourceFile
from marsad.lexicons.load import PACKAGED
from marsad.lexicons.read import line_with, read_as
from marsad.lexicons.vocabulary import Vocabulary, load_vocabulary
from marsad.text.normal import view
from marsad.text.phrases import Hit
from marsad.text.tokens import Doc, tokenise

FILES = sorted((PACKAGED / "sources").glob("*.yml"))
RECORDS = {path: read_as((path,), SourceFile) for path in FILES}
KINDS = {"newspaper", "agency", "tv", "radio", "website", "monitor", "channel"}
MARKED = re.compile(r"\[([^\]]+)\]")


def _lines(attribute: str) -> list[object]:
    return [
        pytest.param(record.id, text, id=f"{path.stem}.yml:{line_with(path, text)}")
        for path, record in RECORDS.items()
        for text in getattr(record, attribute)
    ]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def _found(text: str, vocabulary: Vocabulary) -> tuple[Doc, list[Hit]]:
    doc = tokenise(view(text))
    return doc, [hit for hit in vocabulary.phrases.scan(doc.words, 0, len(doc.words)) if hit.kind == "source"]


@pytest.mark.parametrize(("source", "text"), _lines("examples"))
def test_the_name_in_brackets_is_read_as_this_source(source: str, text: str, vocabulary: Vocabulary) -> None:
    marked = MARKED.search(text)
    assert marked is not None
    first, last = marked.start(), marked.end() - 2
    doc, hits = _found(MARKED.sub(r"\1", text), vocabulary)
    spans = [(doc.starts[h.first] + len(h.proclitic), doc.ends[h.last]) for h in hits if h.data.id == source]
    assert any(start <= first and end >= last for start, end in spans), hits


@pytest.mark.parametrize(("source", "text"), _lines("not_"))
def test_a_tempting_line_does_not_name_this_source(source: str, text: str, vocabulary: Vocabulary) -> None:
    _, hits = _found(text, vocabulary)
    assert source not in {h.data.id for h in hits}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_kind_and_time_zone_are_known_ones(path: Path) -> None:
    record = RECORDS[path]
    assert record.kind in KINDS
    assert record.timezone
    assert ZoneInfo(record.timezone).key == record.timezone


def test_no_name_belongs_to_two_sources() -> None:
    owners: dict[str, str] = {}
    for record in RECORDS.values():
        for name in record.names:
            assert owners.setdefault(name.casefold(), record.id) == record.id, name
