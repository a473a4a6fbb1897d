"""The lexicon compiled for reading: one trie of all phrases, the tables behind it, and the grammars; cached by its fingerprint."""

from __future__ import annotations

import os
import pickle
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from ..text.phrases import Phrases
from ..text.tokens import splits
from .load import PACKAGED, fingerprint

if TYPE_CHECKING:
    from ..annotate.dates import Dates
    from ..annotate.numbers import Numbers
    from ..annotate.sentence import Sentence
    from ..claims.weights import PairWeights
    from ..gazetteer import Gazetteer


@dataclass(slots=True, eq=False)
class EventType:
    """An event type as the coder uses it; `refined_by` are the types that its means may turn it into."""

    id: str
    label_ar: str
    label_en: str
    group: str
    two_sided: bool
    default_status: str
    plover: dict[str, str | None] | None
    acled: dict[str, str | None] | None
    figure: str | None = None
    refined_by: frozenset[str] = frozenset()
    performed: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    stands: bool = False
    undoes: bool = False
    taken: frozenset[str] = frozenset()
    frees: frozenset[str] = frozenset()
    aim_of: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class TriggerEntry:
    """A trigger of the lexicon: which type it names and what its grammar says of the participants."""

    type: EventType
    pos: str
    text: str
    strength: str
    subject: str
    object: str
    of: str
    prepositions: dict[str, str]
    needs: tuple[str, ...]
    blocked_by: frozenset[str]
    consequence: bool
    specific: bool
    human_object: bool
    status: str | None
    present_type: str | None = None
    launched_type: str | None = None
    predicate: bool = False
    kind_after: bool = False
    leaver: bool = False
    captor: bool = False
    not_after: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class Actor:
    """An actor of the lexicon, as far as reading needs it.

    `theatre` are the countries where its contextual names can mean it; `generic` says that it is no party but a kind of people
    (soldiers, gunmen); `standing` counts the nationality words that name it, to tell a state from a branch of it; `since` and `until`
    are the ISO days between which it exists, empty where open.
    """

    id: str
    label_ar: str
    label_en: str
    kind: str
    country: str | None
    side: str | None
    parent: str | None
    theatre: frozenset[str] = frozenset()
    generic: bool = False
    standing: int = 0
    since: str = ""
    until: str = ""

    @property
    def is_state(self) -> bool:
        """Whether it is the government of a country, or its forces."""
        return self.country is not None and self.kind in ("state_forces", "external_forces")


@dataclass(slots=True, eq=False)
class Source:
    """An outlet or agency."""

    id: str
    label: str
    kind: str
    country: str | None
    actor: str | None = None
    label_ar: str = ""


@dataclass(slots=True, eq=False)
class Say:
    """A cue of saying: what it does to the words it governs, and whether a noun may follow it without *anna*."""

    effect: str
    noun_complement: bool
    relays: bool = False
    that_only: bool = False
    opener: bool = False
    hearer: bool = False
    takes_on: bool = False
    participle: bool = False


@dataclass(slots=True, eq=False)
class People:
    """A noun of people: who they are, how many its form says, what befell them where the noun itself tells, the generic actor.

    `owner` is the pronoun of a form that is spelt like a nisba and so not taken apart (مقاتليه).
    """

    of: str
    number: str
    casualty: str | None
    actor: str | None
    skip: bool = False
    owner: str = ""


@dataclass(slots=True, eq=False)
class Light:
    """A light verb: whose role its subject has (`actor`: شن، `recipient`: تعرض، `none`: وقع)."""

    subject: str


@dataclass(slots=True, eq=False)
class Aspect:
    """A verb of beginning, going on or ending: the status that it gives the noun after it."""

    status: str


@dataclass(slots=True, weakref_slot=True)
class Vocabulary:
    """Everything that reading an article needs of the lexicon."""

    version: str
    phrases: Phrases
    types: dict[str, EventType]
    actors: dict[str, Actor]
    sources: dict[str, Source]
    outlets: dict[str, str]
    means_rank: dict[str, int]
    article_refined: frozenset[str]
    neighbour_refined: dict[str, list[str]]
    pointing_refined: frozenset[str]
    no_aims: frozenset[str]
    only_said: frozenset[str]
    leavers: dict[str, str]
    captors: tuple[frozenset[str], str]
    cast_by_grammar: frozenset[str]
    antecedents: dict[str, frozenset[str]]
    confidence: dict[str, float]
    casting: PairWeights
    staging: PairWeights
    threshold: float
    dates: Dates
    numbers: Numbers
    gazetteer: Gazetteer
    states_of: dict[str, str]
    bystanders: str
    triggers: frozenset[str] = frozenset()
    people: dict[str, str] = field(default_factory=dict)  # the folded names of known people, and whom they stand for
    tails: tuple[str, ...] = ()
    inline_tails: tuple[str, ...] = ()
    _verdicts: dict[str, bool] = field(default_factory=dict)

    def may_hold_claims(self, text: str) -> bool:
        """Whether any word of the folded text can begin a trigger: the cheap look before a text is read in full."""
        verdicts = self._verdicts
        for word in set(text.split()):
            verdict = verdicts.get(word)
            if verdict is None:
                bare = word.strip("\"'()[]{}.,،:؛!?؟-…")
                verdict = verdicts[word] = any(stem in self.triggers for _, stem, _ in splits(bare)) if bare else False
            if verdict:
                return True
        return False

    def source_actor(self, source: Source) -> str | None:
        """The actor that this source is, for a monitor that is both."""
        return source.actor

    def outlet_label(self, outlet: str | None) -> str | None:
        """The label of the outlet by any of its names, None where the lexicon does not know it."""
        source = self.sources.get(self.outlets.get(outlet or "", ""))
        return source.label if source is not None else None

    def countries_of(self, outlet: str | None) -> Iterable[str]:
        """The home country of an outlet, by any of its names."""
        source = self.sources.get(self.outlets.get(outlet or "", ""))
        return (source.country,) if source is not None and source.country else ()

    def countries_of_actors(self, sentences: list[Sentence]) -> Counter[str]:
        """How often the article names an actor of each country."""
        out: Counter[str] = Counter()
        for sentence in sentences:
            for mention in sentence.mentions:
                if mention.actor is not None and mention.strength <= 2:
                    country = self.actors[mention.actor].country
                    if country:
                        out[country] += 1
        return out


_HELD: WeakValueDictionary[Path, Vocabulary] = WeakValueDictionary()


def load_vocabulary(user: Path | None = None) -> Vocabulary:
    """The compiled vocabulary of the packaged lexicon and the folder `user` over it, from the cache where it is fresh.

    What somebody in this process holds already is shared: reading changes nothing in it.
    """
    from .compile import compile_vocabulary

    folders = (PACKAGED,) if user is None else (PACKAGED, user)
    path = _cache_folder() / f"vocabulary-{fingerprint(folders)}.pickle"
    held = _HELD.get(path)
    if held is not None:
        return held
    try:
        with path.open("rb") as file:
            vocabulary: Vocabulary = pickle.load(file)
    except Exception:
        vocabulary = compile_vocabulary(user)
        _write_cache(path, vocabulary)
    _HELD[path] = vocabulary
    return vocabulary


_CACHED = 8  # compiled vocabularies that are kept: of several versions, and with lexicons of one's own over them


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # another process has just removed it
        return 0.0


def _cache_folder() -> Path:
    if given := os.environ.get("MARSAD_CACHE"):
        return Path(given)
    from platformdirs import user_cache_path

    return user_cache_path("marsad")


def _write_cache(path: Path, vocabulary: Vocabulary) -> None:
    """Write aside, then publish; a folder that cannot be written only costs the time of compiling again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = sorted(path.parent.glob("vocabulary-*.pickle"), key=_age)
        for old in kept[: -_CACHED + 1]:
            old.unlink(missing_ok=True)
        aside = path.with_suffix(f".{os.getpid()}.tmp")
        with aside.open("wb") as file:
            pickle.dump(vocabulary, file, protocol=pickle.HIGHEST_PROTOCOL)
        aside.replace(path)
    except OSError:
        return
