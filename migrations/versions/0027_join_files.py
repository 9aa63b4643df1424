"""Join files to what members say."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "committee_attachment",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("committee_id", ID, nullable=False),
        sa.Column("message_id", ID, nullable=True),
        sa.Column("file_id", ID, nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_by_id", ID, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"],
            ["committee_member.id"],
            name=op.f("fk_committee_attachment_added_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_committee_attachment_committee_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_committee_attachment_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["committee_message.id"],
            name=op.f("fk_committee_attachment_message_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_attachment")),
        sa.UniqueConstraint("key", name=op.f("uq_committee_attachment_key")),
    )
    op.create_index(
        op.f("ix_committee_attachment_added_by_id"), "committee_attachment", ["added_by_id"]
    )
    op.create_index(
        op.f("ix_committee_attachment_committee_id"), "committee_attachment", ["committee_id"]
    )
    op.create_index(
        op.f("ix_committee_attachment_message_id"), "committee_attachment", ["message_id"]
    )


def downgrade() -> None:
    op.drop_table("committee_attachment")
