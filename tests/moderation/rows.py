"""What the whole database holds, to say that an act changed nothing."""

from typing import Any

from sqlalchemy import exists, select

from consultation.core.db import Base, session

COMING = {"login_session", "attempt"}
"""Tables that remember who came, and how often."""
TABLES = [table for table in Base.metadata.sorted_tables if table.name not in COMING]
FILLED = select(*(exists().select_from(table).label(table.name) for table in TABLES))
"""Which of them hold a row, asked at once: most hold none."""
Stored = dict[str, list[tuple[Any, ...]]]


def stored() -> Stored:
    """Every row of every table, but of those who came."""
    session.rollback()
    return {
        table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
        for table, is_filled in zip(TABLES, session.execute(FILLED).one(), strict=True)
        if is_filled
    }


def changed(as_made: Stored) -> set[str]:
    """The tables that are not what they were; one that holds no row is not stored."""
    now = stored()
    return {name for name in {*now, *as_made} if now.get(name) != as_made.get(name)}
