"""`marsad run`, `recode`, `search` and `status` as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.store import Store
from marsad.store.cli import recode, run, search, status

REPORTS = [
    ("r1", "قصفت المدفعية أمس بلدة خان شيخون، وقتل ثلاثة مدنيين وأصيب خمسة آخرون، وفق مصدر طبي محلي."),
    ("r2", "نفى المتحدث باسم الجيش أن تكون طائراته قد أغارت على مدينة إدلب يوم الخميس."),
    ("r3", "ارتفعت أسعار الخضار في السوق المركزي هذا الأسبوع مع قلة المعروض."),
]


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MARSAD_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("MARSAD_DATABASE_URL", raising=False)
    path = tmp_path / "reports.jsonl"
    lines = [
        {"id": i, "text": t, "title": f"خبر {i}", "outlet": "nahar", "published_at": "2021-03-05"} for i, t in REPORTS
    ]
    path.write_text("\n".join(json.dumps(x, ensure_ascii=False) for x in lines) + "\nno json\n", encoding="utf-8")
    return path


def test_a_run_stores_codes_and_refuses_and_may_be_repeated(source: Path) -> None:
    first = CliRunner().invoke(run, [str(source)])
    assert first.exit_code == 0, first.output
    assert first.stdout.startswith("3 articles in")
    assert "3 new" in first.stdout
    assert "1 refused" in first.stdout
    assert "marsad status" in first.stderr
    with Store.open() as store:
        before = {r.id for r in store.all_claims()}
        assert {r.claim.event_type for r in store.claims_of("r1")} == {"shelling"}
        assert [r.claim.stance for r in store.claims_of("r2")] == ["denied"]
        assert store.claims_of("r3") == []
        assert {r.event_group for r in store.all_claims()} == {"fight"}
    again = CliRunner().invoke(run, [str(source), "--jobs", "2"])
    assert "0 new, 0 edited, 0 coded" in again.stdout
    with Store.open() as store:
        assert {r.id for r in store.all_claims()} == before


def test_status_tells_runs_and_refusals_with_what_to_do(source: Path) -> None:
    CliRunner().invoke(run, [str(source)])
    told = json.loads(CliRunner().invoke(status, ["--format", "json"]).stdout)
    assert told["counts"]["articles"] == 3
    assert [r["state"] for r in told["runs"]] == ["done"]
    (refusal,) = told["refusals"]
    assert "line 4" in refusal["where"] + refusal["what"]
    assert refusal["remedy"]
    shown = CliRunner().invoke(status).stdout
    assert "what to do" in shown
    assert "3 articles" in shown


def test_search_lights_the_words_and_says_when_nothing_is_there(source: Path) -> None:
    CliRunner().invoke(run, [str(source)])
    found = CliRunner().invoke(search, ["قصف خان شيخون", "--format", "json"])
    assert found.exit_code == 1  # the report has the verb قصفت, not the noun
    found = CliRunner().invoke(search, ['قصفت "خان شيخون"', "--format", "json"])
    hit = json.loads(found.stdout)
    assert hit["id"] == "r1"
    assert [REPORTS[0][1][a:b] for a, b in hit["spans"]] == ["قصفت", "خان", "شيخون"]
    assert "خان" in CliRunner().invoke(search, ["خان شيخون"]).stdout


def test_recode_with_another_lexicon_keeps_history_and_prints_the_difference(source: Path, tmp_path: Path) -> None:
    CliRunner().invoke(run, [str(source)])
    nothing = json.loads(CliRunner().invoke(recode, ["--format", "json"]).stdout)
    assert nothing["counts"]["articles"] == 0
    with Store.open() as store:
        before = {r.id: r for r in store.all_claims()}
        with store.write() as connection:
            connection.exec_driver_sql("UPDATE article_versions SET coded_by = 'older'")
    same = json.loads(CliRunner().invoke(recode, ["--format", "json"]).stdout)
    assert (same["counts"]["articles"], same["counts"]["kept"], same["counts"]["changed"]) == (3, len(before), 0)
    with Store.open() as store:
        assert {r.id for r in store.all_claims()} == set(before)
        assert [r.command for r in store.runs()] == ["recode", "recode", "run"]


def test_a_difference_names_what_changed(source: Path) -> None:
    from marsad.model import Coded
    from marsad.store import as_article
    from marsad.store.diffing import Differences
    from marsad.store.rows import Added

    CliRunner().invoke(run, [str(source)])
    with Store.open() as store:
        (row,) = store.claims_of("r2")
        key = store.article_keys(["r2"])["r2"]
        version = store.versions("r2")[-1]
        assert as_article(version).text == REPORTS[1][1]
        import msgspec

        asserted = msgspec.structs.replace(row.claim, stance="asserted")
        change = store.save_coded(Added(key, version.id, False, False), Coded("r2", (asserted,)), "other")
        gone = store.save_coded(Added(key, version.id, False, False), Coded("r2"), "third")
        differences = Differences(10)
        differences.add(store, [change, gone], ["r9: no text"])
    told = differences.as_json()
    assert told["counts"] == {"articles": 2, "added": 0, "lost": 1, "changed": 1, "kept": 0, "refused": 1}
    assert told["changed"][0]["fields"] == {"stance": {"was": "denied", "is": "asserted"}}
    assert told["lost"][0]["event_type"] == row.claim.event_type
