"""`marsad run`, `recode`, `search` and `status`: what a user does with the store from a terminal."""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import MarsadError, StopRun
from .filters import Filters
from .store import Store

if TYPE_CHECKING:
    from ..pipeline import ClaimCoder
    from .intake import Intake

_lexicon = click.option(
    "--lexicon",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of your own lexicon over the packaged one.",
)
_jobs = click.option(
    "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that code; the result is the same."
)


def load_coder(lexicon: Path | None) -> ClaimCoder:
    """The default coder, in whatever process asks for it."""
    from ..pipeline import Coder

    return Coder.load(lexicon)


def groups_of(coder: ClaimCoder) -> dict[str, str]:
    """The group of each event type, where the coder has a vocabulary."""
    vocabulary = getattr(coder, "vocabulary", None)
    return {t.id: t.group for t in vocabulary.types.values()} if vocabulary is not None else {}


def agencies_of(coder: ClaimCoder) -> dict[str, str]:
    """The id of each news agency by each of its names, where the coder has a vocabulary."""
    vocabulary = getattr(coder, "vocabulary", None)
    if vocabulary is None:
        return {}
    return {
        name: key
        for name, key in vocabulary.outlets.items()
        if key in vocabulary.sources and vocabulary.sources[key].kind == "agency"
    }


@click.command()
@click.argument("sources", nargs=-1, required=True)
@_jobs
@_lexicon
@click.option("--allow-private", is_flag=True, help="Addresses of the local network may be read too.")
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="ray: SOURCES are INPUT and OUTPUT, a data set of Parquet files on any address.",
)
@click.option("--address", help="With --engine ray: the cluster to join (else one is started on this machine).")
@click.option(
    "--block", type=click.IntRange(1), default=500, show_default=True, help="With --engine ray: articles in one block."
)
def run(
    sources: tuple[str, ...],
    jobs: int,
    lexicon: Path | None,
    allow_private: bool,
    engine: str,
    address: str | None,
    block: int,
) -> None:
    """Take SOURCES in, code them and store everything. Give the same command again after an interruption: it goes on where it was."""
    if engine == "ray":
        from ..engine.cli import run_ray

        if len(sources) != 2:
            raise click.UsageError("--engine ray takes two addresses: INPUT (files, a folder or a pattern) and OUTPUT")
        run_ray(sources[0], sources[1], address, lexicon, block)
        return
    from ..ingest import ReadOptions, read
    from .intake import Intake
    from .running import Workers
    from .running import run as go

    with Store.open() as store:
        workers = Workers(partial(load_coder, lexicon), jobs)
        coder = workers.coder
        run_id = store.begin_run("run", {"sources": list(sources), "jobs": jobs}, coder.version)
        intake = Intake(store, coder.version, groups_of(coder), run_id, agencies_of(coder))
        started = time.monotonic()
        try:
            with progress("reading") as advance:
                for done in go(intake, read(sources, ReadOptions(allow_private=allow_private)), workers):
                    advance(done)
        except BaseException as error:
            _note_failure(store, run_id, intake, started, error)
            raise
        finally:
            workers.close()
        seconds = time.monotonic() - started
        store.end_run(run_id, "done", intake.tally.as_counts(), seconds)
        _report(intake, seconds, store)


def _note_failure(store: Store, run_id: int, intake: Intake, started: float, error: BaseException) -> None:
    """Say in the store why the run ended; where not even that can be written, the first error is the one to tell."""
    try:
        text = "interrupted" if isinstance(error, KeyboardInterrupt) else str(error) or type(error).__name__
        store.end_run(run_id, "failed", intake.tally.as_counts(), time.monotonic() - started, text)
    except MarsadError:
        return


def _report(intake: Intake, seconds: float, store: Store) -> None:
    t = intake.tally
    rate = t.articles / seconds if seconds else 0.0
    click.echo(
        f"{t.articles} articles in {seconds:.1f} s ({rate:.0f}/s): {t.new} new, {t.edited} edited, "
        f"{t.coded} coded, {t.claims} claims, {t.refused} refused"
    )
    if t.refused:
        click.echo(f"{store.count_refusals()} refusals are open: see `marsad status`", err=True)


@click.command()
@_jobs
@_lexicon
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True, help="Changed claims to show; all are counted."
)
def recode(jobs: int, lexicon: Path | None, form: str, limit: int) -> None:
    """Code every stored article with the lexicon as it is now, and print which claims are added, lost and changed.

    The old claims stay as history.
    """
    from .diffing import Differences
    from .running import Workers
    from .running import recode as go

    with Store.open() as store:
        workers = Workers(partial(load_coder, lexicon), jobs)
        run_id = store.begin_run("recode", {"jobs": jobs}, workers.coder.version)
        differences = Differences(limit)
        started = time.monotonic()
        try:
            with progress("coding") as advance:
                for rows, changes, refused in go(
                    store, workers, groups_of(workers.coder), agencies=agencies_of(workers.coder)
                ):
                    differences.add(store, changes, [f"{r.id}: {r.error}" for r in refused])
                    advance(len(rows))
        except BaseException as error:
            store.end_run(
                run_id,
                "failed",
                differences.as_counts(),
                time.monotonic() - started,
                str(error) or type(error).__name__,
            )
            raise
        finally:
            workers.close()
        store.end_run(run_id, "done", differences.as_counts(), time.monotonic() - started)
        if form == "json":
            click.echo(json.dumps(differences.as_json(), ensure_ascii=False))
        else:
            differences.show()


@click.command()
@click.argument("question")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--from", "date_from", help="From this day on, 2015-07-01.")
@click.option("--to", "date_to", help="Up to this day.")
@click.option("--outlet", "outlets", multiple=True, help="Only this outlet; may be given several times.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def search(
    question: str, limit: int, date_from: str | None, date_to: str | None, outlets: tuple[str, ...], form: str
) -> None:
    """Find articles in which all words of QUESTION stand, in any spelling and with any clitics; "phrases" stand together."""
    query: dict[str, Any] = {"from": date_from or "", "to": date_to or "", "outlet": outlets}
    with Store.open() as store:
        hits = store.search(question, Filters.from_query(query), limit)
        count = store.count_hits(question, Filters.from_query(query))
    if not hits:
        raise StopRun(
            f"no article holds all words of {question!r}: try fewer words, or see `marsad status` for what is stored"
        )
    if form == "json":
        for hit in hits:
            record = {
                "id": hit.article.id,
                "title": hit.article.title,
                "outlet": hit.article.outlet,
                "day": hit.article.day,
                "spans": hit.spans,
            }
            click.echo(json.dumps(record, ensure_ascii=False))
        return
    from .terminal import show_hits

    show_hits(hits, count)


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--refusals",
    "limit",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    help="Refusals to show, the newest first.",
)
def status(form: str, limit: int) -> None:
    """What is stored, how the last runs went, and what could not be taken in, each with what to do."""
    import msgspec

    with Store.open() as store:
        counts, runs, refusals, open_refusals = (
            store.counts(),
            store.runs(5),
            store.refusals(limit),
            store.count_refusals(),
        )
        where = f"{store.url.render_as_string()}"
        folder = store.folder
    if form == "json":
        values = {"database": where, "folder": str(folder), "counts": counts, "open_refusals": open_refusals}
        values |= {"runs": msgspec.to_builtins(runs), "refusals": msgspec.to_builtins(refusals)}
        click.echo(json.dumps(values, ensure_ascii=False))
        return
    from .terminal import show_status

    show_status(where, folder, counts, runs, refusals, open_refusals)


class progress:  # noqa: N801 - it is used as a function
    """A bar on a terminal, silence in a pipe; entering gives what to call with the number done, and the number in all where it is known."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.bar: Any = None

    def __enter__(self) -> Any:
        """Begin."""
        if not sys.stderr.isatty():
            return lambda *_: None
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (
            SpinnerColumn(),
            TextColumn("{task.description} {task.completed:,.0f}{task.fields[of]} articles, {task.fields[rate]}/s"),
            TimeElapsedColumn(),
        )
        self.bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self.bar.__enter__()
        task = self.bar.add_task(self.what, total=None, rate="–", of="")
        started = time.monotonic()

        def advance(count: int, total: int | None = None) -> None:
            self.bar.advance(task, count)
            done = self.bar.tasks[0].completed
            rate = f"{done / max(time.monotonic() - started, 0.001):,.0f}"
            self.bar.update(task, rate=rate, of=f" of {total:,}" if total is not None else "")

        return advance

    def __exit__(self, *error: object) -> None:
        """End."""
        if self.bar is not None:
            self.bar.__exit__(*error)


__all__ = ["progress", "recode", "run", "search", "status"]
