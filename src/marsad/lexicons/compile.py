"""Compile the lexicon: every entry's written forms into one trie, and the tables that reading looks up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from ..annotate.dates import Dates
from ..annotate.numbers import Numbers
from ..claims.weights import PairWeights
from ..gazetteer import Gazetteer
from ..text.inflect import Form, gapped_forms, noun_forms, pattern_forms, verb_forms
from ..text.normal import fold
from ..text.phrases import END, NOMINAL, PLAIN, VERBAL, Entry, Phrases
from .forms import ActorFile, EventFile, NounTrigger, PhraseTrigger, VerbTrigger
from .load import Lexicon, load_lexicon, version_of
from .vocabulary import Actor, Aspect, EventType, Light, People, Say, Source, TriggerEntry, Vocabulary


def compile_vocabulary(user: Path | None = None) -> Vocabulary:
    """Read and compile the packaged lexicon and the folder `user` over it."""
    lexicon = load_lexicon(user)
    trie = Phrases()
    settings = lexicon.words["coding"]
    types = {event.id: _event_type(event, settings) for event in lexicon.events.values()}
    triggers: set[str] = set()
    for event in lexicon.events.values():
        _add_triggers(trie, event, types[event.id], settings, triggers)
        for word in event.means:
            for plain in _forms_of_word(word):
                trie.add(plain, Entry("means", event.id, NOMINAL, True))
    actors = {a.id: _actor(a) for a in lexicon.actors.values()}
    _add_actors(trie, lexicon, frozenset(settings["rolled_up"]))
    sources, outlets = _add_sources(trie, lexicon)
    duals = _add_people(trie, lexicon.words["people"])
    _add_words(trie, lexicon.words)
    gazetteer = Gazetteer.with_user_data(supplement=lexicon.places)
    cues = {fold(w) for rows in lexicon.words["relations"]["cues"].values() for w in rows}
    cues |= {fold(w) for kind, rows in lexicon.words["anaphora"].items() if kind.startswith("place_") for w in rows}
    for name, ids, need in gazetteer.names():
        if (
            name not in cues
            and name.removeprefix("ال") not in cues
            and not (" " not in name and len(name) <= 3 and need == "preposition")
        ):
            trie.add(
                name,
                Entry(
                    "place",
                    (
                        tuple(ids),
                        need or ("preposition" if _is_a_word(trie, name) and not gazetteer.well_known(ids) else ""),
                    ),
                    NOMINAL,
                ),
            )
    numbers = Numbers.load(lexicon.words["numbers"], duals)
    trie.share()
    return Vocabulary(
        version=version_of(lexicon.folders),
        phrases=trie,
        types=types,
        actors=actors,
        sources=sources,
        outlets=outlets,
        means_rank={k: int(v) for k, v in settings["means_rank"].items()},
        pointing_refined=frozenset(settings["pointing_refined"]),
        no_aims=frozenset(settings["no_aims"]),
        only_said=frozenset(settings["only_said"]),
        leavers=dict(settings["leavers"]),
        captors=(frozenset(settings["captors"]["actors"]), settings["captors"]["type"]),
        cast_by_grammar=frozenset(settings["cast_by_grammar"]),
        article_refined=frozenset(settings["article_refined"]),
        neighbour_refined=settings["neighbour_refined"],
        antecedents={k: frozenset(v) for k, v in settings["antecedents"].items()},
        confidence=lexicon.confidence,
        casting=PairWeights(lexicon.casting),
        staging=PairWeights(lexicon.staging),
        threshold=float(settings["threshold"]),
        dates=Dates.load(lexicon.words, numbers),
        numbers=numbers,
        gazetteer=gazetteer,
        states_of=_states_of(actors),
        bystanders=settings["bystanders"],
        triggers=frozenset(triggers),
        people={fold(n): a.id for a in lexicon.actors.values() for p in a.people for n in (p.ar, *p.aliases)},
        tails=tuple(fold(row["text"]) for row in lexicon.words["boilerplate"]["tails"]),
        inline_tails=tuple(fold(row["text"]) for row in lexicon.words["boilerplate"]["inline"]),
    )


def _event_type(event: EventFile, settings: dict[str, Any]) -> EventType:
    neutral = settings["neutral"]
    return EventType(
        id=event.id,
        label_ar=event.label.get("ar", event.id),
        label_en=event.label.get("en", event.id),
        group=event.group,
        two_sided=event.two_sided,
        default_status=event.default_status,
        plover={str(k): v for k, v in event.plover.items()} if event.plover else None,
        acled={str(k): v for k, v in event.acled.items()} if event.acled else None,
        figure=settings["figures"].get(event.id),
        refined_by=frozenset(neutral.get(event.id, ())),
        performed=frozenset(settings["performed"]),
        states=frozenset(settings["states"]),
        stands=event.id in settings["stands"],
        taken=frozenset(settings["taken"]),
        frees=frozenset(settings["frees"]),
        undoes=event.id in settings["undone"],
        aim_of=frozenset(settings["aims"].get(event.id, ())),
    )


def _add_triggers(trie: Phrases, event: EventFile, kind: EventType, settings: dict[str, Any], seen: set[str]) -> None:
    specific = event.id not in settings["neutral"]

    def entry(row: VerbTrigger | NounTrigger | PhraseTrigger, pos: str, text: str) -> TriggerEntry:
        return TriggerEntry(
            type=kind, pos=pos, text=text, strength=row.strength,
            subject=getattr(row, "subject", "actor"), object=getattr(row, "object", "recipient"), of=getattr(row, "of", "either"),
            prepositions={fold(k): v for k, v in row.prepositions.items()}, needs=row.needs,
            blocked_by=frozenset(f for w in row.blocked_by for f in _forms_of_word(w)), consequence=row.consequence,
            specific=specific or text in settings["specific"], human_object=getattr(row, "object", "") == "recipient",
            status=row.status, present_type=getattr(row, "present_type", None),
            launched_type=getattr(row, "launched_type", None), predicate=getattr(row, "predicate", False),
            kind_after=getattr(row, "kind_after", False), leaver=getattr(row, "leaver", False), captor=getattr(row, "captor", False),
            not_after=frozenset(fold(w) for w in getattr(row, "not_after", ())),
            not_before=frozenset(f for w in getattr(row, "not_before", ()) for f in _forms_of_word(w)),
        )  # fmt: skip

    def put(forms: list[Form], made: TriggerEntry, proclitics: frozenset[str], enclitics: bool) -> None:
        entries: dict[Form, Entry] = {}  # one for all phrases that the same form of the verb opens
        for form in forms:
            bare = form._replace(text="")
            trie.add(
                form.text,
                entries.setdefault(bare, Entry("trigger", (made, bare), proclitics, enclitics, form.bound)),
            )
            seen.add(form.text.split()[0])

    for verb in event.triggers.verbs:
        forms = verb_forms(
            verb.past, verb.present, verb.passive, verb.passive_present, transitive=verb.object not in ("none", "place")
        )
        put(forms, entry(verb, "verb", verb.past), VERBAL, verb.object != "none")
    for noun in event.triggers.nouns:
        put(
            noun_forms(noun.singular, list(noun.plural), list(noun.dual)),
            entry(noun, "noun", noun.singular or noun.plural[0]),
            NOMINAL,
            True,
        )
    for part in event.triggers.participles:
        put(
            noun_forms(part.singular, list(part.plural), list(part.dual)),
            entry(part, "participle", part.singular or part.plural[0]),
            NOMINAL,
            False,
        )
    for phrase in event.triggers.phrases:
        made = entry(phrase, "phrase", phrase.text)
        put(pattern_forms(phrase.text), made, NOMINAL, True)
        for form, objects in gapped_forms(phrase.text) if phrase.gap else ():
            clitics = VERBAL if form.tense else NOMINAL
            trie.add(form.text, Entry("gapped", (made, form, objects), clitics, False, form.bound))
            seen.add(form.text)


def _is_a_word(trie: Phrases, name: str) -> bool:
    """Whether a place's name is also another word of the lexicon: then it wants a cue to be read as a place."""
    if " " in name:
        return False
    node = trie.root.get(name, {})
    return any(e.kind not in ("actor", "place", "person", "source") for e in node.get(END, ()))


def _forms_of_word(word: str) -> list[str]:
    """A word and its form with the article, folded."""
    plain = fold(word)
    return [plain] if plain.startswith("ال") or " " in plain else [plain, "ال" + plain]


def _forms_of_unit(word: str) -> list[str]:
    """The forms of a thing that parties have, accusative and dual among them, but for the dual before a genitive: `موقعي` is an adjective."""
    plain = fold(word)
    if " " in plain or len(plain) < 4 or plain.endswith(("ات", "اء", "و", "ي", "ون", "ين", "ان", "ا")):
        return _forms_of_word(word)
    stem = plain[:-1] + "ت" if plain.endswith("ه") else plain
    forms = [plain, stem + "ان", stem + "ين"]
    return [*forms, *("ال" + form for form in forms), *([] if plain.endswith("ه") else [plain + "ا"])]


def _actor(actor: ActorFile) -> Actor:
    label = actor.label
    return Actor(
        actor.id,
        label.get("ar", actor.id),
        label.get("en", actor.id),
        actor.kind,
        actor.country,
        actor.side,
        actor.parent,
        frozenset(actor.theatre or ([actor.country] if actor.country else ())),
        not (actor.names.full or actor.people or actor.country),
        len(actor.names.demonym) if not actor.active.get("to") else len(actor.names.demonym) // 2,
        str(actor.active.get("from", "")),
        str(actor.active.get("to", "")),
    )


def _states_of(actors: dict[str, Actor]) -> dict[str, str]:
    """The actor that stands for the state of each country: of its governments and forces the one that its nationality names."""
    out: dict[str, Actor] = {}
    for actor in actors.values():
        if actor.is_state and actor.country and actor.standing:
            known = out.get(actor.country)
            if known is None or known.standing < actor.standing:
                out[actor.country] = actor
    return {country: actor.id for country, actor in out.items()}


def _add_actors(trie: Phrases, lexicon: Lexicon, rolled_up: frozenset[str]) -> None:
    for actor in lexicon.actors.values():
        name_of = actor.parent if actor.parent in rolled_up else actor.id
        for kind in ("full", "short", "demonym", "pejorative", "contextual", "places"):
            for name in getattr(actor.names, kind):
                trie.add(fold(name), Entry("actor", (name_of, kind), NOMINAL))
        for person in actor.people:
            for name in (person.ar, *person.aliases):
                trie.add(fold(name), Entry("person", (name_of, person.en or person.ar), NOMINAL))


def _add_sources(trie: Phrases, lexicon: Lexicon) -> tuple[dict[str, Source], dict[str, str]]:
    sources: dict[str, Source] = {}
    outlets: dict[str, str] = {}
    for record in lexicon.sources.values():
        actor = record.id if record.id in lexicon.actors else None
        label_en = record.label.get("en", record.id)
        source = Source(record.id, label_en, record.kind, record.country, actor, record.label.get("ar", label_en))
        sources[record.id] = source
        outlets[record.id] = record.id
        for name in record.names:
            outlets[name] = record.id
            for phrase in _forms_of_source(fold(name)):
                trie.add(phrase, Entry("source", source, NOMINAL))
    return sources, outlets


def _forms_of_source(name: str) -> list[str]:
    """The name as tokens: initials are written with full stops, spaces or nothing."""
    spaced = name.replace(".", " . ").split()
    return list(dict.fromkeys((" ".join(spaced), " ".join(w for w in spaced if w != "."))))


def _add_people(trie: Phrases, people: dict[str, Any]) -> set[str]:
    duals: set[str] = set()
    for row in people["people"]:
        plural = row.get("plural", [])
        for form in noun_forms(
            row.get("singular"), [plural] if isinstance(plural, str) else list(plural), list(row.get("dual", ()))
        ):
            data = People(
                row["of"], form.agreement, row.get("casualty"), row.get("actor"), row.get("counts") == "false"
            )
            trie.add(form.text, Entry("people", data, NOMINAL, True))
            if form.text.endswith("ين") and form.agreement == "p" and row.get("owned") != "false":  # مقاتليه: no nisba
                trie.add(form.text.removesuffix("ن") + "ه", Entry("people", replace(data, owner="ه"), NOMINAL))
            if form.agreement == "d" and row.get("counts", "true") == "true":
                duals.add(form.text)
    for row in people["things"]:
        for form in noun_forms(row.get("singular"), list(row.get("plural", ()))):
            trie.add(form.text, Entry("thing", (row["kind"], row["of"]), NOMINAL))
            if form.agreement == "d":
                duals.add(form.text)
    for kind, rows in people["casualties"].items():
        for row in rows:
            if isinstance(row, dict):
                if "past" in row:
                    for form in verb_forms(row["past"], row["present"], row.get("passive"), row.get("passive_present")):
                        trie.add(form.text, Entry("casualty", kind, VERBAL, True, form.bound))
                    continue
                for form in noun_forms(row.get("singular"), list(row.get("plural", ()))):
                    trie.add(form.text, Entry("casualty", kind, NOMINAL, True))
            else:
                for plain in _forms_of_word(row):
                    trie.add(plain, Entry("casualty", kind, NOMINAL, True))
    return duals


def _add_words(trie: Phrases, words: dict[str, Any]) -> None:
    reporting = words["reporting"]
    for row in reporting["verbs"]:
        say = Say(
            row["effect"],
            row.get("noun_complement", "false") == "true",
            row.get("relays", "false") == "true",
            row.get("that_only", "false") == "true",
            row.get("opener", "false") == "true",
            row.get("hearer", "false") == "true",
            row.get("takes_on", "false") == "true",
        )
        for form in verb_forms(row["past"], row["present"], row.get("passive"), row.get("passive_present")):
            trie.add(form.text, Entry("say", (say, form), VERBAL, True, form.bound))
        going_on = "continue" if row["effect"] == "assert" else row["effect"]
        aside = Say(going_on, say.noun_complement and going_on != "continue", participle=True)
        for participle in row.get("participles", ()):
            trie.add(fold(participle), Entry("say", (aside, Form(fold(participle))), PLAIN))
        for noun in row.get("nouns", ()):
            for plain in _forms_of_word(noun):
                trie.add(plain, Entry("say", (say, Form(plain)), NOMINAL, False))
    for row in reporting["according_to"]:
        trie.add(fold(row["text"]), Entry("accord", row["role"], PLAIN))
    for row in reporting["alleged"]:
        trie.add(fold(row["text"]), Entry("alleged", row["text"], PLAIN))
    for text in reporting["silent"]:
        trie.add(fold(text), Entry("silent", text, PLAIN))
    for row in reporting["comments"]["verbs"]:
        for form in verb_forms(row["past"], row["present"]):
            trie.add(form.text, Entry("comment", "verb", VERBAL, False, form.bound))
    for kind in ("nouns", "circumstances", "claims", "silence"):
        for noun in reporting["comments"][kind]:
            for plain in _forms_of_word(noun):
                trie.add(plain, Entry("comment", kind, NOMINAL, True))
    for row in reporting["declines"]:
        for form in verb_forms(row["past"], row["present"]):
            trie.add(form.text, Entry("declines", row["past"], VERBAL, False, form.bound))
    for noun in reporting["norms"]:
        for plain in _forms_of_word(noun):
            trie.add(plain, Entry("norm", noun, NOMINAL, True))
    for noun in reporting["reporters"]:
        trie.add(fold(noun), Entry("reporter", noun, PLAIN, True))
    for text in reporting["labels"]:
        trie.add(fold(text), Entry("label", text, PLAIN))
    for text in reporting["outlet_turns"]:
        trie.add(fold(text), Entry("turn", text, PLAIN))
    for row in reporting["speaker_nouns"]:
        for form in noun_forms(row.get("singular"), list(row.get("plural", ()))):
            trie.add(form.text, Entry("speaker", row["kind"], NOMINAL, row["kind"] == "person"))
    for kind, nouns in reporting["via_nouns"].items():
        for noun in nouns:
            for plain in _forms_of_word(noun):
                trie.add(plain, Entry("via", kind, NOMINAL, True))
    for row in reporting["issuing"]:
        for form in verb_forms(row["past"], row["present"]):
            trie.add(form.text, Entry("issue", row["past"], VERBAL, True, form.bound))
    for text in reporting["in_the_name"]:
        trie.add(fold(text), Entry("in_the_name", text, PLAIN))
    for noun in reporting["offices"]:
        for plain in _forms_of_word(noun):
            trie.add(plain, Entry("office", noun, NOMINAL))
    _add_cues(trie, words)


def _add_cues(trie: Phrases, words: dict[str, Any]) -> None:
    for status, rows in words["hedges"].items():
        for row in rows:
            if isinstance(row, dict):
                for form in verb_forms(row["past"], row["present"], row.get("passive"), row.get("passive_present")):
                    trie.add(form.text, Entry("status", status, VERBAL, True, form.bound))
            else:
                trie.add(fold(row), Entry("status", status, NOMINAL))
    for row in words["negation"]["cues"]:
        trie.add(fold(row["text"]), Entry("negation", row["scope"], PLAIN))
    for text in words["negation"]["not_negation"]:
        trie.add(fold(text), Entry("not_negation", text, PLAIN))
    for kind, rows in words["units"].items():
        for row in rows:
            for plain in _forms_of_unit(row):
                trie.add(plain, Entry("unit", kind, NOMINAL, True))
    for kind, rows in words["anaphora"].items():
        for row in rows:
            trie.add(fold(row), Entry("placeback" if kind.startswith("place_") else "anaphor", kind, NOMINAL))
    relations = words["relations"]
    for kind, rows in relations["cues"].items():
        for row in rows:
            for plain in _forms_of_word(row):
                trie.add(plain, Entry("placecue", kind, NOMINAL))
    for kind, rows in relations["relations"].items():
        for row in rows:
            for plain in _forms_of_word(row):
                trie.add(plain, Entry("relation", kind, NOMINAL))
    for text in relations["no_place"]:
        trie.add(fold(text), Entry("no_place", text, NOMINAL))
    for name, rows in words["support"].items():
        for row in rows:
            for plain in _forms_of_word(row):
                trie.add(plain, Entry("support", name, NOMINAL, True))
    for name, rows in words["topics"]["topics"].items():
        for row in rows:
            for plain in _forms_of_word(row):
                trie.add(plain, Entry("topic", name, NOMINAL))
    for row in words["light_verbs"]["light"]:
        for form in verb_forms(row["past"], row["present"], row.get("passive"), row.get("passive_present")):
            trie.add(form.text, Entry("light", (Light(row.get("subject", "actor")), form), VERBAL, True, form.bound))
    for text in words["light_verbs"]["aim"]:
        trie.add(fold(text), Entry("aim", text, PLAIN))
    for row in words["light_verbs"]["copulas"]["verbs"]:
        for form in verb_forms(row["past"], row["present"], row.get("passive"), row.get("passive_present")):
            trie.add(form.text, Entry("copula", row["past"], VERBAL, True))
    for text in words["light_verbs"]["copulas"]["words"]:
        trie.add(fold(text), Entry("copula", text, NOMINAL, True))
    for row in words["light_verbs"]["aspect"]:
        for form in verb_forms(row["past"], row["present"], row.get("passive"), row.get("passive_present")):
            trie.add(form.text, Entry("aspect", (Aspect(row["status"]), form), VERBAL, True, form.bound))
