"""Record what moderators decide, what waits for them, and what was masked."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decision_batch",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("measure", sa.String(40), nullable=False),
        sa.Column("decision_count", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_decision_batch_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user.id"], name=op.f("fk_decision_batch_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_batch")),
        sa.UniqueConstraint("key", name=op.f("uq_decision_batch_key")),
    )
    with op.batch_alter_table("decision_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_decision_batch_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "decision",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column(
            "participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("measure", sa.String(40), nullable=False),
        sa.Column("ground", sa.String(40), nullable=False),
        sa.Column("charter_version", sa.Integer(), nullable=True),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("legal_ref", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("is_machine_detected", sa.Boolean(), nullable=False),
        sa.Column("automation", sa.String(40), nullable=False),
        sa.Column("state_before", sa.String(40), nullable=True),
        sa.Column("state_after", sa.String(40), nullable=True),
        sa.Column("waited_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column(
            "decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "reverses_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("mail_key", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["decision_batch.id"], name=op.f("fk_decision_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_decision_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_decision_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_decision_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_decision_participant_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["decision.id"], name=op.f("fk_decision_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("key", name=op.f("uq_decision_key")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index("ix_decision_contribution", ["contribution_id", "id"], unique=False)
        batch_op.create_index(
            "ix_decision_moderator", ["decided_by_id", "decided_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_decision_participant_id"), ["participant_id"], unique=False
        )
        batch_op.create_index(
            "ix_decision_register", ["consultation_id", "decided_at", "id"], unique=False
        )

    op.create_table(
        "masked_original",
        sa.Column(
            "contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("proposed_text", sa.String(), nullable=True),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("masked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contribution_id", "number"],
            ["revision.contribution_id", "revision.number"],
            name=op.f("fk_masked_original_contribution_id_number"),
        ),
        sa.PrimaryKeyConstraint("contribution_id", "number", name=op.f("pk_masked_original")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("moderation", sa.String(40), nullable=False, server_default="after")
        )
        batch_op.add_column(
            sa.Column("review_hours", sa.Integer(), nullable=False, server_default="24")
        )
        batch_op.add_column(
            sa.Column("rule_count", sa.Integer(), nullable=False, server_default="0")
        )

    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.add_column(sa.Column("review_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("risk", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("signals", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(
            sa.Column("is_masked", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("moderated_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("moderation_ground", sa.String(), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("thread_closed_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.create_index(
            "ix_contribution_review",
            ["consultation_id", "risk", "review_since", "id"],
            unique=False,
            sqlite_where=sa.text("review_since is not null"),
            postgresql_where=sa.text("review_since is not null"),
        )

    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("suspended_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_column("suspended_until")

    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_contribution_review",
            sqlite_where=sa.text("review_since is not null"),
            postgresql_where=sa.text("review_since is not null"),
        )
        batch_op.drop_column("thread_closed_at")
        batch_op.drop_column("moderation_ground")
        batch_op.drop_column("moderated_at")
        batch_op.drop_column("is_masked")
        batch_op.drop_column("signals")
        batch_op.drop_column("risk")
        batch_op.drop_column("review_since")

    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_column("rule_count")
        batch_op.drop_column("review_hours")
        batch_op.drop_column("moderation")

    op.drop_table("masked_original")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index("ix_decision_register")
        batch_op.drop_index(batch_op.f("ix_decision_participant_id"))
        batch_op.drop_index("ix_decision_moderator")
        batch_op.drop_index("ix_decision_contribution")
        batch_op.drop_index(batch_op.f("ix_decision_batch_id"))

    op.drop_table("decision")
    with op.batch_alter_table("decision_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_batch_consultation_id"))

    op.drop_table("decision_batch")
