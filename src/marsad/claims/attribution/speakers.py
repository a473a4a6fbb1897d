"""Who speaks, where he stands after the cue: his noun phrase with its appositions and those that *and* joins to it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ...annotate.participants import Mention
from ...annotate.sentence import BREAKS, QUOTES, Sentence
from ...text.phrases import Hit
from .chain import THAT, Link
from .cues import CALLED, RELATIVES
from .documents import document_at, issuing, with_issuer

if TYPE_CHECKING:
    from ...lexicons.vocabulary import Vocabulary

STOPS = THAT | RELATIVES | frozenset(
    "في من علي عن خلال عبر ل الي مع بعد قبل امام منذ حول ضد عقب لدي ردا تعليقا اثناء اثر فان فانه فيما بينما و قد فقد لقد حيث وذلك حين "
    "حينها انذاك عندما اليوم امس الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الليله وهو وهي وهم وقد كان كانت لكن هاتفيا "
    "اي ايه لم لن بين فهو فهي فهم تزامنا بالتزامن منه منها منهم له لها لهم وجود وقوع حدوث حصول علاقته علاقتها علاقتهم صلته صلتها صلتهم".split()
)  # fmt: skip
_KEEP_GOING = frozenset("في من باسم ل علي الي".split())  # these go on with an office: المتحدث باسم، مسؤول في
_FILLERS = frozenset(
    (
        "كذلك ايضا الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الماضي الماضيه الليله بدوره بدورها بدورهم هنا "
        "هناك امس اليوم هو هي هم حينها لاحقا سابقا انذاك مجددا فيه فيها رسميا هاتفيا "
        "اولا لاحقا اخيرا مرارا تاليا به بها بهم عنه عنها عنهم اليه اليها عليه عليها"  # «ما أفاد به مراسلنا»
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
_IN_MANNER = frozenset("بشكل بصوره بلهجه بطريقه بنبره بلغه".split())
_MANNER = frozenset("بوضوح بشده بصراحه بحزم بقوه باقتضاب بايجاز صراحه علنا ضمنا فورا".split())
_ISSUED = frozenset("صدر صدرت صادر صادره الصادر الصادره".split())
_COMPLEMENTS = frozenset(
    "استمرار مواصله ضروره اهميه عزم عزمه عزمها التزام التزامه التزامها حرص حرصه حرصها استعداد استعداده استعدادها بدء انتهاء نيه نيته نيتها "
    "رغبه رغبته رغبتها تمسك تمسكه تمسكها رفضه رفضها دعمه دعمها تاييده تاييدها".split()
)  # what is said as a noun, of other than events
_RATES = frozenset("بنسبه بعدد بحوالي بنحو".split())
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
        document = document_at(sentence, first)
        if document is not None and (found := _issued(sentence, document, stop, cue, vocabulary)) is not None:
            return [*links, *found[0]], found[1]
        end = phrase_end(sentence, first, stop, named)
        end = over_appositions(sentence, end, stop) if named else end
        if cue.kind == "say" and cue.data[0].effect in ("demand", "accuse", "threat"):
            end = _before_object(sentence, first, end)
        parts = one_by_one(sentence, first, end)
        for a, b in parts:
            links += with_issuer(link_at(sentence, a, b, cue, vocabulary))
        following = end + 1
        while following < stop and sentence.word(following) in (")", '"', "]"):
            following += 1
        if named and sentence.word(following) == "،" and _joins_speaker(sentence, following + 1):
            first = following + 1
            continue
        return links, following
    return links, first


def _before_object(sentence: Sentence, first: int, end: int) -> int:
    """Where the subject ends whose verb takes a person: before another party (`دعت المفوضية السلطات إلى …`, `اتهم زيلينسكي روسيا بـ…`)."""
    for k in range(first + 1, end + 1):
        noun = sentence.at("speaker", k)
        word = sentence.word(k)
        if word.startswith("ال") and word.endswith(("ي", "يه")):
            continue  # «مدير الإعلام العسكري»
        told = noun is not None and noun.first == k and word.startswith("ال")
        another = any(m.first == k and m.actor and not m.adjective and not m.joined for m in sentence.mentions)
        definite = sentence.word(k - 1).startswith("ال") or sentence.at("person", k - 1) is not None
        if (told or another) and definite:
            return k - 1
    return end


def _issued(
    sentence: Sentence, document: Hit, stop: int, cue: Hit, vocabulary: Vocabulary
) -> tuple[list[Link], int] | None:
    """`حصيلة أعلنتها الوزارة`, `تصريح أدلى به القائد`, `بيان نشرته الصحيفة`: who announced it speaks; what an outlet spreads is one carrier."""
    verb = issuing(sentence, document, stop)
    if verb is None:
        return None
    last = verb.last if verb.enclitic else verb.last + 1
    speakers, end = speakers_after(sentence, Hit("issue", verb.first, last, cue.data, "", ""), stop, True, vocabulary)
    if not speakers:
        return None
    for link in speakers:
        link.cue = cue
    known = sentence.word(verb.first - 1) in RELATIVES  # «البيان الذي بثته القناة»
    paper = Link(sentence, document.first, verb.first - (2 if known else 1), "via", None, None, cue)
    issuer = with_issuer(paper)
    if all(link.role == "via" for link in speakers):
        if len(issuer) > 1:  # «بيان للتنظيم تداولته حسابات»
            return [*issuer, *speakers], end
        if known:
            return [paper, *speakers], end
        return [Link(sentence, document.first, speakers[-1].last, "via", None, None, cue)], end
    return [*speakers, *([paper] if document.data == "document" else [])], end


def _skip_fillers(sentence: Sentence, first: int, stop: int) -> int:
    words = sentence.doc.words
    while first < stop:
        if words[first] in QUOTES or words[first] in "(،-" or words[first] in _FILLERS:
            first += 1
        elif (date := date_at(sentence, first)) is not None:
            first = date + 1
        elif _to_us(words[first]) or words[first] in _MANNER:
            first += 1
        elif (after := _after_hearer(sentence, first)) is not None:
            first = after
        elif words[first] in _IN_MANNER:
            first += 2  # «نفت بشكل قاطع»
        elif phrase := next((p for p in _ADVERBS if tuple(words[first : first + len(p)]) == p), None):
            first += len(phrase)
        else:
            return first
    return first


def _after_hearer(sentence: Sentence, first: int) -> int | None:
    """The token after an outlet in quotation marks that is told (`روى لـ«الميناء» معلم أن …`)."""
    words = sentence.doc.words
    if words[first] != "ل" or sentence.word(first + 1) != '"':
        return None
    return next((k + 1 for k in range(first + 3, min(sentence.last, first + 8)) if words[k] == '"'), None)


def _to_us(word: str) -> bool:
    """Whether the word only says that it was told to the outlet itself (`لنا`, `لموقعنا`)."""
    return word in ("لنا", "علينا", "معنا") or (word.startswith("ل") and word.endswith("نا") and len(word) > 5)


def date_at(sentence: Sentence, token: int) -> int | None:
    return next((d.last for d in sentence.dates if d.first <= token <= d.last), None)


def _can_speak(sentence: Sentence, first: int, named: bool, allowed: str) -> bool:
    word = sentence.word(first)
    if (word in STOPS and not _given_name(sentence, first)) or (not allowed and _told(sentence, first)):
        return False
    if word[:1] in "بل" and (word[1:] in THAT or (len(word) > 4 and word[1:] in STOPS)):
        return False
    noun = sentence.at("speaker", first)
    hits = [noun, sentence.at("source", first), sentence.at("via", first)]
    if any(h is not None and (h.proclitic[-1:] not in ("ب", "ل", "ك") or h.proclitic == allowed) for h in hits):
        return True
    if any(h is not None and h.first == first for h in hits) or word in _RATES:
        return False  # «صرح لـCNN», «يدلي بمعلومات»
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


def phrase_end(sentence: Sentence, first: int, stop: int, named: bool) -> int:
    """The last token of the noun phrase at `first`: to a break, a date, a carrier, or a preposition that leads away."""
    words = sentence.doc.words
    mention = mention_at(sentence, first)
    least = mention.last if mention is not None and not named else first
    noun = sentence.at("speaker", first)
    person = noun is not None and (noun.data == "person" or (noun.data == "source" and _is_one(words[first])))
    person = person and not (mention is not None and mention.name)  # then his name is all there
    bare = noun is None and mention is None and not named  # a name alone
    last = first
    called = False
    via = sentence.at("via", first)
    closed = via is not None and not named and words[first].removeprefix(via.proclitic).startswith("ال")  # «التقرير»
    for k in range(first, min(stop, first + _LONGEST + 1)):
        word = words[k]
        if k > first:
            called = called or word in CALLED
            if word in BREAKS or word in _MARKS or word in (".", "عدد") or date_at(sentence, k) is not None:
                break
            elected = (
                word == "عن" and k == first + 1 and person and not words[first].startswith("ال")
            )  # «نائب عن الولاية»
            elected = elected or (word == "عن" and words[k - 1] in _ISSUED)  # «بيان صادر عن الوزارة»
            if (
                word in STOPS
                and not elected
                and not (word in _KEEP_GOING and k - first <= 4 and (named or person))
                and not _given_name(sentence, k)
            ):
                break
            if any(h.first == k and h.proclitic[-1:] == "ب" for h in sentence.of("trigger")):
                break  # «أفاد المرصد بمقتل ثلاثة "جراء القصف"»
            if word in _COMPLEMENTS and not named:
                break  # «أكد الوزير استمرار …»
            if bare and any(m.first == k and m.actor and not m.adjective for m in sentence.mentions):
                break  # «طالب عسيري الحوثيين بـ…»
            if not named and (any(n.first == k for n in sentence.numbers) or (closed and not word.startswith("ال"))):
                break  # «وثق التقرير ثماني حالات»
            if _carries(sentence, k) or (
                k > least
                and not named
                and not (called and not _any_trigger(sentence, k))
                and (
                    _any_trigger(sentence, k)
                    or (
                        mention is not None and not person and not words[k].startswith("ال") and not _names(sentence, k)
                    )
                )
            ):
                break
        if word not in QUOTES:
            last = k
    if not named:
        last = max(min(last, least + (8 if called else 6)), least) if mention is not None else last
    return last


def _is_one(word: str) -> bool:
    """Whether the definite word is one person, whose name can follow (`الناشطة سعاد`)."""
    return word.startswith("ال") and not word.endswith(("ون", "ين", "ات", "ان", "اء"))


def _names(sentence: Sentence, token: int) -> bool:
    """Whether the word goes on with a body's name: a place (`شبكة أطباء كردفان`) or an adjective (`مركز حقوقي`)."""
    word = sentence.word(token)
    place = sentence.at("place", token)
    if place is not None and place.first <= token and not place.proclitic:
        return True
    if word.endswith(("ي", "يه")) and len(word) > 4 and sentence.at("say", token) is None:
        return True
    members = sentence.at("people", token - 1)  # a body's name is definite, so that `شبكة أطباء` goes on
    if members is None or members.data.number != "p" or members.last != token - 1:
        return False
    if sentence.word(token - 1).startswith("ال") or word[:1] in "وفبل" or word.endswith(("ه", "هم", "ها")):
        return False
    return word.isalpha()


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
    if sentence.word(token - 1) == "في" and sentence.at("place", token) is not None:
        return False  # «المتحدث باسم المقاومة في عدن»
    return any(h.first == token for h in sentence.of("trigger"))


def over_appositions(sentence: Sentence, end: int, stop: int) -> int:
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
        if first < stop and (_carries(sentence, first) or _to_us(words[first])):
            return end  # «الناطق …، فلان، لوكالة الأنباء»: to whom
        if first >= stop or words[first] in STOPS or (words[first][:1] == "و" and _joins_speaker(sentence, first)):
            return end
        after = phrase_end(sentence, first, stop, True)
        if date_at(sentence, first) is not None or any(
            h.first <= after and h.last >= first and words[h.first] not in CALLED
            for kind in ("say", "accord", "casualty")
            for h in sentence.of(kind)
        ):
            return end
        known = sentence.at("speaker", first) or sentence.at("office", first) or mention_at(sentence, first)
        if words[first][:1] == "و" and not known and _joins_a_clause(sentence, first):
            return end  # «…، وذهبوا إلى أن»
        closes = sentence.word(after + 1) in BREAKS or after + 1 >= stop or sentence.word(after + 1) in ")-"
        if not (known or (closes and after - first <= 4)) or _any_trigger(sentence, first):
            return end
        end = after
    return end


def _joins_a_clause(sentence: Sentence, token: int) -> bool:
    """Whether *and* brings a verb or what has a pronoun (`وذهبوا`, `ومقره`), and the word is no name in waw (`وجدان`)."""
    word = sentence.word(token)
    known = any(
        h.first == token and h.proclitic.startswith("و")
        for k in ("say", "trigger", "light", "aspect")
        for h in sentence.of(k)
    )
    return known or word[1:] in STOPS or word.endswith(("وا", "ه", "ها", "هم"))


def _joins_speaker(sentence: Sentence, token: int) -> bool:
    """Whether *and* brings another speaker here (`ومصدران بالشرطة`)."""
    if not sentence.word(token).startswith("و"):
        return False
    noun = next((h for h in sentence.of("speaker") if h.first == token and h.proclitic.startswith("و")), None)
    source = next((h for h in sentence.of("source") if h.first == token and h.proclitic.startswith("و")), None)
    return noun is not None or source is not None


def one_by_one(sentence: Sentence, first: int, last: int) -> list[tuple[int, int]]:
    """The parts of a phrase that *and* joins, each a speaker of its own."""
    cuts = [k for k in range(first + 1, last + 1) if _joins_speaker(sentence, k)]
    cuts += [m.first for m in sentence.mentions if first < m.first <= last and m.joined and not m.adjective and m.actor]
    edges = [first, *sorted(set(cuts)), last + 1]
    return [(a, b - 1) for a, b in itertools.pairwise(edges) if b > a]


def link_at(sentence: Sentence, first: int, last: int, cue: Hit | None, vocabulary: Vocabulary) -> Link:
    """The phrase as a link: an outlet or what carries words is `via`, all others speak."""
    while first < last and (sentence.word(first) in BREAKS or sentence.word(first) in QUOTES):
        first += 1
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
    office = noun is not None and via is not None and noun.last > via.last  # «وكالة الطاقة» is no news agency
    if via is not None and not office and (mention is None or mention.first > first):
        return Link(sentence, first, last, "via", None, None, cue)
    actor = mention.actor if mention is not None else None
    if actor == vocabulary.bystanders and (via is not None or (noun is not None and noun.data == "body")):
        actor = None  # «شبكة أطباء» is a body, not those it is of
    return Link(sentence, first, last, "speaker", actor, mention.name if mention is not None else None, cue, mention)


_COMMON = ("speaker", "people", "unit", "source", "via", "trigger", "place", "anaphor", "say", "office")


def names_in(link: Link) -> list[str]:
    """The words of the link that can only be a name: those that no list of the lexicon has as a common word."""
    sentence = link.sentence
    return [
        word
        for k, word in zip(range(link.first, link.last + 1), link.words, strict=True)
        if word.isalpha() and len(word) > 3 and word not in STOPS and not any(sentence.at(kind, k) for kind in _COMMON)
    ]
