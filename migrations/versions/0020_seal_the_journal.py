"""Seal the journal: its head of each day is kept, and the database refuses to change one."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

REFUSAL = "the journal is append-only"
SAME = {
    "journal_entry": "id = new.id or hash = new.hash",
    "journal_seal": "day = new.day or last_id = new.last_id",
}


def upgrade() -> None:
    op.create_table(
        "journal_seal",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("act_count", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_journal_seal")),
        sa.UniqueConstraint("last_id", name=op.f("uq_journal_seal_last_id")),
    )
    op.create_index("ix_journal_entry_actor", "journal_entry", ["actor_id", "id"])
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(
                f"create trigger journal_seal_no_{act} before {act} on journal_seal "
                f"begin select raise(abort, '{REFUSAL}'); end"
            )
        for table, same in SAME.items():
            # « insert or replace » deletes what stands in its way without the trigger of delete.
            op.execute(
                f"create trigger {table}_no_replace before insert on {table} "
                f"when exists (select 1 from {table} where {same}) "
                f"begin select raise(abort, '{REFUSAL}'); end"
            )
        return
    op.execute(
        "create trigger journal_seal_append_only before update or delete or truncate "
        "on journal_seal for each statement execute function journal_is_append_only()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("drop trigger journal_entry_no_replace")
    op.drop_index("ix_journal_entry_actor", "journal_entry")
    op.drop_table("journal_seal")
