"""Times that people type are Paris times; what is stored is a moment in UTC.

Twice a year the clocks change there: an hour of spring does not exist, one of autumn
comes twice.
"""

from datetime import UTC, datetime

from consultation.core.clock import PARIS


def from_paris(local: datetime, *, is_end: bool = False) -> datetime:
    """The moment (aware, UTC) of a naive Paris time; `ValueError` if no clock ever showed it.

    Of an hour that comes twice, a beginning is the first and an end the last: nobody loses an hour.
    """
    moment = local.replace(tzinfo=PARIS, fold=1 if is_end else 0).astimezone(UTC)
    if moment.astimezone(PARIS).replace(tzinfo=None) != local:
        raise ValueError("the clocks went forward over this hour")
    return moment


def to_paris(moment: datetime) -> datetime:
    """What the clocks of Paris show at `moment`, naive, as a form shows it."""
    return moment.astimezone(PARIS).replace(tzinfo=None, fold=0)
