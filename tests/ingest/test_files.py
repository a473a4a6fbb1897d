"""Files and folders in every form, whole and broken: nothing raises, each fault is a refusal that says what to do."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
from webserver import REPORT, page

from marsad.annotate.publication import moment_in
from marsad.ingest.encoding import decoded
from marsad.ingest.files import read_paths
from marsad.ingest.plain import layout
from marsad.ingest.types import Fetched

TEXT = "\n\n".join(REPORT)


def read(*paths: Path) -> list[Fetched]:
    return list(read_paths(paths))


def refusals(found: list[Fetched]) -> list[str]:
    assert all(f.refusal.remedy for f in found if f.refusal)
    return [f"{f.refusal.where}: {f.refusal.what}" for f in found if f.refusal]


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1256", "iso8859-6", "mac-arabic"]
)
def test_an_undeclared_encoding_is_told_by_its_letters(name: str) -> None:
    found = decoded(TEXT.replace("،", ",").encode(name))
    assert found.text == TEXT.replace("،", ",")


@pytest.mark.parametrize(
    ("declared", "real"),
    [("windows-1256", "utf-8"), ("iso-8859-6", "windows-1256"), ("utf-8", "iso8859-6"), ("latin-1", "windows-1256")],
)
def test_a_wrong_declaration_does_not_win(declared: str, real: str) -> None:
    found = decoded(TEXT.encode(real), declared)
    assert found.text == TEXT
    assert found.lied


PLAIN = f"هدوء حذر في البلدة بعد القصف\n\nتاريخ النشر: 16.02.2019 | 12:02 دمشق\n\nعنب بلدي - متابعات\n\n{TEXT}\n\nاقرأ أيضا\nخبر آخر لا صلة له\n"


def test_plain_text_stays_whole_and_its_parts_are_known(tmp_path: Path) -> None:
    file = tmp_path / "report-7.txt"
    file.write_text(PLAIN, encoding="utf-8")
    (found,) = read(file)
    assert found.article is not None
    assert (found.article.id, found.article.text) == ("report-7", PLAIN)
    assert found.article.title == "هدوء حذر في البلدة بعد القصف"
    assert found.article.published_at == "2019-02-16T12:02:00+02:00"
    assert found.byline == "عنب بلدي - متابعات"
    parts = layout(PLAIN)
    assert PLAIN[parts.body_start : parts.body_end].strip() == TEXT


MOMENTS = {
    "الأحد 5 تموز/يوليو 2015 - 8:30 مساءً": "2015-07-05T20:30:00",
    "آخر تحديث: ٥ يوليو ٢٠١٥ ٠٩:١٥ ص بتوقيت القاهرة": "2015-07-05T09:15:00+02:00",
    "نشر في: 2015-07-05T10:00:00+0300": "2015-07-05T10:00:00+03:00",
    "28 تشرين الأول 2020 الساعة 17:45": "2020-10-28T17:45:00",
    "قدمه المحرر في سبت, 05/24/2014 - 11:00": "2014-05-24T11:00:00",
    "12:05 ص، 1 غشت 2016": "2016-08-01T00:05:00",
    "السبت 12 رجب 1441 هـ الموافق 7 مارس 2020 م": "2020-03-07",
    "31/02/2019": None,
    "هاتف 12.34.56": None,
}


@pytest.mark.parametrize(("line", "expected"), MOMENTS.items())
def test_publication_lines_are_read_in_every_form(line: str, expected: str | None) -> None:
    assert moment_in(line) == expected


def test_two_files_of_one_name_are_two_articles(tmp_path: Path) -> None:
    for folder, text in (("a", TEXT), ("b", REPORT[0])):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.txt").write_text(text, encoding="utf-8")
    ids = [f.article.id for f in read(tmp_path) if f.article]
    assert len(set(ids)) == 2
    assert ids == [f.article.id for f in read(tmp_path) if f.article]


def test_bad_lines_of_json_are_refused_by_number_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "1", "text": TEXT}),
        "{broken",
        json.dumps({"id": "2", "text": 5}),
        json.dumps({"id": "1", "text": "x"}),
        json.dumps({"id": "3", "text": TEXT}),
    ]
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join(lines).encode()))
    found = read(file)
    assert [f.article.id if f.article else None for f in found] == ["1", None, None, None, "3"]
    assert ["line 2" in r or "line 3" in r or "line 4" in r for r in refusals(found)] == [True, True, True]
    assert "field text" in refusals(found)[1]


def test_a_gzip_file_cut_short_gives_what_came_before_and_says_so(tmp_path: Path) -> None:
    lines = "\n".join(
        json.dumps({"id": str(n), "text": f"{TEXT} {n} {hash(str(n))}"}, ensure_ascii=False) for n in range(500)
    )
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(gzip.compress(lines.encode())[:-3000])
    found = read(file)
    assert len([f for f in found if f.article]) > 100
    assert "cut short" in refusals(found)[-1]


def test_missing_empty_and_unfit_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "bad.json").write_text("{")
    (tmp_path / "folder").mkdir()
    said = refusals(read(tmp_path / "none.txt", tmp_path / "empty.txt", tmp_path / "bad.json", tmp_path / "folder"))
    assert [
        word in line for word, line in zip(["no such file", "is empty", "no JSON", "no file that"], said, strict=True)
    ] == [True] * 4


def member(url: str, body: str, status: str = "200 OK") -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    http = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    fields = {"WARC-Date": "2021-03-07T10:00:00Z"}
    raw = body.encode()
    record = writer.create_warc_record(
        url, "response", payload=io.BytesIO(raw), length=len(raw), http_headers=http, warc_headers_dict=fields
    )
    writer.write_record(record)
    return out.getvalue()


def test_the_pages_of_an_archive_are_read_and_other_answers_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(member("https://www.wafa.ps/1", page()) + member("https://www.wafa.ps/2", page(), "404 Not Found"))
    (found,) = read(file)
    assert found.article is not None
    assert (found.article.outlet, found.article.title) == ("wafa", "قتيلان في قصف على حي سكني")
    assert found.fetched_at == dt.datetime(2021, 3, 7, 10, tzinfo=dt.UTC)
    assert found.raw == page().encode()


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_an_archive_cut_in_a_record_keeps_the_records_before(tmp_path: Path, packed: bool) -> None:
    members = [member(f"https://a.example/{n}", page(f"قصف على الحي رقم {n}")) for n in range(2)]
    data = b"".join(members if packed else [gzip.decompress(m) for m in members])
    file = tmp_path / ("a.warc.gz" if packed else "a.warc")
    file.write_bytes(data[:-400])
    found = read(file)
    assert [bool(f.article) for f in found] == [True, False]
    assert "record" in refusals(found)[0]


def test_a_record_with_a_wrong_digest_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    changed = gzip.decompress(member("https://a.example/1", page())).replace("مدنيان".encode(), "مسلحان".encode())
    file = tmp_path / "a.warc"
    file.write_bytes(changed + gzip.decompress(member("https://a.example/2", page())))
    found = read(file)
    assert [bool(f.article) for f in found] == [False, True]
    assert "digest is wrong" in refusals(found)[0]


def test_the_archives_within_a_wacz_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.wacz"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("archive/data.warc.gz", member("https://a.example/1", page()))
        packed.writestr("datapackage.json", "{}")
    assert [bool(f.article) for f in read(file)] == [True]
    file.write_bytes(b"PK\x03\x04 no zip")
    assert "no WACZ" in refusals(read(file))[0]


def test_a_channel_export_gives_its_messages_and_whence_they_were_forwarded(tmp_path: Path) -> None:
    messages = [
        {"id": 1, "type": "service", "action": "create_channel", "text": ""},
        {
            "id": 2,
            "type": "message",
            "date": "2021-03-07T12:00:00",
            "date_unixtime": "1615107600",
            "text": ["عاجل: ", {"type": "bold", "text": REPORT[0]}],
        },
        {
            "id": 3,
            "type": "message",
            "date": "2021-03-07T12:05:00",
            "forwarded_from": "وكالة رويترز",
            "text": f"قصف على الحي\n{REPORT[1]}",
        },
        {"id": 4, "type": "message", "date": "2021-03-07T12:06:00", "photo": "a.jpg", "text": ""},
        "broken",
    ]
    file = tmp_path / "result.json"
    file.write_text(
        json.dumps({"name": "أخبار الحي", "type": "public_channel", "id": 99, "messages": messages}), encoding="utf-8"
    )
    found = read(file)
    first, second = (f for f in found if f.article)
    assert first.article is not None
    assert second.article is not None
    assert (first.article.id, first.article.text, first.article.published_at) == (
        "telegram-99-2",
        f"عاجل: {REPORT[0]}",
        "2021-03-07T09:00:00+00:00",
    )
    assert (second.article.title, second.extraction["via"], second.agencies) == (
        "قصف على الحي",
        "وكالة رويترز",
        ("reuters",),
    )
    assert len(refusals(found)) == 1


def test_plain_files_are_read_without_what_reads_the_web(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PLAIN, encoding="utf-8")
    heavy = ("trafilatura", "httpx", "lxml", "feedparser", "warcio")
    reading = f"from marsad.ingest.files import read_paths; list(read_paths([{str(tmp_path)!r}]))"
    code = f"import sys; {reading}; print([m for m in {heavy!r} if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


@pytest.mark.parametrize("packing", ["gzip", "chunked", "none"])
def test_a_long_page_of_an_archive_comes_whole_however_it_was_sent(tmp_path: Path, packing: str) -> None:
    raw = (
        page()
        .replace(
            "</div>", "".join(f"<p>{REPORT[n % 3]} وهذه الفقرة رقم {n} من التقرير.</p>" for n in range(2000)) + "</div>"
        )
        .encode()
    )
    sent = {"gzip": gzip.compress(raw), "chunked": b"%x\r\n%s\r\n0\r\n\r\n" % (len(raw), raw), "none": raw}[packing]
    extra = {"gzip": [("Content-Encoding", "gzip")], "chunked": [("Transfer-Encoding", "chunked")], "none": []}[packing]
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), *extra], protocol="HTTP/1.1")
    record = writer.create_warc_record(
        "https://a.example/1", "response", payload=io.BytesIO(sent), length=len(sent), http_headers=http
    )
    writer.write_record(record)
    file = tmp_path / "a.warc.gz"
    file.write_bytes(out.getvalue())
    (found,) = read(file)
    assert found.article is not None, found.refusal
    assert "رقم 1999 " in found.article.text
    assert found.raw == raw
