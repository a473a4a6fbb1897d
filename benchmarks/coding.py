"""Quality, speed and memory of `marsad code`, as JSON and as the README's table.

    MARSAD_SHARED=../shared python benchmarks/coding.py

Quality comes from the scorer of the evaluation material; speed is measured on one core and given as a ratio to spaCy's blank Arabic
tokeniser over the same text at the same moment.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SHARED = Path(os.environ.get("MARSAD_SHARED", "../shared"))
SCORE = SHARED / "contract" / "score.py"
RUN = f"{Path(sys.executable).parent / 'marsad'} code --format jsonl -"


def quality(part: str) -> dict[str, Any]:
    """The scorer's figures for one part of the hand-coded articles."""
    command = [
        sys.executable,
        str(SCORE),
        "claims",
        "--gold",
        str(SHARED / "gold" / part),
        "--articles",
        str(SHARED / "articles" / part),
        "--json",
    ]
    done = subprocess.run([*command, "--run", RUN], capture_output=True, check=True, text=True)
    return dict(json.loads(done.stdout))


def reference() -> dict[str, Any]:
    """The scorer's figures for the reference article alone: a folder that holds only its gold file."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(SHARED / "gold" / "baghuz-2019-02-16.gold.json", folder)
        command = [
            sys.executable,
            str(SCORE),
            "claims",
            "--gold",
            folder,
            "--articles",
            str(SHARED / "articles"),
            "--json",
        ]
        done = subprocess.run([*command, "--run", RUN], capture_output=True, check=True, text=True)
    return dict(json.loads(done.stdout))


def records() -> dict[str, Any]:
    """The scorer's figures for the public gold records."""
    command = [
        sys.executable,
        str(SCORE),
        "gsr",
        "--data",
        str(SHARED / "benchmarks" / "arabic_event_gsr"),
        "--json",
        "--run",
        RUN,
    ]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return dict(json.loads(done.stdout))


def speed(corpus: str) -> dict[str, float]:
    """Articles a second on one core, and how many times as long as spaCy's blank Arabic tokeniser takes, both in this process."""
    import spacy

    from marsad.model import Article
    from marsad.pipeline import Coder

    with gzip.open(SHARED / "corpora" / f"{corpus}.jsonl.gz", "rt", encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    made = [Article(a["id"], a["text"], outlet=a.get("outlet"), published_at=a.get("published_at")) for a in articles]
    coder = Coder.load()
    blank = spacy.blank("ar")
    for article in made[:50]:
        coder.code(article)
        blank(article.text)
    ours = theirs = 0.0
    for start in range(0, len(made), 100):  # in turns, so that both meet the same machine
        batch = made[start : start + 100]
        begun = time.perf_counter()
        for article in batch:
            coder.code(article)
        middle = time.perf_counter()
        for article in batch:
            blank(article.text)
        ours += middle - begun
        theirs += time.perf_counter() - middle
    return {"articles_per_s": round(len(made) / ours, 1), "times_spacy_blank": round(ours / theirs, 2)}


def start_up() -> float:
    """Seconds from the call to the end of coding one short text, the vocabulary's cache warm."""
    command = [*RUN.split()[:2], "--format", "jsonl", "--text", "قصفت المدفعية أحياء المدينة."]
    subprocess.run(command, capture_output=True, check=True)
    begun = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return round(time.perf_counter() - begun, 2)


def main() -> None:
    """Print all figures as JSON."""
    out: dict[str, Any] = {
        "start_up_s": start_up(),
        "speed": {c: speed(c) for c in ("mixed-2015-07", "conflict-2015-07")},
    }
    out["peak_memory_mb_with_spacy"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    out["reference"], out["gold"] = reference(), quality(".")
    out["gold/more"], out["gsr"] = quality("more"), records()
    print(json.dumps(out, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
