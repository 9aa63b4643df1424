"""Whether the database is there, and as the code expects it.

Asked without Alembic, which takes a second to start: a server and every command begin with it.
"""

from pathlib import Path

from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import DBAPIError

from consultation.core.db import make_engine
from consultation.core.paths import MIGRATIONS


def newest() -> str:
    """The number of the newest migration."""
    return sorted((MIGRATIONS / "versions").glob("[0-9]*.py"))[-1].name[:4]


def fault(url: str) -> str:
    """What keeps the instance from working on this database, and what to do; "" for nothing.

    The connection is of an engine of its own and closed: a server forks after this, and two
    processes must not hold one connection.
    """
    found = make_url(url)
    if found.get_backend_name() == "sqlite" and not Path(found.database or "").exists():
        return f"There is no database at {found.database}. Make it: consultation db upgrade"
    engine = make_engine(url)
    try:
        return _fault_of(engine)
    finally:
        engine.dispose()


def _fault_of(engine: Engine) -> str:
    try:
        engine.connect().close()
    except DBAPIError as error:
        return f"The database cannot be reached: {error.orig}"
    version = _version(engine)
    if version == newest():
        return ""
    if version > newest():
        return f"The database is newer ({version}) than this program ({newest()}): upgrade it."
    return "The database is not up to date. Migrate it: consultation db upgrade"


def _version(engine: Engine) -> str:
    try:
        with engine.connect() as connection:
            found = connection.execute(text("select version_num from alembic_version")).scalar()
    except DBAPIError:
        return ""
    return str(found or "")
