"""The words of the full-text search stay unpacked on PostgreSQL: they shrink by a tenth only, and unpacking them is most of what a phrase costs.

Revision ID: 0005
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """For texts that are added from now on; those that are there keep their form."""
    _store("EXTERNAL")


def downgrade() -> None:
    """As PostgreSQL would by itself."""
    _store("EXTENDED")


def _store(how: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE search_index ALTER COLUMN document SET STORAGE {how}")
