"""The first tables: evidence, articles, claims, events, people, runs, and the full-text index of either database.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table."""
    _tables()
    if op.get_bind().dialect.name == "sqlite":
        # The texts stay in article_versions alone: the index holds words, no content.
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5(title, body, stems, content='', tokenize='unicode61 remove_diacritics 0')"
        )
    else:
        op.execute(
            "CREATE TABLE search_index (version_id BIGINT PRIMARY KEY REFERENCES article_versions (id), document TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX ix_search_index_document ON search_index USING gin (document)")


def downgrade() -> None:
    """Drop every table."""
    op.execute("DROP TABLE search_index")
    tables = sa.MetaData()
    tables.reflect(op.get_bind())
    for table in reversed(tables.sorted_tables):
        if table.name != "alembic_version":
            op.drop_table(table.name)


def _tables() -> None:
    op.create_table(
        "articles",
        sa.Column("key", INT, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("id_key", INT, nullable=False),
        sa.Column("version_id", INT, nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("url_key", INT, nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("claim_count", sa.Integer(), nullable=False),
        sa.Column("group_id", INT, nullable=True),
        sa.Column("first_seen", sa.String(length=27), nullable=False),
        sa.Column("last_seen", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_articles"),
        sa.UniqueConstraint("id_key", name="uq_articles_id_key"),
    )
    op.create_index("ix_articles_day_key", "articles", ["day", "key"], unique=False)
    op.create_index("ix_articles_group_id", "articles", ["group_id"], unique=False)
    op.create_index("ix_articles_outlet_day_key", "articles", ["outlet", "day", "key"], unique=False)
    op.create_index("ix_articles_url_key", "articles", ["url_key"], unique=False)
    op.create_index("ix_articles_version_id", "articles", ["version_id"], unique=False)
    op.create_table(
        "audit",
        sa.Column("id", INT, nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_target", "audit", ["target"], unique=False)
    op.create_table(
        "captures",
        sa.Column("id", INT, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("url_key", INT, nullable=False),
        sa.Column("content_type", sa.Text(), nullable=True),
        sa.Column("headers", sa.JSON(), nullable=True),
        sa.Column("fetched_at", sa.String(length=27), nullable=False),
        sa.Column("warc_file", sa.String(length=120), nullable=False),
        sa.Column("warc_offset", INT, nullable=False),
        sa.Column("warc_length", INT, nullable=False),
        sa.Column("ledger_seq", INT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_captures"),
        sa.UniqueConstraint("sha256", "url_key", name="uq_captures_sha256_url_key"),
    )
    op.create_index("ix_captures_warc", "captures", ["warc_file", "warc_offset"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("event_type", sa.String(length=40), nullable=False),
        sa.Column("event_group", sa.String(length=40), nullable=True),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("date_start", sa.String(length=10), nullable=True),
        sa.Column("date_end", sa.String(length=10), nullable=True),
        sa.Column("date_precision", sa.String(length=10), nullable=True),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("place_name_ar", sa.Text(), nullable=True),
        sa.Column("place_name_en", sa.Text(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("adm1", sa.Text(), nullable=True),
        sa.Column("adm2", sa.Text(), nullable=True),
        sa.Column("place_precision", sa.Integer(), nullable=True),
        sa.Column("origins", sa.Integer(), nullable=False),
        sa.Column("claim_count", sa.Integer(), nullable=False),
        sa.Column("article_count", sa.Integer(), nullable=False),
        sa.Column("outlet_count", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("first_seen", sa.String(length=27), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("retired_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_country_adm1_day_id", "events", ["country", "adm1", "day", "id"], unique=False)
    op.create_index("ix_events_day_id", "events", ["day", "id"], unique=False)
    op.create_index("ix_events_event_type_day_id", "events", ["event_type", "day", "id"], unique=False)
    op.create_index("ix_events_place_id_day_id", "events", ["place_id", "day", "id"], unique=False)
    op.create_index("ix_events_status_day_id", "events", ["status", "day", "id"], unique=False)
    op.create_index("ix_events_updated_at_id", "events", ["updated_at", "id"], unique=False)
    op.create_table(
        "feeds",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("fetched_at", sa.String(length=27), nullable=True),
        sa.Column("next_at", sa.String(length=27), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("url", name="pk_feeds"),
    )
    op.create_table(
        "judgements",
        sa.Column("id", INT, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("target_kind", sa.String(length=12), nullable=False),
        sa.Column("target_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=True),
        sa.Column("field", sa.String(length=40), nullable=True),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("undone_by", INT, nullable=True),
        sa.ForeignKeyConstraint(["undone_by"], ["judgements.id"], name="fk_judgements_undone_by"),
        sa.PrimaryKeyConstraint("id", name="pk_judgements"),
    )
    op.create_index("ix_judgements_kind_id", "judgements", ["kind", "id"], unique=False)
    op.create_index("ix_judgements_other", "judgements", ["target_kind", "other_id"], unique=False)
    op.create_index("ix_judgements_target", "judgements", ["target_kind", "target_id"], unique=False)
    op.create_table(
        "ledger",
        sa.Column("seq", INT, autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("line_end", INT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_ledger"),
    )
    op.create_table(
        "lexicon_candidates",
        sa.Column("id", INT, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("spellings", sa.JSON(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.String(length=27), nullable=True),
        sa.Column("first_seen", sa.String(length=27), nullable=False),
        sa.Column("last_seen", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lexicon_candidates"),
    )
    op.create_index("ix_lexicon_candidates_state_articles", "lexicon_candidates", ["state", "articles"], unique=False)
    op.create_table(
        "meta",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.create_table(
        "runs",
        sa.Column("id", INT, nullable=False),
        sa.Column("command", sa.String(length=20), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=True),
        sa.Column("coder_version", sa.String(length=80), nullable=True),
        sa.Column("started_at", sa.String(length=27), nullable=False),
        sa.Column("finished_at", sa.String(length=27), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_table(
        "syndication_groups",
        sa.Column("id", INT, autoincrement=False, nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_syndication_groups"),
    )
    op.create_table(
        "syndication_keys",
        sa.Column("key", INT, autoincrement=False, nullable=False),
        sa.Column("article_key", INT, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "article_key", name="pk_syndication_keys"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "users",
        sa.Column("id", INT, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("disabled_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("name", name="uq_users_name"),
    )
    op.create_table(
        "article_versions",
        sa.Column("id", INT, nullable=False),
        sa.Column("article_key", INT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("dateline", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("agencies", sa.JSON(), nullable=False),
        sa.Column("capture_id", INT, nullable=True),
        sa.Column("first_seen", sa.String(length=27), nullable=False),
        sa.Column("last_seen", sa.String(length=27), nullable=False),
        sa.Column("coded_by", sa.String(length=80), nullable=True),
        sa.Column("coded_at", sa.String(length=27), nullable=True),
        sa.Column("warnings", sa.JSON(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_key"], ["articles.key"], name="fk_article_versions_article_key"),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name="fk_article_versions_capture_id"),
        sa.PrimaryKeyConstraint("id", name="pk_article_versions"),
        sa.UniqueConstraint("article_key", "content_hash", name="uq_article_versions_article_key_content_hash"),
    )
    op.create_index("ix_article_versions_capture_id", "article_versions", ["capture_id"], unique=False)
    op.create_index("ix_article_versions_coded_by", "article_versions", ["coded_by"], unique=False)
    op.create_table(
        "event_facets",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("event_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_event_facets_event_id"),
        sa.PrimaryKeyConstraint("kind", "value", "day", "event_id", name="pk_event_facets"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_facets_event_id", "event_facets", ["event_id"], unique=False)
    op.create_table(
        "event_figures",
        sa.Column("event_id", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("best", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_event_figures_event_id"),
        sa.PrimaryKeyConstraint("event_id", "rule", "kind", "of", name="pk_event_figures"),
    )
    op.create_table(
        "event_origins",
        sa.Column("event_id", sa.String(length=40), nullable=False),
        sa.Column("nodes", sa.JSON(), nullable=False),
        sa.Column("edges", sa.JSON(), nullable=False),
        sa.Column("independent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_event_origins_event_id"),
        sa.PrimaryKeyConstraint("event_id", name="pk_event_origins"),
    )
    op.create_table(
        "event_relations",
        sa.Column("id", INT, nullable=False),
        sa.Column("event_id", sa.String(length=40), nullable=False),
        sa.Column("other_event_id", sa.String(length=40), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("left_claim", INT, nullable=True),
        sa.Column("right_claim", INT, nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_event_relations_event_id"),
        sa.ForeignKeyConstraint(["other_event_id"], ["events.id"], name="fk_event_relations_other_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event_relations"),
    )
    op.create_index("ix_event_relations_event_id", "event_relations", ["event_id"], unique=False)
    op.create_index("ix_event_relations_other_event_id", "event_relations", ["other_event_id"], unique=False)
    op.create_table(
        "refusals",
        sa.Column("id", INT, autoincrement=False, nullable=False),
        sa.Column("run_id", INT, nullable=True),
        sa.Column("where", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.String(length=27), nullable=False),
        sa.Column("last_seen", sa.String(length=27), nullable=False),
        sa.Column("resolved_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_refusals_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_refusals"),
    )
    op.create_index("ix_refusals_resolved_at_last_seen", "refusals", ["resolved_at", "last_seen"], unique=False)
    op.create_table(
        "saved_searches",
        sa.Column("id", INT, nullable=False),
        sa.Column("user_id", INT, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("token", INT, nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("seen_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_saved_searches_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_searches"),
        sa.UniqueConstraint("token", name="uq_saved_searches_token"),
    )
    op.create_index("ix_saved_searches_user_id", "saved_searches", ["user_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", INT, nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("expires_at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sessions_user_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )
    op.create_table(
        "syndication_members",
        sa.Column("article_key", INT, nullable=False),
        sa.Column("other_key", INT, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("similarity", sa.Double(), nullable=False),
        sa.Column("containment", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["article_key"], ["articles.key"], name="fk_syndication_members_article_key"),
        sa.ForeignKeyConstraint(["other_key"], ["articles.key"], name="fk_syndication_members_other_key"),
        sa.PrimaryKeyConstraint("article_key", "other_key", name="pk_syndication_members"),
    )
    op.create_index("ix_syndication_members_other_key", "syndication_members", ["other_key"], unique=False)
    op.create_table(
        "syndication_signatures",
        sa.Column("article_key", INT, autoincrement=False, nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article_key"], ["articles.key"], name="fk_syndication_signatures_article_key"),
        sa.PrimaryKeyConstraint("article_key", name="pk_syndication_signatures"),
    )
    op.create_table(
        "claims",
        sa.Column("id", INT, autoincrement=False, nullable=False),
        sa.Column("article_key", INT, nullable=False),
        sa.Column("version_id", INT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("event_type", sa.String(length=40), nullable=False),
        sa.Column("event_group", sa.String(length=40), nullable=True),
        sa.Column("stance", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("evidence_start", sa.Integer(), nullable=False),
        sa.Column("evidence_end", sa.Integer(), nullable=False),
        sa.Column("trigger_start", sa.Integer(), nullable=False),
        sa.Column("trigger_end", sa.Integer(), nullable=False),
        sa.Column("date_start", sa.String(length=10), nullable=True),
        sa.Column("date_end", sa.String(length=10), nullable=True),
        sa.Column("date_precision", sa.String(length=10), nullable=True),
        sa.Column("date_basis", sa.String(length=12), nullable=True),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("place_given", sa.Text(), nullable=True),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("place_name_ar", sa.Text(), nullable=True),
        sa.Column("place_name_en", sa.Text(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("adm1", sa.Text(), nullable=True),
        sa.Column("adm2", sa.Text(), nullable=True),
        sa.Column("place_precision", sa.Integer(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("coder_version", sa.String(length=80), nullable=False),
        sa.Column("seen_by", sa.String(length=80), nullable=False),
        sa.Column("first_seen", sa.String(length=27), nullable=False),
        sa.Column("last_seen", sa.String(length=27), nullable=False),
        sa.Column("retired_at", sa.String(length=27), nullable=True),
        sa.Column("retired_why", sa.String(length=20), nullable=True),
        sa.Column("replaces", INT, nullable=True),
        sa.ForeignKeyConstraint(["article_key"], ["articles.key"], name="fk_claims_article_key"),
        sa.ForeignKeyConstraint(["version_id"], ["article_versions.id"], name="fk_claims_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
    )
    op.create_index("ix_claims_article_key", "claims", ["article_key"], unique=False)
    op.create_index("ix_claims_country_adm1_day_id", "claims", ["country", "adm1", "day", "id"], unique=False)
    op.create_index("ix_claims_day_id", "claims", ["day", "id"], unique=False)
    op.create_index("ix_claims_event_type_day_id", "claims", ["event_type", "day", "id"], unique=False)
    op.create_index("ix_claims_first_seen_id", "claims", ["first_seen", "id"], unique=False)
    op.create_index("ix_claims_outlet_day_id", "claims", ["outlet", "day", "id"], unique=False)
    op.create_index("ix_claims_place_id_day_id", "claims", ["place_id", "day", "id"], unique=False)
    op.create_table(
        "claim_actors",
        sa.Column("claim_id", INT, autoincrement=False, nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_claim_actors_claim_id"),
        sa.PrimaryKeyConstraint("claim_id", "role", "n", name="pk_claim_actors"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_claim_actors_actor_day", "claim_actors", ["actor", "day", "claim_id"], unique=False)
    op.create_table(
        "claim_attributions",
        sa.Column("claim_id", INT, autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_claim_attributions_claim_id"),
        sa.PrimaryKeyConstraint("claim_id", "n", name="pk_claim_attributions"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_claim_attributions_actor_claim_id", "claim_attributions", ["actor", "claim_id"], unique=False)
    op.create_table(
        "claim_bodies",
        sa.Column("n", INT, nullable=False),
        sa.Column("claim_id", INT, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_claim_bodies_claim_id"),
        sa.PrimaryKeyConstraint("n", name="pk_claim_bodies"),
        sa.UniqueConstraint("claim_id", name="uq_claim_bodies_claim_id"),
    )
    op.create_table(
        "claim_figures",
        sa.Column("claim_id", INT, autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("best", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_claim_figures_claim_id"),
        sa.PrimaryKeyConstraint("claim_id", "n", name="pk_claim_figures"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event_members",
        sa.Column("event_id", sa.String(length=40), nullable=False),
        sa.Column("claim_id", INT, autoincrement=False, nullable=False),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("why", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_event_members_claim_id"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_event_members_event_id"),
        sa.PrimaryKeyConstraint("event_id", "claim_id", name="pk_event_members"),
    )
    op.create_index("ix_event_members_claim_id", "event_members", ["claim_id"], unique=False)
