"""Work that waits: rows written with what causes them, claimed by one worker at a time.

At least once: a worker that dies leaves a lease that ends, and the row is claimed again. So each
piece of work must be safe to repeat.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from consultation.core.clock import now
from consultation.core.db import Base, session, transaction

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 8
FIRST_DELAY = timedelta(seconds=30)


class Waiting:
    """Columns of a row that is work: due at `run_at`, taken until `lease_until`."""

    run_at: Mapped[datetime] = mapped_column(default=now)
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    gave_up_at: Mapped[datetime | None]


class WaitingRow(Waiting, Base):
    """What `claim` needs to know of a row; features declare the tables."""

    __abstract__ = True
    id: Mapped[int]


W = TypeVar("W", bound=WaitingRow)


def claim(kind: type[W]) -> W | None:
    """Take the row of `kind` that has waited longest, or None. The lease is committed at once."""
    moment = now()
    with transaction() as current:
        row = current.scalars(
            select(kind)
            .where(
                kind.done_at.is_(None),
                kind.gave_up_at.is_(None),
                kind.run_at <= moment,
                kind.lease_until.is_(None) | (kind.lease_until < moment),
            )
            .order_by(kind.run_at, kind.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is not None:
            row.lease_until = moment + LEASE
            row.attempts += 1
    return row


def finish(row: WaitingRow) -> None:
    """The work is done."""
    with transaction():
        row.done_at = now()
        row.lease_until = None
        row.last_error = ""


def postpone(row: WaitingRow, error: BaseException | str) -> None:
    """The work failed: try again later, twice as late each time; after eight tries set it aside."""
    session().rollback()
    with transaction():
        row.lease_until = None
        row.last_error = (
            f"{type(error).__name__}: {error}" if isinstance(error, BaseException) else error
        )
        if row.attempts >= MAX_ATTEMPTS:
            row.gave_up_at = now()
        else:
            row.run_at = now() + FIRST_DELAY * 2 ** (row.attempts - 1)


def do_next(
    kind: type[W], act: Callable[[W], object], *, expected: type[Exception] | tuple[()] = ()
) -> bool:
    """Do `act` with the row of `kind` that has waited longest; False when none waits.

    When it fails it is tried again later, and the failure goes on to whoever logs it; what is
    `expected` to happen is no failure of ours.
    """
    row = claim(kind)
    if row is None:
        return False
    try:
        act(row)
    except expected as error:
        postpone(row, error)
    except Exception as error:
        postpone(row, error)
        raise
    return True
