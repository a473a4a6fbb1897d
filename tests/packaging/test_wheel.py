"""The wheel holds the program and all of its data, and says what an index asks for; the units and the image name what is there."""

from __future__ import annotations

import configparser
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "marsad"
UNITS = sorted((ROOT / "packaging" / "systemd").glob("*.service"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the tree as it is, built with what is installed: no network is needed."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = out.glob("*.whl")
    return made


def tree() -> set[str]:
    """Every file of the package that belongs to it: what is made by running it does not."""
    files = (path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(PACKAGE.parent).as_posix() for path in files}


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if name.startswith("marsad/")}
        assert held == tree()
        for name in sorted(held):
            assert archive.read(name) == (PACKAGE.parent / name).read_bytes(), name


DATA = """
    lexicon/events lexicon/actors lexicon/sources lexicon/places lexicon/words lexicon/link lexicon/schemes gazetteer/data link/data
    samples/reports serve/templates serve/static serve/locale store/migrations
"""


@pytest.mark.parametrize("part", DATA.split())
def test_no_kind_of_data_is_missing(wheel: Path, part: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = [n.removeprefix(f"marsad/{part}/") for n in archive.namelist() if n.startswith(f"marsad/{part}/")]
    assert [n for n in names if not n.endswith("__init__.py")]


def test_the_installed_wheel_codes_a_report(wheel: Path, tmp_path: Path) -> None:
    """The wheel itself, unpacked elsewhere, not the tree that the tests run in."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    report = tmp_path / "site" / "marsad" / "samples" / "reports" / "sy-ariha-denial.json"
    run = f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); import marsad.cli; print(marsad.__file__); marsad.cli.main()"
    env = {"MARSAD_HOME": str(tmp_path / "home"), "MARSAD_CACHE": str(tmp_path / "cache"), "PATH": ""}
    command = [sys.executable, "-c", run, "code", "--format", "jsonl", str(report)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "site" / "marsad") in done.stdout
    assert '"stance":"denied"' in done.stdout


def test_an_index_would_take_the_wheel(wheel: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "twine", "check", "--strict", str(wheel)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_starts_a_command_that_exists(unit: Path) -> None:
    from marsad.cli import COMMANDS

    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign] # systemd's keys have capitals
    read.read(unit, encoding="utf-8")
    program, command = read["Service"]["ExecStart"].split()[:2]
    assert program == "%h/.local/bin/marsad"
    assert command in COMMANDS


def test_the_docs_show_the_unit_as_it_is() -> None:
    assert (ROOT / "packaging" / "systemd" / "marsad-watch.service").read_text() in (
        ROOT / "docs" / "watch.md"
    ).read_text()
