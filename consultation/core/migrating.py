"""Bringing a database to the newest migration."""

from alembic import command
from alembic.config import Config

from consultation.core.paths import MIGRATIONS


def config(url: str = "") -> Config:
    """Alembic's configuration; it needs no file of its own."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.set_main_option("url", url.replace("%", "%%"))
    return made


def upgrade(url: str) -> None:
    """Migrate the database at `url` to the newest state."""
    command.upgrade(config(url), "head")
