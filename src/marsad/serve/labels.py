"""The names by which pages call event types, actors, outlets and governorates, in either language."""

from __future__ import annotations

from pathlib import Path

from ..gazetteer.base import SUPPLEMENT
from ..gazetteer.tables import read_table
from ..lexicons.vocabulary import Actor, EventType, Source, load_vocabulary
from .locales import plain
from .whereabouts import Whereabouts


class Labels:
    """What the lexicon calls things; an id that it does not know is shown as it is."""

    def __init__(self, user_lexicon: Path | None = None) -> None:
        vocabulary = load_vocabulary(user_lexicon)
        self.types: dict[str, EventType] = vocabulary.types
        self.actors: dict[str, Actor] = vocabulary.actors
        self.whereabouts = Whereabouts(vocabulary.gazetteer)
        self.sources: dict[str, Source] = vocabulary.sources
        self.names = vocabulary.outlets
        self.units: dict[tuple[str | None, str], str] = {
            (row.entry.country, row.entry.name_en): row.entry.name_ar
            for row in read_table(SUPPLEMENT / "admin1.tsv")
            if row.entry.country
        }

    def event_type(self, code: str, lang: str) -> str:
        """The name of an event type."""
        found = self.types.get(code)
        return code.replace("_", " ") if found is None else found.label_ar if lang == "ar" else found.label_en

    def actor(self, code: str, lang: str) -> str:
        """The name of an actor."""
        found = self.actors.get(code)
        return plain(code).replace("_", " ") if found is None else found.label_ar if lang == "ar" else found.label_en

    def actor_id(self, name: str) -> str | None:
        """The actor of this id, or of this name in either language; None where there is none."""
        if name in self.actors:
            return name
        wanted = name.casefold()
        return next(
            (a.id for a in self.actors.values() if wanted in (a.label_ar.casefold(), a.label_en.casefold())), None
        )

    def outlet(self, code: str | None, lang: str) -> str:
        """The name of an outlet or agency, by its id or any name of it."""
        found = self.sources.get(self.names.get(code or "", ""))
        if found is None:
            return plain(code or "")
        return found.label_ar if lang == "ar" else found.label

    def adm1(self, country: str | None, name: str | None, lang: str) -> str:
        """The name of a governorate, which the store keeps in English."""
        if lang == "ar" and name:
            return self.units.get((country, name)) or (self._alone(name) if country is None else "") or plain(name)
        return plain(name or "")

    def _alone(self, name: str) -> str:
        """The name of a governorate whose country is not said, where all that are called so in English are one in Arabic."""
        found = {ar for (_, en), ar in self.units.items() if en == name}
        return found.pop() if len(found) == 1 else ""
