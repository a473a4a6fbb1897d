"""Several processes serve one store together."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from marsad.serve.accounts import Brake


def test_two_processes_answer_under_one_address(filled: Path, tmp_path: Path) -> None:
    shutil.copytree(filled, tmp_path / "home")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).parent / "marsad"),
        "serve",
        "--port",
        str(port),
        "--workers",
        "2",
        "--composed",
    ]
    server = subprocess.Popen(
        command, env={**os.environ, "MARSAD_HOME": str(tmp_path / "home")}, stdout=subprocess.DEVNULL
    )
    try:
        page = first_page(f"http://127.0.0.1:{port}/?lang=en")
        assert page.status_code == 200
        assert "composed" in page.text
        all_show_what_one_was_told(f"http://127.0.0.1:{port}")
        workers = Path(f"/proc/{server.pid}/task/{server.pid}/children")
        if workers.exists():
            assert len(workers.read_text().split()) >= 2
    finally:
        server.terminate()
        assert server.wait(30) in (0, -15)
    with pytest.raises(httpx.TransportError):
        httpx.get(f"http://127.0.0.1:{port}/")


def all_show_what_one_was_told(base: str) -> None:
    """A search that is saved and a claim that is accepted, wherever the next request lands: each has a connection of its own."""
    with httpx.Client(base_url=base, follow_redirects=True, timeout=30) as person:
        shown = person.get("/review?lang=en").text
        token = re.findall(r'name="token" value="([^"]+)"', shown)[0]
        claim = re.findall(r'action="/review/([0-9a-f]+)/decide', shown)[0]
        person.post(f"/review/{claim}/decide", data={"token": token, "action": "accept"}).raise_for_status()
        person.post("/search/save?q=قصف", data={"token": token, "name": "seen by all"}).raise_for_status()
    for _ in range(16):
        assert claim in httpx.get(f"{base}/review/audit", timeout=30).text
        assert "seen by all" in httpx.get(f"{base}/search", timeout=30).text


def first_page(address: str) -> httpx.Response:
    """The answer, once there is one."""
    for _ in range(300):
        try:
            return httpx.get(address, timeout=30)
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail("no process answers")


def test_processes_share_what_may_be_tried() -> None:
    brake = Brake(2)
    for _ in range(3):
        assert brake.wait("omar", "10.0.0.1") == 0
        brake.failed("omar", "10.0.0.1")
    assert brake.wait("omar", "10.0.0.1") > 0
