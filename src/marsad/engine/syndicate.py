"""Who carries whose text, over a whole data set: keys brought together by a shuffle, candidates measured by their sketches.

The matches are those that `syndication.Index` finds when it is given the articles in the order of the input: a key's first holders
are compared, until it has more than COMMON of them.
"""

from __future__ import annotations

import io
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..syndication.index import CARRIES, COMMON, Index, compare
from ..syndication.sketch import Sketch, unpacked
from . import dataset
from .components import Components, Lookup, Numbers
from .shuffle import Rows, bucket, buckets_for, by_bucket, rows_of_files
from .storage import Folder

_IDS = pa.schema([("bucket", pa.int32()), ("id", pa.string()), ("number", pa.int64())])
_NUMBERS = pa.schema([("number", pa.int64())])
_KEYS = pa.schema([("bucket", pa.int32()), ("key", pa.int64()), ("number", pa.int64())])
_SIDES = pa.schema([("bucket", pa.int32()), ("number", pa.int64()), ("other", pa.int64()), ("signature", pa.binary())])
_MATCHES = pa.schema([("number", pa.int64()), ("other", pa.int64()), ("kind", pa.string())])
_NAMES = pa.schema([("group", pa.int64()), ("id", pa.string())])
_GROUPS = pa.schema([("number", pa.int64()), ("group", pa.int64()), ("name", pa.string())])


class Groups:
    """Which articles carry one text, by their numbers; a group is named by the first of their ids, as `link -` names it."""

    def __init__(self, numbers: Lookup, firsts: Numbers, names: list[str] | pa.Array) -> None:
        self.numbers = numbers
        self._firsts = firsts  # the smallest number of each group, in order
        self._names = pa.array(names, pa.string())

    def __len__(self) -> int:
        """How many articles share their text with another."""
        return len(self.numbers.numbers)

    def name_of(self, number: int) -> str | None:
        """The group of an article; None where it stands alone."""
        if number not in self.numbers:
            return None
        name: str = self._names[int(np.searchsorted(self._firsts, self.numbers.of(number)))].as_py()
        return name

    def table(self) -> pa.Table:
        """One row an article."""
        at = np.searchsorted(self._firsts, self.numbers.sets)
        return pa.table(
            {"number": self.numbers.numbers, "group": self.numbers.sets, "name": self._names.take(pa.array(at))},
            schema=_GROUPS,
        )


def syndicate(ray: Any, output: str, files: list[str], articles: int) -> Groups:
    """Find the groups of articles that carry one text and keep them with the data set.

    `files` are those of the table of articles, `articles` how many they hold.

    Articles whose id came before (`find_repeated`) are left out.
    """
    buckets = buckets_for(ray, articles * 35)
    pairs = by_bucket(
        rows_of_files(ray, output, files, _KEYS, lambda f, names: _keys(f, names, buckets)),
        _SIDES,
        lambda table: _candidates(table, buckets),
        buckets,
    )
    sketches = rows_of_files(ray, output, files, _SIDES, lambda f, names: _signatures(f, names, buckets))
    lefts = by_bucket(pairs.union(sketches), _SIDES, lambda table: _carry_left(table, buckets), buckets)
    matches = by_bucket(lefts.union(sketches), _MATCHES, _compare, buckets)
    found = Components()
    for batch in matches.iter_batches(batch_format="pyarrow", batch_size=None):
        same = batch.filter(pc.is_in(batch.column("kind"), pa.array(sorted(CARRIES))))
        found.join(same.column("number").to_numpy(), same.column("other").to_numpy())
    table = found.table()
    shared = ray.put(table)
    named = rows_of_files(ray, output, files, _NAMES, lambda f, names: _first_ids(f, names, ray.get(shared)))
    return _keep(Folder(output), table, named.iter_rows())


def syndicate_here(folder: Folder) -> Groups:
    """`syndicate` in this process: one article after the other, in the order of the input."""
    index, found = Index(), Components()
    repeated = read_repeated(folder)
    for rows in dataset.blocks_in_order(folder, ["number", "keys", "signature"]):
        for row in rows:
            if row["signature"] is None or row["number"] in repeated:
                continue
            kept = unpacked(row["signature"])
            matches = index.add_sketch(row["number"], Sketch(tuple(row["keys"]), kept.shingles, kept.words))
            same = [m.id for m in matches if m.kind in CARRIES]
            found.join(np.array(same, np.int64), np.full(len(same), row["number"], np.int64))
    table = found.table()
    return _keep(folder, table, _first_ids(folder, dataset.files_of(folder, "articles"), table))


def read_groups(folder: Folder) -> Groups | None:
    """The groups that were found; None where nobody has looked yet."""
    said = folder.read_json("groups.json")
    if said is None:
        return None
    table = pq.read_table(io.BytesIO(folder.read(said["file"]) or b""))
    numbers, groups = table.column("number").to_numpy(), table.column("group").to_numpy()
    firsts, at = np.unique(groups, return_index=True)
    return Groups(Lookup(numbers, groups), firsts, table.column("name").take(pa.array(at)).to_pylist())


def find_repeated(ray: Any, output: str, files: list[str], articles: int) -> frozenset[int]:
    """The articles whose id came before in the input: results could not be told apart, so the first one counts."""
    buckets = buckets_for(ray, articles)
    named = rows_of_files(ray, output, files, _IDS, lambda f, names: _ids(f, names, buckets))
    later = by_bucket(named, _NUMBERS, _later, buckets)
    numbers = sorted(row["number"] for row in later.iter_rows())
    Folder(output).put_json("repeated.json", numbers)
    return frozenset(numbers)


def find_repeated_here(folder: Folder) -> frozenset[int]:
    """`find_repeated` in this process."""
    seen: set[str] = set()
    numbers = []
    for rows in dataset.blocks_in_order(folder, ["number", "id"]):
        for row in rows:
            if row["id"] in seen:
                numbers.append(row["number"])
            seen.add(row["id"])
    folder.put_json("repeated.json", numbers)
    return frozenset(numbers)


def read_repeated(folder: Folder) -> frozenset[int]:
    """The articles that `find_repeated` found."""
    return frozenset(folder.read_json("repeated.json") or ())


def _ids(folder: Folder, files: list[str], buckets: int) -> Rows:
    for row in dataset.read_rows(files, folder.fs, ["number", "id"]):
        yield {"bucket": bucket(row["id"], buckets), "id": row["id"], "number": row["number"]}


def _later(table: pa.Table) -> Rows:
    first: dict[str, int] = {}
    for row in sorted(table.to_pylist(), key=lambda r: r["number"]):
        if row["id"] in first:
            yield {"number": row["number"]}
        first.setdefault(row["id"], row["number"])


def _first_ids(folder: Folder, files: list[str], groups: Lookup) -> Rows:
    """Of each group, the first id in these files."""
    repeated = read_repeated(folder)
    first: dict[int, str] = {}
    for row in dataset.read_rows(files, folder.fs, ["number", "id"]):
        number = row["number"]
        if number in groups and number not in repeated:
            group = groups.of(number)
            first[group] = min(first.get(group, row["id"]), row["id"])
    for group, name in first.items():
        yield {"group": group, "id": name}


def _keep(folder: Folder, numbers: Lookup, named: Iterable[dict[str, Any]]) -> Groups:
    names: dict[int, str] = {}
    for row in named:
        names[row["group"]] = min(names.get(row["group"], row["id"]), row["id"])
    firsts = sorted(names)
    groups = Groups(numbers, np.array(firsts, np.int64), [names[group] for group in firsts])
    out = io.BytesIO()
    pq.write_table(groups.table(), out, compression="zstd")
    name = f"groups/{uuid.uuid4().hex[:8]}.parquet"
    folder.put(name, out.getvalue())
    folder.put_json("groups.json", {"file": name, "articles": len(groups)})
    folder.remove([n for n in folder.names("groups") if n != name])
    return groups


def _keys(folder: Folder, files: list[str], buckets: int) -> Rows:
    repeated = read_repeated(folder)
    for row in dataset.read_rows(files, folder.fs, ["number", "keys"]):
        for key in (row["keys"] if row["number"] not in repeated else None) or ():
            yield {"bucket": key % buckets, "key": key, "number": row["number"]}


def _signatures(folder: Folder, files: list[str], buckets: int) -> Rows:
    for row in dataset.read_rows(files, folder.fs, ["number", "signature"]):
        if row["signature"] is not None:
            number = row["number"]
            yield {"bucket": _home(number, buckets), "number": number, "other": None, "signature": row["signature"]}


def _home(number: int, buckets: int) -> int:
    return bucket(str(number), buckets)


def _candidates(table: pa.Table, buckets: int) -> Rows:
    """Every pair of articles that share a key, once, sent to where the later one's sketch is."""
    holders: dict[int, list[int]] = defaultdict(list)
    for key, number in zip(table.column("key").to_pylist(), table.column("number").to_pylist(), strict=True):
        holders[key].append(number)
    pairs: set[tuple[int, int]] = set()
    for numbers in holders.values():
        numbers.sort()
        for n, number in enumerate(numbers[: COMMON + 1]):
            pairs.update((number, earlier) for earlier in numbers[:n])
    for number, other in sorted(pairs):
        yield {"bucket": _home(number, buckets), "number": number, "other": other, "signature": None}


def _split(table: pa.Table) -> tuple[dict[int, bytes], list[dict[str, Any]]]:
    """The sketches of a bucket, and the pairs that ask for them."""
    sketches: dict[int, bytes] = {}
    asking = []
    for row in table.to_pylist():
        if row["other"] is None:
            sketches[row["number"]] = row["signature"]
        else:
            asking.append(row)
    return sketches, asking


def _carry_left(table: pa.Table, buckets: int) -> Rows:
    """Each pair with the sketch of its later article, sent to where the earlier one's is; `number` is now the earlier."""
    sketches, asking = _split(table)
    for number, other in sorted({(row["number"], row["other"]) for row in asking}):
        yield {"bucket": _home(other, buckets), "number": other, "other": number, "signature": sketches[number]}


def _compare(table: pa.Table) -> Rows:
    sketches, asking = _split(table)
    opened = {number: unpacked(data) for number, data in sketches.items()}
    for row in asking:
        match = compare(row["number"], unpacked(row["signature"]), opened[row["number"]])
        if match is not None:
            yield {"number": row["other"], "other": row["number"], "kind": match.kind}
