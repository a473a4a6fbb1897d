"""The packaged tables hold what they must, and the linter finds what they must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.errors import LexiconError
from marsad.gazetteer import Gazetteer
from marsad.gazetteer.base import SUPPLEMENT, variants
from marsad.gazetteer.lint import lint_places
from marsad.gazetteer.tables import COLUMNS, read_table
from marsad.lexicons import load

GAZETTEER = Gazetteer.load()

HEADER = "\t".join(COLUMNS) + "\n"
GOOD = "sy-model\tتل النموذج\tالنموذج\tTall Namudhaj\ttown\tSY\tAleppo\t\t36.20\t37.30\t\n"


def test_the_packaged_tables_have_no_faults() -> None:
    assert [str(fault) for fault in lint_places()] == []


def test_the_supplement_is_broad() -> None:
    rows = [row for path in SUPPLEMENT.glob("*.tsv") for row in read_table(path)]
    own = [row for row in rows if row.entry.kind not in ("country", "governorate")]
    assert len(own) >= 900
    assert len({row.entry.country for row in own}) >= 25


@pytest.mark.parametrize(
    "name",
    "الشعيطات|حقل العمر|الضاحية الجنوبية|المغازي|الشجاعية|حي الزيتون|عبسان|مخيم جنين|بلاطة|القدس|نهم|باب المندب|تاورغاء|مليط|كفر نبل|كفرنبل".split(
        "|"
    ),
)
def test_names_that_geonames_lacks_are_known(name: str) -> None:
    assert Gazetteer.load().find(name)


def test_common_words_and_given_names_want_a_cue() -> None:
    gazetteer = Gazetteer.load()
    flagged = {name: needs for name, _, needs in gazetteer.names()}
    for name in ("الباب", "النصر", "السلام", "عمر"):
        key = variants(name)[0]
        assert flagged.get(key, True), name
    for name in ("دمشق", "عدن", "الموصل", "بنغازي", "الخرطوم"):
        assert not flagged[variants(name)[0]], name


def faults(tmp_path: Path, *lines: str) -> list[str]:
    """What the linter says of a table with these lines."""
    path = tmp_path / "model.tsv"
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return [str(fault).removeprefix(f"{path}:") for fault in lint_places([path])]


def test_a_good_line_has_no_faults(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (GOOD.replace("\ttown", "\tvillage green"), "2: kind 'village green' is unknown"),
        (GOOD.replace("36.20\t37.30", "37.30\t136.20"), "2: lat 37.3 and lon 136.2 lie outside SY"),
        (GOOD.replace("36.20", "96.20"), "2: lat 96.20 and lon 37.30 are not on Earth"),
        (GOOD.replace("36.20", "?"), "are no numbers"),
        (GOOD.replace("|", "").replace("\tالنموذج", "\tتلّ"), "holds other signs"),
        (GOOD.replace("\tالنموذج", "\tتـل"), "holds other signs"),
        (GOOD.replace("\tالنموذج", "\tتل النموذج"), "stands twice among the names"),
        (GOOD.replace("\tSY\t", "\tSyria\t"), "no code of two capitals"),
        (GOOD.replace("Tall Namudhaj", "تل"), "is no English name"),
        (GOOD.replace("sy-model", "SY model"), "is not of small letters"),
        (GOOD.replace("\n", "\t\t\n"), "a tab too many"),
    ],
)
def test_each_fault_is_told_with_its_line(tmp_path: Path, line: str, words: str) -> None:
    found = faults(tmp_path, line)
    assert len(found) == 1, found
    assert found[0].startswith("2:")
    assert words in found[0] or words in "2:" + found[0]


def test_duplicates_are_told_with_both_lines(tmp_path: Path) -> None:
    assert "stands at model.tsv:2 too" in faults(tmp_path, GOOD, GOOD.replace("36.20", "35.90"))[0]
    assert "is the place of model.tsv:2 again" in faults(tmp_path, GOOD, GOOD.replace("sy-model", "sy-other"))[0]


def test_an_unknown_unit_is_told_with_those_that_are_known(tmp_path: Path) -> None:
    unit = "sy-x\tحلب\t\tAleppo\tgovernorate\tSY\t\t\t36.30\t37.50\t\n"
    (fault,) = faults(tmp_path, unit, GOOD.replace("\tAleppo\t", "\tHalab\t"))
    assert "adm1 'Halab' is no unit of SY: one of Aleppo" in fault


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.tsv"
    path.write_text("id\tname_ar\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="lacks the columns aliases"):
        list(read_table(path))


@pytest.mark.parametrize(
    ("key", "name"), [("gn:170654", "دمشق"), ("gn:94824", "كربلاء"), ("gn:294801", "حيفا"), ("gn:250441", "عمان")]
)
def test_a_town_is_shown_by_the_name_that_reports_use(key: str, name: str) -> None:
    assert [e.name_ar for e in GAZETTEER.find(name) if e.id == key] == [name]


def test_the_packaged_places_are_part_of_the_lexicons_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "DATA", tmp_path)
    (tmp_path / "cities.tsv.xz").write_bytes(b"one")
    before = load.version_of((load.PACKAGED,)), load.fingerprint((load.PACKAGED,))
    (tmp_path / "cities.tsv.xz").write_bytes(b"other")
    after = load.version_of((load.PACKAGED,)), load.fingerprint((load.PACKAGED,))
    assert before[0] != after[0]
    assert before[1] != after[1]
