"""Rows that many people write at once: each by one statement, built once."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Column, Executable, bindparam, insert, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import class_mapper, make_transient_to_detached, object_mapper
from sqlalchemy.orm.attributes import set_committed_value

from consultation.core.db import Base, connection, session


def insert_alone(row: Base) -> None:
    """Insert `row` now, as it is; the session knows it from then on.

    For what many people do at once, in their turn to write: the session's own flush, which looks
    for all that may depend on a row, takes four times as long.
    """
    mapper = object_mapper(row)
    given = {name: row.__dict__[name] for name in mapper.columns.keys() & row.__dict__.keys()}
    missing = tuple(each for each in mapper.primary_key if each.key not in given)
    made = connection().execute(_insertion(type(row), missing), given)
    if missing:
        for column, value in zip(missing, made.one(), strict=True):
            set_committed_value(row, str(column.key), value)
    make_transient_to_detached(row)
    session.add(row)


@cache
def _insertion(table: type[Base], missing: tuple[Column[Any], ...]) -> Executable:
    """A part of the key that the row does not bear is asked of the database."""
    return insert(table).returning(*missing) if missing else insert(table)


def insert_if_missing(table: type[Base], **values: Any) -> bool:
    """Insert the row unless one like it exists already, whoever else tries. False where one does.

    `core.db.insert_missing` for who has no use for the row itself.
    """
    current = session()
    statement = _insertion_if_missing(table, current.get_bind().dialect.name)
    return connection().execute(statement, values).one_or_none() is not None


def change_alone(row: Base, **values: Any) -> None:
    """Write these columns of `row` now; the session has nothing of them left to write.

    As `insert_alone`, for what many people do at once. The row is held.
    """
    mapper = object_mapper(row)
    which = zip(mapper.primary_key, mapper.primary_key_from_instance(row), strict=True)
    given = {f"is_{column.key}": value for column, value in which}
    connection().execute(_change(type(row), tuple(values)), {**given, **values})
    for name, value in values.items():
        set_committed_value(row, name, value)


@cache
def _change(table: type[Base], names: tuple[str, ...]) -> Executable:
    keys = class_mapper(table).primary_key
    same = (column == bindparam(f"is_{column.key}") for column in keys)
    return update(table).where(*same).values({name: bindparam(name) for name in names})


@cache
def _insertion_if_missing(table: type[Base], engine: str) -> Executable:
    build: Any = postgresql.insert if engine == "postgresql" else sqlite.insert
    keys = class_mapper(table).primary_key
    statement: Executable = build(table).on_conflict_do_nothing().returning(*keys)
    return statement


def add_to_counts(table: type[Base], changes: Mapping[str, int], **identity: int | None) -> None:
    """Add to the counts of the row of that identity, whatever they are by now.

    The statement is built once for each shape: building it costs more than running it.
    """
    statement, values = _adding(table, changes, identity)
    connection().execute(statement, values)


def find_and_count(
    table: type[Base], changes: Mapping[str, int], **identity: int | None
) -> int | None:
    """The same, and the row's id, if there is one. Without a change it is held all the same."""
    statement, values = _adding(table, changes, identity, is_asked=True)
    found: int | None = connection().execute(statement, values).scalar()
    return found


def _adding(
    table: type[Base],
    changes: Mapping[str, int],
    identity: Mapping[str, int | None],
    *,
    is_asked: bool = False,
) -> tuple[Executable, dict[str, int]]:
    names = tuple(name for name, by in changes.items() if by)
    given = tuple((name, value is not None) for name, value in identity.items())
    values = {f"by_{name}": changes[name] for name in names} | {
        f"is_{name}": value for name, value in identity.items() if value is not None
    }
    return _addition(table, names, given, is_asked=is_asked), values


@cache
def _addition(
    table: type[Base],
    names: tuple[str, ...],
    given: tuple[tuple[str, bool], ...],
    *,
    is_asked: bool,
) -> Executable:
    columns = table.__table__.c
    same = (
        columns[name] == bindparam(f"is_{name}") if is_given else columns[name].is_(None)
        for name, is_given in given
    )
    statement = (
        update(table)
        .where(*same)
        .values(
            {name: columns[name] + bindparam(f"by_{name}") for name in names}
            or {"id": columns["id"]}
        )
    )
    return statement.returning(columns["id"]) if is_asked else statement


def number_after_given_ids(table: type[Base]) -> None:
    """Rows of `table` were inserted with ids of their own: PostgreSQL counts on from them.

    SQLite looks at the greatest id by itself.
    """
    current = session()
    if current.get_bind().dialect.name == "postgresql":
        name = table.__tablename__
        current.execute(
            text(
                f"select setval(pg_get_serial_sequence('{name}', 'id'), "  # noqa: S608  # our name
                f'(select max(id) from "{name}"))'
            )
        )
