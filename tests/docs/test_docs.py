"""The README and every page of the docs, followed as a reader would: the files that it shows are written, its commands are run.

A page is run from top to bottom in a folder of its own, with a data folder of its own:

- a block with `title="PATH"` is a file that the reader writes;
- a `console` block is commands; where it shows their output, that is what they print; `EVENT` stands for the id of the event with most origins;
- a file after `<` is given, one after `>` is written, as a shell would;
- `marsad serve` is started, asked for its first page, and ended;
- a `python` block is run as a program;
- the comment `<!-- not run: WHY -->` before a block says why it is not run (the network, a cluster). What is then still checked: that the
  commands, options, targets of make and methods that it names are there.

After a change of what the coder prints, write the shown outputs anew with `MARSAD_WRITE_DOCS=1 pytest tests/docs`, and read the difference.
"""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import click
import httpx
import pytest

from marsad.cli import cli
from marsad.store import Filters, Store

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(
    r'^(?P<skip><!-- not run: [^\n]+ -->\n)?```(?P<kind>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<body>.*?)^```$',
    re.M | re.S,
)
WRITES = bool(os.environ.get("MARSAD_WRITE_DOCS"))


class Reader(NamedTuple):
    """Somebody who follows a page: where he works, and what his programs are told."""

    page: Path
    folder: Path
    env: dict[str, str]

    def follow(self) -> None:
        """Do what the page says, block by block."""
        for found in BLOCK.finditer(self.page.read_text(encoding="utf-8")):
            if found["title"]:
                file = self.folder / found["title"]
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(found["body"], encoding="utf-8")
            elif found["skip"]:
                continue
            elif found["kind"] == "python":
                subprocess.run([sys.executable, "-c", found["body"]], cwd=self.folder, env=self.env, check=True)
            elif found["kind"] == "console":
                for part in re.split(r"^\$ ", found["body"], flags=re.M)[1:]:
                    self._do(part)

    def _do(self, part: str) -> None:
        line, _, shown = part.partition("\n")
        program, *arguments = shlex.split(line.replace(" EVENT", f" {self._event()}"), comments=True)
        if program in ("cd", "export"):
            pytest.fail(f"{self.page.name}: {line}: every command runs by itself")
        assert program == "marsad", line
        command = [sys.executable, "-m", "marsad", *arguments]
        if arguments[0] == "serve":
            self._serve(command)
            return
        given = self._redirected(command, "<")
        kept = self._redirected(command, ">")
        stdin = (self.folder / given).read_bytes() if given else b""
        done = subprocess.run(command, capture_output=True, cwd=self.folder, env=self.env, input=stdin)
        assert done.returncode == 0, f"{line}\n{done.stderr.decode('utf-8')}"
        if kept:
            (self.folder / kept).write_bytes(done.stdout)
            return
        printed = done.stdout.decode("utf-8").replace("\r\n", "\n")
        if shown.strip() and WRITES:
            text = self.page.read_text(encoding="utf-8")
            self.page.write_text(text.replace(part, f"{line}\n{printed.rstrip()}\n"), encoding="utf-8")
        elif shown.strip():
            assert printed.rstrip() == shown.rstrip(), line

    @staticmethod
    def _redirected(command: list[str], sign: str) -> str | None:
        """The file after `<` or `>`, taken out of the command."""
        if sign not in command:
            return None
        at = command.index(sign)
        file = command[at + 1]
        del command[at : at + 2]
        return file

    def _event(self) -> str:
        if not (self.folder / "home" / "marsad.db").exists():
            return "EVENT"
        with Store.open(self.folder / "home") as store:
            rows = store.events(Filters()).items
            return max(rows, key=lambda e: (e.origins, e.id)).id if rows else "EVENT"

    def _serve(self, command: list[str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen(
            [*command, "--port", str(port)], cwd=self.folder, env=self.env, stdout=subprocess.DEVNULL
        )
        try:
            until = time.monotonic() + 60
            while True:
                try:
                    assert httpx.get(f"http://127.0.0.1:{port}/").status_code == 200
                    return
                except httpx.ConnectError:
                    assert server.poll() is None, "the server has ended"
                    assert time.monotonic() < until, "the server does not answer"
                    time.sleep(0.3)
        finally:
            server.terminate()
            server.wait(20)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_can_be_followed(page: Path, tmp_path: Path) -> None:
    for name in ("src", "benchmarks"):
        (tmp_path / name).symlink_to(ROOT / name)
    env = {**os.environ, "MARSAD_HOME": str(tmp_path / "home"), "COLUMNS": "80"}
    Reader(page, tmp_path, env).follow()


def test_the_readme_shows_a_command() -> None:
    assert "```console" in PAGES[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_block_is_of_a_known_kind(page: Path) -> None:
    """A fence without a kind, or an indented command, would never be run."""
    text = page.read_text(encoding="utf-8")
    opened = [line for line in re.findall(r"^```.*$", text, re.M) if line != "```"]
    assert all(
        re.match(r'```(console|yaml|text|tsv|json|jsonl|python|ini|sh|sql)( title="[^"]+")?$', o) for o in opened
    )
    assert len(re.findall(r"^```$", text, re.M)) == len(opened)
    assert not re.search(r"^    (\$ )?marsad ", text, re.M)
    assert not re.search(r"^```(sh|text)\n(?:(?!```).*\n)*marsad ", text, re.M), (
        "a command of marsad is shown in a console block"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_is_not_run_says_why(page: Path) -> None:
    """Every block of commands or of a program is run by `test_a_page_can_be_followed`, or has a reason before it."""
    blocks = [b for b in BLOCK.finditer(page.read_text(encoding="utf-8")) if not b["title"]]
    left = [b["body"] for b in blocks if b["kind"] in ("sh", "sql") and not b["skip"]]
    assert not left, "a shell or a database is not started here: say why above the block"
    assert all(len(b["skip"].split(":", 1)[1]) > 10 for b in blocks if b["skip"])


NAMED = re.compile(r"^\$ (marsad\b[^\n]*)$|`(marsad [a-z][^`\n]*)`|^(?:podman run .* )?(marsad [a-z]+[^\n]*)$", re.M)


def named_commands(text: str) -> list[list[str]]:
    """The commands of marsad that a page names, in blocks and in running words, each as its words up to the first `|` or `#`."""
    found = ["".join(m) for m in NAMED.findall(text)]
    return [re.split(r"\s[|#<>]", line)[0].split()[1:] for line in found]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_and_option_that_is_named_is_there(page: Path) -> None:
    """Also of commands that are not run, and of those in running words."""
    for words in named_commands(page.read_text(encoding="utf-8")):
        command: click.Command = cli
        context = click.Context(cli, info_name="marsad")
        rest = list(words)
        while isinstance(command, click.Group) and rest and not rest[0].startswith("-") and rest[0] != "COMMAND":
            inner = command.get_command(context, rest.pop(0))
            assert inner is not None, words
            command = inner
        options = {o for p in command.params for o in (*p.opts, *p.secondary_opts)} | {"--help"}
        given = {w.split("=")[0] for w in rest if re.match(r"--?[a-z]", w)}
        assert given <= options, words


def test_every_target_of_make_and_method_that_is_named_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"^make (\w+)|`make (\w+)`", text, re.M):
            assert re.search(rf"^{''.join(target)}:", makefile, re.M), (page.name, target)
        for method in re.findall(r"^    (?:\w+ = )?store\.(\w+)\(", text, re.M):
            assert hasattr(Store, method), (page.name, method)
