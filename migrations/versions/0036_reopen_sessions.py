"""Open a closed session again, with a reason; tell members before minority statements close."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "committee_meeting_reopening",
        sa.Column("id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("report_html", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["committee_member.id"],
            name=op.f("fk_committee_meeting_reopening_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["committee_meeting.id"],
            name=op.f("fk_committee_meeting_reopening_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_meeting_reopening")),
    )  # fmt: skip
    op.create_index(
        op.f("ix_committee_meeting_reopening_meeting_id"),
        "committee_meeting_reopening",
        ["meeting_id"],
    )
    op.add_column("opinion", sa.Column("statements_remind_at", MOMENT, nullable=True))


def downgrade() -> None:
    op.drop_column("opinion", "statements_remind_at")
    op.drop_index(
        op.f("ix_committee_meeting_reopening_meeting_id"),
        table_name="committee_meeting_reopening",
    )
    op.drop_table("committee_meeting_reopening")
