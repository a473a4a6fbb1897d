"""Where what is said begins: at *anna*, a colon or a quotation mark, or at the noun that the verb takes for it."""

from __future__ import annotations

from ...annotate.sentence import BREAKS, Sentence
from ...text.phrases import Hit
from .carriers import vias_between
from .chain import THAT
from .cues import relative_before
from .endings import FRAMES, break_at
from .quotes import Quotation

_PREPOSITIONS = frozenset("الي عن ب علي من ازاء حيال بشان".split())
_COUNTS = frozenset("عدد عديد اعداد حصيله عددهم عددها بعدد".split())
_NO_SPEECH = FRAMES | frozenset(
    "غير الا بيد مع علما خصوصا خاصه سيما كما لولا حتي ذلك".split()
)  # «علما بأن», «إلا أن» open no speech
_FARTHEST = 28  # words from a cue to what it opens
_ASIDE = frozenset("، في ل عبر امس اليوم ايضا من لوكاله لصحيفه لقناه لاذاعه لموقع لمراسل لمراسلنا".split())


def speech_opening(sentence: Sentence, cue: Hit, cues: list[Hit], quotations: list[Quotation]) -> int | None:
    """The token that opens what is said: *anna*, a colon, a quotation mark before direct speech."""
    words = sentence.doc.words
    speech = {q.first for q in quotations}
    for k in range(cue.last + 1, min(sentence.last, cue.last + _FARTHEST)):
        word = words[k]
        if (
            word in THAT
            and not (word in ("ان", "بان") and words[k - 1].lstrip("وف") in _NO_SPEECH)
            and not _named(sentence, k)
        ):
            return k
        if word == ":" and not (words[k - 1].isdigit() and sentence.word(k + 1).isdigit()):
            return k
        if word == '"' and k in speech:
            return k
        if k > cue.last + 1 and any(h.first == k and h.kind == "say" and not h.enclitic for h in cues):
            return None
    return None


def _named(sentence: Sentence, token: int) -> bool:
    """Whether the word belongs to a name (`سي إن إن`)."""
    hit = sentence.at("source", token)
    return hit is not None and (hit.first < token or hit.last > token)


def _over_insertions(sentence: Sentence, end: int, triggers: dict[int, Hit]) -> int:
    """Past what stands between commas after the speaker and tells of no event: his post, the day, the occasion."""
    while sentence.word(end) == "،":
        close = next((k for k in range(end + 1, min(sentence.last, end + 16)) if sentence.doc.words[k] == "،"), None)
        if close is None or any(end < k < close for k in triggers):
            return end
        end = close if _begins_with_comma(sentence, close) else close + 1
    return end


def _begins_with_comma(sentence: Sentence, close: int) -> bool:
    """Whether another insertion begins at the comma that ends this one (`، الناطق …، أمس، سيطرة`)."""
    following = next((k for k in range(close + 1, min(sentence.last, close + 6)) if sentence.doc.words[k] == "،"), None)
    return following is not None


def noun_opening(sentence: Sentence, cue: Hit, end: int, spoken: bool) -> int | None:
    """What is said as a noun: `أفاد مصدر بمقتل …`, `أشار إلى إصابة …`, `أكدت الشرطة مقتل …`."""
    info, form = cue.data
    if info.that_only and spoken and sentence.word(end) in _COUNTS:
        return end  # «قدرت المفوضية عدد من نزحوا»
    if info.that_only or info.relays:
        return None
    triggers = {h.first: h for h in sentence.of("trigger")}
    if spoken:
        end = _over_insertions(sentence, end, triggers)
    end = _over_carriers(sentence, end) if spoken else end
    limit = min(sentence.last, end + 14)
    for k in range(max(end, cue.last + 1), limit):
        hit = triggers.get(k)
        if hit is not None:
            led = (
                sentence.doc.words[k - 1] in _PREPOSITIONS
                or hit.proclitic[-1:] == "ب"
                or _by_masdar(sentence, k, cue)
                or sentence.doc.words[k - 2] in _PREPOSITIONS
            )
            if led or (info.noun_complement and (spoken or form.tense == "" or k == cue.last + 1)):
                return max(end, cue.last + 1) if info.noun_complement else k
            return None
        if sentence.doc.words[k] in BREAKS:
            return (
                k
                if spoken and form.tense and info.effect in ("assert", "continue") and sentence.doc.words[k] == "،"
                else None
            )
    if info.noun_complement and (spoken or form.tense == ""):
        return max(end, cue.last + 1) if max(end, cue.last + 1) < sentence.last else None
    return None


def _by_masdar(sentence: Sentence, token: int, cue: Hit) -> bool:
    """Whether a noun with `ب` that the verb governs leads the event (`أقر بتنفيذ الضربة`, `اعترف بوقوع مجزرة`)."""
    for k in (token - 1, token - 2):
        word = sentence.word(k)
        if k > cue.last and word.startswith("ب") and len(word) > 4 and sentence.at("place", k) is None:
            return True
    return False


def _over_carriers(sentence: Sentence, token: int) -> int:
    """Over a comma, and over `في تصريحات سابقة لها،`, right after the speaker."""
    if sentence.word(token) in ("في", "عبر", "خلال") and sentence.at("via", token + 1) is not None:
        stop = break_at(sentence, token)
        carrier = vias_between(sentence, token, stop)
        bounded = stop - token <= 7 and stop < sentence.last
        token = stop if bounded else carrier[0].last + 1 if carrier else token
    return token + 1 if sentence.word(token) == "،" else token


def introduced(sentence: Sentence, cue: Hit) -> bool:
    """Whether a name and after a comma its bearer's post follow the cue: `نفى فلان، المتحدث باسم …،`."""
    comma = next(
        (k for k in range(cue.last + 2, min(sentence.last, cue.last + 6)) if sentence.doc.words[k] == "،"), None
    )
    if comma is None or any(cue.last < h.first < comma for h in sentence.of("trigger")):
        return False
    return any(h.first == comma + 1 and not h.proclitic for h in sentence.of("speaker"))


def soon(sentence: Sentence, cue: Hit, opening: int) -> bool:
    """Whether nothing but a carrier, a hearer or an aside stands between the verb and what is said."""
    word = sentence.word(cue.last + 1)
    told = any(
        h.first == cue.last + 1 and h.proclitic[-1:] == "ل" for kind in ("source", "via") for h in sentence.of(kind)
    )
    return opening - cue.last <= 2 or (opening - cue.last <= 8 and (word in _ASIDE or word.startswith("لل") or told))


def told_of(sentence: Sentence, cue: Hit) -> int | None:
    """The event noun that the clause of saying is about: `قصف قالت مصادر إن …`, `العملية التي قال الجيش إنه …`."""
    relative = relative_before(sentence, cue)
    if cue.enclitic:
        return None
    back = sentence.before(relative if relative is not None else cue.first)
    floor = max(sentence.first, back - (5 if relative is not None else 1))
    for hit in reversed(sentence.of("trigger")):
        if floor <= hit.first <= back and not hit.data[1].tense and not cue.proclitic:
            between = sentence.doc.words[hit.last + 1 : back + 1]
            return None if any(w in BREAKS for w in between) else hit.first
    return None


def also_said(sentence: Sentence, cue: Hit) -> bool:
    """Whether *as* stands at the head of the sentence, where it adds one more saying (`كما أكد الوزير أن …`)."""
    back = sentence.before(cue.first)
    return sentence.word(back) == "كما" and not any(w.isalpha() for w in sentence.doc.words[sentence.first : back])


def put_to_a_clause(sentence: Sentence, cue: Hit) -> bool:
    """Whether `كما أعلن الجيش، قتل …` is put to the clause after the comma: soon there is one, and nothing is told before it."""
    stop = break_at(sentence, cue.last + 1)
    told = any(cue.last < h.first < stop for h in sentence.of("trigger"))
    return stop - cue.last <= 8 and stop < sentence.last and not told
