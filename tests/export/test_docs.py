"""docs/exports.md says what the code does."""

from __future__ import annotations

from pathlib import Path

from marsad.export import FORMATS
from marsad.export.tables import TABLES

PAGE = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")


def test_every_form_is_described() -> None:
    assert all(f"`{form}`" in PAGE for form in FORMATS)


def test_every_column_is_described_as_the_parquet_schema_has_it() -> None:
    for name, (columns, _) in TABLES.items():
        assert f"### {name}" in PAGE
        for c in columns:
            assert f"| `{c.name}` | {c.kind} | {c.about.replace('|', chr(92) + '|')} |" in PAGE
