"""Places that the gazetteer lacks, told by the noun before them (`قرية السجارية`, `مبنى المحافظة`) or by a noun alone (`القنصلية الإيرانية`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text.words import rarity, stem
from .sentence import MARKS, QUOTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..text.phrases import Hit
    from .sentence import Sentence

WORD_KINDS = (
    "trigger",
    "people",
    "unit",
    "actor",
    "casualty",
    "speaker",
    "via",
    "support",
    "relation",
    "placecue",
    "thing",
    "say",
    "status",
    "light",
)
_NO_NAMES = frozenset(
    "ذلك هذه هذا تلك هولاء بعد قبل بين كل بعض اي غير مثل عند لدي حتي منذ اكثر اقل جميع عده عدد اخري اخر حيث التي الذي الذين كما فيما نحو حول "
    "امام خلف خلال اثر عقب ضد دون فقط ايضا هناك وسط داخل خارج مختلفه متفرقه واسعه عديده كثيره مجاوره حدوديه قريبه سكنيه عسكريه امنيه "
    "نفوذ سيطره تواجد وجود انتشار خفض امنه نزاع صراع تمركز تجمع تماس عبور احتجاز تدريب ايواء اقتراع احتلال حظر "
    "مجاور مفتوح مفتوحه سريع تجاه نفوذه نفوذهم سكنهم وجوده مكتظ مكتظه مزدحم مزدحمه محظور محظوره موقت موقته محدوده متنازع شاسعه ماهوله "
    "تسمي يسمي تضم تمتد تبعد يربط تربط رغم بسبب بشكل بحلول مما ادت كان كانت عدم وذلك".split()
)
_MANY = frozenset("مناطق احياء قري مدن بلدات مواقع مراكز مدارس".split())
_EVERYDAY = 4.5  # rarity under which an indefinite word is no name that only its noun makes known
_FIRST_PARTS = frozenset(
    "ابو ابي ام بن بنو بني ابن ود عين دير تل كفر بيت راس سيدي اولاد وادي جبل باب برج ال حاج حاجي خان شيخ كر بابا خربه دار بير عرب كوم نجع "
    "قلعه حمام قصر مزرعه عزبه كيلو خور حاسي تين بو خشم نهر حسن شط سيد".split()
)  # words that a name of two words may begin with
_NAMED = frozenset(("town", "quarter", "camp", "district", "mountain"))  # what bears a name of its own after it
SITES = frozenset(("site", "border"))  # what lies in the town told of where it has no entry of its own
_BUILT = frozenset(("site", "airport", "border"))  # what a report tells of without a name
_LONGEST = 3  # words of a construct that says which building it is (`مبنى إدارة أمن المدينة`)


def named_by_a_noun(sentence: Sentence) -> Iterator[tuple[Hit, int]]:
    """A cue noun in construct and the last token of the name that it makes known."""
    words = sentence.doc.words
    for cue in sentence.of("placecue"):
        at = sentence.after(cue.last)
        if cue.data in ("country", "countryside", "border") or cue.proclitic == "ل" or _definite(cue, words):
            continue
        if at >= sentence.last or _of_a_body(sentence, cue.first):
            continue
        if _like_a_name(sentence, at, words[cue.last], cue.data):
            yield cue, _end_of_name(sentence, at)
        elif cue.data == "site" and (last := _end_of_construct(sentence, at)) is not None:
            yield cue, last


def known_by_the_noun(sentence: Sentence) -> Iterator[tuple[Hit, int]]:
    """A definite noun for a building or a border, with the adjective that says which: `المجمع الحكومي`, `الحدود السورية`."""
    words = sentence.doc.words
    for cue in sentence.of("placecue"):
        if (
            cue.data not in _BUILT
            or not _definite(cue, words)
            or cue.proclitic == "ك"
            or _of_a_body(sentence, cue.first)
        ):
            continue
        last = cue.last
        following = sentence.word(last + 1)
        says_which = following.startswith("ال") and following.endswith(("ي", "يه")) and len(following) > 4
        if says_which or following in ("نفسه", "نفسها", "ذاته", "ذاتها"):
            last += 1
        yield cue, last


def _of_a_body(sentence: Sentence, token: int) -> bool:
    """Whether the noun belongs to the name of a body or an outlet, which acts or speaks."""
    return any(sentence.at(kind, token) is not None for kind in ("actor", "source", "speaker"))


def _definite(cue: Hit, words: list[str]) -> bool:
    return words[cue.first].startswith("ال") or words[cue.last].startswith("ال") or cue.proclitic.endswith("ال")


def _arabic(word: str) -> bool:
    return len(word) >= 2 and "\u0621" <= word[0] <= "\u064a"


def _like_a_name(sentence: Sentence, at: int, cue: str, kind: str) -> bool:
    """Whether the word after a cue noun can be a name: no word of the lexicon, no adjective of the noun."""
    word = sentence.doc.words[at]
    if word in _FIRST_PARTS and kind in _NAMED and _arabic(sentence.word(at + 1)):
        return True
    if (
        len(word) < 3
        or word in _NO_NAMES
        or not _arabic(word)
        or (word.startswith(("وا", "لل", "لت")) and len(word) > 4)
    ):
        return False
    if any(sentence.at(kind_, at) for kind_ in WORD_KINDS) or any(d.first <= at <= d.last for d in sentence.dates):
        return False
    if word.startswith("ال"):
        # what follows a construct's bare noun with the article is its second half, never its adjective
        return kind in _NAMED or not (word.endswith(("يه", "ات")) and len(word) > 5)
    if word.endswith(("ها", "هم", "هما")) or (cue in _MANY and word[0] in "يت"):
        return False  # a verb that tells of them: «قرى تتخذها», «أحياء يغلب عليها»
    if _everyday(word) and not sentence.word(at + 1).startswith("ال"):
        return False
    return not (word.endswith("ه") if cue.endswith("ه") else word.endswith(("ي", "يا", "ا"))) and not word.endswith(
        ("يه", "ات", "ون")
    )


def _end_of_name(sentence: Sentence, at: int) -> int:
    """The last token of a name that begins at `at`: all that quotation marks hold, a second word where the first hardly stands alone."""
    if sentence.word(at - 1) in QUOTES:
        closed = next((k for k in range(at + 1, at + 1 + _LONGEST) if sentence.word(k) in QUOTES), None)
        if closed is not None:
            return closed - 1
    following = sentence.word(at + 1)
    first = sentence.doc.words[at]
    if first in _FIRST_PARTS and _arabic(following) and following not in _NO_NAMES:
        return at + 1
    return at + 1 if not first.startswith("ال") and following.startswith("ال") and _everyday(first) else at


def _everyday(word: str) -> bool:
    return rarity(stem(word)) < _EVERYDAY


def _end_of_construct(sentence: Sentence, at: int) -> int | None:
    """The last token of a construct of common nouns that a definite word ends (`مقر قيادة الشرطة`); None where none does."""
    words = sentence.doc.words
    for token in range(at, min(at + _LONGEST, sentence.last)):
        word = words[token]
        if not _arabic(word) or word in MARKS or word in _NO_NAMES:
            return None
        if any(d.first <= token <= d.last for d in sentence.dates) or sentence.at("trigger", token):
            return None
        if word.startswith("ال"):
            return token
        if not word.endswith(("ه", "ر", "ن", "ز", "د", "س", "ع", "ب", "ق", "م", "ل")) or word in ("في", "من", "عن"):
            return None
    return None
