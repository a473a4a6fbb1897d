"""The figures that `make bench` writes into the README."""

import importlib.util
from pathlib import Path

import pytest

PATH = Path(__file__).resolve().parents[2] / "benchmarks" / "readme.py"
spec = importlib.util.spec_from_file_location("readme_figures", PATH)
assert spec is not None
assert spec.loader is not None
readme = importlib.util.module_from_spec(spec)
spec.loader.exec_module(readme)


def test_the_readme_has_room_for_the_figures() -> None:
    text = readme.README.read_text(encoding="utf-8")
    done = readme.written(text, {"start_up_s": 0.5})
    assert "| start-up and one short text, s | 0.50 |" in done
    assert readme.written(done, {"start_up_s": 0.5}) == done


def test_a_readme_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="put them around"):
        readme.written("# Marsad", {})
