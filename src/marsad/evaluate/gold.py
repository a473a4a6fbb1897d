"""Hand-coded articles: `ID.gold.json` in the contract's form, its text beside it (`ID.txt`, `ID.json`), in another folder, or within."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from ..errors import StopRun
from ..model import Article


class GoldSpan(msgspec.Struct, frozen=True):
    """Words of the article; a place that is inferred has none."""

    start: int | None = None
    end: int | None = None
    text: str | None = None
    actor: str | None = None
    name_en: str | None = None
    kind: str | None = None
    low: float | None = None
    best: float | None = None
    high: float | None = None
    role: str | None = None


class GoldDate(msgspec.Struct, frozen=True):
    """The days that a claim is dated to."""

    start: str
    end: str
    basis: str = "explicit"


class GoldClaim(msgspec.Struct, frozen=True):
    """A claim as a person coded it; the fields that are compared."""

    event_type: str
    stance: str
    status: str
    evidence: GoldSpan
    actors: list[GoldSpan] = []
    recipients: list[GoldSpan] = []
    place: GoldSpan | None = None
    date: GoldDate | None = None
    figures: list[GoldSpan] = []
    attribution: list[GoldSpan] = []


class GoldArticle(msgspec.Struct, frozen=True):
    """An article with the claims that people found in it."""

    article: Article
    claims: list[GoldClaim]


def read_gold(folder: Path, articles: Path | None = None) -> list[GoldArticle]:
    """The hand-coded articles of a folder (or one file), in order of their names."""
    files = sorted(folder.glob("*.gold.json")) if folder.is_dir() else [folder]
    if not files:
        raise StopRun(f"{folder}: holds no *.gold.json: the workbench exports them, or write them by the codebook")
    return [_read(file, articles or file.parent) for file in files]


def _read(file: Path, articles: Path) -> GoldArticle:
    try:
        data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        claims = msgspec.convert(data["claims"], list[GoldClaim])
        name = str(data["id"])
    except FileNotFoundError as error:
        raise StopRun(f"{file}: there is no such file or folder") from error
    except (KeyError, json.JSONDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise StopRun(
            f"{file}: is no gold file of the contract ({error!s}): an object with id and claims is wanted"
        ) from error
    article = _article(name, data, articles, file)
    _check(claims, article, file)
    return GoldArticle(article, claims)


def _article(name: str, data: dict[str, Any], folder: Path, file: Path) -> Article:
    known = {f: data.get(f) for f in ("title", "url", "outlet", "published_at", "dateline")}
    if isinstance(data.get("text"), str):
        return Article(name, data["text"], **known)
    as_json, as_text = folder / f"{name}.json", folder / f"{name}.txt"
    if as_json.exists():
        return msgspec.json.decode(as_json.read_bytes(), type=Article)
    if as_text.exists():
        return Article(name, as_text.read_text(encoding="utf-8"), **known)
    raise StopRun(
        f"{file}: its article is missing: put {as_json.name} or {as_text.name} into {folder}, or give --articles"
    )


def _check(claims: list[GoldClaim], article: Article, file: Path) -> None:
    """Offsets that do not fit the text would measure nothing: say so before anything is counted."""
    for number, claim in enumerate(claims, 1):
        e = claim.evidence
        if e.start is None or e.end is None or article.text[e.start : e.end] != e.text:
            raise StopRun(
                f"{file}: claim {number}: its evidence is not at {e.start} to {e.end} of the text: offsets count code points"
            )
