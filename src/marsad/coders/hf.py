"""A coder that asks a model of one's own, from a folder on this machine: one that labels tokens, or one that labels whole sentences.

    hf:FOLDER

The folder holds what Hugging Face Optimum exports: `model.onnx`, `tokenizer.json`, `config.json` with `id2label`. ONNX Runtime runs it on
the processor; neither PyTorch nor the network is needed. What a label means is in its name:

    shelling, protest, …            the trigger of an event of that type (for whole sentences: the event that the sentence tells)
    actor recipient place date speaker via       the words of that part, for the nearest trigger of the sentence
    figure-killed figure-injured …  the words of a figure of that kind
    denied                          words that deny the event

Token labels carry `B-` and `I-` before the name, as usual. Names of other things are passed over. Ids, coordinates, days and numbers come from
lexicon, gazetteer and grammars; the model only says which words are what.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ..annotate.sentence import Sentence
from ..claims.when import as_date
from ..errors import StopRun
from ..model import FIGURE_KINDS, Article, Coded, Refused
from ..pipeline import Coder
from .quoted import QuotedClaim, QuotedDate, QuotedFigure, QuotedSource, Quotes

_MODELS = ("model.onnx", "onnx/model.onnx")
_LONGEST = 512  # tokens of a sentence, where the model does not say
_OUTSIDE = frozenset(("O", "none", "outside", ""))
_FIGURE = "figure-"


class Span(NamedTuple):
    """Words of the article that the model gave a label, and how sure it was."""

    label: str
    start: int
    end: int
    sure: float


class HfCoder:
    """Runs the model over every sentence and makes claims of what it labels."""

    def __init__(self, folder: Path) -> None:
        self.labels, longest = _labels(folder)
        self.model = _Model(folder, longest)
        self.base = Coder.load()
        if not any(self._name(label) in self.base.vocabulary.types for label in self.labels):
            raise StopRun(
                f"{folder / 'config.json'}: no label is an event type of the codebook: name them shelling or B-shelling"
            )
        self.version = f"hf-{_digest(folder)}"

    def code(self, article: Article) -> Coded | Refused:
        """The claims of the sentences in which the model sees events."""
        if not article.text.strip():
            return Refused(article.id, f"article {article.id}: field text is empty: give the report's text")
        quotes = Quotes(article, self.base)
        claims = []
        cut = 0
        for sentence in self.base.annotated(article):
            start, end = sentence.doc.raw_span(sentence.first, sentence.last - 1)
            text = article.text[start:end].rstrip()
            spans, whole = self._spans(text, start)
            cut += not whole
            for said, at in self._said(sentence, spans, text, start):
                claim = quotes.claim(said, 1, at)
                if claim is not None:
                    claims.append(claim)
        claims.sort(key=lambda c: (c.trigger.start, c.trigger.end))
        numbered = tuple(msgspec.structs.replace(c, id=f"c{n:02d}") for n, c in enumerate(claims, 1))
        warnings = (f"article {article.id}: of {cut} long sentences the model saw only the beginning",) if cut else ()
        return Coded(article.id, numbered, warnings)

    @staticmethod
    def _name(label: str) -> str:
        return label[2:] if label[:2] in ("B-", "I-") else label

    def _spans(self, text: str, start: int) -> tuple[list[Span], bool]:
        """What the model labels in a sentence, and whether it saw all of it."""
        scores, offsets, whole = self.model.scores(text)
        if not offsets:
            return [Span(*self._best(scores[0], start, start + len(text)))], whole
        out: list[Span] = []
        for row, (first, last) in zip(scores, offsets, strict=True):
            if first == last:
                continue  # a mark of the tokeniser's own
            label, begin, end, sure = self._best(row, start + first, start + last)
            name = self._name(label)
            if label.startswith("I-") and out and out[-1].label == name:
                out[-1] = Span(name, out[-1].start, end, min(out[-1].sure, sure))
            elif out and out[-1].label == name and out[-1].end == begin:
                out[-1] = Span(name, out[-1].start, end, out[-1].sure)  # a later piece of the same word
            else:
                out.append(Span(name, begin, end, sure))
        return [span for span in out if span.label not in _OUTSIDE], whole

    def _best(self, row: Any, start: int, end: int) -> tuple[str, int, int, float]:
        best = int(row.argmax())
        return self.labels[best], start, end, float(row[best])

    def _said(self, sentence: Sentence, spans: list[Span], text: str, start: int) -> Iterator[tuple[QuotedClaim, int]]:
        """A quoted claim for each trigger, with where it stands; every other part goes to the nearest trigger."""
        types = self.base.vocabulary.types
        triggers = [s for s in spans if self._name(s.label) in types]
        parts: dict[int, list[Span]] = {n: [] for n in range(len(triggers))}
        for span in spans if triggers else ():
            if span not in triggers:
                parts[min(parts, key=lambda n: _between(triggers[n], span))].append(span)
        for n, trigger in enumerate(triggers):
            kind = self._name(trigger.label)
            at, end = trigger.start, trigger.end
            if end - at == len(text):  # of a whole sentence: the lexicon's word for it, if there is one
                at, end = _lexical(sentence, kind) or (at, end)
            words = [(s, text[s.start - start : s.end - start]) for s in parts[n]]
            yield self._claim(sentence, kind, trigger.sure, text, text[at - start : end - start], words), at

    def _claim(
        self, sentence: Sentence, kind: str, sure: float, text: str, trigger: str, words: list[tuple[Span, str]]
    ) -> QuotedClaim:
        def of(label: str) -> list[str]:
            return [w for s, w in words if s.label == label]

        dates = [d for s, w in words if s.label == "date" for d in _date(sentence, s, w)]
        return QuotedClaim(
            event_type=kind, stance="denied" if of("denied") else "asserted", status="occurred", evidence=text, trigger=trigger,
            actors=of("actor"), recipients=of("recipient"), place=next(iter(of("place")), None), date=dates[0] if dates else None,
            figures=[f for s, w in words if s.label.startswith(_FIGURE) for f in _figure(sentence, s, w)],
            attribution=[QuotedSource(w, role) for role in ("speaker", "via") for w in of(role)], confidence=sure,
        )  # fmt: skip


def _between(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end, 0)


def _lexical(sentence: Sentence, kind: str) -> tuple[int, int] | None:
    found = next((h for h in sentence.of("trigger") if h.data[0].type.id == kind), None)
    return sentence.doc.raw_span(found.first, found.last) if found is not None else None


def _meets(sentence: Sentence, first: int, last: int, span: Span) -> bool:
    start, end = sentence.doc.raw_span(first, last)
    return start < span.end and span.start < end


def _date(sentence: Sentence, span: Span, words: str) -> Iterator[QuotedDate]:
    """The days that the grammar reads in the words."""
    for mention in sentence.dates:
        if _meets(sentence, mention.first, mention.last, span):
            read = as_date(sentence, mention)
            yield QuotedDate(words, read.start, read.end)


def _figure(sentence: Sentence, span: Span, words: str) -> Iterator[QuotedFigure]:
    """The number that the grammar reads in the words."""
    kind = span.label.removeprefix(_FIGURE)
    for number in sentence.numbers if kind in FIGURE_KINDS else ():
        if _meets(sentence, number.first, number.last, span):
            yield QuotedFigure(words, kind, "unknown", number.low, number.best, number.high)
            return


class _Model:
    """The exported model with its tokeniser."""

    def __init__(self, folder: Path, longest: int) -> None:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ModuleNotFoundError as error:
            raise StopRun(
                f'the coder hf: needs the extra: pip install "marsad[hf]" ({error.name} is missing)'
            ) from error
        model = next((folder / name for name in _MODELS if (folder / name).is_file()), None)
        if model is None:
            raise StopRun(
                f"{folder}: holds no model.onnx: export the model, `optimum-cli export onnx --model {folder} EXPORTED`, and give that folder"
            )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # processes are what `--jobs` is for
        options.log_severity_level = 3
        try:
            self._tokeniser = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # both libraries raise kinds of their own
            raise StopRun(f"{folder}: the model cannot be loaded: {str(error).splitlines()[0]}") from error
        self._tokeniser.enable_truncation(longest)
        self._inputs = {i.name for i in self._session.get_inputs()}

    def scores(self, text: str) -> tuple[Any, list[tuple[int, int]], bool]:
        """Probabilities, a row a token with the tokens' places in the text, or one row and no places for a model of whole sentences."""
        import numpy as np

        read = self._tokeniser.encode(text)
        given = {"input_ids": read.ids, "attention_mask": read.attention_mask, "token_type_ids": read.type_ids}
        arrays = {name: np.array([row], dtype=np.int64) for name, row in given.items() if name in self._inputs}
        (logits, *_) = self._session.run(None, arrays)
        rows = logits[0]
        whole = not read.overflowing
        per_token = rows.ndim == 2
        rows = np.atleast_2d(rows)
        powers = np.exp(rows - rows.max(axis=-1, keepdims=True))
        return powers / powers.sum(axis=-1, keepdims=True), read.offsets if per_token else [], whole


def _labels(folder: Path) -> tuple[list[str], int]:
    """The labels in their order, and how many tokens the model takes."""
    file = folder / "config.json"
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
        labels = {int(n): str(label) for n, label in config["id2label"].items()}
    except OSError as error:
        raise StopRun(f"{file}: cannot be read ({error.strerror}): give the folder of an exported model") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StopRun(f"{file}: holds no id2label: train the model with named labels") from error
    if sorted(labels) != list(range(len(labels))):
        raise StopRun(f"{file}: the numbers of id2label are not 0 to {len(labels) - 1}")
    longest = config.get("max_position_embeddings")
    return [labels[n] for n in range(len(labels))], min(longest, _LONGEST) if isinstance(longest, int) else _LONGEST


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in _parts(folder):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _parts(folder: Path) -> Iterable[Path]:
    names = ("config.json", "tokenizer.json", *_MODELS)
    return (folder / name for name in names if (folder / name).is_file())
