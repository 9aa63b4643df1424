"""Guard the journal: the database itself refuses to change or delete a row of it."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(
                f"create trigger journal_entry_no_{act} before {act} on journal_entry "
                "begin select raise(abort, 'the journal is append-only'); end"
            )
        return
    op.execute(
        "create function journal_is_append_only() returns trigger language plpgsql as "
        "$$ begin raise exception 'the journal is append-only'; end $$"
    )
    op.execute(
        "create trigger journal_entry_append_only before update or delete or truncate "
        "on journal_entry for each statement execute function journal_is_append_only()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("drop trigger journal_entry_no_update")
        op.execute("drop trigger journal_entry_no_delete")
        return
    op.execute("drop trigger journal_entry_append_only on journal_entry")
    op.execute("drop function journal_is_append_only()")
