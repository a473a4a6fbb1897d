"""Runs of the program in processes of their own, that tests may kill."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

DRIVER = Path(__file__).with_name("driver.py")


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """Begin a run over `count` reports in a process; its first line of output is `begun`, each later one a batch that is stored."""

    def go(home: Path, count: int, size: int = 4, first: int = 0, fsize: int = 0) -> subprocess.Popen[str]:
        env = {**os.environ, "MARSAD_HOME": str(home), "PYTHONUNBUFFERED": "1"}
        env.pop("MARSAD_DATABASE_URL", None)
        command = [sys.executable, str(DRIVER), str(first), str(count), str(size), str(fsize)]
        return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    return go
