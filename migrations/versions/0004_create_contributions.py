"""Create the contributions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "discussion",
        sa.Column(
            "document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "paragraph_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("contribution_count", sa.Integer(), nullable=False),
        sa.Column("for_count", sa.Integer(), nullable=False),
        sa.Column("mixed_count", sa.Integer(), nullable=False),
        sa.Column("against_count", sa.Integer(), nullable=False),
        sa.Column("question_count", sa.Integer(), nullable=False),
        sa.Column("amendment_count", sa.Integer(), nullable=False),
        sa.Column("reply_count", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "paragraph_id is null or section_id is null", name=op.f("ck_discussion_one_subject")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_discussion_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["paragraph.id"], name=op.f("fk_discussion_paragraph_id")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_discussion_section_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion")),
        sa.UniqueConstraint("paragraph_id", name=op.f("uq_discussion_paragraph_id")),
        sa.UniqueConstraint("section_id", name=op.f("uq_discussion_section_id")),
    )
    op.create_index(
        "uq_discussion_document",
        "discussion",
        ["document_id"],
        unique=True,
        sqlite_where=sa.text("paragraph_id is null and section_id is null"),
        postgresql_where=sa.text("paragraph_id is null and section_id is null"),
    )
    op.create_table(
        "contribution",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "discussion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "passage_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "heading_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("stance", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("is_official", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("form_token", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("support", sa.Double(), nullable=False),
        sa.Column("debate", sa.Double(), nullable=False),
        sa.Column("agree_count", sa.Integer(), nullable=False),
        sa.Column("disagree_count", sa.Integer(), nullable=False),
        sa.Column("pass_count", sa.Integer(), nullable=False),
        sa.Column("reply_count", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participant.id"], name=op.f("fk_contribution_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_contribution_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["discussion_id"], ["discussion.id"], name=op.f("fk_contribution_discussion_id")
        ),
        sa.ForeignKeyConstraint(
            ["heading_id"], ["heading.id"], name=op.f("fk_contribution_heading_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["contribution.id"], name=op.f("fk_contribution_parent_id")
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_contribution_passage_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_contribution_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint(
            "author_id", "form_token", name=op.f("uq_contribution_author_id_form_token")
        ),
        sa.UniqueConstraint(
            "consultation_id", "number", name=op.f("uq_contribution_consultation_id_number")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_contribution_key")),
    )
    op.create_index(op.f("ix_contribution_author_id"), "contribution", ["author_id"], unique=False)
    op.create_index(
        "ix_contribution_debated",
        "contribution",
        ["discussion_id", "debate", "id"],
        unique=False,
        sqlite_where=sa.text("parent_id is null"),
        postgresql_where=sa.text("parent_id is null"),
    )
    op.create_index(
        "ix_contribution_drawn",
        "contribution",
        ["discussion_id", "rank", "id"],
        unique=False,
        sqlite_where=sa.text("parent_id is null"),
        postgresql_where=sa.text("parent_id is null"),
    )
    op.create_index(
        "ix_contribution_recent",
        "contribution",
        ["discussion_id", "id"],
        unique=False,
        sqlite_where=sa.text("parent_id is null"),
        postgresql_where=sa.text("parent_id is null"),
    )
    op.create_index(
        "ix_contribution_replies",
        "contribution",
        ["parent_id", "id"],
        unique=False,
        sqlite_where=sa.text("parent_id is not null"),
        postgresql_where=sa.text("parent_id is not null"),
    )
    op.create_index(
        "ix_contribution_supported",
        "contribution",
        ["discussion_id", "support", "id"],
        unique=False,
        sqlite_where=sa.text("parent_id is null"),
        postgresql_where=sa.text("parent_id is null"),
    )
    op.create_table(
        "draft",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "paragraph_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "sent_as_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_draft_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["paragraph.id"], name=op.f("fk_draft_paragraph_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["contribution.id"], name=op.f("fk_draft_parent_id")
        ),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_draft_section_id")),
        sa.ForeignKeyConstraint(
            ["sent_as_id"], ["contribution.id"], name=op.f("fk_draft_sent_as_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_draft_user_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_draft_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("key", name=op.f("uq_draft_key")),
    )
    op.create_index(op.f("ix_draft_expires_at"), "draft", ["expires_at"], unique=False)
    op.create_index(op.f("ix_draft_user_id"), "draft", ["user_id"], unique=False)
    op.create_table(
        "revision",
        sa.Column(
            "contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("proposed_text", sa.String(), nullable=True),
        sa.Column("redline_html", sa.String(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("stance", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_revision_contribution_id")
        ),
        sa.PrimaryKeyConstraint("contribution_id", "number", name=op.f("pk_revision")),
    )
    op.create_table(
        "vote",
        sa.Column(
            "contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("value", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_vote_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_vote_participant_id")
        ),
        sa.PrimaryKeyConstraint("contribution_id", "participant_id", name=op.f("pk_vote")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_vote_participant_id"), "vote", ["participant_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_vote_participant_id"), table_name="vote")
    op.drop_table("vote")
    op.drop_table("revision")
    op.drop_index(op.f("ix_draft_user_id"), table_name="draft")
    op.drop_index(op.f("ix_draft_expires_at"), table_name="draft")
    op.drop_table("draft")
    op.drop_index(
        "ix_contribution_supported",
        table_name="contribution",
        sqlite_where=sa.text("parent_id is null"),
        postgresql_where=sa.text("parent_id is null"),
    )
    op.drop_index(
        "ix_contribution_replies",
        table_name="contribution",
        sqlite_where=sa.text("parent_id is not null"),
        postgresql_where=sa.text("parent_id is not null"),
    )
    op.drop_index(
        "ix_contribution_recent",
        table_name="contribution",
        sqlite_where=sa.text("parent_id is null"),
        postgresql_where=sa.text("parent_id is null"),
    )
    op.drop_index(
        "ix_contribution_drawn",
        table_name="contribution",
        sqlite_where=sa.text("parent_id is null"),
        postgresql_where=sa.text("parent_id is null"),
    )
    op.drop_index(
        "ix_contribution_debated",
        table_name="contribution",
        sqlite_where=sa.text("parent_id is null"),
        postgresql_where=sa.text("parent_id is null"),
    )
    op.drop_index(op.f("ix_contribution_author_id"), table_name="contribution")
    op.drop_table("contribution")
    op.drop_index(
        "uq_discussion_document",
        table_name="discussion",
        sqlite_where=sa.text("paragraph_id is null and section_id is null"),
        postgresql_where=sa.text("paragraph_id is null and section_id is null"),
    )
    op.drop_table("discussion")
