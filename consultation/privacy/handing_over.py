"""What nobody would look after if somebody left: it is handed over first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Role, TeamMember
from consultation.consultations.queries import other_organisers
from consultation.core.db import session


@dataclass(frozen=True)
class HeldAlone:
    """What one person alone looks after; false when that is nothing."""

    consultations: Sequence[Consultation]
    is_last_administrator: bool

    def __bool__(self) -> bool:
        return bool(self.consultations) or self.is_last_administrator


def held_alone(user: User) -> HeldAlone:
    """The consultations that nobody else organises, and whether nobody else administers."""
    others = other_organisers(TeamMember.consultation_id, user.id).correlate(TeamMember)
    alone = (
        select(Consultation)
        .join(TeamMember, TeamMember.consultation_id == Consultation.id)
        .where(TeamMember.user_id == user.id, TeamMember.role == Role.ORGANISER, ~others.exists())
        .order_by(Consultation.title)
    )
    return HeldAlone(session.scalars(alone).all(), _is_last_administrator(user))


def _is_last_administrator(user: User) -> bool:
    if not user.is_administrator:
        return False
    others = select(User.id).where(
        User.is_administrator,
        User.id != user.id,
        User.deleted_at.is_(None),
        User.suspended_at.is_(None),
    )
    return session.scalar(others.limit(1)) is None
