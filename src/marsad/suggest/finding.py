"""Finding new names in one report: people with a post in a body, bodies and outlets that the lexicon does not know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from .. import reading
from ..annotate.sentence import Sentence
from ..model import Article
from ..pipeline import Coder
from ..text.phrases import Hit
from ..text.tokens import tokenise
from ..text.words import rarity, stem
from .cues import QUOTES, SONS, Cues, Line
from .spelling import sound_of

Kind = Literal["person", "body", "outlet"]
_LONGEST_BODY = 7
_LONGEST_NAME = 4
_SHIFTING = ("contextual", "places", "demonym")
_EVERYDAY = 6.2  # rarity below which a word that no known name holds is an everyday word
_EVERYDAY_LATE = 6.7  # from the fourth word on, where few names go
_EVERYDAY_QUOTED = 6.0


@dataclass(frozen=True, slots=True)
class Naming:
    """One place of a report where a new name is brought in: the name as written, the post and body it stands with, and the passage.

    `body` is the actor that the lexicon knows the body words by; `way` says by what pattern the name was seen.
    """

    kind: Kind
    name: str
    way: str
    start: int
    end: int
    passage: tuple[int, int]
    role: str = ""
    post: str = ""
    body: str | None = None
    body_words: str = ""
    short: str = ""
    settled: bool = False  # the body's name shifts with the report: who is meant was settled by the rest of it


class Finder:
    """Reads reports with the coder's lexicon for names that this lexicon does not hold."""

    def __init__(self, coder: Coder, cues: Cues) -> None:
        self.coder, self.cues = coder, cues
        names = coder.vocabulary.people
        self.given = frozenset(name.split()[0] for name in names if " " in name)
        self.people = frozenset(sound_of(name) for name in names if " " in name)
        self.name_words = frozenset(word for name in names for word in name.split())
        self.parts = frozenset(part for name in names for part in _parts(name))

    def find(self, article: Article) -> list[Naming]:
        """Every naming of the report, in order."""
        return list(_Reading(self, article).namings())

    def everyday(self, word: str, least: float = _EVERYDAY) -> bool:
        """Whether a word has a meaning of its own and is no part of any known name; an adjective of origin is a surname."""
        return word not in self.name_words and not _of_origin(word) and rarity(stem(word)) < least


def _parts(name: str) -> Iterator[str]:
    """Every run of two words or more of a known name: reports shorten long ones."""
    words = name.split()
    for first in range(len(words) - 1):
        for last in range(first + 2, len(words) + 1):
            yield " ".join(words[first:last])


def _of_origin(word: str) -> bool:
    return word.startswith("ال") and word.endswith("ي") and len(word) > 4


class _Reading:
    """One report being looked through."""

    def __init__(self, finder: Finder, article: Article) -> None:
        self.finder, self.article = finder, article
        self.vocabulary = finder.coder.vocabulary
        text, where = reading.report(article.text, self.vocabulary.tails, self.vocabulary.inline_tails)
        self.doc = tokenise(text, *where)

    @cached_property
    def settled(self) -> list[Sentence]:
        """The report as the coder reads it: who is meant by names that only the whole report can settle."""
        return self.finder.coder.annotated(self.article)

    def namings(self) -> Iterator[Naming]:
        for first, last in self.doc.sentences:
            line = Line(self.doc, first, last, self.finder.cues, self.vocabulary)
            for hit in line.found:
                if hit.kind == "post":
                    yield from self._person(line, hit)
                elif hit.kind in ("head", "outlet"):
                    yield from self._headed(line, hit)
                elif hit.kind == "called":
                    yield from self._called(line, hit)

    # people

    def _person(self, line: Line, post: Hit) -> Iterator[Naming]:
        at = post.last + 1
        while line.word(at) in line.cues.described:
            at += 1
        named = line.word(at) in ("باسم", "بلسان")
        first = at + 1 if named else at
        if not named and line.word(at).startswith("لل"):
            named = True
        end, name = self._body_and_name(line, first, named)
        if end < first:
            return
        way = "post"
        if name is not None and line.word(name[0]) not in self.finder.given and not line.ranked(name[0] - 1):
            way = "beside"
        if self._of_another(line, post):
            return
        joined = post.proclitic.startswith("و")  # «… فلان ووزير الداخلية»: another one
        name = name or self._name_after(line, end + 1) or (None if joined else self._name_before(line, post.first - 1))
        name = self._plausible(line, *name) if name is not None else None
        if name is None or self._known_person(line, *name):
            return
        body, settled = self._body(line, first, end)
        words = line.raw(first, end).strip('"«»“” ')
        yield self._naming(line, "person", *name, way=way, role=str(post.data), post=line.raw(post.first, first - 1),
                           body=body, body_words=words, settled=settled)  # fmt: skip
        head = line.cue("head", first)
        if (
            body is None
            and head
            and end > head.last
            and not self._known(line, first, end)
            and self._a_name(line, head, end)
        ):
            yield self._naming(line, "body", first, end, way="post")

    def _body_and_name(self, line: Line, first: int, named: bool) -> tuple[int, tuple[int, int] | None]:
        """The last token of the body that begins at `first`, and the name right after it (a rank, or what the lexicon knows, parts the two)."""
        stop = first
        while (
            stop < first + _LONGEST_BODY
            and (not line.stops(stop) or line.word(stop) in QUOTES)
            and not line.cue("rank", stop)
        ):
            if stop > first and line.cue("post", stop):
                break
            stop += 1
        if stop == first:
            return first - 1, None
        if line.cue("rank", stop):
            return stop - 1, self._name_after(line, stop)
        known = [
            h
            for k in range(first, stop)
            for h in line.known(k)
            if h.kind in ("actor", "place", "source") and h.first >= first
        ]
        reach = max((h.last for h in known if h.first <= first + 2), default=first - 1)
        if reach < first and not named:
            return first - 1, None
        split = next((k for k in range(max(first + 1, reach + 1), stop) if line.word(k) in self.finder.given), None)
        if reach >= first and reach + 1 < stop and self._begins_name(line, reach + 1):
            split = reach + 1
        if split is None:
            return (stop - 1 if named or reach >= stop - 1 else reach), None
        return split - 1, self._name(line, split)

    def _of_another(self, line: Line, post: Hit) -> bool:
        """Whether a noun before the post says that the name is of someone beside its bearer (`صهر الرئيس فلان`, `مستشار المحافظ فلان`)."""
        before = line.word(post.first - 1)
        return before in line.cues.others or before.removeprefix("و") in line.cues.others

    def _plausible(self, line: Line, first: int, last: int) -> tuple[int, int] | None:
        """The name without the everyday words that follow it (`جون كيربي التعليق`); None where nothing in it can be a name."""
        everyday = self.finder.everyday
        words = [line.word(k) for k in range(first, last + 1)]
        if words[0] == "بن" and not line.stops(first - 1) and not line.ranked(first - 1) and not line.says(first - 1):
            return None  # the rest of a name that began before
        least = (0.0, 0.0, _EVERYDAY, _EVERYDAY_LATE, _EVERYDAY_LATE)
        after = (k for k, word in enumerate(words) if words[k - 1] not in SONS and everyday(word, least[k]))
        cut = next(after, len(words))
        words = words[:cut]
        if all(len(word) <= 2 for word in words):
            return None  # letters
        known = [word in SONS or word in self.finder.name_words for word in words]
        rare = any(not k and not everyday(word) for k, word in zip(known, words, strict=True))
        led = words[0] in self.finder.given and not words[1].endswith("ه")  # a surname may be an everyday word
        return (first, first + cut - 1) if all(known) or rare or led else None

    def _begins_name(self, line: Line, at: int) -> bool:
        """Whether a word after the body's whole name can only begin a person's name: indefinite, and nothing that the lexicon knows."""
        return not line.word(at).startswith("ال") and not line.known(at) and self._name(line, at) is not None

    def _name_after(self, line: Line, at: int) -> tuple[int, int] | None:
        """A name after a rank, or between a comma and a comma or *that*."""
        comma = line.word(at) in ("،", ",", "(", "-")
        at += comma
        ranked = line.cue("rank", at) is not None
        while hit := line.cue("rank", at):
            at = hit.last + 1
            at += line.word(at) in (".", "/")
        name = self._name(line, at)
        if name is None or not (ranked or comma):
            return None
        closed = line.word(name[1] + 1) in ("،", ",", ")", "-", "ان", "")
        return name if ranked or line.word(at) in self.finder.given or (closed and name[1] > name[0]) else None

    def _name_before(self, line: Line, end: int) -> tuple[int, int] | None:
        """A name before its post (`قال فلان، المتحدث باسم …`): after a verb of saying or a rank."""
        end -= line.word(end) in ("،", ",", "-", "(")
        first = end
        while first > line.first and end - first < _LONGEST_NAME and line.is_name(first, self.finder.given):
            first -= 1
        first += 1
        before = first - 1
        led = line.says(before) or line.ranked(before)
        return (first, end) if end - first in (1, 2, 3) and (led and line.is_name(first, self.finder.given)) else None

    def _name(self, line: Line, first: int) -> tuple[int, int] | None:
        end = first
        if line.word(first)[:1] == "و" and line.word(first) not in self.finder.given:
            return None  # and another one
        while end - first < _LONGEST_NAME + 1 and line.is_name(end, self.finder.given):
            end += 1
        return (first, end - 1) if 2 <= end - first <= _LONGEST_NAME + 1 else None

    def _known_person(self, line: Line, first: int, last: int) -> bool:
        """Whether the lexicon knows the person, perhaps by another spelling."""
        known = any(h.kind in ("person", "actor") for k in range(first, last + 1) for h in line.known(k))
        name = " ".join(self.doc.words[first : last + 1])
        return known or name in self.finder.parts or sound_of(name) in self.finder.people

    def _body(self, line: Line, first: int, last: int) -> tuple[str | None, bool]:
        """The actor that the body words name, and whether only the rest of the report told, as the coder reads it."""
        hits = {
            h
            for k in range(first, last + 1)
            for h in line.known(k)
            if h.kind == "actor" and h.first >= first and h.last <= last
        }
        fixed = sorted((h for h in hits if h.data[1] not in _SHIFTING), key=lambda h: (h.first - h.last, h.first))
        fixed = [h for h in fixed if self._stood(str(h.data[0]))] or fixed
        if fixed:
            actor = str(fixed[0].data[0])
            return (None if self.vocabulary.actors[actor].generic else actor), False
        quoted = line.word(first) in QUOTES
        if quoted or (line.cue("head", first) and not any(h.first <= first + 1 for h in hits)):
            return None, False  # a body with a name of its own: whose it is («مجلس … السوري») is not who it is
        for sentence in self.settled if hits else ():
            if sentence.first <= first < sentence.last:
                for mention in sentence.mentions:
                    if mention.first <= last and mention.last >= first and mention.actor:
                        generic = self.vocabulary.actors[mention.actor].generic
                        return (None, False) if generic else (mention.actor, True)
        return None, False

    def _stood(self, actor: str) -> bool:
        """Whether the actor existed on the day of the report: a government may bear the name of the one before it."""
        day, known = (self.article.published_at or "")[:10], self.vocabulary.actors[actor]
        return not day or known.since <= day <= (known.until or "9")

    # bodies and outlets

    def _headed(self, line: Line, head: Hit) -> Iterator[Naming]:
        kind: Kind = "outlet" if head.kind == "outlet" else "body"
        at = head.last + 1
        if any(h.kind in ("head", "outlet") and h.first < head.first <= h.last + 2 for h in line.found):
            return  # a part of the name that the noun before it begins
        if line.word(at) == '"':
            end = None if line.word(head.first).startswith("ال") else self._quoted(line, at)
            plain = kind == "body" and end is not None and self._plain_word(line, at + 1, end)
            if end and not plain and not self._known(line, head.first, end):
                yield self._naming(line, kind, head.first, end, way="quoted", inner=(at + 1, end))
            return
        end = self._phrase(line, head.first, at)
        if end <= head.last or self._known(line, head.first, end):
            return
        if line.word(end + 1) == "(" and line.word(end + 3) == ")" and self._abbreviation(line, end + 2):
            yield self._naming(line, kind, head.first, end, way="abbreviation", short=line.raw(end + 2, end + 2))
        elif line.says(head.first - 1) and self._speaks(line, end + 1) and self._a_name(line, head, end):
            yield self._naming(line, kind, head.first, end, way="says")

    def _called(self, line: Line, cue: Hit) -> Iterator[Naming]:
        """`ما يسمى …`, `المعروف باسم …`: a name of its own in quotation marks, or a body's noun with its name."""
        at = cue.last + 1
        glued = cue.data == "ب" and line.word(at).startswith("ب") and len(line.word(at)) > 3
        if cue.data == "ب" and line.word(at) == "ب":
            at += 1
        if line.word(at) == '"':
            end = self._quoted(line, at)
            head = next((h for h in line.found if h.kind == "head" and h.first == at + 1), None)
            if end and head and not self._known(line, at + 1, end):
                yield self._naming(line, "body", at + 1, end, way="called")
            return
        head = line.cue("head", at)
        if head is None or glued != bool(head.proclitic):
            return
        if line.word(head.last + 1) == '"':
            return  # found by its head
        end = self._phrase(line, at, head.last + 1)
        if end > head.last and not self._known(line, at, end) and self._a_name(line, head, end):
            yield self._naming(line, "body", at, end, way="called")

    def _quoted(self, line: Line, at: int) -> int | None:
        """The last token within the quotation marks that open at `at`, where they hold one to five words."""
        end = at + 1
        while end - at <= 6 and line.word(end) and line.word(end) != '"':
            if line.stops(end) or line.verb(end):
                return None
            end += 1
        return end - 1 if line.word(end) == '"' and at + 1 < end <= at + 6 else None

    def _plain_word(self, line: Line, first: int, last: int) -> bool:
        """Whether the quotation marks hold but one everyday word without the article: irony (`لجنة "مستقلة"`), no name."""
        word = line.word(first)
        return first == last and not word.startswith("ال") and rarity(stem(word)) < _EVERYDAY_QUOTED

    def _phrase(self, line: Line, first: int, at: int) -> int:
        """The last token of the phrase that goes on at `at`: to a stop, a rank, a verb, or what the body takes on."""
        while at - first < _LONGEST_BODY and not line.stops(at) and not line.verb(at) and not line.cue("rank", at):
            if line.word(at) in line.cues.claimed:
                break
            if line.word(at).startswith("بال") and self.finder.everyday(line.word(at)):
                break
            at += 1
        return at - 1

    def _speaks(self, line: Line, at: int) -> bool:
        return line.word(at) in ("ان", "انه", "انها", "بان", "عن") or line.word(at) in line.cues.claimed

    def _abbreviation(self, line: Line, token: int) -> bool:
        word = line.word(token)
        return 2 <= len(word) <= 7 and not word.startswith("ال") and not line.stops(token) and not line.known(token)

    def _a_name(self, line: Line, head: Hit, end: int) -> bool:
        """Whether the words after the noun name one body, not a kind of bodies: one of them is no word that the lexicon knows."""
        first = head.last + 1
        if line.word(head.first).startswith("ال") or (
            line.word(first).endswith(("يه", "ي")) and not line.word(first).startswith("ال")
        ):
            return False
        rest = [k for k in range(first, end + 1) if line.word(k) not in line.cues.described]
        return any(not line.known(k) for k in rest) or (head.data == "armed" and len(rest) > 1)

    def _known(self, line: Line, first: int, last: int) -> bool:
        """Whether the lexicon knows a body or outlet that these words name, or a name that ends them (تنظيم «القاعدة»)."""
        for k in range(first, last + 1):
            for hit in line.known(k):
                if hit.kind in ("source", "person") or (hit.kind == "via" and hit.data == "account"):
                    return True
                if hit.kind == "actor" and (
                    hit.data[1] not in _SHIFTING or (hit.last == last and hit.first <= first + 2)
                ):
                    return True
        return False

    def _naming(self, line: Line, kind: Kind, first: int, last: int, way: str, inner: tuple[int, int] | None = None, role: str = "",
                post: str = "", body: str | None = None, body_words: str = "", short: str = "", settled: bool = False) -> Naming:  # fmt: skip
        raw = line.raw(first, inner[0] - 2) + " " + line.raw(*inner) if inner else line.raw(first, last)
        start, end = self.doc.raw_span(first, last)
        passage = self.doc.raw_span(line.first, line.last - 1)
        cue = next((h for h in line.found if h.first == first and h.proclitic), None)
        name = raw.strip("\"'«»“” ")
        if cue is not None and kind != "person":
            name = name[len(cue.proclitic) :]
        return Naming(kind, name, way, start, end, passage, role, post, body, body_words, short, settled)
