"""A version, once published, is immutable: the database refuses to change its words."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

REFUSAL = "a published version is immutable"
WORDS = ("heading", "passage")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _guard_on_sqlite()
    else:
        _guard_on_postgresql()


def _guard_on_sqlite() -> None:
    for act in ("update", "delete"):
        op.execute(
            f"create trigger version_no_{act} before {act} on version "
            f"when old.state = 'published' begin select raise(abort, '{REFUSAL}'); end"
        )
    for table in WORDS:
        for act, row in (("insert", "new"), ("update", "old"), ("delete", "old")):
            op.execute(
                f"create trigger {table}_no_{act} before {act} on {table} when exists "
                f"(select 1 from version where id = {row}.version_id and state = 'published') "
                f"begin select raise(abort, '{REFUSAL}'); end"
            )


def _guard_on_postgresql() -> None:
    op.execute(
        "create function version_is_immutable() returns trigger language plpgsql as "
        f"$$ begin raise exception '{REFUSAL}'; end $$"
    )
    op.execute(
        "create trigger version_immutable before update or delete on version for each row "
        "when (old.state = 'published') execute function version_is_immutable()"
    )
    op.execute(
        "create function words_are_immutable() returns trigger language plpgsql as $$ "
        "declare kept bigint; begin "
        "if tg_op = 'INSERT' then kept := new.version_id; else kept := old.version_id; end if; "
        "if exists (select 1 from version where id = kept and state = 'published') then "
        f"raise exception '{REFUSAL}'; end if; "
        "if tg_op = 'DELETE' then return old; end if; return new; end $$"
    )
    for table in WORDS:
        op.execute(
            f"create trigger {table}_immutable before insert or update or delete on {table} "
            "for each row execute function words_are_immutable()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"drop trigger version_no_{act}")
        for table in WORDS:
            for act in ("insert", "update", "delete"):
                op.execute(f"drop trigger {table}_no_{act}")
        return
    op.execute("drop trigger version_immutable on version")
    for table in WORDS:
        op.execute(f"drop trigger {table}_immutable on {table}")
    op.execute("drop function version_is_immutable()")
    op.execute("drop function words_are_immutable()")
