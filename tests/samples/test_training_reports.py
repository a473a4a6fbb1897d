"""The composed training reports: every word that a claim quotes stands in its text, and types, ids and dates are known."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from composed import FOLDER, Composed  # noqa: E402

from marsad.errors import LexiconError  # noqa: E402


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yml")), ids=lambda path: path.stem)
def test_every_quotation_stands_in_its_report(path: Path) -> None:
    report = Composed(path)
    for claim in report.gold["claims"]:
        spans = [
            claim["evidence"],
            claim["trigger"],
            claim["place"],
            *claim["actors"],
            *claim["recipients"],
            *claim["figures"],
        ]
        for span in filter(None, spans):
            assert report.text[span["start"] : span["end"]] == span["text"] != ""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("actors: {الجيش الغائب: syrian_government}", "not in the text"),
        ("actors: {الجيش: no_such_actor}", "no actor"),
        ("date: 2017-13-01", "no date of the form"),
        ("figures: {ثلاثة مدنيين: three}", "no figure of the form"),
        ("place: {دوما: Douma}", "English name, country code"),
        ("doer: الجيش", "no such field"),
    ],
)
def test_a_wrong_line_is_told_with_what_is_wrong(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "wrong.yml"
    path.write_text(
        "published: 2017-05-22\noutlet: صحيفة\ntext: قصف الجيش دوما فقتل ثلاثة مدنيين.\nclaims:\n"
        f"- type: shelling\n  trigger: قصف\n  evidence: قصف الجيش دوما\n  {line}\n",
        encoding="utf-8",
    )
    with pytest.raises(LexiconError, match=words):
        Composed(path)
