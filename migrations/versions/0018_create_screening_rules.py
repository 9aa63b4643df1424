"""Rules over what screening finds, their trials, alerts, and the list of insults."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "insult_list",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "saved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["user.id"], name=op.f("fk_insult_list_saved_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insult_list")),
        sa.UniqueConstraint("version", name=op.f("uq_insult_list_version")),
    )
    op.create_table(
        "review_alert",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("held_count", sa.Integer(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gave_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_review_alert_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_alert")),
    )
    with op.batch_alter_table("review_alert", schema=None) as batch_op:
        batch_op.create_index(
            "ix_review_alert_gathering",
            ["consultation_id"],
            unique=False,
            sqlite_where=sa.text("done_at is null and lease_until is null and gave_up_at is null"),
            postgresql_where=sa.text(
                "done_at is null and lease_until is null and gave_up_at is null"
            ),
        )
        batch_op.create_index(
            "ix_review_alert_waiting",
            ["run_at"],
            unique=False,
            sqlite_where=sa.text("done_at is null"),
            postgresql_where=sa.text("done_at is null"),
        )

    op.create_table(
        "screening_rule",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("condition", sa.JSON(), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_screening_rule_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_rule")),
        sa.UniqueConstraint("key", name=op.f("uq_screening_rule_key")),
    )
    with op.batch_alter_table("screening_rule", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_screening_rule_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "rule_trial",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rule_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("condition", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("read_count", sa.Integer(), nullable=False),
        sa.Column("matched_count", sa.Integer(), nullable=False),
        sa.Column("before_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sample", sa.JSON(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gave_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user.id"], name=op.f("fk_rule_trial_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["screening_rule.id"], name=op.f("fk_rule_trial_rule_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_trial")),
    )
    with op.batch_alter_table("rule_trial", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_trial_rule_id"), ["rule_id"], unique=False)
        batch_op.create_index(
            "ix_rule_trial_waiting",
            ["run_at"],
            unique=False,
            sqlite_where=sa.text("done_at is null"),
            postgresql_where=sa.text("done_at is null"),
        )

    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("rule_revision", sa.Integer(), nullable=False, server_default="0")
        )


def downgrade() -> None:
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_column("rule_revision")

    with op.batch_alter_table("rule_trial", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_rule_trial_waiting",
            sqlite_where=sa.text("done_at is null"),
            postgresql_where=sa.text("done_at is null"),
        )
        batch_op.drop_index(batch_op.f("ix_rule_trial_rule_id"))

    op.drop_table("rule_trial")
    with op.batch_alter_table("screening_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_screening_rule_consultation_id"))

    op.drop_table("screening_rule")
    with op.batch_alter_table("review_alert", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_review_alert_waiting",
            sqlite_where=sa.text("done_at is null"),
            postgresql_where=sa.text("done_at is null"),
        )
        batch_op.drop_index(
            "ix_review_alert_gathering",
            sqlite_where=sa.text("done_at is null and lease_until is null and gave_up_at is null"),
            postgresql_where=sa.text(
                "done_at is null and lease_until is null and gave_up_at is null"
            ),
        )

    op.drop_table("review_alert")
    op.drop_table("insult_list")
