"""How long one may contest, and how long one is limited."""

import calendar
from datetime import date, datetime, time, timedelta

from consultation.core.clock import PARIS

APPEAL_MONTHS = 6
"""From the day when one was told (article 20 of the DSA)."""
LIMIT_DAYS = 30
"""How long somebody who reports without any ground reports no more."""


def last_day_to_appeal(told_at: datetime) -> date:
    """The same day of the month, six months later; the month's last where it has none."""
    day = told_at.astimezone(PARIS).date()
    months = day.month - 1 + APPEAL_MONTHS
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def end_of_day(day: date) -> datetime:
    """When that day is over in Paris."""
    return datetime.combine(day + timedelta(days=1), time(), PARIS)


def is_still_open(told_at: datetime, moment: datetime) -> bool:
    """One may still contest what one was told then."""
    return moment < end_of_day(last_day_to_appeal(told_at))
