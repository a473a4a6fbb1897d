"""Who speaks: the noun phrase of a speaker after or before a cue, with its appositions and those that *and* joins to it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ...annotate.participants import Mention
from ...annotate.places import heads_the_line
from ...annotate.sentence import BREAKS, QUOTES, Sentence
from ...text.phrases import Hit
from .chain import THAT, Link
from .cues import RELATIVES, clause_initial, relative_before

if TYPE_CHECKING:
    from ...lexicons.vocabulary import Vocabulary

STOPS = THAT | RELATIVES | frozenset(
    "في من علي عن خلال عبر ل الي مع بعد قبل امام منذ حول ضد عقب لدي ردا تعليقا اثناء اثر فان فانه فيما بينما و قد فقد لقد حيث وذلك حين "
    "حينها انذاك عندما اليوم امس الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الليله وهو وهي وهم وقد كان كانت لكن هاتفيا "
    "اي ايه وجود وقوع حدوث حصول علاقته علاقتها علاقتهم صلته صلتها صلتهم".split()
)  # fmt: skip
_KEEP_GOING = frozenset("في من باسم ل علي الي".split())  # these go on with an office: المتحدث باسم، مسؤول في
_FILLERS = frozenset(
    (
        "كذلك ايضا الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الماضي الماضيه الليله بدوره بدورها بدورهم هنا "
        "هناك امس اليوم هو هي هم حينها لاحقا سابقا انذاك مجددا فيه فيها رسميا هاتفيا"
    ).split()
)
_ADVERBS = (
    ("من", "جانبه"),
    ("من", "جانبها"),
    ("من", "جانبهم"),
    ("في", "وقت", "سابق"),
    ("في", "وقت", "لاحق"),
    ("من", "جهته"),
    ("من", "جهتها"),
)
_LONGEST = 12  # words of one phrase
_MARKS = frozenset("(-:)[]")


def speakers_after(
    sentence: Sentence, cue: Hit, stop: int, named: bool, vocabulary: Vocabulary, dative: bool = False
) -> tuple[list[Link], int]:
    """The speakers right after the cue and the token after their phrase; `named` says that *anna* or speech follows at `stop`.

    Unknown words there can then only be a name. `dative`: the cue asks for `ل` before the speaker (`وفقا لمصدر`).
    """
    first = _skip_fillers(sentence, cue.last + 1, stop)
    if first >= stop or not _can_speak(sentence, first, named, "ل" if dative else ""):
        return [], first
    links: list[Link] = []
    while first < stop and len(links) < 4:
        end = _phrase_end(sentence, first, stop, named)
        end = _over_appositions(sentence, end, stop) if named else end
        parts = _one_by_one(sentence, first, end)
        for a, b in parts:
            links += _with_issuer(_link(sentence, a, b, cue, vocabulary))
        following = end + 1
        while following < stop and sentence.word(following) in (")", '"', "]"):
            following += 1
        if named and sentence.word(following) == "،" and _joins_speaker(sentence, following + 1):
            first = following + 1
            continue
        return links, following
    return links, first


def _skip_fillers(sentence: Sentence, first: int, stop: int) -> int:
    words = sentence.doc.words
    while first < stop:
        if words[first] in QUOTES or words[first] in "(،-" or words[first] in _FILLERS:
            first += 1
        elif (date := _date_at(sentence, first)) is not None:
            first = date + 1
        elif phrase := next((p for p in _ADVERBS if tuple(words[first : first + len(p)]) == p), None):
            first += len(phrase)
        else:
            return first
    return first


def _date_at(sentence: Sentence, token: int) -> int | None:
    return next((d.last for d in sentence.dates if d.first <= token <= d.last), None)


def _can_speak(sentence: Sentence, first: int, named: bool, allowed: str) -> bool:
    word = sentence.word(first)
    if (word in STOPS and not _given_name(sentence, first)) or (not allowed and _told(sentence, first)):
        return False
    if word[:1] in "بل" and word[1:] in THAT:
        return False
    noun = sentence.at("speaker", first)
    hits = [noun, sentence.at("source", first), sentence.at("via", first)]
    if any(h is not None and (h.proclitic[-1:] not in ("ب", "ل", "ك") or h.proclitic == allowed) for h in hits):
        return True
    if not named and any(h.first == first and not h.data[1].tense for h in sentence.of("trigger")):
        return False  # «نفت دخول قواتها»: what is said, not who says it
    mention = mention_at(sentence, first)
    if mention is not None and mention.first > first and word[:1] in "بلك" and word[:1] != allowed and len(word) > 4:
        return False  # «تطالب بمعاقبة إسرائيل»
    if mention is not None and (mention.first >= first or named):
        counted = mention.head == "people" and mention.number is not None
        fits = mention.casualty is None and not (counted and noun is None and not named)
        led = mention.first == first and mention.prep in ("ب", "ل", "ك") and word[:1] == mention.prep
        return fits and (not led or mention.prep == allowed)
    return named and _can_be_name(sentence, first, allowed)


def _given_name(sentence: Sentence, token: int) -> bool:
    """Whether the word is the name علي, which folding unites with the preposition على."""
    return sentence.word(token) == "علي" and sentence.doc.raw_text(token, token).endswith("ي")


def _can_be_name(sentence: Sentence, first: int, allowed: str) -> bool:
    """Whether an unknown word before *anna* can be a name: nothing the lexicon knows, no pronoun on it before a preposition."""
    word = sentence.word(first)
    if any(
        sentence.at(kind, first) for kind in ("trigger", "people", "status", "support", "casualty", "say", "negation")
    ):
        return False
    if (
        word[:1] in "بلك"
        and word[:1] != allowed
        and len(word) > 4
        and sentence.at("place", first) is None
        and sentence.word(first + 1) in STOPS
    ):
        return False
    return not (word.endswith(("ه", "ها", "هم")) and sentence.word(first + 1) in STOPS) and word[:1].isalpha()


def mention_at(sentence: Sentence, token: int) -> Mention | None:
    """The mention that begins at `token` or covers it, adjectives left out."""
    found = None
    for mention in sentence.mentions:
        if mention.first <= token + 1 and mention.last >= token and not mention.adjective:
            found = mention
            break
    return found


def _phrase_end(sentence: Sentence, first: int, stop: int, named: bool) -> int:
    """The last token of the noun phrase at `first`: to a break, a date, a carrier, or a preposition that leads away."""
    words = sentence.doc.words
    mention = mention_at(sentence, first)
    least = mention.last if mention is not None and not named else first
    noun = sentence.at("speaker", first)
    person = noun is not None and noun.data == "person"
    last = first
    for k in range(first, min(stop, first + _LONGEST + 1)):
        word = words[k]
        if k > first:
            if word in BREAKS or word in _MARKS or word in (".", "عدد") or _date_at(sentence, k) is not None:
                break
            if (
                word in STOPS
                and not (word in _KEEP_GOING and k - first <= 4 and (named or person))
                and not _given_name(sentence, k)
            ):
                break
            if _carries(sentence, k) or (
                k > least
                and not named
                and (
                    _any_trigger(sentence, k) or (mention is not None and not person and not words[k].startswith("ال"))
                )
            ):
                break
        if word not in QUOTES:
            last = k
    if not named:
        last = max(min(last, least + 6), least) if mention is not None else last
    return last


def _carries(sentence: Sentence, token: int) -> bool:
    """Whether a carrier or a hearer with its preposition begins here (`لوكالة`, `في بيان`, `للصحفيين`)."""
    after = sentence.after(token)
    led = sentence.word(token) in ("في", "عبر", "علي", "ل", "خلال") and after < sentence.last
    for kind in ("source", "via"):
        hit = sentence.at(kind, token)
        if hit is not None and hit.first == token and hit.proclitic[-1:] == "ل":
            return True
        if led and any(h.first == after and h.proclitic == "" for h in sentence.of(kind)):
            return True
    return _told(sentence, token)


def _told(sentence: Sentence, token: int) -> bool:
    """Whether the word names those who are told: people, or the press, in the dative."""
    if sentence.word(token) in ("للصحافه", "لصحافه", "للاعلام"):
        return True
    return any(h.first == token and h.proclitic[-1:] == "ل" and h.data.number == "p" for h in sentence.of("people"))


def _any_trigger(sentence: Sentence, token: int) -> bool:
    return any(h.first == token for h in sentence.of("trigger"))


def _over_appositions(sentence: Sentence, end: int, stop: int) -> int:
    """Over `، العميد فلان،`: the name after the office or the office after the name, where speech still follows at `stop`."""
    words = sentence.doc.words
    for _ in range(2):
        at = end + 1
        while at < stop and words[at] in QUOTES:
            at += 1
        if at + 1 >= stop or words[at] not in "،-(":
            return end
        first = at + 1
        while first < stop and words[first] in QUOTES:
            first += 1
        if first >= stop or words[first] in STOPS or (words[first][:1] == "و" and _joins_speaker(sentence, first)):
            return end
        after = _phrase_end(sentence, first, stop, True)
        if _date_at(sentence, first) is not None or any(
            h.first <= after and h.last >= first for kind in ("say", "accord", "casualty") for h in sentence.of(kind)
        ):
            return end
        known = sentence.at("speaker", first) or sentence.at("office", first) or mention_at(sentence, first)
        closes = sentence.word(after + 1) in BREAKS or after + 1 >= stop or sentence.word(after + 1) in ")-"
        if not (known or (closes and after - first <= 4)) or _any_trigger(sentence, first):
            return end
        end = after
    return end


def _joins_speaker(sentence: Sentence, token: int) -> bool:
    """Whether *and* brings another speaker here (`ومصدران بالشرطة`)."""
    if not sentence.word(token).startswith("و"):
        return False
    noun = next((h for h in sentence.of("speaker") if h.first == token and h.proclitic.startswith("و")), None)
    source = next((h for h in sentence.of("source") if h.first == token and h.proclitic.startswith("و")), None)
    return noun is not None or source is not None


def _one_by_one(sentence: Sentence, first: int, last: int) -> list[tuple[int, int]]:
    """The parts of a phrase that *and* joins, each a speaker of its own."""
    cuts = [k for k in range(first + 1, last + 1) if _joins_speaker(sentence, k)]
    cuts += [m.first for m in sentence.mentions if first < m.first <= last and m.joined and not m.adjective and m.actor]
    edges = [first, *sorted(set(cuts)), last + 1]
    return [(a, b - 1) for a, b in itertools.pairwise(edges) if b > a]


def _with_issuer(link: Link) -> list[Link]:
    """`بيان الجيش`, `تقرير للمنظمة`: who issued it speaks, the document carries."""
    hit = link.sentence.at("via", link.first)
    if hit is None or hit.data != "document":
        return [link]
    issuer = next(
        (m for m in link.sentence.mentions if link.first < m.first <= link.last and not m.adjective and m.actor), None
    )
    if issuer is None:
        return [link]
    last = max(
        [
            link.first,
            *[
                k
                for k in range(link.first, issuer.first)
                if link.sentence.word(k) not in ("عن", "ل", '"', "صادر", "صدر")
            ],
        ]
    )
    speaker = Link(
        link.sentence, issuer.first, max(issuer.last, link.last), "speaker", issuer.actor, issuer.name, link.cue, issuer
    )
    return [speaker, Link(link.sentence, link.first, last, "via", None, None, link.cue)]


def _link(sentence: Sentence, first: int, last: int, cue: Hit | None, vocabulary: Vocabulary) -> Link:
    """The phrase as a link: an outlet or what carries words is `via`, all others speak."""
    while last > first and (sentence.word(last) in QUOTES or sentence.word(last) in STOPS):
        last -= 1
    inside = [m for m in sentence.mentions if m.first <= last and m.last >= first and not m.adjective]
    mention = next((m for m in inside if m.name), None) or next(iter(inside), None)
    noun = sentence.at("speaker", first)
    source = sentence.at("source", first)
    via = sentence.at("via", first)
    if source is not None and (noun is None or noun.last <= source.last):
        role = "speaker" if source.data.kind == "monitor" else "via"
        end = max(last, source.last)
        return Link(sentence, first, end, role, vocabulary.source_actor(source.data), source.data.label, cue, mention)  # type: ignore[arg-type]
    if via is not None and (mention is None or mention.first > first):
        return Link(sentence, first, last, "via", None, None, cue)
    actor = mention.actor if mention is not None else None
    return Link(sentence, first, last, "speaker", actor, mention.name if mention is not None else None, cue, mention)


def unknown_subject(sentence: Sentence, cue: Hit, vocabulary: Vocabulary) -> Link | None:
    """`لكن محاميه يقول إن …`, `أما الفصيل فأكد أن …`: whatever stands between the clause's start and a verb that *anna* follows."""
    words = sentence.doc.words
    if cue.proclitic not in ("", "ف") or cue.data[1].voice == "passive":
        return None
    first = last = _to_subject(sentence, cue.first - 1)
    while first > sentence.first and last - first < _SUBJECT and not _begins_clause(sentence, first):
        first -= 1
    opened = sentence.word(first - 1) in _AS_FOR
    joined_on = words[first][:1] in "وف" and sentence.word(first - 1) in BREAKS
    if last < first or not _begins_clause(sentence, first) or (cue.proclitic == "ف") != opened:
        return None
    if words[first] in STOPS or words[first] in _NO_SUBJECT or joined_on or not words[first].isalpha():
        return None
    if words[first].startswith(("لل", "بال")):  # «…، لوكالة أنباء، قال إن»: to whom, not who
        return None
    told = ("trigger", "casualty", "say", "accord", "turn", "negation", "relative")
    if any(h.first <= last and h.last >= first for kind in told for h in sentence.of(kind)):
        return None
    if any(w in RELATIVES or w in THAT or w in _NO_SUBJECT for w in words[first : last + 1]):
        return None
    return _link(sentence, first, last, cue, vocabulary)


def _begins_clause(sentence: Sentence, first: int) -> bool:
    back = sentence.word(first - 1)
    but = back in ("لكن", "ولكن") or (back == "ان" and sentence.word(first - 2) in _BUT)
    return (
        but
        or back in _AS_FOR
        or (clause_initial(sentence, first) and first > sentence.first and sentence.word(first - 1) in BREAKS)
    )


_AS_FOR = frozenset(("اما", "واما"))
_BUT = frozenset("غير الا بيد".split())  # «غير أن سكانا قالوا إن …»
_SUBJECT = 6  # words of a subject that no lexicon knows
_BUT_HE = frozenset("لكنه لكنها لكنهم ولكنه ولكنها ولكنهم".split())  # «لكنه قال إن …»: who spoke last speaks on
_NO_SUBJECT = _BUT_HE | frozenset(
    "لم لن لا ما كما حسبما ثم هذا هذه ذلك تلك هو هي هم انه انها لقد قد بل حتي اذا لو كان كانت "
    "اذ لطالما طالما بما خاصه بعدما خصوصا لا سيما".split()
)


def speakers_before(sentence: Sentence, cue: Hit, vocabulary: Vocabulary) -> list[Link]:
    """The subject before its verb: `المرصد قال`, `وكان القائد، فلان، قد أعلن`, `قسد التي نفت`; none where the verb is joined on."""
    _, form = cue.data
    relative = relative_before(sentence, cue)
    if not form.tense:
        return []
    if relative is not None:
        return _antecedent(sentence, relative, cue, vocabulary)
    if cue.proclitic.startswith(("و", "ف")) or sentence.word(cue.first - 1) in _BUT_HE:
        return []
    back = _to_subject(sentence, cue.first - 1)
    near = next((m for m in reversed(sentence.mentions) if m.first <= back <= m.last and not m.adjective), None)
    noun = next(
        (h for kind in ("speaker", "source") for h in reversed(sentence.of(kind)) if h.first <= back <= h.last), None
    )
    opening = _clause_subject(sentence, cue)
    if opening is not None:
        return [_link(sentence, a, b, cue, vocabulary) for a, b in _one_by_one(sentence, *opening)]
    adjacent = near is not None and sentence.before(cue.first) == back
    if near is not None and (near.prep == "" or (adjacent and near.joined)) and near.casualty is None:
        return [_link(sentence, near.first, back, cue, vocabulary)]
    if noun is not None and noun.proclitic[-1:] not in ("ب", "ل"):
        return [_link(sentence, noun.first, max(noun.last, back), cue, vocabulary)]
    return []


def _to_subject(sentence: Sentence, token: int) -> int:
    """Back over what stands between a subject and its verb: helpers, closing marks, dates."""
    while token >= sentence.first:
        word = sentence.word(token)
        if word in QUOTES or word in ("قد", "كان", "كانت", "كانوا", "،", ")", "-"):
            token -= 1
        elif (date := next((d.first for d in sentence.dates if d.first <= token <= d.last), None)) is not None:
            token = date - 1
        else:
            break
    return token


def _clause_subject(sentence: Sentence, cue: Hit) -> tuple[int, int] | None:
    """The noun phrase that opens the cue's clause, with its appositions, where nothing but it and helpers stands before the verb."""
    for mention_or_noun in sorted(
        [
            *(
                (m.first, m.last)
                for m in sentence.mentions
                if not m.adjective and m.casualty is None and m.prep in ("", "ل")
            ),
            *(
                (h.first, h.last)
                for kind in ("speaker", "source")
                for h in sentence.of(kind)
                if not h.proclitic.strip("و")
            ),
        ]
    ):
        first, last = mention_or_noun
        if last >= cue.first:
            return None
        opens = (
            clause_initial(sentence, first)
            or sentence.word(first - 1) in THAT
            or sentence.word(first - 1) in ("لكن", "ولكن")
        )
        if cue.first - last > 16 or not opens:
            continue
        if any(h.first > last and h.last < cue.first and h.data[1].tense for h in sentence.of("say")):
            return None
        if any(h.first > last and h.last < cue.first and h.data[1].tense for h in sentence.of("trigger")):
            return None
        end = _phrase_end(sentence, first, cue.first, True)
        return first, max(last, _over_appositions(sentence, end, cue.first))
    return None


def _antecedent(sentence: Sentence, relative: int, cue: Hit, vocabulary: Vocabulary) -> list[Link]:
    """Who the relative clause is of (`الجماعة التي أعلنت`): someone who can speak, right before the pronoun."""
    if cue.enclitic:
        return []
    back = sentence.before(relative)
    while back >= sentence.first and sentence.word(back) in (")", "،"):
        back = sentence.before(back)
    mention = next(
        (m for m in reversed(sentence.mentions) if m.first <= back and m.last >= back - 4 and not m.adjective), None
    )
    noun = next(
        (
            h
            for kind in ("source", "speaker")
            for h in reversed(sentence.of(kind))
            if h.first <= back and h.last >= back - 4
        ),
        None,
    )
    if mention is not None and mention.casualty is None and mention.head != "unit":
        return [_link(sentence, mention.first, mention.last, cue, vocabulary)]
    return [_link(sentence, noun.first, max(noun.last, noun.first), cue, vocabulary)] if noun is not None else []


def subject_of(sentence: Sentence, token: int, vocabulary: Vocabulary, cue: Hit | None) -> list[Link]:
    """Who the sentence up to `token` is about, for a participle or a joined verb that says what they say."""
    for mention in sentence.mentions:
        if mention.last >= token:
            return []
        if mention.prep or mention.adjective or mention.casualty is not None or mention.victim:
            continue
        if mention.head in ("actor", "person") or sentence.at("speaker", mention.first) is not None:
            return [_link(sentence, mention.first, mention.last, cue, vocabulary)]
        if mention.head == "people" and mention.number is None:
            return [_link(sentence, mention.first, mention.last, cue, vocabulary)]
    noun = next((h for h in sentence.of("speaker") if h.last < token and h.proclitic.strip("وف") == ""), None)
    return [_link(sentence, noun.first, noun.last, cue, vocabulary)] if noun is not None else []


def colon_speaker(sentence: Sentence, colon: int, vocabulary: Vocabulary) -> list[Link]:
    """`مسؤول عسكري: …` at the head of a line: the words before the colon, where they name someone who can speak."""
    words = sentence.doc.words
    first = sentence.first
    while first < colon and (words[first] in QUOTES or words[first] in "-.،:–•\n" or words[first].isdigit()):
        first += 1  # «14:30 – القوة الجوية:»
    known = any(h.first <= colon and not h.proclitic for kind in ("speaker", "source") for h in sentence.of(kind))
    known = known or any(m.first < colon and not m.adjective and (m.strength <= 4) for m in sentence.mentions)
    if any(words[k].isascii() and (words[k].isalpha() or words[k] == "-") for k in range(first, colon)):
        return []  # a dateline or a page's title
    told = any(h.first < colon for kind in ("trigger", "casualty") for h in sentence.of(kind))
    if (
        first >= colon
        or not known
        or told
        or any(p.last == colon - 1 and heads_the_line(p, sentence) for p in sentence.places)
    ):
        return []  # «باكستان: مقتل تسعة جنود»: a place alone says where, it does not speak
    return [_link(sentence, first, colon - 1, None, vocabulary)]
