"""Runs that are killed, starved and doubled: nothing lost, nothing twice, the evidence intact."""

from __future__ import annotations

import random
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from marsad.evidence.verify import verify
from marsad.store import Store

Start = Callable[..., "subprocess.Popen[str]"]


def whole(home: Path, count: int) -> None:
    """Exactly `count` reports with one version, one capture and two claims each; ledger, evidence and store agree."""
    with Store.open(home, f"sqlite:///{home / 'marsad.db'}") as store:
        counts = store.counts()
        assert (counts["articles"], counts["versions"], counts["captures"], counts["claims"]) == (
            count,
            count,
            count,
            2 * count,
        )
        assert counts["claims_retired"] == 0
        with store.read() as connection:
            indexed = connection.exec_driver_sql(
                "SELECT count(*) FROM search_index WHERE search_index MATCH 'البلده'"
            ).scalar()
            doubled = connection.exec_driver_sql(
                "SELECT count(*) FROM (SELECT sha256 FROM captures GROUP BY sha256, url_key HAVING count(*) > 1)"
            ).scalar()
            check = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
        assert (indexed, doubled, check) == (count, 0, "ok")
        report = verify(store)
        assert report.sound, report.findings[:5]
        assert report.versions == count


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, err = process.communicate(timeout=300)
    return process.returncode, err


def test_kill_9_at_20_random_moments(tmp_path: Path, start: Start) -> None:
    home = tmp_path / "home"
    count, dice = 1500, random.Random(20150731)
    interrupted = 0
    for _ in range(20):
        process = start(home, count)
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(dice.random() * 0.35)
        process.kill()
        code, err = finish(process)
        assert "Traceback" not in err, err
        interrupted += code == -9
        with Store.open(home, f"sqlite:///{home / 'marsad.db'}") as store:
            counts = store.counts()
            assert counts["articles"] == counts["versions"]
            assert counts["claims"] == 2 * counts["articles"]
    assert interrupted == 20
    code, err = finish(start(home, count, 64))
    assert (code, err) == (0, "")
    whole(home, count)
    with Store.open(home, f"sqlite:///{home / 'marsad.db'}") as store:
        states = [run.state for run in store.runs(50)]
    assert states.count("interrupted") == 20
    assert states[0] == "done"


def test_two_runs_at_once_on_one_database(tmp_path: Path, start: Start) -> None:
    home = tmp_path / "home"
    processes = [start(home, 240), start(home, 240), start(home, 120, first=180)]
    results = [finish(p) for p in processes]
    assert results == [(0, ""), (0, ""), (0, "")]
    whole(home, 300)


def test_a_killed_run_beside_a_living_one(tmp_path: Path, start: Start) -> None:
    home = tmp_path / "home"
    living, dying = start(home, 400), start(home, 400)
    assert dying.stdout is not None
    for _ in range(5):
        dying.stdout.readline()
    dying.kill()
    finish(dying)
    assert finish(living) == (0, "")
    whole(home, 400)


@pytest.mark.parametrize("limit", [150_000, 400_000, 700_000, 1_200_000, 2_500_000])
def test_a_disk_that_is_full_stops_the_run_and_loses_nothing(tmp_path: Path, start: Start, limit: int) -> None:
    home = tmp_path / "home"
    code, err = finish(start(home, 600, 16, fsize=limit))
    assert code == 1, err
    assert "Traceback" not in err
    assert "full" in err
    assert "make room" in err
    assert finish(start(home, 600, 64)) == (0, "")
    whole(home, 600)


def test_a_file_system_without_room(tmp_path: Path, start: Start) -> None:
    """A real small file system, where this user may mount one; the limits above say the same where he may not."""
    home = tmp_path / "small"
    home.mkdir()
    if (
        shutil.which("mount") is None
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", home], capture_output=True).returncode
    ):
        code, err = finish(start(home, 600, 16, fsize=3_000_000))
        assert (code, "make room" in err) in ((1, True), (0, False))
        return
    try:
        code, err = finish(start(home, 2000, 16))
        assert code == 1
        assert "make room" in err
        assert "Traceback" not in err
        subprocess.run(["mount", "-o", "remount,size=200m", home], check=True)
        assert finish(start(home, 2000, 64)) == (0, "")
        whole(home, 2000)
    finally:
        subprocess.run(["umount", "-l", home], check=True)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, start: Start) -> None:
    (tmp_path / "home").write_text("a file")
    code, err = finish(start(tmp_path / "home" / "x", 4))
    assert code == 1
    assert "MARSAD_HOME" in err
    assert "Traceback" not in err


def test_a_warc_cut_in_the_middle_of_a_record_is_found_and_the_next_run_goes_on(tmp_path: Path, start: Start) -> None:
    home = tmp_path / "home"
    assert finish(start(home, 40, 8)) == (0, "")
    (path,) = (home / "evidence" / "warc").iterdir()
    path.write_bytes(path.read_bytes()[:-100])
    with Store.open(home, f"sqlite:///{home / 'marsad.db'}") as store:
        findings = [f for f in verify(store).findings if f.grave]
    assert [f.articles for f in findings] == [("a39",)]
    assert finish(start(home, 60, 8)) == (0, "")
    with Store.open(home, f"sqlite:///{home / 'marsad.db'}") as store:
        assert store.counts()["articles"] == 60
        assert {a for f in verify(store).findings if f.grave for a in f.articles} == {"a39"}


def test_a_record_with_a_wrong_digest_is_found(tmp_path: Path, start: Start) -> None:
    import gzip
    import re

    home = tmp_path / "home"
    assert finish(start(home, 3, 8)) == (0, "")
    (path,) = (home / "evidence" / "warc").iterdir()
    data = gzip.decompress(path.read_bytes())
    forged = re.sub(rb"(WARC-Payload-Digest: sha256:)\w", rb"\g<1>A", data, count=1)
    assert forged != data
    path.write_bytes(gzip.compress(forged))
    with Store.open(home, f"sqlite:///{home / 'marsad.db'}") as store:
        report = verify(store)
    assert not report.sound
    assert {a for f in report.findings for a in f.articles} >= {"a0"}
