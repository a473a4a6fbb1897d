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
from .fitting import CAUSES, TURNS, fit_score, fits, gaps, inside_name, takes_up, undergoes
from .homographs import is_adverb, without_homographs

if TYPE_CHECKING:
    from ..lexicons.vocabulary import EventType, TriggerEntry, Vocabulary
    from ..text.inflect import Form


_WHICH = frozenset("التي الذي الذين حيث".split())
_THAT = frozenset("ان بان انه انها انهم بانه بانها".split())


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
    chosen = _join_means(chosen, sentence)
    chosen = _join_consequences(chosen, sentence)
    _bounds(chosen, sentence)
    return chosen


def _spans(sentence: Sentence, vocabulary: Vocabulary) -> list[list[Hit]]:
    """Trigger hits whose needs are met, grouped by span: overlapping spans leave only the longest, a strong trigger before a weak
    one, a whole word before a stripped one."""
    parted = list(gaps(sentence))
    objects = {k for _, k in parted}  # «نصبت المقاومة كمينا»: one happening, not two
    told = [*(h for h in sentence.of("trigger") if h.first not in objects), *(verb for verb, _ in parted)]
    titles = [h for h in told if _in_a_title(sentence, h)]
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


def _join_means(candidates: list[Candidate], sentence: Sentence) -> list[Candidate]:
    """Take a second trigger of the same happening into the first: a means noun governed by it, or the same type without a break."""
    out: list[Candidate] = []
    for candidate in candidates:
        previous = out[-1] if out else None
        if previous is not None and _does_it(previous, candidate, sentence):
            out[-1] = candidate
            continue
        if previous is not None and _same_happening(previous, candidate, sentence):
            if candidate.entry.consequence:
                previous.consequences.append(
                    Hit("trigger", candidate.first, candidate.last, (candidate.entry, candidate.form), "", "")
                )
            if candidate.is_verb and not previous.is_verb:
                previous.verbs.append(candidate)
            if previous.entry.consequence or (candidate.entry.specific and not previous.entry.specific):
                if not candidate.entry.consequence and not previous.is_verb:
                    candidate.consequences = previous.consequences
                previous.type = candidate.type if not candidate.entry.consequence else previous.type
            continue
        out.append(candidate)
    return out


def _does_it(a: Candidate, b: Candidate, sentence: Sentence) -> bool:
    """Whether the first names who does what the verb after it tells: «مهاجم انتحاري فجر نفسه»."""
    if a.entry.type is not b.entry.type or a.is_verb or not b.is_verb or sentence.at("people", a.first) is None:
        return False
    gap = sentence.gap(a.last, b.first)
    return len(gap) <= 4 and BREAKS.isdisjoint(gap)


def _is_aim(a: Candidate, b: Candidate, sentence: Sentence, gap: list[str]) -> bool:
    """Whether the noun only names what the operation or battle before it is for (عملية لتحرير المدينة)."""
    if b.is_verb or a.type.id not in b.type.aim_of or any(w in BREAKS for w in gap):
        return False
    return b.proclitic == "ل" or any(b.first - 3 <= h.last < b.first for h in sentence.of("aim"))


def _same_happening(a: Candidate, b: Candidate, sentence: Sentence) -> bool:
    gap = sentence.gap(a.last, b.first)
    if _is_aim(a, b, sentence, gap):
        return True
    if a.type.group == "control" and not a.is_verb and b.is_verb and b.type.group == "fight" and not b.entry.specific:
        return not b.entry.consequence and _carries_on(a, b, gap, sentence)
    if a.type.id in a.type.frees and not b.is_verb and b.type.group == "people" and len(gap) <= 5:
        return True  # «أفرجت عن عشرين أسيرا»: those freed are no arrest
    if a.type.group != "fight" or b.type.group != "fight":
        return a.type is b.type and len(gap) <= 3 and not b.is_verb and not any(w in BREAKS for w in gap)
    if a.entry.consequence or b.entry.consequence:
        return False
    if not gap and not b.is_verb:
        return True
    if b.is_verb and not a.is_verb and _carries_on(a, b, gap, sentence):
        return True
    if b.type.id == "suicide_bombing" and b.entry.strength == "weak" and not b.is_verb and len(gap) <= 6:
        return True  # the bomber named beside his attack
    by_means = (
        sentence.doc.words[b.first].startswith("ب")
        or b.proclitic in ("ب",)
        or (gap and gap[-1] in ("ب", "في", "عبر", "بواسطه", "عن", "طريق", "خلال"))
    )
    if by_means and len(gap) <= 8 and not any(w in BREAKS for w in gap):
        return not b.is_verb and (a.is_verb or b.type.id in a.type.refined_by or a.type is b.type)
    return False


def _carries_on(a: Candidate, b: Candidate, gap: list[str], sentence: Sentence) -> bool:
    """Whether the verb only goes on with the noun: `قذيفة أطلقها`, `هجوم استهدف`, `عبوة انفجرت`."""
    if any(w in BREAKS or w in TURNS or w in _THAT for w in gap):
        return False
    if b.proclitic:  # «غارات شنتها المقاتلات واستهدفت …»: the verb agrees with the noun, not with the doer between them
        agrees = b.form.agreement == "fs" and a.form.agreement == "p" and b.entry.subject == "actor"
        return b.proclitic == "و" and agrees and not b.entry.specific and not a.is_verb and len(gap) <= 14
    if b.enclitic and len(gap) <= 4:
        return True
    return (
        len(gap) <= 7
        and not b.entry.specific
        and not any(
            a.last < m.first < b.first and m.armed and m.prep == "" and not m.adjective for m in sentence.mentions
        )
    )


def _join_consequences(candidates: list[Candidate], sentence: Sentence) -> list[Candidate]:
    """Give a killing or wounding to the attack of the same sentence that it follows from; join killed and wounded of one attack."""
    means = [c for c in candidates if not c.entry.consequence and c.type.group == "fight"]
    out: list[Candidate] = []
    for candidate in candidates:
        if not candidate.entry.consequence:
            out.append(candidate)
            continue
        host = _host(candidate, means, sentence)
        if host is not None:
            host.consequences.append(
                Hit("trigger", candidate.first, candidate.last, (candidate.entry, candidate.form), "", "")
            )
            host.note("consequence", sentence.doc.raw_text(candidate.first, candidate.last), f"of this {host.type.id}")
            continue
        earlier = next(
            (
                c
                for c in reversed(out)
                if c.entry.consequence
                and not _turn_between(sentence, c.last, candidate.first)
                and not (candidate.is_verb and _another_between(sentence, c.last, candidate.first))
            ),
            None,
        )
        if earlier is not None and candidate.first - earlier.last <= 14:
            earlier.consequences.append(
                Hit("trigger", candidate.first, candidate.last, (candidate.entry, candidate.form), "", "")
            )
            continue
        out.append(candidate)
    return out


def _host(consequence: Candidate, means: list[Candidate], sentence: Sentence) -> Candidate | None:
    best: Candidate | None = None
    best_cost = 40
    for host in means:
        left, right = (consequence, host) if consequence.first < host.first else (host, consequence)
        between = sentence.doc.words[left.last + 1 : right.first]
        cost = len(between) + 12 * sum(
            1 for k, w in enumerate(between) if w in TURNS and not (k and between[k - 1] == "،" and w == "حيث")
        )
        cost += 3 * sum(1 for w in between if w in BREAKS)
        if (
            host.first < consequence.first
            and consequence.is_verb
            and _another_between(sentence, host.last, consequence.first)
        ):
            continue  # «إن القوات هاجمت الموقع، وإن ستة قتلوا»: told as a thing of its own
        cost += 12 * sum(
            1
            for h in sentence.of("say")
            if left.last < h.first < right.first and not h.enclitic and sentence.word(h.first - 1) != "كما"
        )
        if host.first > consequence.last and not _leads_back(host, sentence, between):
            continue
        if (
            host.first < consequence.first
            and not consequence.is_verb
            and sentence.word(consequence.first - 1) in _AFTER
        ):
            continue  # «بدأت الاشتباكات بعد مقتل شيخ»: the dead came first
        if cost < best_cost:
            best, best_cost = host, cost
    return best


_ANOTHER = frozenset(("وان", "وانه", "وانها", "وانهم", "وبان"))  # the next of the things said
_ELSEWHERE = frozenset("فيما بينما وفيما وبينما لكن ولكن".split())  # what follows is another happening
_AFTER = frozenset("بعد عقب غداه منذ وبعد وعقب".split())


def _leads_back(host: Candidate, sentence: Sentence, between: list[str]) -> bool:
    """Whether the attack is told after its dead as what killed them: بقصف, جراء انفجار, عندما هاجم."""
    if not _ELSEWHERE.isdisjoint(between):
        return False
    if host.proclitic == "ب" or not CAUSES.isdisjoint(between[-2:]):
        return True
    if not host.is_verb and not host.proclitic and not CAUSES.isdisjoint(between[-4:]) and _THAT.isdisjoint(between):
        return TURNS.isdisjoint(between)
    return any(h.last == host.first - 1 and h.proclitic == "ب" for h in sentence.of("trigger"))  # بانفجار سيارة مفخخة


def _turn_between(sentence: Sentence, left: int, right: int) -> bool:
    return any(w in TURNS for w in sentence.doc.words[left + 1 : right])


def _another_between(sentence: Sentence, left: int, right: int) -> bool:
    return not _ANOTHER.isdisjoint(sentence.doc.words[left + 1 : right])


def _edge(sentence: Sentence, left: int, right: int) -> int:
    """Where the stretch of one trigger ends and that of the next begins: the last break, turn or *anna* between them, else the
    light verb that carries the next, else the next itself."""
    words = sentence.doc.words
    for k in range(right - 1, left, -1):
        if words[k] in BREAKS or words[k] in TURNS or words[k] in _THAT:
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
