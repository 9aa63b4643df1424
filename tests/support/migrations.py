"""Every migration goes up, down and up again on both engines, and leaves nothing to migrate.

Run with a template database in TEST_DATABASE_URL: `python -m tests.support.postgres -- …`.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine, make_url, text

from consultation.core import migrating
from tests.support.databases import template_url

FIRST_WITH_ROWS = "0005"
"""The first migration that was released to instances with rows."""


def check(url: str) -> None:
    """Up, compare; then down and up again, under rows that refer to one another."""
    config = migrating.config(url)
    command.upgrade(config, "head")
    command.check(config)
    _fill(url)
    kept = _people_counted(url)
    command.downgrade(config, FIRST_WITH_ROWS)
    command.upgrade(config, "head")
    if _people_counted(url) != kept:
        raise AssertionError("who takes part is not counted as it was before")
    command.downgrade(config, "base")
    command.upgrade(config, "head")
    command.check(config)


def _fill(url: str) -> None:
    """A small demo."""
    environ = {**os.environ, "CONSULTATION_DATABASE_URL": url, "CONSULTATION_DEMO": "1"}
    words = ["demo", "--contributions", "50"]
    with tempfile.TemporaryDirectory() as folder:
        environ["CONSULTATION_VAR"] = folder
        subprocess.run(
            [sys.executable, "-m", "consultation.cli", *words],
            env=environ, check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip


def _people_counted(url: str) -> list[tuple[object, ...]]:
    """Who takes part, as services keep it: migrations count the same in rows that are older."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [
            tuple(row)
            for table, counted in (
                ("participant", "is_counted"), ("consultation", "participant_count"),
                ("category", "participant_count"),
            )
            for row in connection.execute(
                text(f"select id, {counted} from {table} order by id")  # noqa: S608  # our names
            )
        ]  # fmt: skip
    engine.dispose()
    return found


def main() -> None:
    """Check both engines."""
    with tempfile.TemporaryDirectory() as folder:
        check(f"sqlite:///{Path(folder) / 'check.sqlite'}")
    address = make_url(template_url())
    admin = create_engine(address.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("create database migrations"))
    check(address.set(database="migrations").render_as_string(False))
    admin.dispose()
    sys.stdout.write("The migrations go up and down on both engines.\n")


if __name__ == "__main__":
    main()
