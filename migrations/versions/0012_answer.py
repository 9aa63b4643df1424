"""Answer what was asked, with an outcome, reasons and milestones."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "answer",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("statement_id", ID, nullable=True),
        sa.Column("theme_id", ID, nullable=True),
        sa.Column("paragraph_id", ID, nullable=True),
        sa.Column("campaign_key", sa.String(), nullable=True),
        sa.Column("contribution_id", ID, nullable=True),
        sa.Column("assigned_to_id", ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_version", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.CheckConstraint(
            "(case when statement_id is null then 0 else 1 end)"
            " + (case when theme_id is null then 0 else 1 end)"
            " + (case when paragraph_id is null then 0 else 1 end)"
            " + (case when campaign_key is null then 0 else 1 end)"
            " + (case when contribution_id is null then 0 else 1 end) = 1",
            name=op.f("ck_answer_one_subject"),
        ),
        sa.ForeignKeyConstraint(
            ["assigned_to_id"], ["user.id"], name=op.f("fk_answer_assigned_to_id")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_answer_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_answer_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["paragraph.id"], name=op.f("fk_answer_paragraph_id")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_answer_statement_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_answer_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("key", name=op.f("uq_answer_key")),
    )
    op.create_index(op.f("ix_answer_campaign_key"), "answer", ["campaign_key"])
    op.create_index("ix_answer_consultation", "answer", ["consultation_id", "id"])
    op.create_index(op.f("ix_answer_contribution_id"), "answer", ["contribution_id"])
    op.create_index(op.f("ix_answer_paragraph_id"), "answer", ["paragraph_id"])
    op.create_index(op.f("ix_answer_statement_id"), "answer", ["statement_id"])
    op.create_index(op.f("ix_answer_theme_id"), "answer", ["theme_id"])
    op.create_table(
        "answer_version",
        sa.Column("answer_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column(
            "changed_paragraph_id",
            ID,
            nullable=True,
        ),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_answer_version_answer_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_answer_version_by_id")),
        sa.ForeignKeyConstraint(
            ["changed_paragraph_id"],
            ["paragraph.id"],
            name=op.f("fk_answer_version_changed_paragraph_id"),
        ),
        sa.PrimaryKeyConstraint("answer_id", "number", name=op.f("pk_answer_version")),
    )
    op.create_table(
        "milestone",
        sa.Column("answer_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("progress", sa.String(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_milestone_answer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index(op.f("ix_milestone_answer_id"), "milestone", ["answer_id"])
    op.create_table(
        "reply_template",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_reply_template_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_template")),
        sa.UniqueConstraint("key", name=op.f("uq_reply_template_key")),
    )
    op.create_index(
        op.f("ix_reply_template_consultation_id"), "reply_template", ["consultation_id"]
    )


def downgrade() -> None:
    op.drop_table("reply_template")
    op.drop_table("milestone")
    op.drop_table("answer_version")
    op.drop_table("answer")
