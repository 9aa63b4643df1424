"""Suggest themes as people code, and count what each coder read without reading every row."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LONG_AGO = "2020-01-01 00:00:00+00:00"


def upgrade() -> None:
    for column in (
        sa.Column("learnt_from", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("suggested_to", ID, nullable=False, server_default="0"),
        sa.Column(
            "look_at", sa.DateTime(timezone=True), nullable=False, server_default=LONG_AGO
        ),
    ):  # fmt: skip
        op.add_column("codebook", column)
    op.add_column("theme_suggestion", sa.Column("evidence_start", sa.Integer(), nullable=True))
    op.add_column("theme_suggestion", sa.Column("evidence_end", sa.Integer(), nullable=True))
    op.create_index("ix_reading_progress", "reading", ["consultation_id", "state", "read_by_id"])


def downgrade() -> None:
    op.drop_index("ix_reading_progress", "reading")
    op.drop_column("theme_suggestion", "evidence_end")
    op.drop_column("theme_suggestion", "evidence_start")
    for name in ("look_at", "suggested_to", "learnt_from"):
        op.drop_column("codebook", name)
