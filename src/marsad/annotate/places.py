"""Places: the place names of an article with their cues and relations, settled over the whole article by the gazetteer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Place
from .sentence import Sentence

if TYPE_CHECKING:
    from ..gazetteer import Gazetteer, Settled
    from ..text.phrases import Hit

_PLACE_PREPOSITIONS = frozenset("في ب الي علي من بين عند داخل نحو صوب باتجاه عبر حول خارج وسط".split())
_BETWEEN = frozenset(("بين", "طريق"))


@dataclass(slots=True)
class PlaceMention:
    """A place named at tokens `first` to `last`, its cue noun included (`بلدة الباغوز`).

    `relation` is the word that puts the event beside it (`قرب`, `شرق`), `prep` the preposition before it all, `nested` that it
    only says where another place lies, `titular` that it belongs to an office (`محافظ عدن`), `joined` that *and* lists it.
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

    def as_place(self) -> Place:
        """The contract's record."""
        assert self.settled is not None
        start, end = self.sentence.doc.raw_span(self.first, self.last)
        return self.settled.to_place(start, end, self.sentence.doc.view.raw[start:end])


def find_places(sentence: Sentence, gazetteer: Gazetteer) -> list[PlaceMention]:
    """The place names of one sentence with cue, relation and preposition; not yet settled."""
    out: list[PlaceMention] = []
    taken = -1
    for hit in sorted(sentence.of("place"), key=lambda h: (h.first, -h.last)):
        if hit.first <= taken:
            continue
        if _part_of_a_name(sentence, hit):
            continue
        mention = _place(sentence, hit, gazetteer)
        if mention is None:
            continue
        taken = mention.last
        _relate(mention, out[-1] if out else None)
        out.append(mention)
    return out


def _part_of_a_name(sentence: Sentence, hit: Hit) -> bool:
    """Whether the name lies inside that of an actor, a person or an outlet (مجلس دير الزور العسكري), which wins."""
    for kind in ("actor", "person", "source"):
        for other in sentence.of(kind):
            longer = other.last - other.first > hit.last - hit.first
            if other.first <= hit.first and hit.last <= other.last and longer:
                return True
    return False


def _place(sentence: Sentence, hit: Hit, gazetteer: Gazetteer) -> PlaceMention | None:
    words = sentence.doc.words
    ids, needs_cue = hit.data
    back = sentence.before(hit.first)
    cue = sentence.at("placecue", back) if back >= sentence.first and not hit.proclitic else None
    first = hit.first
    kind = None
    if cue is not None and cue.last == back:
        kind, first = cue.data, cue.first
        back = sentence.before(first)
        proclitic = cue.proclitic
    else:
        proclitic = hit.proclitic
    prep = proclitic[-1:] if proclitic[-1:] in ("ب", "ل", "ك") else ""
    relation = None
    if not prep and back >= sentence.first:
        related = sentence.at("relation", back)
        if related is not None and related.last == back and not proclitic.startswith("و"):
            relation = related.data
            first = related.first
            prep = related.proclitic[-1:] if related.proclitic[-1:] in ("ب", "ل") else ""
            back = sentence.before(first)
        if back >= sentence.first and not prep:
            word = words[back]
            bare = word[1:] if word[:1] in ("و", "ف") and word[1:] in _PLACE_PREPOSITIONS else word
            if bare in _PLACE_PREPOSITIONS:
                prep = bare
    if needs_cue and kind is None and relation is None and prep not in ("في", "ب"):
        return None
    if needs_cue and kind is None and sentence.at("person", hit.first) is not None:
        return None
    mention = PlaceMention(sentence, first, hit.last, ids, kind, relation, prep)
    office = sentence.at("office", back) if back >= sentence.first else None
    mention.titular = office is not None and prep == "" and relation is None
    return mention


def _relate(mention: PlaceMention, previous: PlaceMention | None) -> None:
    """How the place hangs on the one before it: contained in it, listed with it, or apart."""
    if previous is None:
        return
    sentence = mention.sentence
    gap = [w for w in sentence.gap(previous.last, mention.first) if w not in ("،", ",", "(", "-")]
    first = sentence.doc.words[mention.first]
    hits_conjunction = first.startswith("و") and any(
        h.first == mention.first and h.proclitic.startswith("و") for k in ("place", "placecue", "relation") for h in sentence.of(k)
    )
    if hits_conjunction and len(gap) <= 2:
        mention.joined = True
        mention.prep = mention.prep or previous.prep
        return
    if len(gap) <= 1 and not gap or (len(gap) == 1 and (gap[0] in ("في", "من", "ب", "التابعه", "الواقعه", "ب") or gap[0].endswith("يه"))):
        previous.within = mention
        mention.nested = True
    elif len(gap) == 2 and gap[-1] in ("في", "ل", "من", "علي", "قرب") and gap[0].endswith("ه"):
        previous.within = mention
        mention.nested = True


def settle_places(sentences: list[Sentence], gazetteer: Gazetteer, hint: Counter[str]) -> Counter[str]:
    """Settle every place of the article; give the weights of the countries it speaks of (ISO codes)."""
    from ..gazetteer import NameHit

    mentions = [p for s in sentences for p in s.places]
    index = {id(p): i for i, p in enumerate(mentions)}
    hits = [
        NameHit(p.first, p.last, p.ids, p.cue, p.relation, index.get(id(p.within)) if p.within is not None else None) for p in mentions
    ]
    settled = gazetteer.settle(hits, None, dict(hint))
    countries: Counter[str] = Counter(hint)
    for mention, result in zip(mentions, settled, strict=True):
        mention.settled = result
        if result.entry is not None and result.entry.country:
            countries[result.entry.country] += 1
    for sentence in sentences:
        sentence.places = [p for p in sentence.places if p.settled is not None and (p.settled.entry is not None or p.settled.candidates)]
    return countries
