"""Refusals in Arabic: whatever reading can say has its words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import marsad
from marsad.lexicons.read import read_yaml
from marsad.serve.locales import FOLDER
from marsad.serve.refusals import told

SOURCE = Path(marsad.__file__).parent
FILES = [*sorted((SOURCE / "ingest").glob("*.py")), SOURCE / "reading.py", SOURCE / "store" / "intake.py"]
SAYING = {"Unreadable", "refused", "Refusal"}


def template(node: ast.AST, named: dict[str, ast.expr]) -> Iterator[str]:
    """The texts that an argument may give, with {} for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(constant(part, named) or "{}" for part in node.values)
    elif isinstance(node, ast.Name) and node.id in named:
        yield from template(named[node.id], {name: value for name, value in named.items() if name != node.id})
    elif isinstance(node, ast.IfExp):
        yield from (*template(node.body, named), *template(node.orelse, named))
    elif isinstance(node, ast.Call):  # a table with a word for all else: _MENDS.get(status, later)
        yield from (t for arg in node.args for t in template(arg, named))


def constant(node: ast.AST, named: dict[str, ast.expr]) -> str:
    """The text of a constant, also by its name; empty for what is filled in."""
    value = node.value if isinstance(node, ast.FormattedValue) else node
    value = named.get(value.id, value) if isinstance(value, ast.Name) else value
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def said() -> Iterator[str]:
    """Every text and remedy of the source."""
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        made = [n for n in ast.walk(tree) if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name)]
        named = {n.targets[0].id: n.value for n in made if isinstance(n.targets[0], ast.Name)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
                yield from (t for arg in node.args[1:] for t in template(arg, named))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "SkipArticle":
                for text in template(node.args[0], named):
                    yield from (text.rpartition(": ")[0], text.rpartition(": ")[2])
        if isinstance(mends := named.get("_MENDS"), ast.Dict):
            yield from (t for value in mends.values for t in template(value, named))


def test_everything_that_reading_can_say_has_arabic_words() -> None:
    texts = set(said())
    assert len(texts) > 80
    words = read_yaml(FOLDER / "refusals.ar.yml")
    assert sorted(texts - set(words)) == []
    assert sorted(set(words) - texts - {"mend the record"}) == []


def test_as_much_is_filled_in_as_the_english_says() -> None:
    words = read_yaml(FOLDER / "refusals.ar.yml")
    assert [english for english, arabic in words.items() if english.count("{}") != arabic.count("{}")] == []


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("the server answers 503", "أجاب الخادم بالرمز 503"),
        ("is no web address (bad {port})", "ليس عنواناً على الشبكة (bad {port})"),
        ("names 900 articles, of which 500 were read", "يذكر 900 خبراً قُرئ منها 500"),
        ("something that nobody foresaw", "something that nobody foresaw"),
    ],
)
def test_what_is_filled_in_is_kept(english: str, arabic: str) -> None:
    assert told(english, "ar") == arabic
    assert told(english, "en") == english
