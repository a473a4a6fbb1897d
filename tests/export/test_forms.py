"""Every form as an independent reader sees it."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import warnings
import zipfile
from pathlib import Path
from typing import Any

import hxl
import jsonschema
import pandas
import pyarrow.parquet
import pytest
from lxml import etree, html
from warcio.archiveiterator import ArchiveIterator

from marsad.errors import StopRun
from marsad.export import Protection
from marsad.export.happening import happenings
from marsad.export.jsonl import read
from marsad.export.labels import Labels, scheme
from marsad.export.taking import take
from marsad.export.ucdp import priogrid
from marsad.store import Filters, Store

from .conftest import TEXTS, Write, without_times

OPEN = Protection(names="all")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def losses(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.with_name(path.name + ".loss.json").read_text())["lost"]
    return data


def test_csv_of_events_is_read_by_pandas(write: Write) -> None:
    report = write("csv", link_base="http://localhost:8000/")
    frame = pandas.read_csv(report.path)
    assert list(frame.event_id) == ["ev-3", "ev-2", "ev-1"]
    strike = frame.iloc[2]
    assert (strike.killed_low, strike.killed_high, strike.place_en, strike.event_type_ar) == (
        7,
        9,
        "Khan al-Sabil",
        "غارة جوية",
    )
    assert strike.urls.split("|") == ["https://example.org/news/0", "https://example.org/news/1"]
    assert strike.link == "http://localhost:8000/events/ev-1"
    assert report.events == 3
    assert report.claims == 5


@pytest.mark.parametrize(("table", "count"), [("claims", 5), ("figures", 4 + 2), ("origins", 1)])
def test_csv_of_the_other_tables(write: Write, table: str, count: int) -> None:
    assert len(rows(write("csv", table=table).path)) == count


@pytest.mark.parametrize("form", ["csv", "parquet", "geoparquet"])
def test_several_processes_write_what_one_writes(write: Write, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    alone = write(form, "alone")
    monkeypatch.setattr("marsad.export.happening.PAGE", 1)  # a portion an event
    monkeypatch.setattr("marsad.export.portions.FEW", 0)
    many = write(form, "many", jobs=2)
    files = [""] if alone.path.is_file() else sorted(p.name for p in alone.path.iterdir())
    assert files
    for name in files:
        assert (many.path / name).read_bytes() == (alone.path / name).read_bytes()
    assert (many.events, many.claims, many.lost, many.protected) == (
        alone.events,
        alone.claims,
        alone.lost,
        alone.protected,
    )
    assert losses(many.path) == losses(alone.path)
    assert alone.protected["pseudonyms"] > 0


def test_words_are_not_run_as_formulas(home: Store, write: Write) -> None:
    record = home.event("ev-3")
    assert record is not None
    import msgspec

    home.save_events(
        [
            msgspec.structs.replace(
                record, event=msgspec.structs.replace(record.event, place_name_ar="=1+1", country="SY")
            )
        ]
    )
    assert rows(write("csv").path)[0]["place_ar"] == "'=1+1"


def test_filters_are_honoured(write: Write) -> None:
    assert [r["event_id"] for r in rows(write("csv", filters=Filters(types=("airstrike",))).path)] == ["ev-1"]
    assert [r["event_id"] for r in rows(write("csv", ids=["ev-2"]).path)] == ["ev-2"]


def test_jsonl_goes_out_and_comes_back_the_same(home: Store, write: Write, tmp_path: Path) -> None:
    report = write("jsonl", protection=OPEN, texts=True)
    assert [without_times(h.record) for h in read(report.path)] == [
        without_times(h.record) for h in happenings(home, Filters(), deep=True)
    ]
    with Store.open(tmp_path / "other", f"sqlite:///{tmp_path / 'other.db'}") as other:
        taken = take(other, report.path)
        assert (taken.articles, taken.claims, taken.events) == (4, 5, 3)
        again = write("jsonl", "again", protection=OPEN, texts=True)
        for h in read(again.path):
            (there,) = happenings(other, Filters(), [h.event.id], deep=True)
            assert without_times(there.record) == without_times(h.record)
            assert [r.id for r in there.claims] == [r.id for r in h.claims]
            claims = other.claims_by_id(r.id for r in h.claims)
            assert [claims[r.id].claim for r in h.claims] == [r.claim for r in h.claims]
        from marsad.evidence.verify import verify

        assert verify(other).sound


def test_an_import_without_texts_says_what_to_do(write: Write, tmp_path: Path) -> None:
    report = write("jsonl", protection=OPEN)
    with (
        Store.open(tmp_path / "other", f"sqlite:///{tmp_path / 'other.db'}") as other,
        pytest.raises(StopRun, match="--texts"),
    ):
        take(other, report.path)


def test_a_line_that_is_no_event_is_named(write: Write, tmp_path: Path) -> None:
    path = write("jsonl").path
    path.write_bytes(path.read_bytes() + b'{"marsad": 1}\n')
    with pytest.raises(StopRun, match="line 4"):
        list(read(path))


def test_parquet_tables_join(write: Write) -> None:
    folder = write("parquet").path
    events, claims = (pyarrow.parquet.read_table(folder / f"{t}.parquet").to_pandas() for t in ("events", "claims"))
    joined = claims.merge(events, on="event_id")
    assert len(joined) == 5
    assert set(joined[joined.event_id == "ev-1"].stance) == {"asserted", "denied"}
    assert pyarrow.parquet.read_schema(folder / "claims.parquet").field("sha256").metadata[b"about"]
    assert joined.sha256.str.len().eq(64).all()


_POSITION = {
    "type": "array", "minItems": 2, "prefixItems": [{"minimum": -180, "maximum": 180}, {"minimum": -90, "maximum": 90}], "items": {"type": "number"},
}  # fmt: skip
_POINT = {
    "type": "object",
    "required": ["type", "coordinates"],
    "properties": {"type": {"const": "Point"}, "coordinates": _POSITION},
}
_FEATURE = {
    "type": "object", "required": ["type", "geometry", "properties"], "properties": {
        "type": {"const": "Feature"}, "properties": {"type": ["object", "null"]}, "geometry": {"oneOf": [{"type": "null"}, _POINT]},
    },
}  # fmt: skip
# RFC 7946, as far as points go.
GEOJSON = {
    "type": "object", "required": ["type", "features"],
    "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": _FEATURE}},
}  # fmt: skip


def test_geojson_keeps_to_the_schema_and_geopandas_reads_it(write: Write) -> None:
    path = write("geojson", "out.geojson").path
    jsonschema.validate(json.loads(path.read_text()), GEOJSON, cls=jsonschema.Draft202012Validator)
    import geopandas

    frame = geopandas.read_file(path).set_index("event_id")
    assert (frame.geometry["ev-1"].x, frame.geometry["ev-1"].y) == (36.7611, 35.7519)
    assert frame.geometry["ev-3"] is None
    lost = losses(path)
    assert next(v for k, v in lost.items() if k.startswith("a place"))["events"] == ["ev-3"]


def test_geoparquet_is_read_by_geopandas(write: Write) -> None:
    import geopandas

    frame = geopandas.read_parquet(write("geoparquet", "out.parquet").path).set_index("event_id")
    assert (frame.geometry["ev-1"].x, frame.geometry["ev-1"].y) == (36.7611, 35.7519)
    assert frame.crs.to_string() == "OGC:CRS84"


@pytest.mark.parametrize(
    ("form", "lost", "kept"),
    [
        (
            "csv",
            {"who said so": ["ev-2", "ev-1"], "a range stands": ["ev-1"]},
            ["how inexact", "no point", "whole event"],
        ),
        ("hxl", {"who said so": ["ev-2", "ev-1"], "contradictions": ["ev-1"]}, ["how inexact", "whole event"]),
        ("geojson", {"without a point": ["ev-3"], "how inexact": ["ev-2"], "denial": ["ev-1"]}, ["whole event"]),
        ("kml", {"the whole event: it has no point": ["ev-3"], "how inexact": ["ev-2"]}, ["the event is there"]),
        ("bayanat", {"how inexact": ["ev-2"], "a range stands": ["ev-1"]}, ["who said so", "whole event"]),
        ("uwazi", {"how inexact": ["ev-2"], "denial": ["ev-1"]}, ["who said so", "whole event"]),
        ("plover", {"who said so": ["ev-1"], "one number": ["ev-1"], "whole event": ["ev-2"]}, ["first and last day"]),
        (
            "acled",
            {"one number": ["ev-1"], "contradictions": ["ev-1"], "the scale": ["ev-1"]},
            ["who said so", "names a doer"],
        ),
        ("ucdp", {"a range stands": ["ev-1"], "at least one death": ["ev-3"]}, ["who said so", "of which side"]),
    ],
)
def test_a_form_tells_what_it_could_not_carry_and_no_more(
    write: Write, form: str, lost: dict[str, list[str]], kept: list[str]
) -> None:
    told = losses(write(form).path)
    for words, ids in lost.items():
        assert [found["events"] for what, found in told.items() if words in what] == [ids], (words, list(told))
    assert not [what for what in told if any(words in what for words in kept)]
    assert all(found["count"] == len(found["events"]) for found in told.values())


def test_acled_has_its_columns_codes_and_conservative_dead(write: Write) -> None:
    path = write("acled").path
    (row,) = rows(path)
    assert list(row) == scheme("acled")["columns"]
    wanted = {
        "event_id_cnty": "SYRev-1", "event_date": "2021-03-03", "time_precision": "1", "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike", "inter1": "State forces", "actor2": "Civilians (Syria)",
        "inter2": "Civilians", "civilian_targeting": "Civilian targeting", "iso": "760", "country": "Syria", "geo_precision": "1", "fatalities": "7",
    }  # fmt: skip
    assert {k: row[k] for k in wanted} == wanted
    assert "Denied by: مصدر عسكري" in row["notes"]
    lost = losses(path)
    assert next(v for k, v in lost.items() if "planned" in k)["events"] == ["ev-2"]
    assert next(v for k, v in lost.items() if "rival figures" in k)["events"] == ["ev-1"]
    assert next(v for k, v in lost.items() if "denial" in k)["count"] == 1


def test_every_type_and_kind_of_the_lexicon_is_known_to_the_crosswalks(labels: Labels) -> None:
    acled, plover, ucdp = scheme("acled"), scheme("plover"), scheme("ucdp")
    for event in labels.types.values():
        if event.acled:
            assert event.acled["event_type"] in acled["disorder"]
        if event.plover:
            assert event.plover["event"] in plover["quad"]
    kinds = {a.kind for a in labels.actors.values()}
    assert kinds <= set(plover["sectors"])
    assert set(ucdp["organised"]) <= kinds
    assert set(ucdp["types"]) <= set(labels.types)


def test_ucdp_counts_only_deadly_events_of_organised_actors(write: Write) -> None:
    path = write("ucdp").path
    (row,) = rows(path)
    assert list(row) == scheme("ucdp")["columns"]
    wanted = {
        "type_of_violence": "3", "side_b": "Civilians", "where_prec": "1", "date_prec": "1", "deaths_civilians": "9", "best": "9", "low": "7",
        "high": "9", "priogrid_gid": str(priogrid(35.7519, 36.7611)), "country_id": "652", "gwnoa": "652", "event_clarity": "1",
    }  # fmt: skip
    assert {k: row[k] for k in wanted} == wanted
    assert sum(v["count"] for k, v in losses(path).items() if k.startswith("the whole event")) == 2


def test_priogrid_cells_are_counted_from_the_south_west() -> None:
    assert priogrid(-90, -180) == 1
    assert priogrid(89.9, 179.9) == 360 * 720


def test_plover_records(write: Write) -> None:
    lines = [json.loads(line) for line in write("plover").path.read_text().splitlines()]
    assert [(r["event"], r["mode"]) for r in lines] == [("PROTEST", "demo"), ("ASSAULT", "aerial")]
    strike = lines[1]
    assert strike["quad"] == "MATERIAL CONFLICT"
    assert strike["source"][0]["sector"] == "MIL"
    assert strike["target"][0]["actor"] == "civilians"
    assert strike["magnitude"] == {"dead": 7}


def test_hxl_is_read_by_its_library(write: Write) -> None:
    path = write("hxl").path
    source = hxl.data(list(csv.reader(path.read_text(encoding="utf-8").splitlines())))
    values = [row.get("#affected+killed+max") for row in source]
    tags = source.display_tags
    assert values[2] == "9"
    assert "#geo+lat" in tags
    assert all(tag.startswith("#") for tag in tags)


def test_kml_has_a_point_for_each_placed_event(write: Write) -> None:
    tree = etree.parse(str(write("kml").path))
    ns = {"k": "http://www.opengis.net/kml/2.2"}
    marks = tree.findall(".//k:Placemark", ns)
    assert [m.get("id") for m in marks] == ["eev-2", "eev-1"]
    strike = marks[1]
    assert strike.findtext("k:Point/k:coordinates", None, ns) == "36.7611,35.7519"
    assert strike.findtext("k:TimeSpan/k:begin", None, ns) == "2021-03-03"
    assert strike.findtext("k:styleUrl", None, ns) == "#disputed"
    order = [etree.QName(child).localname for child in strike]
    assert order == ["name", "description", "TimeSpan", "styleUrl", "ExtendedData", "Point"]  # the schema's sequence


def test_jsonld_leads_from_event_to_article(write: Write) -> None:
    data = json.loads(write("jsonld").path.read_text())
    nodes = {n["@id"]: n for n in data["@graph"]}
    event = nodes["urn:marsad:event:ev-1"]
    claim = nodes[event["prov:wasDerivedFrom"][0]]
    article = nodes[claim["prov:wasDerivedFrom"]]
    assert event["location"]["geo"]["latitude"] == 35.7519
    assert article["url"] == "https://example.org/news/0"
    assert article["identifier"].startswith("sha256:")
    assert all(i in nodes for n in nodes.values() for i in n.get("prov:wasAttributedTo", ()))
    assert len(nodes) == len(data["@graph"])


def test_bayanat_and_uwazi_sheets(write: Write) -> None:
    bayanat = rows(write("bayanat").path)[2]
    assert (bayanat["originid"], bayanat["event_from_date"], bayanat["estimated"]) == ("ev-1", "2021-03-03", "false")
    assert bayanat["title_ar"] == "غارة جوية – خان السبل – 2021-03-03"
    uwazi = rows(write("uwazi").path)[2]
    assert (uwazi["Date"], uwazi["Location_geolocation"]) == ("2021/03/03:2021/03/03", "35.7519|36.7611")
    assert uwazi["Links"].count("|") == 1


def test_a_dossier_shows_claims_side_by_side_with_their_evidence(home: Store, write: Write) -> None:
    page = html.parse(str(write("dossier", "d.html", protection=OPEN, ids=["ev-1"]).path)).getroot()
    quotes = [q.text for q in page.iter("blockquote")]
    assert len(quotes) == 3
    assert page.xpath("count(//blockquote[@class='denied'])") == 1
    text = page.text_content()
    head = home.article_heads(["a1"])["a1"]
    assert head.sha256 == hashlib.sha256(f"<html><body><p>{TEXTS['a1']}</p></body></html>".encode()).hexdigest()
    assert head.sha256 in text
    assert page.get("dir") == "rtl"


def test_a_dossier_is_printed_as_pdf(write: Write) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library's own dependencies
        data = write("dossier", "d.pdf", ids=["ev-1"]).path.read_bytes()
    assert data.startswith(b"%PDF")


def test_a_dossier_of_nothing_is_refused(write: Write) -> None:
    with pytest.raises(StopRun, match="no event"):
        write("dossier", ids=["ev-9"])


def test_wacz_holds_the_bytes_an_index_and_pages(write: Write, tmp_path: Path) -> None:
    path = write("wacz", "out.wacz").path
    with zipfile.ZipFile(path) as file:
        package = json.loads(file.read("datapackage.json"))
        for r in package["resources"]:
            data = file.read(r["path"])
            assert (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}") == (r["bytes"], r["hash"])
        digest = json.loads(file.read("datapackage-digest.json"))
        assert digest["hash"] == f"sha256:{hashlib.sha256(file.read('datapackage.json')).hexdigest()}"
        assert file.getinfo("archive/data.warc.gz").compress_type == zipfile.ZIP_STORED
        pages = [json.loads(line) for line in file.read("pages/pages.jsonl").splitlines()]
        index = gzip.decompress(file.read("indexes/index.cdx.gz")).decode().splitlines()
        warc = tmp_path / "data.warc.gz"
        warc.write_bytes(file.read("archive/data.warc.gz"))
        heads = file.read("indexes/index.idx").decode().splitlines()
    assert pages[0]["format"] == "json-pages-1.0"
    assert {p["url"] for p in pages[1:]} == {f"https://example.org/news/{n}" for n in range(4)}
    assert index == sorted(index)
    assert index[0].startswith("org,example)/news/0 20210304090000 ")
    assert heads[0].startswith("!meta")
    for line in index:
        fields = json.loads(line.split(" ", 2)[2])
        start = int(fields["offset"])
        part = warc.read_bytes()[start : start + int(fields["length"])]
        (record,) = ArchiveIterator(__import__("io").BytesIO(part))
        assert record.rec_headers.get_header("WARC-Target-URI") == fields["url"]


def test_the_index_is_the_one_another_program_makes(write: Write, tmp_path: Path) -> None:
    from cdxj_indexer.main import CDXJIndexer

    with zipfile.ZipFile(write("wacz", "out.wacz").path) as file:
        ours = gzip.decompress(file.read("indexes/index.cdx.gz")).decode().splitlines()
        warc = tmp_path / "data.warc.gz"
        warc.write_bytes(file.read("archive/data.warc.gz"))
    CDXJIndexer(str(tmp_path / "theirs"), [str(warc)], sort=True).process_all()
    theirs = (tmp_path / "theirs").read_text().splitlines()
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.split(" ", 2)[:2] == other.split(" ", 2)[:2]
        a, b = (json.loads(x.split(" ", 2)[2]) for x in (mine, other))
        assert {k: a[k] for k in ("url", "mime", "status", "offset", "length")} == {
            k: b[k] for k in ("url", "mime", "status", "offset", "length")
        }


def test_an_export_that_fails_leaves_the_last_one(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("csv").path
    before = path.read_bytes()
    from marsad.export import tables

    def fall(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(tables.TABLES, "events", (tables.EVENTS, fall))  # type: ignore[arg-type]
    with pytest.raises(StopRun, match="make room"):
        write("csv")
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".*"))
