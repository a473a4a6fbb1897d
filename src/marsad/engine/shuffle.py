"""The one way in which rows come together here: Ray Data's shuffle by a column `bucket`, each bucket then handled as a whole."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa

from .cluster import cores
from .storage import Folder

Rows = Iterator[dict[str, Any]]
_PORTION = 5000  # rows handed on at a time
_TRIES, _PAUSE = 4, 5.0  # of a shuffle, and the seconds in which a cluster notices that a node is gone


def buckets_for(ray: Any, rows: int) -> int:
    """How many buckets: enough that each fits a worker, no fewer than there are processors."""
    return buckets_of(rows, cores(ray))


def buckets_of(rows: int, processors: int) -> int:
    """The same for so many processors."""
    return max(2 * processors, rows // 20_000 + 1)  # the fullest holds some four times the mean


def bucket(name: str, buckets: int) -> int:
    """The bucket of a name; the same in every process and every run."""
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) % buckets


def rows_of_files(
    ray: Any, output: str, files: list[str], schema: pa.Schema, make: Callable[[Folder, list[str]], Rows]
) -> Any:
    """A Ray data set of the rows that `make` gives for each of the files, in tables of `schema`."""

    def read(batch: pa.Table) -> Iterator[pa.Table]:
        yield from _tables(make(Folder(output), batch.column("file").to_pylist()), schema)

    count = min(len(files), max(4 * cores(ray), len(files) // 64))
    listed = ray.data.from_items([{"file": f} for f in files], override_num_blocks=max(1, count))
    return listed.map_batches(read, batch_size=None, batch_format="pyarrow")


def by_bucket(rows: Any, schema: pa.Schema, handle: Callable[[pa.Table], Rows], buckets: int) -> Any:
    """Bring the rows of each bucket together; a Ray data set of what `handle` gives for each, in tables of `schema`.

    It is done when this returns: two shuffles at once may wait for each other's processors for ever on a small or shrunken cluster.
    """

    def handled(table: pa.Table) -> Iterator[pa.Table]:
        yield from _tables(handle(table), schema)

    from ray.exceptions import RayError

    for left in reversed(range(_TRIES)):
        try:
            return (
                rows.groupby("bucket", num_partitions=buckets).map_groups(handled, batch_format="pyarrow").materialize()
            )
        except (
            RayError
        ):  # a node went with the actors that were collecting: nothing was published, so it is simply done again
            if not left:
                raise
            time.sleep(_PAUSE)
    raise AssertionError("unreachable")


def _tables(rows: Iterable[dict[str, Any]], schema: pa.Schema) -> Iterator[pa.Table]:
    portion: list[dict[str, Any]] = []
    given = False
    for row in rows:
        portion.append(row)
        if len(portion) >= _PORTION:
            given = True
            yield pa.Table.from_pylist(portion, schema=schema)
            portion = []
    if portion or not given:
        yield pa.Table.from_pylist(portion, schema=schema)
