"""To how many: the numbers of a candidate's stretch, each tied to what happened to them and who they are (codebook, section 4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..annotate.participants import Mention
from ..annotate.sentence import BREAKS, Sentence
from .attribution import THAT
from .candidates import Candidate

if TYPE_CHECKING:
    from ..annotate.numbers import NumberMention

_ONE = frozenset(("واحد", "واحده", "واحدا"))
_MEASURES = frozenset(("distance", "duration", "money", "age", "weight"))
_OPENERS = frozenset(("بينهم", "منهم", "بينهن", "،", "وبينهم"))
_OTHERS = frozenset("اخر اخرين اخرون اخري اخران اخرى واخر واخرين غيرهم".split())


@dataclass(slots=True)
class Counted:
    """A figure at tokens `first` to `last` of its sentence."""

    sentence: Sentence
    first: int
    last: int
    kind: str
    of: str
    low: float | None
    best: float | None
    high: float | None


def owners(candidates: list[Candidate], sentence: Sentence) -> dict[int, Candidate]:
    """Which candidate each number of the sentence belongs to, by the number's first token: the one whose trigger or consequence
    counts it, stands before it in its clause, or follows it."""
    spans = sorted(
        (
            (first, last, c)
            for c in candidates
            for first, last in [(c.first, c.last), *((h.first, h.last) for h in c.consequences)]
        ),
        key=lambda s: s[0],
    )
    out: dict[int, Candidate] = {}
    for number in sentence.numbers:
        reach = number.last if number.noun is None else max(number.last, number.noun)
        counted = next((c for first, last, c in spans if first <= reach and number.first <= last), None)
        before = [(last, c) for first, last, c in spans if last < number.first]
        after = [c for first, _, c in spans if first > number.last]
        if counted is None and before:
            last, nearest = before[-1]
            if not after or not _turns_to(sentence, last, number, after[0]):
                counted = nearest
        if counted is None and after and _hurt(sentence, number, after[0]):
            continue
        if counted is None and after and not _said_between(sentence, number.last, after[0].first):
            counted = after[0]
        if counted is not None:
            out[number.first] = counted
    return out


def _hurt(sentence: Sentence, number: NumberMention, after: Candidate) -> bool:
    """Whether those counted are dead or hurt, and what follows tells of something else (`إصابة 32 شخصا، ونزوح …`)."""
    return after.type.group != "fight" and _casualty_before(sentence, number.first) is not None


def _said_between(sentence: Sentence, left: int, right: int) -> bool:
    """Whether a verb of saying parts the two: what was told before it belongs to no event after it."""
    return any(
        left < h.first < right and h.data[1].tense and not h.enclitic and h.proclitic for h in sentence.of("say")
    )


def _turns_to(sentence: Sentence, last: int, number: NumberMention, after: Candidate) -> bool:
    """Whether the number opens the clause of the trigger after it: *anna* or a break stands before it, nothing between them."""
    words = sentence.doc.words
    if any(w in THAT for w in words[last + 1 : number.first]):
        return True
    ahead = words[number.last + 1 : after.first]
    return (
        words[number.first - 1] in _OPENERS
        and any(w in BREAKS for w in words[last + 1 : number.first])
        and not any(w in BREAKS for w in ahead)
    )


def find_figures(
    candidate: Candidate, actors: list[Mention], recipients: list[Mention], owned: dict[int, Candidate]
) -> list[Counted]:
    """The figures of this candidate, in order of their words; `owned` says which numbers are its own (see `owners`).

    Those who do it are counted as `present`: they are not among its dead.
    """
    sentence = candidate.sentence
    left, right = candidate.left, candidate.right
    found: list[Counted] = []
    for number in sentence.numbers:
        if (
            owned.get(number.first) is not candidate
            or number.unit in _MEASURES
            or number.kind == "ordinal"
            or _in_a_name(sentence, number)
        ):
            continue
        counted = _counted(candidate, number, found)
        if counted is not None and not _only_locates(candidate, counted):
            if counted.kind in OF_VICTIMS and _does_it(candidate, number, counted, actors):
                counted.kind = "present"
            found.append(counted)
    found += _lone_victims(candidate, recipients, found, left, right)
    found.sort(key=lambda c: c.first)
    return _join_totals(found, sentence)


OF_VICTIMS = frozenset("killed killed_and_injured detained abducted".split())
_PLACES = frozenset("districts provinces villages towns cities areas countries".split())


def _only_locates(candidate: Candidate, counted: Counted) -> bool:
    """Whether the count only says where (`في عدة محافظات`); where control changes, the places are what is counted."""
    sentence = candidate.sentence
    if candidate.type.group == "control":
        return False
    word = sentence.word(counted.first - 1)
    return (
        counted.kind == "other"
        and counted.of in _PLACES
        and (word in ("في", "عبر") or sentence.word(counted.first)[:1] == "ب")
    )


def _does_it(candidate: Candidate, number: NumberMention, counted: Counted, actors: list[Mention]) -> bool:
    """Whether those counted are the doers: named as such, or attackers, whom no word of casualty governs."""
    sentence = candidate.sentence
    noun = sentence.at("people", number.noun) if number.noun is not None else None
    if noun is not None and noun.data.casualty is not None:
        return False
    if _casualty_before(sentence, counted.first) is not None or any(
        0 < h.first - counted.last <= 4 for h in sentence.of("casualty")
    ):
        return False
    reach = number.last if number.noun is None else max(number.noun, number.last)
    named = any(m.sentence is sentence and m.first <= reach and number.first <= m.last for m in actors)
    return named or counted.of == "attackers"


def _in_a_name(sentence: Sentence, number: NumberMention) -> bool:
    """Whether a dual is no count: part of a name (طالبان), definite (المدينتين), or a place in construct (مدينتي تعز وعدن)."""
    if number.kind != "dual":
        return False
    word = sentence.doc.words[number.first]
    if any(n.kind == "dual" and n.last == number.first - 1 for n in sentence.numbers):
        return True  # «سيارتين مفخختين»: the adjective agrees with the noun that was counted
    if sentence.at("people", number.first) is None and any(
        sentence.at(k, number.first) for k in ("actor", "person", "place", "source")
    ):
        return True
    definite = word.lstrip("وبلف").startswith("ال") or word.startswith("لل")
    construct = not word.endswith("ن") and sentence.at("thing", number.first) is not None
    return definite or (construct and sentence.at("place", number.first + 1) is not None)


def _noun_before(sentence: Sentence, number: NumberMention) -> int | None:
    """The counted noun where the number follows it: `شخص واحد`, `قذائف عدة`, `براميل متفجرة عدة`."""
    word = sentence.word(number.first)
    if word not in ("واحد", "واحده", "واحدا", "عده", "عديده"):
        return None
    following = sentence.at("people", number.last + 1) or sentence.at("thing", number.last + 1)
    if following is not None and word == "عده":
        return None
    for back in (1, 2):
        at = number.first - back
        if (
            at >= sentence.first
            and (back == 1 or len(sentence.word(at + 1)) > 4)
            and (sentence.at("people", at) is not None or sentence.at("thing", at) is not None)
        ):
            return at
    return None


def _with_noun_before(sentence: Sentence, number: NumberMention) -> NumberMention:
    at = _noun_before(sentence, number)
    if at is None:
        return number
    hit = sentence.at("people", at) or sentence.at("thing", at)
    first = hit.first if hit is not None else at
    return replace(number, first=first, noun=at)


def _counted(candidate: Candidate, number: NumberMention, found: list[Counted]) -> Counted | None:
    sentence = candidate.sentence
    number = _with_noun_before(sentence, number)
    last = number.span_last
    noun = sentence.at("people", number.noun) if number.noun is not None else None
    thing = sentence.at("thing", number.noun) if number.noun is not None else None
    if number.noun is not None:
        last = max(last, number.noun)
    if number.unit == "area":
        return Counted(sentence, number.first, last, "area_km2", "controlled", number.low, number.best, number.high)
    if number.unit == "percent" or number.kind in ("percent", "fraction"):
        if candidate.type.group != "control":
            return None
        scale = 0.01 if number.kind == "percent" or number.unit == "percent" else 1.0
        values = [None if v is None else v * scale for v in (number.low, number.best, number.high)]
        return Counted(sentence, number.first, last, "share", "place", *values)
    casualty = sentence.at("casualty", number.noun) if number.noun is not None else None
    if noun is None and thing is None and casualty is None:
        follower = sentence.word(number.last + 1)
        if number.noun is not None and any(m.number is number and m.actor is not None for m in sentence.mentions):
            return Counted(
                sentence,
                number.first,
                last,
                _kind(candidate, number, None),
                "people",
                number.low,
                number.best,
                number.high,
            )
        counts_people = (
            follower in _OTHERS
            or _casualty_before(sentence, number.first) is not None
            or follower in ("منهم", "منهن", "من", "بين", "في", "")
            or (number.kind == "vague" and sentence.word(number.first).lstrip("و").startswith(("ال", "عديد")))
        )
        if not counts_people or _casualty_near(sentence, number) is None:
            return None
        if sentence.word(number.first) in _ONE and follower not in ("منهم", "منهن", "من"):
            return None  # «من جانب واحد»: an adjective
        if follower in _OTHERS:
            last = max(last, number.last + 1)
    if thing is not None and noun is None:
        kind, of = thing.data
        return Counted(sentence, number.first, last, kind, of, number.low, number.best, number.high)
    of = noun.data.of if noun is not None else (found[-1].of if found else "people")
    if of == "skip":
        return None
    kind = _kind(
        candidate, number, casualty.data if casualty is not None else (noun.data.casualty if noun is not None else None)
    )
    return Counted(sentence, number.first, last, kind, of, number.low, number.best, number.high)


def _kind(candidate: Candidate, number: NumberMention, own: str | None) -> str:
    """What happened to them: by the noun itself, by the nearest word of casualty, by the event."""
    if own == "detained" and candidate.type.figure == "released":
        return "released"  # captives who go free
    if own is not None:
        return own
    near = "killed" if _fallen(candidate.sentence, number) else _casualty_near(candidate.sentence, number)
    if near is not None and (candidate.type.group == "fight" or candidate.entry.consequence):
        return near
    if candidate.type.figure == "present" and near in ("killed", "injured"):
        return near  # «تظاهرة سقط فيها ثلاثة قتلى»
    return candidate.type.figure or near or "other"


def _fallen(sentence: Sentence, number: NumberMention) -> bool:
    """Whether the people counted are said to have fallen (`سقط فيها ستة جنود`): shells fall too, so the verb has to be theirs."""
    if number.noun is None or sentence.at("people", number.noun) is None:
        return False
    for token in range(number.first - 1, max(sentence.first, number.first - 5) - 1, -1):
        word = sentence.word(token)
        if word in _FALL:
            return True
        if word in BREAKS or any(h.first == token for k in ("trigger", "thing", "casualty") for h in sentence.of(k)):
            return False
    return False


def _casualty_near(sentence: Sentence, number: NumberMention) -> str | None:
    end = number.last if number.noun is None else max(number.last, number.noun)
    after = [h for h in sentence.of("casualty") if 0 < h.first - end <= 14]
    if after and after[0].first - end <= 3 and after[0].proclitic in ("ب", "ل"):
        return str(after[0].data)  # «13 آخرين لإصابات», «أصيب تسعة بجروح»
    before = _casualty_before(sentence, number.first)
    if before is not None:
        return before
    for hit in after:
        if sum(1 for k in range(end, hit.first) if sentence.doc.words[k] in BREAKS) <= 1:
            return str(hit.data)
    return None


def _casualty_before(sentence: Sentence, token: int) -> str | None:
    best: str | None = None
    for hit in sentence.of("casualty"):
        if hit.last < token and token - hit.last <= 16:
            between = sentence.doc.words[hit.last + 1 : token]
            if sum(1 for w in between if w in BREAKS) - 2 * _asides(sentence, hit.last, token) <= 1:
                best = str(hit.data)
    return best


def _asides(sentence: Sentence, left: int, right: int) -> int:
    """How many `، بحسب المصدر،` stand between the two: they part nothing."""
    words = sentence.doc.words
    return sum(
        1
        for h in sentence.of("accord")
        if left < h.first < right
        and words[h.first - 1] in BREAKS
        and any(words[k] in BREAKS for k in range(h.last + 1, right))
    )


_FALL = frozenset("سقط سقطوا وسقط فسقط ويسقط يسقط سقوط بسقوط وسقوط لسقوط".split())


def _lone_victims(
    candidate: Candidate, recipients: list[Mention], found: list[Counted], left: int, right: int
) -> list[Counted]:
    """A single person killed or hurt, named by an indefinite singular (`مقتل جندي`), is a figure of one."""
    out: list[Counted] = []
    sentence = candidate.sentence
    if candidate.type.group not in ("fight", "people"):
        return out
    words_of = [(candidate.first, candidate.last), *((h.first, h.last) for h in candidate.consequences)]
    for mention in sentence.mentions:
        noun = sentence.at("people", mention.first) if mention.of == "civilians" else None
        if (mention.head != "people" and noun is None) or mention.number is not None or mention.of == "attackers":
            continue
        if sentence.word(mention.first - 1) in _FIRED_BY:
            continue  # «قتلت برصاص قناص»
        plural = mention.plural or (mention.head != "people" and noun is not None and noun.data.number != "s")
        one_of = sentence.word(mention.first - 1) in ("احد", "احدي") and plural  # «أحد قادته»
        if (plural or mention.definite) and not one_of:
            continue
        governed = any(0 < mention.first - last <= 4 for _, last in words_of)
        part = (
            None
            if mention.definite or plural or mention.casualty
            else _counted_with(sentence, mention.first, found + out)
        )
        if part is not None and not any(c.first <= mention.last and mention.first <= c.last for c in found):
            of, many = mention.of or "people", 2 if mention.dual else 1
            out.append(Counted(sentence, mention.first, mention.last, part.kind, of, many, many, many))
            continue
        if not (governed or (left <= mention.first < right and mention in recipients)):
            continue
        if mention.casualty is not None and any(c.last == mention.first - 1 for c in found):
            continue  # «40 قتيلا وجريحا»
        if any(c.first <= mention.last and mention.first <= c.last for c in found) or not (
            mention in recipients or mention.victim
        ):
            continue
        hurt = candidate.entry.consequence or bool(candidate.consequences) or candidate.type.group == "people"
        kind = (
            mention.casualty or _casualty_before(sentence, mention.first) or (candidate.type.figure if hurt else None)
        )
        if kind is not None:
            many = 2 if mention.dual else 1
            first = mention.first - 1 if one_of else mention.first
            out.append(Counted(sentence, first, mention.last, kind, mention.of or "people", many, many, many))
    return out


_FIRED_BY = frozenset("برصاص رصاص بنيران نيران بيد برصاصه رصاصه".split())
_AMONG = frozenset("بينهم وبينهم منهم ومنهم بينهن منهن ضمنهم بينها".split())
_CASUALTIES = frozenset("killed injured killed_and_injured abducted detained released".split())


def _counted_with(sentence: Sentence, token: int, found: list[Counted]) -> Counted | None:
    """The figure that a single person at `token` is a part of (`بينهم طفل`) or is joined to (`21 سائحا وشرطي`)."""
    before = [c for c in found if c.last < token and c.kind in _CASUALTIES]
    if not before:
        return None
    last = max(before, key=lambda c: c.last)
    words = sentence.doc.words
    if token - last.last > 6:
        return None
    joined = words[token].startswith("و") and token - last.last <= 2 and words[token - 1] not in BREAKS
    return last if joined or words[token - 1] in _AMONG else None


_INJURED_TOO = frozenset("وجريح وجريحا وجرحي والجرحي والجريح ومصاب ومصابا ومصابين والمصابين".split())
_NOUNS = frozenset("مقتل قتل استشهاد مصرع اصابه جرح".split())
_BOTH = frozenset("وجرح واصابه وجراح واصابات ومقتل وقتل واستشهاد".split())


def _join_totals(found: list[Counted], sentence: Sentence) -> list[Counted]:
    """`40 قتيلاً وجريحاً`, `بين قتيل وجريح`, `مقتل وإصابة 40`: one figure of killed and injured."""
    words = sentence.doc.words
    for counted in found:
        if counted.kind not in ("killed", "injured"):
            continue
        tail = words[counted.first : min(counted.last + 5, sentence.last)]
        kinds = {h.data for h in sentence.of("casualty") if counted.first <= h.first < counted.first + len(tail)}
        own = not any(n.first > counted.first and n.first < counted.first + len(tail) for n in sentence.numbers)
        after = {"killed", "injured"} <= kinds and own and ("بين" in tail or any(w in _INJURED_TOO for w in tail))
        first = counted.first
        before = (
            first - 2 >= sentence.first
            and words[first - 2].lstrip("وبل") in _NOUNS
            and words[first - 2] != "قتل"
            and words[first - 1] in _BOTH
        )
        if after or before:
            counted.kind = "killed_and_injured"
    return found
