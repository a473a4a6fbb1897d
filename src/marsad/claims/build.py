"""The claims of one article, from its sentences: candidates read in order, then those that say nothing new left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..annotate.participants import Mention
from ..annotate.sentence import BREAKS, MARKS, QUOTES, Sentence, among
from ..model import Attribution, Claim, Figure, Participant, Span
from .attribution import THAT, Link, Scope, chain_of, read_attribution
from .blame import accused, voiced
from .candidates import ArticleMeans, Candidate, find_candidates
from .carried import fill_sides, inherit
from .cast import Roles
from .casting import cast
from .confidence import THESE, features, score, setting_of
from .denied import denied_back
from .figures import Counted, find_figures, owners
from .roles import find_roles
from .silence import only_named
from .staging import stage
from .stance import read_stance
from .status import read_status
from .subjects import RELATIVES
from .when import as_date, find_date
from .where import find_place
from .who_acts import by_who_acts

if TYPE_CHECKING:
    from ..annotate.dates import DateMention
    from ..annotate.places import PlaceMention
    from ..lexicons.vocabulary import Vocabulary


@dataclass(slots=True, eq=False)
class Draft:
    """A claim being read: token-level parts, before they become the contract's record."""

    candidate: Candidate
    roles: Roles
    chain: list[Link]
    stance: str
    status: str
    place: PlaceMention | None
    more_places: list[PlaceMention]
    date: DateMention | None
    figures: list[Counted]
    order: int
    speakers: list[Mention]
    bare: bool = False
    date_of: Sentence | None = None
    relative: bool = False
    position: float = 0.0
    background: bool = False
    today: bool = False
    told: int = 0
    again: bool = False
    confidence: float = 0.0
    features: dict[str, float] = field(default_factory=dict)
    clause: tuple[int, int] | None = None


def draft_claims(sentences: list[Sentence], vocabulary: Vocabulary, outlet: str | None = None) -> list[Draft]:
    """Every candidate of the article as a draft with its confidence, in reading order."""
    means = ArticleMeans(sentences)
    found = [find_candidates(sentence, vocabulary, means) for sentence in sentences]
    if not any(found):
        return []
    scopes = read_attribution(sentences, vocabulary, outlet)
    drafts: list[Draft] = []
    dated: DateMention | None = None  # the day of what was told last
    strong = 0
    for sentence, candidates in zip(sentences, found, strict=True):
        if not candidates:
            continue
        owned = owners(candidates, sentence)
        recent = vocabulary.dates.recent_days(sentence.doc.words, sentence.first, sentence.last)
        strong += sum(c.entry.strength == "strong" for c in candidates)
        for order, candidate in enumerate(candidates):
            draft = _draft(candidate, order, owned, scopes[sentence.index], drafts, dated, vocabulary)
            draft.today = among(recent, candidate.left, candidate.right) > 0
            drafts.append(draft)
            dated = draft.date or dated
    _share_dates(drafts)
    fill_sides(drafts, sentences)
    setting = setting_of(sentences, strong)
    told: Counter[str] = Counter()
    for before, draft in zip([None, *drafts], drafts, strict=False):
        draft.again = (
            before is not None
            and before.candidate.sentence is draft.candidate.sentence
            and before.candidate.type is draft.candidate.type
        )
        draft.told = told[draft.candidate.type.id]
        told[draft.candidate.type.id] += 1
        draft.features = features(draft, setting)
        draft.confidence = score(vocabulary.confidence, draft.features)
    cast(drafts, sentences, vocabulary)
    for draft in drafts:
        if draft.candidate.type.group == "verbal":
            voiced(draft.candidate, scopes[draft.candidate.sentence.index], draft.roles)
    stage(drafts, sentences, vocabulary)
    return denied_back(drafts, sentences, scopes, vocabulary.threshold)


def _share_dates(drafts: list[Draft]) -> None:
    """A mention of the very same event dated elsewhere in the article dates this one too (codebook, section 5, Dates)."""
    dated: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.date is not None and _one_day(draft.date) and draft.candidate.type.group == "fight":
            dated.setdefault(draft.candidate.type.id, []).append(draft)
    for draft in drafts:
        if draft.date is not None or draft.candidate.type.id not in dated:
            continue
        same = [d for d in dated[draft.candidate.type.id] if _same_event(draft, d)]
        if len({(d.date.start, d.date.end) for d in same if d.date}) == 1:
            draft.date, draft.date_of = same[0].date, same[0].candidate.sentence


def _one_day(date: DateMention) -> bool:
    """Whether the date is a day or a night: a month or a year is too wide to tell one happening by."""
    return date.role == "point" and (date.end - date.start).days <= 1


def _same_event(draft: Draft, other: Draft) -> bool:
    """Whether both most likely tell of one happening: the same place and nothing that differs, or a definite mention of the one told."""
    if _figures_differ(draft, other) or _sides_differ(draft, other):
        return False
    if draft.place is not None and other.place is not None and _where(draft) != _where(other):
        return False
    if draft.candidate.form.definite and other.candidate.sentence.index <= draft.candidate.sentence.index:
        return not draft.candidate.is_verb
    return draft.place is not None and other.place is not None and draft.candidate.type.group == "fight"


def _figures_differ(draft: Draft, other: Draft) -> bool:
    mine, theirs = ({f.kind: f.best for f in d.figures} for d in (draft, other))
    return any(mine[k] != theirs[k] for k in mine.keys() & theirs.keys())


def _sides_differ(draft: Draft, other: Draft) -> bool:
    mine, theirs = ({m.actor for m in d.roles.actors if m.actor} for d in (draft, other))
    return bool(mine and theirs) and not mine & theirs


def _where(draft: Draft) -> str:
    return draft.place.key if draft.place else ""


def _draft(
    candidate: Candidate,
    order: int,
    owned: dict[int, Candidate],
    scopes: list[Scope],
    drafts: list[Draft],
    dated: DateMention | None,
    vocabulary: Vocabulary,
) -> Draft:
    speakers = _speakers(candidate, scopes) if candidate.type.group != "verbal" else []
    roles = find_roles(candidate, vocabulary, speakers)
    by_who_acts(candidate, roles, vocabulary)
    chain, scope = chain_of(candidate.first, scopes)
    place, more = find_place(candidate)
    if place is None:
        place = _place_told(candidate, drafts)
    date = find_date(candidate, scopes, dated)
    figures = find_figures(candidate, roles.actors, roles.recipients, owned)
    stance, status = (
        read_stance(candidate, scope),
        read_status(candidate, scope, bool(figures or candidate.consequences)),
    )
    bare = (
        not roles.actors
        and not roles.recipients
        and not figures
        and (place is None or place.sentence is not candidate.sentence)
        and date is None
    )
    accused(candidate, scope, roles)
    inherit(candidate, roles, drafts)
    if status == "occurred" and date is not None and date.role == "since" and not candidate.form.tense:
        status = "ongoing"
    words = candidate.sentence.doc.words
    relative = any(
        words[k] in RELATIVES for k in range(max(candidate.sentence.first, candidate.first - 2), candidate.first)
    )
    position = candidate.first / len(words)
    ahead = words[max(candidate.sentence.first, candidate.first - 4) : candidate.first]
    background = not candidate.is_verb and any(w.lstrip("وف") in _FRAMES for w in ahead)
    return Draft(
        candidate,
        roles,
        chain,
        stance,
        status,
        place,
        more,
        date,
        figures,
        order,
        speakers,
        bare,
        None,
        relative,
        position,
        background,
    )


def _place_told(candidate: Candidate, drafts: list[Draft]) -> PlaceMention | None:
    """The place of the same happening told just before, where this is a clear mention of it: the dead of an attack, `الاشتباكات`."""
    for earlier in reversed(drafts[-4:]):
        apart = candidate.sentence.index - earlier.candidate.sentence.index
        if apart > 1:
            return None
        if earlier.place is None or earlier.candidate.type.group != candidate.type.group != "talks":
            continue
        again = earlier.candidate.type is candidate.type and candidate.form.definite and not candidate.is_verb
        if again or (candidate.entry.consequence and candidate.type.group == "fight"):
            return earlier.place
    return None


_FRAMES = frozenset("بعد عقب منذ قبل اثر خلال غداه قبيل".split())  # an event that only dates another


def _speakers(candidate: Candidate, scopes: list[Scope]) -> list[Mention]:
    """Those of the candidate's sentence who only say it: the speakers of scopes that *anna* or a colon opens."""
    words = candidate.sentence.doc.words
    out: list[Mention] = []
    for scope in scopes:
        opened = (
            scope.inserted
            or scope.cue is None
            or (scope.first < len(words) and (words[scope.first] in THAT or words[scope.first] in ':"'))
        )
        if opened or (scope.effect in ("demand", "accuse") and not _aside(scope)):
            for link in scope.chain:
                out += [
                    m
                    for m in candidate.sentence.mentions
                    if link.sentence is candidate.sentence and link.first <= m.first <= link.last
                ]
    return out


def _aside(scope: Scope) -> bool:
    """Whether a participle is the cue (`خرجوا مطالبين بـ…`): who says it is who does what the clause tells."""
    return scope.cue is not None and scope.cue.kind == "say" and scope.cue.data[0].participle


def keep(drafts: list[Draft], threshold: float) -> list[Draft]:
    """The drafts worth a claim: sure enough, and no bare reference back or repetition by the same voice."""
    out: list[Draft] = []
    worded: set[tuple[str, ...]] = set()
    for draft in drafts:
        if draft.confidence < threshold or _points_back(draft):
            continue
        if not draft.figures and draft.date is None and only_named(draft.candidate):
            continue
        near = [d for d in out[-40:] if d.candidate.type is draft.candidate.type or d.candidate.type.group == "talks"]
        if any(_repeats(draft, earlier) or _is_content(draft, earlier) for earlier in near):
            continue
        wordings = _wordings(draft)
        if any(words in worded for words in wordings):
            continue  # a headline or standfirst that the page holds twice
        worded.update(wordings)
        out.append(draft)
    return out


def _points_back(draft: Draft) -> bool:
    """Whether the claim is a bare reference back («تلك الهجمات»): it is no claim (codebook, section 5, Violence), unless it
    counts something."""
    candidate = draft.candidate
    if candidate.is_verb or not candidate.form.definite or draft.figures or candidate.consequences:
        return False
    return candidate.sentence.word(candidate.first - 1).lstrip("وفبل") in THESE


def _wordings(draft: Draft) -> list[tuple[str, ...]]:
    """The trigger with the six words before it, and with the six after it, where its sentence has as many."""
    candidate = draft.candidate
    sentence, words = candidate.sentence, candidate.sentence.doc.words
    before = words[max(sentence.first, candidate.first - 9) : candidate.last + 1]
    after = words[candidate.first : min(sentence.last, candidate.last + 10)]
    sides = [[w for w in side if w not in MARKS and w != "\n"] for side in (before, after)]
    length = candidate.last - candidate.first + 7
    sides = [sides[0][-length:], sides[1][:length]]
    counted = [f"{f.kind} {f.low} {f.high}" for f in draft.figures]
    return [(candidate.type.id, draft.stance, *counted, *side) for side in sides if len(side) == length]


def _is_content(draft: Draft, talks: Draft) -> bool:
    """Whether the draft is only what denied talks or a denied deal would have been about: the denial is one claim (codebook, section 2)."""
    a, b = draft.candidate, talks.candidate
    if b.type.group != "talks" or a.type.group == "talks" or a.is_verb or a.sentence is not b.sentence:
        return False
    return draft.stance == talks.stance == "denied" and _voice(draft) == _voice(talks)


def _repeats(draft: Draft, earlier: Draft) -> bool:
    """Whether the same voice has said the same: same type, stance and speaker, and nothing that the earlier one lacks."""
    a, b = draft.candidate, earlier.candidate
    if a.type is not b.type or draft.stance != earlier.stance or draft.status != earlier.status:
        return False
    if _voice(draft) != _voice(earlier) or a.sentence is not b.sentence:
        return draft.bare and a.type is b.type and a.form.definite and not a.is_verb
    new = [
        {m.actor or m.first for m in draft.roles.actors} - {m.actor or m.first for m in earlier.roles.actors},
        {m.actor or m.first for m in draft.roles.recipients} - {m.actor or m.first for m in earlier.roles.recipients},
        {(f.kind, f.best) for f in draft.figures} - {(f.kind, f.best) for f in earlier.figures},
        {draft.place.first} - {earlier.place.first if earlier.place else -1} if draft.place else set(),
        {draft.date.start} - {earlier.date.start if earlier.date else None} if draft.date else set(),
    ]
    return not any(new)


def _voice(draft: Draft) -> tuple[str | int | None, ...]:
    return tuple(link.actor or link.first for link in draft.chain)


def as_claim(draft: Draft, number: int) -> Claim:
    """The contract's record of a draft."""
    candidate = draft.candidate
    sentence = candidate.sentence
    first, last = _evidence(draft)
    return Claim(
        id=f"c{number:02d}",
        event_type=candidate.type.id,
        stance=draft.stance,  # type: ignore[arg-type]
        status=draft.status,  # type: ignore[arg-type]
        evidence=_span(sentence, first, last),
        trigger=_span(sentence, candidate.first, candidate.last),
        actors=tuple(_participant(m) for m in draft.roles.actors),
        recipients=tuple(_participant(m) for m in draft.roles.recipients),
        place=draft.place.as_place() if draft.place else None,
        more_places=tuple(p.as_place() for p in draft.more_places),
        date=as_date(draft.date_of or sentence, draft.date) if draft.date else None,
        figures=tuple(_figure(f) for f in draft.figures),
        attribution=tuple(_attribution(link) for link in draft.chain),
        confidence=round(draft.confidence, 3),
        plover=candidate.type.plover,
        acled=candidate.type.acled,
    )


def _evidence(draft: Draft) -> tuple[int, int]:
    """The clause from its first to its last part in the trigger's sentence."""
    candidate = draft.candidate
    sentence = candidate.sentence
    tokens = [candidate.first, candidate.last]
    for hit in candidate.consequences:
        tokens += [hit.first, hit.last]
    for mention in [*draft.roles.actors, *draft.roles.recipients]:
        if mention.sentence is sentence and candidate.left <= mention.first < candidate.right:
            tokens += [mention.first, mention.last]
    if (
        draft.place is not None
        and draft.place.sentence is sentence
        and candidate.left <= draft.place.first < candidate.right
    ):
        tokens += [draft.place.first, draft.place.last]
    tokens += [t for f in draft.figures if f.sentence is sentence for t in (f.first, f.last)]
    tokens += draft.clause or ()
    first, last = min(tokens), min(max(tokens), sentence.last - 1)
    words = sentence.doc.words
    while first < last and (words[first] in BREAKS or words[first] in QUOTES):
        first += 1
    return first, last


def _span(sentence: Sentence, first: int, last: int) -> Span:
    start, end = sentence.doc.raw_span(first, last)
    return Span(start, end, sentence.doc.view.raw[start:end])


def _participant(mention: Mention) -> Participant:
    span = _span(mention.sentence, mention.first, mention.last)
    return Participant(span.start, span.end, span.text, mention.actor, mention.name)


def _figure(counted: Counted) -> Figure:
    span = _span(counted.sentence, counted.first, counted.last)
    return Figure(span.start, span.end, span.text, counted.kind, counted.of, counted.low, counted.best, counted.high)


def _attribution(link: Link) -> Attribution:
    span = _span(link.sentence, link.first, link.last)
    cue = _span(link.sentence, link.cue.first, link.cue.last) if link.cue is not None else None
    name = link.name or " ".join(span.text.split())
    return Attribution(span.start, span.end, span.text, link.role, name, link.actor, cue)
