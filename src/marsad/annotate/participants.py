"""Participants: noun phrases that name someone who can act or suffer, with the actor that each stands for.

A phrase is grown from atoms that the lexicon knows: an actor's name, a person, a noun of people (`مسلحين`), a noun of units
(`طائرات`), a demonym (`التركية`), a word that points back (`التنظيم`). What the atoms leave open is settled over the whole
article: contextual names by who was named before and by the country the article is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..text.phrases import Hit
from .counted import bare_counts
from .datelines import dateline_end
from .prepositions import PREPOSITIONS, read_preposition
from .sentence import MARKS, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..lexicons.vocabulary import People, Vocabulary
    from .numbers import NumberMention

_RANK = {"actor": 0, "person": 0, "people": 1, "anaphor": 2, "unit": 3}
PLACE = 2  # the strength of a name that is a place
_CLASS_RANK = {"full": 0, "short": 0, "pejorative": 1, "places": PLACE, "contextual": 3, "demonym": 4}
_AFFILIATED = frozenset(
    (
        "تابع تابعه التابع التابعه التابعين تابعين التابعون تابعون موال مواليه الموالي المواليه الموالين موالين الموالون موالون محسوب "
        "المحسوب المحسوبين ينتمي ينتمون المنتمي المنتميه المنتمين منتمين المرتبط المرتبطه مرتبطه المرتبطين المؤيده المويده الموءيده الداعمه"
    ).split()
)
_LINKS = frozenset(("من", "في", "ل", "الي", "علي", "ب"))


_FIGHTING = frozenset(("fighters", "attackers", "soldiers", "police"))


@dataclass(slots=True, eq=False)
class Mention:
    """A noun phrase at tokens `first` to `last` of a sentence.

    `actor` is the actor id where it is settled; `choices` the ids a contextual name may stand for. `head` is what the phrase
    began with: actor, person, people, unit, demonym or anaphor. `prep` is the preposition before it, empty for none;
    `joined` says that *and* ties it to the mention before. `owner` is the pronoun on its last word (عناصره), `kind` that of its
    actor, `nation` the actor
    that a word of nationality names, `generic` says that it names a kind of force and not a party; `led` that a leader's title
    still wants the name of who bears it.
    """

    sentence: Sentence
    first: int
    last: int
    head: str
    actor: str | None = None
    name: str | None = None
    of: str | None = None
    casualty: str | None = None
    choices: tuple[str, ...] = ()
    prep: str = ""
    joined: bool = False
    definite: bool = False
    plural: bool = False
    dual: bool = False
    adjective: bool = False
    unit: str = ""
    strength: int = 9
    number: NumberMention | None = None
    back: str = ""
    victim: bool = False
    owner: str = ""
    led: bool = False
    generic: bool = False
    nation: str | None = None
    kind: str = ""

    @property
    def armed(self) -> bool:
        """Whether the phrase names someone who bears arms or commands those who do."""
        return (
            self.of not in ("civilians", "children", "women", "people")
            and self.unit != "site"
            and self.kind != "media_or_monitor"
            and (self.actor not in (None, "civilians") or self.unit != "" or self.of in _FIGHTING)
        )


def find_mentions(sentence: Sentence, vocabulary: Vocabulary) -> list[Mention]:
    """The noun phrases of one sentence, actors of contextual names still open (see `settle_actors`)."""
    starting = _starting(sentence)
    mentions: list[Mention] = []
    current: Mention | None = None
    opened = dateline_end(sentence, vocabulary) if starting else sentence.first
    for atom in _atoms(sentence, starting, vocabulary):
        if atom.first < opened or _no_participant(sentence, atom, vocabulary):
            current = None
            continue
        new = _mention(sentence, atom, starting[atom.first], vocabulary)
        if current is not None and _absorbs(current, new, atom, sentence):
            _merge(current, new)
            continue
        if new.adjective and not _names_alone(new):
            mentions.append(new)
            current = None
            continue
        mentions.append(new)
        current = new
    mentions = _with_counts(mentions, sentence)
    for previous, mention in zip([None, *mentions], mentions, strict=False):
        hits = starting.get(mention.first, ())
        proclitic = next((h.proclitic for h in hits if h.last <= mention.last), "")
        read_preposition(mention, previous, sentence, proclitic)
        if sentence.numbers:
            mention.number = next((n for n in sentence.numbers if _counts_it(n, mention)), None)
        mention.victim = _is_victim(mention, previous, sentence)
    return mentions


def _starting(sentence: Sentence) -> dict[int, list[Hit]]:
    """The hits that can be part of a participant by the token that they begin at, names before nouns."""
    out: dict[int, list[Hit]] = {}
    for kind in _RANK:
        for hit in sentence.of(kind):
            out.setdefault(hit.first, []).append(hit)
    return out


def _counts_it(number: NumberMention, mention: Mention) -> bool:
    """Whether the number says how many the phrase names, or is all that names them."""
    return mention.first <= (number.first if number.noun is None else number.noun) <= mention.last


def _told_before(named: set[int], token: int) -> bool:
    """Whether people are named shortly before: `مقتل 24 مدنيا وإصابة 37 آخرين` tells of the same people in two figures."""
    return any(0 < token - last <= 12 for last in named)


def _with_counts(mentions: list[Mention], sentence: Sentence) -> list[Mention]:
    """The mentions and the people that only a number tells of, where no phrase holds the number."""
    counts = bare_counts(sentence)
    if not counts:
        return mentions
    held = {k for m in mentions for k in range(m.first, m.last + 1)}
    named = {m.last for m in mentions if m.head == "people"}
    counted = [
        Mention(sentence, first, last, "people", of="people", plural=several, strength=6)
        for first, last, several, more in counts
        if first not in held and not (more and _told_before(named, first))
    ]
    return sorted([*mentions, *counted], key=lambda m: m.first)


def _is_victim(mention: Mention, previous: Mention | None, sentence: Sentence) -> bool:
    """Whether the phrase is what a word of killing or wounding governs: those cannot be the doers of the next event."""
    if mention.casualty is not None:
        return True
    if mention.joined and previous is not None and previous.victim:
        return True
    start = mention.number.first if mention.number is not None else mention.first
    if mention.prep not in ("", "من"):
        return False
    for hit in sentence.of("trigger"):
        if 0 < start - hit.last <= 3 and hit.data[0].consequence:
            form = hit.data[1]
            if form.tense == "" or form.voice == "passive":
                return True
            return form.voice == "either" and (
                mention.number is not None or (mention.head == "people" and not mention.definite)
            )
    return False


def _atoms(sentence: Sentence, starting: dict[int, list[Hit]], vocabulary: Vocabulary) -> Iterator[Hit]:
    """Hits that can be part of a participant, none inside another: the longest first, names before nouns."""
    last = -1
    for first in sorted(starting):
        if first <= last:
            continue
        hits = starting[first]
        best = hits[0]
        if len(hits) > 1:
            people = {h.last: h.data for h in hits if h.kind == "people"}
            best = min(
                hits,
                key=lambda h: (
                    -h.last,
                    _atom_rank(h, people.get(h.last), vocabulary) if not _describing(sentence, h) else 0.0,
                    _class_rank(h),
                    len(h.proclitic) + len(h.enclitic),
                ),
            )
        last = best.last
        yield best


_WITHOUT = frozenset("دون بدون بلا".split())  # «طائرة بدون طيار»: nobody is there
_LOCATIVE = frozenset("في ب الي داخل خارج نحو صوب عبر وسط شمال جنوب شرق غرب من قرب علي حول باتجاه بين".split())


def _no_participant(sentence: Sentence, atom: Hit, vocabulary: Vocabulary) -> bool:
    """Whether the atom only locates (`في تركيا`, `عدن` as the town), or is the adjective *last* (`معركتها الأخيرة`)."""
    back = sentence.before(atom.first)
    before = sentence.word(back)
    if atom.kind == "anaphor" and atom.data == "last":
        return not (sentence.at("unit", back) or before in PREPOSITIONS or atom.proclitic)
    if atom.kind == "people":
        if atom.data.skip or before in _WITHOUT or _is_a_capture(sentence, atom):
            return True
        return any(h.first <= atom.first < atom.last + 1 <= h.last for h in sentence.of("place") if h.last > h.first)
    if atom.kind == "unit" and before in _BARRELS and sentence.word(atom.first).startswith("ال"):
        return True  # «بقذائف الدبابات»: what was fired, and nobody
    if atom.kind == "actor" and _describes(sentence, atom, vocabulary):
        return True
    place = sentence.at("place", atom.first) if atom.kind == "actor" else None
    if place is None:
        return False
    if sentence.at("no_place", atom.first) is not None:
        return True  # «مسقط رأس» is no government of Oman
    locates = (
        atom.proclitic[-1:] == "ب"
        or before in _LOCATIVE
        or before[1:] in _LOCATIVE
        or sentence.at("placecue", back) is not None
    )
    if locates or sentence.at("relation", back) is not None:
        return before not in ("من", "علي", "بين") or sentence.at("placecue", back) is not None
    country = vocabulary.gazetteer.entries[place.data[0][0]].kind == "country"
    return atom.data[1] == "places" and not country and not _can_act(sentence, back)


_BARRELS = frozenset("قذايف بقذايف مدافع بمدافع رشاشات برشاشات راجمات براجمات فوهات".split())


def _is_a_capture(sentence: Sentence, atom: Hit) -> bool:
    """Whether what could be families is the taking of those counted after it: «وأسر 42 جنديا»."""
    taking = next(
        (
            h
            for h in sentence.of("trigger")
            if (h.first, h.last) == (atom.first, atom.last) and h.data[0].type.group == "people"
        ),
        None,
    )
    if taking is None or not any(n.first == atom.last + 1 and n.noun is not None for n in sentence.numbers):
        return False
    return bool(taking.data[0].not_before.isdisjoint(sentence.doc.words[atom.last + 1 : atom.last + 4]))


def _describes(sentence: Sentence, atom: Hit, vocabulary: Vocabulary) -> bool:
    """Whether an indefinite feminine word is the adjective of the event noun before it (`كمائن محكمة`)."""
    word = sentence.word(atom.first)
    if atom.last != atom.first or atom.proclitic or not word.endswith("ه") or word.startswith("ال"):
        return False
    noun = sentence.at("trigger", atom.first - 1)
    return noun is not None and not noun.data[1].tense and vocabulary.actors[atom.data[0]].generic


def _can_act(sentence: Sentence, back: int) -> bool:
    """Whether a capital here can stand for its government: after a verb, *anna*, or at the head of its clause."""
    if back < sentence.first or sentence.word(back) in MARKS or sentence.word(back) in ("ان", "بان", "وان"):
        return True
    return any(h.last == back and h.data[1].tense for kind in ("say", "light") for h in sentence.of(kind)) or any(
        h.last == back and h.data[1].tense and h.data[0].type.group in ("talks", "verbal")
        for h in sentence.of("trigger")
    )


def _describing(sentence: Sentence, hit: Hit) -> bool:
    """Whether a nationality in the accusative is the adjective of a noun (`هجوما إسرائيليا`): people only after a number (`20 عراقيا`)."""
    if hit.kind != "actor" or hit.data[1] != "demonym" or not sentence.word(hit.last).endswith("يا"):
        return False
    return not any(n.noun == hit.last for n in sentence.numbers)


def _atom_rank(hit: Hit, noun: People | None, vocabulary: Vocabulary) -> float:
    """Names before nouns; but an actor named by a noun of people (مسلحين، جنود) is that noun first, so that it can take a name.

    A party whose own name is spelt like another noun of people (طالبان, two students) stays the party.
    """
    if hit.kind == "actor" and noun is not None:
        actor, name = hit.data
        party = name in ("full", "short") and not vocabulary.actors[actor].generic and noun.actor != actor
        return 0.0 if party else 1.5
    return _RANK[hit.kind]


def _class_rank(hit: Hit) -> int:
    return _CLASS_RANK.get(hit.data[1], 9) if hit.kind == "actor" else 0


def _mention(sentence: Sentence, atom: Hit, beside: list[Hit], vocabulary: Vocabulary) -> Mention:
    """The phrase that an atom begins; `beside` are the hits that begin where it does, itself among them."""
    mention = Mention(sentence, atom.first, atom.last, atom.kind)
    word = sentence.doc.words[atom.first]
    bare = word.removeprefix(atom.proclitic)  # `بالمدفعية` is as definite as `المدفعية`
    mention.definite = bare.startswith("ال") or "ال" in atom.proclitic or bool(atom.enclitic) or word.startswith("لل")
    if atom.kind == "actor":
        same = _actors(beside, atom)
        best = min(_CLASS_RANK[name] for _, name in same)
        ids = tuple(dict.fromkeys(actor for actor, name in same if _CLASS_RANK[name] == best))
        mention.strength = best
        if best == _CLASS_RANK["demonym"]:
            mention.head = "demonym"
            mention.adjective = True
        if len(ids) == 1 and best != _CLASS_RANK["contextual"]:
            mention.actor = ids[0]
        else:
            mention.choices = ids
        back = sentence.at("anaphor", atom.first)
        if back is not None and (back.first, back.last) == (atom.first, atom.last):
            mention.back, mention.strength = back.data, 5
        if best == _CLASS_RANK["contextual"] and any(vocabulary.actors[a].generic for a in ids):
            mention.generic, mention.strength = True, 6
        kind = vocabulary.actors[ids[0]].kind
        if kind in ("civilians", "protesters"):
            mention.of = "civilians"
    elif atom.kind == "person":
        mention.actor, mention.name = atom.data
        mention.strength = 1
    elif atom.kind == "people":
        mention.of = atom.data.of
        mention.casualty = atom.data.casualty
        mention.plural = atom.data.number == "p"
        mention.dual = atom.data.number == "d"
        mention.actor = atom.data.actor
        same = _actors(beside, atom)
        if mention.actor is None and same:
            mention.choices = tuple(dict.fromkeys(actor for actor, _ in same))
        back = sentence.at("anaphor", atom.first)
        if back is not None and (back.first, back.last) == (atom.first, atom.last):
            mention.back = back.data
        mention.nation = next((a for a, name in same if name == "demonym" and vocabulary.actors[a].is_state), None)
        mention.strength = 6
    elif atom.kind == "unit":
        mention.unit = atom.data
        mention.strength = 7
    else:
        mention.back = atom.data
        mention.strength = 5
    if atom.kind in ("people", "unit"):
        mention.owner = atom.enclitic or (atom.data.owner if atom.kind == "people" else "")
    mention.led = mention.unit == "leader"
    return mention


def _actors(beside: list[Hit], atom: Hit) -> list[tuple[str, str]]:
    """The actors that the words of the atom name, each with the class of the name (full, short, demonym …)."""
    return [h.data for h in beside if h.kind == "actor" and h.last == atom.last]


def _names_alone(mention: Mention) -> bool:
    """Whether a demonym can stand for its people without a noun before it (*the Turks*): a definite plural."""
    return mention.sentence.word(mention.first).endswith(("ون", "ين"))


def _no_construct(mention: Mention) -> bool:
    """Whether the head's ending forbids a genitive after it: the *nun* of a sound plural or a dual (`متظاهرون مقر الحزب` are two)."""
    return (mention.plural or mention.dual) and mention.sentence.word(mention.last).endswith(("ون", "ين", "ان"))


def _open(mention: Mention) -> bool:
    """Whether the phrase still wants the name of whom it belongs to."""
    return (mention.head in ("people", "unit") or mention.generic) and mention.strength >= 6


def _absorbs(current: Mention, new: Mention, atom: Hit, sentence: Sentence) -> bool:
    gap = sentence.gap(current.last, new.first)
    if len(gap) > 3 or any(w in MARKS for w in gap):
        return _abbreviates(current, new, sentence)
    if atom.proclitic.startswith(("و", "ف")):
        return (
            not gap
            and current.head == "people"
            and _open(current)
            and new.head == "people"
            and current.number is None
            and not current.casualty
        )
    if not gap:
        if new.adjective or (current.nation is None and new.nation is not None and _takes_nation(current)):
            return True
        if current.led and atom.proclitic == "" and new.strength <= 1:
            return True
        if current.definite and (current.unit or (current.generic and current.head == "actor")) and not current.owner:
            return _nisba(sentence.doc.words[new.first]) or atom.proclitic == "ل"
        if not atom.proclitic and _no_construct(current) and not _nisba(sentence.doc.words[new.first]):
            return False
        if _open(current):
            return atom.proclitic in ("", "ل") and not (
                current.of in ("civilians", "children", "women") and new.strength < 4 and not atom.proclitic
            )
        if new.head == "person" or current.head == "person":
            return atom.proclitic == "" and (current.actor is None or new.actor is None or current.head != new.head)
        if current.strength <= 4 and new.strength <= 4:
            return atom.proclitic == "" and current.actor is not None and current.actor == new.actor
        return False
    if current.led and atom.proclitic == "" and new.strength <= 1 and len(gap) <= 2:
        return all(_adjectival(w) for w in gap)
    if current.of in _POSTS and atom.proclitic == "ب" and new.strength < 4 and len(gap) <= 2:
        return all(_adjectival(w) for w in gap)
    if _open(current) and atom.proclitic in ("", "ل"):
        if gap == ["في"] and (current.unit == "leader" or current.of in _POSTS) and new.strength < 4:
            return True
        if gap == ["من"] and current.head == "people" and new.unit in ("site", "position"):
            return False  # `زوجة الطبيب من بيتها` is taken from there
        if gap == ["من"] or (
            gap[0] in _AFFILIATED and all(w in _LINKS or w in _AFFILIATED or w == "للرييس" for w in gap)
        ):
            return new.strength < 9
        told = any(sentence.at("trigger", k) for k in range(current.last + 1, new.first))
        if not told and len(gap) <= 2 and new.adjective and all(_adjectival(w) for w in gap):
            return True
        if not told and len(gap) == 1 and _adjectival(gap[0]) and atom.proclitic == "ل":
            return True
    return bool(current.strength <= 4 and new.strength <= 4 and gap[0] in _AFFILIATED and len(gap) <= 2)


_POSTS = frozenset(("leaders", "members", "officials", "fighters"))  # whose body follows after `في` or `ب`


def _takes_nation(current: Mention) -> bool:
    return current.head == "people" and current.last == current.first


def _nisba(word: str) -> bool:
    return word.startswith("ال") and word.endswith(("يه", "ي"))


def _adjectival(word: str) -> bool:
    return len(word) > 3 and (word.startswith("ال") or word.endswith(("يه", "ي", "يين", "يون", "ه", "ين", "ون", "ا")))


def _abbreviates(current: Mention, new: Mention, sentence: Sentence) -> bool:
    """Whether the new name stands in brackets right after the phrase and names the same actor: (قسد)."""
    words = sentence.doc.words
    between = words[current.last + 1 : new.first]
    return (
        bool(between)
        and set(between) <= {'"', "("}
        and "(" in between
        and new.actor is not None
        and (new.actor == current.actor or new.actor in current.choices)
    )


_SERVING = frozenset(("soldiers", "fighters", "officials", "security forces", "guards", "pilots"))


def _merge(current: Mention, new: Mention) -> None:
    current.last = max(current.last, new.last)
    if new.head == "person" and new.name:
        current.name = new.name
        if current.actor is None or current.head in ("people", "unit", "demonym") or current.led:
            current.actor, current.choices = new.actor, ()
            current.strength = 1
        current.led = False
        return
    current.led = new.led or (current.led and new.adjective)
    current.owner = new.owner or current.owner
    current.generic = current.generic and new.strength >= 6
    if new.nation is not None and current.nation is None and current.head == "people":
        current.nation = new.nation
        if current.of in _SERVING:
            current.actor = new.nation
        return
    if current.of in ("civilians", "children", "women") and current.head == "people":
        return
    if current.head == "people" and new.adjective and current.actor is not None and not current.armed:
        return  # a journalist stays one whatever his nationality
    if new.strength < current.strength or (new.adjective and current.strength > 4) or current.head == "unit":
        if new.actor is not None or new.choices:
            current.actor, current.choices = new.actor, new.choices
            current.strength = min(current.strength, new.strength)
            current.back = new.back
        elif new.back:
            current.back = new.back
            current.strength = 5
        current.of = current.of or new.of
    elif new.adjective and current.choices and new.actor is not None and new.actor in current.choices:
        current.actor = new.actor
    if current.casualty is None:
        current.casualty = new.casualty
