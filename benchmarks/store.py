#!/usr/bin/env python3
"""Measure the store: a run beside coding alone, and search over 100,000 articles; prints JSON.

The articles are those of the evaluation material (MARSAD_SHARED, default ../shared); for search they are repeated with changed words.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from marsad.ingest.types import Fetched
from marsad.model import Article
from marsad.store import Arrival, Filters, Store
from marsad.store.cli import agencies_of, groups_of, load_coder
from marsad.store.intake import Intake
from marsad.store.running import Workers, run
from marsad.store.words import TOKEN

CORPORA = ("mixed-2015-07", "conflict-2015-07")
QUESTIONS = (
    "قصف خان شيخون", "غارات التحالف", "مقتل مدنيين", "الجيش", "اليمن", "في", "عدن المقاومة", '"المقاومة الشعبية"', "تنظيم الدولة", "سوريا حلب",
    "هدنة إنسانية", "مباراة الدوري", "أسعار النفط", "انتحاري تركيا", "وزير الخارجية", "قال",
    "السعودية اليوم", "الحوثيون تعز", '"مجلس الأمن"', "لاجئين",
)  # fmt: skip


def corpus() -> list[Article]:
    """The articles of the evaluation material."""
    folder = Path(os.environ.get("MARSAD_SHARED", "../shared")) / "corpora"
    out = []
    for name in CORPORA:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                data = json.loads(line)
                out.append(
                    Article(
                        **{k: data[k] for k in ("id", "text", "title", "url", "outlet", "published_at") if data.get(k)}
                    )
                )
    return out


def measure_run(articles: list[Article], jobs: int) -> dict[str, Any]:
    """Coding alone, then the whole run, with the same number of processes."""
    workers = Workers(partial(load_coder, None), jobs)
    batches = [articles[i : i + 128] for i in range(0, len(articles), 128)]
    workers.submit(list(articles[:64]))()  # every process has loaded before the clock starts
    began, cpu = time.perf_counter(), time.process_time()
    waiting = []
    for batch in batches:
        waiting.append(workers.submit(list(batch)))
        if len(waiting) >= workers.ahead:
            waiting.pop(0)()
    for result in waiting:
        result()
    alone, alone_cpu = time.perf_counter() - began, time.process_time() - cpu
    folder = Path(tempfile.mkdtemp(prefix="marsad-bench-"))
    try:
        with Store.open(folder, f"sqlite:///{folder / 'marsad.db'}") as store:
            intake = Intake(store, workers.coder.version, groups_of(workers.coder), agencies=agencies_of(workers.coder))
            began, cpu = time.perf_counter(), time.process_time()
            for _ in run(intake, (Fetched(a) for a in articles), workers):
                pass
            whole, whole_cpu = time.perf_counter() - began, time.process_time() - cpu
        sizes = {p.name: p.stat().st_size for p in folder.rglob("*") if p.is_file()}
    finally:
        shutil.rmtree(folder)
        workers.close()
    return {
        "articles": len(articles), "jobs": jobs, "claims": intake.tally.claims, "coding_alone_per_s": round(len(articles) / alone, 1),
        "run_per_s": round(len(articles) / whole, 1), "ratio": round(alone / whole, 3), "ratio_cpu": round(alone_cpu / whole_cpu, 3),
        "database_mb": round(sizes.get("marsad.db", 0) / 1e6, 1),
        "evidence_mb": round(sum(v for k, v in sizes.items() if k.endswith((".gz", ".jsonl"))) / 1e6, 1),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }  # fmt: skip


def repeated(articles: list[Article], count: int) -> Iterator[Arrival]:
    """Articles again and again, one word in eight changed for another of the corpora."""
    dice = random.Random(7)
    pool = [w for a in dice.sample(articles, 400) for w in TOKEN.findall(a.text)]
    for n in range(count):
        article = articles[n % len(articles)]
        words = article.text.split(" ")
        for _ in range(len(words) // 8 if n >= len(articles) else 0):
            words[dice.randrange(len(words))] = dice.choice(pool)
        day = f"201{n % 6}-{1 + n % 12:02d}-{1 + n % 28:02d}"
        yield Arrival(Article(f"{article.id}-{n}", " ".join(words), article.title, article.url, article.outlet, day))


def measure_search(articles: list[Article], count: int, rounds: int) -> dict[str, Any]:
    """Times of searches over `count` articles, the first of each question included."""
    folder = Path(tempfile.mkdtemp(prefix="marsad-bench-"))
    try:
        with Store.open(folder, f"sqlite:///{folder / 'marsad.db'}") as store:
            began = time.perf_counter()
            batch: list[Arrival] = []
            for arrival in repeated(articles, count):
                batch.append(arrival)
                if len(batch) == 500:
                    store.add_articles(batch)
                    batch = []
            store.add_articles(batch)
            filled = time.perf_counter() - began
            size = (folder / "marsad.db").stat().st_size
            times: list[tuple[float, str]] = []
            for n in range(rounds):
                for question in QUESTIONS:
                    filters = Filters(date_from="2013-01-01") if n % 3 == 2 else Filters()
                    began = time.perf_counter()
                    store.search(question, filters)
                    times.append((time.perf_counter() - began, question))
    finally:
        shutil.rmtree(folder)
    ordered = sorted(t for t, _ in times)
    slowest = sorted({q: max(t for t, p in times if p == q) for q in QUESTIONS}.items(), key=lambda x: -x[1])[:5]
    return {
        "articles": count, "fill_s": round(filled, 1), "database_mb": round(size / 1e6), "searches": len(times),
        "median_ms": round(1000 * statistics.median(ordered), 1), "p95_ms": round(1000 * ordered[int(0.95 * len(ordered))], 1),
        "slowest_ms": {q: round(1000 * t, 1) for q, t in slowest},
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--jobs", type=int, nargs="*", default=[1, 2])
    options.add_argument("--search", type=int, default=100_000, help="articles to search; 0 leaves it out")
    options.add_argument("--rounds", type=int, default=15)
    given = options.parse_args()
    articles = corpus()
    result: dict[str, Any] = {"run": [measure_run(articles, jobs) for jobs in given.jobs]}
    if given.search:
        result["search"] = measure_search(articles, given.search, given.rounds)
    json.dump(result, sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main()
