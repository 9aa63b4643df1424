"""Limits that hold across processes: one row for each thing tried, in each window of time."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from consultation.accounts.models import Attempt
from consultation.core.clock import now
from consultation.core.db import insert_missing, transaction
from consultation.core.errors import TooManyError
from consultation.core.i18n import _n
from consultation.core.keys import token_hash


def count_attempt(what: str, who: str, window: timedelta) -> int:
    """Count one more try of `what` by or on `who`; how many the running window holds.

    `who` (an address, a mailbox) is stored hashed: the table tells nobody who came.
    """
    moment = now()
    seconds = int(window.total_seconds())
    number = int(moment.timestamp()) // seconds
    name = f"{what}:{token_hash(who)[:32]}"
    with transaction() as session:
        insert_missing(Attempt, name=name, window=number, count=0, expires_at=moment + window)
        same = (Attempt.name == name) & (Attempt.window == number)
        session.execute(update(Attempt).where(same).values(count=Attempt.count + 1))
        count = session.scalar(select(Attempt.count).where(same)) or 0
        session.execute(delete(Attempt).where(Attempt.expires_at < moment - window))
    return count


def limit(what: str, who: str, most: int, window: timedelta) -> None:
    """Refuse past `most` tries in a window, saying when to come back."""
    if count_attempt(what, who, window) > most:
        seconds = int(window.total_seconds())
        left = seconds - int(now().timestamp()) % seconds
        minutes = max(1, round(left / 60))
        message = _n(
            "Trop d’essais. Attendez %(num)s minute, puis essayez de nouveau.",
            "Trop d’essais. Attendez %(num)s minutes, puis essayez de nouveau.",
            minutes,
        )
        raise TooManyError(message, retry_after=left)
