"""Cutting an input into blocks: every record in exactly one block, whatever the file's kind."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from marsad.engine import blocks
from marsad.engine.blocks import Reader, count_records, cut, readable
from marsad.engine.storage import files_at, open_input
from marsad.errors import StopRun
from marsad.ingest import archive
from marsad.model import Article, Refused

Make = Callable[[int], list[dict[str, Any]]]


def read_all(folder: Path, size: int) -> list[Article | Refused]:
    files = readable(files_at(str(folder)), str(folder))
    parts = cut(files, [count_records(f) for f, _ in files], size)
    assert max(b.stop - b.start for b in parts) <= size
    reader = Reader()
    found = [record for block in parts for record in reader.read(block)]
    reader.close()
    return found


def warc_record(url: str, report: dict[str, Any]) -> bytes:
    page = f"<html><title>{report['title']}</title><body><article><p>{report['text']}</p></article></body></html>"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-03-04T05:06:07Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:{url[-1]}>\r\nContent-Type: application/http; msgtype=response\r\n"
    return f"{head}Content-Length: {len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n"


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_lines_fall_into_blocks_whole_and_in_order(source: Path, size: int) -> None:
    found = read_all(source, size)
    assert [r.id for r in found if isinstance(r, Article)] == [f"r{n:04d}" for n in range(60)] + ["r0007"]
    (refused,) = [r for r in found if isinstance(r, Refused)]
    assert "b.jsonl.gz, line 6: no JSON" in refused.error


@pytest.mark.parametrize("size", [4, 50])
def test_parquet_rows_are_read_across_row_groups(tmp_path: Path, size: int, make_reports: Make) -> None:
    rows = make_reports(20)
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in.parquet", row_group_size=6)
    found = read_all(tmp_path, size)
    assert [(r.id, r.text) for r in found if isinstance(r, Article)] == [(r["id"], r["text"]) for r in rows]


def test_an_archive_cut_in_the_middle_gives_its_pages_and_one_refusal(tmp_path: Path, make_reports: Make) -> None:
    records = b"".join(warc_record(f"http://a.example/{n}", r) for n, r in enumerate(make_reports(5)))
    (tmp_path / "in.warc").write_bytes(records[:-200])
    one, two = read_all(tmp_path, 2), read_all(tmp_path, 100)
    assert one == two
    assert sum(isinstance(r, Article) for r in one) == 4
    assert sum(isinstance(r, Refused) for r in one) >= 1


def test_a_packed_file_cut_in_the_middle_gives_its_lines_and_one_refusal(tmp_path: Path, make_reports: Make) -> None:
    lines = b"\n".join(json.dumps(r, ensure_ascii=False).encode() for r in make_reports(400))
    folder = tmp_path / "old.archive"  # a folder's name says nothing of how its files are packed
    folder.mkdir()
    (folder / "in.jsonl.gz").write_bytes(gzip.compress(lines)[:-3000])
    (folder / "none.jsonl.gz").write_bytes(b"not packed at all")
    found = read_all(tmp_path, 30)
    assert [r.id for r in found if isinstance(r, Article)] == [f"r{n:04d}" for n in range(len(found) - 2)]
    assert len(found) > 20
    cut_off, unpackable = [r.error for r in found if isinstance(r, Refused)]
    assert f"in.jsonl.gz: cannot be read after line {len(found) - 2}" in cut_off
    assert "the lines before were read" in cut_off
    assert "none.jsonl.gz: cannot be read after line 0" in unpackable


def test_parquet_that_is_none_or_has_other_columns_costs_itself_alone(tmp_path: Path, make_reports: Make) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and then nothing")
    pq.write_table(pa.table({"number": [1, 2], "body": ["a", "b"]}), tmp_path / "b.parquet")
    days = [{**r, "published_at": dt.datetime(2021, 3, 4, 5, 6)} for r in make_reports(2)]
    pq.write_table(pa.Table.from_pylist(days), tmp_path / "c.parquet")
    pq.write_table(
        pa.Table.from_pylist([{**r, "published_at": 1614834360} for r in make_reports(1)]), tmp_path / "d.parquet"
    )
    broken, columns, *rest = read_all(tmp_path, 5)
    assert isinstance(broken, Refused)
    assert "a.parquet: is no whole Parquet file" in broken.error
    assert isinstance(columns, Refused)
    assert "has no column id or text, only number, body" in columns.error
    assert [r.published_at for r in rest if isinstance(r, Article)] == ["2021-03-04T05:06:00"] * 2
    assert isinstance(rest[-1], Refused)
    assert "field published_at is a JSON int" in rest[-1].error


@pytest.mark.parametrize("kind", ["lines", "archive"])
def test_a_file_is_walked_once_and_pages_of_other_blocks_are_not_read(
    tmp_path: Path, make_reports: Make, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    if kind == "lines":
        (tmp_path / "in.jsonl").write_text("\n".join(json.dumps(r) for r in make_reports(12)))
    else:
        records = b"".join(warc_record(f"http://a.example/{n:x}", r) for n, r in enumerate(make_reports(12)))
        (tmp_path / "in.warc").write_bytes(records)
    files = readable(files_at(str(tmp_path)), "in")
    one, two, three, four = cut(files, [12], 3)
    opened, pages, read_page = [], [], archive._article
    monkeypatch.setattr(blocks, "open_input", lambda file: opened.append(file) or open_input(file))
    monkeypatch.setattr(archive, "_article", lambda *told: pages.append(told[1]) or read_page(*told))
    reader = Reader()
    expected = read_all(tmp_path, 100)
    opened.clear()
    pages.clear()
    assert [*reader.read(one), *reader.read(three), *reader.read(four)] == [*expected[:3], *expected[6:]]
    assert len(opened) == 1
    assert len(pages) == (9 if kind == "archive" else 0)
    assert list(reader.read(two)) == expected[3:6]  # one before: another worker died with it
    assert len(opened) == 2
    reader.close()


def test_an_input_without_articles_says_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "readme.md").write_text("nothing here")
    with pytest.raises(StopRun, match=r"\.jsonl"):
        read_all(tmp_path, 5)
    with pytest.raises(StopRun, match="names no file"):
        files_at(str(tmp_path / "*.jsonl"))


def test_a_field_of_the_wrong_kind_is_refused_by_its_row(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "x", "text": 5}) + "\n")
    (refused,) = read_all(tmp_path, 5)
    assert isinstance(refused, Refused)
    assert "field text" in refused.error
