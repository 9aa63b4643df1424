"""Talk in threads, name members in them, and keep who has read what and who is told when."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "committee_notice",
        sa.Column("member_id", ID, nullable=False),
        sa.Column("telling", sa.String(40), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["committee_member.id"], name=op.f("fk_committee_notice_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_committee_notice")),
    )
    op.create_index(op.f("ix_committee_notice_due_at"), "committee_notice", ["due_at"])
    op.create_table(
        "committee_thread",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("opened_by_id", ID, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_count", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_committee_thread_committee_id")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["committee_member.id"], name=op.f("fk_committee_thread_opened_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_thread")),
        sa.UniqueConstraint("key", name=op.f("uq_committee_thread_key")),
    )
    op.create_index("ix_committee_thread_last", "committee_thread", ["committee_id", "last_at"])
    op.create_table(
        "committee_message",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("thread_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("form_token", sa.String(), nullable=False),
        sa.Column("body_source", sa.String(), nullable=False),
        sa.Column("body_html", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", ID, nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("link_kind", sa.String(40), nullable=True),
        sa.Column("link_path", sa.String(), nullable=False),
        sa.Column("link_title", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["committee_member.id"], name=op.f("fk_committee_message_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"],
            ["committee_member.id"],
            name=op.f("fk_committee_message_removed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["committee_thread.id"], name=op.f("fk_committee_message_thread_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_message")),
        sa.UniqueConstraint(
            "author_id", "form_token", name=op.f("uq_committee_message_author_id_form_token")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_committee_message_key")),
        sa.UniqueConstraint(
            "thread_id", "number", name=op.f("uq_committee_message_thread_id_number")
        ),
    )
    op.create_table(
        "committee_reading",
        sa.Column("member_id", ID, nullable=False),
        sa.Column("thread_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["committee_member.id"], name=op.f("fk_committee_reading_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["committee_thread.id"], name=op.f("fk_committee_reading_thread_id")
        ),
        sa.PrimaryKeyConstraint("member_id", "thread_id", name=op.f("pk_committee_reading")),
    )
    op.create_index(op.f("ix_committee_reading_thread_id"), "committee_reading", ["thread_id"])
    op.create_table(
        "committee_mention",
        sa.Column("message_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["committee_member.id"], name=op.f("fk_committee_mention_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["committee_message.id"], name=op.f("fk_committee_mention_message_id")
        ),
        sa.PrimaryKeyConstraint("message_id", "member_id", name=op.f("pk_committee_mention")),
    )
    op.create_index(op.f("ix_committee_mention_member_id"), "committee_mention", ["member_id"])
    op.create_table(
        "committee_message_revision",
        sa.Column("message_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body_source", sa.String(), nullable=False),
        sa.Column("body_html", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["committee_message.id"],
            name=op.f("fk_committee_message_revision_message_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_message_revision")),
        sa.UniqueConstraint(
            "message_id", "number", name=op.f("uq_committee_message_revision_message_id_number")
        ),
    )


def downgrade() -> None:
    op.drop_table("committee_message_revision")
    op.drop_table("committee_mention")
    op.drop_table("committee_reading")
    op.drop_table("committee_message")
    op.drop_table("committee_thread")
    op.drop_table("committee_notice")
