"""Where what is said ends within its sentence: at another matter, an aside of the outlet's, the main clause after a clause of time."""

from __future__ import annotations

from ...annotate.sentence import BREAKS, QUOTES, Sentence
from ...text.phrases import Hit
from .chain import Scope
from .quotes import Quotation

FRAMES = frozenset("بعد قبل دون منذ بدل قبيل رغم بمجرد".split())  # «بعد أن» opens a time, not speech
_TIMES = frozenset("بعدما عندما حين حينما وقتما منذما قبلما بينما فيما لما ريثما".split())
_TURNS = frozenset("يذكر يشار ويذكر ويشار وكان وكانت وكانوا".split())
_ASIDES = (
    ("وذلك",),
    ("وهو", "اول"),
    ("وهي", "اول"),
    ("وهي", "المره"),
    ("في", "اشاره"),
    ("في", "ما", "يبدو"),
    ("فيما", "يبدو"),
    ("في", "حين", "كانت"),
    ("في", "حين", "كان"),
)
_AFTER_SPEECH = frozenset("منذ بعد عقب قبل خلال اثر وذلك غداه".split())
_CONTRASTS = frozenset("بينما فيما وبينما وفيما".split())
_CONTRARY = frozenset(
    "لكن ولكن بل لكنه لكنها ولكنه ولكنها فيما بينما وفيما وبينما وذكر واكد رغم وسط بالرغم بعدما".split()
)
_NEW_MATTER = frozenset(
    "لكن غير الا ثم اذ حيث كما بعدما قبل بعد فيما بينما مما ما علي رغم مع "
    "وسط في خلال منذ اثناء عقب اثر نتيجه جراء بسبب بينهم بينها منهم الذي التي الذين وذلك الامر".split()
)


def subordinate(sentence: Sentence, cue: Hit) -> bool:
    """Whether the cue stands in a clause of time that opens the sentence (`بعدما أعلن الجيش …، قصفت`): the outlet tells the main clause."""
    back = cue.first - 1
    while back >= sentence.first and sentence.doc.words[back] in ("قد", "كان", "كانت", "ان"):
        back -= 1
    word = sentence.doc.words[back] if back >= sentence.first else ""
    word = word[1:] if word[:1] in "وف" and word[1:] in _TIMES | FRAMES else word
    framed = word in _TIMES or (sentence.doc.words[back + 1] == "ان" and word in FRAMES)
    return framed and not any(w.isalpha() for w in sentence.doc.words[sentence.first : back])


def clause_end(sentence: Sentence, opening: int) -> int:
    """The first break after `opening` that joins nothing on."""
    return next(
        (
            k
            for k in range(opening + 1, sentence.last - 1)
            if sentence.doc.words[k] in BREAKS and not sentence.doc.words[k + 1].startswith("و")
        ),
        sentence.last,
    )


def turns_after(sentence: Sentence, token: int) -> bool:
    words = sentence.doc.words
    while token < sentence.last and (words[token] in BREAKS or words[token] in QUOTES):
        token += 1
    return token < sentence.last and (words[token] in _AFTER_SPEECH or _aside(sentence, token))


def _aside(sentence: Sentence, token: int) -> bool:
    return any(tuple(sentence.doc.words[token : token + len(p)]) == p for p in _ASIDES)


def contrast(sentence: Sentence, token: int) -> bool:
    """Whether another matter begins: `في حين`, `بينما`, `فيما`."""
    word = sentence.doc.words[token] if token < sentence.last else ""
    return word in _CONTRASTS or (word == "في" and sentence.word(token + 1) in ("حين", "وقت"))


def break_at(sentence: Sentence, token: int) -> int:
    return next((k for k in range(token, sentence.last) if sentence.doc.words[k] in BREAKS), sentence.last)


def turn(sentence: Sentence, scope: Scope, quotations: list[Quotation]) -> int:
    """Where the outlet takes the word again within the sentence: an aside, a background clause, after a denial its contrary."""
    words = sentence.doc.words
    inside = [(q.first, q.last) for q in quotations]
    for k in range(scope.first + 1, scope.last - 1):
        if words[k] not in BREAKS or any(a < k < b for a, b in inside):
            continue
        following = words[k + 1]
        if following in _TURNS or _aside(sentence, k + 1):
            return k
        if scope.effect == "deny" and following in _CONTRARY:
            return k
        if contrast(sentence, k + 1) and _another_party(sentence, k + 1):
            return k
        if scope.performs and scope.effect not in ("assert", "continue") and _another(sentence, k + 1):
            return k
    return scope.last


def _another_party(sentence: Sentence, token: int) -> bool:
    """Whether the contrast tells what another party does, and not of more dead, hurt or blasts (`فيما أصيب تسعة`, `بينما انفجرت عبوة`)."""
    verb = token + (2 if sentence.word(token) == "في" else 1)
    losses = any(
        h.first == verb and (kind == "casualty" or h.data[0].consequence)
        for kind in ("casualty", "trigger")
        for h in sentence.of(kind)
    )
    return not losses and any(
        verb < m.first <= verb + 4 and m.prep == "" and not m.adjective and m.casualty is None and m.armed
        for m in sentence.mentions
    )


def _another(sentence: Sentence, token: int) -> bool:
    """Whether a clause of its own begins: a finite verb that *and* joins on (`دعا إلى الهدوء، واستقبل …`)."""
    if sentence.doc.words[token][:1] not in "وف":
        return False
    return any(
        h.first == token and h.data[1].tense
        for kind in ("trigger", "light", "say", "aspect")
        for h in sentence.of(kind)
    )


def resumed(sentence: Sentence, cue: Hit, end: int) -> int | None:
    """Where the clause ends that `، على ما ذكر شهود،` was put into: what follows must need what stands before it."""
    words = sentence.doc.words
    comma = next((k for k in range(cue.first - 1, max(sentence.first, cue.first - 4), -1) if words[k] in BREAKS), None)
    if comma is None or sentence.word(end) != "،" or end + 1 >= sentence.last:
        return None
    following = words[end + 1]
    verb = any(
        h.first == end + 1 and h.data[1].tense for kind in ("trigger", "light", "say") for h in sentence.of(kind)
    )
    if verb or following[:1] in "وف" or contrast(sentence, end + 1) or following in _NEW_MATTER:
        return None
    return break_at(sentence, end + 1)
