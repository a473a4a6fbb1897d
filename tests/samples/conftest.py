"""The coded samples as a fixture; measuring lies beside the tests."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from measure import REPORTS, article_of, as_data

from marsad.model import Coded
from marsad.pipeline import Coder


@pytest.fixture(scope="session")
def coded() -> dict[str, list[dict[str, Any]]]:
    """The claims of each report by its file's stem."""
    coder = Coder.load()
    out = {}
    for path in REPORTS:
        record = coder.code(article_of(path))
        assert isinstance(record, Coded), record
        out[path.stem] = [as_data(claim) for claim in record.claims]
    return out
