"""Leave to one moderator what waits; find what was written in reports answered long ago."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TO_FORGET = (
    ("flag", "decided_at", "words <> ''"),
    ("notice", "decided_at", "explanation <> ''"),
    ("appeal", "judged_at", "text <> ''"),
)


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("contribution_id", ID, nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("colleague_id", ID, nullable=False),
        sa.Column("handed_by_id", ID, nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name="fk_handover_contribution_id"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name="fk_handover_consultation_id"
        ),
        sa.ForeignKeyConstraint(["colleague_id"], ["user.id"], name="fk_handover_colleague_id"),
        sa.ForeignKeyConstraint(["handed_by_id"], ["user.id"], name="fk_handover_handed_by_id"),
        sa.PrimaryKeyConstraint("contribution_id", name="pk_handover"),
    )
    op.create_index("ix_handover_colleague", "handover", ["colleague_id", "consultation_id"])
    for table, column, words in TO_FORGET:
        op.create_index(
            f"ix_{table}_to_forget", table, [column],
            sqlite_where=sa.text(words), postgresql_where=sa.text(words),
        )  # fmt: skip


def downgrade() -> None:
    for table, _column, _words in TO_FORGET:
        op.drop_index(f"ix_{table}_to_forget", table)
    op.drop_index("ix_handover_colleague", "handover")
    op.drop_table("handover")
