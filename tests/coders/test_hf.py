"""The coder of exported models against small ones made here: a table from words to labels, as ONNX, with a tokeniser of whole words."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import msgspec
import numpy as np
import onnx
import pytest
from click.testing import CliRunner
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from marsad.cli import cli
from marsad.coders import coder_of
from marsad.errors import StopRun
from marsad.model import Article, Claim, Coded

TEXT = (
    "قال متحدث باسم الدفاع المدني إن المدفعية قصفت سوق مدينة إدلب أمس ما أدى إلى مقتل ثلاثة مدنيين.\n"
    "ولم يصدر تعليق من الجيش.\n"
    "ونفى مصدر عسكري أن تكون المدفعية قصفت مدينة إدلب."
)
TOKENS = {
    "O": "و", "B-shelling": "قصفت", "B-place": "مدينة", "I-place": "إدلب", "B-actor": "المدفعية", "B-date": "أمس", "B-figure-killed": "ثلاثة",
    "I-figure-killed": "مدنيين", "B-speaker": "متحدث", "I-speaker": "باسم الدفاع المدني", "B-denied": "ونفى", "B-recipient": "سوق",
}  # fmt: skip
SENTENCES = {"none": "تعليق", "shelling": "قصفت"}


def make_model(folder: Path, words: dict[str, str], by_sentence: bool = False, **config: object) -> Path:
    """A model that scores each word by a table; where it labels sentences, the scores of the words are added up."""
    folder.mkdir(parents=True)
    vocabulary = {"[UNK]": 0} | {w: n for n, w in enumerate(" ".join(words.values()).split(), 1)}
    tokeniser = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokeniser.pre_tokenizer = Whitespace()
    tokeniser.save(str(folder / "tokenizer.json"))
    table = np.zeros((len(vocabulary), len(words)), dtype=np.float32)
    table[0, 0] = 0.0 if by_sentence else 6.0
    for n, phrase in enumerate(words.values()):
        for word in phrase.split():
            table[vocabulary[word], n] = 6.0
    table_node = numpy_helper.from_array(table, "table")
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["rows"])]
    initial = [table_node]
    if by_sentence:
        initial.append(numpy_helper.from_array(np.array([1], dtype=np.int64), "axis"))
        nodes.append(helper.make_node("ReduceSum", ["rows", "axis"], ["logits"], keepdims=0))
    else:
        nodes.append(helper.make_node("Identity", ["rows"], ["logits"]))
    shape = [1, len(words)] if by_sentence else [1, None, len(words)]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, None])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, shape)],
        initial,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    onnx.save(model, str(folder / "model.onnx"))
    labels = {"id2label": dict(enumerate(words)), **config}
    (folder / "config.json").write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("models") / "tokens", TOKENS)


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("models") / "sentences", SENTENCES, by_sentence=True)


def claims_of(name: str, text: str = TEXT) -> tuple[Claim, ...]:
    record = coder_of(name).code(Article("a", text, published_at="2021-03-03"))
    assert isinstance(record, Coded)
    for claim in record.claims:
        assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.text
        assert text[claim.trigger.start : claim.trigger.end] == claim.trigger.text
    return record.claims


def test_labelled_words_become_claims_and_the_rest_comes_from_the_lexicon(tokens: Path) -> None:
    told, denied = claims_of(f"hf:{tokens}")
    assert (told.event_type, told.stance, told.trigger.text) == ("shelling", "asserted", "قصفت")
    assert told.place is not None
    assert (told.place.country, told.place.name_en) == ("SY", "Idlib")
    assert [p.text for p in told.actors] == ["المدفعية"]
    assert [p.text for p in told.recipients] == ["سوق"]
    assert told.date is not None
    assert (told.date.start, told.date.mention and told.date.mention.text) == ("2021-03-02", "أمس")
    assert [(f.kind, f.best, f.text) for f in told.figures] == [("killed", 3.0, "ثلاثة مدنيين")]
    assert [(a.role, a.name) for a in told.attribution] == [("speaker", "متحدث باسم الدفاع المدني")]
    assert told.confidence > 0.9
    assert denied.stance == "denied"
    assert denied.trigger.start == TEXT.rindex("قصفت")


def test_parts_go_to_the_nearest_trigger_and_repeated_words_to_their_own_place(tokens: Path) -> None:
    text = "المدفعية قصفت سوق قصفت مدينة إدلب."
    first, second = claims_of(f"hf:{tokens}", text)
    assert (first.trigger.start, second.trigger.start) == (text.index("قصفت"), text.rindex("قصفت"))
    assert [p.text for p in first.actors] == ["المدفعية"]
    assert first.place is None
    assert second.place is not None


def test_a_model_of_whole_sentences_points_to_the_lexicons_word(sentences: Path) -> None:
    claims = claims_of(f"hf:{sentences}")
    assert [c.trigger.text for c in claims] == ["قصفت", "قصفت"]
    assert [c.evidence.text for c in claims] == [TEXT.splitlines()[0], TEXT.splitlines()[2]]


def test_it_votes_with_the_default_coder(sentences: Path) -> None:
    alone = claims_of("default")
    both = claims_of(f"vote:default+hf:{sentences}")
    assert [c.stance for c in both] == ["asserted"]  # the model of sentences does not see that the other is denied
    assert both[0].figures == alone[0].figures
    assert not claims_of(f"vote:default+hf:{sentences}", "تظاهر المئات في مدينة إدلب أمس.")


def test_code_takes_a_coder_with_one_process_or_two(tokens: Path, tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    rows = ({"id": f"a{n}", "text": TEXT, "published_at": "2021-03-03"} for n in range(3))
    articles.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    printed = []
    for jobs in ("1", "2"):
        done = CliRunner().invoke(
            cli, ["code", "--format", "jsonl", "--jobs", jobs, "--coder", f"hf:{tokens}", str(articles)]
        )
        assert done.exit_code == 0, done.output
        printed.append(done.stdout)
    assert printed[0] == printed[1]
    assert [len(json.loads(line)["claims"]) for line in printed[0].splitlines()] == [2, 2, 2]
    refused = CliRunner().invoke(cli, ["code", "--coder", f"hf:{tokens}", "--lexicon", str(tmp_path), "--text", "x"])
    assert refused.exit_code == 2
    assert "lexicon:FOLDER" in refused.output


def test_a_long_sentence_is_cut_and_said_so(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "short", TOKENS, max_position_embeddings=4)
    record = coder_of(f"hf:{folder}").code(Article("a", TEXT))
    assert isinstance(record, Coded)
    assert "saw only the beginning" in record.warnings[0]


def test_the_version_follows_the_model(tokens: Path, sentences: Path) -> None:
    assert coder_of(f"hf:{tokens}").version != coder_of(f"hf:{sentences}").version
    assert coder_of(f"hf:{tokens}").version == coder_of(f"hf:{tokens}").version


def test_what_is_wrong_with_a_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(folder: Path) -> str:
        with pytest.raises(StopRun) as error:
            coder_of(f"hf:{folder}")
        return str(error.value)

    assert "give the folder of an exported model" in told(tmp_path / "nowhere")
    folder = make_model(tmp_path / "model", TOKENS)
    (folder / "model.onnx").write_bytes(b"no model")
    assert "cannot be loaded" in told(folder)
    (folder / "model.onnx").unlink()
    assert "optimum-cli export onnx" in told(folder)
    (folder / "config.json").write_text("{}")
    assert "no id2label" in told(folder)
    assert "no label is an event type" in told(make_model(tmp_path / "other", {"O": "و", "B-PER": "زيد"}))
    good = make_model(tmp_path / "good", TOKENS)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert 'pip install "marsad[hf]"' in told(good)


def test_the_empty_article_is_refused(tokens: Path) -> None:
    record = coder_of(f"hf:{tokens}").code(Article("a", " "))
    assert b"text is empty" in msgspec.json.encode(record)
