"""Publish answers: batches of drafts, corrections that stay readable, progress, who was told."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
IS_PUBLIC = sa.text("published_version is not null")
WAITS = sa.text("done_at is null")


def upgrade() -> None:
    _batches()
    _tellings()
    _followers()
    _reports()
    with op.batch_alter_table("answer") as table:
        table.add_column(sa.Column("batch_id", ID, nullable=True))
        table.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
        table.create_foreign_key(op.f("fk_answer_batch_id"), "answer_batch", ["batch_id"], ["id"])
        table.create_index(op.f("ix_answer_batch_id"), ["batch_id"])
        table.create_index(op.f("ix_answer_assigned_to_id"), ["assigned_to_id"])
        table.create_index(
            "ix_answer_published",
            ["consultation_id", "published_at", "id"],
            sqlite_where=IS_PUBLIC,
            postgresql_where=IS_PUBLIC,
        )
    with op.batch_alter_table("answer_version") as table:
        table.add_column(sa.Column("change_note", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("published_at", MOMENT, nullable=True))
        table.add_column(sa.Column("telling_id", ID, nullable=True))
        table.create_foreign_key(
            op.f("fk_answer_version_telling_id"), "answer_telling", ["telling_id"], ["id"]
        )
        table.create_index(op.f("ix_answer_version_telling_id"), ["telling_id"])


def _batches() -> None:
    op.create_table(
        "answer_batch",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_answer_batch_by_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_answer_batch_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_batch")),
        sa.UniqueConstraint("key", name=op.f("uq_answer_batch_key")),
    )
    op.create_index(op.f("ix_answer_batch_consultation_id"), "answer_batch", ["consultation_id"])


def _tellings() -> None:
    op.create_table(
        "answer_telling",
        sa.Column("id", ID, nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("told_to_id", ID, nullable=False),
        sa.Column("told_count", sa.Integer(), nullable=False),
        sa.Column("run_at", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("gave_up_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"],
            name=op.f("fk_answer_telling_consultation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_telling")),
    )  # fmt: skip
    op.create_index(
        op.f("ix_answer_telling_consultation_id"), "answer_telling", ["consultation_id"]
    )
    op.create_index(
        "ix_answer_telling_waiting", "answer_telling", ["run_at"],
        sqlite_where=WAITS, postgresql_where=WAITS,
    )  # fmt: skip


def _followers() -> None:
    op.create_table(
        "answer_follower",
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"],
            name=op.f("fk_answer_follower_consultation_id"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_answer_follower_user_id")),
        sa.PrimaryKeyConstraint("consultation_id", "user_id", name=op.f("pk_answer_follower")),
    )  # fmt: skip
    op.create_index(op.f("ix_answer_follower_user_id"), "answer_follower", ["user_id"])


def _reports() -> None:
    op.create_table(
        "milestone_report",
        sa.Column("milestone_id", ID, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_after", sa.Date(), nullable=True),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_milestone_report_by_id")),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_report_milestone_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_report")),
    )
    op.create_index(op.f("ix_milestone_report_milestone_id"), "milestone_report", ["milestone_id"])


def downgrade() -> None:
    with op.batch_alter_table("answer_version") as table:
        table.drop_constraint(op.f("fk_answer_version_telling_id"), type_="foreignkey")
        table.drop_index(op.f("ix_answer_version_telling_id"))
        table.drop_column("telling_id")
        table.drop_column("published_at")
        table.drop_column("change_note")
    with op.batch_alter_table("answer") as table:
        table.drop_constraint(op.f("fk_answer_batch_id"), type_="foreignkey")
        table.drop_index("ix_answer_published")
        table.drop_index(op.f("ix_answer_assigned_to_id"))
        table.drop_index(op.f("ix_answer_batch_id"))
        table.drop_column("edition")
        table.drop_column("batch_id")
    op.drop_table("milestone_report")
    op.drop_table("answer_follower")
    op.drop_table("answer_telling")
    op.drop_table("answer_batch")
