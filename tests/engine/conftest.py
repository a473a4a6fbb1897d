"""Reports for the engine's tests: composed, of few kinds and many towns and days, some carried by two papers, some broken."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TOWNS = ("حلب", "إدلب", "تعز", "عدن", "الموصل", "الرمادي", "بنغازي", "سرت", "الفاشر", "نيالا")
DEEDS = (
    "قتل {n} مدنيين وأصيب آخرون في غارة جوية استهدفت سوقا في مدينة {town} يوم {day} مارس 2021، وفق مصدر طبي.",
    "اندلعت اشتباكات عنيفة بين قوات حكومية ومسلحين في محيط مدينة {town} فجر {day} مارس 2021، وأسفرت عن مقتل {n} جنود.",
    "قصفت المدفعية أحياء سكنية في مدينة {town} مساء {day} مارس 2021 ما أدى إلى إصابة {n} أطفال، بحسب شهود عيان.",
)


def _report(n: int) -> dict[str, Any]:
    """An article by its number: every fifth carries the one before it word for word."""
    told = n - 1 if n % 5 == 4 else n
    town, day = TOWNS[told % len(TOWNS)], 1 + (told // len(TOWNS)) % 28
    text = DEEDS[told % 3].format(n=3 + told % 7, town=town, day=day) + f" رقم البلاغ {told}."
    return {
        "id": f"r{n:04d}", "title": f"أنباء من {town}", "outlet": ("nahar", "bayan")[n % 2], "published_at": f"2021-03-{day:02d}", "text": text,
    }  # fmt: skip


@pytest.fixture(scope="session")
def make_reports() -> Callable[[int], list[dict[str, Any]]]:
    """So many reports."""
    return lambda count: [_report(n) for n in range(count)]


@pytest.fixture(scope="session")
def lines(make_reports: Callable[[int], list[dict[str, Any]]]) -> list[bytes]:
    """The reports as JSON Lines, with a line that is no JSON and an id that came before."""
    made = [json.dumps(r, ensure_ascii=False).encode() for r in make_reports(60)]
    return [*made[:30], b'{"id": "cut", "text": ', *made[30:], made[7]]


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> Path:
    """A folder with the reports in two files, one packed; it is read only."""
    folder = tmp_path_factory.mktemp("input")
    (folder / "a.jsonl").write_bytes(b"\n".join(lines[:25]) + b"\n\n")
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(b"\n".join(lines[25:])))
    (folder / "notes.md").write_text("not an input")
    return folder
