"""The data set without a cluster: blocks published once, leftovers passed over, linked here, loaded into both databases."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from marsad.engine import code as coding
from marsad.engine import dataset
from marsad.engine import load as loading
from marsad.engine.blocks import count_records, cut, readable
from marsad.engine.code import CodeBlock, articles_and_records
from marsad.engine.linking import link_here, read_events
from marsad.engine.load import load
from marsad.engine.storage import Folder, files_at
from marsad.errors import StopRun
from marsad.model import Article, Coded
from marsad.records import encode, read_articles
from marsad.store import Arrival, Store


@pytest.fixture(scope="module")
def actor(tmp_path_factory: pytest.TempPathFactory) -> CodeBlock:
    """One that codes blocks, loaded once; tests give it their folder."""
    return CodeBlock(str(tmp_path_factory.mktemp("made")), None)


@pytest.fixture(scope="module")
def made(source: Path, actor: CodeBlock) -> Path:
    """A whole data set of the source, coded in this process."""
    folder = actor.folder
    files = readable(files_at(str(source)), str(source))
    blocks = cut(files, [count_records(f) for f, _ in files], 10)
    folder.put("plan.json", msgspec.json.encode(dataset.Plan(actor.coder.version, str(source), "hash", blocks)))
    for block in blocks:
        actor({"block": msgspec.json.encode(block)})
    folder.put_json("repeated.json", [r["number"] for r in rows_of(folder) if r["id"] == "r0007"][1:])
    return Path(folder.root)


@pytest.fixture
def coded(made: Path, tmp_path: Path) -> Folder:
    """A data set of the test's own."""
    return Folder(str(shutil.copytree(made, tmp_path / "out")))


def plan_of(folder: Folder) -> dataset.Plan:
    plan = dataset.read_plan(folder)
    assert plan is not None
    return plan


def rows_of(folder: Folder) -> list[dict[str, Any]]:
    rows = dataset.read_rows(dataset.files_of(folder, "articles"), folder.fs, ["number", "id"])
    return sorted(rows, key=lambda r: r["number"])


def contents(store: Store) -> list[tuple[str, str, str]]:
    rows = store.claims_of_articles(f"r{n:04d}" for n in range(60))
    return sorted((r.article_id, r.id, msgspec.json.encode(r.claim).decode()) for r in rows)


def test_records_are_those_of_marsad_code(coded: Folder, lines: list[bytes], actor: CodeBlock) -> None:
    articles = [a for a in read_articles(lines, "in") if isinstance(a, Article)]
    found = dict(articles_and_records(coded))
    assert len(found) == len(articles) + 1  # and the line that is no JSON
    assert all(found[a.id] == encode(actor.coder.code(a)) for a in articles)


def test_files_of_a_killed_attempt_do_not_count_and_are_removed(coded: Folder) -> None:
    before = rows_of(coded)
    name = next(iter(dataset.manifests(coded).values())).files[0]
    coded.put(name.replace(".parquet", "-killed.parquet"), coded.read(name) or b"")
    assert rows_of(coded) == before
    assert dataset.clear_leftovers(coded) == 1
    assert rows_of(coded) == before


def test_a_block_done_twice_counts_once(coded: Folder, actor: CodeBlock) -> None:
    before = rows_of(coded)
    actor.folder = coded
    actor({"block": msgspec.json.encode(plan_of(coded).blocks[0])})
    assert rows_of(coded) == before
    assert dataset.clear_leftovers(coded) > 0


def test_a_file_that_cannot_be_reached_costs_its_block_in_this_run_alone(
    coded: Folder, actor: CodeBlock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coding, "_PAUSE", 0.0)
    actor.folder = coded
    block = msgspec.structs.replace(plan_of(coded).blocks[0], id="other", file="file:///gone/in.jsonl")
    made = actor({"block": msgspec.json.encode(block)})
    assert made["manifest"] is None
    assert "/gone/in.jsonl, records 1 to 10" in made["failed"]
    assert "other" not in dataset.manifests(coded)
    real, asked = dataset.write_block, []

    def failing_once(*args: Any) -> dataset.Manifest:
        asked.append(args)
        if len(asked) == 1:
            raise ConnectionResetError("the bucket hung up")
        return real(*args)

    monkeypatch.setattr(dataset, "write_block", failing_once)
    assert actor({"block": msgspec.json.encode(plan_of(coded).blocks[0])})["failed"] is None
    assert len(asked) == 2


def test_a_machine_with_another_lexicon_codes_nothing(coded: Folder) -> None:
    with pytest.raises(StopRun, match="has another lexicon or other imported places"):
        CodeBlock(coded.address, None, "0123456789ab")


def test_a_file_that_a_manifest_names_and_that_is_gone_is_told_with_what_to_do(coded: Folder) -> None:
    name = next(n for n in coded.names("articles"))
    coded.remove([name])
    with pytest.raises(StopRun, match=r"is named by a manifest.*remove manifests/\w{16}.json"):
        link_here(coded.address)


def test_a_data_set_that_is_not_whole_is_refused(coded: Folder) -> None:
    coded.remove([f"manifests/{plan_of(coded).blocks[0].id}.json"])
    with pytest.raises(StopRun, match=r"1 of \d+ blocks are not coded yet"):
        link_here(coded.address)


def test_loading_goes_on_where_it_was_killed_and_equals_the_plain_way_in(
    coded: Folder, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = link_here(coded.address)
    real, done = loading._load_block, 0

    def dying(*args: Any) -> Any:
        nonlocal done
        if done == 3:
            raise KeyboardInterrupt
        done += 1
        return real(*args)

    monkeypatch.setattr(loading, "_load_block", dying)
    with pytest.raises(KeyboardInterrupt):
        list(load(store, coded.address, {}, {}))
    monkeypatch.undo()
    counts = list(load(store, coded.address, {}, {}))
    assert sum(1 for c in counts if c["articles"]) == len(plan_of(coded).blocks) - 3
    found = contents(store)
    with Store.open(tmp_path / "other", f"sqlite:///{tmp_path / 'other.db'}") as other:
        store_plainly(other, coded)
        assert found == contents(other)
    assert store.count_events() == said["events"] == len(list(read_events(coded))) > 0
    assert store.search("غارة تعز")
    list(load(store, coded.address, {}, {}))
    assert contents(store) == found
    assert store.count_events() == said["events"]


def test_events_of_an_earlier_linking_stand_no_more(
    coded: Folder, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    link_here(coded.address)
    list(load(store, coded.address, {}, {}))
    events = list(read_events(coded))
    first, second, *rest = events
    linked_anew = [replace(first, members=(*first.members, *second.members)), *rest]
    monkeypatch.setattr(loading, "read_events", lambda folder: iter(linked_anew))
    list(load(store, coded.address, {}, {}))
    claims = [
        m.claim_id for r in store.event_records(e.id for e in store.events(limit=500).items).values() for m in r.members
    ]
    assert len(claims) == len(set(claims))
    assert store.count_events() == len(events) - 1


def test_loading_before_linking_keeps_the_first_of_those_with_one_id(
    coded: Folder, store: Store, lines: list[bytes], actor: CodeBlock
) -> None:
    again = msgspec.structs.replace(next(read_articles([lines[0]], "in")), text="نص آخر بالرقم نفسه")  # type: ignore[type-var]
    block = plan_of(coded).blocks[-1]
    records = [(again, actor.coder.code(again))]
    dataset.write_block(coded, block, records, 0.0)
    coded.remove(["repeated.json"])
    list(load(store, coded.address, {}, {}))
    (version,) = store.versions("r0000")
    assert version.text == msgspec.json.decode(lines[0])["text"]


def store_plainly(store: Store, folder: Folder) -> None:
    """The same articles by the store's own way in."""
    columns = ["id", "title", "url", "outlet", "published_at", "dateline", "text", "error", "record"]
    rows = [
        r for r in dataset.read_rows(dataset.files_of(folder, "articles"), folder.fs, columns) if r["error"] is None
    ]
    fields = ("id", "text", "title", "url", "outlet", "published_at", "dateline")
    added = store.add_articles([Arrival(Article(*(r[f] for f in fields))) for r in rows])
    records = [msgspec.json.decode(r["record"], type=Coded) for r in rows]
    store.save_many(list(zip(added, records, strict=True)), plan_of(folder).coder)


def test_indexes_are_back_after_loading(coded: Folder, store: Store) -> None:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY 1"
        if store.is_sqlite
        else "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1"
    )
    with store.read() as connection:
        before = list(connection.execute(sa.text(query)).scalars())
    link_here(coded.address)
    list(load(store, coded.address, {}, {}))
    with store.read() as connection:
        assert list(connection.execute(sa.text(query)).scalars()) == before
