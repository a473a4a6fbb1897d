"""On a real cluster: three node processes, an S3 server on loopback, a node killed in the middle, a driver killed and started again."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import msgspec
import pytest

from marsad.cli import main
from marsad.engine import dataset
from marsad.engine.cluster import joined, settle
from marsad.engine.code import articles_and_records, code
from marsad.engine.linking import link_dataset, link_here, read_events
from marsad.engine.storage import Folder
from marsad.engine.syndicate import read_groups
from marsad.link.core import link
from marsad.link.types import Event, Report
from marsad.model import Article, Coded
from marsad.pipeline import Coder
from marsad.records import encode, read_articles
from marsad.syndication.index import CARRIES, Index, groups

pytestmark = pytest.mark.filterwarnings("ignore")  # what Ray and the S3 server warn of is not ours


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An S3 server on loopback with a bucket, and its file system; the environment leads every process there."""
    import s3fs
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1", "NO_PROXY": host,
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    fs = s3fs.S3FileSystem()
    fs.mkdir("news")
    yield fs
    server.stop()


@pytest.fixture
def cluster(s3: Any) -> Iterator[Any]:
    """A head and two workers, each a node process of its own with one processor."""
    import ray
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    made.workers = [made.add_node(num_cpus=1) for _ in range(2)]
    ray.init(address=made.address, log_to_driver=False)
    settle(ray.data.DataContext.get_current())
    yield made
    ray.shutdown()
    made.shutdown()


def test_a_killed_node_changes_nothing(cluster: Any, s3: Any, source: Path, lines: list[bytes]) -> None:
    import ray

    for file in source.iterdir():
        s3.pipe_file(f"news/in/{file.name}", file.read_bytes())
    killed = []

    def kill_one(*_: int) -> None:
        if not killed:
            killed.append(cluster.workers.pop())
            cluster.remove_node(killed[0], allow_graceful=False)

    report = code(ray, "s3://news/in/", "s3://news/out", size=9, told=kill_one)
    assert killed
    assert (report["articles"], report["refused"], report["blocks"]) == (62, 1, 8)
    folder = Folder("s3://news/out")
    coder = Coder.load()
    found = list(articles_and_records(folder))
    articles = [a for a in read_articles(lines, "in") if isinstance(a, Article)]
    expected = {a.id: encode(coder.code(a)) for a in articles}
    assert len(found) == 62
    assert all(expected[i] == record for i, record in found if i in expected)
    named = {n for m in dataset.manifests(folder).values() for n in m.files}
    assert named == {*folder.names("articles"), *folder.names("claims")}

    link_dataset(ray, "s3://news/out")
    by_ray = sorted(msgspec.json.encode(e) for e in read_events(folder))
    link_here("s3://news/out")
    here = sorted(msgspec.json.encode(e) for e in read_events(folder))
    assert by_ray == here
    assert by_ray == by_the_linker(articles, coder)
    assert any(len({m.article for m in e.members}) > 1 for e in read_events(folder))
    assert groups_of(folder) == groups_as_they_arrive(lines)


def by_the_linker(articles: list[Article], coder: Coder) -> list[bytes]:
    """The events as `marsad link -` finds them."""
    reports = [Report(a, coded) for a in articles if isinstance(coded := coder.code(a), Coded)]
    made = (msgspec.json.decode(msgspec.json.encode(e), type=Event) for e in link(reports))
    return sorted(msgspec.json.encode(e) for e in made)


def groups_of(folder: Folder) -> list[list[str]]:
    """The groups that the shuffle found, by the articles' ids."""
    found = read_groups(folder)
    assert found is not None
    rows = dataset.read_rows(dataset.files_of(folder, "articles"), folder.fs, ["number", "id"])
    groups: dict[str, set[str]] = {}
    for row in rows:
        if (name := found.name_of(row["number"])) is not None:
            groups.setdefault(name, set()).add(row["id"])
    assert all(name == min(ids) for name, ids in groups.items())
    return sorted(sorted(g) for g in groups.values())


def groups_as_they_arrive(lines: list[bytes]) -> list[list[str]]:
    """The groups that one process finds, article by article."""
    articles = [a for a in read_articles(lines, "in") if isinstance(a, Article)]
    index = Index()
    matches = [(n, m) for n, a in enumerate(articles) for m in index.add(n, a.text)]
    pairs = [(n, m.id) for n, m in matches if m.kind in CARRIES]
    return sorted(sorted(articles[n].id for n in group) for group in groups(pairs))


def test_a_driver_that_was_killed_goes_on_where_it_was(
    tmp_path: Path,
    make_reports: Callable[[int], Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = [json.dumps(r, ensure_ascii=False) for r in make_reports(120)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    out = Folder(str(tmp_path / "out"))
    asked = ["run", "--engine", "ray", "--block", "4", str(tmp_path / "in.jsonl"), out.address]
    first = subprocess.Popen(
        [sys.executable, "-m", "marsad", *asked],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    while first.poll() is None and len(dataset.manifests(out)) < 3:
        time.sleep(0.05)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    kept = len(dataset.manifests(out))
    assert 3 <= kept < 30
    monkeypatch.setattr(sys, "argv", ["marsad", *asked])
    said = []
    with joined(None):  # started once, as the command would start it for each of these
        for kept_lines in (lines, lines, lines[:100]):
            (tmp_path / "in.jsonl").write_text("\n".join(kept_lines))
            with pytest.raises(SystemExit) if kept_lines is not lines else nullcontext():
                main()
            said.append(capsys.readouterr().err)
    done, again, other = said
    assert "120 articles" in done
    assert kept <= int(re.search(r"\((\d+) from before\)", done)[1]) < 30  # type: ignore[index]
    assert "(30 from before)" in again
    assert "another input" in other
    assert "Traceback" not in other
    assert len(dataset.manifests(out)) == 30
    assert [i for i, _ in articles_and_records(out)] == [f"r{n:04d}" for n in range(120)]
