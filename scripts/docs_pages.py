"""What the documentation takes from the code when it is built (a hook of MkDocs): the event types, the REST interface.

A page says where: `<!-- generated: NAME -->` is replaced by what the function of that name gives. A name that is not known, and a
marker that a page has lost, stop a strict build.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from marsad.lexicons.load import load_lexicon

MARKER = re.compile(r"<!-- generated: (\S+) -->")
_TYPES = {
    "fight": "Violence",
    "control": "Control and movement",
    "people": "People",
    "talks": "Talks",
    "street": "Street",
}
_TYPES |= {"things": "Things", "verbal": "Words"}


def event_types() -> str:
    """Every event type of the lexicon: label, definition, crosswalks, examples with the words that are found, and tempting ones."""
    events = load_lexicon().events
    out = [f"There are {len(events)} types.\n"]
    for group, heading in _TYPES.items():
        out.append(f"### {heading}\n")
        for event in (e for e in events.values() if e.group == group):
            out += [
                f"#### `{event.id}` · {event.label['en']} · {event.label['ar']} {{: #{event.id} }}\n",
                f"{event.definition}\n",
            ]
            out += [f"PLOVER: {_codes(event.plover)} · ACLED: {_codes(event.acled)}\n"]
            out += ['<div dir="rtl" markdown>\n', *(f"- {_marked(e)}" for e in event.examples)]
            out += [*(f"- <s>{line}</s>" for line in event.not_), "\n</div>\n"]
    return "\n".join(out)


def _codes(codes: dict[str, str] | None) -> str:
    return ", ".join(codes.values()) if codes else "–"


def _marked(example: str) -> str:
    return re.sub(r"\[([^\]]+)\]", r"**\1**", example)


def rest() -> str:
    """Every route of the REST interface, out of its own OpenAPI description."""
    from marsad.serve.api import create_api

    state = SimpleNamespace(relinker=None, labels=None, login=True)
    described: dict[str, Any] = create_api(SimpleNamespace(), state).openapi()  # type: ignore[arg-type] # nothing is asked of it
    out = []
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            out += [
                f"### `{method.upper()} /api/v1{path}`\n",
                f"{operation.get('description') or operation.get('summary', '')}\n",
            ]
            out += _parameters(operation)
            sent = operation.get("requestBody", {}).get("content", {})
            out += [f"Sends: {_name(body['schema'])}\n" for body in sent.values()]
            answers = {code: a for code, a in operation["responses"].items() if code[0] == "2"}
            for code, answer in answers.items():
                schema = next(iter(answer.get("content", {}).values()), {}).get("schema", {})
                out.append(f"Answers {code}: {_name(schema)}\n")
    return "\n".join(out)


def _parameters(operation: dict[str, Any]) -> list[str]:
    rows = operation.get("parameters", [])
    if not rows:
        return []
    table = ["| parameter | in | kind | |", "| --- | --- | --- | --- |"]
    for p in rows:
        about = str(p.get("description", "")).replace("|", "\\|")
        need = "**" if p.get("required") else ""
        table.append(f"| {need}`{p['name']}`{need} | {p['in']} | {_name(p['schema'])} | {about} |")
    return ["\n".join(table), ""]


def _name(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return f"`{schema['$ref'].rsplit('/', 1)[-1]}`"
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_name(s) for s in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {_name(schema.get('items', {}))}"
    if "enum" in schema:
        return ", ".join(f"`{v}`" for v in schema["enum"])
    return str(schema.get("type", "anything"))


PARTS: dict[str, Callable[[], str]] = {"event-types": event_types, "rest": rest}


def on_page_markdown(markdown: str, **_: Any) -> str:
    """MkDocs asks this of every page before it is rendered."""
    return MARKER.sub(lambda found: PARTS[found[1]](), markdown)
