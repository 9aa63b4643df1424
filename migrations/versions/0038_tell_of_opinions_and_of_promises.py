"""Tell of opinions, of amendments and of promises; note what was said to be late."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = "done_at is null"


def upgrade() -> None:
    op.create_table(
        "answer_overdue",
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_answer_overdue_consultation_id")
        ),
        sa.PrimaryKeyConstraint("consultation_id", "due_on", name=op.f("pk_answer_overdue")),
    )
    op.create_table(
        "answer_edition_news",
        sa.Column("edition_id", ID, nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("telling_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_answer_edition_news_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["opinion_edition.id"], name=op.f("fk_answer_edition_news_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["telling_id"], ["answer_telling.id"], name=op.f("fk_answer_edition_news_telling_id")
        ),
        sa.PrimaryKeyConstraint(
            "edition_id", "consultation_id", name=op.f("pk_answer_edition_news")
        ),
    )
    op.create_index(
        op.f("ix_answer_edition_news_telling_id"), "answer_edition_news", ["telling_id"]
    )
    op.create_table(
        "amendment_telling",
        sa.Column("id", ID, nullable=False),
        sa.Column("opinion_id", ID, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gave_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_amendment_telling_opinion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_telling")),
    )
    op.create_index(op.f("ix_amendment_telling_opinion_id"), "amendment_telling", ["opinion_id"])
    op.create_index(
        "ix_amendment_telling_waiting", "amendment_telling", ["run_at"],
        sqlite_where=sa.text(WAITING), postgresql_where=sa.text(WAITING),
    )  # fmt: skip
    op.add_column("milestone", sa.Column("late_told_on", sa.Date(), nullable=True))
    with op.batch_alter_table("milestone_report") as batch:
        batch.add_column(sa.Column("telling_id", ID, nullable=True))
        batch.create_index(op.f("ix_milestone_report_telling_id"), ["telling_id"])
        batch.create_foreign_key(
            op.f("fk_milestone_report_telling_id"), "answer_telling", ["telling_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("milestone_report") as batch:
        batch.drop_constraint(op.f("fk_milestone_report_telling_id"), type_="foreignkey")
        batch.drop_index(op.f("ix_milestone_report_telling_id"))
        batch.drop_column("telling_id")
    op.drop_column("milestone", "late_told_on")
    op.drop_table("amendment_telling")
    op.drop_table("answer_edition_news")
    op.drop_table("answer_overdue")
