"""Timestamps from an authority of the test's own: `openssl ts` behind a small server."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli import cli
from marsad.errors import StopRun
from marsad.evidence.stamp import stamp
from marsad.evidence.vault import Vault
from marsad.evidence.verify import verify
from marsad.ingest.types import Fetched
from marsad.store import Store
from marsad.store.intake import Intake, catch_up

_CONFIG = """
[tsa]
default_tsa = tsa1
[tsa1]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


@dataclass
class Authority:
    """Where it answers, its root certificate, and what to answer instead of a timestamp."""

    address: str
    root: Path
    instead: bytes | None = None


def _openssl(*arguments: str | Path) -> bytes:
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def _certificates(folder: Path) -> Path:
    root, key = folder / "root.pem", folder / "root.key"
    new = ("req", "-newkey", "rsa:2048", "-nodes", "-sha256")
    extensions = ("-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
    _openssl(*new, "-x509", "-keyout", key, "-out", root, "-subj", "/CN=Root of the test", "-days", "2", *extensions)
    request = folder / "signer.csr"
    _openssl(*new, "-keyout", folder / "signer.key", "-out", request, "-subj", "/CN=Clock of the test")
    uses = folder / "uses.cnf"
    uses.write_text("extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n")
    signed = ("-CA", root, "-CAkey", key, "-CAcreateserial", "-days", "2", "-extfile", uses)
    _openssl("x509", "-req", "-in", request, *signed, "-out", folder / "signer.pem")
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder))
    return root


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    """A timestamp authority on the loopback."""
    folder = tmp_path / "authority"
    folder.mkdir()
    made = Authority("", _certificates(folder))

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = folder / "query.tsq"
            query.write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            body = made.instead
            if body is None:
                config = ("-config", folder / "tsa.cnf", "-section", "tsa1")
                _openssl("ts", "-reply", *config, "-queryfile", query, "-out", folder / "reply.tsr")
                body = (folder / "reply.tsr").read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    made.address = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def vault(store: Store, take: Callable[..., Intake], make_report: Callable[..., Fetched]) -> Vault:
    """Three reports taken in."""
    take(*(make_report(n) for n in range(3)))
    return Vault(store.folder)


def _stamped(store: Store, vault: Vault, authority: Authority) -> Path:
    with vault.exclusively():
        entry = stamp(vault, authority.address)
        catch_up(store, vault)
    assert entry is not None
    (token,) = (vault.folder / "timestamps").iterdir()
    return token


def test_a_timestamp_is_verified_by_us_and_by_openssl(
    store: Store, vault: Vault, authority: Authority, tmp_path: Path
) -> None:
    token = _stamped(store, vault, authority)
    report = verify(store, roots=authority.root)
    assert report.sound
    assert report.timestamps == 1
    line = tmp_path / "line"
    line.write_bytes(vault.ledger.read_bytes().splitlines(keepends=True)[int(token.stem) - 1])
    checked = _openssl("ts", "-verify", "-data", line, "-in", token, "-CAfile", authority.root)
    assert b"OK" in checked


def test_nothing_new_asks_for_no_second_timestamp(
    store: Store, vault: Vault, authority: Authority, take: Callable[..., Intake], make_report: Callable[..., Fetched]
) -> None:
    _stamped(store, vault, authority)
    with vault.exclusively():
        assert stamp(vault, authority.address) is None
    take(make_report(9))
    with vault.exclusively():
        assert stamp(vault, authority.address) is not None
    catch_up(store, vault)
    assert verify(store, roots=authority.root).timestamps == 2


def test_a_timestamp_that_is_changed_missing_or_of_another_signer_is_found(
    store: Store, vault: Vault, authority: Authority, tmp_path: Path
) -> None:
    token = _stamped(store, vault, authority)
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    assert "not signed" in verify(store, roots=_certificates(foreign)).findings[0].what
    data = token.read_bytes()
    token.write_bytes(data[:-40] + bytes([data[-40] ^ 1]) + data[-39:])
    assert [f.what for f in verify(store).findings] == [f"the timestamp {token.name} was changed"]
    token.unlink()
    assert [f.what for f in verify(store).findings] == [f"the timestamp {token.name} is missing"]


def test_a_timestamp_of_other_words_is_found(store: Store, vault: Vault, authority: Authority) -> None:
    token = _stamped(store, vault, authority)
    with vault.exclusively():
        vault.note("timestamp", "line 2 was stamped", None, next(iter(store.mirror().values())))
        catch_up(store, vault)
    (token.parent / "1.tsr").write_bytes(token.read_bytes())
    assert any("1.tsr was changed" in f.what for f in verify(store).findings)


@pytest.mark.parametrize("answer", [b"", b"<html>not found</html>", bytes.fromhex("3005300302010202")])
def test_an_answer_that_is_no_timestamp_is_noted_nowhere(
    store: Store, vault: Vault, authority: Authority, answer: bytes
) -> None:
    authority.instead = answer
    before = vault.ledger.read_bytes()
    with vault.exclusively(), pytest.raises(StopRun, match="timestamp"):
        stamp(vault, authority.address)
    assert vault.ledger.read_bytes() == before


def test_an_answer_to_another_question_is_refused(
    store: Store, vault: Vault, authority: Authority, take: Callable[..., Intake], make_report: Callable[..., Fetched]
) -> None:
    authority.instead = _stamped(store, vault, authority).read_bytes()
    take(make_report(9))
    with vault.exclusively(), pytest.raises(StopRun, match="something else"):
        stamp(vault, authority.address)


def test_the_command_stamps_and_verify_takes_the_root(
    store: Store, vault: Vault, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(store.folder))
    monkeypatch.setenv("MARSAD_TIMESTAMP_AUTHORITY", authority.address)
    first = CliRunner().invoke(cli, ["timestamp"], catch_exceptions=False)
    assert first.exit_code == 0
    assert "was stamped by" in first.output
    assert "nothing was added" in CliRunner().invoke(cli, ["timestamp"], catch_exceptions=False).output
    sound = CliRunner().invoke(cli, ["verify", "--timestamp-roots", str(authority.root)], catch_exceptions=False)
    assert sound.exit_code == 0
    assert "1 timestamps" in sound.output
