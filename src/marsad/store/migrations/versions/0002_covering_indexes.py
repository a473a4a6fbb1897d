"""Indexes that hold all that lists of choices count, so that counting does not read the wide rows of events and claims.

Revision ID: 0002
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COUNTED = (
    "retired_at", "day", "event_type", "status", "country", "adm1", "place_id", "origins", "date_end", "outlet_count", "id",
)  # fmt: skip


def upgrade() -> None:
    """Make them."""
    op.create_index("ix_events_counted", "events", list(_COUNTED), unique=False)
    op.create_index("ix_claims_retired_at", "claims", ["retired_at"], unique=False)
    op.create_index("ix_claim_actors_actor_role_claim_id", "claim_actors", ["actor", "role", "claim_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_claim_actors_actor_role_claim_id", "claim_actors")
    op.drop_index("ix_claims_retired_at", "claims")
    op.drop_index("ix_events_counted", "events")
