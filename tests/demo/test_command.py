"""`marsad demo`, as `make demo` calls it: the composed reports are read, linked and served, and the first page says that they are composed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path


def test_the_demo_reads_links_and_serves_the_composed_reports(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"MARSAD_HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "marsad", "demo", "--no-open", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            page = _first_page(f"http://127.0.0.1:{port}/?lang=en", process)
        finally:
            process.terminate()
    assert "composed" in page
    assert page.count('href="/events/') >= 5
    assert (tmp_path / "demo").is_dir()


def _first_page(address: str, process: subprocess.Popen[bytes]) -> str:
    while process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.2)
    assert process.stdout is not None
    raise AssertionError(process.stdout.read().decode())
