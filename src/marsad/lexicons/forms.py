"""The forms of the lexicon's data files: what an analyst may write, key by key (docs: the how-to-add pages)."""

from __future__ import annotations

from typing import Literal

import msgspec

Strings = tuple[str, ...]
Label = dict[str, str]


class VerbTrigger(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A verb that names the event: its third person masculine singular, who its subject and object are, what follows it.

    With `leaver`, who leaves decides the type (`leavers` in `words/coding.yml`); with `captor`, who holds people does (`captors`).
    """

    past: str
    present: str
    passive: str | None = None
    passive_present: str | None = None
    subject: str = "actor"
    object: str = "recipient"
    prepositions: dict[str, str] = {}
    strength: Literal["strong", "weak"] = "strong"
    needs: Strings = ()
    blocked_by: Strings = ()
    consequence: bool = False
    status: str | None = None
    present_type: str | None = None
    leaver: bool = False
    captor: bool = False
    not_after: Strings = ()
    not_before: Strings = ()


class NounTrigger(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A noun that names the event; `of` is the role of the genitive after it, `form` is for participles.

    With `predicate`, only what is said of something counts («كانت البلدة معقلا …»): an apposition is a bare attribute.
    With `kind_after`, a genitive that names a deed takes the event over (`عملية التدريب`, `حملة التوقيفات`), unless it is begun or ended as such.
    """

    singular: str | None = None
    dual: Strings = ()
    plural: Strings = ()
    of: str = "either"
    subject_of: str | None = None
    prepositions: dict[str, str] = {}
    strength: Literal["strong", "weak"] = "strong"
    needs: Strings = ()
    blocked_by: Strings = ()
    consequence: bool = False
    form: str | None = None
    status: str | None = None
    not_after: Strings = ()
    not_before: Strings = ()
    launched_type: str | None = None
    predicate: bool = False
    kind_after: bool = False
    leaver: bool = False
    captor: bool = False


class PhraseTrigger(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A fixed expression that names the event (see `marsad.text.inflect.pattern_forms` for its signs).

    With `gap`, the subject may stand between its verb and the words after it (`أطلقت قوات الأمن النار`); `predicate` as for nouns.
    """

    text: str
    subject: str = "actor"
    object: str = "recipient"
    of: str = "either"
    prepositions: dict[str, str] = {}
    strength: Literal["strong", "weak"] = "strong"
    needs: Strings = ()
    blocked_by: Strings = ()
    consequence: bool = False
    status: str | None = None
    not_after: Strings = ()
    not_before: Strings = ()
    gap: bool = False
    predicate: bool = False


class Triggers(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    verbs: tuple[VerbTrigger, ...] = ()
    nouns: tuple[NounTrigger, ...] = ()
    participles: tuple[NounTrigger, ...] = ()
    phrases: tuple[PhraseTrigger, ...] = ()


class EventFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """events/<id>.yml: one event type of the codebook."""

    id: str
    label: Label
    definition: str
    group: Literal["fight", "control", "people", "talks", "street", "things", "verbal"]
    plover: dict[str, str] | None
    acled: dict[str, str] | None
    triggers: Triggers
    examples: Strings
    two_sided: bool = False
    default_status: str = "occurred"
    means: Strings = ()
    not_: Strings = msgspec.field(name="not", default=())


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    full: Strings = ()
    short: Strings = ()
    demonym: Strings = ()
    pejorative: Strings = ()
    contextual: Strings = ()
    places: Strings = ()


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A leader, commander or spokesperson: stands for the body while in office."""

    ar: str
    en: str | None = None
    role: str | None = None
    from_: str | None = msgspec.field(name="from", default=None)
    to: str | None = None
    aliases: Strings = ()


class ActorFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """actors/<id>.yml: one actor, its names, and the people who stand for it."""

    id: str
    label: Label
    kind: str
    names: Names
    examples: Strings
    country: str | None = None
    theatre: Strings = ()
    side: str | None = None
    parent: str | None = None
    active: dict[str, str] = {}
    people: tuple[Person, ...] = ()
    source: str | None = None
    note: str | None = None
    not_: Strings = msgspec.field(name="not", default=())


class SourceFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """sources/<id>.yml: one outlet or agency and every name by which reports cite it."""

    id: str
    label: Label
    kind: str
    names: Strings
    examples: Strings
    country: str | None = None
    languages: Strings = ()
    domains: Strings = ()
    timezone: str | None = None
    feed: str | None = None
    dateline_style: str | None = None
    alignment: str | None = None
    source: str | None = None
    not_: Strings = msgspec.field(name="not", default=())
