"""Joining a Ray cluster, or starting one on this machine."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from typing import Any

from ..errors import StopRun


@contextlib.contextmanager
def joined(address: str | None) -> Iterator[Any]:
    """Ray, connected: to the cluster at `address`, else to one that is started here and ended with the run."""
    try:
        import ray
    except ImportError as error:
        raise StopRun("--engine ray needs Ray: install it with `pip install marsad[ray]`") from error
    ours = not ray.is_initialized()
    if ours:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nobody is told who reads what
        try:
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
        except (ConnectionError, RuntimeError) as error:
            raise StopRun(f"cannot join the Ray cluster at {address}: {error}") from error
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False  # ours is on the terminal; Ray's dashboard has its own
    settle(context)
    try:
        yield ray
    finally:
        if ours:
            ray.shutdown()


def settle(context: Any) -> None:
    """Let the shuffle's collecting actors, which mostly wait, ask for no processors of their own."""
    context.hash_shuffle_operator_actor_num_cpus_override = 0.0
    context.hash_aggregate_operator_actor_num_cpus_override = 0.0


def cores(ray: Any) -> int:
    """How many processors the cluster offers."""
    return max(1, int(ray.cluster_resources().get("CPU", 1)))
