#!/usr/bin/env python3
"""Measure `marsad run --engine ray` beside `marsad code --jobs 2` on the same articles, run in turns; prints JSON (Linux).

    MARSAD_SHARED=../shared python benchmarks/engine.py [--articles 20000] [--rounds 2] [--block 500]

The articles are those of the corpora mixed-2015-07 and conflict-2015-07, again and again under ids of their own. Times are of the whole
command, Ray's start and end included; the first run of all, which compiles the lexicon, is not counted.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

from processes import below, seconds_of

CORPORA = ("mixed-2015-07", "conflict-2015-07")
MARSAD = (sys.executable, "-m", "marsad")


def write_input(file: Path, count: int) -> None:
    """`count` articles of the corpora as JSON Lines."""
    folder = Path(os.environ.get("MARSAD_SHARED", "../shared")) / "corpora"
    rows = []
    for name in CORPORA:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows += [json.loads(line) for line in lines]
    with file.open("w", encoding="utf-8") as out:
        for n, row in enumerate(islice(cycle(rows), count)):
            out.write(json.dumps({**row, "id": f"{row['id']}-{n}"}, ensure_ascii=False) + "\n")


def memory_of(pid: int) -> dict[str, int]:
    """Megabytes of a process: the most it ever held, shared pages included, and what is its own now."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    fields = dict(line.split(":", 1) for line in lines)
    return {name: int(fields[name].split()[0]) // 1024 for name in ("VmHWM", "RssAnon") if name in fields}


def run(command: list[str], out: Path, of_worker: str) -> dict[str, Any]:
    """Seconds of a command, processor time of all its processes, and the memory of the greatest whose command line holds `of_worker`."""
    began = time.perf_counter()
    peak: dict[str, int] = {}
    used: dict[int, float] = {}
    with out.open("wb") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=subprocess.PIPE)
        while process.poll() is None:
            for pid in below(process.pid):
                used[pid] = seconds_of(pid) or used.get(pid, 0.0)
                if of_worker in _command_of(pid):
                    peak = {k: max(v, peak.get(k, 0)) for k, v in memory_of(pid).items()} or peak
            time.sleep(0.25)
    assert process.stderr is not None
    if process.returncode:
        raise SystemExit(process.stderr.read().decode())
    return {
        "wall_s": round(time.perf_counter() - began, 1), "cpu_s": round(sum(used.values()), 1),
        "worker_peak_mb": peak.get("VmHWM"), "worker_own_mb": peak.get("RssAnon"),
    }  # fmt: skip


def _command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""


def measure(folder: Path, articles: int, rounds: int, block: int) -> dict[str, Any]:
    """Both commands in turns, `rounds` times each."""
    file, first, data = folder / "in.jsonl", folder / "first.jsonl", folder / "set"
    write_input(file, articles)
    write_input(first, 100)
    subprocess.run([*MARSAD, "code", str(first)], stdout=subprocess.DEVNULL, check=True)
    code, ray = [], []
    for _ in range(rounds):
        code.append(run([*MARSAD, "code", "--jobs", "2", str(file)], folder / "out.jsonl", "spawn_main"))
        shutil.rmtree(data, ignore_errors=True)
        command = [*MARSAD, "run", "--engine", "ray", "--block", str(block), str(file), str(data)]
        ray.append(run(command, folder / "ray.out", "ray::"))
        report = json.loads((data / "report.json").read_text())
        ray[-1] |= {name: report[name] for name in ("seconds", "seconds_of_coding", "articles", "claims", "blocks")}
    size = sum(p.stat().st_size for p in data.rglob("*") if p.is_file())
    return {
        "articles": articles, "load": os.getloadavg()[0], "ratio": _ratio(ray, code, "wall_s"), "ratio_cpu": _ratio(ray, code, "cpu_s"),
        "input_mb": round(file.stat().st_size / 1e6, 1), "data_set_mb": round(size / 1e6, 1), "code": code, "ray": ray,
    }  # fmt: skip


def _ratio(ray: list[dict[str, Any]], code: list[dict[str, Any]], what: str) -> float:
    return round(median(r[what] for r in ray) / median(c[what] for c in code), 3)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--block", type=int, default=500)
    given = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="marsad-bench-"))
    try:
        print(json.dumps(measure(folder, given.articles, given.rounds, given.block), indent=1))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
