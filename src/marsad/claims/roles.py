"""Who does it and to whom: the participants of a candidate, by the grammar of its trigger.

Newspaper Arabic puts the subject after the verb or, after *anna* and the relative pronouns, before it; names the doer of a
verbal noun as its genitive or as the subject of a light verb; and hides it in a demonym (*the Turkish shelling*) or behind
`على يد`, `بنيران` (codebook, sections 2 and 5).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..annotate.participants import Mention
from ..annotate.sentence import BREAKS, MARKS
from .attribution import THAT
from .candidates import Candidate
from .cast import Roles, add, heads_a_title, unique
from .sides import balance, two_sides
from .subjects import doer, genitive_of, light_verb, main_subject, near, right_of, subject_of, verb_subject
from .victims import victims
from .voice import voice_of

if TYPE_CHECKING:
    from ..lexicons.vocabulary import Vocabulary

_DONE_BY = frozenset(
    "نفذه نفذها نفذته نفذتها شنه شنها شنته شنتها تشنها يشنها تنفذها ينفذها".split()
)  # before or after the doer
_AGENT_PHRASES = _DONE_BY | frozenset(
    (
        "وراء",
        "من تنفيذ",
        "تبناه",
        "تبناها",
        "تبنته",
        "تبنتها",
        "تبناهما",
        "تبنتهما",
        *(f"{verb} {what}" for verb in ("تبني", "تبنت") for what in ("بعضها", "معظمها", "مسووليته", "مسووليتها")),
        *(f"{verb} الي" for verb in ("نسب", "نسبت", "ينسب", "تنسب", "منسوب", "منسوبه", "المنسوب", "المنسوبه")),
        "علي يد",
        "علي ايدي",
        "علي يدي",
        "بنيران",
        "برصاص",
        "من قبل",
        "من جانب",
        "بايدي",
    )
)


def find_roles(candidate: Candidate, vocabulary: Vocabulary, speakers: list[Mention]) -> Roles:
    """The participants that the candidate's own sentence gives it; `speakers` only say what is told, so they do nothing in it."""
    sentence = candidate.sentence
    usable = [
        m for m in sentence.mentions if m not in speakers and not _is_trigger(m, candidate) and not heads_a_title(m)
    ]
    roles = Roles()
    if candidate.type.two_sided:
        two_sides(candidate, usable, roles)
    if not roles.actors and not roles.recipients:
        if candidate.is_verb:
            _of_verb(candidate, usable, roles)
        else:
            _of_noun(candidate, usable, roles, vocabulary)
    for verb in candidate.verbs:
        _of_carrying_verb(candidate, verb, usable, roles)
    if candidate.type.group == "street":
        _addressed(candidate, usable, roles)
    _agents(candidate, usable, roles)
    _announced(candidate, speakers, roles)
    victims(candidate, usable, roles)
    if candidate.type.two_sided:
        balance(roles)
    _tidy(roles)
    return roles


def _is_trigger(mention: Mention, candidate: Candidate) -> bool:
    """Whether the phrase is the trigger itself (انتحاري in هجوم انتحاري), not what it governs (القوات in انسحاب القوات)."""
    if not (candidate.first <= mention.first and mention.last <= candidate.last):
        return False
    if mention.first == candidate.first:
        return True
    return mention.actor is None and mention.unit == "" and not _enclosed(mention, candidate)


def _enclosed(mention: Mention, candidate: Candidate) -> bool:
    """Whether the phrase is the subject that a verb and its object enclose: `أحرق المتظاهرون إطارات`."""
    return candidate.is_verb and mention.head == "people" and candidate.first < mention.first <= candidate.last


def _role_of_preposition(candidate: Candidate, mention: Mention) -> str | None:
    return candidate.entry.prepositions.get(mention.prep) if mention.prep else None


def _of_verb(candidate: Candidate, usable: list[Mention], roles: Roles) -> None:
    entry = candidate.entry
    voice = voice_of(candidate, usable)
    right = [m for m in right_of(candidate, usable) if not m.adjective]
    if voice == "passive":
        patient = next((m for m in right if not m.prep or m.prep == "من"), None)
        if patient is None or not near(candidate.sentence, candidate.last, patient.first):
            patient = verb_subject(candidate, usable)
        if patient is not None and entry.object in ("recipient", "actor"):
            add(roles.recipients if entry.object == "recipient" else roles.actors, patient, usable)
        roles.how = "passive verb"
    else:
        subject = next((m for m in usable if _enclosed(m, candidate)), None) or verb_subject(candidate, usable)
        if subject is not None and entry.subject in ("actor", "recipient"):
            add(roles.actors if entry.subject == "actor" else roles.recipients, subject, usable)
        rest = [m for m in right if m is not subject and m not in roles.actors and m not in roles.recipients]
        patient = next((m for m in rest if (not m.prep or m.first == candidate.last + 1) and not m.joined), None)
        if patient is not None and entry.object in ("recipient", "actor") and not candidate.enclitic:
            add(roles.recipients if entry.object == "recipient" else roles.actors, patient, usable)
        elif candidate.enclitic and entry.object == "recipient":
            antecedent = [m for m in usable if m.last < candidate.first and m is not subject and not m.adjective]
            if antecedent:
                roles.recipients.append(antecedent[-1])
        roles.how = "active verb"
    _by_prepositions(candidate, usable, roles)


def _by_prepositions(candidate: Candidate, usable: list[Mention], roles: Roles) -> None:
    for mention in right_of(candidate, usable):
        role = _role_of_preposition(candidate, mention)
        if role in (None, "from", "place") and not mention.adjective:
            role = _usual_role(candidate, mention) or role
        if role in ("recipient", "other_side") and not roles.recipients:
            add(roles.recipients, mention, usable)
        elif role == "actor" and not roles.actors:
            add(roles.actors, mention, usable)


def _usual_role(candidate: Candidate, mention: Mention) -> str | None:
    """What prepositions say of any violence or change of control: `ضد` and `على` the target, `من (يد)` the side that loses a place."""
    group = candidate.type.group
    if group == "fight" and (
        mention.prep in ("ضد", "بحق") or (mention.prep == "علي" and (mention.armed or mention.unit))
    ):
        return "recipient"
    if group == "control" and candidate.type.id in candidate.type.taken and mention.prep == "من" and mention.armed:
        return "recipient"
    return "recipient" if group in ("control", "street") and mention.prep == "ضد" else None


def _of_carrying_verb(candidate: Candidate, verb: Candidate, usable: list[Mention], roles: Roles) -> None:
    """The participants of the verb that goes on with a noun (`هجوم استهدف دورية`, `قذائف أطلقها المسلحون`)."""
    after = [m for m in usable if m.first > verb.last and m.first - verb.last <= 6 and not m.adjective and not m.joined]
    first = next((m for m in after if not m.prep), None)
    if (
        verb.enclitic
        and first is not None
        and doer(first)
        and verb.entry.subject == "actor"
        and verb.enclitic in ("ه", "ها")
    ):
        if not roles.actors:
            add(roles.actors, first, usable)
    elif first is not None and not roles.recipients and first not in roles.actors:
        add(roles.recipients, first, usable)
    for mention in after:
        if verb.entry.prepositions.get(mention.prep) == "recipient" and not roles.recipients:
            add(roles.recipients, mention, usable)


def _of_noun(candidate: Candidate, usable: list[Mention], roles: Roles, vocabulary: Vocabulary) -> None:
    entry = candidate.entry
    sentence = candidate.sentence
    right = right_of(candidate, usable)
    demonym = next((m for m in right if m.adjective and m.first - candidate.last <= 2), None)
    if demonym is not None and entry.of != "recipient" and not candidate.type.two_sided:
        roles.actors.append(demonym)
        roles.how = "demonym"
    genitive = genitive_of(candidate, [m for m in usable if not m.adjective])
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
            add(roles.actors, genitive, usable)
        elif role == "recipient":
            add(roles.recipients, genitive, usable)
        roles.how = roles.how or "genitive"
        if role == "actor" and candidate.type.group == "fight" and not candidate.type.two_sided:
            target = next((m for m in right if m.first > genitive.last and not m.adjective and not m.joined), None)
            if (
                target is not None
                and not target.prep
                and target.first - genitive.last <= 8
                and target not in roles.actors
            ):
                add(roles.recipients, target, usable)
    light = light_verb(candidate)
    if light is not None:
        lentry, _ = light.data  # type: ignore[attr-defined]
        subject = subject_of(sentence, light, [m for m in usable if m is not genitive], candidate)
        if (
            subject is not None
            and lentry.subject in ("actor", "recipient")
            and (doer(subject) or lentry.subject == "recipient")
        ):
            side = roles.actors if lentry.subject == "actor" else roles.recipients
            if not side:
                add(side, subject, usable)
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
            add(roles.recipients, near[0], usable)
    if not roles.actors and light is None:
        subject = main_subject(candidate, usable, roles)
        if subject is not None:
            add(roles.actors, subject, [m for m in usable if m not in roles.recipients])


def _addressed(candidate: Candidate, usable: list[Mention], roles: Roles) -> None:
    """Whom a crowd is against or wants something of: `احتجاجا على سياسة الحكومة`, `مطالبين رئيس الوزراء ب…`, `مناهضة للنظام`."""
    if roles.recipients:
        return
    words = candidate.sentence.doc.words
    for mention in usable:
        if not 0 < mention.first - candidate.last <= 30 or mention.adjective or mention in roles.actors:
            continue
        if not (mention.actor or mention.choices) or mention.prep in ("في", "من", "الي"):
            continue
        ahead = words[max(candidate.last + 1, mention.first - 4) : mention.first]
        if any(w.removeprefix("و") in _AGAINST for w in ahead) and BREAKS.isdisjoint(ahead):
            add(roles.recipients, mention, usable)
            return


_AGAINST = frozenset(
    (
        "احتجاجا للاحتجاج احتجاجهم مناهضه مناهضين مناوئه معاديه معارضه منددين منددا مندده تنديدا للتنديد تندد ينددون مطالبين مطالبا مطالبه "
        "للمطالبه لمطالبه تطالب يطالبون طالبوا استنكارا رفضا رافضين"
    ).split()
)


def _agents(candidate: Candidate, usable: list[Mention], roles: Roles) -> None:
    """`على يد`, `بنيران`, `من قبل`, `نفذه` and their like name the doer after them."""
    if candidate.entry.object == "actor":
        return
    words = candidate.sentence.doc.words
    for mention in right_of(candidate, usable):
        two = " ".join(words[max(candidate.last + 1, mention.first - 2) : mention.first])
        one = words[mention.first - 1] if mention.first - 1 > candidate.last else ""
        told = one in ("ان", "بان") and candidate.sentence.word(mention.last + 1) in _DONE_BY  # `يعتقد أن الحركة نفذته`
        if mention.adjective or not (told or two in _AGENT_PHRASES or one in _AGENT_PHRASES):
            continue
        if mention in roles.recipients:
            roles.recipients.remove(mention)
        roles.actors = []
        roles.how = "agent phrase"
        add(roles.actors, mention, usable)
        return


def _announced(candidate: Candidate, speakers: list[Mention], roles: Roles) -> None:
    """Who denies or announces talks or a truce has a part in them, where nobody else is named: `نفت الحركة التفاوض مع الحكومة`."""
    if candidate.is_verb or candidate.type.group != "talks" or roles.actors:
        return
    sentence = candidate.sentence
    verb = max((k for k in sentence.starts("say") if k < candidate.first), default=None)
    if verb is None:
        return
    for mention in reversed(speakers):
        if (
            mention.sentence is not sentence
            or mention.first > candidate.first
            or not (mention.actor or mention.choices)
        ):
            continue
        between = [k for k in range(verb + 1, candidate.first) if not mention.first <= k <= mention.last]
        said = [w for k in between if (w := sentence.word(k)) not in MARKS and w not in _ANY]
        if len(said) <= 2 and not THAT.intersection(said):
            roles.actors.append(mention)
            roles.how = "who announces it"
        return


_ANY = frozenset("وجود اي ايه اجراء حصول عن".split())


def _tidy(roles: Roles) -> None:
    roles.actors = unique(roles.actors)[:4]
    kept = [m for m in unique(roles.recipients) if m not in roles.actors]
    roles.recipients = [
        m for m in kept if not (m.casualty in ("killed", "injured") and m.number is None and m.actor is None)
    ][:5]
