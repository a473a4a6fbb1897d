"""A user's own `link/`: it lies over the packaged data by which claims are joined, and is checked as strictly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli import cli
from marsad.errors import LexiconError
from marsad.lexicons.lint import lint
from marsad.link.rules import load_rules
from marsad.link.stance_features import Pair, opposite, skeleton

TWICE = [
    {"id": "r1", "outlet": "nahar", "published_at": "2023-05-02", "text": "قصفت مدفعية الحوثيين مدينة تعز أمس."},
    {"id": "r2", "outlet": "sada", "published_at": "2023-05-02", "text": "قصف الحوثيون مدينة تعز بالمدفعية أمس."},
]


def _write(folder: Path, name: str, text: str) -> Path:
    (folder / "link").mkdir(exist_ok=True)
    path = folder / "link" / name
    path.write_text(text, encoding="utf-8")
    return path


def _events(reports: list[dict[str, str]], *more: str) -> list[list[str]]:
    lines = "\n".join(json.dumps(r, ensure_ascii=False) for r in reports)
    done = CliRunner().invoke(cli, ["link", "--format", "jsonl", *more, "-"], input=lines, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    events = [json.loads(line) for line in done.stdout.splitlines()]
    return sorted(sorted(m["article"] for m in event["members"]) for event in events)


def test_weights_of_ones_own_decide_what_is_joined(tmp_path: Path) -> None:
    assert _events(TWICE) == [["r1", "r2"]]
    _write(tmp_path, "weights.yml", "adds: true\nbase: -30\n")
    assert _events(TWICE, "--lexicon", str(tmp_path)) == [["r1"], ["r2"]]
    assert load_rules(tmp_path).weights["place.same_town"] == load_rules().weights["place.same_town"]


def test_a_type_of_ones_own_is_joined_where_its_kind_is_given(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "water_cut.yml").write_text(
        """id: water_cut
label: {ar: قطع المياه, en: Water cut}
definition: Water is cut off from people.
group: control
plover: {event: COERCE, mode: restrict}
acled: null
triggers:
  phrases:
    - {text: "قطع (المياه|مياه الشرب)", of: none, prepositions: {عن: recipient}}
examples: ["[قطع المياه] عن الحي.", "استمر [قطع المياه] عن البلدة.", "[قطع مياه الشرب] عن المخيم."]
not: ["قطع العداء المسافة في ساعة.", "شرب المياه مفيد."]
""",
        encoding="utf-8",
    )
    reports = [
        {**r, "text": text}
        for r, text in zip(
            TWICE,
            ("قطع المياه عن أهالي مدينة تعز أمس أثار غضبا.", "أثار قطع المياه عن أهالي مدينة تعز أمس غضبا."),
            strict=True,
        )
    ]
    assert _events(reports, "--lexicon", str(tmp_path)) == [["r1"], ["r2"]]
    _write(tmp_path, "types.yml", "adds: true\nkinds:\n  people: {types: [water_cut]}\n")
    assert not list(lint(tmp_path))
    load_rules.cache_clear()
    assert _events(reports, "--lexicon", str(tmp_path)) == [["r1", "r2"]]


def test_words_of_ones_own_join_the_packaged_ones(tmp_path: Path) -> None:
    _write(tmp_path, "origins.yml", "adds: true\nvague: [مغرّدون]\n")
    _write(tmp_path, "figures.yml", "adds: true\nrisen: [قفزت الحصيلة]\npart_of: {midwives: civilians}\n")
    _write(tmp_path, "opposites.yml", "adds: true\nopposites:\n  - [[مد], [جزر]]\n")
    ours, packaged = load_rules(tmp_path), load_rules()
    assert ours.vague - packaged.vague == {"مغردون"}
    assert set(ours.figures.risen) - set(packaged.figures.risen) == {"قفزت الحصيله"}
    assert ours.figures.part_of["midwives"] == "civilians"
    tides = skeleton("مد"), skeleton("جزر")
    assert opposite(*tides, Pair("", "", tmp_path).sides)
    assert not opposite(*tides, Pair("", "").sides)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "weights.yml",
            "adds: true\nplace: {same_twon: 2}\n",
            r"weights\.yml:2: no observation is named place\.same_twon",
        ),
        ("weights.yml", "base: -3.4\n", r"weights\.yml: gives no weight to "),
        ("weights.yml", "adds: true\nbase: much\n", r"weights\.yml:2: base is 'much': give a number"),
        ("types.yml", "adds: true\nnear: {attack: {rain: 0.5}}\n", r"types\.yml:2: rain is in no kind"),
        ("types.yml", "adds: true\nnear: {attack: {riot: 5}}\n", r"types\.yml:2: attack and riot are 5 near"),
        ("types.yml", "adds: true\nkinds: {street: {types: [rain]}}\n", r"types\.yml:2: 'rain' is no event type"),
        ("origins.yml", "adds: true\nvauge: [مصدر]\n", r"origins\.yml:\d: .*vauge"),
        ("orgins.yml", "vague: [مصدر]\n", r"orgins\.yml: no file of link/ has this name"),
    ],
)
def test_a_fault_is_told_with_file_and_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    _write(tmp_path, name, text)
    with pytest.raises(LexiconError, match=message):
        raise next(lint(tmp_path))
