"""Figures of the desk, each from a bounded number of rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from statistics import median

from sqlalchemy import case, func, select

from consultation.accounts.models import User
from consultation.consultations.models import Role, TeamMember
from consultation.contributions.models import Contribution
from consultation.core.clock import PARIS
from consultation.core.db import session
from consultation.moderation.agreement import Agreement, agreement
from consultation.moderation.desk import AppealHandover, Handover, SecondOpinion
from consultation.moderation.findings import URGENT
from consultation.moderation.models import Decision
from consultation.moderation.queries.queue import MOST, STORED_SIGNALS, waiting_in
from consultation.moderation.reports import Appeal, AppealOutcome
from consultation.screening.signals import SignalKind

WEEK = timedelta(days=7)
DECISIONS_MOST = 5_000
"""Decisions of a week that medians are made of, the newest first."""
PAIRS_MOST = 1_000


@dataclass(frozen=True)
class Waiting:
    """What waits: how many (`MOST` at most), since when, how many of each signal.

    And what became of appeals, which the same query counts: `PAIRS_MOST` of them at most.
    """

    count: int
    oldest: datetime | None
    appeals: int
    """Appeals judged."""
    upheld: int
    """Of them, those where the person was right, at least in part."""
    by_signal: dict[SignalKind, int]

    @property
    def is_more(self) -> bool:
        """There are more than were counted."""
        return self.count > MOST


def waiting(consultation_id: int) -> Waiting:
    """What waits in a consultation. One query, over `MOST` rows and one more at most."""
    some = (
        select(STORED_SIGNALS.label("signals"))
        .where(*waiting_in(consultation_id))
        .limit(MOST + 1)
        .subquery()
    )
    oldest = (
        select(func.min(Contribution.review_since))
        .where(*waiting_in(consultation_id))
        .scalar_subquery()
    )
    has = [
        func.coalesce(func.sum(case((some.c.signals.contains(f'"kind": "{kind}"'), 1), else_=0)), 0)
        for kind in SignalKind
    ]
    appeals = (
        select(Appeal.outcome)
        .where(Appeal.consultation_id == consultation_id, Appeal.judged_at.is_not(None))
        .limit(PAIRS_MOST)
        .subquery()
    )
    judged = select(func.count()).select_from(appeals).scalar_subquery()
    upheld = (
        select(func.count())
        .select_from(appeals)
        .where(appeals.c.outcome != AppealOutcome.UPHELD)
        .scalar_subquery()
    )
    count, since, all_judged, right, *signals = session.execute(
        select(func.count(), oldest, judged, upheld, *has).select_from(some)
    ).one()
    by_signal = dict(zip(SignalKind, signals, strict=True))
    return Waiting(count, since, all_judged, right, by_signal)


@dataclass(frozen=True)
class Decided:
    """One decision of the week: when, by whom, how long it had waited."""

    at: datetime
    by: int
    waited: timedelta | None


@dataclass(frozen=True)
class Week:
    """What was decided in the last seven days."""

    decided: Sequence[Decided]
    moment: datetime

    @cached_property
    def delay(self) -> timedelta | None:
        """The median of how long contributions waited."""
        waited = [each.waited for each in self.decided if each.waited is not None]
        if not waited:
            return None
        return timedelta(seconds=median(each.total_seconds() for each in waited))

    @cached_property
    def today(self) -> list[Decided]:
        """What was decided today, in Paris."""
        day = self.moment.astimezone(PARIS).date()
        return [each for each in self.decided if each.at.astimezone(PARIS).date() == day]

    @cached_property
    def people_today(self) -> int:
        """By how many."""
        return len({each.by for each in self.today})

    def of(self, user_id: int) -> "Week":
        """One moderator's part of it."""
        return Week([each for each in self.decided if each.by == user_id], self.moment)


def week(consultation_id: int, moment: datetime) -> Week:
    """The decisions of the week that ends at `moment`; those undone do not count."""
    rows = session.execute(
        select(Decision.decided_at, Decision.decided_by_id, Decision.waited_since)
        .where(
            Decision.consultation_id == consultation_id,
            Decision.decided_at > moment - WEEK,
            Decision.undone_at.is_(None),
        )
        .order_by(Decision.decided_at.desc())
        .limit(DECISIONS_MOST)
    )
    return Week([Decided(at, by, at - since if since else None) for at, by, since in rows], moment)


def moderators_of(consultation_id: int) -> list[tuple[int, str]]:
    """Who moderates here: id and name, by seniority."""
    rows = session.execute(
        select(User.id, User.display_name)
        .join(TeamMember, TeamMember.user_id == User.id)
        .where(TeamMember.consultation_id == consultation_id, TeamMember.role == Role.MODERATOR)
        .order_by(TeamMember.since, User.id)
    )
    return [(user_id, name) for user_id, name in rows]


@dataclass(frozen=True)
class Opinions:
    """What moderators said of the same contributions."""

    asked: Agreement
    """Where one asked another."""
    sampled: Agreement
    """In the sample that is read twice."""
    apart: Counter[tuple[str, str]]
    """Pairs of measures that differ, and how often."""


def opinions(consultation_id: int) -> Opinions:
    """Agreement on what two moderators judged, over the last `PAIRS_MOST` pairs."""
    rows = session.execute(
        select(SecondOpinion.is_sample, SecondOpinion.first_measure, SecondOpinion.second_measure)
        .where(
            SecondOpinion.consultation_id == consultation_id,
            SecondOpinion.answered_at.is_not(None),
            SecondOpinion.second_measure.is_not(None),
        )
        .order_by(SecondOpinion.answered_at.desc())
        .limit(PAIRS_MOST)
    ).all()
    pairs = [
        (is_sample, (first.value, second.value)) for is_sample, first, second in rows if second
    ]
    return Opinions(
        agreement([pair for is_sample, pair in pairs if not is_sample]),
        agreement([pair for is_sample, pair in pairs if is_sample]),
        Counter(pair for _is_sample, pair in pairs if pair[0] != pair[1]),
    )


@dataclass(frozen=True)
class Brief:
    """What a mail or a badge says of what waits: how many, since when, how many that are urgent."""

    count: int
    oldest: datetime | None
    urgent: int


def brief(consultation_id: int) -> Brief:
    """What waits in a consultation, in three numbers; each count ends at `MOST`."""
    some = select(Contribution.id).where(*waiting_in(consultation_id))
    count = select(func.count()).select_from(some.limit(MOST).subquery()).scalar_subquery()
    urgent = (
        select(func.count())
        .select_from(some.where(Contribution.risk >= URGENT).limit(MOST).subquery())
        .scalar_subquery()
    )
    oldest = (
        select(func.min(Contribution.review_since))
        .where(*waiting_in(consultation_id))
        .scalar_subquery()
    )
    return Brief(*session.execute(select(count, oldest, urgent)).one())


@dataclass(frozen=True)
class Left:
    """What was left to one moderator and waits: contributions, `MOST` at most, and appeals."""

    contributions: int = 0
    appeals: int = 0


def left_to(user_id: int, consultation_id: int) -> Left:
    """What waits for that person in particular."""
    some = (
        select(Contribution.id)
        .join(Handover, Handover.contribution_id == Contribution.id)
        .where(
            *waiting_in(consultation_id),
            Handover.colleague_id == user_id,
            Handover.handed_at >= Contribution.review_since,
        )
        .limit(MOST)
        .subquery()
    )
    appeals = (
        select(func.count())
        .select_from(AppealHandover)
        .join(Appeal, Appeal.id == AppealHandover.appeal_id)
        .where(
            AppealHandover.colleague_id == user_id,
            Appeal.consultation_id == consultation_id,
            Appeal.judged_at.is_(None),
        )
        .scalar_subquery()
    )
    count = select(func.count()).select_from(some).scalar_subquery()
    return Left(*session.execute(select(count, appeals)).one())


BADGE_MOST = 999


def waiting_by_consultation(user_id: int) -> dict[int, int]:
    """How many wait where `user_id` moderates, by consultation: `BADGE_MOST` and one in all."""
    moderated = select(TeamMember.consultation_id).where(
        TeamMember.user_id == user_id, TeamMember.role == Role.MODERATOR
    )
    some = (
        select(Contribution.consultation_id)
        .where(Contribution.consultation_id.in_(moderated), Contribution.review_since.is_not(None))
        .limit(BADGE_MOST + 1)
        .subquery()
    )
    rows = session.execute(
        select(some.c.consultation_id, func.count()).group_by(some.c.consultation_id)
    )
    return dict(rows.all())
