"""Who may judge what, and who may read why. Pure: roles and moment come in from outside.

A contribution handed in has its `author` loaded, a decision its `participant`.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from consultation.accounts.models import User
from consultation.consultations.models import Participant, Role
from consultation.consultations.permissions import Roles
from consultation.contributions.models import Contribution
from consultation.contributions.permissions import is_own
from consultation.moderation.models import Decision, Source

UNDO_WITHIN = timedelta(minutes=10)


def is_moderator(person: User | None, roles: Roles) -> bool:
    """Somebody of the moderators here, whose account is in use."""
    return (
        person is not None
        and person.deleted_at is None
        and person.suspended_at is None
        and Role.MODERATOR in roles
    )


def can_moderate(person: User | None, roles: Roles, contribution: Contribution) -> bool:
    """The moderators of its consultation, but whoever wrote it."""
    return is_moderator(person, roles) and not is_own(person, contribution)


def can_set_rules(person: User | None, roles: Roles) -> bool:
    """Say what waits before it is public: those who organise or moderate here."""
    return (
        person is not None
        and person.deleted_at is None
        and person.suspended_at is None
        and not roles.isdisjoint({Role.ORGANISER, Role.MODERATOR})
    )


def can_suspend(participant: Participant, roles_of_theirs: Roles) -> bool:
    """Whoever takes part; the team settles its affairs otherwise."""
    return participant.user.deleted_at is None and not roles_of_theirs


def can_be_handed(
    colleague: User, roles: Roles, contribution: Contribution, contested: Collection[int]
) -> bool:
    """To a moderator here who did not write it, nor decided on it what somebody contests now.

    `contested` are the people whose decision on it waits to be judged again.
    """
    return can_moderate(colleague, roles, contribution) and colleague.id not in contested


def can_reverse(person: User, source: Source, reversed_one: Decision | None) -> bool:
    """On an appeal, anybody but who decided first."""
    if source is not Source.APPEAL:
        return True
    return reversed_one is not None and reversed_one.decided_by_id != person.id


def can_undo(person: User, decision: Decision, moment: datetime) -> bool:
    """One's own, for ten minutes, once."""
    return (
        decision.decided_by_id == person.id
        and decision.undone_at is None
        and moment - decision.decided_at <= UNDO_WITHIN
    )


def can_read_decision(viewer: User, roles: Roles, decision: Decision) -> bool:
    """Whom it concerns, and the team. One that was undone is the team's alone."""
    is_theirs = decision.participant.user_id == viewer.id and decision.undone_at is None
    return is_theirs or bool(roles)


def can_read_original(viewer: User, roles: Roles, contribution: Contribution) -> bool:
    """What was masked: its author and the moderators."""
    return is_own(viewer, contribution) or is_moderator(viewer, roles)


def can_erase_original(person: User, roles: Roles, contribution: Contribution) -> bool:
    """For good: the moderators, or whoever wrote it."""
    return can_read_original(person, roles, contribution)
