"""The articles with hand-coded claims that the fitting scripts work on.

Weights are *fitted* on the reports composed for the project (`training/reports`), which its licence covers. The hand-coded newspaper
articles of `MARSAD_SHARED` are licensed for research: they only *judge* what was fitted, and no weight comes from them.
"""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from typing import Any

from composed import composed

from marsad.model import Article

SHARED = Path(os.environ.get("MARSAD_SHARED", "../shared"))
PARTS = (".", "more")
Coded = tuple[dict[str, Any], dict[str, Any]]
KEYS = ("id", "text", "title", "outlet", "published_at")


def fitted_on() -> list[Coded]:
    """(article, hand-coded claims) of every composed report."""
    return [(report.article, report.gold) for report in composed()]


def judged_on(part: str) -> list[Coded]:
    """(article, hand-coded claims) of one part of the newspaper articles; empty where they are not at hand."""
    out = []
    for path in sorted((SHARED / "gold" / part).glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        base = SHARED / "articles" / part / gold["id"]
        if base.with_name(base.name + ".json").exists():
            article = json.loads(base.with_name(base.name + ".json").read_text(encoding="utf-8"))
        else:
            text = base.with_name(base.name + ".txt").read_text(encoding="utf-8")
            article = {"id": gold["id"], "text": text, "published_at": gold["published_at"], "outlet": gold["outlet"]}
        out.append((article, gold))
    return out


def as_article(article: dict[str, Any]) -> Article:
    """The article as the coder takes it."""
    return Article(**{key: article[key] for key in KEYS if article.get(key)})


def scorer() -> Any:
    """The contract's scorer: its pairing of claims and its agreement of values."""
    path = SHARED / "contract" / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None or not path.exists():
        raise SystemExit(f"{path} is not there: set MARSAD_SHARED to the folder that holds contract/score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
