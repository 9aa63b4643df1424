"""What reports wait on one contribution: how many of each intake, and how high they raise it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, exists, func, select

from consultation.contributions.models import Contribution
from consultation.core.db import session
from consultation.moderation.models import Source
from consultation.moderation.queries.reports import FLAG_WAITS
from consultation.moderation.reports import Flag, Notice

FLAG_RISK, NOTICE_RISK = 40, 80
"""What a report of each intake raises a contribution to in the queue, whatever their number."""


@dataclass(frozen=True)
class Reported:
    """How many flags and how many notices wait on a contribution; never one number."""

    flags: int = 0
    notices: int = 0
    notice_key: str | None = None
    """Of the notice that has waited longest."""

    @property
    def source(self) -> Source:
        """What makes a moderator look at it: a notice before a flag, else their own reading."""
        return source_of(is_flagged=self.flags > 0, is_noticed=self.notices > 0)


NO_REPORT = Reported()


def source_of(*, is_flagged: bool, is_noticed: bool) -> Source:
    """What made somebody look, where both may have: the law says more of a notice."""
    if is_noticed:
        return Source.NOTICE
    return Source.FLAG if is_flagged else Source.OWN


_NOTICE_WAITS = (Notice.contribution_id == Contribution.id, Notice.decided_at.is_(None))
REPORTED: tuple[Any, Any, Any] = (
    select(func.count())
    .where(Flag.contribution_id == Contribution.id, FLAG_WAITS)
    .correlate(Contribution)
    .scalar_subquery(),
    select(func.count()).where(*_NOTICE_WAITS).correlate(Contribution).scalar_subquery(),
    select(Notice.key)
    .where(*_NOTICE_WAITS)
    .order_by(Notice.id)
    .limit(1)
    .correlate(Contribution)
    .scalar_subquery(),
)
"""The fields of `Reported`, as columns beside a contribution's."""

IS_REPORTED = (
    exists().where(Flag.contribution_id == Contribution.id, FLAG_WAITS).correlate(Contribution),
    exists().where(*_NOTICE_WAITS).correlate(Contribution),
)
"""Whether a flag waits, whether a notice does: columns beside a contribution's."""

_ON_IT: Any = bindparam("contribution_id")
FLAGGED = exists().where(Flag.contribution_id == _ON_IT, FLAG_WAITS)
NOTICED = exists().where(Notice.contribution_id == _ON_IT, Notice.decided_at.is_(None))
_WAITING = select(FLAGGED, NOTICED)


def risk_of_reports(contribution_id: int) -> int:
    """How high the reports that wait raise a contribution; 0 without any."""
    is_flagged, is_noticed = session.execute(_WAITING, {"contribution_id": contribution_id}).one()
    if is_noticed:
        return NOTICE_RISK
    return FLAG_RISK if is_flagged else 0
