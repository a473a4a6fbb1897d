"""The store that `marsad demo` makes, made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli import cli
from marsad.store import Store


def make_demo(home: Path) -> Path:
    """Read and link the samples as `marsad demo` does; the folder of the store."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MARSAD_HOME", str(home))
        done = CliRunner().invoke(cli, ["demo", "--no-serve", "--jobs", "1"])
        assert done.exit_code == 0, done.output
    return home / "demo"


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder under which the demonstration lies."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def demo(demo_home: Path) -> Iterator[Store]:
    """The store."""
    with Store.open(make_demo(demo_home)) as store:
        yield store
