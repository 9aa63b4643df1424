"""Whether the journal still says what it said: walked from its first row, a thousand at a time.

What can be known, and what cannot. A row that was changed no longer matches its hash; one that was
taken out, put in or moved breaks the link of the next. Whoever may drop the database's triggers can
also rewrite every row from some point on, or cut off the end, and leave a chain that holds: only a
head that was kept elsewhere shows it. So heads are sealed and made public each day (`JournalSeal`),
and `consultation journal verify --heads FILE` keeps them in a file of the operator's.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Mapped, mapped_column

from consultation.core.clock import PARIS, now
from consultation.core.db import Base, Id, hold_named_lock, session, transaction
from consultation.core.journal import FIRST_HASH, JOURNAL_LOCK, JournalEntry, hash_of

AT_ONCE = 1000
LATE = timedelta(minutes=10)
"""How long after midnight a day is sealed: what was recorded before is written by then."""
COLUMNS = (
    "id", "at", "actor_id", "act", "subject_type", "subject_key", "details", "previous_hash",
    "hash",
)  # fmt: skip
Line = Row[tuple[Any, ...]]


class JournalSeal(Base):
    """The head of the journal at the end of a day, in Paris: public, and never changed."""

    __tablename__ = "journal_seal"

    day: Mapped[date] = mapped_column(primary_key=True)
    last_id: Mapped[int] = mapped_column(Id, unique=True)
    act_count: Mapped[int]
    """How many acts it seals, since the seal before."""
    total: Mapped[int]
    hash: Mapped[str]


class FaultKind(StrEnum):
    """What does not hold."""

    LINK = "link"
    CONTENT = "content"
    HEAD = "head"


@dataclass(frozen=True)
class Head:
    """The hash that the row of an id had."""

    entry_id: int
    hash: str

    def __str__(self) -> str:
        return f"{self.entry_id}:{self.hash}"

    @classmethod
    def read(cls, text: str) -> "Head":
        """What `str` wrote. ValueError for anything else."""
        number, _colon, digest = text.strip().partition(":")
        if not number.isdecimal() or len(digest) != 64:
            raise ValueError(text)
        return cls(int(number), digest)


@dataclass(frozen=True)
class Fault:
    """The first row that does not hold. `act` is empty where a kept head names no row."""

    kind: FaultKind
    entry_id: int
    act: str = ""


@dataclass(frozen=True)
class Report:
    """What the walk found."""

    count: int
    head: Head | None
    fault: Fault | None


def entries(query: Select[Any] | None = None) -> Iterator[Line]:
    """The rows that `query` keeps, oldest first, read in small parts: memory stays small."""
    columns = [getattr(JournalEntry, name) for name in COLUMNS]
    query = query if query is not None else select(JournalEntry)
    after = 0
    while True:
        part = session.execute(
            query.with_only_columns(*columns)
            .where(JournalEntry.id > after)
            .order_by(None)
            .order_by(JournalEntry.id)
            .limit(AT_ONCE)
        ).all()
        yield from part
        if len(part) < AT_ONCE:
            return
        after = part[-1].id


def verify(
    heads: Iterable[Head] = (), watch: Callable[[int], None] = lambda _count: None
) -> Report:
    """Walk the whole journal; `heads` were kept elsewhere, the public seals are added to them.

    `watch` is told now and then how many rows were walked.
    """
    sealed = session.execute(select(JournalSeal.last_id, JournalSeal.hash))
    wanted: dict[int, set[str]] = {}
    for head in [*heads, *(Head(*row) for row in sealed)]:
        wanted.setdefault(head.entry_id, set()).add(head.hash)
    previous, count = Head(0, FIRST_HASH), 0
    for row in entries():
        fault = _fault_of(row, previous.hash) or _missed(wanted, row.id)
        if fault:
            return Report(count, None if count == 0 else previous, fault)
        if any(kept != row.hash for kept in wanted.pop(row.id, set())):
            return Report(count, previous, Fault(FaultKind.HEAD, row.id, row.act))
        previous = Head(row.id, row.hash)
        count += 1
        if count % AT_ONCE == 0:
            watch(count)
    fault = Fault(FaultKind.HEAD, min(wanted)) if wanted else None
    return Report(count, previous if count else None, fault)


def _fault_of(row: Line, previous: str) -> Fault | None:
    if row.previous_hash != previous:
        return Fault(FaultKind.LINK, row.id, row.act)
    made = hash_of(
        row.at, row.actor_id, row.act, row.subject_type, row.subject_key, row.details,
        row.previous_hash,
    )  # fmt: skip
    return None if made == row.hash else Fault(FaultKind.CONTENT, row.id, row.act)


def _missed(wanted: dict[int, set[str]], entry_id: int) -> Fault | None:
    """A kept head whose row is not there although a later one is."""
    gone = min((each for each in wanted if each < entry_id), default=None)
    return None if gone is None else Fault(FaultKind.HEAD, gone)


def seal_next_day() -> bool:
    """Seal the earliest day that is over and was not. False when there is none."""
    if _next_day() is None:
        return False
    with transaction():
        hold_named_lock(JOURNAL_LOCK)
        found = _next_day()
        if found is not None:
            _seal(*found)
    return True


def _next_day() -> tuple[date, JournalSeal | None] | None:
    """The day to seal, if it is over, and the seal before it."""
    last = session.scalars(
        select(JournalSeal).order_by(JournalSeal.day.desc()).limit(1)
    ).one_or_none()
    first = session.scalars(
        select(JournalEntry.at)
        .where(JournalEntry.id > (last.last_id if last else 0))
        .order_by(JournalEntry.id)
        .limit(1)
    ).one_or_none()
    if first is None:
        return None
    day = first.astimezone(PARIS).date()
    if last is not None and day <= last.day:
        # Recorded before that midnight, and written long after it.
        day = last.day + timedelta(days=1)
    return (day, last) if now() >= _end_of(day) + LATE else None


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=PARIS)


def _seal(day: date, last: JournalSeal | None) -> None:
    new = select(JournalEntry).where(JournalEntry.id > (last.last_id if last else 0))
    last_id = session.scalar(
        new.where(JournalEntry.at < _end_of(day)).with_only_columns(func.max(JournalEntry.id))
    )
    sealed = new.where(JournalEntry.id <= last_id)
    count = session.scalar(sealed.with_only_columns(func.count(JournalEntry.id))) or 0
    digest = session.scalars(select(JournalEntry.hash).where(JournalEntry.id == last_id)).one()
    total = count + (last.total if last else 0)
    session.add(JournalSeal(day=day, last_id=last_id, act_count=count, total=total, hash=digest))


def seals(before: date | None, most: int) -> Sequence[JournalSeal]:
    """The public heads, newest first, from before that day."""
    query = select(JournalSeal).order_by(JournalSeal.day.desc()).limit(most)
    if before is not None:
        query = query.where(JournalSeal.day < before)
    return session.scalars(query).all()
