"""Leave an appeal that waits to one moderator."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "appeal_handover",
        sa.Column("appeal_id", ID, nullable=False),
        sa.Column("colleague_id", ID, nullable=False),
        sa.Column("handed_by_id", ID, nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeal.id"], name=op.f("fk_appeal_handover_appeal_id")
        ),
        sa.ForeignKeyConstraint(
            ["colleague_id"], ["user.id"], name=op.f("fk_appeal_handover_colleague_id")
        ),
        sa.ForeignKeyConstraint(
            ["handed_by_id"], ["user.id"], name=op.f("fk_appeal_handover_handed_by_id")
        ),
        sa.PrimaryKeyConstraint("appeal_id", name=op.f("pk_appeal_handover")),
    )
    op.create_index("ix_appeal_handover_colleague", "appeal_handover", ["colleague_id"])


def downgrade() -> None:
    op.drop_index("ix_appeal_handover_colleague", "appeal_handover")
    op.drop_table("appeal_handover")
