"""The figures that `make bench` writes into the README."""

import importlib.util
import io
from pathlib import Path

import pytest

PATH = Path(__file__).resolve().parents[2] / "benchmarks" / "readme.py"
spec = importlib.util.spec_from_file_location("readme_figures", PATH)
assert spec is not None
assert spec.loader is not None
readme = importlib.util.module_from_spec(spec)
spec.loader.exec_module(readme)


@pytest.mark.parametrize("page", readme.PAGES, ids=lambda page: page.stem)
def test_a_page_has_room_for_the_figures(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    done = readme.written(text, {"start_up_s": 0.5})
    assert "| start-up and one short text, s | 0.50 |" in done
    assert readme.written(done, {"start_up_s": 0.5}) == done


def test_a_readme_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="put them around"):
        readme.written("# Marsad", {})


def test_both_pages_show_the_same_figures() -> None:
    tables = {p.read_text(encoding="utf-8").partition(readme.BEGIN)[2].partition(readme.END)[0] for p in readme.PAGES}
    assert len(tables) == 1
    assert "F1" in tables.pop()


def test_where_one_page_has_lost_its_markers_none_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, bare = tmp_path / "whole.md", tmp_path / "bare.md"
    whole.write_text(f"{readme.BEGIN}\n{readme.END}\n")
    bare.write_text("# Methods\n")
    monkeypatch.setattr(readme, "PAGES", (whole, bare))
    monkeypatch.setattr("sys.stdin", io.StringIO('{"start_up_s": 0.5}'))
    with pytest.raises(ValueError, match="put them around"):
        readme.main()
    assert "0.50" not in whole.read_text()
