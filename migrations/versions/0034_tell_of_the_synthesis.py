"""Tell people what an edition of the synthesis made of what they said, unless they said no."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "synthesis_telling",
        sa.Column("id", ID, nullable=False),
        sa.Column("edition_id", ID, nullable=False),
        sa.Column("told_to_id", ID, nullable=False),
        sa.Column("told_count", sa.Integer(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gave_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_synthesis_telling_edition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synthesis_telling")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_synthesis_telling_edition_id")),
    )
    op.create_index(
        "ix_synthesis_telling_waiting",
        "synthesis_telling",
        ["run_at"],
        sqlite_where=sa.text("done_at is null"),
        postgresql_where=sa.text("done_at is null"),
    )
    op.add_column("participant", sa.Column("muted_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("participant", "muted_at")
    op.drop_index("ix_synthesis_telling_waiting", table_name="synthesis_telling")
    op.drop_table("synthesis_telling")
