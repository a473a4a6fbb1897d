"""Measures on claims whose figures can be worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli import cli
from marsad.errors import StopRun
from marsad.evaluate.gold import GoldClaim, GoldDate, GoldSpan, read_gold
from marsad.evaluate.measure import Tally, plain_name
from marsad.model import Claim, Date, Figure, Participant, Span

TEXT = "قصفت المدفعية السوق وقتل ثلاثة مدنيين. واعتقلت الشرطة رجلا."
GROUPS = {"shelling": "fight", "attack": "fight", "arrest": "people", "demand": "verbal"}


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words), words)


def gold_span(words: str, **more: object) -> GoldSpan:
    at = TEXT.index(words)
    return GoldSpan(at, at + len(words), words, **more)  # type: ignore[arg-type]


def ours(event_type: str, evidence: str, trigger: str, **more: object) -> Claim:
    values: dict[str, object] = {
        "id": "c01", "event_type": event_type, "stance": "asserted", "status": "occurred", "evidence": span(evidence), "trigger": span(trigger),
        "actors": (), "recipients": (), "place": None, "more_places": (), "date": None, "figures": (), "attribution": (), "confidence": 0.7,
    }  # fmt: skip
    return Claim(**{**values, **more})  # type: ignore[arg-type]


SHELLING = GoldClaim(
    "shelling", "asserted", "occurred", gold_span("قصفت المدفعية السوق وقتل ثلاثة مدنيين"),
    recipients=[gold_span("مدنيين", actor="civilians")], date=GoldDate("2020-01-01", "2020-01-01"),
    figures=[gold_span("ثلاثة", kind="killed", low=3, best=3, high=3)],
)  # fmt: skip
ARREST = GoldClaim("arrest", "denied", "occurred", gold_span("واعتقلت الشرطة رجلا"))


def test_types_of_one_group_pair_loosely_and_not_exactly() -> None:
    tally = Tally(GROUPS)
    tally.add([SHELLING, ARREST], [ours("attack", "قصفت المدفعية السوق", "قصفت"), ours("demand", "رجلا", "رجلا")])
    figures = tally.figures()
    assert figures["claims_exact_type"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "gold": 2}
    assert figures["claims_same_group"] == {"p": 1.0, "r": 0.5, "f1": 0.667, "gold": 2}
    assert figures["denials_found"] == "0/0"  # the arrest was missed: nothing is known of its stance


def test_slots_count_misses_of_missed_claims_and_values_of_false_ones() -> None:
    right = ours(
        "shelling", "قصفت المدفعية السوق", "قصفت", recipients=(Participant(*_at("ثلاثة مدنيين"), "civilians"),),
        date=Date("2020-01-01", "2020-01-01", "day", "relative"),
        figures=(Figure(*_at("ثلاثة"), "killed", "civilians", 3, 3, 3), Figure(*_at("رجلا"), "detained", "people", 1, 1, 1)),
    )  # fmt: skip
    false = ours("attack", "واعتقلت", "واعتقلت", date=Date("2020-01-02", "2020-01-02", "day", "explicit"))
    tally = Tally(GROUPS)
    tally.add([SHELLING, ARREST], [right, false])
    slots = tally.figures()["slots"]
    assert slots["recipients"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "gold": 1}
    assert slots["date"] == {"p": 0.5, "r": 1.0, "f1": 0.667, "gold": 1}
    assert slots["figures"] == {"p": 0.5, "r": 1.0, "f1": 0.667, "gold": 1}
    assert tally.figures()["actor_ids_right"]["recipients"] == "1/1"


def _at(words: str) -> tuple[int, int, str]:
    found = span(words)
    return found.start, found.end, found.text


def test_a_guessed_publication_day_is_no_date() -> None:
    tally = Tally(GROUPS)
    guess = Date("2020-01-05", "2020-01-05", "day", "publication")
    tally.add([ARREST], [ours("arrest", "واعتقلت الشرطة رجلا", "واعتقلت", date=guess)])
    assert tally.figures()["slots"]["date"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "gold": 0}
    assert tally.figures()["denials_found"] == "0/1"


@pytest.mark.parametrize(
    ("one", "other"), [("Deir ez-Zor", "Deir ez Zor"), ("Al-Raqqa", "raqqa"), ("Tal Abyad", "Tal-Abyad")]
)
def test_latin_names_are_compared_without_articles_and_signs(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)


def test_offsets_that_do_not_fit_the_text_are_refused(tmp_path: Path) -> None:
    claim = {
        "event_type": "attack",
        "stance": "asserted",
        "status": "occurred",
        "evidence": {"start": 1, "end": 5, "text": "قصفت"},
    }
    (tmp_path / "a.gold.json").write_text(json.dumps({"id": "a", "text": TEXT, "claims": [claim]}))
    with pytest.raises(StopRun, match="claim 1: its evidence is not at 1 to 5"):
        read_gold(tmp_path)
    (tmp_path / "a.gold.json").write_text(json.dumps({"id": "a", "claims": []}))
    with pytest.raises(StopRun, match=r"a\.txt"):
        read_gold(tmp_path)


def test_a_coder_measured_against_what_it_printed_is_perfect(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(
        json.dumps({"id": "a", "text": TEXT, "published_at": "2020-01-05"}, ensure_ascii=False)
    )
    run = CliRunner()
    printed = run.invoke(cli, ["code", "--format", "jsonl", str(tmp_path / "in.jsonl")]).output
    (tmp_path / "coded.jsonl").write_text(printed)
    coded = json.loads(printed)
    assert coded["claims"]
    (tmp_path / "a.gold.json").write_text(
        json.dumps({**coded, "text": TEXT, "published_at": "2020-01-05"}, ensure_ascii=False)
    )
    for coder in ("default", f"file:{tmp_path / 'coded.jsonl'}"):
        result = run.invoke(cli, ["eval", str(tmp_path), "--coder", coder, "--format", "json"])
        assert result.exit_code == 0, result.output
        assert json.loads(result.output)["claims_exact_type"]["f1"] == 1.0
    same = run.invoke(cli, ["diff", f"file:{tmp_path / 'coded.jsonl'}", "default", str(tmp_path / "in.jsonl")])
    assert "0 lost, 0 added, 0 changed" in same.output


def test_diff_names_what_was_lost_added_and_changed(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": TEXT}, ensure_ascii=False))
    run = CliRunner()
    record = json.loads(run.invoke(cli, ["code", "--format", "jsonl", str(tmp_path / "in.jsonl")]).output)
    first, *rest = record["claims"]
    changed = {**first, "status": "planned"}
    added = {**first, "event_type": "protest", "trigger": {"start": 0, "end": 1, "text": TEXT[0]}}
    added["trigger"] = {"start": len(TEXT) - 1, "end": len(TEXT), "text": TEXT[-1]}
    old, new = tmp_path / "old.jsonl", tmp_path / "new.jsonl"
    old.write_text(json.dumps(record))
    new.write_text(json.dumps({**record, "claims": [changed, added, *rest[:-1]]}))
    result = run.invoke(cli, ["diff", f"file:{old}", f"file:{new}", str(tmp_path / "in.jsonl")])
    assert f"{min(1, len(rest))} lost, 1 added, 1 changed" in result.output
    assert "(status)" in result.output
