"""Verb or verbal noun: `قصف`, `قتل`, `تقدم` are written alike as both, and the clause tells which is meant.

A perfect verb bears no preposition and follows none; it stands in no genitive, takes no *wa-* right after another verbal noun, and,
before its subject, it agrees with it in gender. Where any of this speaks against the verb, it is the noun.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..annotate.sentence import Sentence
    from ..text.phrases import Hit

_PREPOSITIONS = frozenset(
    "من في علي عن الي مع بعد قبل منذ خلال بسبب جراء جراي اثر عقب لدي بين دون ضد نتيجه وسط رغم عبر بدل غداه اثناء حول نحو بهدف بغيه قصد".split()
)
_GOVERNORS = frozenset(  # nouns that stand in the construct state before what goes on, ends or is tried
    "استمرار مواصله تواصل استيناف وقف ايقاف منع فرصه عرقله محاوله محاولات اعاده تحقيق عمليه عمليات حمله بدء بدايه نهايه انتهاء تجدد تكثيف "
    "حملات جرايم جريمه اعمال حالات حادثه حوادث موجه موجات خطه سياسه مسلسل كل جميع بعض اي كثافه حده شده احتمال امكانيه ابطاء".split()
)
_CONVEYS = frozenset(
    "يبطي تبطي يجعل تجعل يمنع تمنع يوقف توقف يواصل تواصل واصل واصلت يستانف بدات بدا يتطلب تتطلب يعني تعني".split()
)
_PLURALS = ("ات",)  # a subject of this ending wants a feminine verb before it
_FEMININE = frozenset(
    "طايره مروحيه دوريه قوه قوي مدفعيه جماعه ميليشيا مليشيا حركه سفينه شرطه كتيبه فصايل مقاتلات كتايب وحدات عصابه".split()
)
_GAP = 4  # tokens of a subject between the verb of beginning and the noun that it takes


def without_homographs(sentence: Sentence, hits: list[Hit]) -> list[Hit]:
    """The readings of one span, those as a verb left out where it is the verbal noun that is written alike."""
    nouns = [h for h in hits if not h.data[1].tense]
    he = any(h.data[1].tense == "past" and h.data[1].agreement == "ms" for h in hits)
    return nouns if he and nouns and _reads_as_noun(sentence, nouns[0]) else hits


def _reads_as_noun(sentence: Sentence, hit: Hit) -> bool:
    """Whether a trigger that could be a verb in the perfect, third person masculine, is the verbal noun here."""
    if hit.proclitic.lstrip("وف") in ("ل", "ب", "ك"):
        return True
    words = sentence.doc.words
    before = words[hit.first - 1] if hit.first > sentence.first else ""
    if not hit.proclitic and (before in _PREPOSITIONS or _bare(before) in _GOVERNORS or _bare(before) in _CONVEYS):
        return True
    if hit.proclitic == "و" and _after_a_noun(sentence, hit):
        return True
    if not hit.proclitic and _taken_by_a_verb(sentence, hit):
        return True
    after = words[hit.last + 1] if hit.last + 1 < sentence.last else ""
    return (
        not hit.enclitic and not _passive(hit) and (after.endswith(_PLURALS) or after.removeprefix("ال") in _FEMININE)
    )


def is_adverb(sentence: Sentence, hit: Hit) -> bool:
    """Whether what could be a verb of two is the accusative of how or why (`عبروا الحدود هربا`): marked so, or with no two about."""
    if hit.data[1].tense != "past" or hit.data[1].agreement != "md" or hit.first != hit.last:
        return False
    if sentence.doc.raw_text(hit.first, hit.last).rstrip("ا").endswith("\u064b"):
        return True
    before = sentence.doc.words[max(sentence.first, hit.first - 8) : hit.first]
    return not any(w.endswith(("ان", "ين", "هما")) for w in before)


def _bare(word: str) -> str:
    return word[1:] if word[:1] in ("و", "ف", "ب", "ل") and len(word) > 3 else word


def _passive(hit: Hit) -> bool:
    """Whether the same letters are the passive, which a counted group follows in either gender (`قتل طفلات`)."""
    return bool(hit.data[0].consequence)


def _after_a_noun(sentence: Sentence, hit: Hit) -> bool:
    """Whether *wa-* joins it to a verbal noun: `مقتل وجرح عشرات`, `طرد الانقلابيين ودحرهم`."""
    for other in sentence.of("trigger"):
        gap = hit.first - other.last
        if other.data[1].tense == "" and other.data[0].pos == "noun" and (gap == 1 or (gap == 2 and hit.enclitic)):
            return True
    return False


def _taken_by_a_verb(sentence: Sentence, hit: Hit) -> bool:
    """Whether a verb of beginning or going on takes it as its object over its subject: `بدأت تركيا قصف المعسكرات`."""
    for verb in sentence.of("aspect"):
        if 1 <= hit.first - verb.last <= _GAP and verb.data[1].tense:
            between = sentence.doc.words[verb.last + 1 : hit.first]
            return not any(w in "،.؛:" or w in ("ان", "حيث", "ثم") for w in between)
    return False
