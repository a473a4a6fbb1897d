"""Read the composed training reports (`training/reports/*.yml`) as articles with hand-coded claims in the contract's form.

    python scripts/composed.py [FILE…]        # check: every quotation stands in its text, types, ids and dates are known

A claim quotes words; this finds where they stand. Evidence is looked for in the text, everything else in the evidence first, then
before it, then after it. `words@2` asks for the second place of the text where the words stand. The form is told in
`training/README.md`.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from marsad.errors import LexiconError
from marsad.lexicons.read import line_with, read_yaml
from marsad.pipeline import Coder

FOLDER = Path(__file__).resolve().parent.parent / "training/reports"
STATUSES = ("occurred", "ongoing", "planned", "possible", "demanded")
FIELDS = set("type trigger evidence actors recipients place date figures attribution stance status".split())
PRECISIONS = ("day", "week", "month", "year", "range")
COUNT = re.compile(
    r"(?P<kind>[a-z0-9_]+) (?P<of>.+?) (?:(?P<low>\d+)(?P<sign>\.\.|\+|-)?(?P<high>\d+)?|~(?P<about>\d+)|<(?P<most>\d+))$"
)


class Composed:
    """One report: `article` as the coder reads it, `gold` as `*.gold.json` has it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        data = read_yaml(path)
        self.text: str = data["text"].rstrip("\n")
        self.article = {
            "id": path.stem,
            "text": self.text,
            "published_at": data["published"],
            "outlet": data.get("outlet"),
            **({"title": data["title"]} if data.get("title") else {}),
        }
        claims = [self._claim(n, c) for n, c in enumerate(data.get("claims") or [], 1)]
        self.gold = {"id": path.stem, "published_at": data["published"], "outlet": data.get("outlet"), "claims": claims}

    def _wrong(self, words: str, message: str) -> LexiconError:
        return LexiconError(self.path, line_with(self.path, words.split("@")[0][:30]), message)

    def _claim(self, number: int, data: dict[str, Any]) -> dict[str, Any]:
        if unknown := set(data) - FIELDS:
            raise self._wrong(data.get("trigger", ""), f"claim {number}: no such field: {', '.join(sorted(unknown))}")
        evidence = self._span(data["evidence"], None)
        if data["type"] not in _types():
            raise self._wrong(data["type"], f"no event type is called {data['type']}")
        status, stance = data.get("status", "occurred"), data.get("stance", "asserted")
        if status not in STATUSES or stance not in ("asserted", "denied"):
            raise self._wrong(data["trigger"], f"claim {number}: no such status or stance: {status}, {stance}")
        return {
            "id": f"c{number:02}",
            "event_type": data["type"],
            "stance": stance,
            "status": status,
            "evidence": evidence,
            "trigger": self._span(data["trigger"], evidence),
            "actors": self._people(data.get("actors"), evidence),
            "recipients": self._people(data.get("recipients"), evidence),
            "place": self._place(data.get("place"), evidence),
            "date": self._date(data.get("date")),
            "figures": [self._figure(w, v, evidence) for w, v in (data.get("figures") or {}).items()],
            "attribution": [self._said(w, v, evidence) for w, v in (data.get("attribution") or {}).items()],
        }

    def _span(self, words: str, evidence: dict[str, Any] | None) -> dict[str, Any]:
        words, _, place = words.partition("@")
        words = words.strip()
        found = [m.start() for m in re.finditer(re.escape(words), self.text)] if words else []
        if not found:
            raise self._wrong(words, f"these words are not in the text: {words}")
        if place:
            if len(found) < int(place):
                raise self._wrong(words, f"stands only {len(found)} times in the text: {words}")
            start = found[int(place) - 1]
        elif evidence is None:
            if len(found) > 1:
                raise self._wrong(words, f"stands {len(found)} times in the text, say which with @: {words}")
            start = found[0]
        else:
            inside = [k for k in found if evidence["start"] <= k and k + len(words) <= evidence["end"]]
            before = [k for k in found if k < evidence["start"]]
            start = inside[0] if inside else before[-1] if before else found[0]
        return {"start": start, "end": start + len(words), "text": words}

    def _people(self, named: Any, evidence: dict[str, Any]) -> list[dict[str, Any]]:
        out = []
        for words, actor in (named or {}).items():
            if actor not in ("", "null", "~") and actor not in _actors():
                raise self._wrong(words, f"no actor of the lexicon has the id {actor}; leave it empty where none fits")
            out.append({**self._span(words, evidence), "actor": actor if actor in _actors() else None})
        return out

    def _place(self, named: Any, evidence: dict[str, Any]) -> dict[str, Any] | None:
        if not named:
            return None
        ((words, value),) = named.items()
        name, comma, country = (part.strip() for part in value.rpartition(","))
        if not comma:
            raise self._wrong(words, f"no place of the form «English name, country code»: {value}")
        return {**self._span(words, evidence), "name_en": name, "country": country}

    def _date(self, value: str | None) -> dict[str, Any] | None:
        if not value:
            return None
        days, _, precision = value.partition(" ")
        start, _, end = days.partition("..")
        precision = precision or ("range" if end else "day")
        try:
            date.fromisoformat(start), date.fromisoformat(end or start)
        except ValueError:
            raise self._wrong(
                value, f"no date of the form 2017-05-20 or 2017-05-01..2017-05-07 week: {value}"
            ) from None
        if precision not in PRECISIONS:
            raise self._wrong(value, f"no such precision: {precision}")
        return {"start": start, "end": end or start, "precision": precision, "basis": "explicit"}

    def _figure(self, words: str, value: str, evidence: dict[str, Any]) -> dict[str, Any]:
        found = COUNT.match(value)
        if found is None:
            raise self._wrong(words, f"no figure of the form «killed civilians 5» (5+, 3..5, ~5, <5): {value}")
        low: float | None
        best: float | None
        high: float | None
        if found["about"]:
            low, best, high = None, int(found["about"]), None
        elif found["most"]:
            low, best, high = None, int(found["most"]), int(found["most"])
        else:
            n = int(found["low"])
            low, best, high = n, n, n
            if found["sign"] == "+":
                high = None
            elif found["sign"] == "..":
                high = int(found["high"])
                best = round((n + high) / 2)
            elif found["sign"] == "-":  # a vague plural: tens, hundreds
                high, best = int(found["high"]), None
        if found["kind"] == "share":  # written in per cent
            low, best, high = (n if n is None else n / 100 for n in (low, best, high))
        return {
            **self._span(words, evidence),
            "kind": found["kind"],
            "of": found["of"],
            "low": low,
            "best": best,
            "high": high,
        }

    def _said(self, words: str, value: str, evidence: dict[str, Any]) -> dict[str, Any]:
        role, _, actor = value.partition(" ")
        if role not in ("speaker", "via"):
            raise self._wrong(words, f"attribution is speaker or via, not {role}")
        span = self._span(words, evidence)
        return {**span, "role": role, "name": span["text"], "actor": actor or None}


@cache
def _coder() -> Coder:
    return Coder.load()


@cache
def _types() -> frozenset[str]:
    return frozenset(_coder().vocabulary.types)


@cache
def _actors() -> frozenset[str]:
    return frozenset(_coder().vocabulary.actors)


def composed(paths: list[Path] | None = None) -> list[Composed]:
    """All reports, by name."""
    return [Composed(path) for path in paths or sorted(FOLDER.glob("*.yml"))]


def main() -> int:
    """Check the files named, or all."""
    status, claims, good = 0, 0, 0
    for path in [Path(p) for p in sys.argv[1:]] or sorted(FOLDER.glob("*.yml")):
        try:
            claims += len(Composed(path).gold["claims"])
            good += 1
        except (LexiconError, KeyError, ValueError) as error:
            status = 1
            print(error if isinstance(error, LexiconError) else f"{path}: {error!r}")
    print(f"{good} reports, {claims} claims")
    return status


if __name__ == "__main__":
    sys.exit(main())
