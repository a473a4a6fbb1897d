"""Candidates: the happenings that a sentence tells, each with the trigger that names it and the words it governs.

Triggers of one happening are brought together: a killing is a consequence of the explosion in the same clause, a means noun
(`غارة`, `سيارة مفخخة`) says what a neutral trigger (`قصف`, `هجوم`) was (codebook, section 5, Violence).
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..annotate.sentence import BREAKS, Sentence
from ..text.phrases import Hit
from .fitting import TURNS, fit_score, fits, gaps, inside_name, takes_up, undergoes
from .homographs import is_adverb, without_homographs
from .joining import THAT_WORDS, join_consequences, join_means, join_pointed_at

if TYPE_CHECKING:
    from ..lexicons.vocabulary import EventType, TriggerEntry, Vocabulary
    from ..text.inflect import Form


_WHICH = frozenset("التي الذي الذين حيث".split())


@dataclass(slots=True, eq=False)
class Candidate:
    """One happening in one sentence: its type, its trigger at tokens `first` to `last`, and the stretch it governs."""

    sentence: Sentence
    type: EventType
    entry: TriggerEntry
    form: Form
    first: int
    last: int
    enclitic: str = ""
    proclitic: str = ""
    left: int = 0
    right: int = 0
    consequences: list[Hit] = field(default_factory=list)
    means: bool = False
    typed_by: str = "trigger"
    verbs: list[Candidate] = field(default_factory=list)
    rules: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def is_verb(self) -> bool:
        """Whether the trigger is a finite verb (or a phrase built on one)."""
        return self.form.tense != ""

    def note(self, rule: str, words: str, result: str) -> None:
        """Keep a step of the derivation for `marsad explain`."""
        self.rules.append((rule, words, result))


class ArticleMeans:
    """Which means each sentence of an article names, to type what is told without any."""

    def __init__(self, sentences: list[Sentence]) -> None:
        self.named: list[frozenset[str]] = [frozenset(h.data for h in s.of("means")) for s in sentences]
        self.counts: Counter[str] = Counter(kind for named in self.named for kind in named)

    def around(self, candidate: Candidate, vocabulary: Vocabulary) -> str | None:
        """The means that decide the type of a trigger whose own sentence names none, where the article leaves no doubt."""
        kind = candidate.type
        if kind.id in vocabulary.article_refined:
            main = max(self.counts, key=lambda k: self.counts[k], default=None)
            if main in kind.refined_by and self.counts[main] >= max(2, 2 * self.counts[kind.id]):
                return main
        if kind.id not in vocabulary.neighbour_refined:
            return None
        index = candidate.sentence.index
        if candidate.form.agreement == "p" or candidate.entry.consequence:
            return None  # «سلسلة من التفجيرات», the dead of one attack: what was told beside is another happening
        if kind.id in vocabulary.pointing_refined and (candidate.is_verb or not candidate.form.definite):
            return None
        for offset in (-1, 1, -2, 2, -3):
            if 0 <= index + offset < len(self.named):
                told = [k for k in vocabulary.neighbour_refined[kind.id] if k in self.named[index + offset]]
                if told:
                    return max(told, key=lambda k: vocabulary.means_rank.get(k, 0))
                if kind.id in self.named[index + offset]:
                    return None
        return None


def find_candidates(sentence: Sentence, vocabulary: Vocabulary, article: ArticleMeans) -> list[Candidate]:
    """The happenings of one sentence in order of their triggers."""
    chosen = [_choose(sentence, group, vocabulary, article) for group in _spans(sentence, vocabulary)]
    chosen = join_means(chosen, sentence)
    chosen = join_consequences(chosen, sentence)
    chosen = join_pointed_at(chosen, sentence)
    _bounds(chosen, sentence)
    return chosen


def _spans(sentence: Sentence, vocabulary: Vocabulary) -> list[list[Hit]]:
    """Trigger hits whose needs are met, grouped by span: overlapping spans leave only the longest, a strong trigger before a weak
    one, a whole word before a stripped one."""
    parted = list(gaps(sentence))
    objects = {k for _, k in parted}  # «نصبت المقاومة كمينا»: one happening, not two
    told = [*(h for h in sentence.of("trigger") if h.first not in objects), *(verb for verb, _ in parted)]
    titles = [h for h in told if _in_a_title(sentence, h)] if sentence.of("in_the_name") else []
    hits = sorted(
        (
            h
            for h in told
            if not (
                inside_name(sentence, h) or any(t.first <= h.first <= t.last for t in titles) or is_adverb(sentence, h)
            )
            and fits(sentence, h, vocabulary)
        ),
        key=lambda h: (h.first - h.last, h.data[0].strength == "weak", len(h.proclitic) + len(h.enclitic)),
    )
    taken: dict[int, tuple[int, int]] = {}
    groups: dict[tuple[int, int], list[Hit]] = {}
    for hit in hits:
        span = (hit.first, hit.last)
        if any(taken.get(k, span) != span for k in range(hit.first, hit.last + 1)):
            continue
        for k in range(hit.first, hit.last + 1):
            taken[k] = span
        groups.setdefault(span, []).append(hit)
    return [groups[span] for span in sorted(groups)]


def _choose(sentence: Sentence, fitting: list[Hit], vocabulary: Vocabulary, article: ArticleMeans) -> Candidate:
    """The type that this trigger has here: by the means of the sentence, then of the article."""
    best = max(without_homographs(sentence, fitting), key=lambda h: fit_score(sentence, h))
    entry, form = best.data
    candidate = Candidate(sentence, entry.type, entry, form, best.first, best.last, best.enclitic, best.proclitic)
    words = sentence.doc.raw_text(best.first, best.last)
    candidate.note("trigger", words, f"{entry.type.id} ({entry.pos}, {entry.strength})")
    if entry.launched_type is not None and _launched(candidate):
        candidate.type = vocabulary.types[entry.launched_type]
        candidate.note("launched", words, f"{entry.type.id} → {entry.launched_type}")
    if entry.present_type is not None and form.tense == "present" and not in_headline(sentence, best.first):
        candidate.type = vocabulary.types[entry.present_type]
        candidate.note("present tense", words, f"{entry.type.id} → {entry.present_type}, a state")
    _retype(candidate, vocabulary, article)
    return candidate


def _in_a_title(sentence: Sentence, hit: Hit) -> bool:
    """Whether the trigger, or the one whose name it is, only says for what somebody speaks or whom he commands."""
    before = sentence.before(hit.first)
    while before > sentence.first and (host := _trigger_ending(sentence, before)) is not None:
        before = sentence.before(host.first)
    return sentence.at("in_the_name", before) is not None


def _trigger_ending(sentence: Sentence, token: int) -> Hit | None:
    return next((h for h in sentence.of("trigger") if h.last == token and h.first > sentence.first), None)


def in_headline(sentence: Sentence, token: int) -> bool:
    """Whether the token stands in the main clause of a headline, whose present tense tells what has just happened."""
    words = sentence.doc.words
    if sentence.index > 2 or words[sentence.last - 1] != "\n" or sentence.last - sentence.first > 25:
        return False
    return _WHICH.isdisjoint(words[sentence.first : token])


def _launched(candidate: Candidate) -> bool:
    """Whether a verb of beginning or ending governs the noun: the battle is launched as such, not fought."""
    sentence = candidate.sentence
    verbs = [
        h
        for h in sentence.of("aspect")
        if 0 < candidate.first - h.last <= 22 and h.data[1].tense and h.data[0].status != "ongoing"
    ]
    if not verbs:
        return False
    return not any(h.first > verbs[-1].last and h.last < candidate.first for h in sentence.of("trigger"))


def _retype(candidate: Candidate, vocabulary: Vocabulary, article: ArticleMeans) -> None:
    """Let the means decide the type of a trigger that names none itself: those of its clause, else those told around it.

    Codebook, section 5, Violence: the type follows what the article says of the means, not only the clause; a bare *qaṣf* is
    shelling unless the article is about air raids.
    """
    refine = candidate.type.refined_by
    if candidate.entry.specific or not refine:
        return
    kind = _means_of_clause(candidate, vocabulary)
    how = "means"
    if kind is None and not any(h.data in refine for h in candidate.sentence.of("means")):
        kind, how = article.around(candidate, vocabulary), "article"
    if kind is None or kind == candidate.type.id:
        return
    candidate.note("means" if how == "means" else "means of the article", kind, f"{candidate.type.id} → {kind}")
    candidate.type = vocabulary.types[kind]
    candidate.typed_by = how


def _means_of_clause(candidate: Candidate, vocabulary: Vocabulary) -> str | None:
    """The type that the means near the trigger name, its own among them: the nearest, a break counting as eight words."""
    best: tuple[int, int] | None = None
    found: str | None = None
    words = candidate.sentence.doc.words
    for hit in candidate.sentence.of("means"):
        if hit.data not in candidate.type.refined_by and hit.data != candidate.type.id:
            continue
        if candidate.entry.consequence and undergoes(candidate.sentence, candidate.last, hit.first):
            continue
        if candidate.sentence.word(hit.first - 1) in _UPON:
            continue  # «يطلقون النار على مروحية»: what is shot at is no means
        lo, hi = sorted((hit.first, candidate.first))
        distance = max(0, min(abs(hit.first - candidate.last), abs(candidate.first - hit.last)))
        if candidate.first <= hit.first <= candidate.last:
            distance = 0
        cost = distance + 8 * sum(words[k] in BREAKS for k in range(lo + 1, hi))
        if cost > 14:
            continue
        rank = (cost // 5, -vocabulary.means_rank.get(hit.data, 0))
        if best is None or rank < best:
            best, found = rank, hit.data
    return found


_UPON = frozenset(("علي", "صوب", "باتجاه", "نحو", "ضد"))


def _edge(sentence: Sentence, left: int, right: int) -> int:
    """Where the stretch of one trigger ends and that of the next begins: the last break, turn or *anna* between them, else the
    light verb that carries the next, else the next itself."""
    words = sentence.doc.words
    for k in range(right - 1, left, -1):
        if words[k] in BREAKS or words[k] in TURNS or words[k] in THAT_WORDS:
            return k
    for hit in sentence.of("light"):
        if left < hit.first < right and not takes_up(sentence, hit):  # what takes up the noun before it is that noun's
            return hit.first
    return right


def _bounds(candidates: list[Candidate], sentence: Sentence) -> None:
    """The stretch of each: to the last break before the next trigger, or to the next trigger itself."""
    edges: list[int] = []
    for a, b in itertools.pairwise(candidates):
        end_a = max([a.last, *[h.last for h in a.consequences if h.last < b.first]])
        start_b = min([b.first, *[h.first for h in b.consequences if h.first > a.last]])
        edges.append(_edge(sentence, end_a, start_b))
    for i, candidate in enumerate(candidates):
        candidate.left = edges[i - 1] if i else sentence.first
        candidate.right = edges[i] if i < len(edges) else sentence.last
