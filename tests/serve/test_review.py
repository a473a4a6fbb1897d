"""Review without JavaScript: every decision is a judgement beside the claim; blind second coding; agreement; gold."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from marsad.cli import cli
from marsad.evaluate.gold import read_gold
from marsad.review.agreement import Coding, agreements, codings
from marsad.review.gold import write_gold
from marsad.review.judged import find_claim, judge_claim, span_of
from marsad.serve.app import create_app
from marsad.store import ClaimRow, Store

from .conftest import token_of


def killing(store: Store) -> ClaimRow:
    """The claim about the dead of the first report."""
    return next(c for c in store.claims_of("nahr-1") if c.claim.place is not None)


def post(browser: TestClient, path: str, **form: str) -> int:
    page = browser.get("/review?lang=en")
    return browser.post(path, data={"token": token_of(browser.get("/login").text), **form}).status_code if page else 0


def correct(browser: TestClient, claim: str, field: str, **form: str) -> int:
    return post(browser, f"/review/{claim}/correct", field=field, **form)


def decide(browser: TestClient, claim: str, action: str, **form: str) -> int:
    return post(browser, f"/review/{claim}/decide", action=action, **form)


def second(store: Store, name: str) -> TestClient:
    """Another coder's browser."""
    return TestClient(create_app(store, hosts=("testserver",), user=name), follow_redirects=False)


def test_the_queue_begins_with_what_is_worth_most(own: TestClient, own_store: Store) -> None:
    queue = own_store.claims_worth_deciding()
    first = own_store.events_of_claims([queue[0]])[queue[0]]
    record = own_store.event(first)
    assert record is not None
    assert record.event.status == "disputed"
    page = own.get("/review?lang=en").text
    assert f"/review/{queue[0]}/decide" in page
    assert decide(own, queue[0], "accept") == 303
    assert queue[0] not in own_store.claims_worth_deciding(None, own_store.deciders())
    assert f"/review/{queue[0]}/decide" not in own.get("/review").text


def test_the_filter_of_the_address_holds_in_the_queue(own: TestClient, own_store: Store) -> None:
    kind = own_store.event_facets("event_type")[-1][0]
    page = own.get(f"/review?type={kind}&lang=en").text
    shown = re.search(r"/review/([0-9a-f]{16})/decide", page)
    assert shown is not None
    event = own_store.event(own_store.events_of_claims([shown[1]])[shown[1]])
    assert event is not None
    assert event.event.event_type == kind
    action = f"/review/{shown[1]}/decide?type={kind}"
    assert f'action="{action}"' in page
    answer = own.post(action, data={"action": "accept", "token": token_of(page)})
    assert f"type={kind}" in answer.headers["location"]


def test_decisions_are_judgements_and_never_edits(own: TestClient, own_store: Store) -> None:
    row = killing(own_store)
    assert decide(own, row.id, "reject", why="not_said") == 303
    assert correct(own, row.id, "event_type", event_type="explosion", reason="سيارة مفخخة") == 303
    made = own_store.judgements()
    assert [(j.kind, j.author, j.reason) for j in made] == [
        ("reject", "reviewer", "not_said"),
        ("correct", "reviewer", "سيارة مفخخة"),
    ]
    assert own_store.claims_by_id([row.id])[row.id].claim == row.claim
    assert [a["action"] for a in own_store.audit_trail()][:2] == ["correct", "reject"]
    assert judge_claim(row.claim, made).claim.event_type == "explosion"


def test_a_rejection_needs_a_reason(own: TestClient, own_store: Store) -> None:
    row = killing(own_store)
    assert decide(own, row.id, "reject", why="other") == 400
    assert decide(own, row.id, "reject", why="other", reason="لا صلة له") == 303
    assert own_store.judgements()[0].reason == "لا صلة له"


def test_every_field_can_be_corrected(own: TestClient, own_store: Store) -> None:
    row = killing(own_store)
    text = own_store.versions("nahr-1")[-1].text
    at = text.index("السوسة")
    assert correct(own, row.id, "evidence", words="قتل 12 مدنياً في قصف مدفعي") == 303
    assert correct(own, row.id, "actors", start=str(at), end=str(at + 6), actor="Islamic State") in (303, 400)
    assert correct(own, row.id, "actors", words="ناشطين محليين", actor="sdf") == 303
    assert correct(own, row.id, "actors", words="قوات سوريا الديمقراطية", actor="sdf", how="also") == 303
    assert correct(own, row.id, "recipients", how="none") == 303
    assert correct(own, row.id, "date", **{"from": "2019-02-14", "to": "2019-02-15"}) == 303
    assert correct(own, row.id, "stance", stance="denied") == 303
    assert correct(own, row.id, "status", status="possible") == 303
    shown = own.get(f"/review?claim={row.id}&lookup=هجين&lang=en").text
    found = re.search(r'name="place" value="([^"]+)" required checked', shown)
    assert found is not None
    assert correct(own, row.id, "place", place=found[1], name="هجين", words="هجين") == 303
    judged = judge_claim(row.claim, own_store.decisions_on([row.id])[row.id])
    c = judged.claim
    assert (c.evidence.start, c.evidence.text) == (0, "قتل 12 مدنياً في قصف مدفعي")
    assert [p.text for p in c.actors] == ["ناشطين محليين", "قوات سوريا الديمقراطية"]
    assert c.recipients == ()
    assert c.date is not None
    assert (c.date.start, c.date.end, c.date.precision) == ("2019-02-14", "2019-02-15", "range")
    assert (c.stance, c.status) == ("denied", "possible")
    assert c.place is not None
    assert c.place.name_ar == "هجين"
    assert c.place.start is not None
    assert text[c.place.start : c.place.end] == "هجين"
    assert correct(own, row.id, "place", place="unlocated", name="تلة مجهولة") == 303
    c = judge_claim(row.claim, own_store.decisions_on([row.id])[row.id]).claim
    assert c.place is not None
    assert (c.place.name_ar, c.place.lat) == ("تلة مجهولة", None)


@pytest.mark.parametrize(
    ("field", "form"),
    [
        ("event_type", {"event_type": "nonsense"}), ("stance", {"stance": "maybe"}), ("evidence", {"words": "ليست في النص"}),
        ("evidence", {"start": "5", "end": "100000"}), ("evidence", {"start": "x", "end": "y"}), ("evidence", {}),
        ("actors", {"words": "السوسة", "actor": "nobody known"}), ("date", {"from": "yesterday"}),
        ("date", {"from": "2019-02-15", "to": "2019-02-14"}), ("place", {"place": "gn:1", "name": "هجين"}), ("figures", {}),
    ],
)  # fmt: skip
def test_values_that_make_no_sense_are_refused(
    own: TestClient, own_store: Store, field: str, form: dict[str, str]
) -> None:
    assert correct(own, killing(own_store).id, field, **form) == 400
    assert own_store.judgements() == []


def test_typed_words_are_found_nearest_to_the_claim() -> None:
    text = "قصف أول. ثم قصف ثان.\nثم قصف  ثالث."
    assert span_of(text, "قصف", 12) == span_of(text, "قصف", 14)
    found = span_of(text, "قصف ثالث", 0)
    assert found is not None
    assert text[found.start : found.end] == "قصف  ثالث"


def test_a_missed_claim_is_added_corrected_and_taken_back(own: TestClient, own_store: Store) -> None:
    version = own_store.versions("nahr-2")[-1]
    form = {"article": "nahr-2", "version": str(version.id), "words": "للمطالبة بوقف القصف", "event_type": "protest"}
    assert post(own, "/review/add", **form) == 303
    added = own_store.added_claims("nahr-2")[0]
    row = find_claim(own_store, f"j{added.id}")
    assert row is not None
    assert version.text[row.claim.evidence.start : row.claim.evidence.end] == "للمطالبة بوقف القصف"
    assert own.get(f"/review?claim=j{added.id}").status_code == 200
    assert correct(own, f"j{added.id}", "status", status="demanded") == 303
    assert post(own, f"/review/undo/{added.id}") == 303
    assert find_claim(own_store, f"j{added.id}") is None
    assert own.get(f"/review?claim=j{added.id}").status_code == 404


def test_judged_values_stand_beside_given_ones(own: TestClient, own_store: Store) -> None:
    row = killing(own_store)
    correct(own, row.id, "event_type", event_type="explosion")
    event = own_store.events_of_claims([row.id])[row.id]
    for path in ("/article?id=nahr-1&lang=en", f"/events/{event}?lang=en"):
        page = own.get(path).text
        assert 'class="judged"' in page
        assert "Shelling" in page
        assert "Explosion" in page


def test_undo_goes_back_and_both_stay(own: TestClient, own_store: Store) -> None:
    row = killing(own_store)
    decide(own, row.id, "accept")
    made = own_store.judgements()[0]
    assert post(own, f"/review/undo/{made.id}") == 303
    assert own_store.decisions_on([row.id]) == {}
    assert [j.kind for j in own_store.judgements(undone=True)] == ["accept", "undo"]
    assert post(own, f"/review/undo/{made.id}") == 400


def test_the_second_coder_is_blind(own: TestClient, own_store: Store) -> None:
    row = killing(own_store)
    correct(own, row.id, "event_type", event_type="explosion", reason="رأي الأول")
    other = second(own_store, "second")
    page = other.get(f"/review?claim={row.id}&mode=second&lang=en").text
    assert f"/review/{row.id}/decide" in other.get("/review?mode=second").text
    assert "رأي الأول" not in page
    assert 'class="judged"' not in page
    assert row.id not in second(own_store, "reviewer").get("/review?mode=second").text
    decide(other, row.id, "accept", mode="second")
    assert row.id not in other.get("/review?mode=second").text


def test_a_flag_brings_the_claim_to_a_second_reader(own: TestClient, own_store: Store) -> None:
    row = killing(own_store)
    assert decide(own, row.id, "flag") == 303
    assert f"/review/{row.id}/decide" in second(own_store, "second").get("/review?mode=second").text
    assert f"/review/{row.id}/decide" not in own.get("/review?mode=second").text


def test_agreement_is_reckoned_by_field(own: TestClient, own_store: Store) -> None:
    other = second(own_store, "second")
    rows = [*own_store.claims_of("nahr-1"), *own_store.claims_of("jisr-1")][:4]
    for n, row in enumerate(rows):
        decide(own, row.id, "accept")
        if n == 0:
            correct(other, row.id, "event_type", event_type="explosion")
        elif n == 1:
            decide(other, row.id, "reject", why="not_said")
        else:
            decide(other, row.id, "accept")
    found = {a.field: a for a in agreements(codings(own_store))}
    assert found["stands"].claims == 4
    assert found["stands"].same == 0.75
    assert found["event_type"].claims == 3
    assert found["event_type"].same == pytest.approx(2 / 3)
    page = own.get("/review/agreement?lang=en").text
    assert "75%" in page
    assert "reviewer" in page
    assert "second" in page


def test_alpha_is_krippendorffs() -> None:
    # Two coders, ten units, four zeros agreed, one one agreed and five disagreements of (0, 1): reckoned by hand.
    pairs = [("0", "0")] * 4 + [("1", "1")] + [("0", "1")] * 5
    given = [Coding(str(n), who, {"stance": v}) for n, p in enumerate(pairs) for who, v in zip("ab", p, strict=True)]
    found = {a.field: a for a in agreements(given)}["stance"]
    # Observed disagreement 10 of 20 values; expected 2 * 13 * 7 of 20 * 19.
    assert found.alpha == pytest.approx(1 - (10 / 20) / (2 * 13 * 7 / (20 * 19)))
    assert {a.field: a for a in agreements(given[:2])}["stance"].alpha is None


def review_whole(browser: TestClient, store: Store, article: str) -> None:
    for row in store.claims_of(article):
        decide(browser, row.id, "accept")


def test_gold_holds_only_what_was_reviewed_whole(own: TestClient, own_store: Store, tmp_path: Path) -> None:
    review_whole(own, own_store, "nahr-2")
    rows = own_store.claims_of("nahr-2")
    decide(own, rows[0].id, "reject", why="double")
    correct(own, rows[-1].id, "status", status="demanded")
    decide(own, killing(own_store).id, "accept")
    done = write_gold(own_store, tmp_path / "gold")
    assert (done.articles, done.claims, done.unfinished) == (1, len(rows) - 1, 1)
    files = list((tmp_path / "gold").iterdir())
    assert [f.name for f in files] == ["nahr-2.gold.json"]
    data = json.loads(files[0].read_text(encoding="utf-8"))
    for claim in data["claims"]:
        for span in (claim["evidence"], *claim["actors"], *claim["recipients"], *claim["figures"]):
            assert data["text"][span["start"] : span["end"]] == span["text"]
    assert data["claims"][-1]["status"] == "demanded"
    archive = zipfile.ZipFile(io.BytesIO(own.get("/review/gold.zip").content))
    assert archive.namelist() == ["nahr-2.gold.json"]
    assert archive.read("nahr-2.gold.json") == files[0].read_bytes()


def test_eval_measures_the_coder_by_the_gold(own: TestClient, own_store: Store, tmp_path: Path) -> None:
    review_whole(own, own_store, "nahr-1")
    home, out = str(own_store.folder), str(tmp_path / "gold")
    done = CliRunner().invoke(cli, ["export-gold", out], env={"MARSAD_HOME": home})
    assert done.exit_code == 0, done.output
    assert len(read_gold(Path(out))[0].claims) == len(own_store.claims_of("nahr-1"))
    measured = CliRunner().invoke(cli, ["eval", out, "--format", "json"])
    figures = json.loads(measured.stdout)
    # What the coder read and a person accepted as it stands, it reads again.
    assert figures["claims_exact_type"]["f1"] == 1.0


def test_hostile_names_of_articles_stay_within_the_folder(own: TestClient, own_store: Store, tmp_path: Path) -> None:
    from marsad.review.gold import _name

    for name in ("../../etc/passwd", "..", ".hidden", "a/b", "ن" * 300, "x\0y"):
        file = _name(name)
        assert "/" not in file
        assert not file.startswith(".")
        assert len(file.encode()) < 200


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_hostile_text_stays_text_on_review_pages(own: TestClient, own_store: Store, lang: str) -> None:
    row = own_store.claims_of("hostile-1")[0]
    own.get("/review")
    decide(own, row.id, "reject", why="other", reason="<script>alert(5)</script>\u202eabc")
    event = own_store.events_of_claims([row.id])[row.id]
    for path in (f"/review?claim={row.id}&lang={lang}", "/review/audit", "/article?id=hostile-1", f"/events/{event}"):
        page = own.get(path).text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "<svg onload" not in page
        assert "\u202e" not in page
