"""A user's own lexicon: its places and imported tables are read by the coder, and packaged files can be copied into it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli import cli
from marsad.lexicons.load import PACKAGED, version_of
from marsad.model import Article, Coded
from marsad.pipeline import Coder

COLUMNS = "id\tname_ar\taliases\tname_en\tkind\tcountry\tadm1\tadm2\tlat\tlon\tnote\n"
PLACE = "my-shib\tشعب النموذج\t\tShib al-Namudhaj\tvillage\tYE\tHadramawt\t\t16.10\t48.90\t\n"
REPORT = Article("a", "قصفت مدفعية الحوثيين قرية شعب النموذج أمس.", published_at="2023-05-02")


def _place(coder: Coder) -> tuple[str, float | None]:
    coded = coder.code(REPORT)
    assert isinstance(coded, Coded)
    place = coded.claims[0].place
    assert place is not None
    return place.name_en or "", place.lat


def test_a_place_of_ones_own_lexicon_is_settled(tmp_path: Path) -> None:
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "mine.tsv").write_text(COLUMNS + PLACE, encoding="utf-8")
    assert _place(Coder.load()) == ("", None)
    assert _place(Coder.load(tmp_path)) == ("Shib al-Namudhaj", 16.10)


def test_an_imported_place_is_settled_and_is_part_of_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(tmp_path / "home"))
    before = version_of((PACKAGED,))
    table = tmp_path / "mine.tsv"
    table.write_text(COLUMNS + PLACE, encoding="utf-8")
    done = CliRunner().invoke(
        cli, ["gazetteer", "import", str(table), "--licence", "CC0-1.0", "--source", "own"], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    assert _place(Coder.load()) == ("Shib al-Namudhaj", 16.10)
    assert version_of((PACKAGED,)) != before


def test_a_packaged_file_is_copied_once(tmp_path: Path) -> None:
    run = CliRunner()
    done = run.invoke(cli, ["lexicon", "copy", "events/siege.yml", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "events" / "siege.yml").read_bytes() == (PACKAGED / "events" / "siege.yml").read_bytes()
    assert "is there already" in str(run.invoke(cli, ["lexicon", "copy", "events/siege.yml", str(tmp_path)]).exception)
    assert "events/siege.yml" in str(run.invoke(cli, ["lexicon", "copy", "siege.yml", str(tmp_path)]).exception)
