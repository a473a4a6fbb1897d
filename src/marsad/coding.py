"""`marsad code` and `marsad explain`: articles in, sourced claims out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .coders import coder_of
from .errors import StopRun
from .model import Article, Coded, Refused
from .records import read_articles

if TYPE_CHECKING:
    from .ingest.types import Fetched


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--text", help="Code this text itself.")
@click.option("--published", help="The publication day of --text or of plain files, ISO 8601 (2019-02-16).")
@click.option("--outlet", help="The outlet of --text or of plain files.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "table", "csv"]),
    help="Default: table on a terminal, jsonl in a pipe.",
)
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark: Excel needs it to read Arabic.")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Processes; the output is the same for any number.",
)
@click.option(
    "--lexicon",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of your own lexicon over the packaged one.",
)
@click.option(
    "--coder",
    default="default",
    show_default=True,
    help="default, llm:URL, hf:FOLDER, file:CODED.jsonl, vote:A+B: see the page on coders.",
)
def code(
    paths: tuple[str, ...],
    text: str | None,
    published: str | None,
    outlet: str | None,
    form: str | None,
    bom: bool,
    jobs: int,
    lexicon: Path | None,
    coder: str,
) -> None:
    """Read articles from PATHS and write their claims.

    PATHS are files (.txt .html .json .jsonl), folders and web addresses; - reads JSON Lines from standard input.
    """
    if text is not None and paths:
        raise click.UsageError("give either --text or PATHS")
    if text is None and not paths:
        raise click.UsageError("give files, folders or addresses, - for JSON Lines on standard input, or --text")
    if lexicon is not None and coder != "default":
        raise click.UsageError(
            "--lexicon is for the default coder: give --coder lexicon:FOLDER, or vote:lexicon:FOLDER+…"
        )
    articles = (
        [Article("text", text, published_at=published, outlet=outlet)]
        if text is not None
        else _read(paths, published, outlet)
    )
    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    from .render import writer_of

    write = writer_of(form, lexicon, bom)
    coded = any_coded = False
    for article, record in _progress(run(articles, jobs, coder if lexicon is None else f"lexicon:{lexicon}")):
        coded = True
        any_coded = any_coded or isinstance(record, Coded)
        _warn(record)
        write(article, record)
    sys.stdout.flush()
    if not coded:
        raise StopRun(
            "no article was found in what you gave: name files with text, or pipe JSON Lines to `marsad code -`"
        )
    if not any_coded:
        raise SystemExit(1)


def _warn(record: Coded | Refused) -> None:
    if isinstance(record, Refused):
        click.echo(f"marsad: {record.error}", err=True)
        return
    for warning in record.warnings:
        click.echo(f"marsad: warning: {warning}", err=True)


def _progress(
    records: Iterator[tuple[Article | None, Coded | Refused]],
) -> Iterator[tuple[Article | None, Coded | Refused]]:
    """A progress bar on a terminal; silent in a pipe."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from records
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("coding", total=None)
        for record in records:
            bar.advance(task)
            yield record


def _read(paths: tuple[str, ...], published: str | None, outlet: str | None) -> Iterator[Article | Refused]:
    if "-" in paths:
        if len(paths) > 1:
            raise click.UsageError("- reads standard input alone: give it without other paths")
        yield from read_articles(sys.stdin.buffer, "standard input")
        return
    for found in _fetched(paths):
        if found.article is None:
            assert found.refusal is not None
            yield Refused(found.refusal.where, f"{found.refusal.where}: {found.refusal.what}: {found.refusal.remedy}")
            continue
        article = found.article
        yield Article(
            article.id, article.text, article.title, article.url, article.outlet or outlet, article.published_at or published, article.dateline
        )  # fmt: skip


def _fetched(paths: tuple[str, ...]) -> Iterator[Fetched]:
    """Files without the weight of the network's libraries, unless an address is among them."""
    from .ingest.address import is_address

    if any(is_address(path) for path in paths):
        from .ingest.sources import read

        return read(paths)
    from .ingest.files import read_paths

    return read_paths(paths)


def run(
    articles: Iterable[Article | Refused], jobs: int, coder: str
) -> Iterator[tuple[Article | None, Coded | Refused]]:
    """Each article with what coding it gave, in the order of the input, by `jobs` processes; `coder` as in `coder_of`."""
    if jobs == 1:
        made = coder_of(coder)
        for article in articles:
            yield (None, article) if isinstance(article, Refused) else (article, made.code(article))
        return
    yield from _run_parallel(articles, jobs, coder)


_CODER: Any = None


def _start(coder: str) -> None:
    global _CODER
    _CODER = coder_of(coder)


def _code_one(article: Article | Refused) -> tuple[Article | None, Coded | Refused]:
    if isinstance(article, Refused):
        return None, article
    return article, _CODER.code(article)


def _run_parallel(
    articles: Iterable[Article | Refused], jobs: int, coder: str
) -> Iterator[tuple[Article | None, Coded | Refused]]:
    """Batches go out as the results are taken, so that memory stays bounded however long the input."""
    import multiprocessing
    from collections import deque
    from itertools import islice

    coder_of(coder)  # says what is wrong with it, and compiles the lexicon once, before the processes read the cache
    source = iter(articles)
    with multiprocessing.get_context("spawn").Pool(jobs, _start, (coder,)) as pool:
        waiting: deque[Any] = deque()
        while True:
            while len(waiting) < jobs * 3 and (batch := list(islice(source, 16))):
                waiting.append(pool.map_async(_code_one, batch))
            if not waiting:
                return
            yield from waiting.popleft().get()


@click.command()
@click.argument("path", required=False)
@click.option("--text", help="Explain the claims of this text.")
@click.option("--published", help="The publication day, ISO 8601.")
@click.option("--all", "everything", is_flag=True, help="Also the candidates that were left out, with why.")
@click.option(
    "--lexicon",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of your own lexicon over the packaged one.",
)
def explain(path: str | None, text: str | None, published: str | None, everything: bool, lexicon: Path | None) -> None:
    """Print how each claim of an article came about, as a tree of rules and words."""
    if (path is None) == (text is None):
        raise click.UsageError("give one file, or --text")
    articles: Iterable[Article | Refused]
    articles = (
        [Article("text", text, published_at=published)] if text is not None else _read((path or "",), published, None)
    )
    from .pipeline import Coder
    from .render import print_tree

    coder = Coder.load(lexicon)
    explained = False
    for article in articles:
        if isinstance(article, Refused):
            _warn(article)
            continue
        explained = True
        drafts, warnings = coder.drafts(article)
        print_tree(article, drafts, warnings, coder.vocabulary.threshold, everything)
    if not explained:
        raise SystemExit(1)
