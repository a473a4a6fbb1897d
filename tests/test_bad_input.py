"""Bad input: every case gives a warning or an error that names the article and the field, and the rest goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from marsad.model import Article, Coded, Refused
from marsad.pipeline import Coder
from marsad.text.tokens import Doc, tokenise

GOOD = "قتل ثلاثة جنود وأصيب سبعة في انفجار عبوة ناسفة شرق الرقة أمس، حسب ما قال مصدر أمني. وانسحب المسلحون من البلدة بعد اشتباكات عنيفة.\n"
PERSIAN = (
    "رئیس جمهور ایران گفت که نیروهای مسلح این کشور برای دفاع از مرزها آماده هستند و هر حمله را پاسخ خواهند داد. "
    "او گفت که این سیاست با گذشت زمان تغییر نخواهد کرد و مردم در شهرها از آن پشتیبانی می کنند."
)
URDU = "وزیر اعظم نے کہا ہے کہ حکومت دہشت گردی کے خلاف جنگ جاری رکھے گی اور فوج نے علاقے میں آپریشن شروع کر دیا ہے۔"
KURDISH = "هێزەکانی پێشمەرگە لە ناوچەی کەرکووک هێرشێکی چەکدارانیان تێکشکاند و چەند چەکدارێکیان کوشت، سەرچاوەیەکی ئەمنی ڕایگەیاند."


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def run(lines: Iterable[bytes], *options: str) -> tuple[int, list[dict[str, Any]], str]:
    """Exit status, records and standard error of `marsad code -` over raw lines."""
    done = subprocess.run(
        [sys.executable, "-m", "marsad", "code", "--format", "jsonl", *options, "-"],
        input=b"\n".join(lines) + b"\n",
        capture_output=True,
        timeout=300,
    )
    errors = done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in errors
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], errors


def line(name: str, text: str = GOOD, **more: Any) -> bytes:
    return json.dumps({"id": name, "text": text, **more}, ensure_ascii=False).encode()


def test_one_bad_article_never_stops_the_rest_and_each_error_names_article_and_field() -> None:
    status, records, errors = run(
        [
            line("first"),
            line("empty", ""),
            line("blank", " \n\t "),
            line("persian", PERSIAN),
            line("urdu", URDU),
            line("kurdish", KURDISH),
            line("english", "Three soldiers were killed in a blast."),
            line("numbers", "12 13 14"),
            b'{"text": "no id"}',
            b'{"id": "textless"}',
            b'{"id": "number", "text": 5}',
            b'{"id": "listed", "text": "x", "outlet": ["a"]}',
            b'{"id": true, "text": "x"}',
            line("first"),
            b'{"id": "cut", "text": "',
            b"[1, 2]",
            b'{"id": "broken", "text": "\xd9\x82\xd8"}',
            line("last"),
        ]
    )
    assert status == 0
    faults = {r["id"]: r["error"] for r in records if "error" in r}
    assert [r["id"] for r in records if "claims" in r] == ["first", "last"]
    assert len(records) == 18
    for name in ("empty", "blank", "persian", "urdu", "kurdish", "english", "numbers", "textless", "number"):
        assert name in faults[name]
        assert "text" in faults[name]
    assert "outlet" in faults["listed"]
    assert "came before" in faults["first"]
    assert "UTF-8" in faults["broken"]
    assert "JSON" in faults["cut"]
    assert sum("field id" in reason for reason in faults.values()) >= 2
    assert all(reason in errors for reason in faults.values())


def test_nothing_coded_is_exit_status_one() -> None:
    assert run([line("empty", "")])[0] == 1
    assert run([b""])[0] == 1
    assert run([line("good")])[0] == 0


def test_a_date_that_cannot_be_read_is_a_warning_and_no_guess() -> None:
    status, (record,), errors = run([line("dated", published_at="16/2/2019 تقريبا")])
    assert status == 0
    assert record["claims"]
    assert all(c.get("date") is None for c in record["claims"])
    assert "dated" in record["warnings"][0]
    assert "published_at" in record["warnings"][0]
    assert record["warnings"][0] in errors


def test_lone_surrogates_and_control_characters_are_read_as_unknown_characters() -> None:
    text = "قتل\x00 ثلاثة\x07 جنود \ud800في قصف على الرقة\x1b أمس."
    escaped = json.dumps({"id": "odd", "text": text}).encode()
    status, (record,), _ = run([escaped])
    assert status == 0
    assert any("odd" in w and "text" in w for w in record["warnings"])
    for claim in record["claims"]:
        start, end = claim["trigger"]["start"], claim["trigger"]["end"]
        assert text[start:end] == claim["trigger"]["text"]


def test_output_is_the_same_for_any_number_of_processes() -> None:
    lines = [line(f"a{i}", GOOD * (1 + i % 7), published_at="2019-02-16") for i in range(70)]
    lines[5], lines[40] = line("empty", ""), b"no json"
    command = [sys.executable, "-m", "marsad", "code", "--format", "jsonl", "--jobs"]
    outputs = [
        subprocess.run([*command, jobs, "-"], input=b"\n".join(lines), capture_output=True, timeout=300).stdout
        for jobs in ("1", "2", "3")
    ]
    assert outputs[0]
    assert outputs[0] == outputs[1] == outputs[2]
    ids = [json.loads(row)["id"] for row in outputs[0].splitlines()]
    assert [i for i in ids if i.startswith("a")] == [f"a{i}" for i in range(70) if i not in (5, 40)]


def test_ten_megabytes_in_one_article_are_refused_with_what_to_do(coder: Coder) -> None:
    text = GOOD * (10_000_000 // len(GOOD.encode()) + 1)
    record = coder.code(Article("huge", text))
    assert isinstance(record, Refused)
    assert "huge" in record.error
    assert "text" in record.error
    assert "split" in record.error


def test_one_megabyte_and_a_line_of_a_hundred_thousand_characters_are_read(coder: Coder) -> None:
    megabyte = "".join(GOOD.replace("ثلاثة", str(n)) for n in range(2, 1_000_000 // len(GOOD.encode())))
    record = coder.code(Article("long", megabyte, published_at="2019-02-16"))
    assert isinstance(record, Coded)
    assert len(record.claims) > 3_000
    endless = "".join(GOOD.replace("ثلاثة", str(n)) for n in range(2, 900)).replace(".", "").replace("\n", " ")
    record = coder.code(Article("line", endless[:100_000], published_at="2019-02-16"))
    assert isinstance(record, Coded)
    assert record.claims


SHAPES = {
    "report": GOOD,
    "one line": GOOD.replace(".", "").replace("\n", " "),
    "no space": "قصف",
    "one word": "قصف ",
    "names": "القوات العراقية ",
    "quotes": '"قصف" ',
    "brackets": "( [ قصف ",
    "dates": "قصف 12 آذار 2019 و",
    "numbers": "مئة وثلاثة وعشرين ألفا و",
    "commas": "قصف، ",
}


class Counted(list[str]):
    """A list that counts the items its slices copy."""

    copied = 0

    def __getitem__(self, at: Any) -> Any:
        got = super().__getitem__(at)
        Counted.copied += len(got) if isinstance(at, slice) else 0
        return got


@pytest.mark.parametrize("shape", SHAPES)
def test_the_work_grows_in_step_with_the_length(coder: Coder, shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines run and words copied are counted, not seconds: twice the text is about twice the work."""
    monkeypatch.setattr("marsad.pipeline.tokenise", _counted)
    base = SHAPES[shape]
    text = "قالت القوات إن " + base * (16_000 // len(base))
    coder.code(Article("warm", text * 2, published_at="2019-02-16"))
    once = _work(coder, text)
    twice = _work(coder, text * 2)
    assert twice < 2.4 * once + 2_000


def _counted(*given: Any) -> Doc:
    doc = tokenise(*given)
    doc.words = Counted(doc.words)
    return doc


def _work(coder: Coder, text: str) -> int:
    """How many lines of the package run, and how many words are copied, while the text is read."""
    count = Counted.copied = 0
    package = str(Path(sys.modules["marsad"].__file__ or "").parent)

    def trace(frame: Any, event: str, _: Any) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.startswith(package):
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        coder.code(Article("counted", text, published_at="2019-02-16"))
    finally:
        sys.settrace(before)
    return count + Counted.copied
