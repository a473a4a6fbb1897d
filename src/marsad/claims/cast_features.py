"""What the score of `casting.py` reads of each noun phrase within reach of a trigger: structure and event type, no word.

Place in the clause, preposition, agreement with the verb, kind of phrase, what the trigger governs, what the grammar proposed for it
and for the triggers beside.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ..annotate.agreement import agrees
from ..annotate.participants import Mention
from ..annotate.sentence import Sentence, among
from .candidates import Candidate
from .cast import Sides, heads_a_title
from .subjects import before_that, light_verb, subject_of

if TYPE_CHECKING:
    from .build import Draft
    from .weights import Feature

REACH = 40  # tokens between a trigger and a phrase that can belong to it
LOOK_BACK = 2  # sentences before the trigger's whose phrases it may take over
_STEPS = (0, 1, 2, 3, 5, 8, 13, 21, 34, 40)


@dataclass(slots=True)
class _Ground:
    """What all triggers of a sentence share: its phrases, who is named in it, and where its words of saying stand."""

    phrases: list[Mention]
    named: frozenset[str]
    says: list[int]

    @classmethod
    def of(cls, sentence: Sentence) -> _Ground:
        return cls(
            [m for m in sentence.mentions if not heads_a_title(m)],
            frozenset(m.actor for m in sentence.mentions if m.actor),
            sentence.starts("say"),
        )


class Proposed:
    """The casts that the grammar proposed for the drafts of an article, and what they are measured by, gathered once."""

    def __init__(self, drafts: list[Draft]) -> None:
        self.habits = habits_of(drafts)
        self.sides = [Sides(draft.roles) for draft in drafts]
        self._grounds: dict[int, _Ground] = {}
        self._sorts: dict[int, str] = {}

    def ground(self, sentence: Sentence) -> _Ground:
        """What the triggers of the sentence share."""
        known = self._grounds.get(sentence.index)
        if known is None:
            known = self._grounds[sentence.index] = _Ground.of(sentence)
        return known

    def sort(self, mention: Mention) -> str:
        """What the phrase is, as far as it bears on what it can do."""
        known = self._sorts.get(id(mention))
        if known is None:
            known = self._sorts[id(mention)] = _sort(mention)
        return known


@dataclass(slots=True)
class _Scene:
    """What all phrases around one trigger are measured against."""

    draft: Draft
    candidate: Candidate
    ground: _Ground
    given: Proposed
    own: list[Mention]  # the phrases of its sentence within reach
    filled: str
    governs: str  # what its genitive is, or its subject and its object
    carrier: Mention | None
    beside: list[tuple[str, Sides]]
    proposed: Sides
    that: bool  # whether *anna* opens the trigger's clause
    that_pronoun: bool
    nearest: dict[str, int]  # how near each actor is named to the trigger


def habits_of(drafts: list[Draft]) -> dict[str, str]:
    """What each actor mostly is in the violence and struggle for places that the article tells: doer, sufferer or both."""
    balance: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for draft in drafts:
        if draft.candidate.type.group not in ("fight", "control"):
            continue
        for side, sign in ((draft.roles.actors, 1), (draft.roles.recipients, -1)):
            for actor in {m.actor for m in side if m.actor}:
                balance[actor] += sign
                told[actor] += 1
    return {
        a: "doer" if balance[a] / n > 0.4 else "sufferer" if balance[a] / n < -0.4 else "both" for a, n in told.items()
    }


def described(
    drafts: list[Draft], index: int, sentences: list[Sentence], given: Proposed
) -> list[tuple[Mention, list[Feature]]]:
    """The phrases within reach of a draft's trigger, each with the features that it has."""
    scene = _scene(drafts, index, given)
    out = [(m, _of_own(scene, at)) for at, m in enumerate(scene.own)]
    out += _from_before(drafts, index, sentences, scene)
    return out


def _beside(drafts: list[Draft], index: int, given: Proposed) -> list[tuple[str, Sides]]:
    """The casts proposed for the triggers before and after this one in its sentence."""
    draft = drafts[index]
    out = []
    for name, at in (("before", index - 1), ("after", index + 1)):
        if 0 <= at < len(drafts) and drafts[at].candidate.sentence is draft.candidate.sentence:
            alike = "alike" if drafts[at].candidate.type.group == draft.candidate.type.group else "other"
            joined = draft.candidate.proclitic[:1] if name == "before" else drafts[at].candidate.proclitic[:1]
            out.append((f"beside/{name}/{alike}/{joined}", given.sides[at]))
    return out


def _scene(drafts: list[Draft], index: int, given: Proposed) -> _Scene:
    draft = drafts[index]
    candidate = draft.candidate
    sentence = candidate.sentence
    ground = given.ground(sentence)
    carrier = None
    if not candidate.is_verb and (light := light_verb(candidate)) is not None:
        usable = [m for m in sentence.mentions if m not in draft.speakers]
        carrier = subject_of(sentence, light, usable, candidate)
    roles = draft.roles
    own = _within_reach(candidate, ground)
    return _Scene(
        draft,
        candidate,
        ground,
        given,
        own,
        f"{min(len(roles.actors), 2)}{min(len(roles.recipients), 2)}",
        f"verb/{candidate.entry.subject}/{candidate.entry.object}" if candidate.is_verb else candidate.entry.of,
        carrier,
        _beside(drafts, index, given),
        given.sides[index],
        before_that(sentence, candidate.first),
        that_pronoun(candidate),
        _nearest(candidate, own),
    )


def _nearest(candidate: Candidate, own: list[Mention]) -> dict[str, int]:
    """How many tokens from the trigger each actor within reach is named."""
    out: dict[str, int] = {}
    for mention in own:
        if mention.actor:
            away = abs(mention.first - candidate.first)
            out[mention.actor] = min(away, out.get(mention.actor, away))
    return out


def _within_reach(candidate: Candidate, ground: _Ground) -> list[Mention]:
    first, last = candidate.first, candidate.last
    return [
        m
        for m in ground.phrases
        if first - REACH <= m.first <= last + REACH and not (m.first == first and m.last <= last and m.actor is None)
    ]


def step_of(distance: int) -> int:
    """The band that a distance in tokens falls into."""
    return _STEP[max(distance, 0)] if distance <= REACH else 99


_STEP = tuple(next(step for step in _STEPS if distance <= step) for distance in range(REACH + 1))


def _sort(mention: Mention) -> str:
    """What the phrase is, as far as it bears on what it can do."""
    if mention.adjective:
        return "demonym"
    if mention.unit:
        return f"unit/{mention.unit}{'+' if mention.actor or mention.choices else ''}"
    if mention.head == "people" or mention.of:
        return "armed people" if mention.armed else "people"
    return (
        f"{mention.head}/{mention.kind}"
        if mention.kind in _UNARMED
        else f"{mention.head}{'/armed' if mention.armed else ''}"
    )


_UNARMED = frozenset(("international_organisation", "political_body", "media_or_monitor"))


@cache
def _as_proposed(proposed: str, filled: str, how: str, side: str, prep: str, sort: str) -> tuple[str, ...]:
    return (
        f"p={proposed}",
        f"p={proposed}/{filled}",
        f"p={proposed}/{side}/{prep}",
        f"p={proposed}/{how}",
        f"p={proposed}/{sort}",
    )


@cache
def _lying(side: str, away: int, sort: str, inside: bool) -> tuple[str, ...]:
    return (f"at={side}{away}", f"sort={sort}/{side}", f"in={inside}/{side}")


@cache
def _governed(governs: str, side: str, away: int, prep: str, free: str) -> tuple[str, ...]:
    return (
        f"governs={governs}/{side}/{prep}",
        f"governs={governs.partition('/')[0]}/{side}/{min(away, 5)}/{free}",
    )


@cache
def _of_type(kind: str, group: str, side: str, prep: str, sort: str) -> tuple[str, ...]:
    return (
        f"group={group}/{side}/{prep}",
        f"group={group}/{sort}/{side}",
        f"type={kind}/{side}/{prep}",
        f"type={kind}/{side}",
        f"type={kind}/{sort}",
    )


@cache
def _agreeing(agreement: str, side: str, away: int, free: str) -> tuple[str, ...]:
    return (f"agrees={agreement}/{side}/{free}", f"agrees={agreement}/{side}/{free}/{min(away, 8)}")


def _of_own(scene: _Scene, at: int) -> list[Feature]:
    """The features of a phrase in the trigger's own sentence."""
    own, ground, candidate = scene.own, scene.ground, scene.candidate
    mention = own[at]
    first, actor = mention.first, mention.actor
    right = first > candidate.first
    lo, hi = (candidate.last + 1, first) if right else (mention.last + 1, candidate.first)
    away = step_of(hi - lo)
    side = "R" if right else "L"
    prep = mention.prep or "-"
    sort = scene.given.sort(mention)
    free = "free" if not mention.prep and not mention.adjective else "bound"
    names: list[Feature] = [
        _as_proposed(scene.proposed.of(mention), scene.filled, scene.draft.roles.how, side, prep, sort),
        _lying(side, away, sort, candidate.left <= first < candidate.right),
        _governed(scene.governs, side, away, prep, free),
        _of_type(candidate.type.id, candidate.type.group, side, prep, sort),
    ]
    if candidate.is_verb and not mention.joined:  # a verb agrees with the first of several
        agreement = agrees(candidate.form.agreement, mention, not right)
        voice = "passive/" if scene.draft.roles.how == "passive verb" else ""
        names.append(_agreeing(voice + agreement, side, away, free))
    if ground.says:
        if first - 1 in ground.says or first - 2 in ground.says:
            names.append("after-saying")
        if among(ground.says, lo, hi):
            names.append(f"saying-between/{side}")
    for name, other in scene.beside:
        names.append(f"{name}/{other.of(mention)}")
    if actor:
        names.append(f"habit={scene.given.habits.get(actor, 'none')}")
    if mention.joined and at:
        names.append(f"joined={scene.proposed.of(own[at - 1])}/{scene.proposed.of(mention)}")
        names.append(f"joined={side}/{away}")
    if mention in scene.draft.speakers:
        names.append("speaker")
        names.append(f"speaker/{scene.that_pronoun}")
    if mention.number is not None:
        names.append(f"counted/{side}")
    if mention.victim or mention.casualty:
        names.append(f"victim/{mention.casualty or ''}")
    if mention is scene.carrier:
        names.append("carrier")
    if mention.back:
        names.append("back")
    if not right:
        names += _before_it(scene, mention, free)
    if actor and scene.nearest[actor] < abs(first - candidate.first):
        names.append("nearer")
    for hit in candidate.consequences:
        if 0 < first - hit.last <= 6:
            names.append(f"after-consequence/{prep}/{step_of(first - hit.last)}")
        elif 0 < hit.first - mention.last <= 4:
            names.append("before-consequence")
    return names


def _before_it(scene: _Scene, mention: Mention, free: str) -> list[Feature]:
    """The features that only a phrase before the trigger can have."""
    candidate = scene.candidate
    names: list[Feature] = []
    if candidate.enclitic:
        names.append(f"enclitic/{free}")
    if scene.that:
        names.append(f"after-that/{_after_that(candidate, mention)}/{free}")
    return names


def _after_that(candidate: Candidate, mention: Mention) -> bool:
    """Whether *anna* stands between the phrase and the start of its clause: it is the subject of what is told."""
    words = candidate.sentence.doc.words
    return any(words[k] in _THAT for k in range(max(candidate.sentence.first, mention.first - 2), mention.first))


def that_pronoun(candidate: Candidate) -> bool:
    """Whether *anna* with a pronoun opens the clause: its subject is who speaks (`قالت المقاومة إنها سيطرت`)."""
    words = candidate.sentence.doc.words
    return any(w in _THAT_PRONOUN for w in words[max(candidate.sentence.first, candidate.first - 4) : candidate.first])


_THAT = frozenset("ان بان وان".split())
_THAT_PRONOUN = frozenset("انه انها انهم بانه بانها بانهم".split())


@cache
def _taken_over(proposed: str, sort: str, back: int, named: bool, habit: str) -> tuple[str, ...]:
    return (
        f"p={proposed}/before",
        f"before/{sort}",
        f"before/{back}",
        f"before/named={named}",
        f"before/habit={habit}",
    )


@cache
def _taking_over(definite: bool, filled: str, start: bool, that: bool, own: int) -> tuple[str, ...]:
    return (
        f"before/definite={definite}",
        f"before/f={filled}",
        f"before/start={start}",
        f"before/that-pronoun={that}",
        f"before/own={own}",
    )


class _Offered:
    """The phrases of earlier sentences offered to one trigger, each with its features; one may be offered for several reasons."""

    def __init__(self, scene: _Scene) -> None:
        self.scene = scene
        self.sentence = scene.candidate.sentence
        self.found: dict[int, tuple[Mention, list[Feature]]] = {}
        self.actors: Counter[str] = Counter()
        self.shared = _taking_over(
            scene.candidate.form.definite,
            scene.filled,
            scene.candidate.first - self.sentence.first <= 3,
            scene.that_pronoun,
            min(len(scene.own), 3),
        )

    def offer(self, mention: Mention, name: str) -> None:
        """Offer a phrase, if it stands in another sentence."""
        if mention.sentence is self.sentence:
            return
        entry = self.found.get(id(mention))
        if entry is None:
            given, actor = self.scene.given, mention.actor
            own = _taken_over(
                self.scene.proposed.of(mention),
                given.sort(mention),
                min(self.sentence.index - mention.sentence.index, 4),
                actor in self.scene.ground.named,
                given.habits.get(actor or "", "none"),
            )
            entry = self.found[id(mention)] = (mention, [own, self.shared, name])
            if actor:
                self.actors[actor] += 1
        entry[1].append(name)
        if mention.actor and self.actors[mention.actor] > 1:
            entry[1].append("before/again")


def _from_before(
    drafts: list[Draft], index: int, sentences: list[Sentence], scene: _Scene
) -> list[tuple[Mention, list[Feature]]]:
    """Phrases of earlier sentences that the trigger may take over: those proposed, and the casts told just before."""
    draft = drafts[index]
    candidate = draft.candidate
    sentence = candidate.sentence
    offered = _Offered(scene)
    for mention in (*draft.roles.actors, *draft.roles.recipients):
        offered.offer(mention, "before/proposed")
    for rank, earlier in enumerate(reversed(drafts[max(0, index - 2) : index])):
        if sentence.index - earlier.candidate.sentence.index > LOOK_BACK:
            break
        alike = (
            "type"
            if earlier.candidate.type is candidate.type
            else "group"
            if earlier.candidate.type.group == candidate.type.group
            else "other"
        )
        for side, name in ((earlier.roles.actors, "actor"), (earlier.roles.recipients, "recipient")):
            for mention in side[:2]:
                offered.offer(mention, f"before/{name}{rank}/{alike}")
    for back in range(1, LOOK_BACK + 1):
        if sentence.index - back < 0:
            break
        before = sentences[sentence.index - back].mentions
        armed = next((m for m in before if m.actor and m.armed and not m.adjective), None)
        if armed is not None:
            offered.offer(armed, f"before/first/{back}")
            break
    return list(offered.found.values())
