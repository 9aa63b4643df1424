"""Alembic's entry: migrates the database that the settings, or the caller, name."""

import os

from alembic import context
from sqlalchemy import text

from consultation.core.db import UtcDateTime, Word, make_engine
from consultation.core.settings import Settings
from consultation.models import metadata


def plainly(kind: str, item: object, _context: object) -> str | bool:
    """Write our column types as what they are in the database: a migration imports no model."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Word):
        return "sa.String(40)"
    return False


def migrate() -> None:
    """Run the migrations, each in a transaction of its own."""
    url = context.config.get_main_option("url") or Settings.from_env(os.environ).database_url
    engine = make_engine(url)
    with engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            # A changed table is copied, and the old one dropped under the rows that refer to it.
            connection.connection.cursor().execute("pragma foreign_keys = off")
        else:
            connection.execute(text("set lock_timeout = '10s'"))
        # What was said so far opened a transaction that Alembic would take for ours to commit.
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=is_sqlite,
            render_item=plainly,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if is_sqlite and connection.execute(text("pragma foreign_key_check")).first():
            raise RuntimeError("a migration left rows that refer to nothing")
    engine.dispose()


migrate()
