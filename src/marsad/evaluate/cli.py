"""`marsad eval` and `marsad diff`: how good a coder is on one's own hand-coded articles, and what changes from one coder to another."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ..coders import coder_of
from ..errors import StopRun
from ..model import Article, Coded
from .differences import Difference, differences
from .gold import read_gold
from .measure import Tally

CODER = click.option(
    "--coder",
    default="default",
    show_default=True,
    help="default, lexicon:FOLDER, file:CODED.jsonl, llm:URL, hf:FOLDER, vote:A+B.",
)


@click.command("eval")
@click.argument("gold", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--articles",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the texts are, if not beside GOLD.",
)
@CODER
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def evaluate(gold: Path, articles: Path | None, coder: str, form: str) -> None:
    """Measure a coder against hand-coded articles: GOLD is a folder of *.gold.json, as the workbench exports them."""
    from ..lexicons.vocabulary import load_vocabulary

    read = read_gold(gold, articles)
    made = coder_of(coder)
    tally = Tally({t.id: t.group for t in load_vocabulary().types.values()})
    for item in read:
        record = made.code(item.article)
        if not isinstance(record, Coded):
            click.echo(f"marsad: {record.error}", err=True)
        tally.add(item.claims, record.claims if isinstance(record, Coded) else ())
    figures = {"articles": len(read), **tally.figures()}
    if form == "json":
        click.echo(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        _print(figures)


def _print(figures: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("measure", "precision", "recall", "F1", "by hand", box=None, pad_edge=False)
    named = {
        "claims, exact type": figures["claims_exact_type"],
        "claims, same group": figures["claims_same_group"],
        **figures["slots"],
    }
    for name, score in {**named, **{f"  {t}": s for t, s in figures["types"].items()}}.items():
        table.add_row(name, f"{score['p']:.3f}", f"{score['r']:.3f}", f"{score['f1']:.3f}", str(score["gold"]))
    console = Console()
    console.print(table)
    plain = (
        "articles",
        "stance_accuracy",
        "status_accuracy",
        "denials_found",
        "false_denials",
        "actor_ids_right",
        "calibration_error",
    )
    for name in plain:
        value = figures[name]
        shown = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
        console.print(f"{name.replace('_', ' ')}: {shown}", highlight=False)


@click.command()
@click.argument("old")
@click.argument("new")
@click.argument("corpus", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=50,
    show_default=True,
    help="Differences that are printed; all are counted.",
)
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
def diff(old: str, new: str, corpus: Path, limit: int, form: str) -> None:
    """Print what changes from coder OLD to coder NEW over CORPUS: claims lost, added, changed. Coders are named as for `eval`."""
    tally: Counter[str] = Counter()
    for number, difference in enumerate(differences(_articles(corpus), coder_of(old), coder_of(new), tally)):
        if number < limit or form == "jsonl":
            click.echo(_json(difference) if form == "jsonl" else _text(difference))
    click.echo(
        f"{tally['articles']} articles; {tally['old']} claims before, {tally['new']} after: {tally['lost']} lost, {tally['added']} added, "
        f"{tally['changed']} changed",
        err=form == "jsonl",
    )


def _articles(corpus: Path) -> Iterator[Article]:
    from ..ingest.files import read_paths

    found = False
    for item in read_paths((str(corpus),)):
        if item.article is not None:
            found = True
            yield item.article
        elif item.refusal is not None:
            click.echo(f"marsad: {item.refusal.where}: {item.refusal.what}", err=True)
    if not found:
        raise StopRun(f"{corpus}: holds no articles")


def _json(difference: Difference) -> str:
    claim = difference.new or difference.old
    assert claim is not None
    return json.dumps(
        {
            "article": difference.article, "kind": difference.kind, "fields": list(difference.fields), "event_type": claim.event_type,
            "trigger": [claim.trigger.start, claim.trigger.end], "evidence": claim.evidence.text,
        },
        ensure_ascii=False,
    )  # fmt: skip


def _text(difference: Difference) -> str:
    claim = difference.new or difference.old
    assert claim is not None
    sign = {"lost": "-", "added": "+", "changed": "~"}[difference.kind]
    what = claim.event_type
    if difference.kind == "changed" and difference.old is not None and difference.old.event_type != what:
        what = f"{difference.old.event_type} → {what}"
    fields = f" ({', '.join(difference.fields)})" if difference.fields else ""
    return f"{sign} {difference.article} {what}{fields}: \u2067{' '.join(claim.evidence.text.split())[:160]}\u2069"
