"""Cutting an input into blocks: every record in exactly one block, whatever the file's kind."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from marsad.engine.blocks import count_records, cut, read_block, readable
from marsad.engine.storage import files_at
from marsad.errors import StopRun
from marsad.model import Article, Refused

Make = Callable[[int], list[dict[str, Any]]]


def read_all(folder: Path, size: int) -> list[Article | Refused]:
    files = readable(files_at(str(folder)))
    blocks = cut(files, [count_records(f) for f, _ in files], size)
    assert max(b.stop - b.start for b in blocks) <= size
    return [record for block in blocks for record in read_block(block)]


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
