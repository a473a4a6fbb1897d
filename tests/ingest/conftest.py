"""The web server of these tests as a fixture; its module lies beside the tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from webserver import Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on a free port of the loopback."""
    with serving() as made:
        yield made
