"""`marsad lexicon diff`: what a folder of one's own changes, value by value."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from marsad.cli import cli
from marsad.lexicons.diff import lexicon_changes
from marsad.lexicons.load import PACKAGED

NEW = "id: wadi_guard\nlabel: {ar: حرس الوادي, en: Wadi Guard}\n"


def put(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_an_unchanged_copy_changes_nothing(tmp_path: Path) -> None:
    text = (PACKAGED / "events" / "siege.yml").read_text(encoding="utf-8")
    put(tmp_path, "events/siege.yml", f"# a remark\n{text}")
    assert list(lexicon_changes(None, tmp_path)) == []


def test_a_changed_value_is_taken_out_and_added(tmp_path: Path) -> None:
    text = (PACKAGED / "events" / "siege.yml").read_text(encoding="utf-8")
    label = next(line for line in text.splitlines() if line.startswith("label:"))
    put(tmp_path, "events/siege.yml", text.replace(label, "label: {ar: تطويق, en: Encirclement}"))
    changes = list(lexicon_changes(None, tmp_path))
    assert {c.file for c in changes} == {"events/siege.yml"}
    assert ("+", "label.en", "Encirclement") in [(c.sign, c.where, c.value) for c in changes]
    assert sorted(c.sign for c in changes) == ["+", "+", "-", "-"]


def test_a_file_that_adds_takes_nothing_out(tmp_path: Path) -> None:
    put(tmp_path, "actors/syrian_government.yml", "adds: true\nnames:\n  short: [قوات الوادي النظامية]\n")
    (change,) = lexicon_changes(None, tmp_path)
    assert change == ("+", "actors/syrian_government.yml", "names.short", "قوات الوادي النظامية")


def test_two_folders_are_compared_with_each_other(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    put(old, "actors/wadi_guard.yml", NEW)
    put(new, "actors/wadi_guard.yml", NEW.replace("Wadi Guard", "Guard of the Wadi"))
    put(new, "places/mine.tsv", "id\tname_ar\nx\tبئر النخلة\n")
    found = {(c.sign, c.file, c.value) for c in lexicon_changes(old, new)}
    assert found == {
        ("-", "actors/wadi_guard.yml", "Wadi Guard"), ("+", "actors/wadi_guard.yml", "Guard of the Wadi"),
        ("+", "places/mine.tsv", "id\tname_ar"), ("+", "places/mine.tsv", "x\tبئر النخلة"),
    }  # fmt: skip
    assert [c.sign for c in lexicon_changes(new, old)].count("-") == 3


def test_the_command_prints_files_values_and_counts(tmp_path: Path) -> None:
    put(tmp_path, "actors/wadi_guard.yml", NEW)
    done = CliRunner().invoke(cli, ["lexicon", "diff", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[0] == "actors/wadi_guard.yml"
    assert "+ label.ar: \u2068حرس الوادي\u2069" in done.stdout
    assert "3 values added, 0 taken out" in done.stdout
    lines = CliRunner().invoke(cli, ["lexicon", "diff", str(tmp_path), "--format", "jsonl"]).stdout.splitlines()
    assert {json.loads(line)["where"] for line in lines} == {"id", "label.ar", "label.en"}
