"""Migrated databases for the tests: one for each worker, and fresh ones for real commits."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from consultation.core import migrating


def template_url() -> str:
    """The PostgreSQL template of this run, or "" when it runs on SQLite."""
    return os.environ.get("TEST_DATABASE_URL", "")


def is_postgresql() -> bool:
    """This run is on PostgreSQL."""
    return bool(template_url())


@cache
def _sqlite_template() -> Path:
    path = Path(mkdtemp(prefix="consultation-test-")) / "template.sqlite"
    migrating.upgrade(f"sqlite:///{path}")
    engine = create_engine(f"sqlite:///{path}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("pragma wal_checkpoint(truncate)"))
    engine.dispose()
    return path


def address_in(folder: Path) -> str:
    """Where a database that nobody else has may stand."""
    name = f"test_{uuid4().hex}"
    if not is_postgresql():
        return f"sqlite:///{folder / name}.sqlite"
    return make_url(template_url()).set(database=name).render_as_string(False)


@contextmanager
def fresh_database(url: str) -> Iterator[None]:
    """A new migrated database at that address, gone afterwards."""
    with _fresh_on_postgresql(url) if is_postgresql() else _fresh_file(url):
        yield


@contextmanager
def _fresh_file(url: str) -> Iterator[None]:
    path = Path(str(make_url(url).database))
    shutil.copy(_sqlite_template(), path)
    try:
        yield
    finally:
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()


@contextmanager
def _fresh_on_postgresql(url: str) -> Iterator[None]:
    name, template = make_url(url).database, make_url(template_url())
    admin = create_engine(template.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(
            text(f'create database "{name}" template "{template.database}" strategy file_copy')
        )
    try:
        yield
    finally:
        with admin.connect() as connection:
            connection.execute(text(f'drop database if exists "{name}" with (force)'))
        admin.dispose()
