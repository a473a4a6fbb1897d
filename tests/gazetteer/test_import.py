"""Importing: small files of each format, written here, into a folder of the test's own."""

from __future__ import annotations

import gzip
import lzma
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.errors import LexiconError, StopRun
from marsad.gazetteer import Gazetteer
from marsad.gazetteer.cli import gazetteer
from marsad.gazetteer.importing import import_file
from marsad.gazetteer.tables import read_table

HEADER = "id\tname_ar\talt_names_ar\tname_en\tcountry\tadm1\tadm2\tfeature\tlat\tlon\tpopulation\tsource\tlicence\n"
PLACE = "x:1\tتل النموذج\tالنموذج\tTall Namudhaj\tSY\tHalab\t\tPPL\t36.2\t37.3\t900\tSurvey\tCC0\n"


def geonames(
    number: int, name: str, alternates: str, feature: str = "P\tPPL", unit: str = "09", population: int = 0
) -> str:
    """A line of a GeoNames dump."""
    return f"{number}\t{name}\t{name}\t{alternates}\t36.21\t37.31\t{feature}\tSY\t\t{unit}\t\t\t\t{population}\t\t\tAsia/Damascus\t2020-01-01\n"


def written(path: Path, text: str) -> Path:
    """The path, after writing the text."""
    path.write_text(text, encoding="utf-8")
    return path


def test_a_geonames_dump_takes_arabic_names_from_its_own_column(tmp_path: Path) -> None:
    dump = written(
        tmp_path / "SY.txt",
        geonames(1, "Tall Namudhaj", "Tell,تل النموذج,تەل")
        + geonames(2, "No Arabic", "Nothing")
        + geonames(3, "Stream bed", "مجرى", "H\tSTMI"),
    )
    done = import_file(dump, tmp_path / "home")
    rows = list(read_table(done.path))
    assert [(r.entry.id, r.names, r.entry.adm1, r.entry.source) for r in rows] == [
        ("gn:1", ["تل النموذج"], "Aleppo", "GeoNames")
    ]
    assert done.left_out == {"without an Arabic name": 1, "of a kind that reports do not name": 1}
    assert "CC BY 4.0" in done.path.read_text(encoding="utf-8")


def test_alternate_names_come_with_the_preferred_one_first_and_without_historic_ones(tmp_path: Path) -> None:
    dump = written(tmp_path / "SY.txt", geonames(1, "Tall Namudhaj", "تل قديم"))
    lines = [
        "10\t1\tar\tتل ثان\t\t\t\t\t\t",
        "11\t1\tar\tتل أول\t1\t\t\t\t\t",
        "12\t1\tar\tتل غابر\t\t\t\t1\t\t",
        "13\t1\ten\tHill\t\t\t\t\t\t",
    ]
    with zipfile.ZipFile(tmp_path / "alternateNamesV2.zip", "w") as archive:
        archive.writestr("iso-languagecodes.txt", "ISO 639-3\n")
        archive.writestr("alternateNamesV2.txt", "\n".join(lines) + "\n")
    done = import_file(dump, tmp_path / "home", names=tmp_path / "alternateNamesV2.zip")
    assert [row.names for row in read_table(done.path)] == [["تل أول", "تل ثان"]]


@pytest.mark.parametrize("pack", [None, "gz", "xz", "zip"])
def test_a_table_of_places_is_read_packed_or_plain_with_source_and_licence_per_row(
    tmp_path: Path, pack: str | None
) -> None:
    data = (HEADER + PLACE).encode()
    path = tmp_path / ("places.tsv" + (f".{pack}" if pack else ""))
    if pack == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("places.tsv", data)
    else:
        path.write_bytes({None: bytes, "gz": gzip.compress, "xz": lzma.compress}[pack](data))
    done = import_file(path, tmp_path / "home")
    assert done.path.name == "places.tsv"
    line = done.path.read_text(encoding="utf-8").splitlines()[1].split("\t")
    assert line[:4] == ["x:1", "تل النموذج", "النموذج", "Tall Namudhaj"]
    assert line[-3:] == ["900", "Survey", "CC0"]


def test_ocha_tables_are_read_in_both_column_styles(tmp_path: Path) -> None:
    old = "admin1Name_en,admin1Name_ar,admin1Pcode,admin2Name_en,admin2Name_ar,admin2Pcode,lat,lon\n"
    new = "adm1_name,adm1_name1,adm1_pcode,adm2_name,adm2_name1,adm2_pcode,center_lat,center_lon\n"
    cells = "Aleppo,حلب,SY02,Model District,ناحية النموذج,SY0299,36.2,37.3\nAleppo,حلب,SY02,No Spot,بلا موضع,SY0298,,\n"
    for style, header in (("old", old), ("new", new)):
        done = import_file(written(tmp_path / f"{style}.csv", header + cells), tmp_path / "home")
        (row,) = read_table(done.path)
        assert (row.entry.id, row.names, row.entry.adm1, row.entry.kind) == (
            "cod:SY0299",
            ["ناحية النموذج"],
            "Aleppo",
            "district",
        )
        assert done.left_out == {"without coordinates": 1}


def test_ocha_workbooks_are_read_sheet_by_sheet(tmp_path: Path) -> None:
    book = tmp_path / "admin.xlsx"
    _workbook(book, [["ADM1_EN", "ADM1_AR", "ADM1_PCODE", "LAT", "LON"], ["Model", "النموذج", "YE99", "15.1", "44.2"]])
    (row,) = read_table(import_file(book, tmp_path / "home").path)
    assert (row.entry.id, row.entry.name_ar, row.entry.kind, row.entry.country) == (
        "cod:YE99",
        "النموذج",
        "governorate",
        "YE",
    )


def _workbook(path: Path, rows: list[list[str]]) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    strings = [cell for row in rows for cell in row]
    cells = iter(range(len(strings)))
    body = "".join(
        f'<row r="{n}">'
        + "".join(f'<c r="{chr(65 + k)}{n}" t="s"><v>{next(cells)}</v></c>' for k in range(len(row)))
        + "</row>"
        for n, row in enumerate(rows, 1)
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="adm1" r:id="rId1"/></sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        book.writestr(
            "xl/sharedStrings.xml",
            f'<sst xmlns="{main}">' + "".join(f"<si><t>{s}</t></si>" for s in strings) + "</sst>",
        )
        book.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
        )


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("a.tsv", HEADER + PLACE + PLACE.replace("36.2", "north"), 3, "are no numbers"),
        ("b.tsv", HEADER + PLACE.replace("36.2", "136.2"), 2, "not on Earth"),
        ("c.tsv", HEADER.replace("licence", "terms") + PLACE, 1, "--licence"),
        ("d.tsv", HEADER.replace("name_ar", "name"), 1, "lacks the columns name_ar"),
        ("SY.txt", geonames(1, "A", "تل") + "2\tB\n", 2, "GeoNames dump has 19"),
        ("e.csv", "name,lat\nx,1\n", 1, "p-codes"),
        ("f.csv", "ADM1_AR,ADM1_PCODE,lat,lon\nالنموذج,01,36,37\n", 2, "two letters"),
        ("g.dat", "nothing known\n", 1, "--format"),
    ],
)
def test_a_fault_names_file_and_line_and_leaves_no_table(
    tmp_path: Path, name: str, text: str, line: int, words: str
) -> None:
    path = written(tmp_path / name, text)
    with pytest.raises(LexiconError, match=words) as fault:
        import_file(path, tmp_path / "home")
    assert fault.value.line == line
    assert str(fault.value).startswith(f"{path}:{line}:")
    assert list((tmp_path / "home").glob("*")) == []


def test_a_fault_leaves_the_table_of_an_earlier_import(tmp_path: Path) -> None:
    done = import_file(written(tmp_path / "a.tsv", HEADER + PLACE), tmp_path / "home")
    before = done.path.read_bytes()
    with pytest.raises(LexiconError):
        import_file(written(tmp_path / "a.tsv", HEADER + PLACE.replace("36.2", "north")), tmp_path / "home")
    assert done.path.read_bytes() == before


def test_broken_archives_and_encodings_are_told_not_thrown(tmp_path: Path) -> None:
    (tmp_path / "a.tsv.xz").write_bytes(b"\xfd7zXZ\x00broken")
    (tmp_path / "b.tsv").write_bytes(HEADER.encode() + PLACE.encode("cp1256"))
    (tmp_path / "c.xlsx").write_bytes(b"no workbook")
    for name in ("a.tsv.xz", "b.tsv", "c.xlsx"):
        with pytest.raises(LexiconError, match=name):
            import_file(tmp_path / name, tmp_path / "home")
    with pytest.raises(StopRun, match="no such file"):
        import_file(tmp_path / "missing.tsv", tmp_path / "home")


def test_imported_places_join_the_packaged_ones(tmp_path: Path) -> None:
    twin = "x:2\tمنبج\tمنبيج\tMenbij\tSY\tHalab\t\tPPL\t36.53\t37.95\t0\tSurvey\tCC0\n"
    import_file(written(tmp_path / "a.tsv", HEADER + PLACE + twin), tmp_path / "home")
    joined = Gazetteer.with_user_data(tmp_path / "home")
    assert [e.id for e in joined.find("تل النموذج")] == ["x:1"]
    assert [e.id for e in joined.find("منبيج")] == [e.id for e in Gazetteer.load().find("منبج")], (
        "a place that is there gets a name"
    )
    assert len(joined.entries) == len(Gazetteer.load().entries) + 1


def test_the_commands_import_list_find_and_remove(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(tmp_path / "home"))
    path = written(tmp_path / "model.tsv", HEADER + PLACE)
    run = CliRunner()
    assert "1 places, 2 names" in run.invoke(gazetteer, ["import", str(path)], catch_exceptions=False).output
    assert "model: 1 places (Survey)" in run.invoke(gazetteer, ["list"], catch_exceptions=False).output
    assert "Tall Namudhaj" in run.invoke(gazetteer, ["find", "تل النموذج"], catch_exceptions=False).output
    run.invoke(gazetteer, ["remove", "model"], catch_exceptions=False)
    assert "no tables yet" in run.invoke(gazetteer, ["list"], catch_exceptions=False).output
