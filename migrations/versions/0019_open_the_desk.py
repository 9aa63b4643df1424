"""Open the moderators' desk: what is open, second opinions, digests, batches at work."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_preference",
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(40), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_late_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_desk_preference_consultation_id"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_desk_preference_user_id")),
        sa.PrimaryKeyConstraint("consultation_id", "user_id", name=op.f("pk_desk_preference")),
    )
    with op.batch_alter_table("desk_preference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_preference_user_id"), ["user_id"], unique=False)

    op.create_table(
        "bulk_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_undo", sa.Boolean(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gave_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_bulk_run_actor_id")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["decision_batch.id"], name=op.f("fk_bulk_run_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_run")),
    )
    with op.batch_alter_table("bulk_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulk_run_batch_id"), ["batch_id"], unique=False)

    op.create_table(
        "review_claim",
        sa.Column(
            "contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "moderator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_review_claim_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_review_claim_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["user.id"], name=op.f("fk_review_claim_moderator_id")
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_review_claim")),
    )
    with op.batch_alter_table("review_claim", schema=None) as batch_op:
        batch_op.create_index(
            "ix_review_claim_moderator", ["moderator_id", "consultation_id"], unique=False
        )

    op.create_table(
        "second_opinion",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column(
            "first_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("first_measure", sa.String(40), nullable=False),
        sa.Column("first_clause", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "second_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("second_measure", sa.String(40), nullable=True),
        sa.Column("second_clause", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_second_opinion_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_second_opinion_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["first_by_id"], ["user.id"], name=op.f("fk_second_opinion_first_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_by_id"], ["user.id"], name=op.f("fk_second_opinion_second_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_opinion")),
        sa.UniqueConstraint("key", name=op.f("uq_second_opinion_key")),
    )
    with op.batch_alter_table("second_opinion", schema=None) as batch_op:
        batch_op.create_index(
            "ix_second_opinion_answered", ["consultation_id", "answered_at"], unique=False
        )
        batch_op.create_index(
            "uq_second_opinion_open",
            ["contribution_id"],
            unique=True,
            sqlite_where=sa.text("answered_at is null"),
            postgresql_where=sa.text("answered_at is null"),
        )

    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("sample_percent", sa.Integer(), nullable=False, server_default="2")
        )

    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_contribution_review",
            sqlite_where=sa.text("review_since is not null"),
            postgresql_where=sa.text("review_since is not null"),
        )
        batch_op.create_index(
            "ix_contribution_review",
            ["consultation_id", sa.literal_column("risk desc"), "review_since", "id"],
            unique=False,
            sqlite_where=sa.text("review_since is not null"),
            postgresql_where=sa.text("review_since is not null"),
        )
        batch_op.create_index(
            "ix_contribution_waiting",
            ["consultation_id", "review_since"],
            unique=False,
            sqlite_where=sa.text("review_since is not null"),
            postgresql_where=sa.text("review_since is not null"),
        )


def downgrade() -> None:
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_contribution_waiting",
            sqlite_where=sa.text("review_since is not null"),
            postgresql_where=sa.text("review_since is not null"),
        )
        batch_op.drop_index(
            "ix_contribution_review",
            sqlite_where=sa.text("review_since is not null"),
            postgresql_where=sa.text("review_since is not null"),
        )
        batch_op.create_index(
            "ix_contribution_review",
            ["consultation_id", "risk", "review_since", "id"],
            unique=False,
            sqlite_where=sa.text("review_since is not null"),
            postgresql_where=sa.text("review_since is not null"),
        )

    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_column("sample_percent")

    with op.batch_alter_table("second_opinion", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_second_opinion_open",
            sqlite_where=sa.text("answered_at is null"),
            postgresql_where=sa.text("answered_at is null"),
        )
        batch_op.drop_index("ix_second_opinion_answered")

    op.drop_table("second_opinion")
    with op.batch_alter_table("review_claim", schema=None) as batch_op:
        batch_op.drop_index("ix_review_claim_moderator")

    op.drop_table("review_claim")
    with op.batch_alter_table("bulk_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bulk_run_batch_id"))

    op.drop_table("bulk_run")
    with op.batch_alter_table("desk_preference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_desk_preference_user_id"))

    op.drop_table("desk_preference")
