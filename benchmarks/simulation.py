#!/usr/bin/env python3
"""What linking asks of a cluster at ten million claims, found on one processor; prints JSON (Linux).

    MARSAD_SHARED=../shared python benchmarks/simulation.py [--years 10] [SIZE...]

The claims are those of the corpora, coded once and repeated with other days and places until there are SIZE of them in the given
years. Every claim goes through what linking really does first: its blocks (`link.blocking.keys_of`) and the places where they are handled
(`engine.linking`); of that, block sizes, comparisons, rows and bytes are counted whole. What costs hours is measured on samples, and said so:
some places, the fullest among them, are scored in a process of its own, so that time and memory are what a worker would take;
and all claims of some weeks are linked to the end, to see how large what hangs together grows.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from array import array
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from typing import Any

import linking as repeated
import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from marsad.engine import linking as engine
from marsad.engine.components import Components
from marsad.engine.shuffle import buckets_of
from marsad.link.blocking import keys_of, reach_of
from marsad.link.bodies import Bodies
from marsad.link.facts import Facts, facts_of
from marsad.link.rules import load_rules
from marsad.link.score import Scorer
from marsad.link.types import Key
from marsad.model import Article, Claim

SIZES = (100_000, 1_000_000, 10_000_000)
CORPORA = ("conflict-2015-07", "mixed-2015-07", "other-years")
PROCESSORS = 16  # of the cluster that is imagined
SAMPLED = 3  # buckets that are scored: the emptiest, the middle, the fullest
WEEKS = (1, 2, 4)  # whose claims are linked to the end
MOST = 80_000  # claims of such weeks, so that it ends in minutes


class World:
    """`size` claims within `years`: claim n is the corpora's claim n modulo their number, moved in time and place by its turn."""

    def __init__(self, size: int, years: float) -> None:
        scorer = Scorer()
        self.told: list[tuple[Article, Claim]] = []
        self.facts: list[Facts] = []
        for report in repeated.corpus(CORPORA):
            self.told += [(report.article, claim) for claim in report.coded.claims]
            self.facts += facts_of(report.article, report.coded, scorer.rules.generic.__contains__)
        self.size, self.rules = size, scorer.rules
        self.turns = -(-size // len(self.facts))
        self.days = years * 365.25

    def later(self, turn: int) -> int:
        """The days by which a turn is moved: the turns stand evenly in the years."""
        return int(turn * self.days / self.turns)

    def fact(self, n: int) -> Facts:
        """The claim as linking sees it."""
        turn, at = divmod(n, len(self.facts))
        return moved(self.facts[at], turn, self.later(turn))

    def sent(self, n: int) -> bytes:
        """The claim as it travels to its component."""
        turn, at = divmod(n, len(self.facts))
        article, claim = self.told[at]
        article, claim = (
            repeated.moved(article, turn, self.later(turn)),
            repeated.shifted(claim, turn, self.later(turn)),
        )
        header = engine._Header(article.id, article.title, article.outlet, article.published_at)
        return msgspec.msgpack.encode(engine._Sent(header, claim, None, None))


def moved(fact: Facts, turn: int, days: int) -> Facts:
    """The facts of the shifted claim, without reading its words again."""
    article = f"{fact.article}-{turn}"
    fact = replace(
        fact, key=Key(article, fact.key.claim), article=article, told=fact.told and fact.told + days,
        start=fact.start and fact.start + days, end=fact.end and fact.end + days,
    )  # fmt: skip
    if fact.place and fact.precision <= 3:
        fact.place, fact.place_name, fact.lat = (
            f"{fact.place}-{turn}",
            f"{fact.place_name} {turn}",
            fact.lat + 0.4 * (turn % 7),
        )
    return fact


def spread(
    world: World, buckets: int, parts: int
) -> tuple[dict[str, NDArray[np.int64]], NDArray[np.int32], NDArray[np.int32]]:
    """Every claim's keys by their kind, as hashes; and every row of the shuffle: its bucket and its claim."""
    keys: dict[str, array[int]] = {}
    homes, claims = array("i"), array("i")
    for n in range(world.size):
        found = set(keys_of(world.fact(n), world.rules))
        for key in found:
            keys.setdefault(key[1], array("q")).append(hash(key))
        rows = {engine.home_of(key, buckets, parts) for key in found}
        homes.extend(rows)
        claims.extend([n] * len(rows))
    return (
        {k: np.frombuffer(v, np.int64) for k, v in keys.items()},
        np.frombuffer(homes, np.int32),
        np.frombuffer(claims, np.int32),
    )


def blocks_of(kind: str, keys: NDArray[np.int64]) -> dict[str, Any]:
    """Sizes of the blocks of a kind, and the comparisons that they ask for."""
    keys.sort()
    ends = np.flatnonzero(np.append(keys[1:] != keys[:-1], True))
    sizes, blocks = np.unique(np.diff(np.append(-1, ends)), return_counts=True)
    compared = 0
    for size, number in zip(sizes.tolist(), blocks.tolist(), strict=True):
        reach = min(reach_of(("", kind), size), size - 1)
        compared += number * (size * reach - reach * (reach + 1) // 2)
    return {"blocks": int(blocks.sum()), "largest": int(sizes[-1]), "keys": len(keys), "compared": compared}


_world: World


def _begin(world: World) -> None:
    global _world
    _world = world


def _rows(numbers: list[int], keys: list[list[tuple[str, ...]]]) -> pa.Table:
    rows = [
        {"bucket": 0, "claim": n, "facts": msgspec.msgpack.encode(_world.fact(n)), "keys": msgspec.msgpack.encode(k)}
        for n, k in zip(numbers, keys, strict=True)
    ]
    return pa.Table.from_pylist(rows, schema=engine._FACTS)


def own() -> engine._Own:
    """What linking goes by, as packaged."""
    return engine._Own(dict(Bodies().parents), load_rules(), None)


def _held() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def score_bucket(numbers: list[int], bucket: int, buckets: int, parts: int) -> dict[str, Any]:
    """Score one bucket of the shuffle as a worker would."""
    rules = _world.rules
    keys = [
        [k for k in set(keys_of(_world.fact(n), rules)) if engine.home_of(k, buckets, parts) == bucket] for n in numbers
    ]
    before, table = _held(), _rows(numbers, keys)
    began = time.process_time()
    kept = sum(1 for _ in engine._scored(table, own()))
    return {
        "rows": len(numbers), "bytes_a_row": table.nbytes // len(numbers), "s": round(time.process_time() - began, 2), "kept": kept,
        "more_memory_mb": _held() - before,
    }  # fmt: skip


def link_weeks(world_weeks: list[list[int]]) -> list[dict[str, Any]]:
    """Link all claims of the first week, then of the first two, …; how large the components grow. The pairs are scored once."""
    scorer = Scorer(own().parents, own().rules)
    numbers = [n for week in world_weeks for n in week]
    week_of = {n: w for w, week in enumerate(world_weeks) for n in week}
    table = _rows(numbers, [list(set(keys_of(_world.fact(n), _world.rules))) for n in numbers])
    began = time.process_time()
    pairs = [(r["claim"], r["other"], r["score"]) for r in engine._scored(table, own())]
    scoring = time.process_time() - began
    out = []
    for weeks in sorted({min(w, len(world_weeks)) for w in WEEKS}):
        inside = [p for p in pairs if week_of[p[0]] < weeks and week_of[p[1]] < weeks]
        near = np.array([p[:2] for p in inside if p[2] > 0], np.int64).reshape(-1, 2)
        components = Components()
        components.join(near[:, 0], near[:, 1])
        found = components.table()
        sizes = Counter(found.sets.tolist())
        largest, members = sizes.most_common(1)[0] if sizes else (0, 1)
        claims = sum(len(w) for w in world_weeks[:weeks])
        out.append({
            "weeks": weeks, "claims": claims, "pairs_kept": len(inside), "pairs_that_join": len(near),
            "in_a_component": len(found.numbers), "largest_component": members, "share_of_largest": round(members / claims, 4),
        })  # fmt: skip
    out[-1] |= {"scoring_ms_a_claim": round(1000 * scoring / len(numbers), 3)}
    return [*out[:-1], out[-1] | _clustered(inside, found, numbers, largest, scorer)]


def _clustered(
    pairs: list[tuple[int, int, float]], found: Any, numbers: list[int], largest: int, scorer: Scorer
) -> dict[str, Any]:
    """Events of a sample of components and of the largest."""
    rows: dict[int, list[dict[str, Any]]] = {}
    claims = 0
    for n in numbers:
        component = found.of(n)
        if component == largest or component % 8 == 0:
            claims += component != largest
            rows.setdefault(component, []).append({"claim": n, "told": _world.sent(n)})
    for a, b, score in pairs:
        component = found.of(a)
        if component in rows and component == found.of(b):
            rows[component].append({"claim": a, "other": b, "score": score, "told": None})
    of_largest, bodies = rows.pop(largest, []), Bodies()
    began = time.process_time()
    events = sum(1 for part in rows.values() for _ in engine._events_of(part, scorer, "as_reported", bodies))
    spent = time.process_time() - began
    before, began = _held(), time.process_time()
    sizes = [len(e.members) for e in engine._events_of(of_largest, scorer, "as_reported", bodies)]
    return {
        "events_ms_a_claim": round(1000 * spent / max(1, claims), 3), "claims_an_event": round(claims / max(1, events), 2),
        "largest_component_s": round(time.process_time() - began, 2), "largest_component_events": len(sizes),
        "largest_component_pairs": sum(1 for r in of_largest if r["told"] is None),
        "largest_event_in_it": max(sizes, default=0), "largest_component_more_memory_mb": _held() - before,
    }  # fmt: skip


def weeks_of(world: World) -> list[list[int]]:
    """The claims of some weeks in the middle, by the day they tell of, else of their publication."""
    day = np.array([f.start or f.told for f in world.facts])
    usual = int(np.median(day[day > 0]))
    middle = usual + world.later(world.turns // 2)
    weeks: list[list[int]] = [[] for _ in range(max(WEEKS))]
    for turn in range(world.turns):
        at = (day + world.later(turn) - middle) // 7
        for n in np.flatnonzero((day > 0) & (at >= 0) & (at < len(weeks))).tolist():
            if (number := turn * len(world.facts) + n) < world.size:
                weeks[at[n]].append(number)
    while sum(map(len, weeks)) > MOST and len(weeks) > 1:
        weeks.pop()
    return weeks


def measure(size: int, years: float) -> dict[str, Any]:
    """All of it for one number of claims."""
    world = World(size, years)
    buckets, parts = buckets_of(size * 3, PROCESSORS), engine.parts_of(round(size / years / 12))
    began = time.process_time()
    keys, homes, claims = spread(world, buckets, parts)
    spent = time.process_time() - began
    number = sum(map(len, keys.values()))
    blocks = {kind: blocks_of(kind, found) for kind, found in sorted(keys.items())}
    del keys
    order = np.argsort(homes, kind="stable")
    starts = np.searchsorted(homes[order], np.arange(buckets + 1))
    full = np.argsort(np.diff(starts))
    picked = [int(full[round(i * (buckets - 1) / (SAMPLED - 1))]) for i in range(SAMPLED)]
    said: dict[str, Any] = {
        "claims": size, "years": years, "turns": world.turns, "cpu_s_of_keys": round(spent, 1), "keys_a_claim": round(number / size, 2),
        "compared_a_claim": round(sum(b["compared"] for b in blocks.values()) / size, 1), "blocks": blocks,
        "buckets": buckets, "rows_a_claim": round(len(homes) / size, 2), "rows_of_a_bucket": round(len(homes) / buckets),
        "rows_of_the_fullest": int(np.diff(starts)[full[-1]]),
    }  # fmt: skip
    calls = [(claims[order[starts[b] : starts[b + 1]]].tolist(), b, buckets, parts) for b in picked]
    said["scored"] = list(_in_own_process(world, score_bucket, calls))
    scored = said["scored"]
    said["scoring_ms_a_row"] = round(1000 * sum(s["s"] for s in scored) / sum(s["rows"] for s in scored), 3)
    said["gb_moved"] = round(
        len(homes) * sum(s["bytes_a_row"] * s["rows"] for s in scored) / sum(s["rows"] for s in scored) / 1e9, 2
    )
    (said["weeks"],) = _in_own_process(world, link_weeks, [(weeks_of(world),)])
    said["peak_memory_mb"] = _held()
    return said


def _in_own_process(world: World, function: Any, calls: list[tuple[Any, ...]]) -> Iterator[Any]:
    with ProcessPoolExecutor(1, get_context("spawn"), _begin, (world,)) as pool:
        for call in calls:
            yield pool.submit(function, *call).result()


def main() -> None:
    """Print the figures of each size."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sizes", type=int, nargs="*", default=list(SIZES))
    options.add_argument("--years", type=float, default=10.0)
    given = options.parse_args()
    for size in given.sizes:
        print(json.dumps(measure(size, given.years)), flush=True)


if __name__ == "__main__":
    main()
