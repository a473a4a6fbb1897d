"""Triggers of one happening, brought together: a noun with the verb that goes on with it, an attack with what it was done with, an
operation with its aim, the dead with the attack that killed them (codebook, section 5, Violence)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..annotate.sentence import BREAKS, Sentence
from ..text.phrases import Hit
from .confidence import THESE
from .fitting import CAUSES, TURNS, takes_up

if TYPE_CHECKING:
    from .candidates import Candidate

THAT_WORDS = frozenset("ان بان انه انها انهم بانه بانها".split())


def join_means(candidates: list[Candidate], sentence: Sentence) -> list[Candidate]:
    """Take a second trigger of the same happening into the first: a means noun governed by it, or the same type without a break."""
    out: list[Candidate] = []
    for candidate in candidates:
        previous = out[-1] if out else None
        if previous is not None and _does_it(previous, candidate, sentence):
            out[-1] = candidate
            continue
        if previous is not None and _same_happening(previous, candidate, sentence):
            if candidate.entry.consequence:
                previous.consequences.append(
                    Hit("trigger", candidate.first, candidate.last, (candidate.entry, candidate.form), "", "")
                )
            if candidate.is_verb and not previous.is_verb:
                previous.verbs.append(candidate)
            if previous.entry.consequence or (
                candidate.entry.specific
                and not previous.entry.specific
                and candidate.type.id in previous.type.refined_by
            ):
                if not candidate.entry.consequence and not previous.is_verb:
                    candidate.consequences = previous.consequences
                previous.type = candidate.type if not candidate.entry.consequence else previous.type
            continue
        out.append(candidate)
    return out


def _does_it(a: Candidate, b: Candidate, sentence: Sentence) -> bool:
    """Whether the first names who does what the verb after it tells: «مهاجم انتحاري فجر نفسه»."""
    if a.entry.type is not b.entry.type or a.is_verb or not b.is_verb or sentence.at("people", a.first) is None:
        return False
    gap = sentence.gap(a.last, b.first)
    return len(gap) <= 4 and BREAKS.isdisjoint(gap)


def _is_aim(a: Candidate, b: Candidate, sentence: Sentence, gap: list[str]) -> bool:
    """Whether the noun only names what the operation or battle before it is for (عملية لتحرير المدينة)."""
    if b.is_verb or a.type.id not in b.type.aim_of or any(w in BREAKS for w in gap):
        return False
    return b.proclitic == "ل" or any(b.first - 3 <= h.last < b.first for h in sentence.of("aim"))


def _same_happening(a: Candidate, b: Candidate, sentence: Sentence) -> bool:
    gap = sentence.gap(a.last, b.first)
    if _is_aim(a, b, sentence, gap):
        return True
    if a.type.group == "control" and not a.is_verb and b.is_verb and b.type.group == "fight" and not b.entry.specific:
        return not b.entry.consequence and _carries_on(a, b, gap, sentence)
    if a.type.id in a.type.frees and not b.is_verb and b.type.group == "people" and len(gap) <= 5:
        return True  # «أفرجت عن عشرين أسيرا»: those freed are no arrest
    if a.type.undoes and b.type.group in ("fight", "control") and _is_foiled(b, sentence, gap):
        return True
    if a.type.group == b.type.group == "street" and sentence.doc.words[b.first].endswith("ا") and not b.is_verb:
        return TURNS.isdisjoint(gap)  # «اعتصموا أمام البلدية احتجاجا على …»: why they did
    if a.type.group != "fight" or b.type.group != "fight":
        return a.type is b.type and len(gap) <= 3 and not b.is_verb and not any(w in BREAKS for w in gap)
    if a.entry.consequence or b.entry.consequence:
        return False
    if not gap and not b.is_verb:
        return True
    if b.is_verb and not a.is_verb and _carries_on(a, b, gap, sentence):
        return True
    if b.is_verb and a.entry.pos == "phrase" and a.is_verb and _qualifies(a, b, gap, sentence):
        return True
    if b.type.id == "suicide_bombing" and b.entry.strength == "weak" and not b.is_verb and len(gap) <= 6:
        return True  # the bomber named beside his attack
    by_means = (
        sentence.doc.words[b.first].startswith("ب")
        or b.proclitic in ("ب",)
        or (gap and gap[-1] in ("ب", "في", "عبر", "بواسطه", "عن", "طريق", "خلال"))
    )
    if by_means and len(gap) <= 8 and not any(w in BREAKS for w in gap):
        if b.is_verb:
            return False
        return a.is_verb or b.type.id in a.type.refined_by or a.type is b.type or _is_tool(b, sentence)
    return False


def _qualifies(a: Candidate, b: Candidate, gap: list[str], sentence: Sentence) -> bool:
    """Whether a verb without conjunction only says more of the deed before it: «نصبوا كمينا استهدف دورية»."""
    if b.proclitic or b.enclitic or b.entry.specific or not 0 < len(gap) <= 9:
        return False
    if any(w in BREAKS or w in TURNS or w in THAT_WORDS or w in _OTHERS for w in gap):
        return False
    # «كمينا مسلحا استهدف»: an adjective may look like a gunman; «النار على مسلحين هاجموا» is another's deed
    beside = [m for m in sentence.mentions if a.last < m.first and b.first - 2 <= m.last < b.first]
    return all(sentence.doc.words[m.last].endswith("ا") for m in beside)


_OTHERS = frozenset("التي الذي الذين عندما حين بعدما".split())


def _is_foiled(b: Candidate, sentence: Sentence, gap: list[str]) -> bool:
    """Whether this is only what the foiling before it prevented («أحبطت القوات تسللا», «هجوما كان يستهدف …»): it did not happen."""
    if b.is_verb:
        return len(gap) <= 12 and gap[-1:] in (["كان"], ["كانت"], ["كانوا"]) and TURNS.isdisjoint(gap)
    if b.entry.consequence or b.enclitic or sentence.doc.words[b.first].startswith("ب"):
        return False
    if any(0 < h.first - b.last <= 2 and takes_up(sentence, h) for h in sentence.of("light")):
        return False  # «هجوما شنه المسلحون»: made, and beaten back
    return len(gap) <= 7 and BREAKS.isdisjoint(gap)


def _carries_on(a: Candidate, b: Candidate, gap: list[str], sentence: Sentence) -> bool:
    """Whether the verb only goes on with the noun: `قذيفة أطلقها`, `هجوم استهدف`, `عبوة انفجرت`."""
    if any(w in BREAKS or w in TURNS or w in THAT_WORDS for w in gap):
        return False
    if b.proclitic:  # «غارات شنتها المقاتلات واستهدفت …»: the verb agrees with the noun, not with the doer between them
        agrees = b.form.agreement == "fs" and a.form.agreement == "p" and b.entry.subject == "actor"
        return b.proclitic == "و" and agrees and not b.entry.specific and not a.is_verb and len(gap) <= 14
    if b.enclitic and len(gap) <= 4:
        return True
    return (
        len(gap) <= 7
        and not b.entry.specific
        and not any(
            a.last < m.first < b.first and m.armed and m.prep == "" and not m.adjective for m in sentence.mentions
        )
    )


def join_pointed_at(candidates: list[Candidate], sentence: Sentence) -> list[Candidate]:
    """Give what a demonstrative points back at to the one told before in the sentence: «استهدف مواقعهم … وقتل خمسة في ذلك القصف»."""
    out: list[Candidate] = []
    for candidate in candidates:
        same = [earlier for earlier in out if earlier.type is candidate.type]
        definite = not candidate.is_verb and candidate.form.definite
        if same and definite and sentence.word(candidate.first - 1) in THESE:
            same[-1].consequences += candidate.consequences
        else:
            out.append(candidate)
    return out


def join_consequences(candidates: list[Candidate], sentence: Sentence) -> list[Candidate]:
    """Give a killing or wounding to the attack of the same sentence that it follows from; join killed and wounded of one attack."""
    means = [c for c in candidates if not c.entry.consequence and c.type.group == "fight"]
    out: list[Candidate] = []
    brought: Candidate | None = None
    for candidate in candidates:
        if not candidate.entry.consequence:
            out.append(candidate)
            continue
        host = _host(candidate, means, sentence)
        if host is None and brought is not None and _goes_along(candidate, brought.consequences[-1].last, sentence):
            host = brought
        if host is not None:
            brought = host
            host.consequences.append(
                Hit("trigger", candidate.first, candidate.last, (candidate.entry, candidate.form), "", "")
            )
            host.note("consequence", sentence.doc.raw_text(candidate.first, candidate.last), f"of this {host.type.id}")
            continue
        earlier = next(
            (
                c
                for c in reversed(out)
                if c.entry.consequence
                and not _turn_between(sentence, c.last, candidate.first)
                and not (candidate.is_verb and _another_between(sentence, c.last, candidate.first))
            ),
            None,
        )
        if earlier is not None and candidate.first - earlier.last <= 14:
            earlier.consequences.append(
                Hit("trigger", candidate.first, candidate.last, (candidate.entry, candidate.form), "", "")
            )
            continue
        out.append(candidate)
    return out


def _goes_along(consequence: Candidate, last: int, sentence: Sentence) -> bool:
    """Whether the wounded follow the dead of an attack: «أسفر عن مقتل ثمانية وإصابة آخرين»."""
    near = 0 < consequence.first - last <= 8 and not _turn_between(sentence, last, consequence.first)
    return near and sentence.doc.words[consequence.first].startswith("و")


def _host(consequence: Candidate, means: list[Candidate], sentence: Sentence) -> Candidate | None:
    best: Candidate | None = None
    best_cost = 40
    for host in means:
        left, right = (consequence, host) if consequence.first < host.first else (host, consequence)
        between = _without_asides(sentence, left.last + 1, right.first)
        cost = len(between) + 12 * sum(
            1 for k, w in enumerate(between) if w in TURNS and not (k and between[k - 1] == "،" and w == "حيث")
        )
        cost += 3 * sum(1 for w in between if w in BREAKS)
        if (
            host.first < consequence.first
            and consequence.is_verb
            and _another_between(sentence, host.last, consequence.first)
        ):
            continue  # «إن القوات هاجمت الموقع، وإن ستة قتلوا»: told as a thing of its own
        cost += 12 * sum(
            1
            for h in sentence.of("say")
            if left.last < h.first < right.first and not h.enclitic and sentence.word(h.first - 1) != "كما"
        )
        if host.first > consequence.last and not _leads_back(host, sentence, between):
            continue
        if (
            host.first < consequence.first
            and not consequence.is_verb
            and sentence.word(consequence.first - 1) in _AFTER
        ):
            continue  # «بدأت الاشتباكات بعد مقتل شيخ»: the dead came first
        if host.first < consequence.first and _brought_about(consequence, sentence):
            cost -= BROUGHT
        if cost < best_cost:
            best, best_cost = host, cost
    return best


def _without_asides(sentence: Sentence, first: int, end: int) -> list[str]:
    """The words of a stretch without those that part nothing: who was among the dead (`، بينهم طفلان،`) and when it was (`بعد ظهر أمس`)."""
    words = sentence.doc.words
    dated = {
        k
        for d in sentence.dates
        if words[d.first] not in TURNS
        for k in range(d.first - (words[d.first] in _HOURS and words[d.first - 1] in TURNS), d.last + 1)
    }
    out: list[str] = []
    aside = first - 1
    for k in range(first, end):
        if k <= aside or k in dated:
            continue
        if words[k] in BREAKS and words[k + 1] in _AMONG:
            closing = next((j for j in range(k + 2, min(end, k + AMONG)) if words[j] in BREAKS), None)
            if closing is not None:
                aside = closing
                continue
        if words[k] == "،" and out[-1:] == ["،"]:
            continue  # the commas around a date are one break
        out.append(words[k])
    return out


AMONG = 14  # tokens within which an aside about the dead closes
_AMONG = frozenset("بينهم وبينهم منهم ومنهم بينهن منهن بينهما منهما ضمنهم غالبيتهم معظمهم اغلبهم جميعهم كلهم".split())
_HOURS = frozenset("ظهر الظهر عصر العصر مغرب المغرب منتصف غروب".split())  # `بعد ظهر أمس`: the hour, and no turn
BROUGHT = 20  # tokens by which `أسفر عن` brings its dead nearer to the attack that it speaks of
_BRINGS = frozenset("اسفر اسفرت يسفر ادي ادت خلف خلفت اوقع اوقعت تسبب تسببت مسفرا مخلفا موديا".split())


def _brought_about(consequence: Candidate, sentence: Sentence) -> bool:
    """Whether a verb of bringing about stands right before the dead: «… أسفر عن مقتل ثلاثة»."""
    ahead = sentence.doc.words[max(sentence.first, consequence.first - 3) : consequence.first]
    return any(word.lstrip("وف") in _BRINGS for word in ahead)


_ANOTHER = frozenset(("وان", "وانه", "وانها", "وانهم", "وبان"))  # the next of the things said
_ELSEWHERE = frozenset("وقد فيما بينما وفيما وبينما لكن ولكن".split())  # what follows is another happening
_AFTER = frozenset("بعد عقب غداه منذ وبعد وعقب".split())


def _leads_back(host: Candidate, sentence: Sentence, between: list[str]) -> bool:
    """Whether the attack is told after its dead as what killed them: بقصف, جراء انفجار, عندما هاجم."""
    if not _ELSEWHERE.isdisjoint(between):
        return False
    if host.proclitic == "ب" or _is_tool(host, sentence) or not CAUSES.isdisjoint(between[-2:]):
        return True
    if between[-1:] == ["لما"] and (host.form.tense == "past" or host.entry.pos == "phrase"):
        return True  # «قتل تسعة لما قصفت طائرة السوق»
    if (
        not host.is_verb
        and not host.proclitic
        and not CAUSES.isdisjoint(between[-4:])
        and THAT_WORDS.isdisjoint(between)
    ):
        return TURNS.isdisjoint(between)
    return any(h.last == host.first - 1 and h.proclitic == "ب" for h in sentence.of("trigger"))  # بانفجار سيارة مفخخة


def _is_tool(host: Candidate, sentence: Sentence) -> bool:
    """Whether the attack is only named by what it was done with: «بعبوة ناسفة»."""
    return host.entry.pos == "phrase" and not host.is_verb and sentence.doc.words[host.first].startswith("ب")


def _turn_between(sentence: Sentence, left: int, right: int) -> bool:
    return any(w in TURNS for w in sentence.doc.words[left + 1 : right])


def _another_between(sentence: Sentence, left: int, right: int) -> bool:
    return not _ANOTHER.isdisjoint(sentence.doc.words[left + 1 : right])
