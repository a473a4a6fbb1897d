"""Linking without a store: reports in, events out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from .bodies import Bodies
from .dispatches import Compared, NoSharedText, SharedText
from .events import event_of
from .facts import Facts, facts_of
from .figures import Rule
from .judgements import Constraints, constraints_of
from .linker import Linker
from .origins import Told
from .rules import Rules
from .score import Scorer
from .types import Event, Judgement, Key, Report


class Desk:
    """Reports and their events, kept together: give it reports and judgements as they come, ask it for events."""

    def __init__(
        self,
        bodies: Bodies | None = None,
        shared: SharedText | None = None,
        rule: Rule = "as_reported",
        rules: Rules | None = None,
    ) -> None:
        self.bodies = bodies
        self.scorer = Scorer(bodies.parents if bodies is not None else None, rules)
        self.linker = Linker(self.scorer)
        self.shared = shared or NoSharedText()
        self.rule: Rule = rule
        self._told: dict[Key, Told] = {}
        self._of_article: dict[str, list[Key]] = defaultdict(list)

    def add(self, reports: Iterable[Report]) -> set[Key]:
        """Take reports in; the claims whose event is another one now."""
        return self.linker.add(self._take(reports))

    def recall(self, reports: Iterable[Report]) -> None:
        """Take in reports that earlier runs have linked: they are looked at again only where something new reaches them."""
        self.linker.recall(self._take(reports))

    def _take(self, reports: Iterable[Report]) -> list[Facts]:
        fresh = []
        generic = self.scorer.rules.generic
        for report in reports:
            if report.coded.claims and report.article.id not in self._of_article:  # origins are counted of claims
                self.shared.take(report.article)
            for claim, facts in zip(
                report.coded.claims, facts_of(report.article, report.coded, generic.__contains__), strict=True
            ):
                if facts.key not in self._told:
                    self._told[facts.key] = Told(report.article, claim, facts)
                    self._of_article[facts.article].append(facts.key)
                    fresh.append(facts)
        return fresh

    def read(self, texts: Mapping[str, str]) -> None:
        """Put the texts of articles in the place of those they came with (reports from the store come without)."""
        for article, text in texts.items():
            for key in self._of_article[article]:
                told = self._told[key]
                self._told[key] = told._replace(article=msgspec.structs.replace(told.article, text=text))

    def judge(self, judgements: Iterable[Judgement]) -> set[Key]:
        """Take all judgements that stand; the claims whose event is another one now."""
        found: Constraints = constraints_of(judgements)
        return self.linker.judge(found.together, found.apart)

    def clusters(self) -> list[tuple[Key, ...]]:
        """The claims of every event."""
        return self.linker.clusters()

    def event(self, keys: Iterable[Key]) -> Event:
        """The event that these claims tell of."""
        return event_of([self._told[key] for key in keys], self.scorer, self.rule, self.shared, self.bodies)

    def events(self) -> Iterator[Event]:
        """Every event, in the order of its first claim."""
        for keys in self.clusters():
            yield self.event(keys)

    def keys_of(self, report: Report) -> list[Key]:
        """The keys of a report's claims."""
        return [Key(report.article.id, claim.id) for claim in report.coded.claims]

    def told(self, key: Key) -> Told:
        """A claim with its article and facts."""
        return self._told[key]


def link(
    reports: Iterable[Report],
    judgements: Iterable[Judgement] = (),
    rule: Rule = "as_reported",
) -> list[Event]:
    """The events that the reports tell of, in one go."""
    desk = Desk(Bodies(), Compared(), rule)
    desk.add(reports)
    desk.judge(judgements)
    return list(desk.events())
