"""Timestamps of a foreign authority (RFC 3161): proof to others that a ledger line, and so all before it, existed at a time.

The token stamps the bytes of one line of `ledger.jsonl`, its end included, so that anybody can check it without this program:
`sed -n 57p ledger.jsonl > line && openssl ts -verify -data line -in timestamps/57.tsr -CAfile authority.pem`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from ..errors import StopRun
from . import ledger
from .ledger import Entry
from .lock import sync_folder
from .vault import Vault

if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse

SECONDS = 20.0
_EXTRA = 'timestamps need the extra: pip install "marsad[timestamps]"'

Find = tuple[str, bool]
"""What was found about a token, and whether it is grave."""


def stamp(vault: Vault, authority: str) -> Entry | None:
    """Have the last ledger line stamped; the ledger line that tells of it, None where there is nothing new to stamp.

    Held within `vault.exclusively()`, after `catch_up`: the line that is stamped is then still the last when the token comes.
    """
    last = ledger.last_entries(vault.ledger, 1)
    if not last or last[0].kind == "timestamp":
        return None
    line = ledger.encoded(last[0])
    token = _ask(authority, line)
    folder = vault.folder / "timestamps"
    folder.mkdir(exist_ok=True)
    path = folder / f"{last[0].seq}.tsr"
    path.write_bytes(token)
    sync_folder(folder)
    note = f"line {last[0].seq} was stamped by {authority}"
    (entry, _), *_ = vault.note("timestamp", note, hashlib.sha256(token).hexdigest(), last[0].hash).lines
    return entry


def _ask(authority: str, data: bytes) -> bytes:
    try:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, decode_timestamp_response
    except ModuleNotFoundError as error:
        raise StopRun(_EXTRA) from error
    request = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).build()
    try:
        answer = httpx.post(
            authority,
            content=request.as_bytes(),
            headers={"Content-Type": "application/timestamp-query"},
            timeout=SECONDS,
        )
        answer.raise_for_status()
        response = decode_timestamp_response(answer.content)
        imprint, nonce = response.tst_info.message_imprint.message, response.tst_info.nonce
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise StopRun(
            f"the authority {authority} gave no timestamp ({error}): nothing was noted; try again, or another authority"
        ) from error
    except ValueError as error:  # no response, or one that says why it refuses
        raise StopRun(
            f"what {authority} answered is no timestamp ({error}): check that the address is that of an RFC 3161 service"
        ) from error
    if imprint != request.message_imprint.message or nonce != request.nonce:
        raise StopRun(f"{authority} stamped something else than what it was given: do not use this authority")
    return answer.content


def check(vault: Vault, entry: Entry, stamped: Entry | None, roots: Path | None) -> Find | None:
    """What is wrong with the token that a ledger line tells of: its bytes, the line it stamps and, given `roots`, who signed it."""
    if stamped is None:
        return "tells of a timestamp of a line that is not in the ledger", True
    path = vault.folder / "timestamps" / f"{stamped.seq}.tsr"
    if not path.exists():
        return f"the timestamp {path.name} is missing", True
    token = path.read_bytes()
    if hashlib.sha256(token).hexdigest() != entry.sha256:
        return f"the timestamp {path.name} was changed", True
    try:
        from rfc3161_client import decode_timestamp_response
    except ModuleNotFoundError:
        return f"the timestamp {path.name} was not looked into: {_EXTRA}", False
    try:
        response = decode_timestamp_response(token)
        imprint = response.tst_info.message_imprint.message
    except ValueError:
        return f"{path.name} is no timestamp", True
    line = ledger.encoded(stamped)
    if imprint != hashlib.sha256(line).digest():
        return f"the timestamp {path.name} is of other words than those of line {stamped.seq}", True
    if roots is None:
        return None
    verify = _verifier(roots)
    return None if verify(response, line) else (f"{path.name} is not signed by an authority of {roots}", True)


def _verifier(roots: Path) -> Callable[[TimeStampResponse, bytes], bool]:
    from cryptography.x509 import load_pem_x509_certificates
    from rfc3161_client import VerificationError, VerifierBuilder

    try:
        certificates = load_pem_x509_certificates(roots.read_bytes())
    except ValueError as error:
        raise StopRun(f"{roots} holds no certificate in PEM form: give the authority's root certificate") from error
    builder = VerifierBuilder()
    for certificate in certificates:
        builder = builder.add_root_certificate(certificate)
    verifier = builder.build()

    def verify(response: TimeStampResponse, data: bytes) -> bool:
        try:
            return bool(verifier.verify_message(response, data))
        except VerificationError:
            return False

    return verify
