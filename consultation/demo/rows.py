"""Writing many rows at once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert

from consultation.core.db import Base
from consultation.core.rows import number_after_given_ids


def insert_all(session: Any, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows as they are, in one statement executed many times."""
    if not rows:
        return
    session.connection().execute(insert(table.__table__), rows)  # type: ignore[arg-type]
    if "id" in rows[0]:
        number_after_given_ids(table)
