"""A user's own lexicon: its places and imported tables are read by the coder, and packaged files can be copied into it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli import cli
from marsad.errors import LexiconError
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


def test_a_file_that_adds_leaves_the_packaged_values_and_brings_more(tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    path = tmp_path / "actors" / "sdf.yml"
    path.write_text("id: sdf\nadds: true\npeople:\n  - {ar: شيرو الكوباني, role: spokesperson}\n", encoding="utf-8")
    coder = Coder.load(tmp_path)
    for speaker in ("شيرو الكوباني", "مصطفى بالي"):
        coded = coder.code(Article("a", f"قال {speaker} إن قذيفة سقطت على بلدة الباغوز.", published_at="2019-02-16"))
        assert isinstance(coded, Coded)
        assert [a.actor for a in coded.claims[0].attribution] == ["sdf"]
    assert version_of((PACKAGED, tmp_path)) != version_of((PACKAGED,))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("no_such_actor", "id: no_such_actor\nadds: true\n", "adds to no packaged file"),
        ("sdf", "id: sdf\nadds: maybe\n", "adds can only be true"),
    ],
)
def test_a_file_that_adds_to_nothing_is_a_fault(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / f"{name}.yml").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"{name}\.yml:2: {message}"):
        Coder.load(tmp_path)


def test_dates_follow_ones_own_words(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "months.yml").write_text(
        "adds: true\ngregorian:\n  - {month: 5, names: [وردان]}\n", encoding="utf-8"
    )
    coded = Coder.load(tmp_path).code(
        Article("a", "قصفت الطائرات بلدة الباغوز في 3 وردان 2018.", published_at="2019-02-16")
    )
    assert isinstance(coded, Coded)
    date = coded.claims[0].date
    assert date is not None
    assert date.start == "2018-05-03"


def test_a_key_that_stands_twice_is_a_fault_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    file = tmp_path / "words" / "anaphora.yml"
    file.write_text("adds: true\nparty: [الحزب]\nparty: [الحلف]\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"anaphora\.yml:3: the key 'party' stands twice"):
        Coder.load(tmp_path)
