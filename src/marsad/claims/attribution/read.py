"""The scopes of an article's sentences in reading order, and what is carried on from one to the next.

A cue of saying opens a scope: a verb of saying with its clause, `بحسب` with the clause it stands in, a colon or quotation mark
with the words after it. `وأضاف أن` carries the chain of the last scope on; an open quotation goes on over sentences; any other
sentence without a cue is the outlet's own.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...annotate.sentence import BREAKS, Sentence
from ...text.phrases import Hit
from .before import is_feminine, speakers_before, subject_of, unknown_subject
from .carriers import according, relayed, vias_between
from .chain import THAT, Link, Scope, chain_of, joined
from .cues import WHAT, clause_initial, find_cues, relative_before, takes_up
from .documents import is_document
from .dropped import fronted, known_name, of_its_clause
from .endings import break_at, clause_end, contrast, resumed, subordinate, turn, turns_after
from .headings import colon_speaker, heading_start
from .issued import issued
from .openings import also_said, introduced, noun_opening, put_to_a_clause, soon, speech_opening, told_of
from .quotes import Quotation, find_quotations
from .speakers import STOPS, names_in, speakers_after

if TYPE_CHECKING:
    from ...lexicons.vocabulary import Vocabulary

_PARTICLES = (
    THAT
    | WHAT
    | frozenset(
        "ثم قد كما و بل لقد فقد لكن ولكن او كان كانت كانوا لم ما لا حين عندما بعدما حيث اذ حتي ايضا كذلك الذي التي الذين".split()
    )
)
_HEADING = 30  # tokens of a line in which the colon after its speaker stands


@dataclass(slots=True)
class _State:
    """What a sentence leaves to the next: the last chain, the chain of a quotation that is still open, the names of who has spoken."""

    chain: list[Link] = field(default_factory=list)
    open: list[Link] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


def read_attribution(
    sentences: list[Sentence], vocabulary: Vocabulary, outlet: str | None = None
) -> dict[int, list[Scope]]:
    """The scopes of each sentence by its index, in reading order, innermost last; `outlet` publishes the article."""
    state = _State()
    quotations = find_quotations(sentences)
    own = vocabulary.outlet_label(outlet)
    out: dict[int, list[Scope]] = {}
    for at, sentence in enumerate(sentences):
        reader = _Reader(sentence, vocabulary, state, quotations[sentence.index])
        out[sentence.index] = reader.read()
        if reader.lone and at:
            _hand_back(sentences[at - 1], reader.lone, out)
    if own is not None:
        for scopes in out.values():
            for scope in scopes:  # the outlet is never its own carrier (codebook, section 5)
                scope.chain = [link for link in scope.chain if link.role != "via" or link.name != own]
    return out


def _hand_back(sentence: Sentence, scope: Scope, out: dict[int, list[Scope]]) -> None:
    """Give `وفقا لشبكة …` that stands alone behind a full stop to the sentence before."""
    out[sentence.index].append(Scope(sentence.first, sentence.last, scope.chain, "assert", scope.cue, inserted=True))


class _Reader:
    """Reads one sentence: its cues from left to right, each to a scope."""

    def __init__(self, sentence: Sentence, vocabulary: Vocabulary, state: _State, quotations: list[Quotation]) -> None:
        self.sentence = sentence
        self.words = sentence.doc.words
        self.vocabulary = vocabulary
        self.state = state
        self.quotations = quotations
        self.scopes: list[Scope] = []
        self.main: list[Link] = []
        self.lone: Scope | None = None
        self.cues: list[Hit] = []
        self.given_out = False

    def read(self) -> list[Scope]:
        sentence, state = self.sentence, self.state
        if state.open:
            speech = self.quotations[0] if self.quotations else None
            last = speech.last if speech is not None and speech.first <= sentence.first else sentence.last
            self.scopes.append(Scope(sentence.first, last, state.open, "assert", quoted=True))
            self.main = state.open
        self.cues = find_cues(sentence, [(q.first, q.last) for q in self.quotations])
        given_out = issued(
            sentence,
            min((h.first for h in self.cues if h.kind == "say" and h.data[1].tense), default=sentence.last),
            self.vocabulary,
        )
        if given_out is not None:
            self.scopes.append(given_out)
            state.chain = self.main = given_out.chain
        self.given_out = given_out is not None
        for cue in self.cues:
            scope = self._scope(cue)
            if scope is not None:
                self.scopes.append(scope)
                if scope.chain and not scope.within:
                    state.chain = self.main = scope.chain
                    state.names.update(w for link in scope.chain if link.role == "speaker" for w in names_in(link))
        self._colon()
        self._close()
        self._carry_on()
        return self.scopes

    # what one cue opens

    def _scope(self, cue: Hit) -> Scope | None:
        if cue.kind == "turn":
            return (
                Scope(cue.last, self.sentence.last, [], "assert", cue)
                if clause_initial(self.sentence, cue.first)
                else None
            )
        if cue.kind == "accord":
            return self._according(cue)
        if cue.kind == "alleged":
            return self._alleged(cue)
        return self._saying(cue)

    def _according(self, cue: Hit) -> Scope | None:
        found = according(
            self.sentence, cue, self._current(cue.first), {q.first for q in self.quotations}, self.vocabulary
        )
        if found is None:
            return None
        chain, stop = found
        before = next((k for k in range(self.sentence.first, cue.first) if self.words[k].isalnum()), None)
        after = next((k for k in range(stop, self.sentence.last) if self.words[k].isalnum()), None)
        told = any(h.first < cue.first for h in self.sentence.of("trigger"))  # «وفر بحسب المنظمة ألفا شخص»
        if before is None or (cue.first - self.sentence.first <= 2 and not told):
            if after is None:
                self.lone = Scope(stop, self.sentence.last, chain, "assert", cue)
                return self.lone
            return self._bounded(stop, chain, "assert", cue)
        start = max(
            [s.last for s in self.scopes if s.inserted and s.cue is not None and s.cue.last < cue.first]
            or [self.sentence.first]
        )
        start = max(
            [start, *[k for k in range(start, cue.first) if self.words[k] in BREAKS and contrast(self.sentence, k + 1)]]
        )
        if after is not None and self.words[cue.first - 1] in BREAKS and self.words[stop] in BREAKS:
            start = self._told_before(start, cue.first - 1)
        last = self.sentence.last if after is not None else stop
        last = next(
            (k for k in range(stop, last - 1) if self.words[k] in BREAKS and contrast(self.sentence, k + 1)), last
        )
        return Scope(start, last, chain, "assert", cue, inserted=True)

    def _told_before(self, floor: int, comma: int) -> int:
        """Where the clause begins that a carrier is put into between commas: the last break before something is told."""
        told = [h.first for kind in ("trigger", "casualty") for h in self.sentence.of(kind) if floor <= h.first < comma]
        breaks = [k for k in range(floor, comma) if self.words[k] in BREAKS and not self._outcome(k + 1)]
        return next((k for k in reversed(breaks) if any(at > k for at in told)), floor)

    def _outcome(self, token: int) -> bool:
        """Whether the clause only tells what came of the one before it (`شن غارات، فقتل خمسة`)."""
        return self.words[token].startswith("ف") and any(
            h.first == token and (h.kind == "casualty" or h.data[0].consequence)
            for kind in ("casualty", "trigger")
            for h in self.sentence.of(kind)
        )

    def _alleged(self, cue: Hit) -> Scope | None:
        """`ما وصفه بـ…`: the words after it are those of the party named, to the end of their phrase."""
        stop = break_at(self.sentence, cue.last + 1)
        chain = self._current(cue.first) or subject_of(self.sentence, cue.first, self.vocabulary, cue)
        return Scope(cue.last + 1, stop, chain, "assert", cue, within=True) if chain else None

    def _saying(self, cue: Hit) -> Scope | None:
        sentence = self.sentence
        info, form = cue.data
        if info.relays and (found := relayed(sentence, cue, self.vocabulary)) is not None:
            return self._bounded(found[1], found[0], "assert", cue)
        if info.takes_on and cue.enclitic:
            return self._taken_on(cue)
        if info.effect == "deny" and (back := self._denied_back(cue)) is not None:
            return back
        opening = speech_opening(self.sentence, cue, self.cues, self.quotations)
        posted = opening is None and sentence.word(sentence.before(cue.first)) in WHAT
        posted = posted and (not also_said(sentence, cue) or put_to_a_clause(sentence, cue))
        reach = opening if opening is not None else break_at(self.sentence, cue.last + 1)
        named = opening is not None or posted or introduced(self.sentence, cue)
        speakers, end = (
            ([], cue.last + 1) if info.participle else speakers_after(sentence, cue, reach, named, self.vocabulary)
        )
        if speakers and form.agreement == "ms" and speakers[0].first == cue.last + 1 and is_feminine(speakers[0]):
            speakers, end = [], cue.last + 1  # «واتهم الحركة بـ…»: she is accused
        if (
            not speakers
            and form.tense
            and (name := known_name(sentence, cue, self.quotations, self.state.names, self.vocabulary)) is not None
        ):
            speakers, end = [name], name.last + 1
        in_it = self.given_out and not speakers and sentence.word(cue.last + 1) in ("فيه", "فيها")  # «بيانا قال فيه»
        if form.tense and not in_it and (before := self._before(cue, speakers, opening)):
            speakers, end = before, cue.last + 1
        if posted:
            return self._posted(cue, speakers, end, reach)
        if opening is None:
            opening = noun_opening(self.sentence, cue, end, bool(speakers))
        if opening is None:
            return None
        vias = vias_between(sentence, end, opening) if opening > end else []
        if not vias and info.noun_complement and sentence.word(opening) not in THAT and self.words[opening] != ":":
            vias = vias_between(
                sentence, opening, break_at(self.sentence, opening + 1)
            )  # «تبنى التنظيم الهجوم في بيان»
        if not speakers and self.words[opening] not in THAT and relative_before(sentence, cue) is not None:
            return None  # «الموصل، التي أُعلن تحريرها»: nobody known says it
        chain = self._chain(cue, speakers, vias, opening)
        if not chain and not (info.effect == "deny" and form.tense):
            return None
        scope = self._bounded(opening, chain, info.effect, cue)
        if not scope.quoted and (
            subordinate(self.sentence, cue) or (scope.performs and relative_before(sentence, cue) is not None)
        ):
            scope.last = min(scope.last, clause_end(self.sentence, opening))
        after = bool(speakers) and speakers[0].first > cue.first
        dropped = not speakers and bool(chain) and relative_before(sentence, cue) is not None
        named_after = (after or dropped) and info.effect in ("assert", "claim")
        if named_after and self.words[opening] in THAT and (told := told_of(self.sentence, cue)) is not None:
            self.scopes.append(Scope(told, told + 1, chain, "assert", cue, inserted=True))
        if info.takes_on:
            scope.first = cue.first  # the claim of responsibility is itself the event (codebook, section 5, Violence)
        if sentence.word(sentence.before(cue.first)) in WHAT and not also_said(sentence, cue):
            scope.last, scope.within = (
                break_at(self.sentence, opening + 1),
                True,
            )  # «ما قالت إنه معركتها الأخيرة»: their word for it only
        return scope

    def _taken_on(self, cue: Hit) -> Scope | None:
        """`الهجوم الذي تبناه التنظيم`: the claimant speaks for the event named before the verb (codebook, section 5, Violence)."""
        speakers, _ = speakers_after(self.sentence, cue, break_at(self.sentence, cue.last + 1), False, self.vocabulary)
        events = [h for h in self.sentence.of("trigger") if h.last < cue.first and cue.first - h.last <= 8]
        if not speakers or not events:
            return None
        return Scope(max(h.first for h in events), cue.first, speakers[:1], "assert", cue, within=True)

    def _denied_back(self, cue: Hit) -> Scope | None:
        """`نفى الجيش ذلك`, `وهو ما نفاه الجيش`: the denial of what was told before, at the word that takes it up."""
        at, span = cue.last, (cue.first, cue.last + 1)
        if not cue.enclitic:
            found = takes_up(self.sentence, cue, self.cues)
            if found is None:
                return None
            at, span = found, (found, found + 1)
        elif not cue.data[1].tense:
            return None
        ahead = at == cue.last or at == cue.last + 1  # the speaker stands after the word
        stop = break_at(self.sentence, at + 1) if ahead else at
        speakers, _ = speakers_after(
            self.sentence, cue._replace(last=at) if ahead else cue, stop, True, self.vocabulary
        )
        if not speakers and not cue.enclitic:
            speakers = speakers_before(self.sentence, cue, self.vocabulary)
        chain = speakers or ([] if cue.enclitic else self._current(cue.first))
        return Scope(*span, chain, "deny", cue, within=bool(cue.enclitic), back=True) if chain else None

    def _before(self, cue: Hit, after: list[Link], opening: int | None) -> list[Link]:
        """The speakers before the verb, where none stands after it, or where what stands after is its object (`أعلن الجيش وقفا`)."""
        if after and (opening is not None or cue.enclitic):
            return []
        found = speakers_before(self.sentence, cue, self.vocabulary)
        if not found and not after and opening is not None and soon(self.sentence, cue, opening):
            unknown = unknown_subject(self.sentence, cue, self.vocabulary)
            return [unknown] if unknown is not None else []
        if after and found and found[0].last < cue.first - 2 and found[0].mention is None:
            return []
        return found

    def _chain(self, cue: Hit, speakers: list[Link], vias: list[Link], opening: int) -> list[Link]:
        form = cue.data[1]
        current = self._current(cue.first)
        if not speakers:
            if not self._drops(cue, opening):
                return []
            if cue.data[0].participle and (own := of_its_clause(self.sentence, cue, self.scopes, self.vocabulary)):
                return joined(own, vias)
            if form.tense and not self.main and (issuers := fronted(self.sentence, cue, self.vocabulary)):
                return joined(issuers, vias)
            if form.tense and cue.proclitic == "" and self._has_subject(cue):
                unknown = unknown_subject(self.sentence, cue, self.vocabulary)
                return joined([unknown], vias) if unknown is not None else []
            if (cue.proclitic == "" and form.tense == "") or not clause_initial(self.sentence, cue.first):
                current = (
                    current if self.main else (subject_of(self.sentence, cue.first, self.vocabulary, cue) or current)
                )
            return joined(current, vias)
        for link in speakers:
            people = link.mention is not None and link.mention.of is not None  # «شبكة أطباء …» is no channel
            via, noun = self.sentence.at("via", link.first), self.sentence.at("speaker", link.first)
            office = noun is not None and via is not None and noun.last > via.last
            if link.role == "speaker" and link.actor is None and not people and not office and via is not None:
                link.role = "via"
        if all(link.role == "via" for link in speakers) and is_document(speakers[0]):
            # «وقال البيان»: the statement carries the words of whoever issued it
            return joined([k for k in current if k.role == "speaker"], [*speakers, *vias])
        if not vias and speakers[0].role == "speaker" and _again(speakers[0], self.state.chain):
            vias = [k for k in self.state.chain if k.role == "via"]
        chain = joined(speakers, vias)
        return joined(chain, current) if self._within(cue) else chain

    def _has_subject(self, cue: Hit) -> bool:
        """Whether somebody whom no list knows stands before the verb (`لكن شهادات لاحقة كشفت عن`): then nobody of before says it."""
        word = self.sentence.word(cue.first - 1)
        return (
            not self.given_out
            and word.isalpha()
            and word not in _PARTICLES
            and not clause_initial(self.sentence, cue.first)
        )

    def _drops(self, cue: Hit, opening: int) -> bool:
        """Whether the cue stands without a subject because the last speaker goes on."""
        info, form = cue.data
        if not form.tense:
            return True
        if form.voice == "passive" or (
            info.effect == "possible" and form.agreement == "ms" and form.tense == "present"
        ):
            return False  # «يُعتقد أن» is nobody's word
        return opening - cue.last <= 3 or info.effect == "continue"

    def _within(self, cue: Hit) -> bool:
        """Whether another speaker's words hold this cue, with no break between: who speaks here is quoted by them."""
        outer = [s for s in self.scopes if not s.inserted and s.first < cue.first < s.last and s.chain]
        if not outer or cue.kind != "say" or not cue.data[1].tense or cue.proclitic:
            return False
        return not any(self.words[k] in BREAKS for k in range(outer[-1].first, cue.first))

    def _current(self, token: int) -> list[Link]:
        chain, _ = chain_of(token, self.scopes)
        return self.main or chain or self.state.chain

    def _posted(self, cue: Hit, speakers: list[Link], end: int, reach: int) -> Scope | None:
        """`…، كما أعلنت الوزارة`, `بحسب ما ذكر المرصد`: the words before it, or after it where it opens the sentence."""
        effect = cue.data[0].effect
        chain = joined(speakers, vias_between(self.sentence, end, reach)) or self._current(cue.first)
        if not chain or effect in ("demand", "threat", "plan", "accuse"):
            return None
        if all(link.role == "via" for link in chain) and is_document(chain[0]):
            chain = joined([k for k in self._current(cue.first) if k.role == "speaker"], chain)
        if cue.first - self.sentence.first <= 3:
            return Scope(min(end, self.sentence.last - 1), self.sentence.last, chain, "assert", cue)
        start = max([s.last for s in self.scopes if s.last <= cue.first] or [self.sentence.first])
        last = resumed(self.sentence, cue, end) or cue.first
        return Scope(start, last, chain, effect if effect == "deny" else "assert", cue, inserted=True)

    # where what is said begins and ends

    def _bounded(self, opening: int, chain: list[Link], effect: str, cue: Hit) -> Scope:
        """The scope from `opening`: to the end of the quotation where direct speech opens it and the outlet goes on after it."""
        speech = next((q for q in self.quotations if opening - 1 <= q.first <= opening + 2), None)
        last = self.sentence.last
        if speech is not None and speech.ends and turns_after(self.sentence, speech.last + 1):
            last = speech.last
        performs = self.words[opening] not in THAT
        return Scope(
            opening, last, chain, effect, cue, performs=performs, quoted=speech is not None, within=self._within(cue)
        )

    # what comes after the cues

    def _colon(self) -> None:
        """`مسؤول عسكري: …` at the head of a line."""
        sentence = self.sentence
        if ":" not in self.words[sentence.first : sentence.first + _HEADING]:
            return
        first = heading_start(sentence, self.vocabulary)
        for k in range(first + 1, min(first + 11, sentence.last)):
            if any(s.cue is None or s.cue.first < k for s in self.scopes):
                return
            if self.words[k] == ":" and (links := colon_speaker(sentence, first, k, not self.scopes, self.vocabulary)):
                self.main = links if not self.scopes else self.main
                self.state.chain = links if not self.scopes else self.state.chain
                self.scopes.insert(0, Scope(k + 1, sentence.last, links, "assert"))
                return

    def _close(self) -> None:
        """End each open scope where the next cue begins, or where the outlet takes the word again."""
        openers = [s for s in self.scopes if not s.inserted]
        for a, b in itertools.pairwise(openers):
            if b.cue is not None and a.last > b.cue.first > a.first and not b.within:
                a.last = self._clause_start(b.cue.first, a.first)
        for scope in openers:
            if scope.chain or scope.effect == "deny":
                scope.last = min(scope.last, turn(self.sentence, scope, self.quotations))

    def _clause_start(self, token: int, floor: int) -> int:
        return next((k for k in range(token - 1, max(floor, token - 8), -1) if self.words[k] in BREAKS), token)

    def _carry_on(self) -> None:
        """Whether the next sentence still belongs to a quotation that this one leaves open."""
        last = self.quotations[-1] if self.quotations else None
        if last is None or last.ends or last.last < self.sentence.last:
            self.state.open = []
        elif last.first > self.sentence.first or not self.state.open:
            chain, _ = chain_of(min(last.first + 1, self.sentence.last - 1), self.scopes)
            self.state.open = chain


def _again(link: Link, chain: list[Link]) -> bool:
    """Whether the speaker is one whom the chain has already: *the source*, a surname, the same body."""
    before = [k for k in chain if k.role == "speaker"]
    if not before:
        return False
    noun = link.sentence.at("speaker", link.first)
    words = [w for w in link.words if w.isalnum()]
    if noun is not None and noun.data != "body" and words[0].startswith("ال") and len(words) <= 2:
        return True
    if link.mention is not None and link.mention.back and any(link.actor == k.actor for k in before):
        return True
    known = {w for k in before for w in k.words if len(w) > 2 and w not in STOPS}
    return 0 < len(words) <= 3 and all(w in known for w in words if len(w) > 2)
