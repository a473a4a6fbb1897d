"""What the processes of a measured command take (Linux)."""

from __future__ import annotations

import os
from pathlib import Path


def below(pid: int) -> list[int]:
    """A process and those under it; none where it has ended."""
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(q for child in found for q in below(int(child)))]


def seconds_of(pid: int) -> float:
    """Processor time that a process has taken, its threads included; 0 where it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
