"""Doing no harm: persons' names, exact places and fresh events are held back, and what was held back is counted.

Names are found in what the coder marked: participants with a person's name, and speakers that are neither an actor, an outlet, an office
nor one of the words of `lexicon/schemes/protection.yml`. Whatever stands there else is taken for a person: better one pseudonym too many.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from ..errors import StopRun
from ..model import Attribution, Claim, Participant, Span
from ..store import Store
from ..store.rows import ArticleHead, ClaimRow
from ..text.normal import fold
from .happening import Happening
from .labels import Labels, scheme

Names = Literal["pseudonyms", "public-figures", "all"]
Coarsen = Literal["admin1", "admin2"]
NAMES: tuple[Names, ...] = ("pseudonyms", "public-figures", "all")
COARSEN: tuple[Coarsen, ...] = ("admin2", "admin1")
_EMBARGO = re.compile(r"(\d+)\s*([dw])")
_WORD = re.compile(r"[^\W_]+")
_HELD = "[…]"
_REMEMBERED = 20_000  # names whose forms are kept: the same people speak again and again


@dataclass(frozen=True, slots=True)
class Protection:
    """What is held back: by default persons' names, as pseudonyms that stay the same in every export of one store."""

    names: Names = "pseudonyms"
    coarsen: Coarsen | None = None
    embargo_days: int = 0
    words: bool = True
    """False leaves out every word of the articles: what the coder does not know for a name may stand in them."""

    @classmethod
    def from_options(
        cls, names: str = "pseudonyms", coarsen: str | None = None, embargo: str | None = None, words: bool = True
    ) -> Protection:
        """The options as the command line and a page give them."""
        if names not in NAMES:
            raise StopRun(f"names {names!r}: give one of {', '.join(NAMES)}")
        if coarsen not in (None, *COARSEN):
            raise StopRun(f"coarsen {coarsen!r}: give one of {', '.join(COARSEN)}")
        match = _EMBARGO.fullmatch(embargo.strip()) if embargo else None
        if embargo and match is None:
            raise StopRun(f"embargo {embargo!r}: give a number of days or weeks, 7d or 2w")
        days = int(match[1]) * (7 if match[2] == "w" else 1) if match else 0
        return cls(names, coarsen, days, words)


@dataclass(slots=True)
class Protected:
    """What was held back, for the side file."""

    pseudonyms: dict[str, str] = field(default_factory=dict)
    """Each pseudonym, with the kind of what it stands for; never the name."""
    counts: Counter[str] = field(default_factory=Counter)
    held_back: list[str] = field(default_factory=list)
    coarsened: list[str] = field(default_factory=list)

    def add(self, other: Protected) -> None:
        """What was held back of further events too."""
        self.pseudonyms.update(other.pseudonyms)
        self.counts.update(other.counts)
        self.held_back += other.held_back
        self.coarsened += other.coarsened


class Protector:
    """Passes events on with what must not leave taken out."""

    def __init__(self, protection: Protection, labels: Labels, key: bytes, today: dt.date | None = None) -> None:
        self.protection = protection
        self.done = Protected()
        self._key = key
        self._labels = labels
        self._last_day = (
            (today or dt.datetime.now(dt.UTC).date()) - dt.timedelta(days=protection.embargo_days)
        ).isoformat()
        people = [p for a in labels.actors.values() for p in a.people]
        self._public = {_plain(n) for p in people for n in (p.ar, p.en, *p.aliases) if n}
        self._bodies = _bodies(labels)
        rules = scheme("protection")
        self._anonymous = tuple(tuple(fold(w).split()) for w in (*rules["anonymous"], *rules["bodies"]))
        self._titles = _titles(labels)
        self._persons: dict[str, bool] = {}
        self._forms: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}

    def apply(self, found: Iterable[Happening]) -> Iterator[Happening]:
        """Each event that may leave, as it may leave."""
        for happening in found:
            if (
                self.protection.embargo_days
                and max(happening.event.day, happening.event.date_end or "") > self._last_day
            ):
                self.done.held_back.append(happening.event.id)
                continue
            out = happening
            if self.protection.names != "all":
                out = self._without_names(out)
            if self.protection.coarsen:
                out = self._coarser(out)
            if not self.protection.words or self.protection.coarsen:
                out = self._without_words(out)
            yield out

    def pseudonym(self, name: str) -> str:
        """The same for the same name in every export of this store; without the store's key it leads back to nobody."""
        made = hmac.new(self._key, _plain(name).encode(), hashlib.sha256).hexdigest()[:10]
        return f"person-{made}"

    def is_person(self, name: str) -> bool:
        """Whether a speaker's name must be taken for that of a person."""
        held = self._persons.get(name)
        if held is None:
            held = self._looks_personal(name)
            if len(self._persons) < _REMEMBERED:
                self._persons[name] = held
        return held

    def _looks_personal(self, name: str) -> bool:
        folded = _plain(name)
        if folded in self._public:
            return True
        words = folded.split()
        if not words or folded in self._bodies or (len(words) == 1 and words[0] in self._titles):
            return False
        bare = [w.removeprefix("ال") for w in words]
        return not any(words[: len(w)] == list(w) or bare[: len(w)] == list(w) for w in self._anonymous)

    def names_of(self, claims: Iterable[ClaimRow]) -> dict[str, str]:
        """Every name to be replaced, in each form that these claims give it, with its pseudonym."""
        out: dict[str, str] = {}
        for row in claims:
            for p in (*row.claim.actors, *row.claim.recipients):
                if p.name:
                    self._note(out, p.name, p.text)
            for a in row.claim.attribution:
                if a.role == "speaker" and self.is_person(a.name):
                    self._note(out, a.name, a.text)
        return out

    def _note(self, out: dict[str, str], name: str, text: str) -> None:
        if self.protection.names == "public-figures" and _plain(name) in self._public:
            self.done.counts["public figures named"] += 1
            return
        made, forms = self._forms.get((name, text)) or self._new_forms(name, text)
        self.done.pseudonyms[made] = "person"
        for form in forms:
            out.setdefault(form, made)

    def _new_forms(self, name: str, text: str) -> tuple[str, tuple[str, ...]]:
        made = self.pseudonym(name)
        forms = tuple(dict.fromkeys((name, text, *self._parts(text), *self._parts(name))))
        if len(self._forms) < _REMEMBERED:
            self._forms[name, text] = made, forms
        return made, forms

    def _parts(self, text: str) -> list[str]:
        """The words of a name that are neither titles nor of a body's name: a headline gives the family name alone."""
        return [
            w for w in _WORD.findall(text) if len(w) > 3 and fold(w) not in self._titles and fold(w) not in self._bodies
        ]

    def _without_names(self, happening: Happening) -> Happening:
        names = self.names_of(happening.claims)
        if not names:
            return happening
        self.done.counts["events with names replaced"] += 1
        cover = _Cover(names)
        claims = tuple(self._claim(row, names, cover) for row in happening.claims)
        articles = {k: replace(a, title=cover(a.title)) for k, a in happening.articles.items()}
        old = happening.record
        members = old.members
        if any(m.why for m in members) or cover.touches([m.origin for m in members]):
            members = tuple(replace(m, origin=cover(m.origin), why=_covered(m.why, cover)) for m in members)
        record = replace(
            old, members=members, nodes=_covered_if(old.nodes, cover), edges=_covered_if(old.edges, cover),
            figures=tuple(replace(f, detail=d) if (d := _covered_if(f.detail, cover)) is not f.detail else f for f in old.figures),
            relations=tuple(replace(r, detail=_covered(r.detail, cover)) for r in old.relations),
        )  # fmt: skip
        return Happening(record, claims, articles)

    def _claim(self, row: ClaimRow, names: dict[str, str], cover: _Cover) -> ClaimRow:
        c = row.claim

        def party(p: Participant) -> Participant:
            made = names.get(p.name) if p.name else None
            return replace(p, text=made, name=made) if made else replace(p, text=cover(p.text))

        def link(a: Attribution) -> Attribution:
            made = names.get(a.name)
            return replace(a, text=made, name=made) if made else replace(a, text=cover(a.text), name=cover(a.name))

        claim = replace(
            c, evidence=_covered_span(c.evidence, cover), trigger=_covered_span(c.trigger, cover), actors=tuple(map(party, c.actors)),
            recipients=tuple(map(party, c.recipients)), attribution=tuple(map(link, c.attribution)),
            figures=tuple(replace(f, text=cover(f.text)) for f in c.figures),
        )  # fmt: skip
        return replace(row, claim=claim, article_title=cover(row.article_title))

    def _coarser(self, happening: Happening) -> Happening:
        event = happening.event
        if event.place_precision is None or event.place_precision > (3 if self.protection.coarsen == "admin2" else 4):
            return happening
        self.done.coarsened.append(event.id)
        district = event.adm2 if self.protection.coarsen == "admin2" else None
        coarse = replace(
            event, place_id=None, place_name_ar=None, place_name_en=district or event.adm1, lat=None, lon=None, adm2=district,
            place_precision=3 if district else 4 if event.adm1 else 5,
        )  # fmt: skip
        claims = tuple(replace(row, claim=self._coarse_claim(row.claim)) for row in happening.claims)
        return Happening(replace(happening.record, event=coarse), claims, happening.articles)

    def _coarse_claim(self, claim: Claim) -> Claim:
        place = claim.place
        if place is None:
            return replace(claim, more_places=())
        district = place.adm2 if self.protection.coarsen == "admin2" else None
        coarse = replace(
            place, text=None, name_ar="", name_en=district or place.adm1, lat=None, lon=None, adm2=district, gazetteer_id=None,
            precision=max(place.precision, 3 if district else 4 if place.adm1 else 5), candidates=(),
        )  # fmt: skip
        return replace(claim, place=coarse, more_places=())

    def _without_words(self, happening: Happening) -> Happening:
        """No words of the articles, which would name the place or a person whom the coder did not see."""
        self.done.counts["claims without words"] += len(happening.claims)
        claims = tuple(replace(row, claim=_wordless(row.claim), article_title=None) for row in happening.claims)
        articles: dict[str, ArticleHead] = {k: replace(a, title=None) for k, a in happening.articles.items()}
        record = replace(
            happening.record,
            figures=tuple(replace(f, detail=None) for f in happening.record.figures),
            relations=tuple(replace(r, detail={}) for r in happening.record.relations),
            members=tuple(replace(m, why=None) for m in happening.record.members),
        )
        return Happening(record, claims, articles)


def _plain(name: str) -> str:
    """The folded words of a name: its spellings are one."""
    return " ".join(_WORD.findall(fold(name)))


class _Cover:
    """Puts pseudonyms in the place of names in running words, the longest first."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = sorted(((n, made) for n, made in names.items() if n), key=lambda x: -len(x[0]))
        self._done: dict[str, str] = {}
        self._arabic = not any(n.isascii() for n, _ in self._names)
        self._like_keys = any(n.isascii() and n.islower() for n, _ in self._names)

    def __call__(self, text: Any) -> Any:
        if not text or (self._arabic and text.isascii()):  # ids and keys, which are most of it
            return text
        done = self._done.get(text)
        if done is None:
            done = text
            for name, made in self._names:
                if name in done:
                    done = _put(made, name, done)
            self._done[text] = done
        return done

    def touches(self, value: Any) -> bool:
        """Whether a name may stand somewhere in the value: most of what hangs on an event names nobody, and need not be walked."""
        told = self._told(value)
        return told is None or self._names_in(told)

    def within(self, value: Any) -> Any:
        """The value with every string in it covered; the same where no name stands in it.

        Covered as JSON where no name can be taken for one of its keys, nor an escape (`\\n`) for a letter before a name.
        """
        told = self._told(value)
        if told is not None and not self._names_in(told):
            return value
        if told is None or "\\" in told or self._like_keys:
            return _covered(value, self)
        return msgspec.json.decode(self(told))

    def _told(self, value: Any) -> str | None:
        try:
            return msgspec.json.encode(value).decode()
        except UnicodeEncodeError:
            return None

    def _names_in(self, told: str) -> bool:
        return any(name in told or _is_escaped(name) for name, _ in self._names)


_CLITICS = "وفبلك"


def _put(made: str, name: str, text: str) -> str:
    """`made` in the place of the name where it stands as words of its own, after a clitic, which stays, and the article too.

    By hand: there are as many names as people, and making an expression of each takes longer than all that is looked for in a large export.
    """
    parts, done, at = [], 0, text.find(name)
    while at >= 0:
        end = at + len(name)
        bare = at - 2 if at - 2 >= done and text.startswith("ال", at - 2) else at
        start = next((s for s in _starts(text, bare, at, done) if not _is_letter(text, s - 1)), None)
        if start is not None and not _is_letter(text, end):
            clitic = text[start] if start < at and text[start] in _CLITICS else ""
            parts += [text[done:start], clitic, made]
            done = end
        else:
            end = at + 1
        at = text.find(name, end)
    return "".join(parts) + text[done:]


def _starts(text: str, bare: int, at: int, floor: int) -> Iterator[int]:
    """Where a word that ends in the name may begin, the longest first: before a clitic and the article, or the name itself."""
    for inner in dict.fromkeys((bare, at)):
        if inner > floor and text[inner - 1] in _CLITICS:
            yield inner - 1
        yield inner


def _is_letter(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def _is_escaped(name: str) -> bool:
    """Whether JSON writes the name with escapes, so that it cannot be looked for in it."""
    return '"' in name or "\\" in name or not name.isprintable()


def _covered(value: Any, cover: _Cover) -> Any:
    """The value with every string in it covered."""
    if not value or isinstance(value, int | float):
        return value
    if isinstance(value, str):
        return cover(value)
    if isinstance(value, dict):
        return {k: _covered(v, cover) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_covered(v, cover) for v in value]
    return value


def _covered_if(value: Any, cover: _Cover) -> Any:
    """The same value where no name stands in it."""
    return cover.within(value) if value else value


def _covered_span(span: Span, cover: _Cover) -> Span:
    return replace(span, text=cover(span.text))


def _wordless(claim: Claim) -> Claim:
    def party(p: Participant) -> Participant:
        return replace(p, text=_HELD)

    place = replace(claim.place, text=None) if claim.place else None
    date = replace(claim.date, mention=None) if claim.date else None
    return replace(
        claim, evidence=replace(claim.evidence, text=_HELD), trigger=replace(claim.trigger, text=_HELD), date=date, place=place,
        actors=tuple(map(party, claim.actors)), recipients=tuple(map(party, claim.recipients)),
        figures=tuple(replace(f, text=_HELD) for f in claim.figures),
        attribution=tuple(replace(a, text=_HELD, cue=None) for a in claim.attribution),
    )  # fmt: skip


def _bodies(labels: Labels) -> set[str]:
    """The names of actors and outlets, folded."""
    out: set[str] = set()
    for actor in labels.actors.values():
        n = actor.names
        for name in (*actor.label.values(), *n.full, *n.short, *n.demonym, *n.pejorative, *n.contextual):
            out.add(_plain(name))
    for source in labels.sources.values():
        for name in (*source.label.values(), *source.names):
            out.add(_plain(name))
    return out


def _titles(labels: Labels) -> set[str]:
    """Words that say what a person is: nouns of speakers, offices, nouns of people; with the article too."""
    words: set[str] = set()
    rows = (*labels.words["reporting"]["speaker_nouns"], *labels.words["people"]["people"])
    for row in rows:
        for form in (row.get("singular"), *row.get("plural", ()), *row.get("dual", ())):
            words.update(fold(form).split() if form else ())
    for office in labels.words["reporting"]["offices"]:
        words.update(fold(office).split())
    return words | {"ال" + w for w in words}


def key_of(store: Store) -> bytes:
    """The store's own secret for pseudonyms, made once."""
    held = store.meta("pseudonym_key")
    if held is None:
        store.set_meta("pseudonym_key", secrets.token_hex(32))
        held = store.meta("pseudonym_key")
    return bytes.fromhex(str(held))
