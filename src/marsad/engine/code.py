"""Coding over many machines: the blocks of the input through Ray Data, one loaded coder an actor, each block published once."""

from __future__ import annotations

import hashlib
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from ..errors import MarsadError, StopRun
from ..evidence.ledger import moment
from ..lexicons.load import PACKAGED, version_of
from ..model import Article, Coded, Refused
from ..pipeline import ClaimCoder, Coder
from . import dataset
from .blocks import Block, Reader, count_records, cut, readable
from .cluster import cores
from .storage import Folder, files_at

BLOCK = 500  # articles; what a killed worker costs, and for how long the others wait for the last one
_TRIES, _PAUSE = 3, 2.0  # of a block whose files cannot be reached, and the seconds between

Told = Callable[[int, int], None]  # articles that were done just now, and how many this run has to do


class CodeBlock:
    """An actor: loads the coder once, then reads, codes and publishes one block after the other.

    A file that cannot be reached costs its block alone, and that only in this run: nothing is published of it.
    """

    def __init__(self, output: str, lexicon: Path | None, version: str | None = None) -> None:
        self.folder = Folder(output)
        self.coder: ClaimCoder = Coder.load(lexicon)
        self.reader = Reader()
        if version not in (None, self.coder.version):
            raise StopRun(
                f"{socket.gethostname()}: has another lexicon or other imported places ({self.coder.version}) than the machine that asks "
                f"({version}): give every machine the same Marsad, the same --lexicon folder and the same places"
            )

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Do one block; its manifest as JSON, or why there is none."""
        block = msgspec.json.decode(row["block"], type=Block)
        for left in reversed(range(_TRIES)):
            try:
                return {"manifest": msgspec.json.encode(self._do(block)), "failed": None}
            except (MarsadError, OSError) as error:
                self.reader.close()
                failed = f"{block.file}, records {block.start + 1} to {block.stop}: {error}"
                if left:
                    time.sleep(_PAUSE)
        return {"manifest": None, "failed": failed}

    def _do(self, block: Block) -> dataset.Manifest:
        started = time.monotonic()
        coded = (self._code(record) for record in self.reader.read(block))
        return dataset.write_block(self.folder, block, coded, started)

    def _code(self, record: Article | Refused) -> tuple[Article | None, Coded | Refused]:
        if isinstance(record, Refused):
            return None, record
        return record, self.coder.code(record)


def input_of(source: str, output: str) -> list[tuple[str, int]]:
    """The files that `source` names, with their sizes; those of the data set itself, where it lies among them, are none."""
    own = Folder(output)
    inside = own.fs.unstrip_protocol(own.root).rstrip("/") + "/"
    return readable(((file, size) for file, size in files_at(source) if not file.startswith(inside)), source)


def plan_of(ray: Any, source: str, files: list[tuple[str, int]], coder: str, size: int) -> dataset.Plan:
    """The blocks of an input: every file counted, wherever a processor is free."""
    counts = _counts(ray, [file for file, _ in files])
    listing = "\n".join(f"{file}\t{bytes_}\t{count}" for (file, bytes_), count in zip(files, counts, strict=True))
    blocks = cut(files, counts, size)
    if not blocks:
        raise StopRun(f"{source}: holds no articles")
    return dataset.Plan(coder, source, hashlib.sha256(listing.encode()).hexdigest(), blocks, version("marsad"))


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
    coder = version_of((PACKAGED,) if lexicon is None else (PACKAGED, lexicon))
    plan = plan_of(ray, source, input_of(source, output), coder, size)
    _agree(folder, plan)
    removed = dataset.clear_leftovers(folder)
    done = dataset.manifests(folder)
    missing = [b for b in plan.blocks if b.id not in done]
    failed: list[str] = []
    for manifest, reason in _coded(ray, missing, output, lexicon, coder):
        if manifest is None:
            failed.append(reason)
        elif told is not None:
            told(manifest.articles, sum(b.stop - b.start for b in missing))
    removed += dataset.clear_leftovers(folder)
    run = {
        "ended_at": moment(),
        "processors": cores(ray),
        "articles": sum(m.articles for m in dataset.manifests(folder).values())
        - sum(m.articles for m in done.values()),
        "blocks_coded": len(missing) - len(failed),
        "blocks_kept_from_before": len(plan.blocks) - len(missing),
        "blocks_that_failed": failed,
        "leftovers_removed": removed,
        "seconds": round(time.monotonic() - started, 2),
    }
    return _report(folder, plan, run)


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
    if old.marsad and old.marsad != plan.marsad:
        raise StopRun(
            f"{folder.address}: was begun by Marsad {old.marsad}, this is {plan.marsad}: install that version, or {remedy}"
        )
    if old.blocks != plan.blocks:
        raise StopRun(f"{folder.address}: was begun with blocks of another size: give the same --block, or {remedy}")


def _coded(
    ray: Any, blocks: list[Block], output: str, lexicon: Path | None, coder: str
) -> Iterator[tuple[dataset.Manifest | None, str]]:
    """Each block's manifest as it is done, or None and why it could not be."""
    if not blocks:
        return
    workers = min(cores(ray), len(blocks))
    rows = ray.data.from_items([{"block": msgspec.json.encode(b)} for b in blocks], override_num_blocks=len(blocks))
    pool = ray.data.ActorPoolStrategy(
        min_size=1, initial_size=workers, max_size=workers, max_tasks_in_flight_per_actor=2
    )
    done = rows.map(CodeBlock, fn_constructor_args=(output, lexicon, coder), compute=pool, num_cpus=1)
    for row in done.iter_rows():
        made = row["manifest"]
        yield (msgspec.json.decode(made, type=dataset.Manifest) if made is not None else None), row["failed"] or ""


def _report(folder: Folder, plan: dataset.Plan, run: dict[str, Any]) -> dict[str, Any]:
    """What the data set holds, and what each run that came to its end did."""
    done = dataset.manifests(folder).values()
    reasons = [reason for m in done for reason in m.reasons]
    runs = [*(folder.read_json("report.json") or {}).get("runs", []), run]
    report = {
        "input": plan.input,
        "input_hash": plan.input_hash,
        "coder": plan.coder,
        "marsad": plan.marsad,
        "blocks": len(plan.blocks),
        "blocks_done": len(done),
        "articles": sum(m.articles for m in done),
        "claims": sum(m.claims for m in done),
        "refused": sum(m.refused for m in done),
        "refused_why": reasons[:1000],
        "seconds_of_coding": round(sum(m.seconds for m in done), 2),
        "seconds": round(sum(r["seconds"] for r in runs), 2),
        "runs": runs,
    }
    folder.put_json("report.json", report)
    return report


def articles_and_records(folder: Folder) -> Iterable[tuple[str, bytes]]:
    """Every article's id and record, in the order of the input: what `marsad code` prints."""
    for rows in dataset.blocks_in_order(folder, ["number", "id", "record"]):
        for row in rows:
            yield row["id"], row["record"]
