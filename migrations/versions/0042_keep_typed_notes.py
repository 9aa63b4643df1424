"""Keep what a member types in the notes of a session before they save it."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "committee_notes_draft",
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["committee_meeting.id"],
            name=op.f("fk_committee_notes_draft_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["committee_member.id"],
            name=op.f("fk_committee_notes_draft_member_id"),
        ),
        sa.PrimaryKeyConstraint(
            "meeting_id", "member_id", name=op.f("pk_committee_notes_draft")
        ),
    )  # fmt: skip
    op.create_index(
        op.f("ix_committee_notes_draft_member_id"), "committee_notes_draft", ["member_id"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_committee_notes_draft_member_id"), table_name="committee_notes_draft")
    op.drop_table("committee_notes_draft")
