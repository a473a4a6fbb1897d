"""Joining a Ray cluster, or starting one on this machine."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Iterator
from typing import Any

from ..errors import MarsadError, StopRun

_OWN = "local"  # a cluster of this run's own


@contextlib.contextmanager
def joined(address: str | None) -> Iterator[Any]:
    """Ray, connected: to the cluster at `address` (or `RAY_ADDRESS`), else to one that is started here and ended with the run."""
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise StopRun("--engine ray needs Ray: install it with `pip install marsad[ray]`") from error
    ours = not ray.is_initialized()
    if ours:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nobody is told who reads what
        # Ray told no address joins whatever cluster it finds on the machine, and dies with it.
        where = address or os.environ.get("RAY_ADDRESS") or _OWN
        _quiet()
        try:
            with _muted():
                ray.init(address=where, log_to_driver=False, logging_level=logging.ERROR)
        except (ConnectionError, RuntimeError, ValueError) as error:
            raise StopRun(_cannot(where, error)) from error
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False  # ours is on the terminal; Ray's dashboard has its own
    settle(context)
    try:
        yield ray
    except ray.exceptions.RayError as error:
        raise _plain(error) from error
    finally:
        if ours:
            ray.shutdown()


def _cannot(where: str, error: Exception) -> str:
    said = " ".join(str(error).split())
    if where == _OWN:
        return f"no Ray cluster could be started on this machine: {said}"
    return f"cannot join the Ray cluster at {where}: {said}: check --address (host:port), or leave it out to start a cluster here"


def _plain(error: BaseException) -> MarsadError:
    """Ours that was raised on some machine of the cluster, out of what Ray has wrapped around it; else that the cluster failed."""
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, MarsadError) and not hasattr(at, "cause"):
            return at
        innermost, at = at, getattr(at, "cause", None) or at.__cause__
    said = str(innermost).strip().splitlines()
    return StopRun(
        f"the cluster failed ({type(innermost).__name__}: {said[-1] if said else ''}): what is finished is kept: give the same command again"
    )


def _quiet() -> None:
    """Keep Ray's talk of plans and buffers, which its log files hold too, off the terminal of whoever asked for claims."""
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    for handler in logging.getLogger("ray.data").handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setLevel(logging.ERROR)


@contextlib.contextmanager
def _muted() -> Iterator[None]:
    """Without what the compiled part of Ray says on standard error when it starts; errors are raised, too."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def settle(context: Any) -> None:
    """Let the shuffle's collecting actors, which mostly wait, ask for no processors of their own."""
    context.hash_shuffle_operator_actor_num_cpus_override = 0.0
    context.hash_aggregate_operator_actor_num_cpus_override = 0.0


def cores(ray: Any) -> int:
    """How many processors the cluster offers."""
    return max(1, int(ray.cluster_resources().get("CPU", 1)))
