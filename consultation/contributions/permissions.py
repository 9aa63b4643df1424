"""Who may say what, and who may read it. Pure: phase, roles and moment come in from outside.

A contribution handed in has its `author` loaded.
"""

from datetime import datetime, timedelta

from consultation.accounts.models import User
from consultation.consultations.models import Phase, Role
from consultation.consultations.permissions import Roles
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Draft,
    Kind,
    VoteValue,
)

FREE_EDITING = timedelta(minutes=15)
ALIVE = frozenset({ContributionState.PUBLISHED, ContributionState.PENDING})
TAKEN_AWAY = frozenset({ContributionState.REFUSED, ContributionState.HIDDEN})
"""By a decision: its author may correct it, and it is read again before anybody sees it."""


def can_contribute(person: User | None, phase: Phase) -> bool:
    """Anybody whose address is confirmed, while the consultation is open."""
    return (
        person is not None
        and person.is_confirmed
        and person.deleted_at is None
        and person.suspended_at is None
        and phase is Phase.OPEN
    )


def can_reply(person: User | None, answered: Contribution, phase: Phase) -> bool:
    """To what is published; to one's own too, to add a word."""
    return can_contribute(person, phase) and answered.state is ContributionState.PUBLISHED


def can_vote(
    person: User | None, contribution: Contribution, value: VoteValue | None, phase: Phase
) -> bool:
    """On what others published. A question takes « je me la pose aussi » alone.

    Without a `value`, a vote is taken back.
    """
    return (
        can_contribute(person, phase)
        and contribution.state is ContributionState.PUBLISHED
        and not is_own(person, contribution)
        and (contribution.kind is not Kind.QUESTION or value in {None, VoteValue.AGREE})
    )


def can_edit(person: User | None, contribution: Contribution, phase: Phase) -> bool:
    """One's own, while the consultation is open; also what a decision took away, to correct it."""
    return (
        can_contribute(person, phase)
        and is_own(person, contribution)
        and contribution.state in ALIVE | TAKEN_AWAY
    )


def is_edited_freely(contribution: Contribution, moment: datetime) -> bool:
    """In the first quarter of an hour a change leaves no public trace."""
    return moment - contribution.submitted_at < FREE_EDITING


def can_withdraw(person: User | None, contribution: Contribution) -> bool:
    """One's own, at any time, in any phase."""
    return is_own(person, contribution) and contribution.state in ALIVE


def can_speak_officially(roles: Roles) -> bool:
    """In the institution's name: those who organise the consultation."""
    return Role.ORGANISER in roles


def can_see(contribution: Contribution, viewer: User | None, roles: Roles) -> bool:
    """Know that it exists. What waits for moderation is its author's and the team's to see."""
    return (
        contribution.state is not ContributionState.PENDING
        or is_own(viewer, contribution)
        or bool(roles)
    )


def can_read(contribution: Contribution, viewer: User | None, roles: Roles) -> bool:
    """Read its words: once published, everybody; else its author and the moderators."""
    return (
        contribution.state is ContributionState.PUBLISHED
        or is_own(viewer, contribution)
        or Role.MODERATOR in roles
    )


def is_own(person: User | None, contribution: Contribution) -> bool:
    """`person` wrote it."""
    return person is not None and contribution.author.user_id == person.id


def can_open_draft(viewer: User | None, draft: Draft) -> bool:
    """Its owner; before it has one, whoever holds its address."""
    return draft.user_id is None or (viewer is not None and draft.user_id == viewer.id)
