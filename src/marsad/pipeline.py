"""The way of an article through the program: the ordered list of stages, and the coder that runs them."""

from __future__ import annotations

import gc
from collections import Counter
from pathlib import Path
from typing import Protocol

from . import reading
from .annotate.antecedents import settle_actors
from .annotate.participants import find_mentions
from .annotate.places import find_places, settle_places, spread_names
from .annotate.sentence import Sentence, read_sentences
from .claims.build import Draft, as_claim, draft_claims, keep
from .claims.fitting import may_tell
from .errors import SkipArticle
from .lexicons.vocabulary import Vocabulary, load_vocabulary
from .model import Article, Claim, Coded, Refused
from .text.normal import View
from .text.tokens import tokenise


class ClaimCoder(Protocol):
    """What reads an article and gives its claims; `version` changes whenever its output may."""

    version: str

    def code(self, article: Article) -> Coded | Refused:
        """The article's claims, or the reason why it cannot be read; never raises for a bad article."""


class Coder:
    """The default coder: lexicon, gazetteer and grammars, no model and no network."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.version = vocabulary.version

    @classmethod
    def load(cls, user_lexicon: Path | None = None) -> Coder:
        """The coder with the packaged lexicon, overlaid by `user_lexicon`; compiled once and cached."""
        coder = cls(load_vocabulary(user_lexicon))
        gc.freeze()  # the vocabulary lives as long as the process: the collector need not walk its million objects again and again
        gc.set_threshold(
            100_000, 20, 50
        )  # an article makes thousands of short-lived objects and leaves hardly a cycle (`Sentence.release`)
        return coder

    def code(self, article: Article) -> Coded | Refused:
        """The article's claims in order of their triggers (codebook, section 7).

        A defect of ours costs the one article that shows it, and says so; `drafts` lets it through, for tests and for whoever mends it.
        """
        try:
            sentences, drafts, warnings = self._read(article)
        except SkipArticle as error:
            return Refused(article.id, str(error))
        except Exception as error:
            return Refused(
                article.id,
                f"article {article.id}: the coder failed on it ({type(error).__name__}: {error}): a defect of Marsad: report it with the text",
            )
        kept = keep(drafts, self.vocabulary.threshold)
        claims: list[Claim] = [as_claim(draft, number) for number, draft in enumerate(kept, 1)]
        for sentence in sentences:
            sentence.release()
        return Coded(article.id, tuple(claims), tuple(warnings))

    def drafts(self, article: Article) -> tuple[list[Draft], list[str]]:
        """Every candidate claim with its confidence and derivation, before the doubtful ones are left out."""
        return self._read(article)[1:]

    def _read(self, article: Article) -> tuple[list[Sentence], list[Draft], list[str]]:
        vocabulary = self.vocabulary
        read = reading.read(article)
        text_view, body = reading.report(article.text, vocabulary.tails, vocabulary.inline_tails)
        if not vocabulary.may_hold_claims(text_view.text):
            return [], [], read.warnings
        sentences = read_sentences(tokenise(text_view, *body), vocabulary.phrases)
        if not any(may_tell(sentence, vocabulary) for sentence in sentences):
            return [], [], read.warnings
        self._annotate(sentences, read)
        return sentences, draft_claims(sentences, vocabulary, read.outlet), read.warnings

    def annotated(self, article: Article) -> list[Sentence]:
        """The sentences of the body with their dates, numbers, places and participants: what coders of another kind stand on."""
        text_view, body = reading.report(article.text, self.vocabulary.tails, self.vocabulary.inline_tails)
        return self._sentences(text_view, body, reading.read(article))

    def _sentences(self, text_view: View, body: tuple[int, int], read: reading.Read) -> list[Sentence]:
        sentences = read_sentences(tokenise(text_view, *body), self.vocabulary.phrases)
        self._annotate(sentences, read)
        return sentences

    def _annotate(self, sentences: list[Sentence], read: reading.Read) -> None:
        vocabulary = self.vocabulary
        for sentence in sentences:
            sentence.dates = vocabulary.dates.find_dates(sentence.doc, sentence.first, sentence.last, read.published)
            masked = {k for d in sentence.dates for k in range(d.first, d.last + 1)}
            tokens, words = range(sentence.first, sentence.last), sentence.doc.words
            masked.update(k for k in tokens if vocabulary.dates.is_day_of_month(words, k, sentence.last))
            sentence.numbers = vocabulary.numbers.find_numbers(sentence.doc, sentence.first, sentence.last, masked)
            sentence.places = find_places(sentence)
            sentence.mentions = find_mentions(sentence, vocabulary)
        spread_names(sentences)
        hint = Counter(dict.fromkeys(vocabulary.countries_of(read.outlet), 1.5)) if read.outlet else Counter[str]()
        named = vocabulary.countries_of_actors(sentences)
        parties = {c: min(3.0, 0.5 * n) for c, n in named.items()}
        countries = settle_places(sentences, vocabulary.gazetteer, hint, parties)
        countries.update(named)
        settle_actors(sentences, vocabulary, countries, read.published)
