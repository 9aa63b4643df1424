"""Group near-identical contributions, and remember how far they were looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "campaign_progress",
        sa.Column("consultation_id", _id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unsearched", sa.Integer(), nullable=False),
        sa.Column("search_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("check_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_campaign_progress_consultation_id"),
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_campaign_progress")),
    )
    op.create_table(
        "campaign",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("consultation_id", _id(), nullable=False),
        sa.Column("representative_id", _id(), nullable=False),
        sa.Column("core", sa.LargeBinary(), nullable=False),
        sa.Column("member_count", sa.Integer(), nullable=False),
        sa.Column("person_count", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", _id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_campaign_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["representative_id"], ["contribution.id"], name=op.f("fk_campaign_representative_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("key", name=op.f("uq_campaign_key")),
    )
    op.create_index("ix_campaign_size", "campaign", ["consultation_id", "member_count", "id"])
    op.create_table(
        "campaign_member",
        sa.Column("contribution_id", _id(), nullable=False),
        sa.Column("campaign_id", _id(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("similarity", sa.Double(), nullable=False),
        sa.Column("how", sa.String(40), nullable=False),
        sa.Column("has_own_words", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_member_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_campaign_member_contribution_id"),
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_campaign_member")),
    )
    op.create_index(
        "ix_campaign_member_campaign", "campaign_member", ["campaign_id", "contribution_id"]
    )
    op.create_index(
        "ix_campaign_member_own",
        "campaign_member",
        ["campaign_id", "contribution_id"],
        sqlite_where=sa.text("has_own_words"),
        postgresql_where=sa.text("has_own_words"),
    )


def downgrade() -> None:
    op.drop_table("campaign_member")
    op.drop_table("campaign")
    op.drop_table("campaign_progress")
