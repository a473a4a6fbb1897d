"""`marsad.code` and its claims: frames, pictures, what is missing, and the notebook of the docs, run from top to bottom."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import nbformat
import polars as pl
import pytest
from lxml import etree
from nbclient import NotebookClient

import marsad
from marsad.errors import SkipArticle, StopRun
from marsad.model import Article
from marsad.store import Store

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebook.ipynb"
TEXT = (
    "قال الدفاع المدني إن ثلاثة مدنيين قتلوا وأصيب 12 في قصف مدفعي على مدينة إدلب أمس.\n"
    "ونفى مصدر عسكري أن يكون الجيش السوري قد قصف مدينة إدلب."
)


@pytest.fixture(scope="module")
def claims() -> marsad.Claims:
    return marsad.code(TEXT, published="2021-03-03")


def test_a_frame_has_a_row_a_claim_with_typed_columns(claims: marsad.Claims) -> None:
    frame = claims.to_polars()
    assert frame.height == len(claims) == 2
    assert frame.schema["date_start"] == pl.Date
    assert frame.schema["actors"] == pl.List(pl.String)
    row = frame.filter(pl.col("stance") == "asserted").row(0, named=True)
    assert (row["event_type"], row["place_en"], row["date_start"]) == ("shelling", "Idlib", dt.date(2021, 3, 2))
    assert TEXT[row["evidence_start"] : row["evidence_end"]] == row["evidence"]
    figures = claims.to_polars("figures")
    assert {(f["kind"], f["best"]) for f in figures.iter_rows(named=True)} == {("killed", 3.0), ("injured", 12.0)}


def test_the_frame_of_pandas_is_the_same(claims: marsad.Claims) -> None:
    for table in ("claims", "figures"):
        ours, theirs = claims.to_polars(table), claims.to_pandas(table)  # type: ignore[arg-type]
        assert list(theirs.columns) == ours.columns
        assert len(theirs) == ours.height
    assert claims.to_pandas()["date_start"].dt.year.tolist() == [2021, 2021]


def test_no_claims_give_an_empty_frame_of_the_same_columns(claims: marsad.Claims) -> None:
    none = claims.where(lambda c: False)
    assert none.to_polars().schema == claims.to_polars().schema
    assert none.to_pandas().empty
    assert none.map().svg().startswith("<svg")
    assert none.plot_timeline().svg().startswith("<svg")


def test_pictures_are_drawn_without_the_network(claims: marsad.Claims, tmp_path: Path) -> None:
    drawn = etree.fromstring(claims.map().svg().encode())
    words = "".join(drawn.itertext())
    assert "إدلب" in words
    assert {"إثبات", "نفي"} <= {"".join(t.itertext()) for t in drawn.iter("{*}text")}
    assert "قصف بري" in "".join(etree.fromstring(claims.plot_timeline().svg().encode()).itertext())
    claims.map("en").save(tmp_path / "map.html")
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert "Idlib" in page
    assert not etree.HTML(page).xpath("//script[@src] | //link[@href]")
    claims.plot_timeline("en").save(tmp_path / "line.png")
    assert (tmp_path / "line.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(StopRun, match=r"\.svg, \.png or \.html"):
        claims.map().save(tmp_path / "map.gif")


def test_what_has_no_day_or_place_is_counted_on_the_picture() -> None:
    claims = marsad.code("قصفت المدفعية البلدة.").where(lambda c: c.place is None and c.date is None)
    assert len(claims) == 1
    assert "without a date: 1" in claims.plot_timeline("en").svg()
    assert "without a place: 1" in claims.map("en").svg()


def test_claims_are_a_sequence_and_show_themselves(claims: marsad.Claims) -> None:
    assert [c.stance for c in claims[:1]] == ["asserted"]
    assert repr(claims) == "<2 claims of 1 articles>"
    table = etree.HTML(claims._repr_html_())
    assert len(table.xpath("//tbody/tr")) == 2
    hostile = marsad.code("قصفت المدفعية <script>x</script> مدينة إدلب.")
    assert "<script>" not in hostile._repr_html_()


def test_many_reports_at_once(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    given = [Article("one", TEXT), {"id": "two", "text": TEXT}, {"id": "blank", "text": ""}, file]
    claims = marsad.code_all(given)
    assert {a for a, _ in claims.told} == {"one", "two", "a"}
    assert [r.id for r in claims.refused] == ["blank"]
    with pytest.raises(StopRun, match="id and text must be there"):
        marsad.code_all([{"id": "x", "txt": TEXT}])
    with pytest.raises(SkipArticle, match="text is empty"):
        marsad.code("")
    with pytest.raises(StopRun, match="there is no coder"):
        marsad.code(TEXT, coder="magic")


def test_stored_claims_pass_the_filters(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    home = tmp_path / "home"
    command = [sys.executable, "-m", "marsad", "run", str(file)]
    subprocess.run(command, check=True, capture_output=True, env={"MARSAD_HOME": str(home), "PATH": ""})
    with Store.open(home) as store:
        assert store.counts()["claims"] == len(marsad.stored(home)) == 2
    assert [c.stance for c in marsad.stored(home, stance=["denied"])] == ["denied"]
    assert len(marsad.stored(home, country="EG")) == 0


@pytest.mark.parametrize(
    ("missing", "call", "extra"),
    [
        ("polars", "to_polars", "marsad[notebook]"),
        ("pandas", "to_pandas", "pandas"),
        ("altair", "map", "marsad[notebook]"),
    ],
)
def test_a_missing_library_is_named(
    claims: marsad.Claims, monkeypatch: pytest.MonkeyPatch, missing: str, call: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(StopRun) as told:
        getattr(claims, call)()
    assert f'pip install "{extra}"' in str(told.value)


def test_importing_marsad_is_quick() -> None:
    program = "import sys, marsad; assert 'marsad.api' not in sys.modules and 'marsad.pipeline' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_notebook_of_the_docs_runs() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells), "it is kept without outputs: the docs run it"
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    made = {cell["id"]: cell["outputs"][0]["data"] for cell in notebook.cells if cell.get("outputs")}
    assert "image/svg+xml" in made["map"]
    assert "image/svg+xml" in made["timeline"]
    assert "territory" in made["polars"]["text/plain"].lower() or "control" in made["polars"]["text/plain"].lower()
    assert "text is empty" in made["code-all"]["text/plain"]
