"""What must not leave does not, in any form."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from click.testing import CliRunner

from marsad.cli import cli
from marsad.errors import StopRun
from marsad.export import FORMATS, Protection, export
from marsad.export.labels import Labels
from marsad.export.protect import Protector
from marsad.store import Filters, Store

from .conftest import PRIVATE, PUBLIC, PUBLIC_EN, Write, fill

FORMS = [f for f in FORMATS if f != "wacz"]  # the pages as received hold everything, as they must


def content(path: Path) -> str:
    """All that an export wrote, side files too, as text."""
    if path.is_dir():
        return "".join(str(pyarrow.parquet.read_table(p).to_pydict()) for p in path.iterdir())
    if path.suffix == ".parquet":
        return str(pyarrow.parquet.read_table(path).to_pydict())
    return "".join(p.read_text(encoding="utf-8") for p in path.parent.glob(f"{path.name}*"))


@pytest.mark.parametrize("form", FORMS)
def test_no_persons_name_leaves_unasked(write: Write, form: str) -> None:
    text = content(write(form, f"out.{form}" if form != "geoparquet" else "out.parquet").path)
    for name in (PRIVATE, "الدرويش", "سامر", PUBLIC_EN):
        assert name not in text
    assert "Khan al-Sabil" in text


@pytest.mark.parametrize("form", ["csv", "jsonl", "jsonld"])
def test_public_figures_are_named_where_asked_and_others_are_not(write: Write, form: str) -> None:
    options: dict[str, Any] = {"table": "claims"} if form == "csv" else {}
    text = content(write(form, protection=Protection(names="public-figures"), **options).path)
    assert PUBLIC in text or PUBLIC_EN in text
    assert PRIVATE not in text
    assert PRIVATE in content(write(form, protection=Protection(names="all"), **options).path)


def test_pseudonyms_stay_the_same_and_belong_to_one_store(write: Write, labels: Labels) -> None:
    def pseudonyms(name: str) -> list[str]:
        found: list[str] = json.loads(write("csv", name).path.with_name(f"{name}.protected.json").read_text())[
            "pseudonym_ids"
        ]
        return found

    assert pseudonyms("one") == pseudonyms("two")
    assert len(pseudonyms("one")) == 2
    one, other = (Protector(Protection(), labels, key).pseudonym(PRIVATE) for key in (b"a", b"b"))
    assert one != other


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("مصادر محلية في المدينة", False), ("شهود عيان", False), ("وزارة الداخلية", False), ("المتحدث", False), ("الجيش التركي", False),
        ("المرصد السوري لحقوق الإنسان", False), (PRIVATE, True), ("الناشط سليم الحداد", True), ("العقيد نزار المصري", True), (PUBLIC_EN, True),
    ],
)  # fmt: skip
def test_who_is_taken_for_a_person(labels: Labels, name: str, person: bool) -> None:
    assert Protector(Protection(), labels, b"key").is_person(name) is person


def test_names_are_found_after_clitics_and_in_headlines(write: Write) -> None:
    titles = content(write("jsonld").path)
    assert "غارة جديدة: person-" in titles


@pytest.mark.parametrize("form", FORMS)
def test_coarse_places_hide_the_town(write: Write, form: str) -> None:
    protection = Protection(coarsen="admin2")
    text = content(write(form, "out.parquet" if form == "geoparquet" else "out.x", protection=protection).path)
    for hidden in ("Khan al-Sabil", "خان السبل", "35.7519", "36.7611", "g:77"):
        assert hidden not in text


def test_coarser_still_and_listed(write: Write) -> None:
    path = write("jsonl", protection=Protection(coarsen="admin1")).path
    line = json.loads(path.read_text().splitlines()[2])
    assert line["record"]["event"]["place_precision"] == 4
    assert line["record"]["event"]["adm2"] is None
    assert line["record"]["event"]["adm1"] == "Idlib"
    assert json.loads(path.with_name("out.protected.json").read_text())["coarsened"] == ["ev-1"]


def test_fresh_events_are_held_back_and_listed(write: Write) -> None:
    report = write("csv", protection=Protection(embargo_days=7), today=dt.date(2021, 3, 12))
    assert report.events == 2
    assert json.loads(report.path.with_name("out.protected.json").read_text())["held_back"] == ["ev-3"]


def test_without_words_none_leave(write: Write) -> None:
    text = content(write("jsonl", protection=Protection(words=False)).path)
    for words in ("سبعة", "قتلت", "غارة جديدة"):
        assert words not in text


def test_whole_texts_do_not_leave_under_protection(write: Write) -> None:
    with pytest.raises(StopRun, match="--names all"):
        write("jsonl", texts=True)


@pytest.mark.parametrize(("option", "value"), [("names", "none"), ("coarsen", "street"), ("embargo", "soon")])
def test_a_wrong_option_is_named(option: str, value: str) -> None:
    with pytest.raises(StopRun, match=option):
        Protection.from_options(**{option: value})


def test_the_command_writes_both_side_files(home: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(home.folder))
    out = tmp_path / "out.csv"
    arguments = [
        "export",
        "--format",
        "acled",
        "--output",
        str(out),
        "--country",
        "SY",
        "--type",
        "airstrike",
        "--embargo",
        "1w",
    ]
    done = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    assert "not carried" in done.output
    assert {p.name for p in tmp_path.glob("out.csv*")} == {"out.csv", "out.csv.protected.json", "out.csv.loss.json"}
    assert json.loads((tmp_path / "out.csv.protected.json").read_text())["filters"] == {
        "country": ["SY"],
        "type": ["airstrike"],
    }


def test_both_databases_give_the_same(store: Store, home: Store, tmp_path: Path, labels: Labels) -> None:
    fill(store)
    one, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    for source, out in ((store, one), (home, other)):
        export(source, Filters(country="SY"), "csv", out, Protection(names="all"), labels=labels)
    assert one.read_bytes() == other.read_bytes()


def test_wacz_of_chosen_events_holds_their_pages_alone(write: Write) -> None:
    with zipfile.ZipFile(write("wacz", ids=["ev-3"]).path) as file:
        assert len(file.read("pages/pages.jsonl").splitlines()) == 2
