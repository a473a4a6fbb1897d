"""Who does it and to whom: the participants of a candidate, by the grammar of its trigger.

Newspaper Arabic puts the subject after the verb or, after *anna* and the relative pronouns, before it; names the doer of a
verbal noun as its genitive or as the subject of a light verb; and hides it in a demonym (*the Turkish shelling*) or behind
`على يد`, `بنيران` (codebook, sections 2 and 5).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..annotate.participants import Mention
from ..annotate.sentence import BREAKS, Sentence
from .candidates import Candidate

if TYPE_CHECKING:
    from ..lexicons.vocabulary import Vocabulary
    from ..text.phrases import Hit

RELATIVES = frozenset("التي الذي الذين اللذين اللتين اللذان اللتان اللواتي اللاتي".split())
_THAT = frozenset("ان ان بان لان انه انها انهم بانه بانها بانهم ولكن لكن".split())
_AGENT_PHRASES = (
    "وراء",
    "من تنفيذ",
    "تبناه",
    "تبناها",
    "تبنته",
    "تبنتها",
    "علي يد",
    "علي ايدي",
    "علي يدي",
    "بنيران",
    "برصاص",
    "من قبل",
    "من جانب",
    "بايدي",
    "نفذه",
    "نفذها",
    "نفذته",
    "نفذتها",
    "شنه",
    "شنها",
    "شنته",
    "شنتها",
    "تشنها",
    "يشنها",
    "تنفذها",
)
_WITH = frozenset(("مع", "ضد"))


@dataclass(slots=True)
class Roles:
    """The participants of one candidate."""

    actors: list[Mention] = field(default_factory=list)
    recipients: list[Mention] = field(default_factory=list)
    how: str = ""


def find_roles(candidate: Candidate, vocabulary: Vocabulary, speakers: list[Mention]) -> Roles:
    """The participants that the candidate's own sentence gives it; `speakers` only say what is told, so they do nothing in it."""
    sentence = candidate.sentence
    usable = [m for m in sentence.mentions if m not in speakers and not _is_trigger(m, candidate)]
    roles = Roles()
    if candidate.type.two_sided:
        _two_sides(candidate, usable, roles)
    if not roles.actors and not roles.recipients:
        if candidate.is_verb:
            _of_verb(candidate, usable, roles)
        else:
            _of_noun(candidate, usable, roles, vocabulary)
    for verb in candidate.verbs:
        _of_carrying_verb(candidate, verb, usable, roles)
    _agents(candidate, usable, roles)
    _victims(candidate, usable, roles)
    if candidate.type.two_sided:
        _balance(roles)
    _tidy(roles)
    return roles


def _is_trigger(mention: Mention, candidate: Candidate) -> bool:
    """Whether the phrase is the trigger itself (انتحاري in هجوم انتحاري), not what it governs (القوات in انسحاب القوات)."""
    if not (candidate.first <= mention.first and mention.last <= candidate.last):
        return False
    return mention.first == candidate.first or (mention.actor is None and mention.unit == "")


def _add(side: list[Mention], mention: Mention, usable: list[Mention]) -> None:
    """Add the mention and those that *and* ties to it."""
    if mention in side:
        return
    side.append(mention)
    at = usable.index(mention)
    for following in usable[at + 1 :]:
        if not following.joined or following.adjective:
            break
        if following not in side:
            side.append(following)


def _right_of(candidate: Candidate, usable: list[Mention], stop: int | None = None) -> list[Mention]:
    end = candidate.right if stop is None else stop
    # a phrase such as «انسحاب القوات» holds the noun it governs
    return [
        m
        for m in usable
        if m.first > candidate.first and (m.first > candidate.last or not candidate.is_verb) and m.first < end
    ]


def _left_of(candidate: Candidate, usable: list[Mention], start: int | None = None) -> list[Mention]:
    begin = candidate.left if start is None else start
    return [m for m in usable if m.last < candidate.first and m.first >= begin]


def _role_of_preposition(candidate: Candidate, mention: Mention) -> str | None:
    return candidate.entry.prepositions.get(mention.prep) if mention.prep else None


def _two_sides(candidate: Candidate, usable: list[Mention], roles: Roles) -> None:
    """`بين أ وب`, `أ … مع ب`, `أ ضد ب`."""
    right = _right_of(candidate, usable)
    between = next((m for m in right if m.prep == "بين"), None)
    if between is not None:
        at = usable.index(between)
        pair = [between]
        for following in usable[at + 1 :]:
            if following.first >= candidate.right and not following.joined:
                break
            if (following.joined or following.prep == "بين") and not following.adjective:
                pair.append(following)
            if len(pair) >= 3:
                break
        if len(pair) >= 2:
            roles.actors.append(pair[0])
            roles.recipients.extend(pair[1:2])
            roles.how = "between"
            return
        if pair[0].back or pair[0].plural:
            return
    other = next((m for m in right if m.prep in _WITH and not m.adjective), None)
    if other is not None:
        _add(roles.recipients, other, usable)
        roles.how = "with"
        subject = _subject_near(candidate, [m for m in usable if m is not other and m not in roles.recipients])
        victims = [
            m
            for hit in candidate.consequences
            if (m := _victim_of(hit, usable, roles)) is not None and m.armed and m is not other
        ]
        if subject is None and victims:
            roles.actors, roles.recipients = roles.recipients, victims[:1]
        elif subject is not None:
            _add(roles.actors, subject, [m for m in usable if m not in roles.recipients])


def _subject_near(candidate: Candidate, usable: list[Mention]) -> Mention | None:
    """The subject of a verb, or of the light verb or main verb that a noun depends on."""
    if candidate.is_verb:
        return _verb_subject(candidate, usable)
    light = _light_verb(candidate)
    if light is not None:
        found = _subject_of(candidate.sentence, light, usable, candidate)
        if found is not None:
            return found
    genitive = _genitive(candidate, usable)
    if genitive is not None and candidate.entry.of != "recipient":
        return genitive
    left = [
        m
        for m in _left_of(candidate, usable, candidate.sentence.first)
        if not m.prep and not m.adjective and not m.victim and _doer(m)
    ]
    return left[-1] if left else None


def _doer(mention: Mention) -> bool:
    """Whether the phrase can do something: a known actor, people, or a force; no position, vehicle or bare rank."""
    return (
        mention.actor is not None
        or bool(mention.choices)
        or mention.head in ("people", "person", "anaphor")
        or mention.unit in ("force", "aircraft")
    )


def _verb_subject(candidate: Candidate, usable: list[Mention]) -> Mention | None:
    sentence = candidate.sentence
    agreement = candidate.form.agreement
    relative = _relative_before(sentence, candidate.first)
    right = [m for m in _right_of(candidate, usable) if not m.adjective]
    after = next((m for m in right if not m.prep), None)
    if after is not None and not _doer(after):
        after = None
    close = after is not None and not after.joined and _near(sentence, candidate.last, after.first)
    if relative is not None and not candidate.enclitic:
        antecedent = [m for m in usable if m.last < relative and not m.adjective and relative - m.last <= 4]
        if antecedent:
            return antecedent[-1]
    if agreement not in ("mp", "fp", "md", "fd") and close and after is not None and relative is None:
        if _before_that(sentence, candidate.first) and _preverbal(candidate, usable) is not None:
            return _preverbal(candidate, usable)
        return after
    if relative is not None and candidate.enclitic and after is not None:
        return after
    before = _preverbal(candidate, usable)
    if before is not None:
        return before
    if agreement in ("mp", "fp", "md", "fd"):
        left = [m for m in usable if m.last < candidate.first and not m.adjective and m.prep in ("", "من")]
        return left[-1] if left else None
    return after if close else None


def _near(sentence: Sentence, left: int, right: int) -> bool:
    gap = sentence.doc.words[left + 1 : right]
    return len(gap) <= 8 and sum(1 for w in gap if w in BREAKS) <= 2


def _relative_before(sentence: Sentence, token: int) -> int | None:
    """The relative pronoun that the verb at `token` hangs on, up to four tokens before it."""
    for k in range(token - 1, max(sentence.first, token - 5) - 1, -1):
        if sentence.doc.words[k] in RELATIVES:
            return k
        if sentence.doc.words[k] in BREAKS:
            return None
    return None


def _before_that(sentence: Sentence, token: int) -> bool:
    """Whether *anna* opens the clause of this verb: then its subject stands before it."""
    return any(w in _THAT for w in sentence.doc.words[max(sentence.first, token - 14) : token])


def _preverbal(candidate: Candidate, usable: list[Mention]) -> Mention | None:
    """The subject before its verb: the first free noun phrase since *anna*, the last break, or the start."""
    sentence = candidate.sentence
    start = sentence.first
    for k in range(candidate.first - 1, sentence.first - 1, -1):
        word = sentence.doc.words[k]
        if word in _THAT:
            start = k
            break
    left = [
        m for m in usable if m.last < candidate.first and not m.adjective and not m.prep and not m.victim and _doer(m)
    ]
    inside = [m for m in left if m.first >= start]
    for mention in inside or left:
        if candidate.first - mention.last <= 40 and (mention.armed or candidate.type.group != "fight"):
            return mention
    return None


def _of_verb(candidate: Candidate, usable: list[Mention], roles: Roles) -> None:
    entry = candidate.entry
    voice = _voice(candidate, usable)
    right = [m for m in _right_of(candidate, usable) if not m.adjective]
    if voice == "passive":
        patient = next((m for m in right if not m.prep or m.prep == "من"), None)
        if patient is None or not _near(candidate.sentence, candidate.last, patient.first):
            patient = _verb_subject(candidate, usable)
        if patient is not None and entry.object in ("recipient", "actor"):
            _add(roles.recipients if entry.object == "recipient" else roles.actors, patient, usable)
        roles.how = "passive verb"
    else:
        subject = _verb_subject(candidate, usable)
        if subject is not None and entry.subject in ("actor", "recipient"):
            _add(roles.actors if entry.subject == "actor" else roles.recipients, subject, usable)
        rest = [m for m in right if m is not subject and m not in roles.actors and m not in roles.recipients]
        patient = next((m for m in rest if (not m.prep or m.first == candidate.last + 1) and not m.joined), None)
        if patient is not None and entry.object in ("recipient", "actor") and not candidate.enclitic:
            _add(roles.recipients if entry.object == "recipient" else roles.actors, patient, usable)
        elif candidate.enclitic and entry.object == "recipient":
            antecedent = [m for m in usable if m.last < candidate.first and m is not subject and not m.adjective]
            if antecedent:
                roles.recipients.append(antecedent[-1])
        roles.how = "active verb"
    _by_prepositions(candidate, usable, roles)


def _by_prepositions(candidate: Candidate, usable: list[Mention], roles: Roles) -> None:
    for mention in _right_of(candidate, usable):
        role = _role_of_preposition(candidate, mention)
        if role in (None, "from", "place") and not mention.adjective:
            role = _usual_role(candidate, mention) or role
        if role in ("recipient", "other_side") and not roles.recipients:
            _add(roles.recipients, mention, usable)
        elif role == "actor" and not roles.actors:
            _add(roles.actors, mention, usable)


def _usual_role(candidate: Candidate, mention: Mention) -> str | None:
    """What prepositions say of any violence or change of control: `ضد` and `على` the target, `من (يد)` the side that loses a place."""
    group = candidate.type.group
    if group == "fight" and (
        mention.prep in ("ضد", "بحق") or (mention.prep == "علي" and (mention.armed or mention.unit))
    ):
        return "recipient"
    if group == "control" and candidate.type.id in candidate.type.taken and mention.prep == "من" and mention.armed:
        return "recipient"
    return "recipient" if group == "control" and mention.prep == "ضد" else None


def _voice(candidate: Candidate, usable: list[Mention]) -> str:
    """The voice where the spelling leaves it open: passive when its only free noun phrase is a victim."""
    if candidate.form.voice != "either":
        return candidate.form.voice
    sentence = candidate.sentence
    start, end = sentence.doc.raw_span(candidate.first, candidate.last)
    raw = sentence.doc.view.raw[start:end]
    if "\u064f" in raw[:4]:
        return "passive"
    right = [m for m in _right_of(candidate, usable) if not m.adjective and not m.prep and not m.joined]
    if candidate.enclitic or _relative_before(sentence, candidate.first) is not None:
        return (
            "active"
            if candidate.entry.object == "recipient" and (candidate.enclitic or right)
            else "passive"
            if candidate.entry.consequence
            else "active"
        )
    if not candidate.entry.human_object:
        return "active"
    if not candidate.entry.consequence:
        return "active" if _preverbal(candidate, usable) is not None or (right and right[0].armed) else "passive"
    if candidate.form.agreement in ("mp", "fp"):
        return (
            "active"
            if right and right[0].first - candidate.last <= 4 and _preverbal(candidate, usable) is not None
            else "passive"
        )
    if (
        len(right) >= 2
        and right[0].armed
        and _near(sentence, right[0].last, right[1].first)
        and right[0].casualty is None
        and right[0].number is None
    ):
        return "active"
    before = _preverbal(candidate, usable)
    led = right and before is not None and before.armed and right[0].first - candidate.last <= 6
    if led and before is not None and (_before_that(sentence, candidate.first) or candidate.first - before.last <= 3):
        return "active"
    return "passive"


def _of_carrying_verb(candidate: Candidate, verb: Candidate, usable: list[Mention], roles: Roles) -> None:
    """The participants of the verb that goes on with a noun (`هجوم استهدف دورية`, `قذائف أطلقها المسلحون`)."""
    after = [m for m in usable if m.first > verb.last and m.first - verb.last <= 6 and not m.adjective and not m.joined]
    first = next((m for m in after if not m.prep), None)
    if (
        verb.enclitic
        and first is not None
        and _doer(first)
        and verb.entry.subject == "actor"
        and verb.enclitic in ("ه", "ها")
    ):
        if not roles.actors:
            _add(roles.actors, first, usable)
    elif first is not None and not roles.recipients and first not in roles.actors:
        _add(roles.recipients, first, usable)
    for mention in after:
        if verb.entry.prepositions.get(mention.prep) == "recipient" and not roles.recipients:
            _add(roles.recipients, mention, usable)


def _genitive(candidate: Candidate, usable: list[Mention]) -> Mention | None:
    """The noun phrase right after a noun trigger, adjectives between them passed over."""
    for mention in _right_of(candidate, usable):
        gap = candidate.sentence.gap(candidate.last, mention.first)
        if len(gap) > 2 or any(w in BREAKS for w in gap):
            return None
        if (
            mention.prep in ("", "ل", "من")
            and not mention.joined
            and (
                not gap
                or mention.number is not None
                or all(w.endswith(("ه", "ي", "يه", "ات")) or w in ("من", "عدد") for w in gap)
            )
        ):
            return mention
        return None
    return None


def _light_verb(candidate: Candidate) -> object | None:
    """The light verb before the noun in its clause (شن … غارة), or after it in a relative clause (غارات شنها)."""
    sentence = candidate.sentence
    best = None
    for hit in sentence.of("light"):
        if (
            hit.last < candidate.first
            and hit.first >= candidate.left
            and candidate.first - hit.last <= 16
            and not hit.enclitic
        ):
            best = hit
        elif candidate.last < hit.first < candidate.right and hit.first - candidate.last <= 6 and hit.enclitic:
            return best or hit
    return best


def _subject_of(sentence: Sentence, light: object, usable: list[Mention], candidate: Candidate) -> Mention | None:
    hit = light
    _entry, form = hit.data  # type: ignore[attr-defined]
    first, last = hit.first, hit.last  # type: ignore[attr-defined]
    if first > candidate.last:
        return next((m for m in usable if m.first > last and not m.prep and m.first - last <= 4), None)
    usable = [m for m in usable if not m.victim]
    between = [m for m in usable if last < m.first and m.last < candidate.first and not m.prep and not m.adjective]
    if between and form.agreement not in ("mp", "fp"):
        return between[0]
    relative = _relative_before(sentence, first)
    if relative is not None:
        antecedent = [m for m in usable if m.last < relative and relative - m.last <= 4 and not m.adjective]
        if antecedent:
            return antecedent[-1]
    left = [m for m in usable if m.last < first and not m.adjective and m.prep in ("", "ان") and first - m.last <= 25]
    start = sentence.first
    for k in range(first - 1, sentence.first - 1, -1):
        if sentence.doc.words[k] in _THAT:
            start = k
            break
    inside = [m for m in left if m.first >= start]
    return inside[0] if inside else (left[-1] if left else None)


def _of_noun(candidate: Candidate, usable: list[Mention], roles: Roles, vocabulary: Vocabulary) -> None:
    entry = candidate.entry
    sentence = candidate.sentence
    right = _right_of(candidate, usable)
    demonym = next((m for m in right if m.adjective and m.first - candidate.last <= 2), None)
    if demonym is not None and entry.of != "recipient" and not candidate.type.two_sided:
        roles.actors.append(demonym)
        roles.how = "demonym"
    genitive = _genitive(candidate, [m for m in usable if not m.adjective])
    if genitive is not None:
        role = entry.of
        if role == "place" and genitive.armed and genitive.unit != "position":
            role = "actor"
        if role == "either":
            role = (
                "actor" if genitive.armed and genitive.unit != "position" and genitive.number is None else "recipient"
            )
        if genitive.prep == "من" and role == "recipient" and genitive.number is None:
            role = "none"
        if role == "actor" and not roles.actors:
            _add(roles.actors, genitive, usable)
        elif role == "recipient":
            _add(roles.recipients, genitive, usable)
        roles.how = roles.how or "genitive"
        if role == "actor" and candidate.type.group == "fight" and not candidate.type.two_sided:
            target = next((m for m in right if m.first > genitive.last and not m.adjective and not m.joined), None)
            if (
                target is not None
                and not target.prep
                and target.first - genitive.last <= 8
                and target not in roles.actors
            ):
                _add(roles.recipients, target, usable)
    light = _light_verb(candidate)
    if light is not None:
        lentry, _ = light.data  # type: ignore[attr-defined]
        subject = _subject_of(sentence, light, [m for m in usable if m is not genitive], candidate)
        if (
            subject is not None
            and lentry.subject in ("actor", "recipient")
            and (_doer(subject) or lentry.subject == "recipient")
        ):
            side = roles.actors if lentry.subject == "actor" else roles.recipients
            if not side:
                _add(side, subject, usable)
                roles.how = "light verb"
    if candidate.enclitic and not roles.actors and entry.of != "recipient":
        antecedent = [m for m in usable if m.last < candidate.first and not m.adjective]
        if antecedent:
            roles.actors.append(antecedent[-1])
    elif candidate.enclitic and not roles.recipients:
        antecedent = [m for m in usable if m.last < candidate.first and not m.adjective]
        if antecedent:
            roles.recipients.append(antecedent[-1])
    _by_prepositions(candidate, usable, roles)
    if not roles.recipients and entry.of == "recipient":
        near = [m for m in right if m.number is not None or m.casualty is not None or m.prep in ("", "من", "في", "بين")]
        if near and near[0].first - candidate.last <= 6 and not near[0].adjective:
            _add(roles.recipients, near[0], usable)
    if not roles.actors and light is None:
        subject = _main_subject(candidate, usable, roles)
        if subject is not None:
            _add(roles.actors, subject, [m for m in usable if m not in roles.recipients])


def _main_subject(candidate: Candidate, usable: list[Mention], roles: Roles) -> Mention | None:
    """The subject of the clause that a verbal noun completes (`تمكنت القوات من استعادة`, `أعلن الجيش السيطرة على`)."""
    if candidate.entry.of not in ("actor", "either", "place", "none") or candidate.entry.consequence:
        return None
    left = [
        m
        for m in _left_of(candidate, usable)
        if not m.adjective and not m.prep and m not in roles.recipients and m.armed and not m.victim
    ]
    left = [m for m in left if _doer(m)]
    if left and candidate.first - left[-1].last <= 12 and candidate.proclitic in ("", "ب", "ل", "و"):
        return left[0] if len(left) > 1 and left[1].joined else left[-1]
    return None


def _agents(candidate: Candidate, usable: list[Mention], roles: Roles) -> None:
    """`على يد`, `بنيران`, `من قبل`, `نفذه` and their like name the doer after them."""
    if candidate.entry.object == "actor":
        return
    words = candidate.sentence.doc.words
    for mention in _right_of(candidate, usable):
        two = " ".join(words[max(candidate.last + 1, mention.first - 2) : mention.first])
        one = words[mention.first - 1] if mention.first - 1 > candidate.last else ""
        if mention.adjective or not (two in _AGENT_PHRASES or one in _AGENT_PHRASES):
            continue
        if mention in roles.recipients:
            roles.recipients.remove(mention)
        roles.actors = []
        _add(roles.actors, mention, usable)
        return


def _victims(candidate: Candidate, usable: list[Mention], roles: Roles) -> None:
    """Those killed or hurt by one-sided violence are its recipients (codebook, section 5)."""
    if candidate.type.group != "fight" or not candidate.consequences:
        return
    for hit in candidate.consequences:
        entry = hit.data[0]
        killer = _killer(hit, usable) if not roles.actors else None
        if killer is not None:
            _add(roles.actors, killer, usable)
        first = (
            _victim_of(hit, usable, roles)
            if entry.of != "none" or hit.data[1].tense
            else _victim_after(hit, usable, roles)
        )
        if first is None:
            continue
        if candidate.type.two_sided:
            if not roles.recipients and first.armed and first not in roles.actors:
                roles.actors = [m for m in roles.actors if m.actor != first.actor]
                roles.recipients = [first]
        elif not roles.recipients or all(first.actor != r.actor or first.actor is None for r in roles.recipients):
            _add(roles.recipients, first, usable)


def _killer(hit: Hit, usable: list[Mention]) -> Mention | None:
    """The subject of an active verb of killing: the force right before it, where those killed follow (`الجيش قتل 31 مسلحا`)."""
    if not hit.data[1].tense or hit.data[1].agreement in ("mp", "md", "fp"):
        return None
    before = [
        m
        for m in usable
        if 0 <= hit.first - m.last <= 3
        and not m.prep
        and not m.adjective
        and not m.victim
        and m.armed
        and m.number is None
    ]
    after = [m for m in usable if 0 < m.first - hit.last <= 6 and not m.prep]
    return before[-1] if before and after else None


def _victim_of(hit: Hit, usable: list[Mention], roles: Roles) -> Mention | None:
    """Whom a word of killing or wounding governs: after it, or before a verb that agrees with a plural (`ثلاثة جنود قتلوا`)."""
    form = hit.data[1]
    if form.tense and form.agreement in ("mp", "md", "fp"):
        before = [
            m
            for m in usable
            if m.last < hit.first and hit.first - m.last <= 8 and not m.adjective and m not in roles.actors
        ]
        counted = [m for m in before if m.number is not None or m.head == "people"]
        if counted:
            return counted[0] if counted[0].number is not None else counted[-1]
    return _victim_after(hit, usable, roles)


def _victim_after(hit: Hit, usable: list[Mention], roles: Roles) -> Mention | None:
    following = [
        m
        for m in usable
        if m.first >= hit.first and m.first - hit.last <= 9 and m not in roles.actors and not m.adjective
    ]
    following = [m for m in following if m.prep in ("", "من", "بين", "في") or m.number is not None]
    bare = [m for m in following if not (m.casualty is not None and m.number is None)]
    return bare[0] if bare else None


def _balance(roles: Roles) -> None:
    """Two sides: a second actor of another camp is the other side."""
    if len(roles.actors) >= 2 and not roles.recipients:
        first = roles.actors[0]
        other = [m for m in roles.actors[1:] if m.actor != first.actor]
        if other:
            roles.actors = [m for m in roles.actors if m not in other]
            roles.recipients = other


def _tidy(roles: Roles) -> None:
    roles.actors = _unique(roles.actors)[:4]
    kept = [m for m in _unique(roles.recipients) if m not in roles.actors]
    roles.recipients = [
        m for m in kept if not (m.casualty in ("killed", "injured") and m.number is None and m.actor is None)
    ][:5]


def _unique(mentions: list[Mention]) -> list[Mention]:
    out: list[Mention] = []
    for mention in mentions:
        if mention not in out:
            out.append(mention)
    return out
