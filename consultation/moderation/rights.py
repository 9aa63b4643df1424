"""Who may report, contest and judge. Pure: roles and the moment come in from outside."""

from collections.abc import Collection
from datetime import datetime

from consultation.accounts.models import User
from consultation.consultations.models import Role
from consultation.consultations.permissions import Roles
from consultation.contributions.models import Contribution, ContributionState
from consultation.contributions.permissions import is_own
from consultation.moderation.models import Decision, Measure
from consultation.moderation.periods import is_still_open
from consultation.moderation.reports import Appeal, Flag, Notice, ReporterStanding, Side

ANSWERS = frozenset(
    {
        Measure.KEEP, Measure.REFUSE, Measure.HIDE, Measure.RESTORE, Measure.MASK, Measure.MOVE,
        Measure.CLOSE_THREAD, Measure.WARN, Measure.SUSPEND,
    }
)  # fmt: skip
"""Decisions that answer what was reported."""
KEEPS = frozenset({Measure.KEEP, Measure.RESTORE})
"""Of these, those that leave the contribution as it is."""
CONTESTED_BY_AUTHOR = ANSWERS - KEEPS


def is_active(person: User | None) -> bool:
    """Somebody signed in, with a confirmed address and an account in use."""
    return (
        person is not None
        and person.is_confirmed
        and person.deleted_at is None
        and person.suspended_at is None
    )


def is_limited(standing: ReporterStanding | None, moment: datetime) -> bool:
    """They were warned, went on, and report no more until a given day."""
    return (
        standing is not None
        and standing.limited_until is not None
        and moment < standing.limited_until
    )


def can_flag(
    person: User | None,
    contribution: Contribution,
    standing: ReporterStanding | None,
    moment: datetime,
) -> bool:
    """What others published, for somebody who is not limited."""
    return (
        is_active(person)
        and contribution.state is ContributionState.PUBLISHED
        and not is_own(person, contribution)
        and not is_limited(standing, moment)
    )


def can_change_flag(person: User, flag: Flag) -> bool:
    """One's own, until it is judged."""
    return flag.reporter_id == person.id and flag.decided_at is None


def can_notify(contribution: Contribution) -> bool:
    """What the public can read, for anybody."""
    return contribution.state is ContributionState.PUBLISHED


def can_read_reports(roles: Roles) -> bool:
    """Moderators of the consultation, and nobody else."""
    return Role.MODERATOR in roles


def can_dismiss(
    person: User, roles: Roles, contribution: Contribution, reporters: Collection[int | None]
) -> bool:
    """A moderator here, who neither wrote what was reported nor reported it."""
    return (
        can_read_reports(roles) and not is_own(person, contribution) and person.id not in reporters
    )


def can_appeal(
    person: User, decision: Decision, side: Side | None, flag: Flag | None, moment: datetime
) -> bool:
    """Its author, against a measure; a reporter whom it answered, against it or against none.

    The decision has its participant loaded.
    """
    if not is_active(person) or not is_open_to_appeal(decision, moment):
        return False
    if side is Side.AUTHOR:
        return decision.participant.user_id == person.id and decision.measure in CONTESTED_BY_AUTHOR
    return flag is not None and flag.reporter_id == person.id and flag.decision_id == decision.id


def can_appeal_notice(notice: Notice, decision: Decision, moment: datetime) -> bool:
    """Whoever holds a notice's secret address, once it was answered by that decision."""
    return notice.decision_id == decision.id and is_open_to_appeal(decision, moment)


def is_open_to_appeal(decision: Decision, moment: datetime) -> bool:
    """Six months long, unless it was taken back since, or undone in the very moment."""
    stands = decision.reversed_at is None and decision.undone_at is None
    return stands and is_still_open(decision.decided_at, moment)


def can_judge(
    person: User, roles: Roles, appeal: Appeal, reporters: Collection[int | None]
) -> bool:
    """Another moderator than the one who decided, and a party to none of it.

    The appeal has its decision with its participant loaded; `reporters` are the people who
    reported what was decided on.
    """
    decision = appeal.decision
    parties = {decision.decided_by_id, decision.participant.user_id, appeal.appellant_id}
    return (
        Role.MODERATOR in roles
        and appeal.judged_at is None
        and person.id not in parties
        and person.id not in reporters
    )


def can_read_appeal(person: User, appeal: Appeal) -> bool:
    """One's own."""
    return appeal.appellant_id is not None and appeal.appellant_id == person.id
