"""Leave to one moderator what waits: the others' « next » passes over it."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


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


def downgrade() -> None:
    op.drop_index("ix_handover_colleague", "handover")
    op.drop_table("handover")
