"""Occurred, ongoing, planned, possible or demanded (codebook, section 2 and the rulings on aims, conditions and advances)."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ..annotate.sentence import BREAKS, QUOTES, Sentence
from .attribution import Scope
from .candidates import Candidate, in_headline

if TYPE_CHECKING:
    from ..text.phrases import Hit

_PERFECT_FRAMES = frozenset("بعد عقب منذ اثر قبل خلال".split())
_FRAMES = _PERFECT_FRAMES | frozenset("غداه وسط اعقاب وعقب وبعد".split())
_WAS = frozenset("كان كانت كانوا وكان وكانت وكانوا".split())
_TRIED = frozenset(["حاول", "حاولت", "حاولوا", "حاولا"])  # an attempt that took place occurred (codebook, section 5)
_SUCCEEDED = frozenset("استطاع استطاعت استطاعوا تمكن تمكنت تمكنوا نجح نجحت نجحوا".split())
_SUBJUNCTIVE = frozenset("ان لان كي لكي حتي بان".split())
_RELATIVES = frozenset("التي الذي الذين".split())
_SUFFERED = frozenset("تعرض تعرضت يتعرض تتعرض تعرضوا يتعرضون تعرضه تعرضها تعرضهم وتعرض وتعرضت عرضه".split())
_UNDERGOES = _SUFFERED | frozenset("نتيجه وفقا نظرا ردا طبقا تنفيذا تطبيقا خلافا خرقا".split())
_ACCOUNTS = frozenset(
    "حصيله الحصيله ضحايا مشاهد لقطات صور صوره فيديو تسجيل تسجيلا مقطع مقاطع اثار روايه تفاصيل"
    " ذكري ادانه ادانتها ادانته استنكار استنكارها ادانتهم".split()
)
_AFTER = frozenset("بعد عقب اثر غداه اعقاب وعقب وبعد واثر".split())
_SPANS = frozenset(
    "ساعه ساعات ساعتين يوم يوما ايام يومين اسبوع اسابيع اسبوعين شهر شهرا اشهر شهرين سنه سنوات سنتين عام عاما اعوام عامين".split()
)
_LASTED = frozenset("دام دامت دامتا استمر استمرت استمرا استمرتا".split())
_SETS_ABOUT = frozenset("راح راحت راحوا شرع شرعت شرعوا طفق اخذ اخذت اخذوا بدا بدات بداوا بدووا".split())
_WHILE = frozenset("وهو وهي وهم وهما".split())
_TO_COME = frozenset("غدا المقبل المقبله المقبلين".split())


def read_status(candidate: Candidate, scope: Scope | None, counted: bool) -> str:
    """The candidate's status; the cue is noted in its derivation. `counted`: the clause tells how many it killed, hurt or took."""
    sentence = candidate.sentence
    if candidate.form.tense == "future":
        candidate.note("future", sentence.doc.raw_text(candidate.first, candidate.last), "planned")
        return "planned"
    said = _said(candidate, scope)
    if said is not None:
        return said
    hedge = _hedge(candidate)
    if hedge is not None and not (hedge.data == "ongoing" and not candidate.is_verb and _is_over(candidate)):
        candidate.note("cue", _words(sentence, hedge), hedge.data)
        return str(hedge.data)
    if _is_purpose(candidate):
        candidate.note("purpose", sentence.doc.words[candidate.first], "planned")
        return "planned"
    if candidate.is_verb:
        return _of_verb(candidate)
    if _is_to_come(candidate):
        candidate.note("to come", sentence.doc.words[candidate.first], "planned")
        return "planned"
    if _is_over(candidate):
        candidate.note("over", sentence.doc.words[candidate.first], "occurred")
        return "occurred"
    aspect = _aspect(candidate)
    if aspect is not None:
        return aspect
    default = candidate.entry.status or candidate.type.default_status
    if default == "ongoing" and counted and candidate.type.group == "fight":
        return "occurred"  # a fight that has its dead is told as over
    if default == "occurred" and candidate.type.stands and candidate.form.definite and not _told_as_past(candidate):
        candidate.note("definite", sentence.doc.words[candidate.first], "ongoing")
        return "ongoing"
    return default


def _said(candidate: Candidate, scope: Scope | None) -> str | None:
    """What the verb of saying makes of it: demanded, planned or threatened, thought possible."""
    if scope is None or candidate.form.tense == "past" or scope.first > candidate.first:
        return None
    made = {"demand": "demanded", "plan": "planned", "threat": "planned", "possible": "possible"}.get(scope.effect)
    if made is not None:
        candidate.note(scope.effect, _words(candidate.sentence, scope.cue), made)
    return made


def _words(sentence: Sentence, hit: Hit | None) -> str:
    return sentence.doc.raw_text(hit.first, hit.last) if hit is not None else ""


def _is_purpose(candidate: Candidate) -> bool:
    """Whether the trigger is what something is for: `لقصف مواقع`, `للسيطرة على البلدة`, `لشن غارات`."""
    sentence = candidate.sentence
    words = sentence.doc.words
    word = words[candidate.first]
    if candidate.proclitic in ("ل", "ول"):
        if candidate.is_verb:
            return candidate.form.tense == "past"  # no perfect verb bears ل: it is the verbal noun
        if candidate.entry.pos != "noun" or candidate.form.agreement != "s" or candidate.entry.consequence:
            return False
        before = words[candidate.first - 1] if candidate.first > sentence.first else ""
        if not _ACCOUNTS.isdisjoint(words[max(sentence.first, candidate.first - 2) : candidate.first]):
            return False  # «حصيلة جديدة لتفجير السوق»
        if before in _UNDERGOES or not _SUFFERED.isdisjoint(
            words[max(sentence.first, candidate.first - 12) : candidate.first]
        ):
            return False  # «تعرض الموكب على الطريق لهجوم»
        definite = word.startswith(("لل", "ولل")) or candidate.form.definite
        return not definite or candidate.type.group in ("control", "people", "things")
    if candidate.is_verb:
        return False
    return any(
        hit.proclitic[-1:] == "ل" and hit.data[1].tense == "past" and 0 < candidate.first - hit.last <= 3
        for hit in sentence.of("light")
    )


def _of_verb(candidate: Candidate) -> str:
    sentence = candidate.sentence
    words = sentence.doc.words
    if candidate.form.tense == "present" or _also_present(candidate):
        ahead = [words[k] for k in range(max(sentence.first, candidate.first - 3), candidate.first)]
        if ahead and ahead[-1] in ("لم",):
            return "occurred"
        if len(ahead) > 1 and ahead[-1] == "ان" and ahead[-2].lstrip("وف") in _SUCCEEDED:
            return "occurred"
        if ahead and ahead[-1] in _SUBJUNCTIVE and not (len(ahead) > 1 and ahead[-2] in _PERFECT_FRAMES):
            return "planned" if candidate.type.default_status != "ongoing" else "ongoing"
        if candidate.proclitic in ("ل", "ول"):
            return "planned"
        if any(w in _WAS for w in ahead) or (len(ahead) > 1 and ahead[-2] in _PERFECT_FRAMES):
            return "occurred" if candidate.type.default_status != "ongoing" else "ongoing"
        if _told_with_the_past(candidate):
            return "occurred"
        if _is_to_come(candidate):
            return "planned"
        if (
            not candidate.entry.status
            and candidate.type.default_status == "occurred"
            and in_headline(sentence, candidate.first)
        ):
            return "occurred"
        return candidate.entry.status or "ongoing"
    return candidate.entry.status or "occurred"


def _told_with_the_past(candidate: Candidate) -> bool:
    """Whether a present verb only goes along with what has happened: `ظهر وهو يطلق النار`, `راح يطعن المارة`, `قبل أن يجرح ويعتقل`."""
    sentence = candidate.sentence
    words = sentence.doc.words
    ahead = words[max(sentence.first, candidate.first - 3) : candidate.first]
    if not _SETS_ABOUT.isdisjoint(ahead):
        return True
    if ahead and ahead[-1] in _WHILE:
        return any(h.data[1].tense == "past" and h.first < candidate.first for h in sentence.of("trigger"))
    if candidate.proclitic in ("و", "ف"):
        back = words[max(sentence.first, candidate.first - 14) : candidate.first]
        return any(a in ("قبل", "بعد") and b == "ان" for a, b in itertools.pairwise(back))
    return False


def _is_to_come(candidate: Candidate) -> bool:
    """Whether the clause dates it to a day that has not come: `يلتقي الوفدان غدا`, `إضراب عام اعتبارا من الأحد المقبل`."""
    words = candidate.sentence.doc.words
    after = range(candidate.last + 1, min(candidate.right, candidate.last + 11))
    end = next((k for k in after if words[k] in BREAKS), after.stop)
    ahead = range(max(candidate.left, candidate.first - 4), candidate.first) if not candidate.is_verb else range(0)
    return any(words[k] in _TO_COME for k in (*range(after.start, end), *ahead))


def _is_over(candidate: Candidate) -> bool:
    """Whether the noun is told as something past: it only dates another, or lasted so long (`بعد حصار`, `معارك استمرت أسبوعا`)."""
    sentence = candidate.sentence
    words = sentence.doc.words
    back = sentence.before(candidate.first)
    if back > sentence.first and words[back] in ("من", "علي"):  # «بعد أربعة أشهر من القتال»
        back = next((k for k in range(back - 1, max(sentence.first, back - 6) - 1, -1) if words[k] in _AFTER), back)
    if back >= sentence.first and words[back] in _AFTER:
        return True
    for k in range(candidate.last + 1, min(candidate.last + 5, sentence.last)):
        if words[k] in _LASTED:
            span = words[k + 1 : min(k + 6, sentence.last)]
            return "منذ" not in span and not _SPANS.isdisjoint(span)
    return False


def _also_present(candidate: Candidate) -> bool:
    """Whether a form read as perfect is the feminine imperfect just as well (`تقاتل القوات`): newspapers mean that."""
    if not candidate.sentence.doc.words[candidate.first].lstrip("وف").startswith("ت"):
        return False
    return any(
        h.data[1].tense == "present"
        for h in candidate.sentence.of("trigger")
        if (h.first, h.last) == (candidate.first, candidate.last) and h.data[0].type is candidate.type
    )


def _hedge(candidate: Candidate) -> Hit | None:
    """The nearest cue of plan, possibility or demand that governs the trigger: before it in its stretch, nothing ended between."""
    sentence = candidate.sentence
    best: Hit | None = None
    for hit in sentence.of("status"):
        if hit.data == "ongoing" and not candidate.is_verb:
            if candidate.entry.consequence:
                continue  # the dead `منذ` some day are dead
            near = -2 <= hit.first - candidate.last <= 5 or 0 < candidate.first - hit.last <= 4
            if near and (best is None or best.data == "ongoing"):
                best = hit  # «مصممة على مواصلة القتال» is still a plan
            continue
        if hit.last >= candidate.first or candidate.first - hit.last > 7:
            continue
        between = sentence.doc.words[hit.last + 1 : candidate.first]
        if any(w in BREAKS for w in between):
            continue
        if any(h.first > hit.last and h.last < candidate.first for h in sentence.of("trigger")):
            continue
        if candidate.form.tense == "past" and hit.data in ("planned", "demanded"):
            continue
        if hit.data == "planned" and sentence.doc.words[hit.first].lstrip("وف") in _TRIED:
            continue
        best = hit
    return best


def _aspect(candidate: Candidate) -> str | None:
    """What a verb of beginning, going on or ending, or a light verb, says of the noun that it governs or that it is told of."""
    for hit in candidate.sentence.of("aspect"):
        entry, form = hit.data
        if not _governs(candidate, hit, 6, 4):
            continue
        if form.tense == "future":
            return "planned"
        if entry.status == "ongoing" or (form.tense == "present" and entry.status not in ("occurred", "ended")):
            return "ongoing"
        return "occurred"
    for hit in candidate.sentence.of("light"):
        if _governs(candidate, hit, 6, 3):
            made = _light(candidate, hit)
            if made is not None:
                return made
    return None


def _governs(candidate: Candidate, hit: Hit, before: int, after: int) -> bool:
    """Whether the verb stands right before the noun, or right after it or after the relative pronoun that takes it up."""
    words = candidate.sentence.doc.words
    if 0 < candidate.first - hit.last <= before:
        between = words[hit.last + 1 : candidate.first]
        attributive = bool(hit.enclitic) and candidate.entry.type.group == "fight"  # «سيارة يقودها انتحاري»
        return not attributive and not any(w in BREAKS or w in _FRAMES for w in between)
    if hit.first <= candidate.last:
        return False
    if hit.first - candidate.last <= after and hit.first < candidate.right:
        return True
    between = [w for w in words[candidate.last + 1 : hit.first] if w not in QUOTES]
    return len(between) <= 3 and bool(between) and between[-1] in _RELATIVES and bool(hit.enclitic)


def _light(candidate: Candidate, hit: Hit) -> str | None:
    sentence = candidate.sentence
    form = hit.data[1]
    if form.tense == "future":
        return "planned"
    if form.tense != "present":
        return None
    words = sentence.doc.words
    before = words[hit.first - 1] if hit.first > sentence.first else ""
    if before in _SUBJUNCTIVE or hit.proclitic == "ل":
        return "planned"
    if before in _WAS or before == "لم":
        return "occurred"
    return "ongoing"


def _told_as_past(candidate: Candidate) -> bool:
    """Whether the words around the noun put it into the past: a perfect verb right by it, a frame that only dates something else."""
    sentence = candidate.sentence
    words = sentence.doc.words
    back = sentence.before(candidate.first)
    if back >= sentence.first and words[back].lstrip("وف") in _FRAMES:
        return True
    near = range(candidate.last + 1, min(candidate.last + 5, sentence.last))
    return any(
        h.first in near and h.data[1].tense == "past"
        for kind in ("light", "aspect", "trigger")
        for h in sentence.of(kind)
    )
