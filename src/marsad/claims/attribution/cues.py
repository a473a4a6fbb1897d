"""Cues of saying: which verbs, participles and phrases of a sentence open, carry on or end somebody's words."""

from __future__ import annotations

from ...annotate.sentence import BREAKS, QUOTES, Sentence
from ...text.phrases import Hit
from .chain import THAT

_NEGATED = frozenset("لم لا لن ولم ولا ولن".split())
_GOVERN = frozenset("من في علي الي عن بعد قبل خلال اثر منذ عند لدي حول".split())  # no finite verb follows these
CALLED = frozenset("يدعي تدعي يسمي تسمي اسمه اسمها المدعو المدعوه الملقب".split())  # a name follows
_WITHOUT = frozenset("عدم بعدم دون بدون".split())
RELATIVES = frozenset("الذي التي الذين اللذين اللذان اللتين والذي والتي والذين".split())
WHAT = frozenset("ما كما حسبما وفقما مثلما مما بما لما".split())
_HELPERS = frozenset("قد كان كانت كانوا وكان وكانت فقد لقد".split())


def find_cues(sentence: Sentence, quoted: list[tuple[int, int]]) -> list[Hit]:
    """The cues of the sentence in order, homographs and verbs that say nothing left out; `quoted` are its stretches of speech."""
    found = sorted(
        [h for kind in _ORDER for h in sentence.of(kind)],
        key=lambda h: (h.first, -h.last, _ORDER[h.kind], len(h.proclitic) + len(h.enclitic)),
    )
    out: list[Hit] = []
    for hit in found:
        if out and hit.first <= out[-1].last:
            continue
        if hit.kind == "say" and not _says(sentence, hit, quoted):
            continue
        out.append(hit)
    return [h for h in out if h.kind != "silent"]


_ORDER = {"silent": 0, "turn": 1, "alleged": 2, "accord": 3, "say": 4}


def _says(sentence: Sentence, hit: Hit, quoted: list[tuple[int, int]]) -> bool:
    info, form = hit.data
    back = sentence.before(hit.first)
    before = sentence.word(back)
    if sentence.word(hit.first) in CALLED and sentence.word(hit.last + 1) not in THAT:
        return False  # «ناشط يدعى ثائر»
    if info.effect == "none" or before in _NEGATED or before in _WITHOUT:
        return False  # «لم تعلن أي جهة مسؤوليتها» says nothing
    if form.tense == "past" and hit.proclitic.endswith("ل"):
        return False  # «لتبني دفاعات» builds them
    if form.tense == "past" and not hit.proclitic and before in _GOVERN:
        return False  # «تمكنت من رصد»: the verbal noun
    if form.agreement[:1] in ("1", "2") and any(a < hit.first < b for a, b in quoted):
        return False  # «نؤكد» within a quotation is its speaker's own
    taken_up = before in WHAT or (info.effect == "deny" and before in RELATIVES)  # «الأمر الذي نفاه الجيش»
    if hit.enclitic and not (info.hearer or info.takes_on or taken_up):
        return False
    return not info.opener or _opens_clause(sentence, hit, before)


def _opens_clause(sentence: Sentence, hit: Hit, before: str) -> bool:
    """Whether a verb that is written like a commoner word (بيّن, *between*) stands where a clause begins, with *anna* to come."""
    if hit.proclitic == "" and before and before not in BREAKS and before not in _HELPERS and before not in WHAT:
        return False
    return any(sentence.doc.words[k] in THAT for k in range(hit.last + 1, min(hit.last + 14, sentence.last)))


def relative_before(sentence: Sentence, hit: Hit) -> int | None:
    """The relative pronoun that the verb stands under (الذي, التي قد …), None where there is none."""
    back = sentence.before(hit.first)
    while back >= sentence.first and sentence.word(back) in _HELPERS:
        back = sentence.before(back)
    return back if back >= sentence.first and sentence.word(back) in RELATIVES else None


def clause_initial(sentence: Sentence, token: int) -> bool:
    """Whether the word at `token` begins its clause: nothing but helpers and quotation marks since a break or the start."""
    back = token - 1
    while back >= sentence.first and (
        sentence.word(back) in _HELPERS or sentence.word(back) in QUOTES or sentence.word(back) == "كما"
    ):
        back -= 1
    return back < sentence.first or sentence.word(back) in BREAKS or sentence.word(back) in ("-", "(", ")", ".")


def takes_up(sentence: Sentence, cue: Hit, cues: list[Hit]) -> int | None:
    """The word after a verb of denial that stands for all of what was told (`ذلك`); none where it names a time or a way."""
    words = sentence.doc.words
    for k in range(cue.last + 1, min(sentence.last, cue.last + 16)):
        if words[k] == "ذلك":
            return k if words[k - 1] not in _LEADS else None
        if words[k] in THAT or words[k] == ":" or any(h.first == k for h in (*cues, *sentence.of("trigger"))):
            return None
    return None


_LEADS = frozenset("مع بعد قبل خلال منذ عن في علي غير الي اثر".split())
