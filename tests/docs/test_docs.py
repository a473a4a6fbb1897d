"""Every command of a `console` block in the README and the docs runs; where the block shows its output, that is what it prints.

`console {network}` marks a block that needs the network: it is not run. After a change of what the coder prints, write the shown
outputs anew with `MARSAD_WRITE_DOCS=1 pytest tests/docs`, and read the difference.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console(?P<mark>[^\n]*)\n(?P<body>.*?)^```$", re.M | re.S)


def blocks() -> list[object]:
    """One parameter a block: its page and text."""
    out: list[object] = []
    for page in PAGES:
        for found in BLOCK.finditer(page.read_text(encoding="utf-8")):
            network = pytest.mark.skip(reason="needs the network")
            marks = [network] if "{network}" in found["mark"] else []
            line = page.read_text(encoding="utf-8")[: found.start()].count("\n") + 1
            out.append(pytest.param(page, found["body"], id=f"{page.name}:{line}", marks=marks))
    return out


@pytest.mark.parametrize(("page", "body"), blocks())
def test_a_shown_command_runs_and_prints_what_is_shown(page: Path, body: str, tmp_path: Path) -> None:
    env = {**os.environ, "MARSAD_HOME": str(tmp_path), "COLUMNS": "80"}
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        line, _, shown = part.partition("\n")
        program, *arguments = shlex.split(line, comments=True)
        assert program == "marsad", line
        command = [sys.executable, "-m", "marsad", *arguments]
        done = subprocess.run(command, capture_output=True, cwd=ROOT, env=env, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, done.stderr.decode("utf-8")
        printed = done.stdout.decode("utf-8")
        if shown and os.environ.get("MARSAD_WRITE_DOCS"):
            page.write_text(page.read_text(encoding="utf-8").replace(part, f"{line}\n{printed}"), encoding="utf-8")
        elif shown:
            assert printed.rstrip() == shown.rstrip()


def test_the_readme_shows_a_command() -> None:
    assert BLOCK.search(PAGES[0].read_text(encoding="utf-8"))
