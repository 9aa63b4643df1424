"""What is read of decisions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import aliased, joinedload

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Participant, Role, TeamMember
from consultation.consultations.permissions import NO_ROLE, Roles
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution, MaskedOriginal
from consultation.contributions.queries.places import with_surroundings
from consultation.core.db import connection, session
from consultation.moderation.desk import ReviewClaim, SecondOpinion
from consultation.moderation.models import Decision, Measure, Source
from consultation.moderation.permissions import can_read_decision
from consultation.moderation.queries.reported import FLAGGED, NOTICED


def find_decision(viewer: User, key: str) -> Decision | None:
    """The decision of that key with whom and what it concerns, if the viewer may read it."""
    decision = session.scalars(
        select(Decision)
        .where(Decision.key == key)
        .options(
            joinedload(Decision.consultation),
            joinedload(Decision.participant).joinedload(Participant.user),
        )
    ).one_or_none()
    if decision is None:
        return None
    roles = roles_of(viewer, decision.consultation_id)
    return decision if can_read_decision(viewer, roles, decision) else None


def decided_contribution(decision: Decision) -> Contribution | None:
    """What was judged, with all that surrounds it."""
    query = select(Contribution).where(Contribution.id == decision.contribution_id)
    found: Contribution | None = session.scalars(with_surroundings(query)).one_or_none()
    return found


def decisions_on(contribution_ids: Sequence[int]) -> dict[int, list[Decision]]:
    """By contribution what was decided of it, oldest first; nothing that was undone."""
    found: dict[int, list[Decision]] = {}
    if not contribution_ids:
        return found
    rows = session.scalars(
        select(Decision)
        .where(Decision.contribution_id.in_(contribution_ids), Decision.undone_at.is_(None))
        .order_by(Decision.id)
    )
    for decision in rows:
        found.setdefault(decision.contribution_id or 0, []).append(decision)
    return found


_LAST = (
    select(Decision)
    .where(Decision.contribution_id == bindparam("contribution_id"), Decision.undone_at.is_(None))
    .order_by(Decision.id.desc())
    .limit(1)
)


def last_decision_on(
    contribution: Contribution, measures: Collection[Measure] = ()
) -> Decision | None:
    """The last one that was not undone, of those measures; of any when none is named."""
    query = _LAST.where(Decision.measure.in_(measures)) if measures else _LAST
    asked = {"contribution_id": contribution.id}
    return session.scalars(query, asked).one_or_none()


_SUSPENSION = (
    select(Decision)
    .where(
        Decision.measure == Measure.SUSPEND,
        Decision.undone_at.is_(None),
        Decision.reversed_at.is_(None),
    )
    .order_by(Decision.id.desc())
    .limit(1)
)
"""The last one that nobody took back; whose it is comes with the question."""


def suspension_of(person: User, slug: str, moment: datetime) -> Decision | None:
    """The decision by which `person` is suspended in a consultation at `moment`."""
    found: Decision | None = session.scalars(
        _SUSPENSION.join(Participant, Participant.id == Decision.participant_id)
        .join(Consultation, Consultation.id == Decision.consultation_id)
        .where(
            Participant.user_id == person.id,
            Participant.suspended_until > moment,
            Consultation.slug == slug,
        )
    ).one_or_none()
    return found


def was_found_wrong(contribution: Contribution, person: User) -> bool:
    """An appeal went against what `person` decided on the text as it is now."""
    reversed_one = aliased(Decision)
    query = (
        select(Decision.id)
        .join(reversed_one, reversed_one.id == Decision.reverses_id)
        .where(
            Decision.contribution_id == contribution.id,
            Decision.source == Source.APPEAL,
            Decision.undone_at.is_(None),
            Decision.revision == contribution.revision,
            reversed_one.decided_by_id == person.id,
        )
        .limit(1)
    )
    return session.scalar(query) is not None


def last_suspension_of(participant_id: int) -> Decision | None:
    """The last suspension of whoever takes part, that nobody took back."""
    query = _SUSPENSION.where(Decision.participant_id == participant_id)
    found: Decision | None = session.scalars(query).one_or_none()
    return found


@dataclass(frozen=True)
class Around:
    """What there is about a contribution that is held. Of most there is nothing."""

    moderates: bool
    """Whoever decides is of the moderators of its consultation."""
    is_open_elsewhere: bool
    """A colleague has it open."""
    awaits_opinion: bool
    """A second opinion, or a second reading, is asked for."""
    was_decided: bool
    """A decision on it stands."""
    has_originals: bool
    """Something of it is, or was, under masks."""
    is_flagged: bool
    """Somebody says that it breaks the charter, and waits for an answer."""
    is_noticed: bool
    """The same, of a notice of illegal content."""

    @property
    def is_reported(self) -> bool:
        """A report waits on it, of whichever intake."""
        return self.is_flagged or self.is_noticed

    @property
    def roles(self) -> Roles:
        """As permissions want them: no other role decides."""
        return frozenset({Role.MODERATOR}) if self.moderates else NO_ROLE


def around(contribution: Contribution, actor: User, moment: datetime) -> Around:
    """One question, for `actor` who has their turn to write."""
    asked = {
        "contribution_id": contribution.id,
        "consultation_id": contribution.consultation_id,
        "actor_id": actor.id,
        "moment": moment,
    }
    return Around(*connection().execute(_AROUND, asked).one())


_ON_IT: Any = bindparam("contribution_id")
_AROUND = select(
    exists().where(
        TeamMember.consultation_id == bindparam("consultation_id"),
        TeamMember.user_id == bindparam("actor_id"),
        TeamMember.role == Role.MODERATOR,
    ),
    exists().where(
        ReviewClaim.contribution_id == _ON_IT,
        ReviewClaim.moderator_id != bindparam("actor_id"),
        ReviewClaim.until > bindparam("moment"),
    ),
    exists().where(SecondOpinion.contribution_id == _ON_IT, SecondOpinion.answered_at.is_(None)),
    exists().where(Decision.contribution_id == _ON_IT, Decision.undone_at.is_(None)),
    exists().where(MaskedOriginal.contribution_id == _ON_IT),
    FLAGGED,
    NOTICED,
)
