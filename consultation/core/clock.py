"""The one clock: everything that asks the time asks here, and so tests can travel."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
_frozen: list[datetime] = []


def now() -> datetime:
    """This moment, in UTC."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


def today() -> date:
    """The day it is in Paris: what changes each day changes at midnight there."""
    return now().astimezone(PARIS).date()


def moment_between(start: datetime, end: datetime, share: float) -> datetime:
    """The moment at `share` of the way, in UTC, since Paris has an hour twice a year.

    Python takes two moments of one zone from another by what clocks show: both are changed first.
    """
    first = start.astimezone(UTC)
    return first + (end.astimezone(UTC) - first) * share


@contextmanager
def travel(to: datetime) -> Iterator[None]:
    """Make it be `to` (aware) inside the block. For tests and for the demo's past."""
    if to.tzinfo is None:
        raise ValueError("a moment without a time zone says nothing")
    _frozen.append(to.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.pop()
