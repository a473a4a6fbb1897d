#!/usr/bin/env python3
"""Measure exports of 80,000 events: seconds by the clock, seconds of all processors, memory of all processes; prints JSON.

    MARSAD_SHARED=../shared python benchmarks/export.py [--scale 0.1] [--jobs 1] [FORMAT…]

The store is that of `workbench.py`. Seconds by the clock depend on what else the machine does: `load` says how much that was.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from processes import below
from workbench import MARSAD, filled

LIMITS = {"csv": 20.0, "parquet": 15.0}
MEMORY_MB = 500


def measure(folder: Path, form: str, jobs: int | None) -> dict[str, Any]:
    """One export in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="marsad-bench-export-") as to:
        out = Path(to) / "out"
        command = [str(MARSAD), "export", "--format", form, "-o", str(out), *(["--jobs", str(jobs)] if jobs else [])]
        began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        running = subprocess.Popen(command, env={**os.environ, "MARSAD_HOME": str(folder)}, stdout=subprocess.PIPE)
        most = 0.0
        while running.poll() is None:
            most = max(most, memory_mb(running.pid))
            time.sleep(0.2)
        seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        told = running.stdout.read().decode() if running.stdout else ""
        assert running.returncode == 0, told
        size = sum(p.stat().st_size for p in Path(to).rglob("*") if p.is_file()) / 1e6
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "events": int(told.split()[0].replace(",", "")), "seconds": round(seconds, 1), "cpu_seconds": round(cpu, 1),
        "memory_mb": round(most), "files_mb": round(size), "load": round(os.getloadavg()[0], 1),
        **({"limit_seconds": LIMITS[form], "limit_memory_mb": MEMORY_MB} if form in LIMITS else {}),
    }  # fmt: skip


def memory_mb(pid: int) -> float:
    """What a process and those that it started hold, each shared page counted once; 0 where the system does not tell (Linux does)."""
    total = 0.0
    for one in below(pid):
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024
    return total


def main() -> None:
    """Make the store where it is not there, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("formats", nargs="*", default=["csv", "parquet", "jsonl"])
    options.add_argument("--scale", type=float, default=1.0, help="part of the full size")
    options.add_argument("--jobs", type=int, help="processes; by default what `marsad export` takes")
    given = options.parse_args()
    folder = filled(given.scale)
    print(json.dumps({form: measure(folder, form, given.jobs) for form in given.formats}, indent=1))


if __name__ == "__main__":
    main()
