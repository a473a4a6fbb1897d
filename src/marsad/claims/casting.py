"""The last word on who does what: each noun phrase within reach of a trigger is weighed as doer, as sufferer or as neither.

The grammar of the trigger (`roles.py`) and what the article told before (`carried.py`) propose a cast; a linear score over
structure alone (place in the clause, preposition, voice, kind of phrase, what was proposed) confirms or mends it. The weights
know no word, no actor and no event type; `scripts/train_casting.py` fits them on composed reports and writes `lexicon/casting.yml`.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..annotate.participants import Mention
from ..annotate.sentence import Sentence
from .candidates import Candidate
from .cast import Roles, Sides, heads_a_title
from .subjects import before_that, light_verb, relative_before, subject_of

if TYPE_CHECKING:
    from ..lexicons.vocabulary import Vocabulary
    from .build import Draft
    from .weights import PairWeights

REACH = 40  # tokens between a trigger and a phrase that can belong to it
LOOK_BACK = 2  # sentences before the trigger's whose phrases it may take over
_STEPS = (0, 1, 2, 3, 5, 8, 13, 21, 34, 40)


@dataclass(slots=True)
class Weighed:
    """A noun phrase with its scores as doer and as sufferer (probabilities; the rest is *neither*)."""

    mention: Mention
    actor: float
    recipient: float


@dataclass(slots=True)
class _Scene:
    """What all phrases around one trigger are measured against."""

    draft: Draft
    candidate: Candidate
    filled: str
    relative: int | None
    carrier: Mention | None
    triggers: list[int]
    named: frozenset[str]
    habits: dict[str, str]
    says: list[int]
    beside: list[tuple[str, Sides]]
    proposed: Sides
    that: bool  # whether *anna* opens the trigger's clause
    that_pronoun: bool
    nearest: dict[str, int]  # how near each actor is named to the trigger


def cast(drafts: list[Draft], sentences: list[Sentence], vocabulary: Vocabulary) -> None:
    """Settle the participants of each draft that is worth a claim."""
    if not vocabulary.casting:
        return
    habits = habits_of(drafts)
    settled: list[tuple[Draft, Roles]] = []  # every draft is weighed against what was proposed for the others
    for index, draft in enumerate(drafts):
        if draft.confidence >= vocabulary.threshold and draft.candidate.type.group not in vocabulary.cast_by_grammar:
            weighed = weigh(drafts, index, sentences, habits, vocabulary.casting)
            settled.append((draft, _decide(weighed, draft.roles, vocabulary.casting.least)))
    for draft, roles in settled:
        _note(draft, roles)
        draft.roles = roles


def _note(draft: Draft, roles: Roles) -> None:
    """Keep for `marsad explain` where the score mends what the grammar proposed."""
    sides = ((draft.roles.actors, roles.actors, "doer"), (draft.roles.recipients, roles.recipients, "sufferer"))
    for before, after, role in sides:
        for mention in after:
            if mention not in before:
                words = mention.sentence.doc.raw_text(mention.first, mention.last)
                draft.candidate.note("weighed", words, f"taken as {role}")
        for mention in before:
            if mention not in after:
                words = mention.sentence.doc.raw_text(mention.first, mention.last)
                draft.candidate.note("weighed", words, f"no {role}")


def _decide(weighed: list[Weighed], roles: Roles, least: tuple[float, float]) -> Roles:
    actors = [w for w in weighed if w.actor >= least[0] and w.actor >= w.recipient]
    recipients = [w for w in weighed if w.recipient >= least[1] and w.recipient > w.actor]
    return Roles([w.mention for w in actors], [w.mention for w in recipients], roles.how)


def weigh(
    drafts: list[Draft], index: int, sentences: list[Sentence], habits: dict[str, str], weights: PairWeights
) -> list[Weighed]:
    """The phrases within reach of a draft's trigger, each with its scores."""
    bias = weights["bias"]
    out = []
    for mention, names in described(drafts, index, sentences, habits):
        score = sum(map(weights.__getitem__, names), bias)
        a, r = math.exp(min(score.real, 30.0)), math.exp(min(score.imag, 30.0))
        out.append(Weighed(mention, a / (1 + a + r), r / (1 + a + r)))
    return out


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
    drafts: list[Draft], index: int, sentences: list[Sentence], habits: dict[str, str]
) -> list[tuple[Mention, list[str]]]:
    """The phrases within reach of a draft's trigger, each with the names of the features that it has."""
    draft = drafts[index]
    candidate = draft.candidate
    scene = _scene(draft, habits, _beside(drafts, index))
    own = _within_reach(candidate)
    out = [(m, _of_own(scene, own, at)) for at, m in enumerate(own)]
    out += _from_before(drafts, index, sentences, scene, own)
    return out


def _beside(drafts: list[Draft], index: int) -> list[tuple[str, Sides]]:
    """The casts proposed for the triggers before and after this one in its sentence."""
    draft = drafts[index]
    out = []
    for name, at in (("before", index - 1), ("after", index + 1)):
        if 0 <= at < len(drafts) and drafts[at].candidate.sentence is draft.candidate.sentence:
            alike = "alike" if drafts[at].candidate.type.group == draft.candidate.type.group else "other"
            joined = draft.candidate.proclitic[:1] if name == "before" else drafts[at].candidate.proclitic[:1]
            out.append((f"beside/{name}/{alike}/{joined}", Sides(drafts[at].roles)))
    return out


def _scene(draft: Draft, habits: dict[str, str], beside: list[tuple[str, Sides]]) -> _Scene:
    candidate = draft.candidate
    sentence = candidate.sentence
    usable = [m for m in sentence.mentions if m not in draft.speakers]
    light = None if candidate.is_verb else light_verb(candidate)
    roles = draft.roles
    filled = f"{min(len(roles.actors), 2)}{min(len(roles.recipients), 2)}"
    return _Scene(
        draft,
        candidate,
        filled,
        relative_before(sentence, candidate.first),
        subject_of(sentence, light, usable, candidate) if light is not None else None,
        sorted({h.first for h in sentence.of("trigger")} - {candidate.first}),
        frozenset(m.actor for m in sentence.mentions if m.actor),
        habits,
        [h.first for h in sentence.of("say")],
        beside,
        Sides(roles),
        before_that(sentence, candidate.first),
        that_pronoun(candidate),
        _nearest(candidate),
    )


def _nearest(candidate: Candidate) -> dict[str, int]:
    """How many tokens from the trigger each actor within reach is named."""
    out: dict[str, int] = {}
    for mention in _within_reach(candidate):
        if mention.actor:
            away = abs(mention.first - candidate.first)
            out[mention.actor] = min(away, out.get(mention.actor, away))
    return out


def _within_reach(candidate: Candidate) -> list[Mention]:
    return [
        m
        for m in candidate.sentence.mentions
        if candidate.first - REACH <= m.first <= candidate.last + REACH
        and not heads_a_title(m)
        and not (m.first == candidate.first and m.last <= candidate.last and m.actor is None)
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


def _of_own(scene: _Scene, own: list[Mention], at: int) -> list[str]:
    """The features of a phrase in the trigger's own sentence."""
    mention = own[at]
    candidate = scene.candidate
    roles = scene.draft.roles
    right = mention.first > candidate.first
    lo, hi = (candidate.last + 1, mention.first) if right else (mention.last + 1, candidate.first)
    crossed = bisect_left(scene.triggers, hi) - bisect_left(scene.triggers, lo) if lo < hi else 0
    side = "R" if right else "L"
    proposed = scene.proposed.of(mention)
    prep = mention.prep or "-"
    place = f"{side}{step_of(hi - lo)}"
    inside = candidate.left <= mention.first < candidate.right
    free = "free" if not mention.prep and not mention.adjective else "bound"
    sort = _sort(mention)
    names = [
        f"p={proposed}",
        f"at={place}",
        f"sort={sort}/{side}",
        f"p={proposed}/{scene.filled}",
        f"p={proposed}/{side}/{prep}",
        f"p={proposed}/{roles.how}",
        f"p={proposed}/{sort}",
        f"in={inside}/{side}",
        f"crossed={side}{min(crossed, 2)}",
    ]
    if (mention.first - 1 in scene.says) or (mention.first - 2 in scene.says):
        names.append("after-saying")
    if scene.says and any(lo <= k < hi for k in scene.says):
        names.append(f"saying-between/{side}")
    for name, other in scene.beside:
        names.append(f"{name}/{other.of(mention)}")
    if mention.actor:
        names.append(f"habit={scene.habits.get(mention.actor, 'none')}")
    if mention.joined and at:
        names.append(f"joined={scene.proposed.of(own[at - 1])}")
        names.append(f"joined={side}/{step_of(hi - lo)}")
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
    if not right and scene.relative is not None and 0 <= scene.relative - mention.last <= 4:
        names.append(f"antecedent/{bool(candidate.enclitic)}")
    if candidate.enclitic and not right:
        names.append(f"enclitic/{free}")
    if not right and scene.that:
        names.append(f"after-that/{_after_that(candidate, mention)}/{free}")
    if mention.actor and scene.nearest[mention.actor] < abs(mention.first - candidate.first):
        names.append("nearer")
    for hit in candidate.consequences:
        if 0 < mention.first - hit.last <= 6:
            names.append(f"after-consequence/{prep}/{step_of(mention.first - hit.last)}")
        elif 0 < hit.first - mention.last <= 4:
            names.append("before-consequence")
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


def _from_before(
    drafts: list[Draft], index: int, sentences: list[Sentence], scene: _Scene, own: list[Mention]
) -> list[tuple[Mention, list[str]]]:
    """Phrases of earlier sentences that the trigger may take over: those proposed, and the casts told just before."""
    draft = drafts[index]
    candidate = draft.candidate
    sentence = candidate.sentence
    found: dict[int, tuple[Mention, list[str]]] = {}

    def offer(mention: Mention, name: str) -> None:
        if mention.sentence is sentence:
            return
        entry = found.get(id(mention))
        if entry is None:
            proposed = scene.proposed.of(mention)
            named = mention.actor in scene.named
            back = min(sentence.index - mention.sentence.index, 4)
            entry = found[id(mention)] = (
                mention,
                [
                    f"p={proposed}/before",
                    name,
                    f"before/{_sort(mention)}",
                    f"before/{back}",
                    f"before/named={named}",
                    f"before/definite={candidate.form.definite}",
                    f"before/f={scene.filled}",
                    f"before/start={candidate.first - sentence.first <= 3}",
                    f"before/that-pronoun={scene.that_pronoun}",
                    f"before/own={min(len(own), 3)}",
                    f"before/habit={scene.habits.get(mention.actor or '', 'none')}",
                ],
            )
        entry[1].append(name)
        if mention.actor and any(m.actor == mention.actor for m, _ in found.values() if m is not mention):
            entry[1].append("before/again")

    for mention in (*draft.roles.actors, *draft.roles.recipients):
        offer(mention, "before/proposed")
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
                offer(mention, f"before/{name}{rank}/{alike}")
    for back in range(1, LOOK_BACK + 1):
        if sentence.index - back < 0:
            break
        armed = [m for m in sentences[sentence.index - back].mentions if m.actor and m.armed and not m.adjective]
        if armed:
            offer(armed[0], f"before/first/{back}")
            break
    return list(found.values())
