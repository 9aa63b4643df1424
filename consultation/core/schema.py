"""Whether the database is there, and as the code expects it.

Asked without Alembic, which takes a second to start: a server and every command begin with it.
"""

from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from consultation.core.db import session
from consultation.core.paths import MIGRATIONS


def newest() -> str:
    """The number of the newest migration."""
    return sorted((MIGRATIONS / "versions").glob("[0-9]*.py"))[-1].name[:4]


def fault(url: str) -> str:
    """What keeps the instance from working on this database, and what to do; "" for nothing."""
    found = make_url(url)
    if found.get_backend_name() == "sqlite" and not Path(found.database or "").exists():
        return f"There is no database at {found.database}. Make it: consultation db upgrade"
    try:
        session.execute(text("select 1"))
    except DBAPIError as error:
        return f"The database cannot be reached: {error.orig}"
    finally:
        session.remove()
    version = _version()
    if version == newest():
        return ""
    if version > newest():
        return f"The database is newer ({version}) than this program ({newest()}): upgrade it."
    return "The database is not up to date. Migrate it: consultation db upgrade"


def _version() -> str:
    try:
        return str(session.scalar(text("select version_num from alembic_version")) or "")
    except DBAPIError:
        return ""
    finally:
        session.remove()
