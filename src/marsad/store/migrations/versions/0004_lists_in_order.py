"""Indexes in the order of the lists that are made from them: claims of a country, of an actor, of a speaker, by day.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SPEAKERS = ["actor", "role", "stance", "day", "claim_id"]


def upgrade() -> None:
    """Make them; what a speaker said gets the claim's day and stance."""
    for name, size in (("day", 10), ("stance", 10)):
        op.add_column("claim_attributions", sa.Column(name, sa.String(length=size), nullable=False, server_default=""))
        op.execute(
            f"UPDATE claim_attributions SET {name} = (SELECT c.{name} FROM claims c WHERE c.id = claim_attributions.claim_id)"
        )
    op.drop_index("ix_claim_attributions_actor_claim_id", "claim_attributions")
    op.create_index("ix_claim_attributions_actor_role_stance_day", "claim_attributions", _SPEAKERS, unique=False)
    op.drop_index("ix_claim_actors_actor_role_claim_id", "claim_actors")
    op.create_index(
        "ix_claim_actors_actor_role_day", "claim_actors", ["actor", "role", "day", "claim_id"], unique=False
    )
    op.create_index("ix_claims_date_end", "claims", ["date_end"], unique=False)
    op.create_index("ix_claims_country_day_id", "claims", ["country", "day", "id"], unique=False)


def downgrade() -> None:
    """Take them back."""
    op.drop_index("ix_claims_country_day_id", "claims")
    op.drop_index("ix_claims_date_end", "claims")
    op.drop_index("ix_claim_actors_actor_role_day", "claim_actors")
    op.create_index("ix_claim_actors_actor_role_claim_id", "claim_actors", ["actor", "role", "claim_id"], unique=False)
    op.drop_index("ix_claim_attributions_actor_role_stance_day", "claim_attributions")
    op.create_index("ix_claim_attributions_actor_claim_id", "claim_attributions", ["actor", "claim_id"], unique=False)
    op.drop_column("claim_attributions", "stance")
    op.drop_column("claim_attributions", "day")
