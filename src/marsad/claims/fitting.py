"""Whether a trigger of the lexicon names a happening where it stands: its needs are met, and no name or object swallows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..annotate.sentence import BREAKS, Sentence
from ..text.phrases import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..annotate.participants import Mention
    from ..lexicons.vocabulary import Vocabulary

TURNS = frozenset(
    "فيما بينما حيث كما اذ لكن الا ولكن وبينما وفيما مشيرا موكدا مضيفا لافتا موضحا قبل بعد عقب ثم".split()
)
CAUSES = frozenset("في جراء اثر نتيجه بسبب خلال من جراي عندما حين حينما بعدما لدي اثناء".split())


WHOM = 8  # tokens after a verb within which its human object begins
SAID_OF = 6  # tokens between a copula and the noun by which it says what something is
LAUNCH = 4  # tokens between a verb of beginning and the operation
_OF = frozenset(("في", "من"))  # «فتح ستة من المسلحين في الحي النار»: where or who, and no cause
GAP = 9  # tokens between a verb and the object that makes it an event
ASIDE = 8  # tokens between the commas around the source of what is said

_ACCORDING = frozenset("بحسب حسب وفق وفقا طبقا علي كما".split())


def gaps(sentence: Sentence) -> Iterator[tuple[Hit, int]]:
    """Verbs whose subject parts them from the object that makes them a trigger («أطلقت قوات الأمن السورية النار»), each with the
    token of that object."""
    words = sentence.doc.words
    for hit in sentence.of("gapped"):
        entry, form, objects = hit.data
        if objects.keys().isdisjoint(words[hit.last + 1 : sentence.last]):
            continue  # most verbs that could be parted have no object at all: one look spares the walk
        end, aside = hit.last + 1 + GAP, hit.last
        for k in range(hit.last + 1, sentence.last):
            if k >= end:
                break
            if k <= aside:
                continue
            if words[k] == "،" and (closing := _aside(words, k, sentence.last)) is not None:
                aside = closing
                end += closing - k + 1
                continue
            if (
                words[k] in BREAKS
                or words[k] in TURNS
                or (words[k] in CAUSES and words[k] not in _OF and words[k] not in entry.prepositions)
                or (sentence.at("light", k) and k > hit.last + 1)
            ):
                break
            at = _closes(words, k, objects, hit.last + 1)
            if at is not None:
                yield Hit("trigger", hit.first, hit.last, (entry, form), hit.proclitic, ""), at
                break


def _aside(words: list[str], comma: int, end: int) -> int | None:
    """The comma that closes what is put in between about the source: `نشرت، بحسب شهود، عشرات المدرعات`."""
    if comma + 1 >= end or words[comma + 1] not in _ACCORDING:
        return None
    return next((k for k in range(comma + 2, min(end, comma + ASIDE)) if words[k] == "،"), None)


def _closes(words: list[str], token: int, objects: dict[str, frozenset[str]], next_to: int) -> int | None:
    """The token of the object that begins here, a count between it and its preposition allowed (`على 47 جثة`); what stands right by
    the verb is a phrase of its own."""
    seconds = objects.get(words[token])
    if seconds is None:
        return None
    if "" in seconds and token > next_to:
        return token
    return next(
        (k for k in range(token + 1, min(token + 4, len(words))) if words[k] in seconds and k > next_to + 1), None
    )


def inside_name(sentence: Sentence, hit: Hit) -> bool:
    """Whether the trigger is part of a longer name of an actor, a person, a place or an outlet (حركة المقاومة، شارع الحرب)."""
    for kind in ("actor", "person", "source", "place"):
        for other in sentence.over(kind, hit.first):
            if (
                kind == "place"
                and hit.proclitic
                and other.first == hit.first
                and len(other.proclitic) < len(hit.proclitic)
            ):
                return True  # بعقوبة is the town, not ب + عقوبة
            if hit.last <= other.last and other.last - other.first > hit.last - hit.first:
                return True
            if (
                kind == "actor"
                and (other.first, other.last) == (hit.first, hit.last)
                and other.data[1] in ("full", "short")
            ):
                return True
    return False


def may_tell(sentence: Sentence, vocabulary: Vocabulary) -> bool:
    """Whether any trigger may name a happening, judged by the phrases alone: the cheap look before a sentence is read in full."""
    return any(
        fits(sentence, hit, vocabulary, unread=True) and not inside_name(sentence, hit)
        for hit in (*sentence.of("trigger"), *(verb for verb, _ in gaps(sentence)))
    )


def fits(sentence: Sentence, hit: Hit, vocabulary: Vocabulary, unread: bool = False) -> bool:
    """Whether the needs of a trigger are met; in an `unread` sentence, whether they can be."""
    entry = hit.data[0]
    if entry.pos == "participle" and hit.data[1].definite:
        return False  # a bare attribute (المواقع المحاصرة) is no claim (codebook, section 5, Control and movement)
    if entry.pos == "noun" and _makes_a_place(sentence.word(hit.first - 1)):
        return False  # «مناطق سيطرة التنظيم»، «مواقع القصف»: where something is, and no claim that it happened
    if entry.pos == "noun" and hit.proclitic == "ل" and sentence.word(hit.first - 1).removeprefix("ال") in _UNDER:
        return False  # «تخضع لسيطرة»: the verb tells the state, or tells places apart
    if entry.kind_after and _says_its_kind(sentence, hit):
        return False
    if _state(hit) in entry.type.states and _tells_places_apart(sentence, hit):
        return False
    if not hit.data[1].tense and _only_said(sentence, hit, vocabulary):
        return False
    if not hit.data[1].tense and _claimed_by_none(sentence, hit):
        return False
    if entry.type.group == "fight" and not hit.data[1].tense and sentence.word(hit.first - 1) in _WITHOUT:
        return False  # «انسحبت من دون قتال» tells how, and denies nothing
    if entry.predicate and not any(0 < hit.first - h.last <= SAID_OF for h in sentence.of("copula")):
        return False  # «البلدة معقل التنظيم»: a bare attribute is no claim (codebook, section 5, Control and movement)
    if entry.type.group == "control" and hit.data[1].tense == "past" and _tells_whom(sentence, hit):
        return False
    if entry.not_after and not entry.not_after.isdisjoint(_bare(sentence.word(sentence.before(hit.first)))):
        return False
    if not hit.data[1].tense and sentence.at("people", hit.first) is not None and _is_object(sentence, hit):
        return False
    if entry.not_before and not entry.not_before.isdisjoint(sentence.doc.words[hit.last + 1 : hit.last + 3]):
        return False
    if entry.type.id in vocabulary.no_aims and hit.proclitic in ("ل", "ول") and hit.data[1].tense == "":
        return False  # «جهود لقتال التنظيم»: what something is for, and no concrete event (codebook, section 5, Attribution)
    if entry.blocked_by and _is_blocked(sentence, hit):
        return False
    if entry.strength == "strong" or not entry.needs:
        return True
    if "never" not in entry.needs and any(
        0 < hit.first - h.last <= 8 and h.data[0].effect == "deny" for h in sentence.of("say")
    ):
        return True  # what a party of the conflict denies is of the conflict
    if unread and any(
        need in ("place", "figure") or _names_anyone(sentence) for need in _READ.intersection(entry.needs)
    ):
        return True
    return any(_supported(sentence, hit, need, vocabulary) for need in entry.needs)


def _bare(word: str) -> tuple[str, ...]:
    """The word as it stands, and without each particle that may be joined to it (`وبقانون`)."""
    out = [word]
    while out[-1][:1] in _JOINED and len(out[-1]) > 3:
        out.append(out[-1][1:])
    return tuple(out)


def takes_up(sentence: Sentence, light: Hit) -> bool:
    """Whether a light verb takes up the noun before it by a pronoun: `غارات شنها`, `اعتقالات تقوم بها`."""
    return bool(light.enclitic) or sentence.word(light.last + 1) in _BY_IT


_BY_IT = frozenset(("به", "بها", "بهما", "بهم"))
CIVIL = frozenset(("civilians", "people", "children", "women", "families"))
_READ = frozenset(
    ("armed_actor", "place", "figure", "whom", "many")
)  # needs that only a sentence read in full can meet


def _says_its_kind(sentence: Sentence, hit: Hit) -> bool:
    """Whether a definite noun in the genitive, no party and no place, says what deed the `عملية` or `حملة` was."""
    token = hit.last + 1
    if hit.enclitic or hit.data[1].definite or not sentence.word(token).startswith("ال"):
        return False
    if any(0 < hit.first - h.last <= LAUNCH for h in sentence.of("aspect")):
        return False
    kinds = ("actor", "person", "people", "unit", "place", "anaphor")
    return all(sentence.at(kind, token) is None for kind in kinds)


_JOINED = frozenset("وبلف")
_WITHOUT = frozenset(("دون", "بدون", "بلا"))
_AREAS = frozenset(
    "مناطق المناطق قري القري مدن المدن بلدات البلدات اراض اراضي الاراضي احياء الاحياء مواقع المواقع نقاط النقاط"
    " مساحات المساحات مقار مقرات اجزاء الاجزاء".split()
)
_IS = frozenset("التي كانت كان ما لا زال زالت يزال تزال واقعه الواقعه تقع كانوا باتت بات اصبحت ظلت ظل قد".split())
_UNDER = frozenset("تخضع يخضع خاضعه خاضع خضعت خضع خاضعين خاضعتين".split())
_SINCE = frozenset(("منذ", "حتي", "عام", "سنه"))


def _state(hit: Hit) -> str:
    """The type that a trigger names in its tense: who took a place in the past tense holds it in the present."""
    entry, form = hit.data
    kind: str = entry.type.id
    if form.tense == "present":
        kind = entry.present_type or kind
    return kind


def _tells_places_apart(sentence: Sentence, hit: Hit) -> bool:
    """Whether a clause without a date only says which places are meant: «القرى التي تسيطر عليها الفصائل».

    It stands for an attribute («the X-held villages»), which is no claim (codebook, section 5, Control and movement).
    """
    words = sentence.doc.words
    token = hit.first - 1
    while token > sentence.first and words[token] in _IS and hit.first - token <= 4:
        token -= 1
    if words[token].removeprefix("و") not in _AREAS:
        return False
    return _SINCE.isdisjoint(words[hit.last + 1 : min(sentence.last, hit.last + 10)])


def _only_said(sentence: Sentence, hit: Hit, vocabulary: Vocabulary) -> bool:
    """Whether the noun is what somebody threatens (`هدد بإعدام`) or refuses (`رفضوا القتال`), and did not happen."""
    words = sentence.doc.words
    governed = words[hit.first].startswith("ب") and not hit.data[1].definite
    for said in sentence.of("trigger"):
        between = words[said.last + 1 : hit.first]
        if said.last >= hit.first or len(between) > 4 or said.data[0].type.id not in vocabulary.only_said:
            continue
        if not between or between == ["عن"] or (governed and BREAKS.isdisjoint(between)):
            return True
    return False


_CLAIM = frozenset("تعلن يعلن تتبن يتبن تتبني يتبني تتحمل يتحمل".split())
_NEVER = frozenset(("لم", "ولم", "دون", "فلم"))


def _claimed_by_none(sentence: Sentence, hit: Hit) -> bool:
    """Whether the noun is only what nobody has claimed: «ولم تعلن أي جهة مسؤوليتها عن الهجوم» refers back and denies nothing."""
    if not hit.data[1].definite and not sentence.word(hit.last + 1).startswith("ال"):
        return False
    words = sentence.doc.words
    ahead = words[max(sentence.first, hit.first - 13) : hit.first]
    for k, word in enumerate(ahead):
        if word in _CLAIM and not _NEVER.isdisjoint(ahead[max(0, k - 3) : k]):
            between = ahead[k + 1 :]
            return word.startswith(("تتبن", "يتبن")) or any(
                "مسوولي" in w or "مسءولي" in w or "مسئولي" in w for w in between
            )
    return False


_PLACE_NOUNS = frozenset(
    "مناطق منطقه نقاط نقطه معاقل معقل خطوط خط اماكن مكان مواقع موقع ساحات ساحه جبهات جبهه محاور محور".split()
)


def _makes_a_place(word: str) -> bool:
    return word in _PLACE_NOUNS or word[1:] in _PLACE_NOUNS


def _names_anyone(sentence: Sentence) -> bool:
    return any(sentence.of(kind) for kind in ("actor", "person", "people", "unit", "anaphor"))


def _is_object(sentence: Sentence, hit: Hit) -> bool:
    """Whether the people named are those whom the killing or arrest before them befell, not those who did something."""
    befell = (
        h
        for h in sentence.of("trigger")
        if h.last < hit.first and (h.data[0].consequence or h.data[0].type.group == "people")
    )
    return any(undergoes(sentence, h.last, hit.first) for h in befell)


def undergoes(sentence: Sentence, verb: int, people: int) -> bool:
    """Whether the people at a token are the object of the verb or noun before them: «قتلت قوات الأمن ثلاثة انتحاريين»."""
    if not 0 < people - verb <= 6 or sentence.at("people", people) is None:
        return False
    between = sentence.doc.words[verb + 1 : people]
    return not any(w in BREAKS or w in CAUSES or w in TURNS or w in ("علي", "يد", "هاجم") for w in between)


def _tells_whom(sentence: Sentence, hit: Hit) -> bool:
    """Whether the verb only says which people were killed or taken: «قتلت خمسة مسلحين تسللوا من الحدود»."""
    if hit.proclitic:
        return False
    whom = next((p for p in sentence.of("people") if 0 < hit.first - p.last <= 2), None)
    if whom is None or sentence.word(whom.first).removeprefix(whom.proclitic).startswith("ال"):
        return False
    befell = (h for h in sentence.of("trigger") if h.last < whom.first and h.data[0].type.group in ("fight", "people"))
    return any(undergoes(sentence, h.last, whom.first) for h in befell)


def _is_blocked(sentence: Sentence, hit: Hit) -> bool:
    """Whether a word that speaks against the trigger stands near it.

    Where that word is the trigger's own, it is a homograph (`وفر`): the preposition that the verb governs tells them apart.
    """
    entry = hit.data[0]
    words = sentence.doc.words
    around = (
        *words[max(sentence.first, hit.first - 12) : hit.first],
        *words[hit.last + 1 : min(sentence.last, hit.last + 13)],
    )
    if not entry.blocked_by.isdisjoint(around):
        return True
    own = words[hit.first : hit.last + 1]
    return not entry.blocked_by.isdisjoint(own) and sentence.word(hit.last + 1) not in entry.prepositions


def _has_whom(sentence: Sentence, hit: Hit) -> bool:
    """Whether people, or a count of them, stand close after it in its clause: «أوقفت الشرطة ثمانية منهم»."""
    whom = range(hit.last + 1, hit.last + 1 + WHOM)
    end = next((k for k in whom if k >= sentence.last or sentence.doc.words[k] in BREAKS), hit.last + 1 + WHOM)
    return any(hit.last < n.first < end and n.unit is None for n in sentence.numbers) or any(
        hit.last < m.first < end and m.head in ("people", "person") for m in sentence.mentions
    )


def _supported(sentence: Sentence, hit: Hit, need: str, vocabulary: Vocabulary) -> bool:
    near = range(hit.first - 14, hit.last + 15)
    if need == "armed_actor":
        return any(m.first in near and m.armed for m in sentence.mentions)
    if need == "place":
        return any(p.first in near for p in sentence.places)
    if need == "many":  # people in number, not one runaway
        return any(m.first in near and _are_many(m) for m in sentence.mentions)
    if need == "whom":
        return _has_whom(sentence, hit)
    if need == "figure":
        return any(n.first in near for n in sentence.numbers)
    return any(
        h.data == need and h.first in near and not (hit.first <= h.first <= hit.last) for h in sentence.of("support")
    )


def _are_many(mention: Mention) -> bool:
    if mention.of in CIVIL:
        return mention.plural or mention.number is not None
    return bool(mention.nation) and mention.number is not None  # «عبر أربعة آلاف سوداني»


def fit_score(sentence: Sentence, hit: Hit) -> tuple[int, bool, bool, int]:
    entry = hit.data[0]
    means = sum(1 for h in sentence.of("means") if h.data == entry.type.id)
    return (means, entry.strength == "strong", entry.pos == "phrase", -len(hit.proclitic) - len(hit.enclitic))
