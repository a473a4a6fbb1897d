"""Coding over many machines: the blocks of the input through Ray Data, one loaded coder an actor, each block published once."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from ..errors import StopRun
from ..lexicons.load import PACKAGED, version_of
from ..model import Article, Coded, Refused
from ..pipeline import ClaimCoder, Coder
from . import dataset
from .blocks import Block, count_records, cut, read_block, readable
from .cluster import cores
from .storage import Folder, files_at

BLOCK = 1000  # articles; what a killed worker costs, and for how long the others wait for the last one

Told = Callable[[dataset.Manifest], None]


class CodeBlock:
    """An actor: loads the coder once, then reads, codes and publishes one block after the other."""

    def __init__(self, output: str, lexicon: Path | None) -> None:
        self.folder = Folder(output)
        self.coder: ClaimCoder = Coder.load(lexicon)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Do one block; its manifest as JSON."""
        block = msgspec.json.decode(row["block"], type=Block)
        started = time.monotonic()
        coded = (self._code(record) for record in read_block(block))
        manifest = dataset.write_block(self.folder, block, coded, started)
        return {"manifest": msgspec.json.encode(manifest)}

    def _code(self, record: Article | Refused) -> tuple[Article | None, Coded | Refused]:
        if isinstance(record, Refused):
            return None, record
        return record, self.coder.code(record)


def plan_of(ray: Any, source: str, coder: str, size: int) -> dataset.Plan:
    """The blocks of an input: every file counted, wherever a processor is free."""
    files = readable(files_at(source))
    counts = _counts(ray, [file for file, _ in files])
    listing = "\n".join(f"{file}\t{bytes_}\t{count}" for (file, bytes_), count in zip(files, counts, strict=True))
    blocks = cut(files, counts, size)
    if not blocks:
        raise StopRun(f"{source}: holds no articles")
    return dataset.Plan(coder, source, hashlib.sha256(listing.encode()).hexdigest(), blocks)


def _counts(ray: Any, files: list[str]) -> list[int]:
    if len(files) == 1:  # a process that first must be started would do it no sooner
        return [count_records(files[0])]
    counts: list[int] = ray.get([ray.remote(count_records).remote(file) for file in files])
    return counts


def code(
    ray: Any, source: str, output: str, lexicon: Path | None = None, size: int = BLOCK, told: Told | None = None
) -> dict[str, Any]:
    """Code the input into the data set at `output`; what earlier runs have published is not done again. Gives the run's report."""
    started = time.monotonic()
    folder = Folder(output)
    plan = plan_of(ray, source, version_of((PACKAGED,) if lexicon is None else (PACKAGED, lexicon)), size)
    _agree(folder, plan)
    removed = dataset.clear_leftovers(folder)
    done = dataset.manifests(folder)
    missing = [b for b in plan.blocks if b.id not in done]
    for manifest in _coded(ray, missing, output, lexicon):
        if told is not None:
            told(manifest)
    removed += dataset.clear_leftovers(folder)
    return _report(folder, plan, len(plan.blocks) - len(missing), removed, time.monotonic() - started)


def _agree(folder: Folder, plan: dataset.Plan) -> None:
    """A data set is of one input and one coder: another plan needs another folder."""
    old = dataset.read_plan(folder)
    if old is None:
        folder.put("plan.json", msgspec.json.encode(plan))
        return
    remedy = "give another output folder"
    if old.input_hash != plan.input_hash:
        raise StopRun(
            f"{folder.address}: was made from another input ({old.input}), or its files have changed since: {remedy}"
        )
    if old.coder != plan.coder:
        raise StopRun(f"{folder.address}: was made by another coder ({old.coder}, now {plan.coder}): {remedy}")
    if old.blocks != plan.blocks:
        raise StopRun(
            f"{folder.address}: was begun with blocks of another size: give the same --block, or {remedy.removeprefix('give ')}"
        )


def _coded(ray: Any, blocks: list[Block], output: str, lexicon: Path | None) -> Iterator[dataset.Manifest]:
    if not blocks:
        return
    workers = min(cores(ray), len(blocks))
    rows = ray.data.from_items([{"block": msgspec.json.encode(b)} for b in blocks], override_num_blocks=len(blocks))
    pool = ray.data.ActorPoolStrategy(
        min_size=1, initial_size=workers, max_size=workers, max_tasks_in_flight_per_actor=2
    )
    done = rows.map(CodeBlock, fn_constructor_args=(output, lexicon), compute=pool, num_cpus=1)
    for row in done.iter_rows():
        yield msgspec.json.decode(row["manifest"], type=dataset.Manifest)


def _report(folder: Folder, plan: dataset.Plan, kept: int, removed: int, seconds: float) -> dict[str, Any]:
    done = dataset.manifests(folder).values()
    reasons = [reason for m in done for reason in m.reasons]
    report = {
        "input": plan.input,
        "input_hash": plan.input_hash,
        "coder": plan.coder,
        "blocks": len(plan.blocks),
        "blocks_kept_from_before": kept,
        "leftovers_removed": removed,
        "articles": sum(m.articles for m in done),
        "claims": sum(m.claims for m in done),
        "refused": sum(m.refused for m in done),
        "refused_why": reasons[:1000],
        "seconds": round(seconds, 2),
        "seconds_of_coding": round(sum(m.seconds for m in done), 2),
    }
    folder.put_json("report.json", report)
    return report


def articles_and_records(folder: Folder) -> Iterable[tuple[str, bytes]]:
    """Every article's id and record, in the order of the input: what `marsad code` prints."""
    rows = dataset.read_rows(dataset.files_of(folder, "articles"), folder.fs, ["number", "id", "record"])
    for row in sorted(rows, key=lambda r: r["number"]):
        yield row["id"], row["record"]
