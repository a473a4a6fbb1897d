"""Who contextual names, pronouns and words that point back stand for, settled over the whole article in reading order.

`الجيش` is the army of the country told of; `التنظيم` the one of its bearers that was named last; `عناصره` belong to whom the pronoun
points at; soldiers of no named army serve the state where they are told of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from .agreement import stands_for
from .participants import Mention
from .sentence import Sentence

if TYPE_CHECKING:
    from ..lexicons.vocabulary import Vocabulary

_LEAST = 0.55  # the weight that a contextual name must reach to be settled
_PROPER = 1  # the strength of a name of its own, which says enough where one bearer is left
_SERVICE = frozenset(("soldiers", "security forces", "pilots"))


def settle_actors(
    sentences: Iterable[Sentence], vocabulary: Vocabulary, countries: Counter[str], published: date | None = None
) -> None:
    """Settle what the phrases leave open; `countries` weighs the ISO codes of the countries that the article is about.

    Of the bearers of one name only those that existed on the day of publication are meant.
    """
    sentences = list(sentences)
    named = Counter(m.actor for s in sentences for m in s.mentions if m.actor and m.strength <= 2)
    settling = _Settling(vocabulary, countries, named, published.isoformat() if published else "")
    for sentence in sentences:
        settling.read(sentence)


class _Settling:
    """The state of reading: who was named when, and where the sentence at hand is."""

    def __init__(self, vocabulary: Vocabulary, countries: Counter[str], named: Counter[str], day: str) -> None:
        self.vocabulary = vocabulary
        self.day = day
        self.countries = countries
        self.total = sum(countries.values()) or 1
        self.named = named
        self.recent: dict[str, int] = {}
        self.last: list[Mention] = []
        self.here: frozenset[str] = frozenset()
        self.at = 0

    def read(self, sentence: Sentence) -> None:
        """Settle the mentions of one sentence in order."""
        places = [p.settled.entry for p in sentence.places if p.settled is not None and p.settled.entry is not None]
        self.here = frozenset(e.country for e in places if e.country)
        for mention in sentence.mentions:
            self.settle(mention)
            self.at += 1
            if mention.actor is not None:
                mention.kind = self.vocabulary.actors[mention.actor].kind
            if mention.actor is not None and self._is_party(mention.actor):
                self.recent.pop(mention.actor, None)
                self.recent[mention.actor] = self.at
                if not mention.adjective:
                    self.last.append(mention)

    def _is_party(self, actor: str) -> bool:
        known = self.vocabulary.actors[actor]
        return not known.generic and known.kind not in ("civilians", "protesters", "rioters", "media_or_monitor")

    def settle(self, mention: Mention) -> None:
        """Settle one mention, by what its words leave to go by."""
        if mention.back:
            found = self._pointed_at(mention)
            if found is not None:
                mention.actor = found
                return
        if mention.actor is not None:
            return
        if mention.owner and (found := self._owner(mention)) is not None:
            mention.actor = found
        elif mention.choices:
            told = self._of_the_day(mention.choices)
            mention.actor = told[0] if mention.strength <= _PROPER and len(told) == 1 else self._choose(told)
        if mention.actor is None and mention.of in _SERVICE:
            mention.actor = self._told_of(mention) or self._state()
        if mention.actor is None and (mention.unit == "site" or mention.casualty in ("killed", "injured")):
            mention.actor = self.vocabulary.bystanders
        if mention.actor is not None:
            known = self.vocabulary.actors[mention.actor]
            if known.generic and known.kind == "state_forces" and mention.choices:
                mention.actor = self._state() or mention.actor

    def _told_of(self, mention: Mention) -> str | None:
        """Whom the one told of before serves: `الجندي` is the British soldier of the sentence before."""
        if not mention.definite or mention.plural:
            return None
        return next((m.actor for m in reversed(self.last[-6:]) if m.of == mention.of and not m.plural), None)

    def _of_the_day(self, choices: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the bearers that existed on the day of publication; all where none did."""
        if not self.day or len(choices) < 2:
            return choices
        known = self.vocabulary.actors
        return (
            tuple(a for a in choices if known[a].since <= self.day and self.day <= (known[a].until or "9")) or choices
        )

    def _state(self) -> str | None:
        """The state where the sentence is told, else the one that the article is mostly about."""
        if len(self.here) == 1:
            return self.vocabulary.states_of.get(next(iter(self.here)))
        for country, weight in self.countries.most_common(1):
            if weight / self.total >= 0.4:
                return self.vocabulary.states_of.get(country)
        return None

    def _choose(self, choices: tuple[str, ...]) -> str | None:
        """The actor of a contextual name: of the country told of, named in the article, and lately."""

        def weight(actor: str) -> float:
            known = self.vocabulary.actors[actor]
            share = max((self.countries[c] / self.total for c in known.theatre), default=0.2)
            near = 0.4 if not self.here.isdisjoint(known.theatre) else 0.0
            told = 0.8 if actor in self.recent else 0.0
            return (
                2 * share
                + near
                + min(self.named[actor], 4) * 0.4
                + told
                + 0.3 * self.recent.get(actor, 0) / (self.at + 1)
            )

        best = max(choices, key=weight)
        if weight(best) > _LEAST:
            return best
        parents = {self.vocabulary.actors[a].parent for a in choices if self.vocabulary.actors[a].parent}
        return next((a for a in choices if {a} == parents), None)  # «القاعدة» is the whole where no branch is told of

    def _pointed_at(self, mention: Mention) -> str | None:
        """The last named of those that bear the word as a name, else of those of its kind."""
        kinds = self.vocabulary.antecedents.get(mention.back, frozenset())
        fitting = [a for a in reversed(self.recent) if self.vocabulary.actors[a].kind in kinds]
        bearers = [a for a in fitting if a in mention.choices]
        return next(iter(bearers or fitting), None)

    def _owner(self, mention: Mention) -> str | None:
        """Whom the pronoun points at: the last named that agrees with it."""
        for earlier in reversed(self.last[-6:]):
            if mention.sentence.index - earlier.sentence.index > 1:
                return None
            if stands_for(mention.owner, earlier):
                return earlier.actor
        return None
