"""No byte can be changed, taken out or put in without `verify` saying so, and which article it touches."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest

from marsad.evidence.ledger import read_lines
from marsad.evidence.vault import Vault
from marsad.evidence.verify import verify
from marsad.ingest.types import Fetched
from marsad.store import Store
from marsad.store.intake import Intake


@pytest.fixture
def vault(store: Store, take: Callable[..., Intake], make_report: Callable[..., Fetched]) -> Vault:
    take(*(make_report(n) for n in range(6)))
    return Vault(store.folder)


def touched(store: Store) -> set[str]:
    return {a for f in verify(store).findings if f.grave for a in f.articles}


def test_what_nobody_touched_is_sound(store: Store, vault: Vault) -> None:
    report = verify(store)
    assert report.findings == []
    assert (report.lines, report.records, report.versions, report.claims) == (7, 7, 6, 6)


@pytest.mark.parametrize("seed", range(25))
def test_any_changed_byte_of_a_record_is_found_with_its_article(store: Store, vault: Vault, seed: int) -> None:
    dice = random.Random(seed)
    entry = dice.choice(
        [line.entry for line in read_lines(vault.ledger) if line.entry and line.entry.kind == "capture"]
    )
    assert entry.offset is not None
    assert entry.length is not None
    (path,) = vault.warcs.iterdir()
    data = bytearray(path.read_bytes())
    data[entry.offset + dice.randrange(entry.length)] ^= 1 << dice.randrange(8)
    path.write_bytes(data)
    assert touched(store) == {entry.article}


@pytest.mark.parametrize(("cut", "put"), [(3, b""), (0, b"xyz"), (1, b"ab")], ids=["missing", "inserted", "replaced"])
def test_missing_and_inserted_bytes_touch_only_their_article(store: Store, vault: Vault, cut: int, put: bytes) -> None:
    entries = [line.entry for line in read_lines(vault.ledger) if line.entry and line.entry.kind == "capture"]
    third = entries[2]
    assert third.offset is not None
    (path,) = vault.warcs.iterdir()
    data = path.read_bytes()
    at = third.offset + 20
    path.write_bytes(data[:at] + put + data[at + cut :])
    assert touched(store) == {third.article}


def test_a_whole_record_put_in_is_found(store: Store, vault: Vault) -> None:
    entries = [line.entry for line in read_lines(vault.ledger) if line.entry and line.entry.kind == "capture"]
    (path,) = vault.warcs.iterdir()
    data = path.read_bytes()
    first, second = entries[0], entries[1]
    assert first.offset is not None
    assert second.offset is not None
    path.write_bytes(data[: second.offset] + data[first.offset : second.offset] + data[second.offset :])
    assert any("put in" in f.what for f in verify(store).findings)
    path.write_bytes(data + data[first.offset : second.offset])
    assert any("does not tell of" in f.what for f in verify(store).findings)


def test_missing_and_foreign_files_are_found(store: Store, vault: Vault) -> None:
    (path,) = vault.warcs.iterdir()
    path.rename(path.with_name("renamed.warc.gz"))
    report = verify(store)
    assert {f.what for f in report.findings} == {"the file is missing", "the ledger knows no such file"}
    assert touched(store) == {f"a{n}" for n in range(6)}


@pytest.mark.parametrize("seed", range(15))
def test_any_changed_byte_of_the_ledger_is_found(store: Store, vault: Vault, seed: int) -> None:
    dice = random.Random(seed)
    data = bytearray(vault.ledger.read_bytes())
    at = dice.randrange(len(data))
    data[at] = (data[at] + 1 + dice.randrange(200)) % 256
    vault.ledger.write_bytes(data)
    assert not verify(store).sound


def test_a_ledger_forged_with_right_hashes_is_found(store: Store, vault: Vault) -> None:
    from marsad.evidence import ledger

    entries = [line.entry for line in read_lines(vault.ledger) if line.entry]
    forged, prev = [], ledger.START
    for entry in entries:
        values = {**{k: getattr(entry, k) for k in entry.__struct_fields__}, "prev": prev}
        if entry.article == "a3":
            values["url"] = "https://example.org/other"
        made = ledger.sealed(ledger.Entry(**values))
        prev = made.hash
        forged.append(made)
    vault.ledger.write_bytes(b"".join(map(ledger.encoded, forged)))
    report = verify(store)
    assert any("the store saw another" in f.what for f in report.findings)


@pytest.mark.parametrize("lines", [1, 4])
def test_a_ledger_that_lost_its_end_is_found_and_no_run_goes_on(
    store: Store, vault: Vault, take: Callable[..., Intake], make_report: Callable[..., Fetched], lines: int
) -> None:
    from marsad.errors import StopRun

    kept = vault.ledger.read_bytes().splitlines(keepends=True)[:-lines]
    vault.ledger.write_bytes(b"".join(kept))
    assert any("missing" in f.what for f in verify(store).findings)
    with pytest.raises(StopRun, match="lost its end"):
        take(make_report(99))


def test_lines_taken_out_or_swapped_are_found(store: Store, vault: Vault) -> None:
    lines = vault.ledger.read_bytes().splitlines(keepends=True)
    vault.ledger.write_bytes(b"".join(lines[:4] + lines[5:]))
    assert not verify(store).sound
    lines[4], lines[5] = lines[5], lines[4]
    vault.ledger.write_bytes(b"".join(lines))
    assert not verify(store).sound


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE article_versions SET text = text || ' زيادة' WHERE id = 3", "its text in the store was changed"),
        (
            "UPDATE claim_bodies SET body = replace(body, 'asserted', 'denied') WHERE claim_id = (SELECT id FROM claims WHERE version_id = 3)",
            "its content was changed",
        ),
        ("DELETE FROM article_versions WHERE id = 3", "missing in the store"),
        (
            "INSERT INTO article_versions (article_key, number, content_hash, text_sha256, agencies, first_seen, last_seen, text) "
            "VALUES (3, 2, 'x', 'x', '[]', '', '', 'دخيل')",
            "put into the store by another way",
        ),
    ],
    ids=["text", "claim", "deleted", "inserted"],
)
def test_a_changed_store_is_found_with_its_article(store: Store, vault: Vault, statement: str, what: str) -> None:
    with store.write() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        if statement.startswith("DELETE"):
            connection.exec_driver_sql(
                "DELETE FROM claim_bodies WHERE claim_id = (SELECT id FROM claims WHERE version_id = 3)"
            )
            connection.exec_driver_sql("DELETE FROM claims WHERE version_id = 3")
        connection.exec_driver_sql(statement)
    report = verify(store)
    assert any(what in f.what for f in report.findings), report.findings
    assert touched(store) == {"a2"}


def test_the_command_says_it_and_fails(store: Store, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from marsad.evidence.cli import verify as command

    monkeypatch.setenv("MARSAD_HOME", str(store.folder))
    sound = CliRunner().invoke(command, ["--format", "json"])
    assert sound.exit_code == 0
    assert json.loads(sound.stdout)["sound"] is True
    (path,) = vault.warcs.iterdir()
    data = bytearray(path.read_bytes())
    data[-5] ^= 255
    path.write_bytes(data)
    broken = CliRunner().invoke(command)
    assert broken.exit_code == 1
    assert "touches a5" in broken.stderr
