"""The program as somebody has it who installed it: every kind of command in an empty folder, on the reports that come with it.

`make pythons` runs this on the wheel in each supported Python that is here; it asks for nothing beside the package and pytest.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from importlib.resources import files
from pathlib import Path

import pytest

import marsad

TEXT = "قصفت المدفعية أحياء مدينة تعز أمس ما أدى إلى مقتل ثلاثة مدنيين، ونفى مصدر عسكري ذلك."
FORMS = "csv jsonl parquet geojson acled ucdp plover hxl kml jsonld bayanat uwazi dossier wacz".split()


class User:
    """Somebody who types commands: where he stands, and where his data lie."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {**os.environ, "MARSAD_HOME": str(folder / "home"), "PYTHONUTF8": "1"}
        self.env.pop("PYTHONPATH", None)

    def types(self, *words: str) -> str:
        """A command; what it prints."""
        command = [sys.executable, "-m", "marsad", *words]
        done = subprocess.run(command, cwd=self.folder, env=self.env, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> User:
    """One who has read the reports that come with the package, and linked their claims."""
    made = User(tmp_path_factory.mktemp("user"))
    reports = files("marsad") / "samples" / "reports"
    assert "34 new" in made.types("run", str(reports))
    assert "events: " in made.types("link")
    return made


def test_it_is_the_one_that_was_installed() -> None:
    if os.environ.get("MARSAD_INSTALLED"):
        assert "site-packages" in Path(marsad.__file__).parts


def test_the_lexicon_is_whole(user: User) -> None:
    user.types("lexicon", "check")
    assert user.types("--version").strip()


def test_a_text_is_coded_and_explained(user: User) -> None:
    given = ("--text", TEXT, "--published", "2021-05-02")
    claims = json.loads(user.types("code", *given, "--format", "jsonl"))["claims"]
    assert {c["stance"] for c in claims} == {"asserted", "denied"}
    assert claims[0]["place"]["country"] == "YE"
    assert claims[0]["date"]["start"] == "2021-05-01"
    assert claims[0]["event_type"] in user.types("explain", *given)


def test_the_store_answers(user: User) -> None:
    assert "34" in user.types("status")
    user.types("digest", "--since", "36500d")
    user.types("verify")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_written(user: User, form: str) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow", reason="the extra `parquet` is not here")
    out = user.folder / f"out-{form}"
    user.types("export", "--format", form, "--output", str(out))
    assert [p for p in (out.iterdir() if out.is_dir() else [out]) if p.stat().st_size > 100]


def test_the_workbench_is_served_with_all_that_it_needs(user: User) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "marsad", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=user.folder, env=user.env, stdout=subprocess.DEVNULL) as server:
        try:
            first = _asked(f"http://127.0.0.1:{port}/", server)
            assert 'lang="ar" dir="rtl"' in first
            for path in (
                "events?lang=en",
                "map",
                "review",
                "search?q=%D9%82%D8%B5%D9%81",
                "static/marsad.css",
                "static/map/base.json",
            ):
                assert _asked(f"http://127.0.0.1:{port}/{path}", server), path
            assert len(json.loads(_asked(f"http://127.0.0.1:{port}/api/v1/events", server))["items"]) == 50
        finally:
            server.terminate()


def _asked(address: str, server: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + 90
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                return str(answer.read().decode())
        except ConnectionError:
            time.sleep(0.3)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.3)
    raise AssertionError(f"{address} is not answered")
