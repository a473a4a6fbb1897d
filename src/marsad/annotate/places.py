"""Places: the place names of an article with their cues and relations, settled over the whole article by the gazetteer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Place
from ..text.words import rarity, stem
from .sentence import QUOTES, Sentence
from .unlisted import SITES, WORD_KINDS, known_by_the_noun, named_by_a_noun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..gazetteer import Entry, Gazetteer, Settled
    from ..text.phrases import Hit

_PLACE_PREPOSITIONS = frozenset("في ب الي علي من بين عند داخل نحو صوب باتجاه عبر حول خارج وسط".split())
_TOWNS = frozenset(("town", "village", "camp", "quarter"))
_BACK_KINDS = {
    "place_town": _TOWNS, "place_village": _TOWNS, "place_governorate": frozenset(("governorate",)),
    "place_district": frozenset(("district", "town")), "place_region": frozenset(("region", "governorate")),
    "place_site": frozenset(("airport", "base", "port", "crossing", "camp", "site")),
}  # fmt: skip
_NAMED_KINDS = frozenset(("town", "quarter", "camp", "district", "governorate", "port", "crossing"))
_COMMON = 5.5  # rarity under which a word that one noun made a name is its everyday self elsewhere (`منطقة الشعب`)
_CITY = 500_000  # people from whom on nobody says `البلدة`


@dataclass(slots=True, eq=False)
class PlaceMention:
    """A place named at tokens `first` to `last`, its cue noun included (`بلدة الباغوز`).

    `relation` is the word that puts the event beside it (`قرب`, `شرق`), `prep` the preposition before it all, `nested` that it
    only says where another place lies, `titular` that it belongs to an office (`محافظ عدن`), `joined` that *and* lists it,
    `site` that it is a building or a border without an entry, which lies in the town told of last; `key` is the same in two mentions
    of one place, empty where it is not settled.
    """

    sentence: Sentence
    first: int
    last: int
    ids: tuple[int, ...]
    cue: str | None = None
    relation: str | None = None
    prep: str = ""
    nested: bool = False
    titular: bool = False
    joined: bool = False
    adjective: bool = False
    within: PlaceMention | None = None
    settled: Settled | None = None
    back: str = ""
    site: bool = False
    key: str = ""

    def as_place(self) -> Place:
        """The contract's record."""
        assert self.settled is not None
        start, end = self.sentence.doc.raw_span(self.first, self.last)
        return self.settled.to_place(start, end, self.sentence.doc.view.raw[start:end])


def find_places(sentence: Sentence) -> list[PlaceMention]:
    """The place names of one sentence with cue, relation and preposition; not yet settled."""
    found: list[PlaceMention] = []
    taken = -1
    for hit in sorted(sentence.of("place"), key=lambda h: (h.first, -h.last)):
        if hit.first <= taken or _part_of_a_name(sentence, hit):
            continue
        mention = _place(sentence, hit)
        if mention is not None:
            taken = mention.last
            found.append(mention)
    found += _unlisted(sentence, found)
    found += _pointing_back(sentence, found)
    found.sort(key=lambda p: p.first)
    for previous, mention in zip([None, *found], found, strict=False):
        _relate(mention, previous)
    return found


def _covered(found: list[PlaceMention], token: int) -> bool:
    return any(p.first <= token <= p.last for p in found)


def _unlisted(sentence: Sentence, found: list[PlaceMention]) -> list[PlaceMention]:
    """Places that the gazetteer lacks: `بلدة صرين`, `محور الصابري`, `مبنى المحافظة`, `القنصلية الإيرانية`."""
    out: list[PlaceMention] = []
    named = [(cue, last, False) for cue, last in named_by_a_noun(sentence)]
    for cue, last, alone in (*named, *((cue, last, True) for cue, last in known_by_the_noun(sentence))):
        start = cue.first if alone else sentence.after(cue.last)
        if _covered(found, start) or _covered(found, cue.first) or _covered(out, cue.first):
            continue
        if _in_no_place(sentence, cue.first):
            continue
        if alone and (sentence.at("placeback", cue.first) or sentence.at("source", cue.first)):
            continue
        mention = PlaceMention(sentence, cue.first, last, (), cue.data, site=cue.data in SITES)
        _lead(mention, cue.proclitic)
        out.append(mention)
    return out


def _pointing_back(sentence: Sentence, found: list[PlaceMention]) -> list[PlaceMention]:
    """Words that stand for a place named before: `المدينة`, `البلاد`; settled to it later."""
    out: list[PlaceMention] = []
    for hit in sentence.of("placeback"):
        if _covered(found, hit.first) or (
            _covered(found, hit.last + 1) and not hit.enclitic and sentence.at("place", hit.last + 1) is not None
        ):
            continue
        if _in_no_place(sentence, hit.first) or any(h.last > h.first for h in sentence.over("actor", hit.first)):
            continue  # «بالرصاص الحي», «تنظيم القاعدة»
        following = sentence.word(hit.last + 1)
        another = following.startswith("ال") and following.endswith("يه")
        if another or (following == "علي" and not hit.proclitic) or following.isdigit():
            continue  # «المدينة القديمة» is another; «المحافظة على الهدوء» is no governorate, «بالسجن 15 عاما» no prison
        mention = PlaceMention(sentence, hit.first, hit.last, (), None, back=hit.data)
        _lead(mention, hit.proclitic)
        out.append(mention)
    return out


def _lead(mention: PlaceMention, proclitic: str) -> None:
    """The relation and the preposition that stand before the mention's first word, taken into it."""
    sentence = mention.sentence
    words = sentence.doc.words
    back = sentence.before(mention.first)
    mention.prep = proclitic[-1:] if proclitic[-1:] in ("ب", "ل", "ك") else ""
    if not mention.prep and back >= sentence.first:
        related = sentence.at("relation", back)
        if related is not None and related.last == back and not proclitic.startswith("و"):
            mention.relation = related.data
            mention.first = related.first
            mention.prep = related.proclitic[-1:] if related.proclitic[-1:] in ("ب", "ل") else ""
            back = sentence.before(mention.first)
        if back >= sentence.first and not mention.prep:
            word = words[back]
            bare = word[1:] if word[:1] in ("و", "ف") and word[1:] in _PLACE_PREPOSITIONS else word
            if bare in _PLACE_PREPOSITIONS:
                mention.prep = bare
    office = sentence.at("office", back) if back >= sentence.first else None
    mention.titular = mention.relation is None and (
        (office is not None and mention.prep == "") or _backs(sentence, mention, back)
    )


def _backs(sentence: Sentence, mention: PlaceMention, back: int) -> bool:
    """Whether the name stands for who is behind somebody (`قوات مدعومة من طهران`, `المرتبطة بباريس`), and not for where."""
    if mention.prep in ("من", "الي"):
        back = sentence.before(back)
    elif mention.prep not in ("ب", "ل"):
        return False
    return back >= sentence.first and sentence.word(back) in _BACKED


_BACKED = frozenset(
    f"{article}{stem}{ending}"
    for article in ("", "ال")
    for stem, endings in (
        ("مدعوم", ("", "ه", "ين", "ون")),
        ("ممول", ("", "ه", "ين", "ون")),
        ("مرتبط", ("", "ه", "ين", "ون")),
        ("موالي", ("", "ه", "ن")),
        ("تابع", ("", "ه", "ين", "ون")),
        ("مقرب", ("", "ه", "ين", "ون")),
    )
    for ending in endings
) | frozenset(("بدعم", "بتمويل", "بايعاز", "موال"))


def _part_of_a_name(sentence: Sentence, hit: Hit) -> bool:
    """Whether the name lies inside that of an actor, a person or an outlet (مجلس دير الزور العسكري), which wins."""
    for kind in ("actor", "person", "source"):
        for other in sentence.over(kind, hit.first):
            if hit.last <= other.last and other.last - other.first > hit.last - hit.first:
                return True
    return False


def _of_a_river(sentence: Sentence, hit: Hit) -> bool:
    """Whether the name is a common noun for one side of a river or a street (`الضفة الأخرى`, `الضفة الغربية لنهر الفرات`)."""
    following = sentence.word(hit.last + 1)
    return following in _SIDES or following.startswith(("لنهر", "للنهر", "لقناه"))


_SIDES = frozenset("الاخري المقابله المواجهه اليمني اليسري".split())


def _place(sentence: Sentence, hit: Hit) -> PlaceMention | None:
    """The mention of a known name with its cue noun; None where the name is a common word and nothing says that it is a place."""
    ids, need = hit.data
    if (
        hit.proclitic.endswith("ك")
        or any(d.first <= hit.first <= d.last for d in sentence.dates)
        or _in_no_place(sentence, hit.first)
        or _of_a_river(sentence, hit)
    ):
        return None  # «كبيرا» is no *like Beira*, «أغسطس/آب» no town of Ibb
    back = sentence.before(hit.first)
    cue = sentence.at("placecue", back) if back >= sentence.first and not hit.proclitic else None
    mention = PlaceMention(sentence, hit.first, hit.last, ids)
    proclitic = hit.proclitic
    if cue is not None and cue.last == back:
        mention.cue, mention.first, proclitic = cue.data, cue.first, cue.proclitic
    _lead(mention, proclitic)
    if not need or mention.cue is not None:
        return mention
    if need == "noun" or (mention.relation is None and mention.prep != "في"):
        return None
    if any(_another_word(sentence, kind, hit.first) for kind in ("person", *WORD_KINDS)):
        return None
    return mention


def _in_no_place(sentence: Sentence, token: int) -> bool:
    """Whether the word stands in a phrase that is no place (`مسقط رأس`, `عن طريق`); `آب` and `إحياء` are other words than `إب` and `أحياء`."""
    found = sentence.over("no_place", token)
    return any(
        all(sign not in h.data or sign in sentence.doc.raw_text(h.first, h.last) for sign in "إآ") for h in found
    )


def _another_word(sentence: Sentence, kind: str, token: int) -> bool:
    """Whether the lexicon knows the word as something else; an actor's name that is a place's (`الرياض`) is none."""
    hit = sentence.at(kind, token)
    return hit is not None and not (kind == "actor" and hit.data[1] == "places")


def _relate(mention: PlaceMention, previous: PlaceMention | None) -> None:
    """How the place hangs on the one before it: contained in it, listed with it, or apart."""
    if previous is None:
        return
    sentence = mention.sentence
    gap = [w for w in sentence.gap(previous.last, mention.first) if w not in ("،", ",", "(", "-")]
    first = sentence.doc.words[mention.first]
    hits_conjunction = first.startswith("و") and any(
        h.first == mention.first and h.proclitic.startswith("و")
        for k in ("place", "placecue", "relation")
        for h in sentence.of(k)
    )
    if hits_conjunction and len(gap) <= 2:
        mention.joined = True
        mention.prep = mention.prep or previous.prep
        return
    if (
        (len(gap) <= 1 and not gap)
        or (len(gap) == 1 and (gap[0] in ("في", "من", "ب", "التابعه", "الواقعه", "ب") or gap[0].endswith("يه")))
        or (len(gap) == 2 and gap[-1] in ("في", "ل", "من", "علي", "قرب") and gap[0].endswith("ه"))
    ):
        previous.within = mention
        mention.nested = True


def spread_names(sentences: list[Sentence]) -> None:
    """A name that a cue noun once made known (`مدينة سوروتش`) is a place wherever the article has it again."""
    known = {s.doc.words[p.last] for s in sentences for p in s.places if not p.ids and not p.back and _spreads(p)}
    if not known:
        return
    for sentence in sentences:
        added = []
        for token in range(sentence.first, sentence.last):
            word = sentence.doc.words[token]
            bare = word if word in known else word[1:] if word[:1] in "بول" and word[1:] in known else ""
            if bare and not _covered(sentence.places, token):
                mention = PlaceMention(sentence, token, token, ())
                _lead(mention, "" if bare == word else word[0])
                added.append(mention)
        if added:
            sentence.places = sorted([*sentence.places, *added], key=lambda p: p.first)


def _spreads(mention: PlaceMention) -> bool:
    """Whether the word is a name that stands alone elsewhere: no building's, no road's (`طريق العودة`), no half of one of two words."""
    words = mention.sentence.doc.words
    name = words[mention.last]
    cue = mention.sentence.at("placecue", mention.last - 1)
    common = len(name) <= 3 or rarity(stem(name)) < _COMMON
    return not mention.site and mention.cue not in ("road", "front", "oil") and cue is not None and not common


def settle_places(
    sentences: list[Sentence], gazetteer: Gazetteer, hint: Counter[str], parties: Mapping[str, float]
) -> Counter[str]:
    """Settle every place of the article; give the weights of the countries it speaks of (ISO codes).

    `parties` weighs the countries of those who act in it: a name that several countries know is most likely where they fight.
    """
    from ..gazetteer import NameHit

    mentions = [p for s in sentences for p in s.places]
    known = [p for p in mentions if p.ids]
    index = {id(p): i for i, p in enumerate(known)}
    hits = [
        NameHit(p.first, p.last, p.ids, p.cue, p.relation, index.get(id(p.within)) if p.within is not None else None)
        for p in known
    ]
    countries: Counter[str] = Counter(hint)
    weights = {c: hint[c] + parties.get(c, 0.0) for c in (*hint, *parties)}
    for mention, result in zip(known, gazetteer.settle(hits, None, weights), strict=True):
        mention.settled = result
        if result.entry is not None and result.entry.country:
            countries[result.entry.country] += 1
    for mention in known:
        if _out_of_place(mention, countries):
            mention.settled = None
        elif _namesake(mention, countries):
            mention.settled, mention.ids = None, ()
    _settle_the_rest([m for m in mentions if m.back or not m.ids or m.settled is not None], countries, gazetteer)
    for sentence in sentences:
        sentence.places = [p for p in sentence.places if p.settled is not None]
        for place in sentence.places:
            place.key = _key(place.settled)
    return countries


def _key(settled: Settled | None) -> str:
    return "" if settled is None else (settled.entry.id if settled.entry else "") + settled.name


def _out_of_place(mention: PlaceMention, countries: Counter[str]) -> bool:
    """Whether a bare small town lies in a country that the article does not speak of: then the word is most likely another word."""
    entry = mention.settled.entry if mention.settled else None
    if (
        entry is None
        or not entry.id.startswith("gn:")
        or entry.population >= 300_000
        or mention.cue
        or mention.prep == "في"
    ):
        return False
    return countries[entry.country or ""] <= 1


_PARTS = frozenset("احياء ضواحي ضاحيه اطراف شوارع سوق اسواق".split())


def _namesake(mention: PlaceMention, countries: Counter[str]) -> bool:
    """Whether a quarter only bears the name of a place of another country than the article is about (`حي عدن` in Mosul)."""
    entry = mention.settled.entry if mention.settled else None
    if entry is None or mention.cue != "quarter" or entry.kind == "quarter" or not countries:
        return False
    if any(w.removeprefix("ب") in _PARTS for w in mention.sentence.doc.words[mention.first : mention.last]):
        return False  # «أحياء إسطنبول» lie in it
    return entry.country != countries.most_common(1)[0][0]


def _settle_the_rest(mentions: list[PlaceMention], countries: Counter[str], gazetteer: Gazetteer) -> None:
    """Places without an entry, in reading order: words that point back take the last place of their kind, unknown names stay names."""
    from ..gazetteer import NameHit, Settled
    from ..gazetteer.settle import precision

    last: dict[str, Settled] = {}
    here: Entry | None = None
    for mention in mentions:
        if mention.back:
            told = _antecedent(mention.back, last, countries, gazetteer)
            if isinstance(told, Settled):
                mention.settled = Settled(None, told.precision, (), told.name)
            elif told is not None:
                hit = NameHit(mention.first, mention.last, (), None, mention.relation)
                mention.settled = Settled(told, precision(told, hit))
        elif mention.site and (entry := _around(mention, here, countries, gazetteer)) is not None:
            hit = NameHit(mention.first, mention.last, (), None, "border" if mention.cue == "border" else "part_of")
            mention.settled = Settled(entry, precision(entry, hit), (), _own_name(mention))
        elif not mention.ids:
            if mention.site and mention.cue == "border":
                continue
            name = _own_name(mention)
            mention.settled = Settled(
                None,
                3 if mention.cue == "district" else 2 if mention.relation or mention.cue == "quarter" else 1,
                (),
                name,
            )
            if mention.cue in _NAMED_KINDS:
                last.pop(mention.cue, None)
                last[mention.cue] = mention.settled
        elif mention.settled is not None and mention.settled.entry is not None:
            last.pop(mention.settled.entry.kind, None)
            last[mention.settled.entry.kind] = mention.settled
            if mention.settled.entry.kind != "country":
                here = mention.settled.entry


def _own_name(mention: PlaceMention) -> str:
    """The words of a name without its cue noun; a building's with it."""
    doc = mention.sentence.doc
    if mention.site:
        return doc.raw_text(mention.first, mention.last)
    named = [h.last for h in mention.sentence.of("placecue") if mention.first <= h.first and h.last < mention.last]
    first = min(named, default=mention.first - 1) + 1
    raw = doc.raw_text(first, mention.last).strip("\"«»“”' ")
    return raw[1:] if first == mention.first and mention.prep in ("ب", "ل") else raw


def _around(mention: PlaceMention, here: Entry | None, countries: Counter[str], gazetteer: Gazetteer) -> Entry | None:
    """Where a building without an entry lies: in the place that the words set it in, else in the one named last; a border, at its country."""
    if mention.cue == "border":
        return gazetteer.country(countries.most_common(1)[0][0]) if countries else None
    within = mention.within.settled if mention.within is not None else None
    return within.entry if within is not None and within.entry is not None else here


def _antecedent(
    kind: str, last: dict[str, Settled], countries: Counter[str], gazetteer: Gazetteer
) -> Entry | Settled | None:
    """What a word that points back stands for: an entry, or a name that none has."""
    if kind == "place_country":
        return gazetteer.country(countries.most_common(1)[0][0]) if countries else None
    for wanted in reversed(last):
        entry = last[wanted].entry
        if wanted not in _BACK_KINDS[kind] or (kind == "place_village" and entry and entry.population >= _CITY):
            continue
        if entry is None:
            return last[wanted]
        if entry.country is not None:  # no part of the world is a province
            return entry
    return None


def heads_the_line(place: PlaceMention, sentence: Sentence) -> bool:
    """Whether a headline names the place alone before a colon: where what follows happened (`باكستان: مقتل تسعة جنود`)."""
    return sentence.word(place.last + 1) == ":" and all(
        word in QUOTES or word in "-.،\n" for word in sentence.doc.words[sentence.first : place.first]
    )
