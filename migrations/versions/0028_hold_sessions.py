"""Hold sessions with an agenda, attendance, notes and a report, and mail calendar files."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "committee_calendar_feed",
        sa.Column("member_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["committee_member.id"],
            name=op.f("fk_committee_calendar_feed_member_id"),
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_committee_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_committee_calendar_feed_token_hash")),
    )
    op.create_table(
        "committee_meeting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("edit_count", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("prepared_by_id", ID, nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.Column("notes_source", sa.String(), nullable=False),
        sa.Column("notes_html", sa.String(), nullable=False),
        sa.Column("notes_revision", sa.Integer(), nullable=False),
        sa.Column("report_source", sa.String(), nullable=False),
        sa.Column("report_html", sa.String(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_committee_meeting_committee_id")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"],
            ["committee_member.id"],
            name=op.f("fk_committee_meeting_prepared_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_meeting")),
        sa.UniqueConstraint("key", name=op.f("uq_committee_meeting_key")),
    )
    op.create_index(
        "ix_committee_meeting_start", "committee_meeting", ["committee_id", "starts_at"]
    )
    op.create_table(
        "committee_agenda_item",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("link_kind", sa.String(40), nullable=True),
        sa.Column("link_path", sa.String(), nullable=False),
        sa.Column("link_title", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["committee_meeting.id"],
            name=op.f("fk_committee_agenda_item_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_agenda_item")),
        sa.UniqueConstraint("key", name=op.f("uq_committee_agenda_item_key")),
    )
    op.create_index(
        op.f("ix_committee_agenda_item_meeting_id"), "committee_agenda_item", ["meeting_id"]
    )
    op.create_table(
        "committee_attendance",
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("presence", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["committee_meeting.id"],
            name=op.f("fk_committee_attendance_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["committee_member.id"], name=op.f("fk_committee_attendance_member_id")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "member_id", name=op.f("pk_committee_attendance")),
    )
    op.create_index(
        op.f("ix_committee_attendance_member_id"), "committee_attendance", ["member_id"]
    )
    op.create_table(
        "committee_meeting_ballot",
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("ballot_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["ballot.id"], name=op.f("fk_committee_meeting_ballot_ballot_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["committee_meeting.id"],
            name=op.f("fk_committee_meeting_ballot_meeting_id"),
        ),
        sa.PrimaryKeyConstraint(
            "meeting_id", "ballot_id", name=op.f("pk_committee_meeting_ballot")
        ),
    )
    op.create_index(
        op.f("ix_committee_meeting_ballot_ballot_id"), "committee_meeting_ballot", ["ballot_id"]
    )
    op.create_table(
        "committee_notes_revision",
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["committee_member.id"], name=op.f("fk_committee_notes_revision_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["committee_meeting.id"],
            name=op.f("fk_committee_notes_revision_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_notes_revision")),
        sa.UniqueConstraint(
            "meeting_id", "number", name=op.f("uq_committee_notes_revision_meeting_id_number")
        ),
    )
    op.create_table(
        "committee_agenda_file",
        sa.Column("item_id", ID, nullable=False),
        sa.Column("attachment_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["committee_attachment.id"],
            name=op.f("fk_committee_agenda_file_attachment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["committee_agenda_item.id"], name=op.f("fk_committee_agenda_file_item_id")
        ),
        sa.PrimaryKeyConstraint("item_id", "attachment_id", name=op.f("pk_committee_agenda_file")),
    )
    op.create_index(
        op.f("ix_committee_agenda_file_attachment_id"), "committee_agenda_file", ["attachment_id"]
    )
    op.add_column(
        "outgoing_mail", sa.Column("calendar", sa.String(), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("outgoing_mail", "calendar")
    op.drop_table("committee_agenda_file")
    op.drop_table("committee_notes_revision")
    op.drop_table("committee_meeting_ballot")
    op.drop_table("committee_attendance")
    op.drop_table("committee_agenda_item")
    op.drop_table("committee_meeting")
    op.drop_table("committee_calendar_feed")
