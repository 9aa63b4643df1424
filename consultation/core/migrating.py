"""Bringing a database to the newest migration."""

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from consultation.core.paths import MIGRATIONS


def config(url: str = "") -> Config:
    """Alembic's configuration; it needs no file of its own."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.set_main_option("url", url.replace("%", "%%"))
    return made


@cache
def newest() -> str:
    """The one head of the migrations."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


def is_current(engine: Engine) -> bool:
    """The database is at the newest migration."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest()


def upgrade(url: str) -> None:
    """Migrate the database at `url` to the newest state."""
    command.upgrade(config(url), "head")
