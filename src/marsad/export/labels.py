"""What ids are called in Arabic and English, and how other schemes call them: read once from the lexicon's files."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from ..lexicons.forms import ActorFile, SourceFile
from ..lexicons.load import load_lexicon
from ..lexicons.read import read_yaml
from ..store.rows import EventRow

SCHEMES = Path(__file__).resolve().parent.parent / "lexicon" / "schemes"


class Labels:
    """Labels of types, actors and outlets; an id that the lexicon does not know is its own label."""

    def __init__(self, user_lexicon: Path | None = None) -> None:
        lexicon = load_lexicon(user_lexicon)
        self.types = lexicon.events
        self.actors: dict[str, ActorFile] = lexicon.actors
        self.sources: dict[str, SourceFile] = lexicon.sources
        self.words = lexicon.words

    @cached_property
    def countries(self) -> dict[str, dict[str, str]]:
        """Countries by their two ISO letters."""
        return scheme("countries")

    def type(self, event_type: str, language: str = "en") -> str:
        """The label of an event type."""
        found = self.types.get(event_type)
        return found.label.get(language, event_type) if found else event_type

    def actor(self, actor: str | None, language: str = "en") -> str:
        """The label of an actor; empty for none."""
        if actor is None:
            return ""
        found = self.actors.get(actor)
        return found.label.get(language, actor) if found else actor

    def kind(self, actor: str | None) -> str | None:
        """The kind of an actor."""
        found = self.actors.get(actor) if actor else None
        return found.kind if found else None

    def outlet(self, outlet: str | None, language: str = "en") -> str:
        """The label of an outlet or agency; empty for none."""
        if outlet is None:
            return ""
        found = self.sources.get(outlet)
        return found.label.get(language, outlet) if found else outlet

    def country(self, code: str | None) -> str:
        """The English name of a country; its letters where the table lacks it."""
        return self.countries.get(code, {}).get("name", code) if code else ""

    def place(self, event: EventRow, language: str = "en") -> str:
        """The most exact name of where it happened that there is in the language."""
        names = (
            (event.place_name_ar, event.place_name_en)
            if language == "ar"
            else (event.place_name_en, event.place_name_ar)
        )
        return next((n for n in (*names, event.adm2, event.adm1) if n), self.country(event.country))

    def title(self, event: EventRow, language: str = "en") -> str:
        """Type, place and day in one line."""
        parts = (self.type(event.event_type, language), self.place(event, language), event.date_start or "")
        return " – ".join(p for p in parts if p)


def scheme(name: str) -> dict[str, Any]:
    """A crosswalk of `lexicon/schemes/`, as its file has it: every scalar a string."""
    data: dict[str, Any] = read_yaml(SCHEMES / f"{name}.yml")
    return data
