"""What was received comes back byte for byte, once, and in a form that other tools read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from warcio.archiveiterator import ArchiveIterator

from marsad.evidence.ledger import read_lines
from marsad.evidence.vault import Vault
from marsad.ingest.types import Fetched
from marsad.store import Store
from marsad.store.intake import Intake, catch_up


def test_bytes_headers_address_and_time_come_back(
    store: Store, take: Callable[..., Intake], make_report: Callable[..., Fetched]
) -> None:
    fetched = make_report(1)
    take(fetched)
    version = store.versions("a1")[0]
    assert version.capture_id is not None
    capture = store.capture(version.capture_id)
    assert capture is not None
    assert capture["sha256"] == hashlib.sha256(fetched.raw).hexdigest()
    record = Vault(store.folder).read(
        str(capture["warc_file"]), int(str(capture["warc_offset"])), int(str(capture["warc_length"]))
    )
    assert record is not None
    assert (record.raw, record.url, record.headers) == (fetched.raw, fetched.url, fetched.headers)
    assert record.fetched_at.startswith("2021-03-04T09:00:00")


def test_other_tools_read_the_files_and_their_digests(
    store: Store, take: Callable[..., Intake], make_report: Callable[..., Fetched]
) -> None:
    take(make_report(1), replace(make_report(2), headers=(), content_type="text/plain"))
    (path,) = Vault(store.folder).warcs.iterdir()
    with path.open("rb") as file:
        records = [
            (
                r.rec_type,
                r.rec_headers.get_header("WARC-Target-URI"),
                r.content_stream().read(),
                r.digest_checker.passed,
            )
            for r in ArchiveIterator(file, check_digests=True)
        ]
    assert [r[0] for r in records] == ["warcinfo", "response", "resource"]
    assert [r[1] for r in records[1:]] == ["https://example.org/news/1", "https://example.org/news/2"]
    assert [r[3] for r in records[1:]] == [True, True]


def test_the_same_again_adds_no_byte(
    store: Store, take: Callable[..., Intake], make_report: Callable[..., Fetched]
) -> None:
    take(make_report(1), make_report(2))
    vault = Vault(store.folder)
    before = (vault.ledger.read_bytes(), [p.read_bytes() for p in vault.warcs.iterdir()])
    take(make_report(2), make_report(1), make_report(1))
    assert (vault.ledger.read_bytes(), [p.read_bytes() for p in vault.warcs.iterdir()]) == before
    assert store.counts()["captures"] == 2


def test_an_edit_keeps_both_pages(
    store: Store, take: Callable[..., Intake], make_report: Callable[..., Fetched]
) -> None:
    take(make_report(1))
    take(make_report(1, "سقطت قذيفتان على حي الورود."))
    captures = [store.capture(v.capture_id or 0) for v in store.versions("a1")]
    assert len({c["sha256"] for c in captures if c}) == 2


def test_a_source_without_bytes_is_kept_as_its_record(
    store: Store, take: Callable[..., Intake], make_report: Callable[..., Fetched]
) -> None:
    fetched = make_report(1)
    assert fetched.article is not None
    take(Fetched(fetched.article))
    capture = store.capture(store.versions("a1")[0].capture_id or 0)
    assert capture is not None
    assert capture["url"] == fetched.article.url


def test_the_ledger_is_mirrored_line_by_line(
    store: Store, take: Callable[..., Intake], make_report: Callable[..., Fetched]
) -> None:
    take(make_report(1))
    take(make_report(2))
    lines = list(read_lines(Vault(store.folder).ledger))
    assert store.mirror() == {line.entry.seq: line.entry.hash for line in lines if line.entry}
    assert store.mirror_end()[2] == lines[-1].end


def test_what_a_fall_left_out_of_the_store_is_mirrored_next_time(
    store: Store, take: Callable[..., Intake], make_report: Callable[..., Fetched]
) -> None:
    take(make_report(1))
    with store.write() as connection:
        for table in (
            "syndication_keys",
            "syndication_signatures",
            "claim_actors",
            "claim_bodies",
            "claims",
            "article_versions",
            "captures",
            "ledger",
            "articles",
        ):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    vault = Vault(store.folder)
    before = vault.ledger.read_bytes()
    with vault.exclusively():
        catch_up(store, vault)
    assert store.counts()["captures"] == 1
    take(make_report(1))
    assert vault.ledger.read_bytes().startswith(before)
    assert store.counts()["versions"] == 1


def test_half_written_bytes_are_put_aside_and_told(
    store: Store, take: Callable[..., Intake], make_report: Callable[..., Fetched]
) -> None:
    take(make_report(1))
    vault = Vault(store.folder)
    (path,) = vault.warcs.iterdir()
    with path.open("ab") as file:
        file.write(b"half a record")
    with vault.ledger.open("ab") as file:
        file.write(b'{"seq":4,"half')
    take(make_report(2))
    torn = {p.read_bytes() for p in (vault.folder / "torn").iterdir()}
    assert torn == {b"half a record", b'{"seq":4,"half'}
    notes = [line.entry.note for line in read_lines(vault.ledger) if line.entry and line.entry.kind == "recovery"]
    assert len(notes) == 2
    assert all(line.sound for line in read_lines(vault.ledger))


def test_a_full_file_is_followed_by_the_next(
    store: Store, take: Callable[..., Intake], make_report: Callable[..., Fetched], monkeypatch: object
) -> None:
    import pytest

    assert isinstance(monkeypatch, pytest.MonkeyPatch)
    monkeypatch.setattr("marsad.evidence.vault.FULL", 100)
    for n in range(3):
        take(make_report(n))
    assert sorted(p.name for p in Vault(store.folder).warcs.iterdir()) == [
        "00001.warc.gz",
        "00002.warc.gz",
        "00003.warc.gz",
    ]
