"""Draw lots: what is asked of a panel, who volunteers, the draw at work."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "committee_lot",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "committee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("reserve_size", sa.Integer(), nullable=False),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.Column("is_by_household", sa.Boolean(), nullable=False),
        sa.Column("algorithm", sa.String(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record", sa.JSON(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_committee_lot_committee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_lot")),
        sa.UniqueConstraint("committee_id", name=op.f("uq_committee_lot_committee_id")),
        sa.UniqueConstraint("key", name=op.f("uq_committee_lot_key")),
    )
    with op.batch_alter_table("committee_lot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_committee_lot_forget_at"), ["forget_at"], unique=False)

    op.create_table(
        "committee_lot_run",
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gave_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user.id"], name=op.f("fk_committee_lot_run_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["committee_lot.id"], name=op.f("fk_committee_lot_run_lot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_lot_run")),
    )
    with op.batch_alter_table("committee_lot_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_committee_lot_run_lot_id"), ["lot_id"], unique=False)

    op.create_table(
        "committee_volunteer",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("household", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["committee_lot.id"], name=op.f("fk_committee_volunteer_lot_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_committee_volunteer_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_volunteer")),
        sa.UniqueConstraint("key", name=op.f("uq_committee_volunteer_key")),
        sa.UniqueConstraint("lot_id", "email", name=op.f("uq_committee_volunteer_lot_id_email")),
    )
    with op.batch_alter_table("committee_volunteer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_committee_volunteer_user_id"), ["user_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("committee_volunteer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_committee_volunteer_user_id"))

    op.drop_table("committee_volunteer")
    with op.batch_alter_table("committee_lot_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_committee_lot_run_lot_id"))

    op.drop_table("committee_lot_run")
    with op.batch_alter_table("committee_lot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_committee_lot_forget_at"))

    op.drop_table("committee_lot")
