"""Keep the files of a published synthesis, which everybody may take."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "edition_file",
        sa.Column("id", ID, nullable=False),
        sa.Column("edition_id", ID, nullable=False),
        sa.Column("format", sa.String(40), nullable=False),
        sa.Column("retractions", sa.String(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_id", ID, nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gave_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_edition_file_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_edition_file_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_file")),
        sa.UniqueConstraint("edition_id", "format", name=op.f("uq_edition_file_edition_id_format")),
    )
    op.create_index(
        "ix_edition_file_waiting",
        "edition_file",
        ["run_at"],
        sqlite_where=sa.text("done_at is null"),
        postgresql_where=sa.text("done_at is null"),
    )
    op.create_index(
        "ix_edition_file_checked",
        "edition_file",
        ["checked_at"],
        sqlite_where=sa.text("file_id is not null"),
        postgresql_where=sa.text("file_id is not null"),
    )


def downgrade() -> None:
    op.drop_index("ix_edition_file_checked", table_name="edition_file")
    op.drop_index("ix_edition_file_waiting", table_name="edition_file")
    op.drop_table("edition_file")
