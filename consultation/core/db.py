"""The database: one session a request, one `transaction()` a use case.

Differences between SQLite and PostgreSQL live here and in `search/` alone.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, ClassVar, TypeVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Executable,
    Index,
    Integer,
    MetaData,
    Row,
    String,
    bindparam,
    create_engine,
    event,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Mapper,
    Session,
    mapped_column,
    object_mapper,
    scoped_session,
    sessionmaker,
)
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.types import TypeDecorator

from consultation.core.turns import write_turn

BUSY_SECONDS = 15
T = TypeVar("T")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware, in UTC. SQLite drops time zones, so it is put back there."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone says nothing")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[StrEnum]):
    """A StrEnum stored as its value: a new word needs no migration."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


Id = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """Every table has an integer `id` for itself; the public names a row by its `key`."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
    }


class WithId:
    """The integer primary key."""

    id: Mapped[int] = mapped_column(Id, primary_key=True)


B = TypeVar("B", bound=Base)
sessions = sessionmaker(expire_on_commit=False, autoflush=True)
session = scoped_session(sessions)


def connect(url: str) -> Engine:
    """An engine for `url`, with what its kind needs, and the sessions bound to it."""
    engine = make_engine(url)
    session.remove()
    sessions.configure(bind=engine)
    return engine


def make_engine(url: str) -> Engine:
    """An engine for `url`: SQLite in WAL, or PostgreSQL."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=8, max_overflow=8, pool_pre_ping=True)
    engine = create_engine(
        url, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None}, pool_size=16
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    for pragma in (
        "journal_mode=WAL",
        # Whoever commits waits for the disk after their turn (`turns`): FULL would have all wait.
        "synchronous=NORMAL",
        "foreign_keys=ON",
        # What is deleted is overwritten: a paper of a secret ballot leaves no copy of where it lay.
        "secure_delete=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
        # In pages. Whoever fills the log empties it in their turn; many pages are in it many times.
        "wal_autocheckpoint=4000",
        "cache_size=-32768",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    """A use case takes the write lock at once: two that read and then write cannot deadlock."""
    options = connection.get_execution_options()
    if not options.get("reads_once", False):
        writes = options.get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def read_once(statement: Executable, values: Mapping[str, Any]) -> Row[Any] | None:
    """The one row of a small statement, outside any transaction: what a shared page begins with.

    `statement` is built once, with `bindparam`s; a session would cost as much again.
    """
    bind = sessions.kw["bind"]
    if isinstance(bind, Connection):
        return bind.execute(statement, values).one_or_none()
    with _reading(bind).connect() as connection:
        return connection.execute(statement, values).one_or_none()


@lru_cache(maxsize=4)
def _reading(engine: Engine) -> Engine:
    """The same pool, but each statement stands alone: no transaction to begin and to end."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(reads_once=True)
    return engine.execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit what the block does, or none of it. An inner block joins the outer one.

    What was read before the block is read anew by whoever decides on it (`lock`), since the block
    begins a new transaction.
    """
    current = session()
    if current.info.get("in_transaction"):
        yield current
        return
    current.info["in_transaction"] = True
    try:
        current.commit()
        with write_turn(current.get_bind()) as turn:
            try:
                held = current.connection(execution_options={"writes": True})
                current.info["connection"], driver = held, held.connection.dbapi_connection
                before = _changes(driver)
                yield current
                current.flush()
                # Before the commit: it gives the connection back, and the pool may close it.
                turn.has_written = _changes(driver) != before
                current.commit()
            except BaseException:
                current.rollback()
                raise
    finally:
        current.info["in_transaction"] = False
        current.info.pop("connection", None)


def connection() -> Connection:
    """That of the transaction that goes on, for statements built once that are about no object.

    A session that is asked for its own looks each time whether it may still give it.
    """
    current = session()
    held: Connection | None = current.info.get("connection")
    return current.connection() if held is None else held


def _changes(driver: Any) -> int:
    """How many rows SQLite has changed for this connection; of another engine nobody asks."""
    return getattr(driver, "total_changes", 0)


def lock(row: T) -> T:
    """Hold `row` until the transaction ends, and see it as it is now.

    What was loaded around it stays. Whoever writes a row that refers to it does not wait for it, as
    for an UPDATE: PostgreSQL asks for what a row refers to when it is written, in no order of ours.
    """
    current = session()
    current.flush()
    mapper = object_mapper(row)
    which = zip(mapper.primary_key, mapper.primary_key_from_instance(row), strict=True)
    given = {str(column.key): value for column, value in which}
    found = connection().execute(_locked(mapper), given)
    known = row.__dict__
    for name, value in found.mappings().one().items():
        if not (name in known and type(known[name]) is type(value) and known[name] == value):
            set_committed_value(row, name, value)
    return row


@cache
def _locked(mapper: Mapper[Any]) -> Executable:
    """Built once, and not as objects: every act begins with it, in its turn to write."""
    columns = (prop.columns[0].label(prop.key) for prop in mapper.column_attrs)
    same = (column == bindparam(str(column.key)) for column in mapper.primary_key)
    return select(*columns).where(*same).with_for_update(key_share=True)


def hold(table: type[Base], row_id: int) -> None:
    """Hold that row until the transaction ends, whatever it says by now: for who counts in it.

    On SQLite who writes holds every row.
    """
    current = session()
    if current.get_bind().dialect.name == "postgresql":
        connection().execute(_holding(table), {"row_id": row_id})


@cache
def _holding(table: type[Base]) -> Executable:
    column = table.__table__.c["id"]
    return select(column).where(column == bindparam("row_id")).with_for_update(key_share=True)


def insert_missing(table: type[B], **values: Any) -> B | None:
    """Insert the row unless one like it exists already, whoever else tries at the same time.

    The row if it was inserted, else None.
    """
    current = session()
    kind = current.get_bind().dialect.name
    build: Callable[..., Any] = postgresql.insert if kind == "postgresql" else sqlite.insert
    statement = build(table).values(**values).on_conflict_do_nothing().returning(table)
    made: B | None = current.scalars(statement).one_or_none()
    return made


def hold_named_lock(number: int) -> None:
    """One transaction at a time past this point, on PostgreSQL; on SQLite every write is."""
    current = session()
    if current.get_bind().dialect.name == "postgresql":
        current.execute(text("select pg_advisory_xact_lock(:number)"), {"number": number})


def partial_index(name: str, *columns: Any, where: str, unique: bool = False) -> Index:
    """An index over the rows that `where` (plain SQL) keeps, on both engines."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
