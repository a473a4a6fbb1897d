"""`marsad code` and `marsad explain` as a user sees them: every kind of input, the three forms of output, bad input."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import marsad

SAMPLES = Path(marsad.__file__).parent / "samples" / "reports"
SCHEMA = json.loads((Path(__file__).parent / "claim.schema.json").read_text(encoding="utf-8"))
TEXT = "قال متحدث باسم الشرطة إن 12 مدنيا قتلوا أمس في قصف على بلدة معرة النعمان."
MARKS = re.compile("[\u200f\u2066-\u2069]")
PLAIN_ENV = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}


def run(*arguments: str, feed: bytes = b"", columns: int = 80) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own, in a pipe."""
    command = [sys.executable, "-m", "marsad", *arguments]
    return subprocess.run(command, input=feed, capture_output=True, env=PLAIN_ENV | {"COLUMNS": str(columns)})


def lines(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    """The records of JSON Lines output."""
    return [json.loads(line) for line in done.stdout.splitlines()]


@cache
def all_samples(jobs: int = 1) -> subprocess.CompletedProcess[bytes]:
    """Every sample report coded, JSON Lines."""
    return run("code", str(SAMPLES), "--format", "jsonl", "--jobs", str(jobs))


def test_every_claim_of_the_samples_is_valid_by_the_contract() -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    claims = [claim for record in lines(all_samples()) for claim in record["claims"]]
    assert len(claims) > 60
    assert [error.message for claim in claims for error in validator.iter_errors(claim)] == []


def test_the_records_come_in_the_order_of_the_input() -> None:
    given = [json.loads(path.read_text(encoding="utf-8"))["id"] for path in sorted(SAMPLES.glob("*.json"))]
    ids = [record["id"] for record in lines(all_samples())]
    assert [i for i in ids if i in given] == given
    assert len(ids) == len(list(SAMPLES.iterdir()))


def test_the_output_is_byte_for_byte_the_same_for_any_number_of_processes() -> None:
    assert all_samples(2).stdout == all_samples().stdout


@pytest.mark.parametrize("suffix", ["json", "txt", "html"])
def test_each_kind_of_file_is_read_with_its_publication_day(suffix: str) -> None:
    path = next(iter(sorted(SAMPLES.glob(f"*.{suffix}"))))
    (record,) = lines(run("code", str(path)))
    assert path.stem == record["id"] or suffix == "html"  # a page is known by its address
    assert record["claims"]
    assert any(claim["date"] for claim in record["claims"])


def test_json_lines_are_read_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    data = "\n".join(json.dumps({"id": f"a{n}", "text": TEXT, "published_at": "2019-02-16"}) for n in range(3))
    file = tmp_path / "many.jsonl"
    file.write_text(data, encoding="utf-8")
    named, piped = run("code", str(file)), run("code", "-", feed=data.encode())
    assert named.stdout == piped.stdout
    assert [record["id"] for record in lines(named)] == ["a0", "a1", "a2"]


def test_text_with_its_publication_day_gives_yesterday_a_date() -> None:
    (record,) = lines(run("code", "--text", TEXT, "--published", "2019-02-16"))
    assert [claim["date"]["start"] for claim in record["claims"]] == ["2019-02-15"]


def test_text_without_a_publication_day_leaves_yesterday_undated() -> None:
    (record,) = lines(run("code", "--text", TEXT))
    assert [claim["date"] for claim in record["claims"]] == [None]


def test_a_web_address_is_fetched_within_the_bounds_of_ingesting() -> None:
    done = run("code", "http://127.0.0.1:9/report")
    assert done.returncode == 1
    assert b"127.0.0.1" in done.stderr
    assert b"no such file" not in done.stderr
    assert b"Traceback" not in done.stderr


def test_one_bad_article_does_not_stop_the_rest() -> None:
    feed = b'{"id": "a"}\nnot json\n' + json.dumps({"id": "c", "text": TEXT}).encode() + b"\n"
    done = run("code", "-", feed=feed)
    assert done.returncode == 0
    first, second, third = lines(done)
    assert "text" in first["error"]
    assert "error" in second
    assert third["claims"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], b"--text"),
        (["-", "more.txt"], b"standard input alone"),
        (["--text", TEXT, "more.txt"], b"either"),
        (["nowhere.txt"], b"no such file"),
        (["--text", ""], b"empty"),
        (["--text", "An English report."], b"not Arabic"),
    ],
    ids=["nothing", "dash and path", "text and path", "missing file", "empty", "English"],
)
def test_what_cannot_be_read_is_said_and_the_exit_status_is_not_0(arguments: list[str], told: bytes) -> None:
    done = run("code", *arguments)
    assert done.returncode != 0
    assert told in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_publication_day_that_cannot_be_read_is_a_warning() -> None:
    done = run("code", "--text", TEXT, "--published", "yesterday")
    assert done.returncode == 0
    assert b"published_at" in done.stderr


def test_csv_has_one_row_a_claim_under_its_columns() -> None:
    done = run("code", str(SAMPLES), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8"), newline="")))
    claims = [(r["id"], c["id"]) for r in lines(all_samples()) for c in r["claims"]]
    assert [(row["article"], row["claim"]) for row in rows] == claims
    assert all(None not in row and None not in row.values() for row in rows)


def test_csv_begins_with_a_byte_order_mark_only_where_asked() -> None:
    plain = run("code", "--text", TEXT, "--format", "csv").stdout
    assert run("code", "--text", TEXT, "--format", "csv", "--bom").stdout == b"\xef\xbb\xbf" + plain
    assert plain.startswith(b"article,")


def test_a_cell_that_a_spreadsheet_would_run_is_defused() -> None:
    feed = json.dumps({"id": "=HYPERLINK(1)", "text": TEXT}).encode()
    (row,) = csv.DictReader(io.StringIO(run("code", "-", "--format", "csv", feed=feed).stdout.decode()))
    assert row["article"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("form", ["csv", "table", "jsonl"])
def test_a_lone_surrogate_is_written_as_an_escape(form: str) -> None:
    feed = json.dumps({"id": "s\ud800", "text": TEXT + " \ud800", "title": "\ud800 خبر"}).encode()
    done = run("code", "-", "--format", form, feed=feed)
    assert done.returncode == 0
    assert b"\\ud800" in done.stdout
    assert b"Traceback" not in done.stderr


def table(*arguments: str, columns: int = 80) -> list[str]:
    """The lines of the table without their direction marks."""
    done = run("code", *arguments, "--format", "table", columns=columns)
    assert done.returncode == 0, done.stderr
    return MARKS.sub("", done.stdout.decode("utf-8")).splitlines()


@pytest.mark.parametrize("columns", [40, 80, 140])
def test_no_line_of_the_table_is_wider_than_the_terminal(columns: int) -> None:
    from rich.cells import cell_len

    assert max(cell_len(line.rstrip()) for line in table(str(SAMPLES), columns=columns)) <= columns


def test_the_table_never_cuts_a_word() -> None:
    words = set(" ".join(table(str(SAMPLES), columns=140)).split())
    assert set(" ".join(table(str(SAMPLES), columns=40)).split()) == words


def test_each_line_of_the_table_is_laid_from_the_right_with_its_isolates_in_pairs() -> None:
    done = run("code", str(SAMPLES), "--format", "table", columns=50)
    for line in done.stdout.decode("utf-8").splitlines():
        assert not line or line.startswith("\u200f"), line
        assert line.count("\u2066") == line.count("\u2069"), line


def test_the_table_shows_all_that_a_claim_holds() -> None:
    text = "\n".join(table("--text", TEXT, "--published", "2019-02-16"))
    for told in (
        "قصف بري",
        "shelling",
        "civilians",
        "Maarat al-Numan, SY",
        "2019-02-15",
        "قتلى 12",
        "بحسب: متحدث باسم الشرطة",
        "«",
    ):
        assert told in text, told


def test_a_denial_says_so_before_its_type() -> None:
    assert any("نفي: قصف بري" in line for line in table(str(SAMPLES / "sy-ariha-denial.json")))


def test_an_article_without_claims_says_that_it_has_none() -> None:
    assert any("لا إفادات" in line for line in table("--text", "افتتح الوزير معرض الكتاب في العاصمة."))


def on_terminal(*arguments: str) -> bytes:
    """What the command writes where standard output is a terminal."""
    parent, child = pty.openpty()
    env = PLAIN_ENV | {"TERM": "xterm-256color", "COLUMNS": "80"}
    command = [sys.executable, "-m", "marsad", *arguments]
    with subprocess.Popen(command, stdout=child, stderr=child, stdin=subprocess.DEVNULL, env=env) as process:
        os.close(child)
        out = b""
        try:
            while chunk := os.read(parent, 65536):
                out += chunk
        except OSError:  # how Linux says that the other end was closed
            pass
        process.wait()
    os.close(parent)
    return out


def test_colours_are_for_terminals_only_where_the_table_is_the_default() -> None:
    path = str(SAMPLES / "sy-ariha-denial.json")
    assert b"\x1b[" in on_terminal("code", path)
    assert b"\x1b[" not in run("code", path, "--format", "table").stdout
    assert run("code", path).stdout.startswith(b'{"id"')


def test_a_pipe_sees_no_progress() -> None:
    assert all_samples().stderr == b""


def test_explain_prints_the_rules_and_words_of_every_claim() -> None:
    path = str(SAMPLES / "sy-ariha-denial.json")
    tree = run("explain", path).stdout.decode("utf-8")
    (record,) = lines(run("code", path))
    assert tree.count("words: ") == len(record["claims"])
    for claim in record["claims"]:
        assert claim["event_type"] in tree
        assert claim["trigger"]["text"] in tree
    assert "confidence from" in tree


def test_explain_of_what_cannot_be_read_fails_with_the_reason() -> None:
    done = run("explain", "nowhere.txt")
    assert done.returncode == 1
    assert b"no such file" in done.stderr
