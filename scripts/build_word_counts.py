"""Count in how many sentences each word stands: the measure of how rare a word is, for linking claims and for telling names from everyday words.

Reads the two openly licensed records of `MARSAD_SHARED` (Arabic event records, MIT; Arabic News Stance, Apache-2.0) and writes
`src/marsad/text/data/word_counts.tsv`: the number of sentences on the first line, then word and count, twice or more.
"""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from pathlib import Path

from marsad.text.words import words_of

SHARED = Path(os.environ.get("MARSAD_SHARED", "../shared")) / "benchmarks"
TARGET = Path(__file__).resolve().parent.parent / "src" / "marsad" / "text" / "data" / "word_counts.tsv"


def main() -> None:
    """Count and write."""
    sentences: set[str] = set()
    for path in sorted((SHARED / "arabic_event_gsr").glob("*_detection.jsonl")):
        with path.open(encoding="utf-8") as file:
            sentences.update(json.loads(line)["text"] for line in file)
    with (SHARED / "ans" / "stance_train.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sentences.update((row["s1"], row["s2"]))
    counts = Counter(word for sentence in sentences for word in set(words_of(sentence)))
    lines = [str(len(sentences))] + [f"{word}\t{n}" for word, n in sorted(counts.items()) if n > 1]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(sentences)} sentences, {len(lines) - 1} words")


if __name__ == "__main__":
    main()
