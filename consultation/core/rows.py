"""Rows that many people write at once: each by one statement, built once."""

from functools import cache
from typing import Any

from sqlalchemy import Executable, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import class_mapper, make_transient_to_detached, object_mapper
from sqlalchemy.orm.attributes import set_committed_value

from consultation.core.db import Base, session


def insert_alone(row: Base) -> None:
    """Insert `row` now, as it is; the session knows it from then on.

    For what many people do at once, in their turn to write: the session's own flush, which looks
    for all that may depend on a row, takes four times as long.
    """
    mapper = object_mapper(row)
    given = {name: row.__dict__[name] for name in mapper.columns.keys() & row.__dict__.keys()}
    key = session().connection().execute(_insertion(type(row)), given).one()
    for column, value in zip(mapper.primary_key, key, strict=True):
        set_committed_value(row, str(column.key), value)
    make_transient_to_detached(row)
    session.add(row)


@cache
def _insertion(table: type[Base]) -> Executable:
    return insert(table).returning(*class_mapper(table).primary_key)


def insert_if_missing(table: type[Base], **values: Any) -> bool:
    """Insert the row unless one like it exists already, whoever else tries. False where one does.

    `core.db.insert_missing` for who has no use for the row itself.
    """
    current = session()
    statement = _insertion_if_missing(table, current.get_bind().dialect.name)
    return current.connection().execute(statement, values).one_or_none() is not None


@cache
def _insertion_if_missing(table: type[Base], engine: str) -> Executable:
    build: Any = postgresql.insert if engine == "postgresql" else sqlite.insert
    keys = class_mapper(table).primary_key
    statement: Executable = build(table).on_conflict_do_nothing().returning(*keys)
    return statement
